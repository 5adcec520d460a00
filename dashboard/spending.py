"""What a row of spending may be compared with: the year before, as another document or the narrative has it; exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

Row = dict[str, Any]
FUNDS: Final = ("general_public", "government_fund", "state_capital")
"""Statements of a part of the money, whose totals are not those of the document."""


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one row on the year before, in 元, and where the year before is known from.

    `document`: the same row of last year's document, at `document_id`, `page` and `line`. `narrative`: the change that
    the document's own narrative says, there. `said` is what the narrative says where it differs from last year's
    document: both are shown.
    """

    past: Decimal
    change: Decimal
    basis: Literal["document", "narrative"]
    document_id: str
    page: int | None
    line: int | None
    said: Decimal | None = None

    @property
    def rate(self) -> Decimal | None:
        """The change as a part of the year before; None where that was zero or negative."""
        return self.change / self.past if self.past > 0 else None


def change(total: Decimal | None, row: Mapping[str, Any] | None) -> Change | None:
    """Return the change of a row with `total` from its row of `sql/spending_change.sql`; None without a basis.

    A sentence is a basis only if the amount it is about is the row's own: else it speaks of part of the money.
    """
    if total is None or row is None:
        return None
    said = row["said_change_yuan"] if row["said_of_yuan"] == total else None
    if row["past_yuan"] is not None:
        found = total - row["past_yuan"]
        place = (row["past_document_id"], row["past_page"], row["past_line"])
        return Change(row["past_yuan"], found, "document", *place, None if said == found else said)
    if said is not None:
        return Change(total - said, said, "narrative", row["document_id"], row["said_page"], row["said_line"])
    return None


def whole_key(statement: str | None) -> str:
    """Return the text that names the total row of a statement: only the table of all money holds 支出合计."""
    return "spending.whole_of_table" if statement in FUNDS else "spending.whole"


def share_key(statement: str | None) -> str:
    """Return the text that names a share of that total row."""
    return "spending.of_table" if statement in FUNDS else "spending.of_document"


def changes(totals: Mapping[tuple[str, str], Decimal | None], rows: list[Row]) -> dict[tuple[str, str], Change]:
    """Return the changes by document and code (empty: the total row) of the rows whose totals are given."""
    by_key = {(row["document_id"], row["code"]): row for row in rows}
    found = {key: change(total, by_key.get(key)) for key, total in totals.items()}
    return {key: one for key, one in found.items() if one is not None}
