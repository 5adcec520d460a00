"""情景测算 in a real browser, on the five documents: built by hand, sent as a link, left and found again."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest

from tests.dashboard.browser import IN_A_BROWSER, WATCH, at_both_widths, choose, click, same, settle
from tests.dashboard.browser import metrics as figures

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.dashboard.browser import Open

pytestmark = IN_A_BROWSER
PATH = "whatif"
TWO = quote("压;percent-5,s:project;remove,n:strict,$:gap|另一")


def bars(page: Page) -> list[str]:
    """The exact figures beside the bars."""
    return page.locator(".st-key-whatif-waterfall text.bartext").all_text_contents()


def link(page: Page) -> str:
    """The address as the browser has it now, legible."""
    found: str = unquote(page.evaluate("location.href"))
    return found


@pytest.mark.parametrize(("lang", "scheme"), [("中文", "light"), ("English", "dark")])
def test_the_page_opens_on_a_phone_without_scrolling_sideways_and_on_a_screen(
    visit: Open, lang: str, scheme: str
) -> None:
    page = at_both_widths(visit, f"{PATH}?lang={quote(lang)}&scenario={TWO}", scheme)
    assert page.locator("h1").inner_text() == {"中文": "情景测算", "English": "Scenarios"}[lang]


def test_a_scenario_built_by_hand_opens_from_its_link_in_another_browser_with_the_same_figures(
    visit: Open,
    browser: Browser,
) -> None:
    page = visit(PATH)
    start = figures(page)
    click(page, "preset-0")
    assert same(lambda: figures(page)[3:], ["1 / 1"])
    if not page.locator(".st-key-rule_value").is_visible():
        page.get_by_text("编一条规则").click()
        settle(page)
    choose(page, "rule_aim", "养老保险基金补助")
    choose(page, "rule_operation", "剔除")
    choose(page, "rule_funding", "列为缺口或结余")
    click(page, "rule-put")
    assert same(lambda: figures(page)[3:], ["2 / 2"])
    name = page.locator(".st-key-scenario_name input")
    name.fill("<b>压减</b>")
    name.press("Enter")
    settle(page)
    assert same(lambda: "<b>压减</b>" in link(page), wanted=True)
    assert same(lambda: figures(page)[:1], start[:1])
    built = figures(page)
    assert built[1] != start[1]
    assert same(lambda: [*bars(page)[:1], *bars(page)[-1:]], built[:2])
    context = browser.new_context()
    try:
        context.add_init_script(WATCH)
        fresh = context.new_page()
        fresh.set_viewport_size({"width": 1400, "height": 3200})
        fresh.goto(page.evaluate("location.href"))
        settle(fresh)
        assert same(lambda: figures(fresh), built)
        assert same(lambda: bars(fresh), bars(page))
        assert fresh.locator(".st-key-scenario_name input").input_value() == "<b>压减</b>"
    finally:
        context.close()


def test_back_takes_one_step_back_and_forward_returns(visit: Open) -> None:
    page = visit(PATH)
    start = figures(page)
    click(page, "preset-0")
    assert same(lambda: figures(page)[3:], ["1 / 1"])
    first = figures(page)
    click(page, "preset-3")
    assert same(lambda: figures(page)[3:], ["2 / 2"])
    page.go_back()
    assert same(lambda: figures(page), first)
    page.go_back()
    assert same(lambda: figures(page), start)
    page.go_forward()
    assert same(lambda: figures(page), first)


def test_rules_move_by_a_click_and_a_scenario_survives_a_look_at_another_page(visit: Open) -> None:
    page = visit(f"{PATH}?scenario={TWO}")
    click(page, "rule-do-0", "下移")
    assert same(lambda: "scenario=压;remove" in link(page), wanted=True)
    settle(page)
    before = figures(page)
    page.get_by_role("link", name="总览", exact=True).click()
    page.wait_for_url(lambda url: PATH not in url)
    settle(page)
    page.get_by_role("link", name="情景测算", exact=True).click()
    page.wait_for_url(f"**/{PATH}*")
    settle(page)
    assert same(lambda: figures(page), before)
    assert "scenario=压;remove" in link(page)


def test_the_file_that_is_saved_is_loaded_again(visit: Open) -> None:
    page = visit(f"{PATH}?scenario={TWO}&part={quote('保存与比较 Files')}")
    with page.expect_download() as download:
        page.locator(".st-key-whatif-save button").click()
    with page.expect_download() as book:
        page.locator(".st-key-whatif-save-workbook button").click()
    assert book.value.suggested_filename == "压.xlsx"
    sheets = zipfile.ZipFile(book.value.path()).read("xl/workbook.xml").decode()
    assert all(f'name="{sheet}"' in sheets for sheet in ("情景", "对比", "资金来源", "口径"))
    path = download.value.path()
    assert download.value.suggested_filename == "压.json"
    page.locator("[class*=st-key-scenario-file] input[type=file]").set_input_files(
        {"name": "压.json", "mimeType": "application/json", "buffer": path.read_bytes()}
    )
    assert same(lambda: link(page).count("percent-5"), 2)
    said = page.locator(".st-key-whatif-said")
    said.wait_for()
    assert "已载入 压.json" in said.inner_text()
