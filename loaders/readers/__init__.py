"""Bytes to RawDocument: one module per format; no budget knowledge here.

Which reader fits is found from the content, never from the file's name.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.readers import celllines, collapsed, tabbed
from loaders.readers.decode import decode
from loaders.readers.limits import DEFAULT_LIMITS
from loaders.readers.sniff import kind_of

if TYPE_CHECKING:
    from loaders.model import RawDocument

MINIMUM_TABLE_LINES = 3
"""Fewer lines with tab stops than this are no tables, but stray tabs in running text."""


def read_document(content: bytes) -> RawDocument:
    """Return the text and tables of a file's bytes; the format is found from the content.

    Raises:
        EmptyDocumentError: nothing but white space.
        UnreadableDocumentError: not text in a known encoding, a broken or hostile file, or a format that is not read.
    """
    match kind_of(content):
        case "pdf":
            from loaders.readers import pdf  # noqa: PLC0415 - each format loads what it needs

            return pdf.read(content)
        case "docx":
            from loaders.readers import word  # noqa: PLC0415 - each format loads what it needs

            return word.read(content)
        case "xlsx":
            from loaders.readers import workbook  # noqa: PLC0415 - each format loads what it needs

            return replace(workbook.read(content), notices=tuple(workbook.hidden_parts(content)))
        case "html":
            from loaders.readers import web  # noqa: PLC0415 - each format loads what it needs

            return web.read(content)
        case "legacy":
            from loaders.readers import legacy  # noqa: PLC0415 - each format loads what it needs

            return legacy.read(content)
        case "zip":
            from loaders.readers import archive  # noqa: PLC0415 - each format loads what it needs

            archive.refuse(content, DEFAULT_LIMITS)
    return _read_text(content)


def _read_text(content: bytes) -> RawDocument:
    lines = decode(content).split("\n")
    one_cell = sum(1 for line in lines if line.startswith("\t") and "\t" not in line[1:])
    many_cells = sum(1 for line in lines if "\t" in line[1:].rstrip("\t") or line.count("\t") > 1)
    if one_cell > many_cells and one_cell >= MINIMUM_TABLE_LINES:
        return celllines.read(lines)
    barred = sum(1 for line in lines if tabbed.is_barred(line))
    if max(many_cells, barred) >= MINIMUM_TABLE_LINES:
        return tabbed.read(lines)
    return collapsed.read(lines)
