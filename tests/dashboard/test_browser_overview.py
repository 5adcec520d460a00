"""总览 and 基本与项目 in a real browser, on the five documents: links to figures, drilling down, overriding, Back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest

from tests.dashboard.browser import IN_A_BROWSER, PHONE, again, cards, fits, grid, is_whole, metrics, same, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.dashboard.browser import Open

pytestmark = IN_A_BROWSER
ECONOMIC = f"basic-project?part={quote('经济分类 Economic')}&doc=yantai-hrss-2024"
LINKS = {
    "class": ("function-spending", "level=yantai-hrss-2024|208"),
    "project": ("projects", "project=yantai-hrss-2024|14"),
    "pension": ("pension", "document=yantai-sic-2023"),
    "three_public": ("three-public", "document=yantai-sic-2023"),
    "share_high": ("basic-project", "document=zibo-hitech-hrss-2024"),
}


def test_each_finding_leads_to_the_page_with_its_figure_and_back(visit: Open) -> None:
    page = visit(f"?money={quote('亿元')}&year=2024&year=2023")
    for kind, (path, part) in LINKS.items():
        follow(visit, page, kind, path, part)


def follow(visit: Open, page: Page, kind: str, path: str, part: str) -> None:
    page.locator(f".st-key-finding-{kind} a").click()
    page.wait_for_url(f"**/{path}?*")
    settle(page)
    link = unquote(page.url)
    assert part in link
    assert "money=亿元" in link
    assert is_whole(page)
    only = page.locator(".st-key-only")
    assert same(lambda: "回到筛选所选的文档" in only.inner_text(), wanted=True)
    title = page.locator("h1").inner_text()
    fresh = visit(again(page))
    assert fresh.locator("h1").inner_text() == title
    assert same(lambda: fresh.locator(".st-key-only").inner_text(), only.inner_text())
    fresh.close()
    page.go_back()
    page.wait_for_selector("[class*='st-key-card-']")
    assert same(lambda: len(cards(page)), 5), kind
    settle(page)


def test_the_basis_of_a_change_is_found_where_it_is_printed(visit: Open) -> None:
    page = visit(f"?unit={quote('烟台市人力资源和社会保障局')}")
    page.get_by_role("link", name="查看增减依据").click()
    page.wait_for_url("**/sources?*")
    settle(page)
    assert "find=10,833.82万元" in unquote(page.url)
    assert same(lambda: "第532行" in (page.locator("[data-testid=stMain]").text_content() or ""), wanted=True)


def test_leaving_a_linked_document_goes_back_to_the_filters(visit: Open) -> None:
    page = visit("?document=yantai-sic-2023&year=2024")
    assert same(lambda: set(cards(page)), {"yantai-sic-2023"})
    page.locator(".st-key-leave-only button").click()
    settle(page)
    assert same(lambda: len(cards(page)), 3)
    assert "document=" not in page.url
    page.go_back()
    settle(page)
    assert same(lambda: set(cards(page)), {"yantai-sic-2023"})


def test_putting_together_is_in_the_link_and_in_the_title(visit: Open) -> None:
    page = visit("")
    page.locator(".st-key-together label").click()
    settle(page)
    assert "together=true" in page.url
    fresh = visit(again(page))
    assert same(lambda: "按用户要求合并" in (fresh.locator("[data-testid=stMain]").text_content() or ""), wanted=True)
    assert same(lambda: "全部合并（用户要求）" in grid(fresh, "overview-totals"), wanted=True)


def test_a_click_on_an_economic_class_drills_down_and_back_returns(visit: Open) -> None:
    page = visit(ECONOMIC)
    assert same(lambda: metrics(page)[:1], ["11,905.89"])
    tile = (
        page.locator(".st-key-economic-yantai-hrss-2024 g.slice")
        .filter(has_text=re.compile(r"商品和服务支出.*781\.64"))
        .first
    )
    tile.locator("path").first.click(position={"x": 30, "y": 8})
    page.wait_for_function("location.search.includes('econ=302')")
    settle(page)
    assert same(lambda: metrics(page)[:1], ["781.64"])
    assert same(lambda: "30299" in grid(page, "economic-rows"), wanted=True)
    fresh = visit(again(page))
    assert same(lambda: metrics(fresh), metrics(page))
    page.go_back()
    page.wait_for_function("!location.search.includes('econ=')")
    settle(page)
    assert same(lambda: metrics(page)[:1], ["11,905.89"])


def test_the_section_and_the_document_are_in_the_link(visit: Open) -> None:
    page = visit(ECONOMIC)
    for key, label, part in (("part", "资金 Fund", "part=资金"), ("mode", "金额 Amount", "mode=金额")):
        page.locator(f".st-key-{key} button").filter(has_text=label).click()
        settle(page)
        assert part in unquote(page.url).replace("+", " ")
    fresh = visit(again(page))
    assert same(lambda: grid(fresh, "split-funds-table"), grid(page, "split-funds-table"))


@pytest.mark.parametrize("part", ["类 Class", "资金 Fund", "人员公用 Personnel", "经济分类 Economic"])
def test_a_phone_never_scrolls_sideways(visit: Open, part: str) -> None:
    page = visit(f"basic-project?part={quote(part)}", **PHONE)
    assert fits(page)
    assert is_whole(page)


def test_the_states_of_one_document_are_read_on_a_phone_without_moving_them(visit: Open) -> None:
    page = visit("?document=yantai-sic-2023", **PHONE)
    words = page.locator(".st-key-matrix-one text").filter(has_text=re.compile("^(● 有数|○ 声明为空)$"))
    assert same(words.count, 12)
    boxes = [word.bounding_box() for word in words.all()]
    assert all(box and box["x"] + box["width"] <= PHONE["width"] for box in boxes)
