"""Frames as files of data: CSV that Excel opens, and Parquet, which keeps types and decimals."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from polars import DataFrame

_COMMAND: Final = r"^[=+\-@\t\r]"
"""What a spreadsheet takes for a formula, or for what leads to one."""
_HARMLESS: Final = r"^(-+|[+\-]?[0-9,.]+%?\s?\p{Han}*)$"
"""A dash, and a number as printed, with its sign and unit."""


def csv(frame: DataFrame) -> bytes:
    """Return a frame as CSV, UTF-8 with a byte-order mark, so that Excel opens it; a null is an empty field.

    A text that a spreadsheet would run as a formula has an apostrophe before it, which Excel shows: whoever reads such
    a file as data takes the Parquet, where every text is as it was.
    """
    text = pl.col(pl.String)
    dangerous = text.str.contains(_COMMAND) & ~text.str.contains(_HARMLESS)
    guarded = frame.with_columns(pl.when(dangerous).then(pl.lit("'") + text).otherwise(text).name.keep())
    content = io.BytesIO()
    guarded.write_csv(content, include_bom=True)
    return content.getvalue()


def parquet(frame: DataFrame) -> bytes:
    """Return a frame as Parquet: amounts are exact decimals of 元."""
    content = io.BytesIO()
    frame.write_parquet(content)
    return content.getvalue()
