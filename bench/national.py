"""A synthetic national database in the real schema: as many figures as asked for, every identity true by construction.

The lowest lines of each document are drawn from a seed; all tables are summed from them in SQL. A seeded few of the
printed figures are then altered, and listed: what the checks have to find. Nothing in it says anything about a real
place's money: only the names and codes of the divisions are real.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from loaders import divisions, store
from loaders.schemas import STATEMENTS, TABLES, Column, create_table_sql, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

SQL: Final = Path(__file__).parent / "sql"
ITEMS: Final = Path(__file__).with_name("national_items.tsv")
DIVISIONS: Final = Path(divisions.__file__).parent / "dialects" / "divisions.tsv"
FIGURES: Final = 5_000_000
ONE_IN: Final = 10_000
FIGURES_OF_ALL: Final = 5_150_000
"""About what all divisions together print in the first slots of `national_plan.sql`."""
MOST_SLOTS: Final = 12
AT_ONCE: Final = 1500
"""Documents made at one time: what bounds the memory."""
FILLED: Final = ("documents", "amounts", "projects", "targets", "statements", "narrative")
DEFAULTS: Final = {"VARCHAR": "''", "BOOLEAN": "false", "TIMESTAMP": "TIMESTAMP '2026-01-01 00:00:00'"}


@dataclass(frozen=True, slots=True)
class Altered:
    """A figure that does not say what the sums say."""

    document_id: str
    statement: str
    side: str | None
    code: str | None
    name: str
    measure: str
    amount_text: str
    amount_yuan: Decimal
    before_yuan: Decimal


@dataclass(frozen=True, slots=True)
class National:
    """What was made."""

    path: Path
    jurisdictions: int
    documents: int
    figures: int
    altered: list[Altered]


def make(path: Path, figures: int = FIGURES, seed: int = 1, one_in: int = ONE_IN, memory: str = "1GB") -> National:
    """Write a database of about `figures` figures; the same arguments give the same figures.

    Args:
        path: the file; replaced in one step when it is finished.
        figures: how many; up to all divisions fill first, beyond that each division has more documents.
        seed: what everything is drawn from.
        one_in: one figure in so many is altered.
        memory: the bound of DuckDB's memory.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with duckdb.connect(str(fresh), config={"memory_limit": memory, "threads": 2}) as connection:
        _plan(connection, figures, seed, one_in)
        for schema in TABLES:
            connection.execute(create_table_sql(schema))
        for first, last in _steps(connection):
            _write(connection, first, last)
        found = connection.execute(_sql("altered")).fetchall()
        connection.execute(store.create_views_sql())
        jurisdictions, documents, printed = connection.execute(
            "SELECT (SELECT count(DISTINCT jurisdiction) FROM documents), (SELECT count(*) FROM documents), "
            "(SELECT count(*) FROM amounts)"
        ).fetchall()[0]
        connection.execute("CHECKPOINT")
    fresh.replace(path)
    return National(path, jurisdictions, documents, printed, [Altered(*row) for row in found])


def _sql(name: str) -> str:
    return (SQL / f"national_{name}.sql").read_text(encoding="utf-8")


def _plan(connection: duckdb.DuckDBPyConnection, figures: int, seed: int, one_in: int) -> None:
    share = figures / FIGURES_OF_ALL
    variables = {
        "seed": str(seed),
        "one_in": str(one_in),
        "share": repr(min(1.0, share)),
        "most": repr(min(float(MOST_SLOTS), max(1.0, share))),
        "items": _quoted(ITEMS),
        "divisions": _quoted(DIVISIONS),
    }
    for name, value in variables.items():
        connection.execute(f"SET VARIABLE {name} = {value}")
    connection.execute(_sql("plan"))


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _steps(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, int]]:
    (planned,) = connection.execute("SELECT count(*) FROM planned").fetchall()[0]
    for first in range(1, planned + 1, AT_ONCE):
        yield first, min(planned, first + AT_ONCE - 1)


def _write(connection: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    connection.execute(f"SET VARIABLE first = {first}; SET VARIABLE last = {last}")
    connection.execute(_sql("leaves"))
    connection.execute(_sql("rows"))
    for name in FILLED:
        _insert(connection, name)


def _insert(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Fill the columns that the query knows; one that was added to the schema since gets NULL or a plain default."""
    query = _sql(name)
    parameters = {"statements": list(STATEMENTS)} if "$statements" in query else None
    known = {row[0] for row in connection.execute(f"DESCRIBE {query}", parameters).fetchall()}
    columns = [column for column in table(name).columns if column.name in known or not column.nullable]
    values = ", ".join(c.name if c.name in known else f"{_default(c)} AS {c.name}" for c in columns)
    names = ", ".join(column.name for column in columns)
    connection.execute(f"INSERT INTO {name} ({names}) SELECT {values} FROM ({query})", parameters)  # noqa: S608


def _default(column: Column) -> str:
    return DEFAULTS.get(column.type, "0")


def main() -> None:
    """Make a database and print what is in it; `--json` also prints the altered figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--figures", type=int, default=FIGURES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one-in", type=int, default=ONE_IN, help="one figure in so many is altered")
    parser.add_argument("--json", action="store_true", help="list the altered figures, one JSON object a line")
    options = parser.parse_args()
    started = time.perf_counter()
    made = make(options.path, options.figures, options.seed, options.one_in)
    print(
        f"{made.path}: {made.jurisdictions} jurisdictions, {made.documents} documents, {made.figures} figures, "
        f"{len(made.altered)} altered, {time.perf_counter() - started:.1f} s",
        file=sys.stderr,
    )
    for figure in made.altered if options.json else []:
        values = {name: getattr(figure, name) for name in Altered.__slots__}
        print(json.dumps(values, ensure_ascii=False, default=str))


if __name__ == "__main__":
    main()
