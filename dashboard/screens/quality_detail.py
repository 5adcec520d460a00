"""One identity opened: the rule and why it must hold, both sides figure by figure, and where each was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard import quality, queries
from dashboard.cache import ask
from dashboard.screens import evidence, parts, quality_tables
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.filters import View

Row = dict[str, Any]


def show(view: View, document: str, check_no: int, *, close: Callable[[], None]) -> None:
    """Show one identity of a document; a number that the document does not have is said."""
    t = view.t
    found = ask(queries.quality_opened(document, check_no))
    if found.is_empty():
        st.info(t("quality.unknown"), icon=":material/search_off:")
        return
    row = found.row(0, named=True)
    operands = ask(queries.quality_operands(document, check_no))
    with st.container(border=True, key="quality-detail"):
        _rule(view, row)
        _sides(view, row)
        st.text(row["message"])
        if row["explanation"]:
            st.text(t("quality.explained_by", text=row["explanation"]))
        _operands(view, operands)
        st.button(t("quality.close"), on_click=close, key="check-close", icon=":material/close:")


def _rule(view: View, row: Row) -> None:
    t = view.t
    standing = quality_tables.standing(view, quality.standing(row))
    with st.container(key="name-check", gap="xsmall"):
        st.text(f"{standing}  {row['rule']} {row['rule_title']}")
    with st.container(key="quiet-check", gap="xsmall"):
        about = [view.label(row["document_id"]), t.known(f"statement.{row['statement']}", row["statement"])]
        lines = [" · ".join([*about, parts.place(t, row)]), t("quality.formula", text=row["rule_formula"])]
        reason = quality.why(row["rule"])
        st.text("\n".join(lines + [t("quality.why", text=reason)] * bool(reason)))


def _sides(view: View, row: Row) -> None:
    """Both sides with the difference; counts have no amount and stand in the sentence and the table below."""
    if row["left_yuan"] is None and row["right_yuan"] is None:
        return
    t, unit = view.t, view.t(f"unit.{view.unit.name}")
    numbers = [("field.left", "left_yuan"), ("field.right", "right_yuan"), ("field.difference", "difference_yuan")]
    numbers.append(("quality.tolerance", "tolerance_yuan"))
    with st.container(horizontal=True, key="quality-sides"):
        for label, column in numbers:
            st.metric(t(label) + unit, view.money(row[column]), width=210)


def _operands(view: View, frame: pl.DataFrame) -> None:
    t = view.t
    if frame.is_empty():
        st.caption(t("quality.no_operands"))
        return
    rows = frame.to_dicts()
    shown = parts.with_place(view, frame).with_columns(
        _texts("role", [t(f"quality.role_{row['role']}") for row in rows]),
        _texts("plus", ["＋" if row["sign"] > 0 else "－" for row in rows]),
        _texts("printed", [_printed(row) for row in rows]),
        _texts("document", [view.label(row["document_id"]) for row in rows]),
        _texts("table", [_table(view, row) for row in rows]),
        _texts("year", [str(row["fiscal_year"] or "") for row in rows]),
    )
    fields = [
        Field("role", t("quality.role"), width=90),
        Field("plus", t("quality.sign"), width=50),
        Field("label", t("field.name"), width=150),
        Field("amount_yuan", t("field.amount"), "money"),
        Field("printed", t("field.as_printed"), "right"),
        Field("printed_row", t("quality.row"), width=170),
        Field("table", t("field.table"), width=150),
        Field("place", t("field.place")),
        Field("year", t("field.year"), width=60),
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        *([Field("sentence", t("quality.sentence"), width="large")] if any(row["sentence"] for row in rows) else []),
    ]
    evidence.table(view, shown, fields, "quality-operands")


def _printed(row: Row) -> str:
    """The figure with its unit; words instead of one, of what is not printed, have none."""
    text = str(row["amount_text"])
    return f"{text} {row['unit_text'] or ''}".strip() if any(sign.isdigit() for sign in text) else text


def _table(view: View, row: Row) -> str:
    """The table as it is called on screen, with its printed title; what was worked out from a figure says so."""
    t = view.t
    name = t.known(f"statement.{row['statement']}", t.known(f"quality.source_{row['source']}", row["source"]))
    return f"{name}（{row['statement_title']}）" if row["statement_title"] else name


def _texts(name: str, values: list[str]) -> pl.Series:
    return pl.Series(name, values, dtype=pl.String)
