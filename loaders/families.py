"""Which rows of a collapsed table are the sum of which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.collapsed_table import CollapsedTable
    from loaders.dialect import Dialect
    from loaders.table import TableRow


def families_of(table: CollapsedTable, dialect: Dialect) -> list[solve.Family]:
    """Return the sums that the levels, the sides or the total row of a table make."""
    rows = table.rows
    total = next((i for i, row in enumerate(rows) if row.is_total), None)
    if any(row.side for row in rows):
        return _side_families(rows, dialect)
    if any(row.level for row in rows):
        families = _level_families(rows)
        tops = tuple(i for i, row in enumerate(rows) if row.level == 1)
        return [*families, solve.Family(total, tops)] if total is not None and tops else families
    if total is None or table.statement != "project":
        return []
    return [solve.Family(total, tuple(i for i, row in enumerate(rows) if not row.is_total))]


def _level_families(rows: Sequence[TableRow]) -> list[solve.Family]:
    families = []
    for index, row in enumerate(rows):
        if row.level is None or row.is_total:
            continue
        children = []
        for other in range(index + 1, len(rows)):
            level = rows[other].level
            if level is None or level <= row.level:
                break
            if level == row.level + 1:
                children.append(other)
        if children:
            families.append(solve.Family(index, tuple(children)))
    return families


def _side_families(rows: Sequence[TableRow], dialect: Dialect) -> list[solve.Family]:
    """The first total of the expenditure half is the sum of the items; the last is that and what is carried forward.

    The first total stands above its items in some provinces, below them in others.
    """
    half = [i for i, row in enumerate(rows) if row.side == "expenditure"]
    totals = [i for i in half if rows[i].is_total]
    forward = [i for i in half if _is_carried_forward(rows[i], dialect)]
    items = [i for i in half if i not in totals and i not in forward]
    if not totals:
        return []
    first, last = totals[0], totals[-1]
    above = [i for i in items if i < first]
    families = [solve.Family(first, tuple(above or items))] if items else []
    if last != first:
        below = [i for i in items if first < i] if above else []
        families.append(solve.Family(last, (first, *below, *forward)))
    return families


def _is_carried_forward(row: TableRow, dialect: Dialect) -> bool:
    label = dialect.label(row.name, "summary")
    return label is not None and label.concept == "carryforward"
