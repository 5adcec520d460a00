"""The text layer of a PDF whose columns collapsed to single spaces and whose empty cells are lost.

Nothing but the order of words is certain here, so the whole text is one table of layout `stream`, a row for each line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.model import Cell, RawDocument, RawTable

if TYPE_CHECKING:
    from collections.abc import Sequence


def read(lines: Sequence[str]) -> RawDocument:
    """Return one stream table: a row for each line that is not blank, a cell for each word. Form feeds count pages."""
    rows = []
    page = 1
    for number, line in enumerate(lines, start=1):
        page += line.count("\f")
        words = line.split()
        if words:
            rows.append(tuple(Cell(word, number, page) for word in words))
    pages = page if page > 1 else None
    if pages is None:
        rows = [tuple(Cell(cell.text, cell.line) for cell in row) for row in rows]
    return RawDocument((RawTable(tuple(rows), "stream"),), "text", pages)
