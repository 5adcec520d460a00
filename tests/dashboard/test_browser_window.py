"""The window of a real browser: Back takes back the last choice in it, and charts follow its width."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_plus

from tests.dashboard.browser import IN_A_BROWSER, PHONE, cards, choose, click, same, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.dashboard.browser import Open

pytestmark = IN_A_BROWSER
YANTAI = {"yantai-hrss-2024": "173,032.88", "yantai-sic-2023": "98,972.44"}


def back(page: Page) -> str:
    """Go one step back; what the address then asks for."""
    page.go_back()
    settle(page)
    return unquote_plus(page.url).partition("?")[2]


def turn(page: Page, name: str) -> None:
    """Go to another page by its name on top."""
    page.get_by_test_id("stTopNav").get_by_role("link", name=name, exact=True).click()
    page.wait_for_timeout(300)
    settle(page)


def test_back_takes_back_one_choice_after_another(visit: Open) -> None:
    page = visit("")
    everything = cards(page)
    assert len(everything) == 5
    choose(page, "region", "烟台市")
    assert same(lambda: cards(page), YANTAI)
    click(page, "money", "亿元")
    assert same(lambda: cards(page)["yantai-hrss-2024"], "17.303288")
    click(page, "lang", "English")
    assert same(lambda: page.locator("h1").inner_text(), "Overview")
    assert back(page) == "money=亿元&region=烟台市"
    assert same(lambda: page.locator("h1").inner_text(), "总览")
    assert back(page) == "region=烟台市"
    assert same(lambda: cards(page), YANTAI)
    assert back(page) == ""
    assert same(lambda: cards(page), everything)
    page.go_forward()
    settle(page)
    assert same(lambda: cards(page), YANTAI)


def test_back_passes_a_page_whose_own_choices_were_tidied_away(visit: Open) -> None:
    page = visit("projects")
    find = page.locator(".st-key-find_project input")
    find.fill("养老")
    find.press("Enter")
    settle(page)
    assert same(lambda: unquote(page.url).endswith("projects?find_project=养老"), wanted=True)
    turn(page, "养老缺口补助")
    assert page.url.endswith("/pension")
    assert back(page) == "find_project=养老"
    assert same(lambda: page.locator(".st-key-find_project input").input_value(), "养老")
    assert back(page) == ""
    assert same(lambda: page.locator(".st-key-find_project input").input_value(), "")


def test_a_choice_that_takes_another_control_away_is_one_step(visit: Open) -> None:
    page = visit("basic-project")
    click(page, "mode", "金额")
    click(page, "part", "经济分类")
    assert same(lambda: page.locator(".st-key-mode").count(), 0)
    assert same(lambda: "mode=" in page.url, wanted=False)
    assert back(page) == "mode=金额 Amount"
    assert same(lambda: page.locator(".st-key-mode").count(), 1)
    assert back(page) == ""


def test_charts_break_their_words_for_a_narrow_window_of_any_computer(visit: Open) -> None:
    page = visit("three-public")
    said = page.locator(".gtitle-subtitle").first
    narrow = 5
    assert same(lambda: said.locator("tspan.line").count() < narrow, wanted=True)
    page.set_viewport_size(PHONE)
    assert same(lambda: said.locator("tspan.line").count(), narrow)
    box = said.bounding_box()
    assert box
    assert box["x"] + box["width"] <= PHONE["width"]
    page.set_viewport_size({"width": 1400, "height": 900})
    assert same(lambda: said.locator("tspan.line").count() < narrow, wanted=True)
