"""The only writer of DuckDB: rows to a new file beside the target, moved over it in one step."""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from loaders import loader_version
from loaders.checking import check_all
from loaders.errors import StoreError
from loaders.schemas import TABLES, Table, create_table_sql, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb
    import polars as pl

    from loaders.model import Failure, LoadedDocument

_READ: Final = ("amounts", "projects", "targets", "statements", "narrative", "repairs", "leftovers")
"""The tables that the loaders fill, one list of a `LoadedDocument` for each; the checks follow from them."""
_OURS: Final = frozenset({"documents", "amounts", "statements"})
"""Tables that every version has had."""
_NOT_A_DATABASE: Final = "请检查 --db；如果是损坏的旧数据库，请删除该文件后重新运行 budgetlens load"
_STALE_SECONDS: Final = 24 * 3600
_HARDENING: Final[dict[str, str | bool]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
}


@dataclass(frozen=True, slots=True)
class Stored:
    """What a database says of one document it holds."""

    document_id: str
    sha256: str
    loader_version: str
    source_path: str


def stored_documents(database: Path) -> dict[str, Stored]:
    """Return the documents of a database by id; empty where there is no database, or one of an older schema."""
    if not database.exists():
        return {}
    with reading(database) as connection:
        if not _has_current_schema(connection):
            return {}
        rows = connection.execute("SELECT document_id, sha256, loader_version, source_path FROM documents").fetchall()
    return {row[0]: Stored(*row) for row in rows}


def outdated_documents(database: Path) -> list[str]:
    """Return the documents of a database of another version, which a load writes anew without them.

    Raises:
        StoreError: the file is no database, or one that holds something else: it is not ours to replace.
    """
    if not database.exists():
        return []
    with reading(database) as connection:
        if _has_current_schema(connection):
            return []
        tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        if tables and not tables >= _OURS:
            raise StoreError(f"不是本系统的数据库，未改动：{database}。请用 --db 指定别的文件")
        rows = connection.execute("SELECT document_id FROM documents ORDER BY ALL").fetchall() if tables else []
    return [document_id for (document_id,) in rows]


def stored_failures(database: Path) -> set[tuple[str, str | None, str]]:
    """Return path, digest and reason of the failures a database records."""
    if not database.exists():
        return set()
    with reading(database) as connection:
        if not _has_current_schema(connection):
            return set()
        return set(connection.execute("SELECT source_path, sha256, reason FROM failures").fetchall())


@contextmanager
def reading(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database for reading and close it again.

    Raises:
        StoreError: there is no such file, or it is no database, or what is asked of it is not there.
    """
    import duckdb  # noqa: PLC0415 - kept out of the import time of the command line

    if not database.exists():
        raise StoreError(f"数据库不存在：{database}。请先运行 budgetlens load")
    try:
        connection = duckdb.connect(str(database), read_only=True)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise StoreError(f"数据库正被其他程序写入：{database}。请关闭那个程序后重试") from error
        raise StoreError(f"数据库无法打开：{database}。{_NOT_A_DATABASE}") from error
    except duckdb.Error as error:
        raise StoreError(f"数据库无法打开：{database}。{_NOT_A_DATABASE}") from error
    try:
        yield connection
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise StoreError(
            f"数据库无法读取，或由其他版本生成：{database}（{said}）。请重新运行 budgetlens load，仍不行时先删除该文件"
        ) from error
    finally:
        connection.close()


def _has_current_schema(connection: duckdb.DuckDBPyConnection) -> bool:
    rows = connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'main' "
        "ORDER BY table_name, ordinal_position"
    ).fetchall()
    found: dict[str, list[str]] = {}
    for name, column in rows:
        found.setdefault(name, []).append(column)
    return all(found.get(schema.name) == [c.name for c in schema.columns] for schema in TABLES)


# ── writing ──


def write_database(
    database: Path,
    loaded: Sequence[LoadedDocument],
    kept: Sequence[str],
    failures: Sequence[Failure],
    looked_at: Sequence[str] = (),
) -> None:
    """Write a database of newly loaded documents and of documents kept from the present one.

    Args:
        database: the target; replaced in one step, so that a reader sees the old file or the new one.
        loaded: documents to write.
        kept: ids of documents to take over unchanged from the present database.
        failures: files that could not be loaded.
        looked_at: paths of all files of this load; failures recorded of other files are kept.

    Raises:
        StoreError: the file cannot be written or replaced; the present database stays as it was.
    """
    import duckdb  # noqa: PLC0415 - kept out of the import time of the command line

    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(database)
        with tempfile.TemporaryDirectory(prefix=f".{database.name}.", dir=database.parent) as folder:
            fresh = Path(folder) / "new.duckdb"
            present = database if kept else None
            _build(fresh, Path(folder), present, loaded, kept, failures, looked_at)
            if fresh.with_name("new.duckdb.wal").exists():
                raise StoreError(f"数据库未能完整写入：{database}。原数据库未改动，请重试")
            fresh.replace(database)
    except (OSError, duckdb.Error) as error:
        raise StoreError(
            f"数据库无法写入：{database}（{error}）。原数据库未改动，请检查路径、权限和磁盘空间"
        ) from error


def _build(  # noqa: PLR0913, PLR0917 - one call site; each is a different thing
    fresh: Path,
    folder: Path,
    present: Path | None,
    loaded: Sequence[LoadedDocument],
    kept: Sequence[str],
    failures: Sequence[Failure],
    looked_at: Sequence[str],
) -> None:
    import duckdb  # noqa: PLC0415 - kept out of the import time of the command line

    connection = duckdb.connect(str(fresh), config=dict(_HARDENING))
    try:
        if present is not None:
            quoted = str(present).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS present (READ_ONLY)")
        # One transaction: every statement of its own would wait for the disk.
        connection.begin()
        connection.execute("; ".join(create_table_sql(schema) for schema in TABLES))
        if present is not None:
            _take_over(connection, kept)
            connection.execute(
                "INSERT INTO failures SELECT * FROM present.failures "
                "WHERE source_path NOT IN (SELECT unnest(?::VARCHAR[]))",
                [list(looked_at)],
            )
        _fill(connection, folder, loaded)
        _insert(connection, folder, table("failures"), failures)
        connection.execute(create_views_sql())
        connection.commit()
        check_all(connection, _to_check(connection, loaded, kept, present))
        if present is not None:
            connection.execute("DETACH present")
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def _fill(connection: duckdb.DuckDBPyConnection, folder: Path, loaded: Sequence[LoadedDocument]) -> None:
    _insert(connection, folder, table("documents"), [document.document for document in loaded])
    for name in _READ:
        rows = [row for document in loaded for row in getattr(document, name)]
        _insert(connection, folder, table(name), rows)


def _to_check(
    connection: duckdb.DuckDBPyConnection, loaded: Sequence[LoadedDocument], kept: Sequence[str], present: Path | None
) -> list[str]:
    """Return the jurisdictions in which a document came or went: there, years and units are compared anew."""
    changed = {document.document.jurisdiction for document in loaded}
    if present is not None:
        gone = connection.execute(
            "SELECT DISTINCT jurisdiction FROM present.documents "
            "WHERE document_id NOT IN (SELECT unnest(?::VARCHAR[]))",
            [list(kept)],
        ).fetchall()
        changed |= {row[0] for row in gone}
    return sorted(changed)


@contextmanager
def in_memory(loaded: Sequence[LoadedDocument], folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database that exists for a moment only, filled with some documents; `folder` holds what it reads."""
    import duckdb  # noqa: PLC0415 - kept out of the import time of the command line

    connection = duckdb.connect(config=dict(_HARDENING))
    try:
        connection.execute("; ".join(create_table_sql(schema) for schema in TABLES))
        _fill(connection, folder, loaded)
        yield connection
    finally:
        connection.close()


def _take_over(connection: duckdb.DuckDBPyConnection, kept: Sequence[str]) -> None:
    for name in ("documents", *_READ, "checks", "check_operands", "figure_marks"):
        connection.execute(
            f"INSERT INTO {name} SELECT * FROM present.{name} WHERE document_id IN (SELECT unnest(?::VARCHAR[]))",  # noqa: S608 - names from schemas
            [list(kept)],
        )


def _insert(connection: duckdb.DuckDBPyConnection, folder: Path, schema: Table, rows: Sequence[Any]) -> None:
    """Insert rows through a file of JSON lines: amounts as text, so exact, and no further library at start-up."""
    if not rows:
        return
    names = [column.name for column in schema.columns]
    values = attrgetter(*names)
    file = folder / f"{schema.name}.ndjson"
    with file.open("w", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(dict(zip(names, values(row), strict=True)), ensure_ascii=False, default=str) + "\n")
    types = ", ".join(f"{column.name}: '{column.type}'" for column in schema.columns)
    quoted = str(file).replace("'", "''")
    source = f"read_json('{quoted}', format = 'newline_delimited', columns = {{{types}}})"
    connection.execute(f"INSERT INTO {schema.name} SELECT * FROM {source}")  # noqa: S608 - names from schemas


def create_views_sql() -> str:
    """Return the statements that make every view, those that others build on first, and the macros they use."""
    sql = files("loaders") / "sql"
    queries = {
        entry.name.removesuffix(".sql"): entry.read_text("utf-8")
        for entry in (sql / "views").iterdir()
        if entry.name.endswith(".sql")
    }
    order = sorted(queries, key=lambda name: (not name.startswith("ref_"), name))
    views = [f"CREATE VIEW {name} AS {queries[name]}" for name in order]
    return "; ".join([(sql / "macros.sql").read_text("utf-8"), *views])


def _remove_stale(database: Path) -> None:
    """Remove what a killed load left behind."""
    import shutil  # noqa: PLC0415 - rarely needed

    for leftover in database.parent.glob(f".{database.name}.*"):
        if leftover.is_dir() and time.time() - leftover.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(leftover, ignore_errors=True)


# ── reading out ──


def query_rows(database: Path, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the rows of a query as dictionaries."""
    with reading(database) as connection:
        cursor = connection.execute(sql, dict(parameters) if parameters else None)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def named_sql(name: str) -> str:
    """Return one query of `sql/reports/`."""
    return (files("loaders") / "sql" / "reports" / f"{name}.sql").read_text("utf-8")


def relations(database: Path) -> list[str]:
    """Return the names of all public tables and views of a database."""
    with reading(database) as connection:
        rows = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY table_name"
        ).fetchall()
    return [row[0] for row in rows]


def read_frame(database: Path, relation: str) -> pl.DataFrame:
    """Return one public table or view as a frame.

    Raises:
        StoreError: the database has no such table or view.
    """
    if relation not in relations(database):
        raise StoreError(f"数据库中没有表或视图“{relation}”")
    with reading(database) as connection:
        frame: pl.DataFrame = connection.sql(f'SELECT * FROM "{relation}"').pl()  # noqa: S608 - in the catalogue
        return frame


def is_current(stored: Stored, sha256: str) -> bool:
    """Tell whether a stored document was read from the same bytes by the same loaders."""
    return stored.sha256 == sha256 and stored.loader_version == loader_version()


def failed_statements(database: Path, document_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the statements of some documents that could not be read."""
    sql = (
        "SELECT d.source_file, s.document_id, s.title, s.note, s.page, s.line FROM statements s "
        "JOIN documents d USING (document_id) WHERE s.status = 'failed' "
        "AND s.document_id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY ALL"
    )
    return query_rows(database, sql, {"ids": list(document_ids)})


def counts(database: Path) -> dict[str, int]:
    """Return how many rows each public table holds."""
    with reading(database) as connection:
        return {
            schema.name: connection.execute(f"SELECT count(*) FROM {schema.name}").fetchall()[0][0]  # noqa: S608 - names from schemas
            for schema in TABLES
        }
