"""Uploads: staged apart, read in a bounded process, compared, added or left; nothing is lost on the way."""

from __future__ import annotations

import os
import shutil
import time
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import database, limited, queries, uploads, versions
from dashboard.database import ENVIRONMENT
from dashboard.limited import Finished, Limits
from dashboard.uploads import UploadError
from loaders.load import load

if TYPE_CHECKING:
    import polars as pl

ROOT = Path(dashboard.__file__).resolve().parent.parent
APP = ROOT / "dashboard" / "app.py"
SOURCE = ROOT / "data" / "disclosures" / "haidong-hrss-2023.txt"
CONTENT = SOURCE.read_bytes()
HOSTILE = "$a$ <b> ![](http:x).txt"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the document under its own name."""
    path = tmp_path_factory.mktemp("loaded") / "budget.duckdb"
    load([SOURCE], path)
    return path


@pytest.fixture
def db(loaded: Path, tmp_path: Path) -> Path:
    """A copy of it, laid out as in the project."""
    path = tmp_path / "data" / "cache" / "budget.duckdb"
    path.parent.mkdir(parents=True)
    shutil.copyfile(loaded, path)
    return path


@pytest.fixture
def shown(db: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(ENVIRONMENT, str(db))
    return db


def answer(db: Path, question: queries.Question) -> pl.DataFrame:
    connection = database.connect(database.current_version(db))
    try:
        return queries.run(connection, question)
    finally:
        connection.close()


def ids(db: Path) -> set[str]:
    return set(answer(db, queries.documents())["document_id"])


def other_year() -> bytes:
    """The same document as of another year: nothing like it is loaded."""
    return CONTENT.replace(b"2023", b"2021")


def changed() -> bytes:
    """The same document with one total of one table 1.00 higher, which its parts no longer explain."""
    line = next(line for line in CONTENT.splitlines() if line.startswith(b"2080104 "))
    return CONTENT.replace(line, line.replace(b"17.00", b"18.00"), 1)


# ── names ──


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("预算公开2024.pdf", "预算公开2024.pdf"),
        ("../../etc/passwd", "passwd.txt"),
        ("..\\..\\windows\\a.XLSX", "a.xlsx"),
        ("a\x00b\n\x1b[31mc.txt", "ab_[31mc.txt"),
        ("\u202efdp.txt", "fdp.txt"),
        (".hidden.txt", "hidden.txt"),
        ("-rf.txt", "rf.txt"),
        ("", "upload.txt"),
        ("...", "upload.txt"),
        ("CON.txt", "_CON.txt"),
        ("read.duckdb", "read.duckdb"),
        ("a b\u3000c.docx", "a_b_c.docx"),
        ("a<b>|:*?.html", "a_b.html"),
    ],
)
def test_names_are_harmless(given: str, safe: str) -> None:
    assert uploads.safe_name(given) == safe
    assert uploads.safe_name(safe) == safe


def test_a_long_name_still_fits_with_a_mark_before_it() -> None:
    name = uploads.safe_name("预" * 400 + ".pdf")
    assert len(name.encode()) <= 160
    assert name.endswith("预.pdf")


def test_the_bound_is_the_same_in_the_server_and_in_the_loaders() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] * 1024 * 1024 == uploads.MOST_BYTES


def test_added_files_are_not_the_repositorys() -> None:
    assert "data/uploads/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert uploads.uploads_folder(Path("data/cache/budget.duckdb")) == Path("data/uploads")


# ── staging and reading ──


def test_a_file_is_staged_privately_under_its_sanitised_name(db: Path) -> None:
    first, second = (uploads.stage(db, "../x y.txt", CONTENT) for _ in range(2))
    assert first.path != second.path
    assert first.path.name == "x_y.txt"
    assert first.path.parent.parent == uploads.staging_folder(db)
    assert (first.path.parent.stat().st_mode & 0o077) == 0
    uploads.discard(first)
    uploads.discard(first)
    assert not first.path.parent.exists()
    assert second.path.read_bytes() == CONTENT


def test_what_nobody_decided_about_goes_after_a_day(db: Path) -> None:
    old = uploads.stage(db, "old.txt", b"x")
    past = time.time() - 25 * 3600
    os.utime(old.path.parent, (past, past))
    new = uploads.stage(db, "new.txt", b"x")
    assert not old.path.exists()
    assert new.path.exists()


def test_a_file_that_is_too_large_is_refused(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    with pytest.raises(UploadError) as error:
        uploads.stage(db, "a.txt", b"x" * 11)
    assert error.value.key == "upload.too_large"
    assert not uploads.staging_folder(db).exists()


def test_a_good_file_is_read_without_touching_the_data(db: Path) -> None:
    before = db.read_bytes()
    told: list[float] = []
    reading = uploads.read(uploads.stage(db, "新.txt", other_year()), told.append)
    assert reading.document is not None
    assert (reading.document["fiscal_year"], reading.document["stage"]) == (2021, "budget")
    assert len(reading.frames["document_figures"]) > 100
    assert set(reading.frames) >= {"disclosure_matrix", "finding_counts", "mismatches", "leftovers", "repairs"}
    assert told
    assert db.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "文件为空"), (b"%PDF-1.4 broken", "PDF 文件已损坏"), ("今天天气很好。".encode(), "没有找到任何预算报表")],
)
def test_a_bad_file_gives_the_loaders_own_reason(db: Path, content: bytes, reason: str) -> None:
    reading = uploads.read(uploads.stage(db, "bad.pdf", content))
    assert reading.document is None
    assert reason in reading.problems[0]["reason"]
    assert reading.problems[0]["remedy"]


def test_reading_for_too_long_is_ended(db: Path) -> None:
    with pytest.raises(UploadError) as error:
        uploads.read(uploads.stage(db, "a.txt", CONTENT), limits=Limits(seconds=0))
    assert (error.value.key, error.value.values) == ("upload.timeout", {"seconds": 0})


def test_memory_is_bounded(db: Path) -> None:
    with pytest.raises(UploadError) as error:
        uploads.read(uploads.stage(db, "a.txt", CONTENT), limits=Limits(memory_bytes=120 * 1024 * 1024))
    assert error.value.key == "upload.died"
    assert "Traceback" not in error.value.detail


def test_a_process_ends_with_whoever_waits_for_it() -> None:
    class LeftError(Exception):
        pass

    def leave(_seconds: float) -> None:
        raise LeftError

    started = time.monotonic()
    with pytest.raises(LeftError):
        limited.run("tests.dashboard.sleeper", [], Limits(seconds=60), leave)
    assert time.monotonic() - started < 50


def test_a_refusal_of_the_loaders_is_told_in_its_own_words(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finished = Finished(1, b"", "Traceback (most recent call last)\n错误：数据库正被其他程序写入\n")
    monkeypatch.setattr(limited, "run", lambda *_: finished)
    with pytest.raises(UploadError) as error:
        uploads.read(uploads.stage(db, "a.txt", CONTENT))
    assert error.value.detail == "数据库正被其他程序写入"


# ── versions ──


def test_the_same_bytes_are_known_under_any_name(db: Path) -> None:
    reading = uploads.read(uploads.stage(db, "other.txt", CONTENT))
    assert reading.document is not None
    (match,) = versions.matches(answer(db, queries.documents()), reading.document)
    assert (match.document_id, match.same_bytes, match.same_id, match.same_subject) == (SOURCE.stem, True, False, True)
    compared = versions.compare(answer(db, queries.document_figures(SOURCE.stem)), reading.frames["document_figures"])
    assert versions.counts(compared) == {"added": 0, "removed": 0, "changed": 0, "same": len(compared)}


def test_another_year_is_new(db: Path) -> None:
    reading = uploads.read(uploads.stage(db, "new.txt", other_year()))
    assert reading.document is not None
    assert versions.matches(answer(db, queries.documents()), reading.document) == []


def test_a_changed_version_is_compared_figure_by_figure(db: Path) -> None:
    reading = uploads.read(uploads.stage(db, "new.txt", changed()))
    assert reading.document is not None
    (match,) = versions.matches(answer(db, queries.documents()), reading.document)
    assert (match.same_bytes, match.same_subject) == (False, True)
    compared = versions.compare(answer(db, queries.document_figures(SOURCE.stem)), reading.frames["document_figures"])
    row = compared.filter(compared["change"] == "changed").row(0, named=True)
    assert (row["code"], row["measure"]) == ("2080104", "total")
    assert (row["old_yuan"], row["new_yuan"]) == (Decimal("170000.00"), Decimal("180000.00"))
    assert row["new_line"] is not None


def figures(*rows: tuple[str | None, str, str]) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 - only here

    return pl.DataFrame(
        [
            ("expenditure", 2024, None, code is None, code, None, name, "total", Decimal(amount), amount, None, line)
            for line, (code, name, amount) in enumerate(rows, start=1)
        ],
        schema={
            "statement": pl.String,
            "fiscal_year": pl.Int32,
            "side": pl.String,
            "is_total": pl.Boolean,
            "code": pl.String,
            "gov_code": pl.String,
            "name": pl.String,
            "measure": pl.String,
            "amount_yuan": pl.Decimal(18, 2),
            "amount_text": pl.String,
            "page": pl.Int32,
            "line": pl.Int32,
        },
        orient="row",
    )


def test_added_removed_and_changed_are_told_apart_and_repeated_codes_kept_apart() -> None:
    old = figures((None, "合 计", "10"), ("208", "社保", "6"), ("208", "社保", "4"), ("210", "卫生", "0"))
    new = figures((None, "合计", "11"), ("208", "社会保障", "6"), ("208", "社保", "5"), ("221", "住房", "0"))
    compared = versions.compare(old, new)
    found = [(row["change"], row["code"], row["old_yuan"], row["new_yuan"]) for row in compared.to_dicts()]
    assert found == [
        ("changed", None, 10, 11),
        ("same", "208", 6, 6),
        ("changed", "208", 4, 5),
        ("added", "221", None, 0),
        ("removed", "210", 0, None),
    ]
    assert versions.counts(compared) == {"added": 1, "removed": 1, "changed": 2, "same": 1}


def test_versions_of_nothing_compare() -> None:
    assert versions.counts(versions.compare(figures(), figures(("208", "社保", "6"))))["added"] == 1


# ── adding ──


def test_a_new_document_joins_the_others(db: Path) -> None:
    staged = uploads.stage(db, "new.txt", other_year())
    added = uploads.add(staged, db, "new")
    assert added.path == db.parent.parent / "uploads" / "new.txt"
    assert added.path.read_bytes() == other_year()
    assert ids(db) == {SOURCE.stem, "new"}
    assert not staged.path.parent.exists()


def test_a_new_version_replaces_the_old_and_keeps_its_file(db: Path) -> None:
    uploads.add(uploads.stage(db, "a.txt", changed()), db, SOURCE.stem)
    assert ids(db) == {SOURCE.stem}
    uploads.add(uploads.stage(db, "b.md", CONTENT), db, SOURCE.stem)
    folder = db.parent.parent / "uploads"
    visible = [file.name for file in folder.iterdir() if not file.name.startswith(".")]
    hidden = [file for file in folder.iterdir() if file.name.startswith(".replaced-")]
    assert visible == [f"{SOURCE.stem}.md"]
    assert [file.read_bytes() for file in hidden] == [changed()]


def test_what_cannot_be_added_leaves_everything_as_it_was(db: Path) -> None:
    uploads.add(uploads.stage(db, "new.txt", other_year()), db, "new")
    before, staged = db.read_bytes(), uploads.stage(db, "new.txt", b"no disclosure")
    with pytest.raises(UploadError) as error:
        uploads.add(staged, db, "new")
    assert error.value.key == "upload.not_added"
    assert "没有找到任何预算报表" in error.value.detail
    assert db.read_bytes() == before
    assert [file.name for file in (db.parent.parent / "uploads").iterdir()] == ["new.txt"]
    assert (db.parent.parent / "uploads" / "new.txt").read_bytes() == other_year()
    assert staged.path.exists()


def test_adding_for_too_long_leaves_everything_as_it_was(db: Path) -> None:
    before = db.read_bytes()
    with pytest.raises(UploadError) as error:
        uploads.add(uploads.stage(db, "new.txt", other_year()), db, "new", limits=Limits(seconds=0))
    assert error.value.key == "upload.timeout"
    assert db.read_bytes() == before
    assert list((db.parent.parent / "uploads").iterdir()) == []


def test_a_file_that_was_cleaned_up_is_asked_for_again(db: Path) -> None:
    staged = uploads.stage(db, "new.txt", other_year())
    uploads.discard(staged)
    with pytest.raises(UploadError) as error:
        uploads.add(staged, db, "new")
    assert error.value.key == "upload.gone"


def test_a_folder_that_cannot_be_written_is_told(db: Path) -> None:
    (db.parent.parent / "uploads").write_text("a file in the way")
    staged = uploads.stage(db, "new.txt", other_year())
    with pytest.raises(UploadError) as error:
        uploads.add(staged, db, "new")
    assert error.value.key == "upload.not_saved"
    assert staged.path.exists()


# ── the page ──


def open_upload(lang: str = "中文") -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.query_params["lang"] = lang
    at.run()
    return at.switch_page("screens/upload.py").run()


def send(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    sent = [(name, content, "text/plain") for name, content in files]
    at.get("file_uploader")[0].set_value(sent).run()
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


def test_the_page_opens_where_there_is_no_document_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.dashboard import sample  # noqa: PLC0415 - only here

    monkeypatch.setenv(ENVIRONMENT, str(sample.build(tmp_path / "empty.duckdb", {})))
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
