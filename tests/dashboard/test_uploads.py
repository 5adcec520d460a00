"""Uploads: staged apart, read in a bounded process, compared, added or left; nothing is lost on the way."""

from __future__ import annotations

import os
import time
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard import limited, queries, uploads, versions
from dashboard.limited import Finished, Limits
from dashboard.uploads import UploadError
from tests.conftest import ROOT
from tests.dashboard.uploaded import CONTENT, SOURCE, answer, changed, ids, other_year

if TYPE_CHECKING:
    import polars as pl


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
    staged = uploads.stage(db, "a.txt", CONTENT)
    with pytest.raises(UploadError) as error:
        uploads.read(staged, limits=Limits(seconds=0))
    assert (error.value.key, error.value.values) == ("upload.timeout", {"seconds": 0})
    assert not staged.path.parent.exists()  # nobody can decide about it any more


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
