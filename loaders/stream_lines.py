"""Lines of a collapsed text: what of a line is code, words and figures, and which lines print a header again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loaders.grid import LEFTOVER, OTHER_TABLE
from loaders.model import Cell
from loaders.money import is_figure, split_glued
from loaders.table import Note
from loaders.text import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.dialect import Dialect
    from loaders.model import Row

WHOLE_CODE: Final = re.compile(r"^\d{3}(?:\d{2}){0,2}$")
_PART_CODE: Final = re.compile(r"^\d{2}$")
_UNIT_NUMBER: Final = re.compile(r"\d{4,12}")
_FEWEST_LABELS: Final = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text: leading codes, words, trailing figures."""

    codes: tuple[Cell, ...]
    words: tuple[Cell, ...]
    figures: tuple[Cell, ...]

    def without_numbers(self) -> Line:
        """Return the line without the numbers of units among its words, for a table that has a column of them."""
        return replace(self, words=tuple(cell for cell in self.words if not _UNIT_NUMBER.fullmatch(cell.text)))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return all cells of the line in their order."""
        return (*self.codes, *self.words, *self.figures)

    @property
    def text(self) -> str:
        """Return the whole line without white space between its cells."""
        return "".join(cell.text for cell in self.cells)

    @property
    def first(self) -> Cell:
        """Return the first cell, whatever it is."""
        return self.cells[0]


def split_line(row: Row) -> Line:
    """Split a line: leading codes, then words, then the run of figures at its end."""
    cells = [piece for cell in row for piece in pieces(cell)]
    end = len(cells)
    while end and is_figure(cells[end - 1].text):
        end -= 1
    start = 0
    while start < len(cells) and is_code(cells[start].text, first=start == 0):
        start += 1
    # Of a line of digits alone the codes stand first; a figure has a decimal point or follows a code of its own.
    end = max(start, end)
    return Line(tuple(cells[:start]), tuple(cells[start:end]), tuple(cells[end:]))


def without_blanks(row: Row, dialect: Dialect, *, halves: bool) -> Row:
    """Return a line without the marks of blank cells (`-`): beside figures, at its ends, or between halves."""
    marks = [bare(cell.text) in dialect.blank_marks for cell in row]
    beside = [mark or is_figure(cell.text) for mark, cell in zip(marks, row, strict=True)]
    return tuple(
        cell
        for i, cell in enumerate(row)
        if not (marks[i] and (halves or i in {0, len(row) - 1} or beside[i - 1] or beside[i + 1]))
    )


def pieces(cell: Cell) -> Iterator[Cell]:
    """Yield a cell, or the two that were run together in it."""
    for text in split_glued(cell.text):
        yield Cell(text, cell.line, cell.page)


def is_code(text: str, *, first: bool) -> bool:
    """Tell whether a word can be a code: of any length at the start of a line, of two digits after another code."""
    return bool((first and WHOLE_CODE.match(text)) or _PART_CODE.match(text))


def without_headers(lines: Sequence[Line], header: str, dialect: Dialect) -> list[Line]:
    """Leave out the lines of a header printed again, whole or only its first lines."""
    blob = bare(header)
    result: list[Line] = []
    index = 0
    while index < len(lines):
        taken = _header_lines(lines[index:], blob)
        if taken and not dialect.is_total_row(lines[index].text):
            index += taken
            continue
        result.append(lines[index])
        index += 1
    return result


def _header_lines(lines: Sequence[Line], blob: str) -> int:
    """Return how many lines, from the first one on, print the start of the header again."""
    text = ""
    taken = 0
    for line in lines:
        if line.figures or line.codes or not blob.startswith(text + bare(line.text)):
            break
        text += bare(line.text)
        taken += 1
    return taken if len(text) > 3 else 0


def split_other_table(
    lines: Sequence[Line], header: str, statement: str, dialect: Dialect
) -> tuple[list[Line], list[Note]]:
    """Cut a body where another table begins; return its lines without repeated headers, and what is left over."""
    body, notes = _cut(lines, _other_start(lines, bare(header), statement, dialect))
    return without_headers(body, header, dialect), notes


def _other_start(lines: Sequence[Line], blob: str, statement: str, dialect: Dialect) -> int:
    """Return where another header stands, or the same one over rows that begin again; else the number of lines."""
    index = 0
    while index < len(lines):
        taken = _header_lines(lines[index:], blob)
        if index and (
            _begins_again(lines, index, taken, dialect) if taken else _is_header(lines[index], statement, dialect)
        ):
            break
        index += max(taken, 1)
    return index


def _begins_again(lines: Sequence[Line], start: int, taken: int, dialect: Dialect) -> bool:
    """Tell whether rows begin again under a line of words and the table's header.

    A page that goes on repeats the header, and at most a total with the same figures.
    """
    if lines[start - 1].figures or lines[start - 1].codes:
        return False
    first = next((line for line in lines if line.figures), None)
    again = next((line for line in lines[start + taken :] if line.figures), None)
    if first is None or again is None or _texts(first.codes) != _texts(again.codes):
        return False
    if first.codes:
        return True
    both_total = all(dialect.is_total_row("".join(_texts(line.words))) for line in (first, again))
    return both_total and _texts(first.figures) != _texts(again.figures)


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in cells]


def _cut(lines: Sequence[Line], start: int) -> tuple[list[Line], list[Note]]:
    """Return the lines before another table, and a note for each of its lines with figures."""
    rest = [line for line in lines[start:] if line.figures]
    if not rest:
        return list(lines), []
    # The line just above a header is the title of its table, and no rest of the name of the last row.
    has_title = not lines[start - 1].figures and not lines[start - 1].codes
    end = start - 1 if has_title else start
    reason = f"{OTHER_TABLE}（表头前一行是“{lines[end].text}”），未载入" if has_title else f"{OTHER_TABLE}，未载入"
    return list(lines[:end]), [
        Note(LEFTOVER, " ".join(cell.text for cell in line.cells), "", reason, line.first.line, line.first.page)
        for line in rest
    ]


def _is_header(line: Line, statement: str, dialect: Dialect) -> bool:
    if line.figures or line.codes or len(line.words) < _FEWEST_LABELS:
        return False
    known = [cell for cell in line.words if dialect.label(cell.text, statement)]
    return len(known) >= _FEWEST_LABELS and 2 * len(known) >= len(line.words)
