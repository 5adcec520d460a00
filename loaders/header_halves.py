"""The two halves of a summary: which columns are of income, which of expenditure, and which list a half again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from loaders.model import Side
    from loaders.table import ColumnRole

SIDED: Final = frozenset({"summary", "appropriation"})


def halves_of(columns: list[ColumnRole], statement: str) -> list[ColumnRole]:
    """Return the columns with the half that each is of; what lists a half again is left over."""
    return _once_each_side(_sides(columns, statement))


def _sides(columns: list[ColumnRole], statement: str) -> list[ColumnRole]:
    """Where no header says which half a column is of, the first item column opens the income half.

    `收入 预算数 支出 预算数`, with nothing beneath, heads the items of each half and then their amounts.
    """
    heads = [c for c, column in enumerate(columns) if column.kind == "blank" and column.side]
    if statement in SIDED and len(heads) == 2 and not any(column.kind == "item" for column in columns):
        return _halves(columns, heads[0], heads[1])
    items = [c for c, column in enumerate(columns) if column.kind == "item"]
    if len(items) < 2 or any(columns[c].side for c in items):
        return columns
    return [replace(column, side="income" if c < items[1] else "expenditure") for c, column in enumerate(columns)]


def _once_each_side(columns: list[ColumnRole]) -> list[ColumnRole]:
    """A half may list the same money again by another classification: these columns are no items of the half."""
    result: list[ColumnRole] = []
    items: set[Side] = set()
    again: Side | None = None
    for column in columns:
        if column.kind == "item" and column.side:
            again = column.side if column.side in items else None
            items.add(column.side)
        if column.side and column.side == again:
            reason = "同一收支按另一种分类再次列示"
            column = replace(column, kind="words" if column.kind == "item" else "ignored", reason=reason)  # noqa: PLW2901
        result.append(column)
    return result


def _halves(columns: list[ColumnRole], first: int, second: int) -> list[ColumnRole]:
    result = []
    for c, column in enumerate(columns):
        side = None if c < first else columns[first if c < second else second].side
        result.append(replace(column, kind="item" if c in {first, second} else column.kind, side=side))
    return result
