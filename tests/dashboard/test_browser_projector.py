"""Exports and the projector in a real browser, on the five documents: downloads, keys, lists of views, links."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import polars as pl

from tests.dashboard.browser import IN_A_BROWSER, again, metrics, same, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.dashboard.browser import Open

pytestmark = IN_A_BROWSER
CHROME = ("stSidebar", "stHeader", "stButtonGroup", "stPopover", "stSelectbox", "stMultiSelect")
MINUTE = 60_000


def open_control(page: Page) -> None:
    page.locator(".st-key-export-bar button").first.click()
    page.wait_for_selector(".st-key-present button")
    settle(page)


def download(page: Page, key: str) -> tuple[str, bytes]:
    with page.expect_download(timeout=MINUTE) as waiting:
        page.locator(f".st-key-{key} button").click()
    file = waiting.value
    with open(file.path(), "rb") as content:  # noqa: PTH123 - a path of the browser's
        return file.suggested_filename, content.read()


def is_archive(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.testzip() is None


CHECKS: dict[str, Callable[[bytes], bool]] = {
    "export-pptx": is_archive,
    "export-xlsx": is_archive,
    "export-csv": lambda content: content.startswith(b"\xef\xbb\xbf"),
    "export-parquet": lambda content: len(pl.read_parquet(io.BytesIO(content))) > 0,
    "export-deck": is_archive,
    "export-report": is_archive,
}


def test_each_file_comes_down_with_a_chinese_name(visit: Open) -> None:
    page = visit("pension?region=烟台市", height=1000)
    open_control(page)
    for key, holds in CHECKS.items():
        name, content = download(page, key)
        assert holds(content), key
        assert "烟台市" in name
        assert name.startswith(
            "部门预算公开情况汇报" if key in {"export-deck", "export-report"} else "养老保险基金缺口补助"
        )


def test_a_file_names_the_link_of_its_view(visit: Open) -> None:
    page = visit("pension?region=烟台市&definition=宽口径 Broad", height=1000)
    open_control(page)
    _, content = download(page, "export-pptx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        links = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml.rels"))
    assert "/pension?" in links
    assert "definition=" in links
    assert "region=" in links


def press(page: Page, key: str, title: str) -> None:
    page.keyboard.press(key)
    assert same(lambda: page.inner_text("h1"), title)
    settle(page)


def test_keys_move_between_the_pages_and_leave(visit: Open) -> None:
    page = visit("?region=烟台市", height=1000)
    open_control(page)
    page.locator(".st-key-present button:visible").first.click()
    page.wait_for_selector(".stApp .bar, [data-testid=stBidiComponentRegular]", state="attached")
    settle(page)
    assert parse_qs(urlsplit(page.url).query) == {"region": ["烟台市"], "present": ["1"]}
    press(page, "ArrowRight", "功能支出")
    press(page, "PageDown", "基本与项目")
    press(page, " ", "三公经费")
    press(page, "ArrowLeft", "基本与项目")
    press(page, "PageUp", "功能支出")
    press(page, "Home", "总览")
    press(page, "ArrowLeft", "总览")
    assert parse_qs(urlsplit(page.url).query)["region"] == ["烟台市"]
    for name in CHROME:
        assert page.locator(f"[data-testid={name}]:visible").count() == 0, name
    press(page, "Escape", "总览")
    assert parse_qs(urlsplit(page.url).query) == {"region": ["烟台市"]}
    assert page.locator("[data-testid=stSidebar]").is_visible()


def test_type_is_large_and_charts_are_whole(visit: Open) -> None:
    small, large = visit("three-public", height=4000), visit("three-public?present=1", height=4000)
    sizes = "() => [...document.querySelectorAll('h1, svg .gtitle')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    before, after = small.evaluate(sizes), large.evaluate(sizes)
    assert len(before) == len(after) > 1
    assert all(big > 1.3 * little for little, big in zip(before, after, strict=True))
    inside = """() => [...document.querySelectorAll('.js-plotly-plot')].every(e => {
      const box = e.closest('[data-testid=stPlotlyChart]').getBoundingClientRect(), plot = e.getBoundingClientRect();
      return plot.right <= box.right + 1 && plot.bottom <= box.bottom + 1;
    })"""
    assert large.evaluate(inside)


def keep(page: Page, name: str) -> None:
    field = page.locator(".st-key-bookmark_name input")
    field.fill(name)
    field.press("Tab")
    settle(page)
    page.locator(".st-key-bookmark-add button").click()
    page.locator("[class*=st-key-bookmark-] .stText").filter(has_text=name).wait_for()
    settle(page)


def test_a_list_of_views_plays_with_each_views_own_filters(visit: Open) -> None:
    page = visit("pension?definition=宽口径 Broad", height=1400)
    open_control(page)
    keep(page, "宽口径")
    show = parse_qs(urlsplit(page.url).query)["show"][0]
    page = visit(f"?region=海东市&money=亿元&show={show}", height=1400)
    alone = metrics(page)
    open_control(page)
    keep(page, "海东 <b>x</b>")
    page.locator(".st-key-bookmark-up-1 button:visible").first.click()
    assert same(lambda: "海东" in page.inner_text(".st-key-bookmark-0"), wanted=True)
    settle(page)
    page.locator(".st-key-present-list button:visible").first.click()
    page.wait_for_function("() => new URLSearchParams(location.search).get('at') === '1'")
    settle(page)
    assert metrics(page) == alone
    assert "海东 <b>x</b>" in page.inner_text(".place")
    press(page, "ArrowRight", "养老保险基金缺口补助")
    query = parse_qs(urlsplit(page.url).query)
    assert (query["at"], query["definition"]) == (["2"], ["宽口径 Broad"])
    # The filters of the first view are gone with it.
    assert "region" not in query
    assert "money" not in query
    assert "宽口径" in (page.locator("svg .gtitle").first.text_content() or "")
    press(page, "ArrowRight", "养老保险基金缺口补助")
    press(page, "ArrowLeft", "总览")
    assert metrics(page) == alone
    page.go_back()
    assert same(lambda: page.inner_text("h1"), "养老保险基金缺口补助")
    fresh = visit(again(page), height=1400)
    assert fresh.inner_text("h1") == "养老保险基金缺口补助"
    assert "2 / 2" in fresh.inner_text(".place")


def test_a_list_is_saved_and_loaded(visit: Open) -> None:
    page = visit("", height=1400)
    open_control(page)
    keep(page, "第一")
    page.locator(".st-key-bookmark-files summary").click()
    name, content = download(page, "bookmark-save")
    assert name.endswith(".json")
    assert [each["name"] for each in json.loads(content)["bookmarks"]] == ["第一"]
    other = visit("", height=1400)
    open_control(other)
    other.locator(".st-key-bookmark-files summary").click()
    other.locator(".st-key-bookmark_file input[type=file]").set_input_files(
        files={"name": "清单.json", "mimeType": "application/json", "buffer": content}
    )
    other.wait_for_selector(".st-key-bookmark-0")
    assert "第一" in other.inner_text(".st-key-bookmark-0")
