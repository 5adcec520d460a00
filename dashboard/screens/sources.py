"""数据与来源: the documents, what became of each statement, failures, leftovers and repairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboard import filters, queries, search
from dashboard.cache import ask
from dashboard.screens import evidence, findings, parts
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from dashboard.filters import View


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "sources")
    _search(view)
    _failures(view)
    _documents(view)
    _statements(view)
    _mismatches(view)
    _repairs(view)
    _leftovers(view)


def _search(view: View) -> None:
    """Find every place where a number or a code was printed."""
    t = view.t
    st.subheader(t("search.heading"), anchor=False)
    text = st.text_input(
        t("search.label"), key="find", bind="query-params", placeholder=t("search.placeholder"), help=t("search.help")
    )
    if not text.strip():
        return
    wanted = search.wanted(text)
    if not wanted:
        st.info(t("search.neither"), icon=":material/help:")
        return
    frame = ask(queries.figure_search(view.ids, wanted.amounts, wanted.code))
    if frame.is_empty():
        st.info(t("search.nothing"), icon=":material/search_off:")
        return
    _found(view, frame)


def _found(view: View, frame: pl.DataFrame) -> None:
    t = view.t
    total = frame["found"].item(0)
    st.caption(
        t("search.found", count=total) if total == len(frame) else t("search.more", count=total, shown=len(frame))
    )
    for column, group in (("statement", "statement"), ("measure", "measure"), ("origin", "origin")):
        frame = parts.words(view, frame, column, group)
    fields = [
        Field("document_id", t("field.document_id")),
        Field("place", t("field.place")),
        Field("statement", t("field.table")),
        Field("printed", t("field.as_printed"), width=150),
        Field("code", t("field.code")),
        Field("name", t("field.name"), width=DOCUMENT_WIDTH),
        Field("measure", t("field.measure")),
        Field("fiscal_year_text", t("field.year")),
        Field("amount_yuan", t("field.amount"), "money"),
        Field("origin", t("field.origin")),
    ]
    frame = frame.with_columns(pl.col("fiscal_year").cast(pl.String).alias("fiscal_year_text"))
    evidence.table(view, parts.with_place(view, frame), fields, "figure-search")


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
    st.subheader(view.t("sources.statements"), anchor=False)
    findings.statements(view, ask(queries.disclosure_matrix(view.ids)), "statements")


def _mismatches(view: View) -> None:
    t = view.t
    frame = ask(queries.mismatches(view.ids))
    st.subheader(t("sources.mismatches", count=len(frame)), anchor=False)
    st.caption(t("sources.mismatches_note"))
    if frame.is_empty():
        st.info(t("sources.no_mismatches"), icon=":material/check_circle:")
        return
    findings.mismatches(view, frame, "mismatches")


def _repairs(view: View) -> None:
    t = view.t
    frame = ask(queries.repairs(view.ids))
    st.subheader(t("sources.repairs", count=len(frame)), anchor=False)
    st.caption(t("sources.repairs_note"))
    if frame.is_empty():
        st.info(t("sources.no_repairs"), icon=":material/check_circle:")
        return
    findings.repairs(view, frame, "repairs")


def _leftovers(view: View) -> None:
    t = view.t
    frame = ask(queries.leftovers(view.ids))
    st.subheader(t("sources.leftovers", count=len(frame)), anchor=False)
    st.caption(t("sources.leftovers_note"))
    if frame.is_empty():
        st.info(t("sources.no_leftovers"), icon=":material/check_circle:")
        return
    findings.leftovers(view, frame, "leftovers")


main()
