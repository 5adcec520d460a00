"""The page for uploads by Streamlit's own test harness: look, then add; a bad file keeps nobody from the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pytest

from dashboard import limited, uploads
from dashboard.database import ENVIRONMENT
from dashboard.limited import Finished
from tests.dashboard.test_pages import open_page
from tests.dashboard.uploaded import CONTENT, SOURCE, changed, ids, other_year

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

HOSTILE = "$a$ <b> ![](http:x).txt"


@pytest.fixture
def shown(db: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(ENVIRONMENT, str(db))
    return db


def open_upload(lang: str = "中文") -> AppTest:
    return open_page("upload", lang=lang)


def send(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    sent = [(name, content, "text/plain") for name, content in files]
    at.file_uploader[0].set_value(sent).run()
    return at


def said(at: AppTest) -> str:
    kinds = (at.text, at.info, at.warning, at.error, at.success, at.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def button(at: AppTest, prefix: str) -> str:
    return next(b.key for b in at.button if b.key and b.key.startswith(prefix))


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("lang", ["中文", "English"])
def test_the_page_opens(lang: str) -> None:
    at = open_upload(lang)
    assert not at.exception
    assert len(at.get("file_uploader")) == 1


def test_the_page_opens_where_there_is_no_document_yet(alone: Callable[[str], None]) -> None:
    alone("")
    assert len(open_upload().get("file_uploader")) == 1


def test_look_then_add_and_every_page_shows_it(shown: Path) -> None:
    at = send(open_upload(), ("新.txt", other_year()))
    assert not at.exception
    assert "这是新文档" in said(at)
    assert "2021" in said(at)
    assert ids(shown) == {SOURCE.stem}
    at.button(key=button(at, "add-")).click().run()
    assert not at.exception
    assert "已加入数据" in said(at)
    assert ids(shown) == {SOURCE.stem, "新"}
    assert "新" in set(at.switch_page("screens/sources.py").run().dataframe[0].value["document_id"])


def test_discarding_changes_nothing(shown: Path) -> None:
    at = send(open_upload(), ("新.txt", other_year()))
    at.button(key=button(at, "discard-")).click().run()
    assert not at.exception
    assert ids(shown) == {SOURCE.stem}
    assert list(uploads.staging_folder(shown).iterdir()) == []
    assert not [b.key for b in at.button if b.key and b.key.startswith("add-")]


def test_a_changed_version_is_shown_against_the_present_one_and_may_stand_beside_it(shown: Path) -> None:
    at = send(open_upload(), (SOURCE.name, changed()))
    assert "已有同一单位、年度、阶段" in said(at)
    assert "改变 1" in said(at)
    comparison = at.dataframe[0].value
    assert set(comparison["code"]) == {"2080104"}
    at.radio[0].set_value("keep_both").run()
    at.button(key=button(at, "add-")).click().run()
    assert ids(shown) == {SOURCE.stem, f"{SOURCE.stem}-2"}
    assert not at.switch_page("screens/basic_project.py").run().exception


def test_another_document_under_the_same_name_replaces_nothing_by_a_mere_click(shown: Path) -> None:
    at = send(open_upload(), (SOURCE.name, other_year()))
    assert "多半是另一份文件" in said(at)
    at.button(key=button(at, "add-")).click().run()
    assert not at.exception
    assert ids(shown) == {SOURCE.stem, f"{SOURCE.stem}-2"}


@pytest.mark.usefixtures("shown")
def test_the_same_file_is_not_offered_again() -> None:
    at = send(open_upload(), ("again.txt", CONTENT))
    assert "内容完全相同" in said(at)
    assert not [b.key for b in at.button if b.key and b.key.startswith("add-")]


@pytest.mark.usefixtures("shown")
def test_one_bad_file_keeps_nobody_from_the_others() -> None:
    at = send(open_upload(), ("bad.txt", b"nothing"), (HOSTILE, other_year()))
    assert not at.exception
    assert "没有找到任何预算报表" in said(at)
    assert button(at, "add-")
    for kind in (at.markdown, at.caption, at.info, at.warning, at.error, at.subheader):
        assert not any("$a$" in str(element.value) for element in kind)


@pytest.mark.usefixtures("shown")
def test_an_error_is_said_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "run", lambda *_: Finished(-9, b"", "Traceback (most recent call last): boom"))
    at = send(open_upload(), ("a.txt", CONTENT))
    assert not at.exception
    assert "读取意外中止" in said(at)
    assert "boom" not in said(at)
    at.button(key="dismiss").click().run()
    assert "读取意外中止" not in said(at)


def test_an_error_in_adding_keeps_the_file_waiting(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = send(open_upload(), ("新.txt", other_year()))
    run = limited.run
    monkeypatch.setattr(limited, "run", lambda m, a, limits, tell=None: run(m, a, replace(limits, seconds=0), tell))
    at.button(key=button(at, "add-")).click().run()
    assert not at.exception
    assert "已中止" in said(at)
    assert button(at, "add-")
    with duckdb.connect(str(shown), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchall() == [(1,)]
