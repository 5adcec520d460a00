"""Tables of the page 收入来源: each document's income, its sources with shares, and the identities about income."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard import marks, queries
from dashboard.cache import ask
from dashboard.format import percent
from dashboard.screens import parts, trust
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from dashboard.filters import View
    from dashboard.marks import Marks
    from dashboard.text import Text

MOST = 200
"""Rows of a table; a sentence says how many more there are."""
MOST_CHECKED = 500
"""The same of identities, which are drawn on request."""
RULES = ("W1", "W2", "X1", "X9")
"""The identities across tables that speak of income; those within the income statement come with it."""


def source_name(t: Text, source: str) -> str:
    """Return the words for a source of income: a few differ from what the same column means in spending."""
    return t.known(f"income_source.{source}", t.known(f"measure.{source}", source))


def more(view: View, frame: pl.DataFrame) -> None:
    """Say how many rows there are beyond those shown."""
    found = frame["found"].item(0) if len(frame) else 0
    if found > len(frame):
        st.caption(view.t("income.limited", shown=len(frame), count=found - len(frame)))


def _documents(view: View, frame: pl.DataFrame) -> pl.Series:
    return pl.Series("document", [view.label(d) for d in frame["document_id"].to_list()], dtype=pl.String)


def _texts(name: str, values: list[str]) -> pl.Series:
    return pl.Series(name, values, dtype=pl.String)


def _of_all() -> pl.DataFrame:
    return ask(queries.income_overview(None, parts.ALL))


def _overview(view: View) -> pl.DataFrame:
    return parts.within(view, _of_all(), MOST)


def _known(view: View) -> Marks:
    """The marks of both tables, asked at once."""
    return trust.of({*_overview(view)["document_id"].to_list(), *_first(view)[0]})


def overview(view: View) -> None:
    """One row per document: how much, how much of it is 财政拨款, what was carried over."""
    t = view.t
    frame = _overview(view)
    st.subheader(t("income.overview"), anchor=False)
    st.caption(t("income.overview_note"))
    rows = frame.to_dicts()
    known = _known(view)
    shown = parts.with_place(view, parts.words(view, frame, "status", "status")).with_columns(
        _documents(view, frame),
        _texts("dependence", [percent(r["fiscal_yuan"], r["total_yuan"]) for r in rows]),
        _texts("carried", [percent(r["carryover_yuan"], r["total_yuan"]) for r in rows]),
        _texts("trust", [_trust(view, known, r) for r in rows]),
        _texts("printed", [f"{r['total_text']} {r['unit_text']}" if r["total_text"] else "" for r in rows]),
    )
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("total_yuan", t("income.total"), "money"),
        Field("trust", t("field.trust"), width=100),
        Field("fiscal_yuan", t("measure.fiscal"), "money"),
        Field("dependence", t("income.dependence"), "right"),
        Field("carryover_yuan", t("measure.carryover"), "money"),
        Field("carried", t("income.carried_share"), "right"),
        Field("printed", t("income.total_printed"), "right"),
        Field("status", t("income.table")),
        Field("source", t("field.source")),
    ]
    parts.table(view, shown, fields, "income-overview")
    more(view, frame)


def _trust(view: View, known: Marks, row: dict[str, Any]) -> str:
    if row["total_text"] is None:
        return ""
    found = ["Σ " + view.t("income.summed")] * bool(row["is_summed"])
    found += trust.lines(view, known.at(row, "income"))
    return "；".join(found) or view.t("mark.printed")


def sources(view: View) -> None:
    """The total row of each income statement, source by source."""
    t = view.t
    frame = _sources(view)
    st.subheader(t("income.sources"), anchor=False)
    if frame.is_empty():
        st.info(t("income.no_sources"), icon=":material/inbox:")
        return
    st.caption(t("income.sources_note"))
    rows = frame.to_dicts()
    known = _known(view)
    shown = parts.with_place(view, parts.words(view, frame, "origin", "origin")).with_columns(
        _documents(view, frame),
        _texts("source_name", [source_name(t, r["source"]) for r in rows]),
        _texts("kind", [t("income.subtotal") if r["is_subtotal"] else _group(t, r["source_group"]) for r in rows]),
        _texts("share", [percent(r["amount_yuan"], r["total_yuan"]) for r in rows]),
        _texts("trust", [marks.trust(t, known.at(r, "income", (r["source"],))) for r in rows]),
    )
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("source_name", t("income.source")),
        Field("kind", t("field.kind"), aside=True),
        Field("amount_yuan", t("field.amount"), "money"),
        Field("trust", t("field.trust"), width=100),
        Field("share", t("income.of_total"), "right"),
        Field("amount_text", t("field.as_printed"), "right"),
        Field("unit_text", t("field.unit_text")),
        Field("origin", t("field.origin")),
        Field("source", t("field.source")),
    ]
    parts.table(view, shown, fields, "income-sources")
    more(view, frame)


def _first(view: View) -> tuple[list[str], int]:
    """The documents that have the first rows by source, and how many rows all have."""
    printed = parts.within(view, _of_all(), parts.ALL).filter(pl.col("sources") > 0).sort("document_id")
    before = pl.col("sources").cum_sum() - pl.col("sources")
    return printed.filter(before < MOST)["document_id"].to_list(), int(printed["sources"].sum())


def _sources(view: View) -> pl.DataFrame:
    """The first rows of the chosen documents: only the documents that have these are asked about."""
    first, found = _first(view)
    return ask(queries.income_sources(first, MOST)).with_columns(found=pl.lit(found, pl.Int32))


def _group(t: Text, group: str | None) -> str:
    return t.known(f"source_group.{group}", group or "")


def checks(view: View) -> None:
    """The identities of the income statement that did not simply hold; all of them on request."""
    t = view.t
    st.subheader(t("income.checks"), anchor=False)
    counted = ask(queries.income_held(RULES)).filter(pl.col("document").is_in(view.documents["number"].implode()))
    found, held = int(counted["found"].sum()), int(counted["held"].sum())
    if not found:
        st.info(t("income.no_checks"), icon=":material/rule:")
        return
    st.caption(t("income.held", held=held, others=found - held))
    everything = st.toggle(t("income.all_checks"), key="flow_checks", bind="query-params")
    if everything:
        _checks_table(view, _checks(view))
    elif found > held:
        box = parts.folded(t("income.checks_table", count=found - held), "checks_table")
        if box.open:
            frame = _checks(view).filter(pl.col("outcome") != "pass").with_columns(found=pl.lit(found - held))
            with box:
                _checks_table(view, frame)


def _checks(view: View) -> pl.DataFrame:
    return ask(queries.income_checks(parts.chosen(view), RULES, MOST_CHECKED))


def _checks_table(view: View, frame: pl.DataFrame) -> None:
    t = view.t
    shown = parts.words(view, parts.words(view, frame, "outcome", "outcome"), "statement", "statement")
    shown = parts.with_place(view, shown).with_columns(_documents(view, frame))
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("rule", t("field.rule")),
        Field("statement", t("field.statement")),
        Field("code", t("field.code")),
        Field("outcome", t("field.outcome")),
        Field("left_yuan", t("field.left"), "money"),
        Field("right_yuan", t("field.right"), "money"),
        Field("difference_yuan", t("field.difference"), "money"),
        Field("message", t("field.message"), width="large"),
        Field("place", t("field.place")),
    ]
    parts.table(view, shown, fields, "income-checks")
    more(view, frame)
