"""The marks of the figures that a page shows: asked once; a column of a table, or lines of a hover text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from dashboard import cache, filters, marks, queries
from dashboard.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from dashboard.database import Version
    from dashboard.filters import View
    from dashboard.marks import Mark

Row = dict[str, Any]


def of(documents: Iterable[str]) -> Marks:
    """Return the marks of some documents; without documents there are none, and nothing is asked.

    The parts of a page ask about different ones of the documents it shows: what is asked is about all of these, once.
    """
    wanted = set(documents)
    shown = set(filters.current().shown)
    return _of_version(cache.version(), tuple(sorted(shown if wanted and wanted <= shown else wanted)))


@lru_cache(maxsize=8)
def _of_version(_: Version, documents: tuple[str, ...]) -> Marks:
    """Each bar and each row of a page asks for them: they are put in order once for each version of the database."""
    return Marks(cache.ask(queries.figure_marks(documents)) if documents else None)


def of_rows(rows: Iterable[Row]) -> Marks:
    """Return the marks of the documents that some rows are of."""
    return of(row["document_id"] for row in rows)


def column(
    view: View, rows: Collection[Row], statement: str | Callable[[Row], str], measures: Collection[str] = ()
) -> pl.Series:
    """Return the column `trust` of a table whose rows have document_id, page and line: marks with their reasons.

    `statement` is the one that prints all rows, or tells it of each; `measures` are the columns that count.
    """
    known = of_rows(rows)
    tell = statement if callable(statement) else lambda _row: statement
    texts = [marks.trust(view.t, known.at(row, tell(row), measures)) for row in rows]
    return pl.Series("trust", texts, dtype=pl.String)


def each(view: View, rows: Collection[Row], statement: Callable[[Row], str]) -> pl.Series:
    """Return the column `trust` of a table with a row for each figure, which has its `measure` as well."""
    known = of_rows(rows)
    found = [known.at(row, statement(row), (row["measure"],), code=row.get("code")) for row in rows]
    texts = [marks.trust(view.t, marked) for marked in found]
    return pl.Series("trust", texts, dtype=pl.String)


def lines(view: View, found: Iterable[Mark]) -> list[str]:
    """Return marks as lines of a hover text."""
    return marks.lines(view.t, found)
