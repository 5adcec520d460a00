"""Public tables and views as one workbook that warns what fails."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import polars as pl
import xlsxwriter

from dashboard.exports import sheets
from dashboard.exports.sheets import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.exports.sheets import Kind
    from dashboard.text import Text

MOST_SHEET_ROWS: Final = 1_048_575
"""Of a sheet in Excel, without its header."""
_LONGEST_NAME: Final = 31


def workbook(frames: Mapping[str, pl.DataFrame], findings: pl.DataFrame, t: Text) -> bytes:
    """Return all frames, one a sheet under its name; before them 口径, and where checks fail, what they say.

    `findings` are rows of the question about findings that do not hold.
    """
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, sheets.OPTIONS) as book:
        sheets.lines(book, t("quality_book.basis"), _basis(frames, findings, t))
        if not findings.is_empty():
            sheets.table(book, t("quality_book.warning"), findings, _findings(t))
        for name, frame in frames.items():
            columns = [Column(column, column, _kind(column, kind)) for column, kind in frame.schema.items()]
            sheets.table(book, name[:_LONGEST_NAME], frame.head(MOST_SHEET_ROWS), columns)
    return memory.getvalue()


def _basis(frames: Mapping[str, pl.DataFrame], findings: pl.DataFrame, t: Text) -> list[tuple[str, str]]:
    lines = [(t("page.sources"), t("sources.book_note")), (t("quality_book.unit"), t("quality_book.unit_note"))]
    if not findings.is_empty():
        count = findings["found"].item(0)
        lines.append((t("quality_book.warning"), t("quality_book.warning_note", count=f"{count:,}")))
    return lines + [
        (name, t("quality_book.cut", shown=f"{MOST_SHEET_ROWS:,}", count=f"{len(frame):,}"))
        for name, frame in frames.items()
        if len(frame) > MOST_SHEET_ROWS
    ]


def _findings(t: Text) -> list[Column]:
    money = [("left_yuan", "field.left"), ("right_yuan", "field.right"), ("difference_yuan", "field.difference")]
    return [
        Column("document_id", t("field.document_id")),
        Column("rule", t("field.rule")),
        Column("rule_title", t("quality.rule_title")),
        *(Column(name, t(key) + t("quality_book.yuan"), "money") for name, key in money),
        Column("message", t("field.message")),
        Column("page", t("quality_book.page"), "year"),
        Column("line", t("quality_book.line"), "year"),
    ]


def _kind(name: str, kind: pl.DataType) -> Kind:
    if name.endswith("_yuan"):
        return "money"
    if isinstance(kind, pl.Decimal):
        return "text"
    return "year" if kind.is_integer() else "text"
