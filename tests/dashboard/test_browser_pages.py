"""项目与绩效 and 收入来源 in a real browser, on the five documents: what a click opens, links and Back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest

from tests.dashboard.browser import IN_A_BROWSER, again, at_both_widths, grid, mark_first, metrics, same, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.dashboard.browser import Open

pytestmark = IN_A_BROWSER
PATHS = ("projects", "income")


def drawing(page: Page, document: str) -> tuple[float, float, float, float]:
    """Left, top, width and height of a document's flow; its toolbar has small pictures of its own."""
    boxes = [svg.bounding_box() for svg in page.locator(f".st-key-flow-{document} svg").all()]
    return max(((b["x"], b["y"], b["width"], b["height"]) for b in boxes if b), key=lambda box: box[2])


def click_flow(page: Page, document: str, across: float, down: float) -> None:
    """Click at a part of the drawing's width and height."""
    left, top, width, height = drawing(page, document)
    page.mouse.click(left + across * width, top + down * height)
    settle(page)


@pytest.mark.parametrize(("lang", "scheme"), [("中文", "light"), ("English", "dark")])
@pytest.mark.parametrize("path", PATHS)
def test_the_pages_open_on_a_phone_without_scrolling_sideways_and_on_a_screen(
    visit: Open, path: str, lang: str, scheme: str
) -> None:
    page = at_both_widths(visit, f"{path}?lang={quote(lang)}", scheme)
    assert bool(any("\u4e00" <= sign <= "\u9fff" for sign in page.locator("h1").inner_text())) == (lang == "中文")


def test_a_click_on_a_link_of_the_flow_opens_its_rows_and_back_closes_them(visit: Open) -> None:
    page = visit(f"income?unit={quote('秦皇岛市海港区人力资源和社会保障局')}")
    document = "haigang-hrss-2024"
    assert same(lambda: page.locator(f".st-key-flow-{document} svg path").count() > 5, wanted=True)
    click_flow(page, document, 0.2, 0.5)
    page.wait_for_selector(".st-key-flow-detail")
    assert unquote(page.url).endswith(f"flow={document}|g:fiscal>s:fiscal")
    assert metrics(page, ".st-key-flow-detail") == ["3,249.84 万元", "100.00%", "100.00%"]
    assert same(lambda: "第274行" in grid(page, "flow-rows"), wanted=True)
    fresh = visit(again(page))
    assert metrics(fresh, ".st-key-flow-detail")[0] == "3,249.84 万元"
    click_flow(page, document, 0.2, 0.5)
    page.wait_for_selector(".st-key-flow-detail", state="detached")
    assert "flow=" not in page.url
    page.go_back()
    page.wait_for_selector(".st-key-flow-detail")


def test_a_row_of_the_list_opens_its_project_and_close_and_back_work(visit: Open) -> None:
    page = visit(f"projects?find_project={quote('离休人员养老金')}")
    mark_first(page, ".st-key-project-list")
    page.wait_for_selector(".st-key-project-detail")
    settle(page)
    assert unquote(page.url).endswith("project=haigang-hrss-2024|18")
    assert metrics(page, ".st-key-project-detail") == ["200.00 万元", "9.38%", "9", "1"]
    fresh = visit(again(page))
    assert "13030224P00308P12378G" in fresh.locator(".st-key-project-detail").inner_text()
    page.locator(".st-key-project-close button").click()
    page.wait_for_selector(".st-key-project-detail", state="detached")
    assert "project=" not in page.url.replace("find_project=", "")
    page.go_back()
    page.wait_for_selector(".st-key-project-detail")


def test_a_figure_of_a_project_shows_the_line_it_was_printed_on(visit: Open) -> None:
    page = visit(f"projects?project={quote('haigang-hrss-2024|18')}")
    mark_first(page, ".st-key-table-project-figures")
    page.wait_for_selector(".st-key-source-lines")
    assert page.locator(".st-key-source-line-marked").inner_text().split() == ["▶", "3819", "200.00"]


def test_a_search_is_in_the_link_and_a_hostile_one_is_only_text(visit: Open) -> None:
    page = visit("projects")
    box = page.locator(".st-key-find_project input")
    box.fill("<img src=x onerror=alert(1)>")
    box.press("Enter")
    settle(page)
    assert same(lambda: page.locator("[data-testid=stAlert]").count(), 1)
    assert page.locator("img[src=x]").count() == 0
    assert unquote(page.url).split("find_project=")[1].startswith("<img")
