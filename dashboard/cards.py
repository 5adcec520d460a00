"""Sums of the documents that may be added: a card, or a row of a table, by jurisdiction, year, stage and scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dashboard import comparability

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """Documents that may be added, each with its row of `facts`; sums in 元, None where no document prints any."""

    about: Mapping[str, Any]
    rows: tuple[Row, ...]

    @property
    def one(self) -> Row | None:
        """The only document's row, where there is only one."""
        return self.rows[0] if len(self.rows) == 1 else None

    def sum(self, column: str) -> Decimal | None:
        """Return the sum of a column over the documents that have it."""
        amounts = [row[column] for row in self.rows if row[column] is not None]
        return sum(amounts[1:], start=amounts[0]) if amounts else None

    def having(self, column: str) -> int:
        """Return how many of the documents have a figure in a column."""
        return sum(row[column] is not None for row in self.rows)

    @property
    def bases(self) -> tuple[str, ...]:
        """What the change rests on, each basis once; none unless every document with a total has one."""
        if self.having("change_yuan") < self.having("total_yuan"):
            return ()
        return tuple(dict.fromkeys(row["change_basis"] for row in self.rows if row["change_basis"]))


def cards(documents: Iterable[Mapping[str, Any]], rows: Mapping[str, Row]) -> list[Card]:
    """Return the cards of the documents (rows of `documents`, in their order) that have a row of `facts`."""
    by_jurisdiction: dict[str, list[Mapping[str, Any]]] = {}
    for about in documents:
        if about["document_id"] in rows:
            by_jurisdiction.setdefault(about["jurisdiction"], []).append(about)
    found: list[Card] = []
    for members in by_jurisdiction.values():
        about_of = {about["document_id"]: about for about in members}
        groups = comparability.judge(members, "add").groups
        found += [Card(about_of[group[0]], tuple(rows[document] for document in group)) for group in groups]
    return found


def whole_jurisdictions(documents: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the first jurisdictions whose documents are at most so many together: none is cut in the middle."""
    counted = documents.group_by("jurisdiction", maintain_order=True).len("members")
    fitting = counted.filter(counted["members"].cast(int).cum_sum() <= most)["jurisdiction"]
    return documents.filter(documents["jurisdiction"].is_in(fitting.to_list()))


GROUP: Final = ("fiscal_year", "stage", "scope")
SUMS: Final = ("total_yuan", "basic_yuan", "project_yuan")
_VERSION: Final = ("jurisdiction", "unit", "scope", "stage", "fiscal_year")


def sums(documents: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Return the sums (元) of what may be added: for all jurisdictions (NULL) by year, stage and scope, then for each.

    Of several versions of a document the first counts. `documents` counts them, `printed` those that print a total.
    The latest year first, in it the largest.
    """
    counted = documents.unique(subset=_VERSION, keep="first", maintain_order=True)
    rows = counted.select("document_id", "jurisdiction", *GROUP).join(
        facts.select("document_id", *SUMS), on="document_id"
    )
    order = ["fiscal_year", "stage", "scope", "total_yuan", "jurisdiction"]
    descending = [True, False, False, True, False]
    all_of = _summed(rows, GROUP).with_columns(pl.lit(None, pl.String).alias("jurisdiction"))
    each = _summed(rows, ("jurisdiction", *GROUP))
    return pl.concat(
        frame.select("jurisdiction", *GROUP, "documents", "printed", *SUMS).sort(
            order, descending=descending, nulls_last=True
        )
        for frame in (all_of, each)
    )


def together(documents: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Return one row that adds all documents, whatever keeps them apart: only ever where a person asks for it."""
    rows = documents.select("document_id").join(facts.select("document_id", *SUMS), on="document_id")
    nothing = [pl.lit(None, documents.schema[name]).alias(name) for name in ("jurisdiction", *GROUP)]
    return rows.select(*nothing, *_columns())


def _summed(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return rows.group_by(by, maintain_order=True).agg(_columns())


def _columns() -> list[pl.Expr]:
    """A sum of nothing is nothing, not 0."""
    added = [pl.when(pl.col(c).count() > 0).then(pl.col(c).sum().cast(pl.Decimal(38, 2))).alias(c) for c in SUMS]
    counts = [pl.len().cast(pl.Int32).alias("documents"), pl.col("total_yuan").count().cast(pl.Int32).alias("printed")]
    return [*counts, *added]
