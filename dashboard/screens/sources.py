"""数据与来源: where a figure was printed, the documents, their statements, the data dictionary, downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl
import streamlit as st

from dashboard import filters, queries, search
from dashboard.cache import ask
from dashboard.screens import downloads, evidence, findings, parts
from dashboard.screens.parts import DOCUMENT_WIDTH, Field
from loaders import schemas
from loaders.schemas import STATEMENTS
from loaders.schemas.views import VIEWS

if TYPE_CHECKING:
    from dashboard.filters import View

MOST_ROWS: Final = 200


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "sources")
    _search(view)
    _failures(view)
    _documents(view)
    _statements(view)
    st.page_link("screens/quality.py", label=view.t("sources.to_quality"), icon=":material/rule:")
    downloads.show(view)
    _dictionary(view)


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
    frame = ask(queries.figure_search(view.ids, wanted))
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
        Field("name", t("field.name"), width=DOCUMENT_WIDTH),
        Field("measure", t("field.measure")),
        Field("fiscal_year_text", t("field.year")),
        Field("amount_yuan", t("field.amount"), "money"),
        Field("code", t("field.code")),
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
    shown = parts.with_place(view, frame.head(MOST_ROWS))
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
    if len(view.ids) > MOST_ROWS:
        st.caption(t("sources.first", shown=MOST_ROWS, count=f"{len(view.ids) - MOST_ROWS:,}"))
    frame = parts.words(view, view.documents.head(MOST_ROWS), "scope", "scope")
    frame = parts.words(view, frame, "stage", "stage").with_columns(
        pl.col("sha256").str.slice(0, 12).alias("digest"),
        pl.col("fiscal_year").cast(pl.String).alias("year"),
        pl.col("loaded_at").dt.strftime("%Y-%m-%d %H:%M").alias("loaded"),
    )
    fields = [
        Field("document_id", t("field.document_id")),
        Field("unit", t("filter.unit"), width=DOCUMENT_WIDTH),
        Field("year", t("filter.year")),
        Field("stage", t("filter.stage")),
        Field("scope", t("field.scope")),
        Field("jurisdiction", t("filter.region")),
        Field("division_code", t("field.division_code")),
        Field("parent_unit", t("field.parent_unit")),
        Field("title", t("field.title"), width="large"),
        Field("source_file", t("field.file")),
        Field("source_format", t("field.format")),
        Field("digest", "SHA-256"),
        Field("loaded", t("field.loaded_at")),
    ]
    parts.table(view, frame, fields, "documents")


def _statements(view: View) -> None:
    st.subheader(view.t("sources.statements"), anchor=False)
    parts.limited_note(view)
    order = {name: position for position, name in enumerate(STATEMENTS)}
    frame = ask(queries.disclosure_matrix(view.shown))
    # As the documents print them, not by the names of the tables in the database.
    place = frame["statement"].replace_strict(order, default=len(order), return_dtype=pl.Int32)
    shown = frame["document_id"].replace_strict({d: n for n, d in enumerate(view.shown)}, return_dtype=pl.Int32)
    frame = frame.with_columns(place=place, shown=shown).sort("shown", "place", maintain_order=True)
    findings.statements(view, frame.drop("place", "shown"), "statements")


def _dictionary(view: View) -> None:
    """What each column of a public table means, from the schema itself."""
    t = view.t
    box = st.expander(t("sources.dictionary"), on_change="rerun", key="dictionary", bind="query-params")
    if not box.open:
        return
    with box:
        st.caption(t("sources.dictionary_note"))
        tables = {table.name: table for table in (*schemas.TABLES, *VIEWS)}
        name = st.selectbox(t("sources.relation"), list(tables), key="table", bind="query-params")
        table = tables[name or schemas.TABLES[0].name]
        st.text(table.zh if t.language == "zh" else table.en)
        frame = pl.DataFrame(
            {
                "column": [column.name for column in table.columns],
                "type": [column.type for column in table.columns],
                "nullable": [
                    t("sources.nullable" if column.nullable else "sources.never_null") for column in table.columns
                ],
                "meaning": [column.zh if t.language == "zh" else column.en for column in table.columns],
            }
        )
        fields = [
            Field("column", t("sources.column"), width=200),
            Field("type", t("sources.type")),
            Field("nullable", t("sources.empty")),
            Field("meaning", t("sources.meaning"), width="large"),
        ]
        parts.table(view, frame, fields, "dictionary-columns")


main()
