"""Bytes to RawDocument: one module per form of text; no budget knowledge here.

Which reader fits is found from the content, never from the file's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.readers import celllines, collapsed, pdf, tabbed
from loaders.readers.decode import decode

if TYPE_CHECKING:
    from loaders.model import RawDocument

MINIMUM_TABLE_LINES = 3
"""Fewer lines with tab stops than this are no tables, but stray tabs in running text."""


def read_document(content: bytes) -> RawDocument:
    """Return the text and tables of a file's bytes; the format is found from the content.

    Raises:
        EmptyDocumentError: nothing but white space.
        UnreadableDocumentError: not text in a known encoding, or a format that is not read.
    """
    if content.startswith(pdf.SIGNATURE):
        return pdf.read(content)
    lines = decode(content).split("\n")
    one_cell = sum(1 for line in lines if line.startswith("\t") and "\t" not in line[1:])
    many_cells = sum(1 for line in lines if "\t" in line[1:].rstrip("\t") or line.count("\t") > 1)
    if one_cell > many_cells and one_cell >= MINIMUM_TABLE_LINES:
        return celllines.read(lines)
    if many_cells >= MINIMUM_TABLE_LINES:
        return tabbed.read(lines)
    return collapsed.read(lines)
