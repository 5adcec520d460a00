"""Tables between paragraphs as converters to Markdown write them: cells parted by tabs, or by bars in bars' frames."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from loaders.model import Block, Cell, RawDocument, RawTable, Row, TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

_BAR: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(r"[\s|:\-]*-[\s|:\-]*")


def is_barred(line: str) -> bool:
    """Tell whether a line is a row of a table in bars: it begins and ends with one, with another between."""
    stripped = line.strip()
    return stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2


def read(lines: Sequence[str]) -> RawDocument:
    """Return paragraphs and tables; a blank line or a line with no tab ends a table."""
    blocks: list[Block] = []
    rows: list[Row] = []
    page = 1
    for number, raw in enumerate(lines, start=1):
        page += raw.count("\f")
        line = raw.replace("\f", "")
        if is_barred(line):
            if not _RULE.fullmatch(line.strip()):
                rows.append(tuple(Cell(cell, number, _page(page)) for cell in _barred_cells(line)))
            continue
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


def _barred_cells(line: str) -> list[str]:
    inner = line.strip()[1:-1]
    return [cell.replace("\\|", "|").replace("<br>", "\n").strip() for cell in _BAR.split(inner)]
