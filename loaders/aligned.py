"""Tables without rules whose words know their places: columns from the places, where these leave no doubt.

What stands in one column does not reach into another, so the widths of the body's words, over all pages together, give
the columns; header labels stand over their columns, merged ones in the middle over theirs. Wherever something does not
fit (two figures in one column, a label that is in no dialect, a name between two rows) there is no grid, and the table
is read as a stream: by the order of its words and its own arithmetic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from loaders.aligned_header import head_rows, labels_of, leaves_of
from loaders.aligned_rows import Mark, body_rows
from loaders.errors import UnknownHeaderError, Where
from loaders.grid import parse_grid
from loaders.model import Cell, RawTable, TextLine
from loaders.money import is_figure
from loaders.stream_pages import without_page_numbers
from loaders.text import bare, split_ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.aligned_header import Leaf
    from loaders.dialect import Dialect
    from loaders.model import Box, Row, Section
    from loaders.table import ParsedTable

_CODE: Final = re.compile(r"\d{2,3}|\d{5}|\d{7}")
_AMOUNT: Final = re.compile(r"[.,，]\d")
_BROKEN: Final = re.compile(r"^[-−\d,，\s]*\d[.,，]$")
_TOUCHING: Final = 1.0
_SPACE: Final = 0.7
_WRAPPED: Final = (1.45, 1.8, 1.2)
"""How far apart the lines of one wrapped label may be, in heights of its characters: what fits first, is taken."""
_MOST_SPARE: Final = 2
_SIDED: Final = frozenset({"summary", "appropriation"})


@dataclass(frozen=True, slots=True)
class Band:
    """The room that one column's words take from left to right."""

    x0: float
    x1: float
    is_text: bool


def parse_aligned(section: Section, dialect: Dialect) -> ParsedTable | None:
    """Return the rows of a table whose columns its words' places tell for certain.

    None where the words have no places (a text), or these do not tell but the order of the words does.

    Raises:
        UnknownHeaderError: neither the places nor the order of the words tell which figure is which.
    """
    printed = [row for block in section.blocks if isinstance(block, RawTable) for row in block.rows]
    if not any(cell.box for row in printed for cell in row):
        return None
    rows, notes = without_page_numbers(printed)
    if all(cell.box for row in rows for cell in row):
        parsed = _parsed(rows, section, dialect)
        if parsed is not None:
            parsed.notes.extend(notes)
            return parsed
        if _is_in_order(rows, section.statement, dialect):
            return None
    raise UnknownHeaderError(
        f"无框线的表格，数字与表头无法按位置一一对应，未载入{_unknown_label(rows, section.statement, dialect)}",
        where=Where(section.page, section.line, section.title),
        remedy="请提供带表格线的文件，或 Word、Excel 原件",
    )


def _unknown_label(rows: Sequence[Row], statement: str, dialect: Dialect) -> str:
    """Say which header is in no dialect, however its lines are joined; nothing where all are known."""
    cells = [cell for row in rows[: _first_of_body(rows, sided=statement in _SIDED)] for cell in row]
    readings = [
        [label.text for label in labels_of(cells, spacing) if not _is_known(label.text, statement, dialect)]
        for spacing in _WRAPPED
    ]
    unknown = min(readings, key=len)
    if not unknown:
        return ""
    return f"；表头“{bare(unknown[0])}”不在词表中（最接近的是“{dialect.nearest_alias(unknown[0])}”）"


def _parsed(rows: Sequence[Row], section: Section, dialect: Dialect) -> ParsedTable | None:
    lines = [block for block in section.blocks if isinstance(block, TextLine)]
    for spacing in _WRAPPED:
        for spare in range(_MOST_SPARE + 1):
            table = _grid(rows, section, dialect, spacing, spare)
            if table is None:
                continue
            try:
                return parse_grid(replace(section, blocks=(*lines, table)), dialect)
            except UnknownHeaderError:
                continue  # read in another way, it may be understood
    return None


def _is_in_order(rows: Sequence[Row], statement: str, dialect: Dialect) -> bool:
    """Tell whether no label or name is wrapped: only then does the text go on from left to right, row by row."""
    sided = statement in _SIDED
    height = _first_of_body(rows, sided=sided)
    labels = (cell.text for row in rows[:height] for cell in row)
    body = (any(_is_body(cell.text, sided=sided) for cell in row) for row in rows[height:])
    return all(_is_known(label, statement, dialect) for label in labels) and all(body)


def _grid(rows: Sequence[Row], section: Section, dialect: Dialect, spacing: float, spare: int) -> RawTable | None:
    """Return the table with its cells in columns; `spare` lines above the first figure belong to the first row."""
    sided = section.statement in _SIDED
    height = _first_of_body(rows, sided=sided) - spare
    if height < 1:
        return None
    header = rows[:height]
    pages = [[_whole(row) for row in _without_header(list(page), header)] for page in _by_page(rows[height:])]
    cells = [cell for page in pages for row in page for cell in row]
    bands = _bands([cell for cell in cells if bare(cell.text) not in dialect.blank_marks])
    labels = labels_of([cell for row in header for cell in row], spacing)
    if bands is None or not all(_is_known(label.text, section.statement, dialect) for label in labels):
        return None
    leaves = leaves_of(labels, bands, section.statement, dialect)
    head = head_rows(labels, leaves, header[0][0]) if leaves else None
    if leaves is None or head is None:
        return None
    body = body_rows([_marks(page, leaves) for page in pages], len(leaves), sided=sided)
    return None if body is None else RawTable((*head, *body), "grid")


def _is_known(text: str, statement: str, dialect: Dialect) -> bool:
    return dialect.label(text, statement) is not None or dialect.ignored_reason(text) is not None


def _by_page(rows: Sequence[Row]) -> Iterator[Iterator[Row]]:
    for _, page in groupby(rows, key=lambda row: row[0].page):
        yield page


def _first_of_body(rows: Sequence[Row], *, sided: bool) -> int:
    """Return how many lines stand above the first figure; all of them in a table without figures."""
    return next((i for i, row in enumerate(rows) if any(_is_body(cell.text, sided=sided) for cell in row)), len(rows))


def _is_body(text: str, *, sided: bool) -> bool:
    if sided and split_ordinal(text)[0]:
        return True
    return _CODE.fullmatch(text) is not None or (is_figure(text) and _AMOUNT.search(text) is not None)


def _without_header(rows: list[Row], header: Sequence[Row]) -> list[Row]:
    """Leave out a header printed again at the top of a page."""
    words = sorted(cell.text for row in header for cell in row)
    again = sorted(cell.text for row in rows[: len(header)] for cell in row)
    return rows[len(header) :] if words == again else rows


def _whole(row: Row) -> Row:
    """Join words that a space alone parts: a digit within a name, a figure broken after its point or comma."""
    cells = list(row[:1])
    for cell in row[1:]:
        last = cells[-1]
        if _is_close(last, cell) and _is_one(last.text, cell.text):
            cells[-1] = Cell(f"{last.text} {cell.text}", last.line, last.page, _around(last, cell))
        else:
            cells.append(cell)
    return tuple(cells)


def _is_close(one: Cell, other: Cell) -> bool:
    gap = _span(other)[0] - _span(one)[1]
    return one.box is not None and gap < _SPACE * (one.box[3] - one.box[1])


def _is_one(left: str, right: str) -> bool:
    if is_figure(left) and is_figure(right):
        return False
    if _BROKEN.search(left):
        return is_figure(left + right) or right[0].isdigit()
    return not (_AMOUNT.search(left) or _AMOUNT.search(right) or is_figure(left))


def _around(one: Cell, other: Cell) -> Box | None:
    if one.box is None or other.box is None:
        return None
    a, b = one.box, other.box
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


# ── columns ──


def _bands(cells: Sequence[Cell]) -> list[Band] | None:
    """Return the columns that a body's words keep apart; None where text reaches into figures."""
    digits = [cell for cell in cells if is_figure(cell.text)]
    numbers = _joined([_span(cell) for cell in digits])
    amounts = _joined([_span(cell) for cell in digits if _AMOUNT.search(cell.text)])
    words = [_span(cell) for cell in cells if not is_figure(cell.text)]
    if any(_overlaps(word, amount) for word in words for amount in amounts):
        return None
    texts = _joined([word for word in words if not any(_overlaps(word, number) for number in numbers)])
    bands = [Band(*span, is_text=False) for span in numbers] + [Band(*span, is_text=True) for span in texts]
    return sorted(bands, key=lambda band: band.x0)


def _span(cell: Cell) -> tuple[float, float]:
    return (cell.box[0], cell.box[2]) if cell.box else (0.0, 0.0)


def _overlaps(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if joined and x0 < joined[-1][1] + _TOUCHING:
            joined[-1] = joined[-1][0], max(joined[-1][1], x1)
        else:
            joined.append((x0, x1))
    return joined


def _marks(rows: Sequence[Row], leaves: Sequence[Leaf]) -> list[Mark]:
    """Return a page's words with the column that each stands in."""
    return [Mark(cell, _column(cell, leaves), is_anchor=is_figure(cell.text)) for row in rows for cell in row]


def _column(cell: Cell, leaves: Sequence[Leaf]) -> int:
    x0, x1 = _span(cell)

    def shared(index: int) -> float:
        leaf = leaves[index]
        return min(x1, leaf.right) - max(x0, leaf.left)

    return max(range(len(leaves)), key=shared)
