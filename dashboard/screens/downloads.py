"""Public tables and views of the chosen documents as files, each made when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import cache, quality, queries
from dashboard.cache import ask
from dashboard.quality import Wanted
from dashboard.screens import checked, parts

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from dashboard.filters import View
    from dashboard.queries import Question

MOST_IN_BOOK: Final = 200
"""Documents in one workbook: some 50,000 figures, which a spreadsheet still opens."""
MOST_FINDINGS: Final = 10_000
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(view: View) -> None:
    """Show the choice of a table with its two formats, and the whole as one workbook; a warning where checks fail."""
    t = view.t
    st.subheader(t("sources.downloads"), anchor=False)
    st.caption(t("sources.downloads_note", count=f"{len(view.ids):,}"))
    _warning(view)
    names = ask(queries.public_names())
    of_documents = dict(names.select("name", "is_of_documents").iter_rows())
    read = cache.later()
    with st.container(horizontal=True, vertical_alignment="bottom", key="downloads"):
        name = st.selectbox(
            t("sources.relation"), list(of_documents), key="relation", bind="query-params", width=280
        ) or next(iter(of_documents))
        question = _rows(view, name, of_documents=of_documents[name])
        _button(t("sources.csv"), f"{name}.csv", "text/csv", lambda: _file(read, question, "csv"))
        _button(
            t("sources.parquet"),
            f"{name}.parquet",
            "application/vnd.apache.parquet",
            lambda: _file(read, question, "parquet"),
        )
        if len(view.ids) <= MOST_IN_BOOK:
            _button(t("sources.book"), "budgetlens.xlsx", _XLSX, lambda: _book(view, read, of_documents))
    if len(view.ids) > MOST_IN_BOOK:
        st.caption(t("sources.book_too_large", most=MOST_IN_BOOK))


def _warning(view: View) -> None:
    failing = quality.counts(checked.standings(view))["mismatch"]
    if failing:
        st.warning(view.t("sources.warning", count=f"{failing:,}"), icon=":material/warning:")


def _button(label: str, file: str, mime: str, build: Callable[[], bytes]) -> None:
    key = f"download-{file.rpartition('.')[2]}"
    st.download_button(label, build, file, mime, key=key, on_click="ignore", icon=":material/download:")


def _rows(view: View, name: str, *, of_documents: bool) -> Question:
    """The rows of the chosen documents; what belongs to no document, such as the rules, is always whole."""
    everything = parts.chosen(view) is None
    return queries.public_rows(name, view.ids) if of_documents and not everything else queries.public_table(name)


def _file(read: Callable[[Question], pl.DataFrame], question: Question, kind: str) -> bytes:
    from dashboard.exports import frames  # noqa: PLC0415 - the writers are loaded when they are asked for

    frame = read(question)
    return frames.csv(frame) if kind == "csv" else frames.parquet(frame)


def _book(view: View, read: Callable[[Question], pl.DataFrame], of_documents: dict[str, bool]) -> bytes:
    from dashboard.exports import public_data  # noqa: PLC0415 - as above

    frames = {name: read(_rows(view, name, of_documents=of)) for name, of in of_documents.items()}
    wanted = Wanted(parts.chosen(view), standings=("mismatch", "alert"))
    findings = read(queries.quality_findings(wanted.parameters(), MOST_FINDINGS))
    return public_data.workbook(frames, findings, view.t)
