"""One card for each jurisdiction, year, stage and scope: sums of the documents that may be added; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import comparability

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    import polars as pl

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """Documents that may be added, each with its row of `overview`; sums in 元, None where no document prints any."""

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
    """Return the cards of the documents (rows of `documents`, in their order) that have a row of `overview`."""
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
