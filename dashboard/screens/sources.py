"""数据与来源: the documents, what became of each statement, failures, leftovers and repairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboard import filters, queries
from dashboard.cache import ask
from dashboard.screens import parts
from dashboard.screens.parts import Field

if TYPE_CHECKING:
    from dashboard.filters import View


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "sources")
    _failures(view)
    _documents(view)
    _statements(view)
    _mismatches(view)
    _repairs(view)
    _leftovers(view)


def _failures(view: View) -> None:
    t = view.t
    frame = ask(queries.failures())
    if frame.is_empty():
        return
    st.error(t("sources.failures", count=len(frame)), icon=":material/error:")
    shown = parts.with_place(view, frame)
    fields = [
        Field("source_file", t("field.file")),
        Field("reason", t("field.reason"), width="large"),
        Field("remedy", t("field.remedy"), width="large"),
        Field("table_title", t("field.table")),
        Field("place", t("field.place")),
    ]
    parts.table(view, shown, fields, "failures")


def _documents(view: View) -> None:
    t = view.t
    st.subheader(t("sources.documents"), anchor=False)
    frame = parts.words(view, view.documents, "scope", "scope")
    frame = parts.words(view, frame, "stage", "stage").with_columns(
        pl.col("sha256").str.slice(0, 12).alias("digest"),
        pl.col("fiscal_year").cast(pl.String).alias("year"),
        pl.col("loaded_at").dt.strftime("%Y-%m-%d %H:%M").alias("loaded"),
    )
    fields = [
        Field("document_id", t("field.document_id")),
        Field("title", t("field.title"), width="large"),
        Field("jurisdiction", t("filter.region")),
        Field("division_code", t("field.division_code")),
        Field("unit", t("filter.unit")),
        Field("scope", t("field.scope")),
        Field("parent_unit", t("field.parent_unit")),
        Field("year", t("filter.year")),
        Field("stage", t("filter.stage")),
        Field("source_file", t("field.file")),
        Field("source_format", t("field.format")),
        Field("digest", "SHA-256"),
        Field("loaded", t("field.loaded_at")),
    ]
    parts.table(view, frame, fields, "documents")


def _statements(view: View) -> None:
    t = view.t
    st.subheader(t("sources.statements"), anchor=False)
    frame = ask(queries.disclosure_matrix(view.ids))
    frame = parts.words(view, parts.words(view, frame, "statement", "statement"), "status", "status")
    fields = [
        Field("document_id", t("field.document_id")),
        Field("statement", t("field.statement")),
        Field("status", t("field.status")),
        Field("rows", t("field.rows"), "number"),
        Field("title", t("field.printed_title")),
        Field("note", t("field.note"), width="large"),
        Field("place", t("field.place")),
    ]
    parts.table(view, parts.with_place(view, frame), fields, "statements")


def _mismatches(view: View) -> None:
    t = view.t
    frame = ask(queries.mismatches(view.ids))
    st.subheader(t("sources.mismatches", count=len(frame)), anchor=False)
    st.caption(t("sources.mismatches_note"))
    if frame.is_empty():
        st.info(t("sources.no_mismatches"), icon=":material/check_circle:")
        return
    fields = [
        Field("document_id", t("field.document_id")),
        Field("rule", t("field.rule")),
        Field("statement", t("field.statement")),
        Field("left_yuan", t("field.left"), "money"),
        Field("right_yuan", t("field.right"), "money"),
        Field("difference_yuan", t("field.difference"), "money"),
        Field("message", t("field.message"), width="large"),
        Field("place", t("field.place")),
    ]
    shown = parts.with_place(view, parts.words(view, frame, "statement", "statement"))
    parts.table(view, shown, fields, "mismatches")


def _repairs(view: View) -> None:
    t = view.t
    frame = ask(queries.repairs(view.ids))
    st.subheader(t("sources.repairs", count=len(frame)), anchor=False)
    st.caption(t("sources.repairs_note"))
    if frame.is_empty():
        st.info(t("sources.no_repairs"), icon=":material/check_circle:")
        return
    fields = [
        Field("document_id", t("field.document_id")),
        Field("statement", t("field.statement")),
        Field("kind", t("field.kind")),
        Field("before", t("field.before")),
        Field("after", t("field.after")),
        Field("reason", t("field.reason"), width="large"),
        Field("place", t("field.place")),
    ]
    frame = parts.words(view, frame, "kind", "repair")
    shown = parts.with_place(view, parts.words(view, frame, "statement", "statement"))
    parts.table(view, shown, fields, "repairs")


def _leftovers(view: View) -> None:
    t = view.t
    frame = ask(queries.leftovers(view.ids))
    st.subheader(t("sources.leftovers", count=len(frame)), anchor=False)
    st.caption(t("sources.leftovers_note"))
    if frame.is_empty():
        st.info(t("sources.no_leftovers"), icon=":material/check_circle:")
        return
    fields = [
        Field("document_id", t("field.document_id")),
        Field("title", t("field.table")),
        Field("reason", t("field.reason")),
        Field("text", t("field.text"), width="large"),
        Field("place", t("field.place")),
    ]
    parts.table(view, parts.with_place(view, frame), fields, "leftovers")


main()
