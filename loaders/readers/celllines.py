"""The text of a Word document with one cell a line: a tab before each cell, a blank line after each row.

A cell of several paragraphs goes on in lines without a tab. Two blank lines end a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from loaders.model import Block, Cell, RawDocument, RawTable, Row, TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEW_PARAGRAPH: Final = "[bookmark:"


class _Builder:
    """Collects cells into rows, rows into tables, and text between them."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.rows: list[Row] = []
        self.cells: list[Cell] = []

    def end_row(self) -> None:
        if self.cells:
            self.rows.append(tuple(self.cells))
            self.cells = []

    def end_table(self) -> None:
        self.end_row()
        if self.rows:
            self.blocks.append(RawTable(tuple(self.rows), "grid"))
            self.rows = []

    def add(self, line: str, number: int) -> None:
        if line.startswith("\t"):
            self.cells.append(Cell(line[1:].strip(), number))
        elif self.cells and not line.lstrip().startswith(_NEW_PARAGRAPH):
            last = self.cells[-1]
            self.cells[-1] = Cell(f"{last.text}\n{line.strip()}".strip(), last.line)
        else:
            self.end_table()
            self.blocks.append(TextLine(line.strip(), number))


def read(lines: Sequence[str]) -> RawDocument:
    """Return paragraphs and tables; cells are in their columns, merged cells stand once."""
    builder = _Builder()
    blanks = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip() and not line.startswith("\t"):
            blanks += 1
            builder.end_row()
            continue
        if blanks > 1:
            builder.end_table()
        blanks = 0
        builder.add(line.rstrip("\r"), number)
    builder.end_table()
    return RawDocument(tuple(builder.blocks), "text")
