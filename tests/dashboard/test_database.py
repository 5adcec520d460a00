from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from dashboard import database, queries, serve
from dashboard.errors import MissingDatabaseError
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


def test_serve_runs_the_app_by_its_full_path() -> None:
    command = serve.command(8600, "127.0.0.1", open_browser=False)
    assert command[:4] == [sys.executable, "-m", "streamlit", "run"]
    assert Path(command[4]).is_absolute()
    assert command[5:] == ["--server.port", "8600", "--server.address", "127.0.0.1", "--server.headless", "true"]


def test_serve_passes_the_database_and_the_exit_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "APP", tmp_path / "absent.py")
    monkeypatch.chdir(tmp_path)
    assert serve.serve(tmp_path / "x.duckdb", 8601, "127.0.0.1", open_browser=False) != 0
