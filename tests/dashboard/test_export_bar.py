"""The control for exports on every page: offered, built when clicked, and each file opens with what the page shows."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from dashboard import bookmarks
from dashboard.database import ENVIRONMENT
from dashboard.exports import briefing
from dashboard.screens import export_bar
from tests.dashboard.test_pages import open_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

PAGES = tuple(briefing.PAGES)
OF_PAGE = {"export-pptx", "export-xlsx", "export-csv", "export-parquet"}
OF_ALL = {"export-deck", "export-report"}
Offered = dict[str, dict[str, Any]]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    """What every download button got, by its key."""
    found: Offered = {}

    def button(label: str, *_: object, **more: Any) -> bool:  # noqa: ANN401 - Streamlit's own parameters
        found[more.get("key") or label] = {"label": label, **more}
        return False

    monkeypatch.setattr("streamlit.download_button", button)
    return found


def run(page: str, *, opened: bool = True, **query: str | list[str]) -> AppTest:
    at = open_page(page, **query)
    if opened:
        at.session_state[export_bar._OPEN] = True
        at.run()
    assert not at.exception
    return at


def parts(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return set(archive.namelist())


CHECKS: dict[str, Callable[[bytes], bool]] = {
    "export-pptx": lambda content: "ppt/slides/slide1.xml" in parts(content),
    "export-deck": lambda content: "ppt/slides/slide2.xml" in parts(content),
    "export-report": lambda content: "word/document.xml" in parts(content),
    "export-xlsx": lambda content: "xl/workbook.xml" in parts(content),
    "export-csv": lambda content: content.startswith(b"\xef\xbb\xbf") and content.count(b"\n") > 1,
    "export-parquet": lambda content: len(pl.read_parquet(io.BytesIO(content))) > 0,
}


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("page", PAGES)
def test_every_page_offers_files_that_open(page: str, offered: Offered) -> None:
    run(page)
    assert set(offered) >= OF_PAGE | OF_ALL
    for key in OF_PAGE:
        assert CHECKS[key](offered[key]["data"]()), key
        assert offered[key]["on_click"] == "ignore"


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("lang", ["中文", "English"])
def test_the_whole_selection_is_one_deck_and_one_text(lang: str, offered: Offered) -> None:
    run("overview", lang=lang)
    for key in OF_ALL:
        assert CHECKS[key](offered[key]["data"]()), key


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("page", ["upload", "sources"])
def test_a_page_without_slides_offers_the_whole_selection(page: str, offered: Offered) -> None:
    run(page)
    assert set(offered) >= OF_ALL
    assert not set(offered) & OF_PAGE


@pytest.mark.usefixtures("shown")
def test_nothing_is_built_before_the_control_is_open(offered: Offered) -> None:
    run("overview", opened=False)
    assert offered == {}


def test_files_are_built_without_a_session(five: Path, monkeypatch: pytest.MonkeyPatch, offered: Offered) -> None:
    """They are built in another thread, after the run: of the version that the run has shown."""
    monkeypatch.setenv(ENVIRONMENT, str(five))
    run("pension", region="烟台市")
    frame = pl.read_parquet(io.BytesIO(offered["export-parquet"]["data"]()))
    assert len(frame) > 0
    assert offered["export-parquet"]["file_name"].startswith("养老保险基金缺口补助_烟台市_2023-2024_")
    assert not frame.select(pl.any_horizontal(pl.col(pl.String).str.contains("海东")).any()).item()


def test_files_show_what_the_controls_of_the_page_show(
    five: Path, monkeypatch: pytest.MonkeyPatch, offered: Offered
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(five))
    at = open_page("pension")
    at.session_state["definition"] = "宽口径 Broad"
    at.session_state[export_bar._OPEN] = True
    at.run()
    assert "宽口径" in offered["export-csv"]["data"]().decode("utf-8-sig")


def keep(at: AppTest, name: str) -> AppTest:
    at.text_input(key=export_bar._NAME).set_value(name)
    return at.button(key="bookmark-add").click().run()


def names(at: AppTest, pages: tuple[str, ...] = PAGES) -> list[str]:
    return [each.name for each in bookmarks.decode(at.session_state["show"], pages)]


@pytest.mark.usefixtures("shown", "offered")
def test_views_are_kept_moved_and_removed() -> None:
    at = run("overview")
    keep(at, "第一 <script>alert(1)</script> **粗** $x$")
    keep(at, "第二")
    assert names(at) == ["第一 <script>alert(1)</script> **粗** $x$", "第二"]
    assert "1. 第一 <script>alert(1)</script> **粗** $x$" in [text.value for text in at.text]
    at.button(key="bookmark-down-0").click().run()
    assert names(at)[0] == "第二"
    at.button(key="bookmark-remove-0").click().run()
    assert len(names(at)) == 1
    assert not at.exception


@pytest.mark.usefixtures("shown", "offered")
def test_a_view_without_a_name_is_called_as_its_page() -> None:
    at = run("pension")
    keep(at, "  ")
    assert names(at) == ["养老保险基金缺口补助"]


@pytest.mark.usefixtures("shown")
def test_a_list_is_saved_and_loaded_and_a_bad_file_changes_nothing(offered: Offered) -> None:
    at = run("overview")
    keep(at, "第一")
    saved = offered["bookmark-save"]["data"]
    assert json.loads(saved)["bookmarks"][0]["name"] == "第一"
    other = run("overview")
    other.file_uploader(key=export_bar._FILE).set_value(("views.json", saved, "application/json")).run()
    assert names(other) == ["第一"]
    other.file_uploader(key=export_bar._FILE).set_value(("views.json", b"{}", "application/json")).run()
    assert names(other) == ["第一"]
    assert any("清单没有改变" in warning.value for warning in other.warning)


@pytest.mark.usefixtures("shown", "offered")
def test_a_damaged_list_in_the_link_is_said_and_the_page_stands() -> None:
    at = run("overview", show="eJwbroken")
    assert any("已损坏" in warning.value for warning in at.warning)
    assert at.title[0].value == "总览"


@pytest.mark.usefixtures("shown", "offered")
def test_an_audience_sees_no_control() -> None:
    at = run("overview", present="1")
    assert not at.get("popover")
    assert at.title[0].value == "总览"


@pytest.mark.usefixtures("shown", "offered")
@pytest.mark.parametrize("at_place", ["0", "7", "x", "9" * 50, "²", ""])
def test_a_place_that_the_list_does_not_have_shows_the_page(at_place: str) -> None:
    at = run("pension", present="1", at=at_place)
    assert at.title[0].value == "养老保险基金缺口补助"
