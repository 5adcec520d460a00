"""Lines of a collapsed text: what of a line is code, words and figures, and which lines print a header again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders.model import Cell
from loaders.money import is_figure, split_glued
from loaders.text import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.dialect import Dialect
    from loaders.model import Row

WHOLE_CODE: Final = re.compile(r"^\d{3}(?:\d{2}){0,2}$")
_PART_CODE: Final = re.compile(r"^\d{2}$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text: leading codes, words, trailing figures."""

    codes: tuple[Cell, ...]
    words: tuple[Cell, ...]
    figures: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """Return the whole line without white space between its cells."""
        return "".join(cell.text for cell in (*self.codes, *self.words, *self.figures))

    @property
    def first(self) -> Cell:
        """Return the first cell, whatever it is."""
        return (*self.codes, *self.words, *self.figures)[0]


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
