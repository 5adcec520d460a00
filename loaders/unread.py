"""Tables that were seen and are not loaded: their titles, reasons and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders.model import RawTable
from loaders.money import is_figure
from loaders.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.model import Block, TextLine

UNKNOWN_TITLE: Final = "表名不在已知报表之列，未载入"
_LONGEST_TITLE: Final = 60
_FEWEST_ROWS: Final = 3
_MOST_BETWEEN: Final = 3
_SENTENCE: Final = "。"
_AMOUNT: Final = re.compile(r"\d\.\d\d")


@dataclass(frozen=True, slots=True)
class Seen:
    """A table that was seen and is not loaded, with the reason."""

    title: str
    reason: str
    text: str
    line: int | None
    page: int | None


def figures_of(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the figures in the tables among some blocks, as printed."""
    for block in blocks:
        if isinstance(block, RawTable):
            yield from (cell.text for row in block.rows for cell in row if is_figure(cell.text))


def unread_tables(lines: Sequence[TextLine]) -> Iterator[Seen]:
    """Yield the runs of lines that end in amounts, in running text: rows of a table whose title is not known."""
    rows: list[int] = []
    for index, line in enumerate(lines):
        if not _is_row(line):
            continue
        if rows and index - rows[-1] > _MOST_BETWEEN:
            yield from _unread_table(lines, rows)
            rows = []
        rows.append(index)
    yield from _unread_table(lines, rows)


def _unread_table(lines: Sequence[TextLine], rows: Sequence[int]) -> Iterator[Seen]:
    if len(rows) < _FEWEST_ROWS:
        return
    above = [line for line in lines[max(0, rows[0] - _MOST_BETWEEN - 1) : rows[0]] if len(line.text.split()) == 1]
    title = squeeze(above[-1].text if above else lines[rows[0]].text)[:_LONGEST_TITLE]
    text = " ".join(word for index in rows for word in lines[index].text.split() if is_figure(word))
    first = lines[rows[0]]
    yield Seen(title, UNKNOWN_TITLE, text, first.line, first.page)


def _is_row(line: TextLine) -> bool:
    words = line.text.split()
    return (
        len(words) > 1 and is_figure(words[-1]) and _AMOUNT.search(words[-1]) is not None and _SENTENCE not in line.text
    )
