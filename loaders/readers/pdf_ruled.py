"""Ruled tables of a PDF page: cells with their text and places, in the columns of the page before where they go on."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from loaders.model import Cell, Row
from loaders.money import is_figure
from loaders.readers.pdf_overflow import cells_of
from loaders.readers.pdf_words import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.model import Box
    from loaders.readers.pdf_words import Char

_SAME_EDGE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The cells that the rules of one table make, row by row; None where a row has no cell of its own in a column."""

    rows: tuple[tuple[Box | None, ...], ...]

    @property
    def box(self) -> Box:
        """Return the box around the table."""
        return _around([cell for row in self.rows for cell in row if cell])

    @property
    def edges(self) -> list[float]:
        """Return the left edges of the columns."""
        return sorted({round(cell[0], 1) for row in self.rows for cell in row if cell})


def _around(boxes: Sequence[Box]) -> Box:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def outside(chars: Iterable[Char], tables: Iterable[Rules]) -> list[Char]:
    """Return the characters that are in none of the tables."""
    boxes = [table.box for table in tables]
    return [char for char in chars if not any(_holds(box, char) for box in boxes)]


def _holds(box: Box, char: Char) -> bool:
    x0, top, x1, bottom = box
    return top <= char.middle <= bottom and x0 <= (char.x0 + char.x1) / 2 <= x1


def is_fully_ruled(table: Rules, chars: Sequence[Char]) -> bool:
    """Tell whether every cell is ruled off: in a table without rules between its rows, figures stand on one another."""
    for row in _rows(table, chars):
        stacked = [len(text.split("\n")) for _, text in row if "\n" in text and all(map(_is_amount, text.split("\n")))]
        if len(stacked) > 1 or sum(stacked) > 2:
            return False
    return True


def _is_amount(text: str) -> bool:
    return is_figure(text) and "." in text[1:-1]


def are_same(one: Sequence[float], other: Sequence[float]) -> bool:
    """Tell whether two tables have the same columns."""
    return len(one) == len(other) and all(abs(a - b) <= _SAME_EDGE for a, b in zip(one, other, strict=True))


def table_rows(
    table: Rules, chars: Sequence[Char], page: int, columns: list[float]
) -> tuple[tuple[Row, ...], list[float]]:
    """Return the rows of a table, in the columns of the page before where its own rules are some of those."""
    target = columns if _goes_on(table.edges, columns) else table.edges
    rows = enumerate(_rows(table, chars), start=1)
    return tuple(_row(row, index, page, target) for index, row in rows), target


def _row(cells: Iterable[tuple[Box | None, str]], index: int, page: int, columns: Sequence[float]) -> Row:
    row = [Cell("", index, page) for _ in columns]
    for box, text in cells:
        if box is not None:
            row[_column(box[0], columns)] = Cell(text, index, page, box)
    return tuple(row)


def _rows(table: Rules, chars: Sequence[Char]) -> Iterator[list[tuple[Box | None, str]]]:
    """Yield the cells of each row with their text; a character is in the cell that holds its middle."""
    ordered = sorted(chars, key=attrgetter("middle"))
    heights = [char.middle for char in ordered]
    for row in table.rows:
        _, top, _, bottom = _around([cell for cell in row if cell])
        level = ordered[bisect_left(heights, top) : bisect_left(heights, bottom)]
        found: dict[int, list[Char]] = {}
        boxes = [cell for cell in row if cell]
        for char, index in cells_of(level, boxes):
            found.setdefault(index, []).append(char)
        numbers = {id(cell): number for number, cell in enumerate(boxes)}
        yield [(cell, text_of(found.get(numbers[id(cell)], ())) if cell else "") for cell in row]


def _goes_on(own: Sequence[float], columns: Sequence[float]) -> bool:
    """Tell whether a table's rules are among those of the page before, some of them missing."""
    if not columns or len(own) >= len(columns) or abs(own[0] - columns[0]) > _SAME_EDGE:
        return False
    return all(min(abs(edge - column) for column in columns) <= _SAME_EDGE for edge in own)


def _column(edge: float, columns: Sequence[float]) -> int:
    return min(range(len(columns)), key=lambda index: abs(columns[index] - edge))
