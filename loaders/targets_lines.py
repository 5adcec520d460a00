"""Lines of a text layer that has lost its columns: level words put together, values parted from names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loaders.model import Cell, RawTable
from loaders.targets_forms import COMPARATORS, TargetDialect
from loaders.text import bare, split_ordinal, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.model import Block

Line = list[Cell]
"""The printed cells of one line, in their order; never empty."""

_PAGE_NUMBER: Final = re.compile(r"[-—–－]\s*\d{1,4}\s*[-—–－]|第\s*\d{1,4}\s*页.*")
_HEADING: Final = re.compile(r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、")
_LOOK_AHEAD: Final = 3
_LONG_PREFIX: Final = 4


@dataclass(frozen=True, slots=True)
class Level:
    """A level word; `more` tells that another level word follows at once."""

    word: str
    at: Cell
    more: bool = False


Event = Level | Line


def lines_of(blocks: Iterable[Block]) -> list[Line]:
    """Return all lines of the blocks as printed cells, page numbers left out."""
    found: list[Line] = []
    for block in blocks:
        if isinstance(block, RawTable):
            rows: list[Line] = [[cell for cell in row if cell.text] for row in block.rows]
        else:
            rows = [[Cell(word, block.line, block.page) for word in block.text.split()]]
        found += [row for row in rows if row and not _PAGE_NUMBER.fullmatch(joined(row))]
    return found


def joined(line: Iterable[Cell]) -> str:
    """Return the words of a line with single spaces between them, as printed."""
    return " ".join(cell.text for cell in line)


def name_of(cells: Iterable[Cell]) -> str:
    """Return the words of wrapped lines as one name."""
    return squeeze(" ".join(cell.text for cell in cells))


def is_heading(line: Line) -> bool:
    """Tell whether a line is a heading of the narrative (`七、…`, `第四部分`), which ends the forms."""
    return _HEADING.fullmatch(split_ordinal(joined(line))[0]) is not None


def starts_value(cell: Cell, dialect: TargetDialect) -> bool:
    """Tell whether a cell begins with a comparator or names the nature of a value in words."""
    return cell.text[0] in COMPARATORS or bare(cell.text) in dialect.quality


def split_value(line: Line, dialect: TargetDialect) -> tuple[Line, Line]:
    """Return the cells before and from the one that surely begins a value; the second is empty if there is none."""
    for index, cell in enumerate(line):
        if starts_value(cell, dialect):
            return line[:index], line[index:]
    return line, []


def events_of(lines: Iterable[Line], dialect: TargetDialect) -> list[Event]:
    """Return the level words and the rest of the lines, in the order of the text."""
    found: list[Event] = []
    for line in join_level_words([list(line) for line in lines], dialect.levels):
        rest = line
        while rest and _is_level(rest, dialect):
            found.append(Level(bare(rest[0].text), rest[0], more=_next_is_level(rest, dialect)))
            rest = rest[1:]
        if rest:
            found.append(rest)
    return found


def _is_level(line: Line, dialect: TargetDialect) -> bool:
    word = bare(line[0].text)
    # 服务对象满意度 ≥95%: a level word that has only a value beside it is the name of the indicator.
    only_value = len(line) > 1 and starts_value(line[1], dialect)
    if word in dialect.levels:
        return not only_value
    return word in dialect.short and len(line) > 2 and not only_value and bool(split_value(line, dialect)[1])


def _next_is_level(line: Line, dialect: TargetDialect) -> bool:
    return len(line) > 1 and _is_level(line[1:], dialect)


def join_level_words(lines: list[Line], words: frozenset[str]) -> list[Line]:
    """Return the lines with level words that were wrapped over several lines in one cell."""
    found: list[Line] = []
    index = 0
    while index < len(lines):
        end = _end_of_word(lines, index, words)
        if end > index:
            word = "".join(line[0].text for line in lines[index : end + 1])
            lines[end] = [replace(lines[index][0], text=word), *lines[end][1:]]
            index = end
        elif _mend_broken_word(lines, index, words):
            index += 1
            continue
        found.append(lines[index])
        index += 1
    return found


def _end_of_word(lines: Sequence[Line], start: int, words: frozenset[str]) -> int:
    """Return the line where the longest level word that begins in line `start` ends, `start` if there is none."""
    text, end = "", start
    for index in range(start, len(lines)):
        text += bare(lines[index][0].text)
        if not any(word.startswith(text) for word in words):
            break
        if text in words:
            end = index
        if len(lines[index]) > 1:
            break
    return end


def _mend_broken_word(lines: list[Line], start: int, words: frozenset[str]) -> bool:
    """Put the rest of a broken level word, printed some lines below, behind its beginning: the word stands there."""
    head = bare(lines[start][0].text)
    if len(lines[start]) > 1 or len(head) < _LONG_PREFIX:
        return False
    for index in range(start + 1, min(start + 1 + _LOOK_AHEAD, len(lines))):
        tail = lines[index][0]
        if len(lines[index]) == 1 and head + bare(tail.text) in words:
            lines[index] = [replace(tail, text=head + bare(tail.text))]
            return True
    return False
