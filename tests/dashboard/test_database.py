from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from dashboard import database, queries
from dashboard.errors import MissingDatabaseError, ReplacedDatabaseError
from tests.dashboard import sample


def test_reading_leaves_nothing_beside_the_database(tmp_path: Path) -> None:
    path = sample.build(tmp_path / "budget.duckdb")
    connection = database.connect(database.current_version(path))
    assert queries.run(connection, queries.documents()).height == len(sample.DOCUMENTS)
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_version_is_read_while_the_old_one_is_open(tmp_path: Path) -> None:
    path = sample.build(tmp_path / "budget.duckdb", sample.only(sample.ZONE))
    old = database.connect(database.current_version(path))
    sample.build(tmp_path / "next.duckdb").replace(path)
    new = database.connect(database.current_version(path))
    assert queries.run(old, queries.documents()).height == 1
    assert queries.run(new, queries.documents()).height == len(sample.DOCUMENTS)


def test_a_folder_that_takes_no_link_gets_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sample.build(tmp_path / "budget.duckdb")

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    connection = database.connect(database.current_version(path))
    assert queries.run(connection, queries.documents()).height == len(sample.DOCUMENTS)


@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "COPY documents TO '/tmp/stolen.csv'",
        "INSTALL httpfs",
        "SET lock_configuration = false",
        "SET enable_external_access = true",
        "DELETE FROM documents",
        "CREATE TABLE t (n INTEGER)",
    ],
)
def test_a_query_can_neither_leave_the_database_nor_change_it(attempt: str, database_connection: object) -> None:
    with pytest.raises(duckdb.Error):
        database_connection.cursor().execute(attempt)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def database_connection(database_file: Path) -> object:
    return database.connect(database.current_version(database_file))


@pytest.fixture(scope="module")
def database_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.build(tmp_path_factory.mktemp("hard") / "budget.duckdb")


def test_values_are_bound_not_pasted(database_connection: object) -> None:
    frame = queries.run(database_connection, queries.basic_project(["'; DROP TABLE documents; --"]))  # type: ignore[arg-type]
    assert frame.is_empty()


def test_threads_share_one_connection(database_connection: object) -> None:
    def ask(document: str) -> list[str]:
        found = queries.run(database_connection, queries.spending_tree([document]))  # type: ignore[arg-type]
        return found["document_id"].unique().to_list()

    wanted = [d["document_id"] for d in sample.DOCUMENTS] * 10
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, wanted)) == [[document] for document in wanted]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingDatabaseError) as caught:
        database.current_version(tmp_path / "none.duckdb")
    assert caught.value.path == tmp_path / "none.duckdb"


def test_the_environment_names_the_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(database.ENVIRONMENT, str(tmp_path / "named.duckdb"))
    assert database.database_path() == tmp_path / "named.duckdb"


def test_the_current_folder_comes_before_the_projects(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(database.ENVIRONMENT, raising=False)
    (tmp_path / "data" / "cache").mkdir(parents=True)
    (tmp_path / database.DEFAULT).write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    assert database.database_path() == tmp_path / database.DEFAULT


def test_only_the_version_asked_for_is_opened(tmp_path: Path) -> None:
    path = sample.build(tmp_path / "budget.duckdb", sample.only(sample.ZONE))
    version = database.current_version(path)
    sample.build(tmp_path / "next.duckdb").replace(path)
    with pytest.raises(ReplacedDatabaseError):
        database.connect(version)
    assert [file.name for file in tmp_path.iterdir()] == ["budget.duckdb"]


def test_a_copy_too_is_of_the_version_asked_for(tmp_path: Path) -> None:
    path = sample.build(tmp_path / "budget.duckdb", sample.only(sample.ZONE))
    version = database.current_version(path)
    sample.build(tmp_path / "next.duckdb").replace(path)
    with pytest.raises(ReplacedDatabaseError):
        database._copy(version, "copy.duckdb")


def test_a_file_that_is_gone_is_missing(tmp_path: Path) -> None:
    path = sample.build(tmp_path / "budget.duckdb", {})
    version = database.current_version(path)
    path.unlink()
    with pytest.raises(MissingDatabaseError):
        database.connect(version)


def test_an_open_name_that_cannot_be_removed_is_swept_away_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a file keeps its name while it is open."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    version = database.current_version(sample.build(tmp_path / "budget.duckdb"))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", refuse)
        copy = database._copy(version, "copy.duckdb")
        database._remove(copy)
    assert copy.exists()
    database._sweep()
    assert list((tmp_path / "temporary").iterdir()) == []


def test_what_needs_more_memory_goes_to_disk_and_is_gone_afterwards(tmp_path: Path) -> None:
    connection = database.connect(database.current_version(sample.build(tmp_path / "budget.duckdb")))
    sql = (
        "SELECT count(*) FROM (SELECT DISTINCT hash(n), hash(n + 1), repeat('x', 40) || n FROM range(4000000) AS r(n))"
    )
    assert connection.cursor().execute(sql).fetchall() == [(4_000_000,)]
    connection.close()
    assert not list(database.SPILL.glob("*"))
