"""The dashboard in a real browser: what a person sees and clicks, against what the database says."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import duckdb
import pytest

from dashboard.format import MoneyUnit, money
from tests.dashboard import sample
from tests.dashboard.browser import (
    IN_A_BROWSER,
    PHONE,
    again,
    at_both_widths,
    cards,
    choose,
    click,
    grid,
    is_whole,
    metrics,
    same,
    served,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal
    from pathlib import Path

    from playwright.sync_api import BrowserContext

    from tests.dashboard.browser import Open

pytestmark = IN_A_BROWSER
PATHS = ("", "function-spending", "basic-project", "three-public", "pension", "sources")


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    """A server on the sample database."""
    with served(database) as found:
        yield found


def totals(database: Path) -> dict[str, Decimal]:
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "SELECT document_id, total_yuan FROM out_function_spending WHERE is_total"
        return dict(connection.execute(query).fetchall())


@pytest.mark.parametrize(("lang", "scheme"), [("中文", "light"), ("English", "dark")])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_opens_on_a_phone_without_scrolling_sideways_and_on_a_screen(
    visit: Open, path: str, lang: str, scheme: str
) -> None:
    page = at_both_widths(visit, f"{path}?lang={quote(lang)}", scheme)
    assert page.locator("[role=dialog]").count() == 0
    title = page.locator("h1").inner_text()
    assert bool(re.search(r"[\u4e00-\u9fff]", title)) == (lang == "中文")
    background = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 31)"}[scheme]


def test_chinese_comes_out_in_a_chinese_face_and_hostile_names_as_text(visit: Open) -> None:
    page = visit("function-spending")
    family = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert "PingFang SC" in family
    assert "Noto Sans CJK SC" in family
    tree = page.locator(".st-key-trees")
    tree.locator("g.slice").first.wait_for()
    assert "<b>$a$" in (tree.text_content() or "")
    assert page.locator("img[src='http://x']").count() == 0


def test_cards_equal_the_database_to_the_last_digit(visit: Open, database: Path) -> None:
    page = visit(f"?money={quote(MoneyUnit.YI.value)}")
    for unit in (MoneyUnit.YI, *(unit for unit in MoneyUnit if unit != MoneyUnit.YI)):
        if unit != MoneyUnit.YI:
            click(page, "money", unit.value)
        wanted = {document: money(total, unit) for document, total in totals(database).items()}
        assert same(lambda: cards(page), wanted), unit


def test_each_filter_changes_the_page_and_the_link(visit: Open) -> None:
    page = visit("")
    choose(page, "region", "甲市")
    assert same(lambda: set(cards(page)), {sample.DEPARTMENT, sample.UNIT})
    choose(page, "year", "2023")
    assert same(lambda: set(cards(page)), {sample.UNIT})
    click(page, "money", "亿元")
    assert same(lambda: cards(page), {sample.UNIT: "0.09"})
    click(page, "lang", "English")
    assert same(lambda: page.locator("h1").inner_text(), "Overview")
    link = unquote(page.url)
    for part in ("region=甲市", "year=2023", "money=亿元", "lang=English"):
        assert part in link
    assert cards(visit(again(page))) == {sample.UNIT: "0.09"}
    click(page, "clear", "Clear filters")
    assert same(lambda: len(cards(page)), len(sample.DOCUMENTS))


def test_a_click_below_a_list_that_is_left_by_it_is_not_lost(visit: Open) -> None:
    page = visit("")
    choose(page, "unit", "甲市人力资源和社会保障局")  # a name that fills the list's first line
    box = page.locator(".st-key-unit").bounding_box()
    click(page, "clear", "清除筛选")
    assert same(lambda: len(cards(page)), len(sample.DOCUMENTS))
    choose(page, "unit", "甲市人力资源和社会保障局")
    page.locator("h1").click()
    assert same(lambda: page.locator(".st-key-unit").bounding_box() != box, wanted=True)  # it does become lower


def test_the_unit_filter_and_the_way_back_from_nothing(visit: Open) -> None:
    page = visit("")
    choose(page, "unit", "乙区社会保障中心")
    assert same(lambda: set(cards(page)), {sample.ZONE})
    choose(page, "year", "2023")
    assert same(lambda: cards(page), {})
    click(page, "clear_empty", "清除筛选")
    assert same(lambda: len(cards(page)), len(sample.DOCUMENTS))


def test_filters_follow_from_page_to_page_and_back(visit: Open) -> None:
    page = visit("")
    choose(page, "region", "乙区")
    page.get_by_role("link", name="养老缺口补助", exact=True).click()
    page.wait_for_url("**/pension*")
    settle(page)
    assert "region=乙区" in unquote(page.url)
    chart = page.locator(".st-key-pension-chart")
    assert same(lambda: [part in (chart.text_content() or "") for part in ("63.00", "67.74%")], [True, True])
    page.go_back()
    page.wait_for_selector("[class*='st-key-card-']")
    assert same(lambda: set(cards(page)), {sample.ZONE})


def test_a_click_on_a_tile_drills_down_and_back_returns(visit: Open) -> None:
    page = visit(f"function-spending?region={quote('甲市')}&year=2024")
    tree = page.locator(f".st-key-tree-{sample.DEPARTMENT}")
    tree.locator("g.slice").filter(has_text="财政对基本养老保险基金的补助").first.locator("path").click(
        position={"x": 60, "y": 9}
    )
    page.wait_for_selector(".st-key-tile-detail")
    settle(page)
    assert f"level={sample.DEPARTMENT}|20826" in unquote(page.url)
    assert metrics(page, ".st-key-tile-detail") == ["300.00", "20.00%", "100.00%", "50.00"]
    assert same(lambda: "第4页 第107行" in grid(page, "tile-sources"), wanted=True)
    assert visit(again(page)).locator(".st-key-tile-detail").count() == 1
    page.go_back()
    page.wait_for_selector(".st-key-tile-detail", state="detached")
    assert "level=" not in page.url


def test_tables_hold_the_exact_amounts(visit: Open, database: Path) -> None:
    """The accessible copy of a table has the number itself; its format is that of the column."""
    page = visit("function-spending")
    cells = page.locator(".st-key-table-spending-ranking table").first.locator("td")
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "SELECT total_yuan FROM out_function_spending WHERE is_leaf AND NOT is_total"
        amounts = [amount for (amount,) in connection.execute(query).fetchall()]
    assert amounts
    exact = {f"{amount / 10000:f}".rstrip("0").rstrip(".") for amount in amounts}
    assert same(lambda: exact - set(cells.all_text_contents()), set())


def test_a_new_database_is_on_screen_by_itself_and_disturbs_nobody(
    contexts: Callable[[str], BrowserContext], tmp_path: Path
) -> None:
    path = sample.build(tmp_path / "live.duckdb", sample.only(sample.ZONE))
    following = sample.build(tmp_path / "next.duckdb")
    with served(path) as address:
        page = contexts("light").new_page()
        page.goto(address)
        settle(page)
        assert set(cards(page)) == {sample.ZONE}
        page.locator(".st-key-region input").press_sequentially("丙")
        following.replace(path)
        replaced = time.monotonic()
        page.locator(f"[class*='st-key-card-{sample.NONE}']").wait_for(timeout=20_000)
        assert time.monotonic() - replaced < 10  # three seconds where nobody else needs the machine
        page.get_by_text("数据已更新").wait_for()
        settle(page)
        assert len(cards(page)) == len(sample.DOCUMENTS)
        assert page.locator(".st-key-region input").input_value() == "丙"
        page.close()


@pytest.mark.parametrize("lang", ["中文", "English"])
def test_the_navigation_fits_in_both_languages(visit: Open, lang: str) -> None:
    page = visit(f"?lang={quote(lang)}", height=900)
    links = page.locator("[data-testid=stTopNavLink]")
    assert links.count() >= 7
    bar = page.locator("[data-testid=stHeader]").inner_text()
    assert not re.search(r"\d+ more", bar)
    page.locator("[data-testid=stTopNavSection]").click()
    name = "数据与来源" if lang == "中文" else "Data and sources"
    page.locator("[data-testid=stTopNavDropdownLink]").filter(has_text=name).click()
    page.wait_for_url("**/sources*")
    settle(page)
    assert is_whole(page)


def test_on_a_phone_navigation_and_filters_open_and_fit(visit: Open) -> None:
    page = visit("?lang=English", **PHONE)
    page.locator("[data-testid=stExpandSidebarButton]").click()
    link = page.get_by_role("link", name="Pensions", exact=True)
    link.wait_for()
    box = page.locator(".st-key-region").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 390
    link.click()
    page.wait_for_url("**/pension*")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_keyboard_shows_where_it_is(visit: Open, scheme: str) -> None:
    page = visit("", scheme=scheme, height=900)
    marked = """() => {
      let node = document.activeElement;
      for (let level = 0; level < 4 && node; level += 1, node = node.parentElement) {
        const style = getComputedStyle(node);
        if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) return 'marked';
      }
      return document.activeElement.outerHTML.slice(0, 200);
    }"""
    for _ in range(16):
        page.keyboard.press("Tab")
        assert same(lambda: page.evaluate(marked), "marked"), page.evaluate(marked)


def test_a_value_of_a_link_that_nobody_has_is_said_and_gone_from_the_link(visit: Open) -> None:
    page = visit(f"?region={quote('丁市')}&region={quote('乙区')}")
    assert set(cards(page)) == {sample.ZONE}
    assert "丁市" in page.locator("[data-testid=stSidebar]").inner_text()
    assert "丁市" not in unquote(page.url)
