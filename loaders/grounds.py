"""On which grounds, beside its own arithmetic, the columns of a collapsed table can be told: what else was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from loaders import solve
from loaders.collapsed_table import IDENTITIES_OF, block_of
from loaders.evidence import FUNDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loaders.collapsed_table import CollapsedTable
    from loaders.evidence import Evidence

_AREAS: Final = {
    "income": "income",
    "expenditure": "expenditure",
    "basic_economic": "economic",
    "general_public": "general_public",
    "basic_economic_by_source": "fund_basic",
    "project": "fund_project",
}

Step = tuple[str, "Callable[[], bool]"]


def steps_of(table: CollapsedTable, evidence: Evidence) -> list[Step]:
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

    steps: list[Step] = [
        (f"合计数与{said}一致", by_values),
        ("各资金来源的支出不超过该来源的收入", by_bounds),
        ("合计行空白的列，其下各行也空白", by_total),
    ]
    if table.statement == "project":
        steps.append(("某一来源的合计恰为一个项目的金额（推断，依据较弱）", lambda: _by_single(table, top)))
    return steps


def narrow_under_total(table: CollapsedTable) -> bool:
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


def _by_single(table: CollapsedTable, top: Sequence[solve.SolveRow]) -> bool:
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


def _top_rows(table: CollapsedTable) -> list[solve.SolveRow]:
    totals = [solved for row, solved in zip(table.rows, table.solving, strict=True) if row.is_total]
    return totals or list(table.solving)


def _known(table: CollapsedTable, evidence: Evidence) -> dict[str, set[int]]:
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


def _within(cells: solve.Placement, table: CollapsedTable, evidence: Evidence) -> bool:
    if IDENTITIES_OF[table.statement] not in {"income", "appropriation"}:
        return True
    for measure, fen in zip(table.keys, cells, strict=True):
        ceiling = evidence.ceiling(measure) if measure in FUNDS else None
        if fen is not None and ceiling is not None and fen > ceiling:
            return False
    return True


def _three_public_steps(table: CollapsedTable, evidence: Evidence) -> list[Step]:
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


def _components(table: CollapsedTable) -> list[str]:
    return list(dict.fromkeys(column.component for column in table.columns if column.component))


def _blocks(table: CollapsedTable) -> list[tuple[str, int]]:
    """Return the year blocks of a 三公 table: the word in its keys, and the year."""
    years = [column.year for column in table.columns if column.year is not None]
    this = max(years, default=0)
    found = {block_of(column): column.year or (this - 1 if column.prior else this) for column in table.columns}
    return list(found.items())


def _covers(
    cells: solve.Placement, table: CollapsedTable, evidence: Evidence, blocks: Sequence[tuple[str, int]]
) -> bool:
    """Tell whether each component is at least what the basic spending table prints for it."""
    year_of = dict(blocks)
    for key, fen in zip(table.keys, cells, strict=True):
        block, _, component = key.partition(":")
        bound = evidence.at_least.get((f"three_public:{year_of.get(block)}", component))
        if bound is not None and (fen or 0) < bound[0]:
            return False
    return True


def _same_columns(cells: solve.Placement, table: CollapsedTable) -> bool:
    filled: dict[str, set[str]] = {}
    for key, fen in zip(table.keys, cells, strict=True):
        block, _, component = key.partition(":")
        filled.setdefault(block, set())
        if fen is not None:
            filled[block].add(component)
    sets = list(filled.values())
    return all(one == sets[0] for one in sets)
