"""Tab-separated tables between paragraphs, as converters to Markdown write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.model import Block, Cell, RawDocument, RawTable, Row, TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence


def read(lines: Sequence[str]) -> RawDocument:
    """Return paragraphs and tables; a blank line or a line with no tab ends a table."""
    blocks: list[Block] = []
    rows: list[Row] = []
    page = 1
    for number, raw in enumerate(lines, start=1):
        page += raw.count("\f")
        line = raw.replace("\f", "")
        if "\t" in line and line.strip():
            rows.append(tuple(Cell(cell.strip(), number, _page(page)) for cell in line.split("\t")))
            continue
        if rows:
            blocks.append(RawTable(tuple(rows), "grid"))
            rows = []
        if line.strip():
            blocks.append(TextLine(line.strip(), number, _page(page)))
    if rows:
        blocks.append(RawTable(tuple(rows), "grid"))
    return RawDocument(tuple(blocks), "markdown", page if page > 1 else None)


def _page(page: int) -> int | None:
    return page if page > 1 else None
