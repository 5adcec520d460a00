"""A table whose blank cells were lost, on its way through the solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from loaders import solve
    from loaders.table import ColumnRole, TableRow

IDENTITIES_OF: Final = {
    "income": "income",
    "basic_economic_by_source": "income",
    "project": "income",
    "procurement": "income",
    "expenditure": "expenditure",
    "general_public": "fund",
    "government_fund": "fund",
    "state_capital": "fund",
    "basic_economic": "economic",
    "summary": "appropriation",
    "appropriation": "appropriation",
    "three_public": "three_public",
}
"""Which sums of the dialect the rows of each statement must satisfy."""


@dataclass(frozen=True, slots=True)
class CollapsedTable:
    """A table whose blank cells were lost: its columns and their keys, its rows, and where their figures may stand."""

    statement: str
    columns: tuple[ColumnRole, ...]
    keys: tuple[str, ...]
    rows: list[TableRow]
    solving: list[solve.SolveRow]
    identities: tuple[solve.Identity, ...]


def block_of(column: ColumnRole) -> str:
    """Return the word for the year of a column in its key."""
    return "prior" if column.prior else str(column.year or "this")
