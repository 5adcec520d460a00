"""By fund: the totals of the three fund tables beside the expenditure statement that contains them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import marks, queries
from dashboard.cache import ask
from dashboard.format import NONE
from dashboard.screens import parts, split_parts, trust
from dashboard.screens.parts import DOCUMENT_WIDTH, Field
from dashboard.screens.split_parts import Bar, Drawing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.filters import View

FUNDS: Final = ("general_public", "government_fund", "state_capital")
MONEY: Final = ("total", "basic", "personnel", "public", "project")
Row = dict[str, Any]


def show(view: View, as_share: bool) -> None:  # noqa: FBT001 - as every section has it
    """Draw each document's expenditure by fund; a fund without a table says what became of it."""
    totals = ask(queries.basic_project(view.shown)).filter(pl.col("is_total")).to_dicts()
    rows = {(row["document_id"], row["statement"]): row for row in totals}
    matrix = ask(queries.disclosure_matrix(view.shown))
    states = {fund: split_parts.states(view, fund, matrix) for fund in FUNDS}
    st.caption(view.t("split.fund_note"))
    drawing = Drawing(
        "split-funds",
        view.t("split.by_fund", unit="%" if as_share else view.unit.value),
        parts.source_files(view),
        split_parts.series(view, FUNDS),
        view.t("split.fund_rest"),
        as_share,
        {view.label(document): states[FUNDS[0]][document] for document in view.shown},
    )
    bars = [_bar(view, document, rows) for document in view.shown]
    split_parts.chart(view, [bar for bar in bars if bar.sum], drawing)
    statuses = {fund: split_parts.status(fund, matrix) for fund in FUNDS}
    listed = [
        rows.get((d, fund)) or _missing(d, fund, statuses[fund].get(d, "absent")) for d in view.shown for fund in FUNDS
    ]
    table(view, listed, MONEY, "split-funds-table")


def _missing(document: str, fund: str, status: str) -> Row:
    """A table that there is not has a row all the same, without figures, with what became of it."""
    return {"document_id": document, "statement": fund, "status": status}


def _bar(view: View, document: str, rows: Mapping[tuple[str, str], Row]) -> Bar:
    tables = {fund: rows[document, fund] for fund in FUNDS if (document, fund) in rows}
    whole = rows.get((document, "expenditure"))
    known = trust.of_rows(tables.values())
    printed = {
        fund: "\n".join([_printed(view, row), *trust.lines(view, known.at(row, fund, ("total",)))])
        for fund, row in tables.items()
    }
    parts_of = {fund: tables[fund]["total_yuan"] if fund in tables else None for fund in FUNDS}
    return Bar(view.label(document), whole["total_yuan"] if whole else None, parts_of, (document,), printed)


def _printed(view: View, row: Row) -> str:
    return f"{view.t('field.as_printed')} {row['total_text']} {row['unit_text']} · {parts.place(view.t, row)}"


def table(view: View, rows: Sequence[Row], measures: Sequence[str], key: str) -> None:
    """Show total rows of tables with their measures and places; rows that say a status instead have no figures."""
    t = view.t
    if not rows:
        return
    known = trust.of_rows([row for row in rows if _has(row)])
    frame = pl.DataFrame(
        {
            "document": [view.label(row["document_id"]) for row in rows],
            "statement": [t("statement." + row["statement"]) for row in rows],
            "status": [t("status." + row.get("status", "figures")) for row in rows],
            **{f"{m}_yuan": pl.Series([row.get(f"{m}_yuan") for row in rows], dtype=_YUAN) for m in measures},
            "printed": [f"{row['total_text'] or NONE} {row['unit_text']}" if _has(row) else "" for row in rows],
            "source": [f"{row['document_id']} {parts.place(t, row)}" if _has(row) else "" for row in rows],
            "trust": [
                marks.trust(t, known.at(row, row["statement"], {*measures, "total"})) if _has(row) else ""
                for row in rows
            ],
        }
    )
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("statement", t("field.table")),
        *([Field("status", t("field.status"))] if not all(map(_has, rows)) else []),
        *(Field(f"{m}_yuan", t(f"measure.{m}"), "money") for m in measures),
        Field("trust", t("field.trust"), width=100),
        Field("printed", t("field.as_printed")),
        Field("source", t("field.source")),
    ]
    parts.table(view, frame, fields, key)


def _has(row: Row) -> bool:
    return "status" not in row


_YUAN: Final = pl.Decimal(18, 2)
