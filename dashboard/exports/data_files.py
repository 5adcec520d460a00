"""The figures of a briefing as data: one row for each, exact, with its place of print; CSV for Excel, and Parquet."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dashboard.exports import frames
from dashboard.exports.model import Figure
from dashboard.exports.words import chart_table, plain, row_name
from dashboard.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.exports.house import House
    from dashboard.exports.model import Briefing, Column, Slide

_YUAN_PLACES: Final = 2
_NUMBER_PLACES: Final = 12
"""Shares are quotients: twelve decimals of the ratio."""
COLUMNS: Final = ("page", "finding", "row", "column", "kind", "yuan", "value", "printed", "mark", "place", "warning")
"""Texts of `workbook`, and the order of the columns."""


def csv(briefing: Briefing, _: House | None = None) -> bytes:
    """Return the figures as CSV; a blank is an empty field."""
    return frames.csv(frame(briefing))


def parquet(briefing: Briefing, _: House | None = None) -> bytes:
    """Return the figures as Parquet."""
    return frames.parquet(frame(briefing))


def frame(briefing: Briefing) -> pl.DataFrame:
    """Return one row for each cell that holds a figure: amounts in 元 (null is a blank), other numbers in `value`.

    Where an amount has parts of a 分 (a mean), all amounts have as many decimals as it needs.
    """
    t = Text(briefing.language)
    rows = [row for slide in briefing.slides for row in _rows(slide, t)]
    named = {name: t(f"workbook.{name}") for name in COLUMNS}
    amounts = [row["yuan"] for row in rows if row["yuan"] is not None]
    places = max((-int(amount.normalize().as_tuple().exponent) for amount in amounts), default=0)
    numbers = {"yuan": max(places, _YUAN_PLACES), "value": _NUMBER_PLACES}
    schema = {name: pl.Decimal(38, numbers[name]) if name in numbers else pl.String() for name in COLUMNS}
    return pl.DataFrame(rows, schema=schema, orient="row").rename(named)


def _rows(slide: Slide, t: Text) -> Iterator[dict[str, Any]]:
    table = slide.table or (chart_table(slide.chart, t) if slide.chart else None)
    if table is None:
        return
    for row in table.rows:
        for cell, column in zip(row, table.columns, strict=True):
            if column.kind != "text" and (cell is not None or column.kind == "money"):
                head = {"page": plain(slide.page), "finding": plain(slide.title), "row": row_name(table, row)}
                yield head | {"column": plain(column.label), "kind": t(f"kind.{column.kind}")} | _cell(cell, column, t)


def _cell(cell: object, column: Column, t: Text) -> dict[str, Any]:
    nothing = {"yuan": None, "value": None, "printed": None, "mark": None, "place": None, "warning": None}
    if isinstance(cell, Figure):
        told = {"printed": cell.text, "place": cell.place, "warning": cell.warning}
        texts = {name: plain(text) if text else None for name, text in told.items()}
        return nothing | texts | {"yuan": cell.yuan, "mark": t(f"briefing_mark.{cell.mark}")}
    if isinstance(cell, Decimal | int):
        number = Decimal(cell)
        if column.kind == "money":
            return nothing | {"yuan": number}
        return nothing | {"value": number.quantize(Decimal(1).scaleb(-_NUMBER_PLACES), ROUND_HALF_UP)}
    return nothing | {"printed": None if cell is None else plain(str(cell))}
