"""Lost cells found again: which column each figure of a row stands in, solved over the whole table.

Only the order of a row's figures is known. A placement of them in columns must satisfy the row's own identity
(合计 = Σ parts); a parent row must be the sum of its children in every column; what is then still open is settled by
evidence from elsewhere in the document, or reported as ambiguous. Amounts are 分, blank is None and counts as nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from operator import add, sub
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Placement = tuple[int | None, ...]
"""For each column the amount that stands in it, None for a blank cell."""

_MOST_STATES: Final = 20_000
_MOST_ROUNDS: Final = 50


@dataclass(slots=True)
class SolveRow:
    """One row: its figures in order with one step of their last digit, and the placements still possible."""

    figures: tuple[int, ...]
    digits: tuple[int, ...]
    candidates: list[Placement] = field(default_factory=list)

    @property
    def digit(self) -> int:
        """The coarsest last digit of the row."""
        return max(self.digits, default=0)


@dataclass(frozen=True, slots=True)
class Identity:
    """A column that is the sum of others; all are column numbers."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """A row whose every column is the sum of that column over other rows."""

    parent: int
    children: tuple[int, ...]


def identities_of(columns: Sequence[str], rules: Iterable[tuple[str, Sequence[str]]]) -> tuple[Identity, ...]:
    """Return the identities that hold among a table's columns; a part without a column stands for its own parts."""
    known = {whole: tuple(parts) for whole, parts in rules}
    at = {measure: index for index, measure in enumerate(columns)}

    def expanded(measure: str) -> list[int]:
        if measure in at:
            return [at[measure]]
        return [index for part in known.get(measure, ()) for index in expanded(part)]

    result = []
    for whole, parts in known.items():
        numbers = tuple(index for part in parts for index in expanded(part))
        if whole in at and numbers:
            result.append(Identity(at[whole], numbers))
    return tuple(result)


def place_row(row: SolveRow, width: int, identities: Sequence[Identity]) -> None:
    """Fill in the placements of one row that satisfy its identities, exactly if any does, else within rounding.

    A row with a figure for every column has one placement, whatever its arithmetic. A row that fits nowhere has none.
    """
    if len(row.figures) == width:
        row.candidates = [tuple(row.figures)]
        return
    row.candidates = _placements(row, width, identities)


def fits(row: SolveRow, width: int, identities: Sequence[Identity]) -> bool:
    """Tell whether some placement of a row satisfies its identities, within rounding."""
    return bool(_placements(row, width, identities))


def _placements(row: SolveRow, width: int, identities: Sequence[Identity]) -> list[Placement]:
    exact: list[Placement] = []
    near: list[Placement] = []
    for chosen in combinations(range(width), len(row.figures)):
        cells: list[int | None] = [None] * width
        for index, fen in zip(chosen, row.figures, strict=True):
            cells[index] = fen
        worst = max((_excess(cells, identity, row.digit) for identity in identities), default=0)
        if worst == 0:
            exact.append(tuple(cells))
        elif worst == 1:
            near.append(tuple(cells))
    return exact or near


def _excess(cells: Sequence[int | None], identity: Identity, digit: int) -> int:
    """Return 0 where an identity holds exactly, 1 within rounding, 2 where it is broken."""
    parts = [cells[index] for index in identity.parts if cells[index] is not None]
    whole = cells[identity.whole]
    if whole is None and not parts:
        return 0
    if whole is None or not parts:
        # A printed zero needs no parts; any other whole without parts is a figure in the wrong column.
        return 0 if not whole and not any(parts) else 2
    difference = abs(whole - sum(part or 0 for part in parts))
    if difference == 0:
        return 0
    return 1 if 2 * difference <= digit * (len(parts) + 1) else 2


def propagate(rows: Sequence[SolveRow], families: Sequence[Family]) -> None:
    """Remove placements that no solution of a family uses, until nothing changes.

    A family that no combination of placements satisfies (an error in the document) removes nothing.
    """
    for _ in range(_MOST_ROUNDS):
        before = [len(row.candidates) for row in rows]
        for family in families:
            _prune(rows, family)
        if before == [len(row.candidates) for row in rows]:
            return


def _prune(rows: Sequence[SolveRow], family: Family) -> bool:
    """Prune one family; tell whether some combination of placements satisfies it."""
    parent = rows[family.parent]
    children = [rows[index] for index in family.children]
    if not children or not parent.candidates or not all(child.candidates for child in children):
        return False
    slack = parent.digit + sum(child.digit for child in children)
    for allowed in (0, slack):
        used = _used(parent, children, allowed)
        if used is None:
            return False
        if used[0]:
            parent.candidates = [c for c in parent.candidates if c in used[0]]
            for child, keep in zip(children, used[1], strict=True):
                child.candidates = [c for c in child.candidates if c in keep]
            return True
    return False


def all_hold(rows: Sequence[SolveRow], families: Sequence[Family]) -> bool:
    """Tell whether every family has a combination of placements that satisfies it; prunes as `propagate` does."""
    return sum(_prune(rows, family) for family in families) == len(families)


def _used(
    parent: SolveRow, children: Sequence[SolveRow], slack: int
) -> tuple[set[Placement], list[set[Placement]]] | None:
    """Return the placements that take part in some solution of a family; None where there are too many to tell."""
    forward = [{(0,) * len(parent.candidates[0])}]
    for child in children:
        amounts = [_filled(cells) for cells in child.candidates]
        sums = {tuple(map(add, state, cells)) for state in forward[-1] for cells in amounts}
        if len(sums) > _MOST_STATES:
            return None
        forward.append(sums)
    parents: set[Placement] = set()
    reached: set[tuple[int, ...]] = set()
    for cells in parent.candidates:
        hits = _hits(_filled(cells), forward[-1], slack)
        if hits:
            parents.add(cells)
            reached |= hits
    keeps: list[set[Placement]] = []
    for child, states in zip(reversed(children), reversed(forward[:-1]), strict=True):
        keep, reached = _backward(child, states, reached)
        keeps.append(keep)
    return parents, keeps[::-1]


def _backward(
    child: SolveRow, states: set[tuple[int, ...]], reached: set[tuple[int, ...]]
) -> tuple[set[Placement], set[tuple[int, ...]]]:
    """Return the placements of one child on a way to a reached sum, and the sums before it on such a way."""
    keep: set[Placement] = set()
    before: set[tuple[int, ...]] = set()
    for cells in child.candidates:
        amounts = _filled(cells)
        for target in reached:
            state = tuple(map(sub, target, amounts))
            if state in states:
                keep.add(cells)
                before.add(state)
    return keep, before


def _filled(cells: Placement) -> tuple[int, ...]:
    return tuple([fen or 0 for fen in cells])


def _hits(wanted: tuple[int, ...], sums: set[tuple[int, ...]], slack: int) -> set[tuple[int, ...]]:
    if slack == 0:
        return {wanted} & sums
    return {state for state in sums if all(2 * abs(a - b) <= slack for a, b in zip(state, wanted, strict=True))}


def is_settled(rows: Sequence[SolveRow]) -> bool:
    """Tell whether every row has exactly one placement."""
    return all(len(row.candidates) == 1 for row in rows)


def keep_best(row: SolveRow, score: Callable[[Placement], int]) -> bool:
    """Keep the placements that evidence speaks for most; tell whether that removed any.

    Nothing is removed where no placement has evidence for it.
    """
    scores = [score(cells) for cells in row.candidates]
    if len(row.candidates) < 2 or max(scores) <= 0 or min(scores) == max(scores):
        return False
    row.candidates = [cells for cells, n in zip(row.candidates, scores, strict=True) if n == max(scores)]
    return True


def keep_within(row: SolveRow, allowed: Callable[[Placement], bool]) -> bool:
    """Keep the placements that break no bound; tell whether that removed any. Never removes all."""
    kept = [cells for cells in row.candidates if allowed(cells)]
    if not kept or len(kept) == len(row.candidates):
        return False
    row.candidates = kept
    return True


def agreement(cells: Placement, columns: Sequence[str], known: Mapping[str, set[int]]) -> int:
    """Return how many columns agree with known values, less those that contradict them. A blank agrees with 0."""
    result = 0
    for measure, fen in zip(columns, cells, strict=True):
        values = known.get(measure)
        if values:
            result += 1 if (fen or 0) in values else -1
    return result


def settled_columns(row: SolveRow) -> tuple[int | None, ...]:
    """Return for each figure the column it stands in in every remaining placement, None where they differ."""
    result: list[int | None] = []
    for position in range(len(row.figures)):
        columns = {_column_of(cells, position) for cells in row.candidates}
        result.append(columns.pop() if len(columns) == 1 else None)
    return tuple(result)


def _column_of(cells: Placement, position: int) -> int:
    return [index for index, fen in enumerate(cells) if fen is not None][position]
