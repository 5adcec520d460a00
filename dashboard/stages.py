"""Budget and final accounts of one unit and year side by side: never added, never one series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboard.format import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

Row = dict[str, Any]
Item = tuple[str, ...]
SPENDING_MEASURES: Final = ("total", "basic", "project")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one document for its own year: `item` tells it from the document's others; in 元."""

    row: Row
    year: int
    item: Item
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Both:
    """One item in the budget and in the final accounts; a side is None where it does not print the item."""

    budget_id: str
    final_id: str
    item: Item
    budget: Figure | None
    final: Figure | None

    @property
    def budget_yuan(self) -> Decimal | None:
        """The budget's amount."""
        return self.budget.amount if self.budget else None

    @property
    def final_yuan(self) -> Decimal | None:
        """The final accounts' amount."""
        return self.final.amount if self.final else None

    @property
    def difference(self) -> Decimal | None:
        """Final accounts minus budget; None where one of them is not printed."""
        if self.budget_yuan is None or self.final_yuan is None:
            return None
        return self.final_yuan - self.budget_yuan

    @property
    def rate(self) -> str:
        """The rate of execution, final accounts ÷ budget."""
        return percent(self.final_yuan, self.budget_yuan)

    @property
    def either(self) -> Figure:
        """The side that prints the item, the budget where both do."""
        found = self.budget or self.final
        assert found is not None  # noqa: S101 - a pair is made of at least one side
        return found


def spending(rows: Iterable[Row]) -> list[Both]:
    """Pair the rows of the expenditure statement, from rows of `out_basic_project`; items are code and measure."""
    figures = [
        Figure(row, row["fiscal_year"], ("" if row["is_total"] else row["code"] or row["name"], m), row[f"{m}_yuan"])
        for row in rows
        if row["statement"] == "expenditure"
        for m in SPENDING_MEASURES
        if row[f"{m}_yuan"] is not None
    ]
    return pairs(figures)


def three_public(rows: Iterable[Row], order: Callable[[str], int]) -> list[Both]:
    """Pair the “三公” figures that the tables print for their own year; the item is the component."""
    figures = [
        Figure(row, row["document_year"], (row["component"],), row["amount_yuan"])
        for row in rows
        if row["place"] == "table" and row["fiscal_year"] == row["document_year"]
    ]
    return sorted(pairs(figures), key=lambda b: (b.budget_id, b.final_id, order(b.item[0])))


def pairs(figures: Iterable[Figure]) -> list[Both]:
    """Pair the figures of each budget with those of each final accounts of the same unit, scope and year.

    Items come in the order of the budget, then those that only the final accounts have.
    """
    by_subject: dict[tuple[Any, ...], dict[str, dict[str, dict[Item, Figure]]]] = {}
    for figure in figures:
        row = figure.row
        subject = (row["jurisdiction"], row["unit"], row["scope"], figure.year)
        stages = by_subject.setdefault(subject, {"budget": {}, "final": {}})
        stages[row["stage"]].setdefault(row["document_id"], {}).setdefault(figure.item, figure)
    return [
        Both(budget_id, final_id, item, budget.get(item), final.get(item))
        for stages in by_subject.values()
        for budget_id, budget in stages["budget"].items()
        for final_id, final in stages["final"].items()
        for item in dict.fromkeys((*budget, *final))
    ]
