"""Codes that carry over rows: 类, 款 and 项 put together, and rows in the wrong code column found by the sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders.table import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.table import TableRow

_MOST_SOLUTIONS: Final = 16
_CLASS_LENGTH: Final = 3
_LEVEL_NAMES: Final = {1: "类", 2: "款", 3: "项"}


@dataclass(frozen=True, slots=True)
class _Coded:
    """A row with its printed level (None where a short code does not tell it) and its total in 分."""

    row: TableRow
    level: int | None
    fen: int | None
    digit: int


def settle_codes(rows: Sequence[TableRow], totals: Sequence[tuple[int | None, int]], deepest: int) -> list[Note]:
    """Give every coded row its full code, level and parent; return the repairs.

    Args:
        rows: the rows of one table in order.
        totals: for each row its total in 分 and one step of its last digit in 分.
        deepest: 3 for function codes, 2 for economic codes.

    A level that the sums contradict (款 = Σ项, 类 = Σ款) is changed only where exactly one smallest change makes every
    sum of that 类 come out; otherwise the printed level stands.
    """
    notes: list[Note] = []
    for group in _groups(rows, totals):
        levels = _levels(group, deepest)
        notes.extend(_assign(group, levels))
    return notes


def carry_gov_codes(rows: Sequence[TableRow]) -> list[Note]:
    """Complete 款 of the paired classification printed without their 类 (`01` beneath `501`); return the repairs."""
    notes: list[Note] = []
    above = ""
    for row in rows:
        code = row.gov_code or ""
        if len(code) >= _CLASS_LENGTH:
            above = code[:_CLASS_LENGTH]
        elif code and above:
            row.gov_code = above + code.zfill(2)
            reason = "政府预算经济分类的款只印两位，类取自上一行"
            notes.append(
                Note("carried_code", f"{code} {row.paired_name or ''}", row.gov_code, reason, row.line, row.page)
            )
    return notes


def _groups(rows: Sequence[TableRow], totals: Sequence[tuple[int | None, int]]) -> Iterator[list[_Coded]]:
    """Yield the rows of each 类, its own row first."""
    group: list[_Coded] = []
    for row, (fen, digit) in zip(rows, totals, strict=True):
        level = printed_level(row)
        if level is None and not row.short_code:
            continue
        if level == 1 and group:
            yield group
            group = []
        group.append(_Coded(row, level, fen, digit))
    if group:
        yield group


def printed_level(row: TableRow) -> int | None:
    """Return the level that the deepest printed part of the code says, None where there is none."""
    deepest = [depth for depth, part in enumerate(row.code_parts, start=1) if part]
    return deepest[-1] if deepest else None


def _levels(group: list[_Coded], deepest: int) -> list[int]:
    printed = [coded.level if coded.level is not None else 0 for coded in group]
    if deepest == 2 or len(group) < 2 or printed[0] != 1:
        return [level or 2 for level in printed]
    if all(printed) and _sums_hold(group, printed):
        return printed
    solutions = list(_solutions(group))
    changes = [sum(1 for a, b in zip(s, printed, strict=True) if b and a != b) for s in solutions]
    best = [s for s, n in zip(solutions, changes, strict=True) if n == min(changes)]
    if len(best) == 1:
        return best[0]
    return [level or 0 for level in printed]


def _solutions(group: list[_Coded]) -> Iterator[list[int]]:
    """Yield the ways to read rows as 款 or 项 in which every sum of the 类 comes out."""
    found = 0
    stack: list[tuple[int, list[int]]] = [(1, [1])]
    while stack and found < _MOST_SOLUTIONS:
        index, levels = stack.pop()
        if index == len(group):
            if _sums_hold(group, levels):
                found += 1
                yield levels
            continue
        for level in (3, 2):
            if level == 3 and index == 1:
                continue
            if level == 2 and not _last_closed(group, levels):
                continue
            stack.append((index + 1, [*levels, level]))


def _last_closed(group: list[_Coded], levels: list[int]) -> bool:
    """Tell whether the last 款 is either empty or the sum of its 项."""
    last = max((i for i, level in enumerate(levels) if level == 2), default=0)
    children = group[last + 1 : len(levels)]
    return last == 0 or not children or _equal(group[last], children)


def _sums_hold(group: list[_Coded], levels: list[int]) -> bool:
    classes = [coded for coded, level in zip(group, levels, strict=True) if level == 2]
    if classes and not _equal(group[0], classes):
        return False
    starts = [i for i, level in enumerate(levels) if level == 2]
    ends = [*starts[1:], len(levels)] if starts else []
    for start, end in zip(starts, ends, strict=True):
        children = group[start + 1 : end]
        if children and not _equal(group[start], children):
            return False
    codes = [coded.row.code_parts[2] or coded.row.short_code for coded in group]
    siblings = [(levels[:i].count(2), levels[i], codes[i]) for i in range(len(levels)) if levels[i] == 3]
    return len(siblings) == len(set(siblings))


def _equal(parent: _Coded, children: Sequence[_Coded]) -> bool:
    if parent.fen is None or any(child.fen is None for child in children):
        return True
    difference = parent.fen - sum(child.fen or 0 for child in children)
    return 2 * abs(difference) <= parent.digit + sum(child.digit for child in children)


def _assign(group: list[_Coded], levels: list[int]) -> Iterator[Note]:
    state = ["", "", ""]
    for coded, level in zip(group, levels, strict=True):
        row = coded.row
        if level == 0:
            continue
        parts = [row.code_parts[0], *(part.zfill(2) if part else "" for part in row.code_parts[1:])]
        if tuple(parts) != row.code_parts:
            reason = "款、项为两位编码，所印一位数字前补零"
            before, after = " ".join(filter(None, row.code_parts)), " ".join(filter(None, parts))
            yield Note("padded_code", f"{before} {row.name}", after, reason, row.line, row.page)
        own = parts[(coded.level or level) - 1] or row.short_code
        for depth in range(level - 1):
            state[depth] = parts[depth] or state[depth]
        state[level - 1] = own
        state[level:] = [""] * (3 - level)
        row.code = "".join(state[:level])
        row.level = level
        row.parent_code = "".join(state[: level - 1]) or None
        if coded.level is not None and coded.level != level:
            yield Note(
                "code_shift",
                f"{_LEVEL_NAMES[coded.level]}列“{own}” {row.name}",
                row.code,
                f"按{_LEVEL_NAMES[level]}级读时，类=Σ款、款=Σ项全部成立，且仅此一种改法",
                row.line,
                row.page,
            )
        elif coded.level is None:
            reason = "编码只印两位，层级由类=Σ款=Σ项唯一确定"
            yield Note("short_code", f"{row.short_code} {row.name}", row.code, reason, row.line, row.page)
