"""Merged cells: cells that cover several columns or rows become rows in which each stands once, the rest blank.

Shared by the formats that know their merged cells. What is no table at all – frames, layout tables, titles and notes
in cells across the whole width – becomes text again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loaders.errors import UnreadableDocumentError, Where
from loaders.model import Block, Cell, RawTable, Row, TextLine
from loaders.money import is_figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.readers.limits import Limits

_MANY_LINES: Final = 5
"""A table of one row with a cell of so many paragraphs is a frame around text."""


@dataclass(frozen=True, slots=True)
class Span:
    """One cell as the file has it: what it holds, where it stands, how many columns and rows it covers."""

    inner: tuple[Block, ...]
    line: int | None
    columns: int = 1
    rows: int = 1
    frames: bool = False
    """Whether the cell held a table, even one that has become text."""

    @property
    def text(self) -> str:
        """The cell's own text, without that of tables in it; paragraphs are parted by line feeds."""
        return "\n".join(block.text for block in self.inner if isinstance(block, TextLine)).strip()


def blocks_of(rows: Sequence[Sequence[Span]], limits: Limits) -> list[Block]:
    """Return the text and tables that a table of the file stands for.

    Raises:
        UnreadableDocumentError: more columns or cells than the limits allow.
    """
    if _is_layout(rows):
        return [block for row in rows for span in row for block in span.inner]
    placed = _place(rows, limits)
    first, last = _body(placed)
    table = _table(placed[first:last], limits)
    nested = [b for row in placed[first:last] for _, span in row.cells for b in span.inner if isinstance(b, RawTable)]
    return [*_as_text(placed[:first]), *([table] if table.rows else []), *nested, *_as_text(placed[last:])]


def _is_layout(rows: Sequence[Sequence[Span]]) -> bool:
    """Tell whether a table only arranges text and other tables on the page."""
    if max((len(row) for row in rows), default=0) < 2:
        return True
    spans = [span for row in rows for span in row]
    if len(rows) == 1 and any(span.text.count("\n") >= _MANY_LINES - 1 for span in spans):
        return True
    framed = sum(_size(span.inner) for span in spans if span.frames)
    return framed > 0 and 2 * framed >= sum(_size(span.inner) for span in spans)


def _size(blocks: Iterable[Block]) -> int:
    return sum(
        len(block.text) if isinstance(block, TextLine) else sum(len(cell.text) for row in block.rows for cell in row)
        for block in blocks
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """One row: its cells with the columns they start in, and whether cells from above reach down into it."""

    cells: tuple[tuple[int, Span], ...]
    covered: bool

    @property
    def blank(self) -> bool:
        """Whether nothing is written in the row."""
        return not any(span.text for _, span in self.cells)


def _place(rows: Sequence[Sequence[Span]], limits: Limits) -> list[_Placed]:
    """Give every cell its column: cells from above that reach down take their columns first."""
    taken: dict[int, int] = {}
    result = []
    for row in rows:
        cells = []
        column = 0
        below: dict[int, int] = {}
        for span in row:
            while column in taken:
                column += 1
            if column + span.columns > limits.most_columns:
                _refuse_columns(span.line, limits)
            cells.append((column, span))
            if span.rows > 1:
                below.update(dict.fromkeys(range(column, column + span.columns), span.rows - 1))
            column += span.columns
        result.append(_Placed(tuple(cells), bool(taken)))
        taken = {c: left - 1 for c, left in taken.items() if left > 1} | below
    return result


def _refuse_columns(line: int | None, limits: Limits) -> None:
    raise UnreadableDocumentError(
        f"表格超过{limits.most_columns}列的上限", where=Where(line=line), remedy="请只提供预算公开文件本身"
    )


def _body(rows: Sequence[_Placed]) -> tuple[int, int]:
    """Return where the table itself begins and ends: titles above and notes below are a row's only cell."""
    first, last = 0, len(rows)
    while first < last and _stands_alone(rows[first]):
        first += 1
    while last > first and _stands_alone(rows[last - 1]):
        last -= 1
    return first, last


def _stands_alone(row: _Placed) -> bool:
    if row.blank:
        return True
    span = row.cells[0][1]
    return len(row.cells) == 1 and not row.covered and span.rows == 1 and not is_figure(span.text)


def _as_text(rows: Sequence[_Placed]) -> list[Block]:
    return [block for row in rows for _, span in row.cells for block in span.inner]


def _table(rows: Sequence[_Placed], limits: Limits) -> RawTable:
    """Return the rows with every cell in its column; a column in which no cell starts is none."""
    columns = sorted({start for row in rows for start, _ in row.cells})
    if len(columns) * len(rows) > limits.most_cells:
        raise UnreadableDocumentError(f"表格超过{limits.most_cells}格的上限", remedy="请只提供预算公开文件本身")
    index = {column: number for number, column in enumerate(columns)}
    result: list[Row] = []
    for row in rows:
        if row.blank:
            continue
        cells = [Cell("", row.cells[0][1].line)] * len(columns)
        for start, span in row.cells:
            cells[index[start]] = Cell(span.text, span.line)
        result.append(tuple(cells))
    return RawTable(tuple(result), "grid")
