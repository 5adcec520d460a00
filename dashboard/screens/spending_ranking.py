"""The ranked list of the page 功能支出: the lowest rows of all chosen documents, however small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl
import streamlit as st

from dashboard import queries, spending
from dashboard.cache import ask
from dashboard.format import percent
from dashboard.screens import evidence, parts, spending_words, trust
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.filters import View
    from dashboard.screens.spending_words import Compared
    from dashboard.spending import Change

MOST_ROWS: Final = 200
MOST_ASKED: Final = 1_000
"""Where there are no more rows in all, what is printed in them is asked for once, and chosen from."""
FIND: Final = "line"
NAME_WIDTH: Final = 252
"""Pixels: the longest names of common items; the amounts stay in sight."""
MARKED: Final = ("total", "basic", "project")
"""The figures of a row of the list."""


def rows(view: View, statement: str) -> pl.DataFrame:
    """Return the largest of the lowest rows of the chosen documents that match the search, in 元; `found`: of all."""
    find = str(st.session_state.get(FIND) or st.query_params.get(FIND) or "").strip()
    lowest = ask(queries.spending_lowest(statement, find))
    largest = parts.within(view, lowest, MOST_ROWS)
    printed = ask(queries.spending_rows(lowest if len(lowest) <= MOST_ASKED else largest, statement))
    return printed.join(largest.select("first_no", "found"), on="first_no", maintain_order="right")


def show(view: View, frame: pl.DataFrame, compared: Compared, statement: str) -> None:
    """Show the list under its search, with how many rows there are beyond it."""
    t = view.t
    st.subheader(t("spending.ranking"), anchor=False)
    st.text_input(
        t("spending.find"),
        key=FIND,
        bind="query-params",
        placeholder=t("spending.find_hint"),
        icon=":material/search:",
        label_visibility="collapsed",
    )
    if frame.is_empty():
        # A table without figures has said so above.
        if st.session_state.get(FIND):
            st.info(t("spending.not_found"), icon=":material/search_off:")
        return
    st.caption(_size(view, frame))
    changes = spending_words.changes(frame, compared)
    evidence.table(
        view,
        _shown(view, frame, changes, statement),
        _fields(view, statement, compared=bool(changes)),
        "spending-ranking",
    )


def _size(view: View, frame: pl.DataFrame) -> str:
    """How many rows stand here, and how many there are."""
    found = frame["found"][0]
    return view.t(
        "spending.ranking_note" if found == len(frame) else "spending.ranking_cut", shown=len(frame), all=found
    )


def _shown(view: View, frame: pl.DataFrame, changes: Mapping[tuple[str, str], Change], statement: str) -> pl.DataFrame:
    found = frame.to_dicts()
    compared = [changes.get((row["document_id"], row["code"])) for row in found]
    labels = {document: view.label(document) for document in {row["document_id"] for row in found}}
    texts: dict[str, list[str | None]] = {
        "document": [labels[row["document_id"]] for row in found],
        "share": [percent(row["total_yuan"], row["whole_yuan"]) for row in found],
        "rate": [None if one is None else spending_words.sign(one) for one in compared],
        "basis": [None if one is None else spending_words.basis(view, one) for one in compared],
    }
    change = pl.Series("change_yuan", [one.change if one else None for one in compared], dtype=pl.Decimal(18, 2))
    columns = [pl.Series(name, values, dtype=pl.String) for name, values in texts.items()]
    return parts.with_place(view, frame).with_columns(*columns, change, trust.column(view, found, statement, MARKED))


def _fields(view: View, statement: str, *, compared: bool) -> list[Field]:
    """Columns about the change come only where a row has one."""
    t = view.t
    change = [
        Field("change_yuan", t("spending.change"), "money"),
        Field("rate", t("spending.rate"), "right"),
        Field("basis", t("spending.basis")),
    ]
    return [
        Field("code", t("field.code")),
        Field("name", t("field.name"), width=NAME_WIDTH),
        Field("total_yuan", t("measure.total"), "money"),
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("project_yuan", t("measure.project"), "money"),
        Field("share", t(spending.share_key(statement)), "right"),
        Field("trust", t("field.trust"), width=100),
        Field("basic_yuan", t("measure.basic"), "money"),
        *(change if compared else []),
        Field("total_text", t("field.as_printed")),
        Field("source", t("field.source")),
    ]
