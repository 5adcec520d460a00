"""Frames as sheets of a workbook: exact amounts in 元, a frozen header; texts stay texts, whatever they begin with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    import xlsxwriter

Kind = Literal["text", "money", "number", "year"]
OPTIONS: Final[dict[str, Any]] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
YUAN: Final = "#,##0.00"
_FORMATS: Final[dict[str, str]] = {"money": YUAN, "number": "#,##0", "year": "0"}
_WIDTHS: Final = (8, 60)
_LOOKED_AT: Final = 200
"""Rows that the width of a column is told from."""
_LONGEST: Final = 32_767
"""Characters of a cell."""
_MOST_DIGITS: Final = 15
"""Of a number that a spreadsheet keeps: a longer amount is written as text."""
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Control characters that XML has no place for."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the frame, its header, what it holds, and the words that replace those of the data."""

    name: str
    head: str
    kind: Kind = "text"
    words: Mapping[str, str] | None = None


def lines(book: xlsxwriter.Workbook, name: str, rows: Sequence[tuple[str, str]]) -> None:
    """Add a sheet of names and texts; the first line is its title."""
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for number, (head, text) in enumerate(rows):
        sheet.write_string(number, 0, plain(head), bold)
        sheet.write_string(number, 1, plain(text), wrapped)


def table(book: xlsxwriter.Workbook, name: str, frame: pl.DataFrame, columns: Sequence[Column]) -> None:
    """Add a sheet with one row for each of the frame, a frozen header, and a filter on it; a null is an empty cell."""
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns):
        look = book.add_format({"num_format": _FORMATS[column.kind]} if column.kind in _FORMATS else {})
        values = frame[column.name].to_list()
        sheet.write_string(0, number, plain(column.head), head)
        sheet.set_column(number, number, _width(column, values))
        words = column.words or {}
        for row, value in enumerate(values, start=1):
            if value is not None:
                _write(sheet, (row, number), words.get(value, value) if words else value, look)
    if columns:
        sheet.autofilter(0, 0, max(len(frame), 1), len(columns) - 1)


def _write(sheet: Any, at: tuple[int, int], value: object, look: Any) -> None:  # noqa: ANN401 - the library's own
    if type(value) is str:
        sheet.write_string(*at, plain(value))
    elif type(value) is not int and type(value) is not Decimal:
        sheet.write_string(*at, plain(str(value)))
    elif len(text := str(value)) > _MOST_DIGITS and len(text.replace(".", "").strip("-0")) > _MOST_DIGITS:
        sheet.write_string(*at, f"{value:,}")
    else:
        sheet.write_number(*at, value, look)


def _width(column: Column, values: Sequence[object]) -> int:
    """In characters; a Chinese one is two."""
    if column.kind == "money":
        return 18
    shown = [column.head, *(str(value) for value in values[:_LOOKED_AT] if value is not None)]
    least, most = _WIDTHS
    longest = max(sum(2 if ord(sign) > 0x2E7F else 1 for sign in text[:most]) for text in shown)
    return min(most, max(least, longest + 2))


def plain(text: str) -> str:
    """Return text that a cell can hold."""
    return _FORBIDDEN.sub(" ", text)[:_LONGEST]
