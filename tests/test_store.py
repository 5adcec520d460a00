"""The store: atomic, incremental, exact; the command line over it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from loaders import model, schemas
from loaders.document import load_document
from loaders.errors import StoreError
from loaders.load import load
from loaders.schemas.views import VIEWS
from loaders.store import query_rows, read_frame, relations, stored_documents

ROOT = Path(__file__).parents[1]
DISCLOSURES = ROOT / "data" / "disclosures"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for file in DISCLOSURES.iterdir():
        shutil.copy(file, folder / file.name)
    return folder


@pytest.fixture
def folder(sources: Path, tmp_path: Path) -> Path:
    shutil.copytree(sources, tmp_path / "in")
    return tmp_path / "in"


@pytest.fixture
def database(folder: Path, tmp_path: Path) -> Path:
    target = tmp_path / "cache" / "budget.duckdb"
    assert load([folder], target).ok
    return target


def amounts(database: Path) -> list[tuple[object, ...]]:
    rows = query_rows(database, "SELECT * EXCLUDE (table_no) FROM amounts ORDER BY ALL")
    return [tuple(row.values()) for row in rows]


def test_row_types_and_schemas_agree() -> None:
    types: dict[str, Any] = {
        "documents": model.Document,
        "amounts": model.Amount,
        "projects": model.Project,
        "targets": model.Target,
        "statements": model.Statement,
        "narrative": model.NarrativeFact,
        "checks": model.Check,
        "repairs": model.Repair,
        "leftovers": model.Leftover,
        "failures": model.Failure,
    }
    written_in_sql = {"rules", "check_operands", "figure_marks"}
    assert set(types) | written_in_sql == {schema.name for schema in schemas.TABLES}
    for schema in schemas.TABLES:
        if schema.name in written_in_sql:
            continue
        assert list(types[schema.name].__slots__) == [column.name for column in schema.columns]


def test_money_is_exact_decimal(database: Path) -> None:
    frame = read_frame(database, "amounts")
    assert frame.schema["amount_yuan"] == pl.Decimal(18, 2)
    rows = query_rows(
        database,
        "SELECT amount_yuan FROM amounts WHERE document_id = 'yantai-hrss-2024' AND statement = 'expenditure' "
        "AND is_total AND measure = 'project'",
    )
    assert rows == [{"amount_yuan": Decimal("1611269900.00")}]


@pytest.mark.parametrize("name", ["amounts", "targets", "narrative", "repairs", "leftovers", "statements"])
def test_what_is_stored_is_what_was_read_to_the_last_character(database: Path, folder: Path, name: str) -> None:
    rows = [row for file in sorted(folder.iterdir()) for row in getattr(load_document(file).loaded, name)]
    schema = schemas.table(name)
    values = [[getattr(row, column.name) for column in schema.columns] for row in rows]
    expected = pl.DataFrame(values, schema=schemas.polars_schema(schema), orient="row")
    stored = read_frame(database, name)
    assert stored.schema == expected.schema
    assert sorted(map(repr, stored.rows())) == sorted(map(repr, expected.rows()))


def test_every_public_table_and_view_is_there(database: Path) -> None:
    names = set(relations(database))
    assert {schema.name for schema in schemas.TABLES} <= names
    assert {
        "out_function_spending",
        "out_basic_project",
        "out_three_public",
        "out_pension_subsidy",
        "out_income_sources",
        "out_projects",
        "out_disclosure_matrix",
        "out_findings",
    } <= names
    for name in names:
        read_frame(database, name)


def test_unchanged_files_are_not_parsed_and_the_file_not_touched(folder: Path, database: Path) -> None:
    before = (database.stat().st_mtime_ns, database.stat().st_ino)
    report = load([folder], database)
    assert report.loaded == []
    assert len(report.unchanged) == 5
    assert not report.written
    assert (database.stat().st_mtime_ns, database.stat().st_ino) == before


def test_a_changed_file_alone_is_read_again(folder: Path, database: Path) -> None:
    file = folder / "haidong-hrss-2023.txt"
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    before = amounts(database)
    report = load([folder], database)
    assert report.loaded == ["haidong-hrss-2023"]
    assert len(report.unchanged) == 4
    assert amounts(database) == before


def test_a_file_that_is_gone_from_the_folder_goes_from_the_database(folder: Path, database: Path) -> None:
    (folder / "haidong-hrss-2023.txt").unlink()
    report = load([folder], database)
    assert report.removed == ["haidong-hrss-2023"]
    assert "haidong-hrss-2023" not in stored_documents(database)
    assert len(stored_documents(database)) == 4


def test_adding_one_file_keeps_the_others(folder: Path, database: Path, tmp_path: Path) -> None:
    other = tmp_path / "more" / "copy-of-haidong.txt"
    other.parent.mkdir()
    shutil.copy(folder / "haidong-hrss-2023.txt", other)
    assert load([other], database).ok
    assert len(stored_documents(database)) == 6
    assert load([other], database, fresh=True).ok
    assert list(stored_documents(database)) == ["copy-of-haidong"]


def test_a_bad_file_fails_alone_and_is_recorded(folder: Path, database: Path) -> None:
    (folder / "novel.txt").write_text("很久以前，有一座山。\n" * 40, "utf-8")
    before = amounts(database)
    report = load([folder], database)
    assert not report.ok
    assert [failure.source_file for failure in report.failures] == ["novel.txt"]
    assert "没有找到任何预算报表" in report.failures[0].message
    assert amounts(database) == before
    recorded = query_rows(database, "SELECT source_file, reason, remedy FROM failures")
    assert [row["source_file"] for row in recorded] == ["novel.txt"]
    assert recorded[0]["remedy"]
    again = load([folder], database)
    assert not again.ok
    assert not again.written


def test_a_later_load_of_other_files_keeps_what_failed_before(folder: Path, database: Path, tmp_path: Path) -> None:
    (folder / "novel.txt").write_text("很久以前，有一座山。\n" * 40, "utf-8")
    load([folder], database)
    other = tmp_path / "more" / "copy.txt"
    other.parent.mkdir()
    other.write_text((folder / "haidong-hrss-2023.txt").read_text("utf-8") + "\n", "utf-8")
    assert load([other], database).ok
    assert query_rows(database, "SELECT source_file FROM failures") == [{"source_file": "novel.txt"}]
    (folder / "novel.txt").unlink()
    load([folder], database)


def test_when_all_files_fail_the_last_good_database_stays_as_it_was(database: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(bytes(range(256)) * 20)
    content = database.read_bytes()
    report = load([bad], database)
    assert not report.ok
    assert database.read_bytes() == content


def test_a_file_that_breaks_keeps_its_last_good_version(folder: Path, database: Path) -> None:
    file = folder / "haidong-hrss-2023.txt"
    file.write_bytes(b"")
    before = amounts(database)
    report = load([folder], database)
    assert report.kept_previous == ["haidong-hrss-2023"]
    assert [failure.reason for failure in report.failures] == ["文件为空"]
    assert amounts(database) == before


def test_two_files_of_one_name_or_one_content_are_refused(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "haidong-hrss-2023.txt", folder / "haidong-hrss-2023.md")
    shutil.copy(folder / "haidong-hrss-2023.txt", folder / "zz-same-bytes.txt")
    report = load([folder], tmp_path / "x.duckdb")
    reasons = {failure.source_file: failure.reason for failure in report.failures}
    assert "重复" in reasons["haidong-hrss-2023.txt"]
    assert len(report.loaded) == 5 or "完全相同" in " ".join(reasons.values())


def test_a_load_that_is_killed_leaves_the_database(
    folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = database.read_bytes()
    (folder / "haidong-hrss-2023.txt").write_text("坏文件", "utf-8")
    (folder / "zibo-hitech-hrss-2024.md").write_text(
        (folder / "zibo-hitech-hrss-2024.md").read_text("utf-8") + "\n", "utf-8"
    )

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        load([folder], database)
    assert database.read_bytes() == content
    assert [p.name for p in database.parent.iterdir()] == ["budget.duckdb"]


def test_several_processes_give_the_same(folder: Path, database: Path, tmp_path: Path) -> None:
    other = tmp_path / "jobs.duckdb"
    assert load([folder], other, jobs=2).ok
    assert amounts(other) == amounts(database)


def test_a_reader_with_the_old_file_open_does_not_block_a_load(folder: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as reader:
        shutil.copy(folder / "haidong-hrss-2023.txt", folder / "another.txt")
        (folder / "haidong-hrss-2023.txt").unlink()
        assert load([folder], database).written
        assert reader.execute("SELECT count(*) FROM documents").fetchall() == [(5,)]


def test_a_database_that_is_none_is_an_error_with_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_text("not a database")
    with pytest.raises(StoreError, match="budgetlens load"):
        read_frame(broken, "amounts")
    with pytest.raises(StoreError, match="budgetlens load"):
        read_frame(tmp_path / "none.duckdb", "amounts")


# ── the command line ──


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from loaders.cli import main; main()", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)  # noqa: S603


def test_load_prints_json_and_a_status(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    done = run("load", str(folder), "--db", "x.duckdb", "--json", cwd=tmp_path)
    assert done.returncode == 1
    body = json.loads(done.stdout)
    assert len(body["loaded"]) == 5
    assert body["failures"][0]["source_file"] == "empty.txt"
    assert body["ok"] is False
    (folder / "empty.txt").unlink()
    assert run("load", str(folder), "--db", "x.duckdb", cwd=tmp_path).returncode == 0


def test_errors_are_one_line_without_a_traceback(tmp_path: Path) -> None:
    for arguments in (["load", "nowhere"], ["check"], ["export", "out"]):
        done = run(*arguments, cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr.startswith("错误：")
        assert "Traceback" not in done.stderr


def test_export_writes_every_table_three_ways(database: Path, tmp_path: Path) -> None:
    done = run("export", str(tmp_path / "out"), "--db", str(database), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "amounts.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    frame = pl.read_parquet(tmp_path / "out" / "amounts.parquet")
    assert frame.height == query_rows(database, "SELECT count(*) AS n FROM amounts")[0]["n"]
    assert frame.schema["amount_yuan"] == pl.Decimal(18, 2)
    assert (tmp_path / "out" / "budgetlens.xlsx").stat().st_size > 10_000


def test_the_data_dictionary_is_generated(tmp_path: Path) -> None:
    done = run("schema", cwd=tmp_path)
    assert done.returncode == 0
    for schema in (*schemas.TABLES, *VIEWS):
        assert f"## {schema.name}" in done.stdout


def test_views_are_as_the_dictionary_says(database: Path) -> None:
    rows = query_rows(database, "SELECT view_name AS name FROM duckdb_views() WHERE NOT internal ORDER BY ALL")
    assert [row["name"] for row in rows] == [view.name for view in VIEWS]
    for view in VIEWS:
        found = [(row["column_name"], row["column_type"]) for row in query_rows(database, f"DESCRIBE {view.name}")]
        assert found == [(column.name, column.type) for column in view.columns], view.name
