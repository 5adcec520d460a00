"""Open figures into columns: the bridge between a collapsed table's rows and the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from loaders import solve
from loaders.collapsed_table import IDENTITIES_OF, CollapsedTable, block_of
from loaders.families import families_of
from loaders.grid import LEFTOVER
from loaders.grounds import narrow_under_total, steps_of
from loaders.money import Money, parse_money
from loaders.table import Figure, Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.dialect import Dialect
    from loaders.evidence import Evidence
    from loaders.grounds import Step
    from loaders.table import ColumnRole, ParsedTable, TableRow

_FEWEST_BROKEN: Final = 3
"""A published table may hold an error or two."""


def place_figures(table: ParsedTable, statement: str, unit_text: str, evidence: Evidence, dialect: Dialect) -> None:
    """Put every loose figure of a table into a column; what stays open becomes a leftover note.

    First the table's own arithmetic, over all rows together; then known values of its total row; then bounds. Figures
    whose column was inferred carry `origin='inferred'` and one repair says by what.
    """
    loose = [row for row in table.rows if row.loose]
    columns = tuple(c for c in table.columns if c.kind == "measure" and c.side != "income")
    if not loose:
        return
    if not columns:
        for row in loose:
            cells, row.loose = row.loose, []
            table.notes.append(_leftover(row, cells, "表头中找不到金额列"))
        return
    prepared = _better_reading(table, _prepare(statement, columns, loose, unit_text, dialect), unit_text, dialect)
    if any(len(solving.figures) > len(prepared.columns) for solving in prepared.solving):
        _refuse(loose, table, "有的行数字多于列数，表头可能没有读全，列位无法确定，未载入")
        return
    if _contradicts_itself(prepared):
        _refuse(loose, table, "按所读表头，多数行的合计不等于各项之和，表头可能没有读对，列位无法确定，未载入")
        return
    for solving in prepared.solving:
        solve.place_row(solving, len(prepared.columns), prepared.identities)
    grounds = _solve(prepared, families_of(prepared, dialect), steps_of(prepared, evidence))
    for row, solved in zip(prepared.rows, prepared.solving, strict=True):
        _settle(row, solved, prepared, "；".join(grounds), table)


def _solve(table: CollapsedTable, families: Sequence[solve.Family], steps: Sequence[Step]) -> list[str]:
    """Narrow the placements down; return the grounds on which that was done.

    The strongest evidence goes first, for speed: if with it every sum of the table comes out, no other reading can be
    the only one. If it does not fit the table, the table's own arithmetic comes first and evidence only after it.
    """
    own = "本表合计=各项之和、上级=下级之和"
    kept = [list(row.candidates) for row in table.solving]
    ground, narrow = steps[0]
    if narrow() and narrow_under_total(table) and solve.all_hold(table.solving, families):
        grounds = [own, ground]
    else:
        grounds = [own]
        for row, candidates in zip(table.solving, kept, strict=True):
            row.candidates = candidates
    solve.propagate(table.solving, families)
    for ground, narrow in steps:
        if solve.is_settled(table.solving):
            break
        if narrow():
            grounds.append(ground)
            solve.propagate(table.solving, families)
    return list(dict.fromkeys(grounds))


def _contradicts_itself(table: CollapsedTable) -> bool:
    """Tell whether most rows with a figure in every column break their own sum: the header's order is misread then."""
    width = len(table.columns)
    whole = [row for row in table.solving if len(row.figures) == width]
    broken = [row for row in whole if not solve.fits(row, width, table.identities)]
    return len(broken) >= _FEWEST_BROKEN and 2 * len(broken) > len(whole)


def _refuse(rows: Sequence[TableRow], table: ParsedTable, reason: str) -> None:
    """Leave all figures over: the rows show that the header is not understood, so no column is certain."""
    for row in rows:
        cells, row.loose = row.loose, []
        table.notes.append(_leftover(row, cells, reason))


def _better_reading(table: ParsedTable, first: CollapsedTable, unit_text: str, dialect: Dialect) -> CollapsedTable:
    """Return the reading of the header under which fewer rows contradict their own arithmetic; the first if equal."""
    columns = tuple(c for c in table.other_columns if c.kind == "measure" and c.side != "income")
    if len(columns) <= len(first.columns):
        return first
    second = _prepare(first.statement, columns, first.rows, unit_text, dialect)
    misfits = [
        sum(1 for row in reading.solving if not solve.fits(row, len(reading.columns), reading.identities))
        for reading in (first, second)
    ]
    return second if misfits[1] < misfits[0] else first


def _prepare(
    statement: str, columns: tuple[ColumnRole, ...], loose: list[TableRow], unit_text: str, dialect: Dialect
) -> CollapsedTable:
    keys = tuple(_key(column) for column in columns)
    rules = dialect.identities[IDENTITIES_OF[statement]]
    if statement == "three_public":
        years = list(dict.fromkeys(block_of(column) for column in columns))
        identities = tuple(
            identity
            for year in years
            for identity in solve.identities_of(
                keys, [(f"{year}:{whole}", [f"{year}:{part}" for part in parts]) for whole, parts in rules]
            )
        )
    else:
        identities = solve.identities_of(keys, rules)
    return CollapsedTable(statement, columns, keys, loose, [_solve_row(row, unit_text) for row in loose], identities)


def _key(column: ColumnRole) -> str:
    return f"{block_of(column)}:{column.component}" if column.component else column.measure or ""


def _solve_row(row: TableRow, unit_text: str) -> solve.SolveRow:
    moneys = [money for cell in row.loose if (money := parse_money(cell.text, unit_text))]
    return solve.SolveRow(tuple(m.fen for m in moneys), tuple(m.digit for m in moneys))


# ── results ──


def _settle(row: TableRow, solved: solve.SolveRow, table: CollapsedTable, grounds: str, parsed: ParsedTable) -> None:
    cells, row.loose = row.loose, []
    if not solved.candidates:
        reason = f"{len(cells)}个数字放不进{len(table.columns)}列而使合计成立，未载入"
        parsed.notes.append(_leftover(row, cells, reason))
        return
    certain = len(solved.figures) == len(table.columns)
    inferred = []
    for position, column in enumerate(solve.settled_columns(solved)):
        cell = cells[position]
        if column is None:
            parsed.notes.append(
                _leftover(row, [cell], f"有多种填法都使合计成立（{_options(solved, position, table)}），未载入")
            )
            continue
        sure = certain or (position == 0 and column == 0)
        row.figures.append(Figure(cell, cell.text, table.columns[column], "printed" if sure else "inferred"))
        if not sure:
            inferred.append(f"{cell.text}→{table.columns[column].label}")
    if inferred:
        before = " ".join(cell.text for cell in cells)
        name = row.name or "数据行"
        parsed.notes.append(Note("lost_cells", f"{name} {before}", "，".join(inferred), grounds, row.line, row.page))


def _options(solved: solve.SolveRow, position: int, table: CollapsedTable) -> str:
    columns = []
    for cells in solved.candidates:
        filled = [index for index, fen in enumerate(cells) if fen is not None]
        columns.append(table.columns[filled[position]].label)
    return "、".join(dict.fromkeys(columns))


def _leftover(row: TableRow, cells: Sequence, reason: str) -> Note:  # type: ignore[type-arg]
    row.is_open = True
    text = f"{row.name} {' '.join(cell.text for cell in cells)}".strip()
    return Note(LEFTOVER, text, "", reason, cells[0].line, cells[0].page)


def totals_of(rows: Sequence[TableRow], unit_text: str) -> list[tuple[int | None, int]]:
    """Return each row's total and one step of its last digit, in 分: its first figure, placed or still loose."""
    return [_total(row, unit_text) for row in rows]


def _total(row: TableRow, unit_text: str) -> tuple[int | None, int]:
    texts = [figure.text for figure in row.figures if figure.column.measure == "total"]
    texts = texts or [cell.text for cell in row.loose[:1]]
    money: Money | None = parse_money(texts[0], unit_text) if texts else None
    return (money.fen, money.digit) if money else (None, 0)
