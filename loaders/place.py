"""Open figures into columns: the bridge between a collapsed table's rows and the solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders import solve
from loaders.evidence import FUNDS, Evidence
from loaders.grid import LEFTOVER
from loaders.money import Money, parse_money
from loaders.table import Figure, Note

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loaders.dialect import Dialect
    from loaders.table import ColumnRole, ParsedTable, TableRow

_RULES: Final = {
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
_AREAS: Final = {
    "income": "income",
    "expenditure": "expenditure",
    "basic_economic": "economic",
    "general_public": "general_public",
    "basic_economic_by_source": "fund_basic",
    "project": "fund_project",
}


@dataclass(frozen=True, slots=True)
class _Table:
    """A collapsed table on its way through the solver."""

    statement: str
    columns: tuple[ColumnRole, ...]
    keys: tuple[str, ...]
    rows: list[TableRow]
    solving: list[solve.SolveRow]
    identities: tuple[solve.Identity, ...]


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
        _refuse(loose, table)
        return
    for solving in prepared.solving:
        solve.place_row(solving, len(prepared.columns), prepared.identities)
    grounds = _solve(prepared, _families(prepared, dialect), _evidence_steps(prepared, evidence))
    for row, solved in zip(prepared.rows, prepared.solving, strict=True):
        _settle(row, solved, prepared, "；".join(grounds), table)


def _solve(table: _Table, families: Sequence[solve.Family], steps: Sequence[_Step]) -> list[str]:
    """Narrow the placements down; return the grounds on which that was done.

    The strongest evidence goes first, for speed: if with it every sum of the table comes out, no other reading can be
    the only one. If it does not fit the table, the table's own arithmetic comes first and evidence only after it.
    """
    own = "本表合计=各项之和、上级=下级之和"
    kept = [list(row.candidates) for row in table.solving]
    ground, narrow = steps[0]
    if narrow() and _narrow_under_total(table) and solve.all_hold(table.solving, families):
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


def _refuse(rows: Sequence[TableRow], table: ParsedTable) -> None:
    """A row with more figures than there are columns shows that the header is not understood: no column is certain."""
    for row in rows:
        cells, row.loose = row.loose, []
        table.notes.append(_leftover(row, cells, "有的行数字多于列数，表头可能没有读全，列位无法确定，未载入"))


def _better_reading(table: ParsedTable, first: _Table, unit_text: str, dialect: Dialect) -> _Table:
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
) -> _Table:
    keys = tuple(_key(column) for column in columns)
    rules = dialect.identities[_RULES[statement]]
    if statement == "three_public":
        years = list(dict.fromkeys(_block(column) for column in columns))
        identities = tuple(
            identity
            for year in years
            for identity in solve.identities_of(
                keys, [(f"{year}:{whole}", [f"{year}:{part}" for part in parts]) for whole, parts in rules]
            )
        )
    else:
        identities = solve.identities_of(keys, rules)
    return _Table(statement, columns, keys, loose, [_solve_row(row, unit_text) for row in loose], identities)


def _key(column: ColumnRole) -> str:
    return f"{_block(column)}:{column.component}" if column.component else column.measure or ""


def _block(column: ColumnRole) -> str:
    return "prior" if column.prior else str(column.year or "this")


def _solve_row(row: TableRow, unit_text: str) -> solve.SolveRow:
    moneys = [money for cell in row.loose if (money := parse_money(cell.text, unit_text))]
    return solve.SolveRow(tuple(m.fen for m in moneys), tuple(m.digit for m in moneys))


# ── which rows are the sum of which ──


def _families(table: _Table, dialect: Dialect) -> list[solve.Family]:
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


# ── evidence ──

_Step = tuple[str, "Callable[[], bool]"]


def _evidence_steps(table: _Table, evidence: Evidence) -> list[_Step]:
    """Return what can still settle a table, strongest first: the reason, and the act that narrows it."""
    if table.statement == "three_public":
        return _three_public_steps(table, evidence)
    top = _top_rows(table)
    known = _known(table, evidence)
    area = _AREAS.get(table.statement, "")
    said = evidence.sources(area, table.keys) or "同一文档其他报表"

    def by_values() -> bool:
        done = [solve.keep_best(row, lambda cells: solve.agreement(cells, table.keys, known)) for row in top]
        return any(done)

    def by_bounds() -> bool:
        done = [solve.keep_within(row, lambda cells: _within(cells, table, evidence)) for row in table.solving]
        return any(done)

    def by_total() -> bool:
        done = [solve.keep_within(row, lambda cells: _under_total(cells, top)) for row in table.solving]
        return any(done)

    steps: list[_Step] = [
        (f"合计数与{said}一致", by_values),
        ("各资金来源的支出不超过该来源的收入", by_bounds),
        ("合计行空白的列，其下各行也空白", by_total),
    ]
    if table.statement == "project":
        steps.append(("某一来源的合计恰为一个项目的金额（推断，依据较弱）", lambda: _by_single(table, top)))
    return steps


def _narrow_under_total(table: _Table) -> bool:
    """Where nothing is negative, a column blank in the total row is blank in every row; always tells True."""
    if all(fen >= 0 for row in table.solving for fen in row.figures):
        top = _top_rows(table)
        for row in table.solving:
            solve.keep_within(row, lambda cells: _under_total(cells, top))
    return True


def _under_total(cells: solve.Placement, top: Sequence[solve.SolveRow]) -> bool:
    """A column that is blank in a settled total row has nothing in the rows beneath it."""
    settled = [row.candidates[0] for row in top if len(row.candidates) == 1]
    return all(total[i] is not None for total in settled for i, fen in enumerate(cells) if fen)


def _by_single(table: _Table, top: Sequence[solve.SolveRow]) -> bool:
    """Where one row alone can be the whole of a column's total, it is."""
    if len(top) != 1 or len(top[0].candidates) != 1:
        return False
    done = False
    for column, fen in enumerate(top[0].candidates[0]):
        alone = [row for row in table.solving if row not in top and any(c[column] == fen for c in row.candidates)]
        if fen and len(alone) == 1:
            done = solve.keep_within(alone[0], _holds(column, fen)) or done
    return done


def _holds(column: int, fen: int) -> Callable[[solve.Placement], bool]:
    return lambda cells: cells[column] == fen


def _top_rows(table: _Table) -> list[solve.SolveRow]:
    totals = [solved for row, solved in zip(table.rows, table.solving, strict=True) if row.is_total]
    return totals or list(table.solving)


def _known(table: _Table, evidence: Evidence) -> dict[str, set[int]]:
    area = _AREAS.get(table.statement)
    if area is not None:
        return evidence.known(area, table.keys)
    if table.statement == "appropriation":
        known = {}
        for fund in FUNDS:
            current = evidence.values.get(("income", fund), {})
            carried = evidence.values.get(("carried", fund), {0: ""})
            known[fund] = {a + b for a in current for b in carried}
        return {fund: values for fund, values in known.items() if values}
    return {}


def _within(cells: solve.Placement, table: _Table, evidence: Evidence) -> bool:
    if _RULES[table.statement] not in {"income", "appropriation"}:
        return True
    for measure, fen in zip(table.keys, cells, strict=True):
        ceiling = evidence.ceiling(measure) if measure in FUNDS else None
        if fen is not None and ceiling is not None and fen > ceiling:
            return False
    return True


def _three_public_steps(table: _Table, evidence: Evidence) -> list[_Step]:
    known = {
        f"{block}:{component}": values
        for block, year in _blocks(table)
        for component, values in evidence.known(f"three_public:{year}", _components(table)).items()
    }
    blocks = _blocks(table)

    def by_narrative() -> bool:
        return (
            sum(solve.keep_best(r, lambda cells: solve.agreement(cells, table.keys, known)) for r in table.solving) > 0
        )

    def by_lines() -> bool:
        return (
            sum(solve.keep_within(r, lambda cells: _covers(cells, table, evidence, blocks)) for r in table.solving) > 0
        )

    def by_other_year() -> bool:
        return sum(solve.keep_within(r, lambda cells: _same_columns(cells, table)) for r in table.solving) > 0

    return [
        ("文字说明中的“三公”分项", by_narrative),
        ("“三公”分项不小于基本支出经济分类中的对应科目", by_lines),
        ("两个年度印出的分项相同（推断，依据较弱）", by_other_year),
    ]


def _components(table: _Table) -> list[str]:
    return list(dict.fromkeys(column.component for column in table.columns if column.component))


def _blocks(table: _Table) -> list[tuple[str, int]]:
    """Return the year blocks of a 三公 table: the word in its keys, and the year."""
    years = [column.year for column in table.columns if column.year is not None]
    this = max(years, default=0)
    found = {_block(column): column.year or (this - 1 if column.prior else this) for column in table.columns}
    return list(found.items())


def _covers(cells: solve.Placement, table: _Table, evidence: Evidence, blocks: Sequence[tuple[str, int]]) -> bool:
    """Tell whether each component is at least what the basic spending table prints for it."""
    year_of = dict(blocks)
    for key, fen in zip(table.keys, cells, strict=True):
        block, _, component = key.partition(":")
        bound = evidence.at_least.get((f"three_public:{year_of.get(block)}", component))
        if bound is not None and (fen or 0) < bound[0]:
            return False
    return True


def _same_columns(cells: solve.Placement, table: _Table) -> bool:
    filled: dict[str, set[str]] = {}
    for key, fen in zip(table.keys, cells, strict=True):
        block, _, component = key.partition(":")
        filled.setdefault(block, set())
        if fen is not None:
            filled[block].add(component)
    sets = list(filled.values())
    return all(one == sets[0] for one in sets)


# ── results ──


def _settle(row: TableRow, solved: solve.SolveRow, table: _Table, grounds: str, parsed: ParsedTable) -> None:
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


def _options(solved: solve.SolveRow, position: int, table: _Table) -> str:
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
