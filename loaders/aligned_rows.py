"""Rows of tables without rules: figures on one level are a row, the lines of a wrapped name stand around it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from loaders.model import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from loaders.model import Row

_LEVEL: Final = 2.5
_SAME_BLOCK: Final = 1.45


@dataclass(frozen=True, slots=True)
class Mark:
    """One word, its column, and whether it is a figure or code, which tells the level of a row."""

    cell: Cell
    column: int
    is_anchor: bool

    @property
    def middle(self) -> float:
        """Return the height of the word's middle."""
        return (self.cell.box[1] + self.cell.box[3]) / 2 if self.cell.box else 0.0

    @property
    def height(self) -> float:
        """Return the height of the word's characters."""
        return self.cell.box[3] - self.cell.box[1] if self.cell.box else 0.0


@dataclass(slots=True)
class _Line:
    """One line of a text column: its words, and the level of their middle."""

    words: list[Mark]
    middle: float

    @property
    def text(self) -> str:
        return " ".join(word.cell.text for word in self.words)


@dataclass(slots=True)
class _Level:
    """One row to be: its level on the page, the words on it, and the lines of its names by column."""

    middle: float
    marks: list[Mark]
    names: dict[int, list[_Line]]


def body_rows(pages: Sequence[Sequence[Mark]], width: int, *, sided: bool) -> list[Row] | None:
    """Return the rows of all pages; None where a name belongs to no row for certain.

    In a table of two halves (`sided`) an item may have no figure; elsewhere a name without one is the rest of the last
    name of the page before.
    """
    rows: list[_Level] = []
    for number, page in enumerate(pages):
        levels = _page_levels(page, sided=sided)
        if levels is None:
            return None
        while levels and not levels[0].marks and not sided:
            first = levels.pop(0)
            if not number or not rows:
                return None
            for column, lines in first.names.items():
                rows[-1].names.setdefault(column, []).extend(lines)
        if not sided and not all(level.marks for level in levels):
            return None
        rows.extend(levels)
    if any(_is_doubled(level) for level in rows):
        return None
    return [_row(level, width) for level in rows]


def _page_levels(marks: Sequence[Mark], *, sided: bool) -> list[_Level] | None:
    anchors = sorted((mark for mark in marks if mark.is_anchor), key=lambda mark: mark.middle)
    levels = [_Level(group[0].middle, group, {}) for group in _close(anchors)]
    texts = sorted((mark for mark in marks if not mark.is_anchor), key=lambda mark: mark.column)
    columns = [(column, list(words)) for column, words in groupby(texts, key=lambda mark: mark.column)]
    for index, (column, words) in enumerate(columns):
        lines = [_Line(group, group[0].middle) for group in _close(sorted(words, key=lambda mark: mark.middle))]
        end = columns[index + 1][0] if index + 1 < len(columns) else None
        placed = _items(lines, levels, column, end) if sided else _names(lines, levels)
        if placed is None:
            return None
        for level, part in placed:
            level.names.setdefault(column, []).extend(part)
            if not any(level is known for known in levels):
                levels.append(level)
    return sorted(levels, key=lambda level: level.middle)


def _close(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    group: list[Mark] = []
    for mark in marks:
        if group and mark.middle - group[0].middle > _LEVEL:
            yield sorted(group, key=lambda m: m.cell.box or ())
            group = []
        group.append(mark)
    if group:
        yield sorted(group, key=lambda m: m.cell.box or ())


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Yield lines that stand close: one wrapped name, or several rows set close."""
    block: list[_Line] = []
    for line in lines:
        if block and line.middle - block[-1].middle > _SAME_BLOCK * line.words[0].height:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _names(lines: Sequence[_Line], levels: Sequence[_Level]) -> list[tuple[_Level, list[_Line]]] | None:
    """Return the row of every line of a text column: the lines of one name stand around the level of its row."""
    placed: list[tuple[_Level, list[_Line]]] = []
    for block in _blocks(lines):
        inside = [level for level in levels if _within(level, block)]
        ways = (_runs(block, inside, alignment) for alignment in (_centre, _first, _last))
        found = next((way for way in ways if way is not None), None)
        if found is None and inside:
            return None
        placed.extend(found if found is not None else [(_Level(block[0].middle, [], {}), block)])
    return placed


def _items(
    lines: Sequence[_Line], levels: Sequence[_Level], column: int, end: int | None
) -> list[tuple[_Level, list[_Line]]] | None:
    """Return the row of every line of one half's items; only the figures of that half count.

    Lines that stand close are one wrapped item, unless somewhere several of them have figures of their own.
    """
    own = [level for level in levels if any(m.column > column and (end is None or m.column < end) for m in level.marks)]
    blocks = [(block, [level for level in own if _within(level, block)]) for block in _blocks(lines)]
    if sum(len(inside) for _, inside in blocks) != len(own):
        return None
    if any(len(inside) > 1 for _, inside in blocks):
        alone = [(_level_at(line, levels), [line]) for line in lines]
        return alone if all(any(level is found for found, _ in alone) for level in own) else None
    for way in (_centre, _first, _last):
        if all(abs(way(block) - level.middle) <= _LEVEL for block, inside in blocks for level in inside):
            return [pair for block, inside in blocks for pair in _apart(block, inside, levels)]
    return None


def _apart(
    block: list[_Line], inside: Sequence[_Level], levels: Sequence[_Level]
) -> Iterator[tuple[_Level, list[_Line]]]:
    """Yield a wrapped item with its figures, or the lines of items without any."""
    if inside:
        yield inside[0], block
    else:
        yield from ((_level_at(line, levels), [line]) for line in block)


def _level_at(line: _Line, levels: Sequence[_Level]) -> _Level:
    found = (level for level in levels if abs(level.middle - line.middle) <= _LEVEL)
    return next(found, None) or _Level(line.middle, [], {})


def _within(level: _Level, block: Sequence[_Line]) -> bool:
    return block[0].middle - _LEVEL <= level.middle <= block[-1].middle + _LEVEL


def _centre(run: Sequence[_Line]) -> float:
    return (run[0].middle + run[-1].middle) / 2


def _first(run: Sequence[_Line]) -> float:
    return run[0].middle


def _last(run: Sequence[_Line]) -> float:
    return run[-1].middle


def _runs(
    block: Sequence[_Line], levels: Sequence[_Level], alignment: Callable[[Sequence[_Line]], float]
) -> list[tuple[_Level, list[_Line]]] | None:
    """Cut a block into one run for each level, if there is just one way."""
    ways: list[list[tuple[_Level, list[_Line]]]] = []

    def cut(start: int, number: int, runs: list[tuple[_Level, list[_Line]]]) -> None:
        if number == len(levels):
            if start == len(block):
                ways.append(runs)
            return
        for end in range(start + 1, len(block) + 1):
            if abs(alignment(block[start:end]) - levels[number].middle) <= _LEVEL:
                cut(end, number + 1, [*runs, (levels[number], list(block[start:end]))])

    if levels:
        cut(0, 0, [])
    return ways[0] if len(ways) == 1 else None


def _is_doubled(level: _Level) -> bool:
    """Tell whether two figures stand in one column of a row."""
    columns = sorted(mark.column for mark in level.marks)
    return any(a == b for a, b in pairwise(columns))


def _row(level: _Level, width: int) -> Row:
    place = (level.marks or [word for lines in level.names.values() for line in lines for word in line.words])[0].cell
    row = [Cell("", place.line, place.page) for _ in range(width)]
    for column, lines in level.names.items():
        first = lines[0].words[0].cell
        row[column] = Cell("\n".join(line.text for line in lines), first.line, first.page, first.box)
    for mark in level.marks:
        row[mark.column] = mark.cell
    return tuple(row)
