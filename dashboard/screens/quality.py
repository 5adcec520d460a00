"""数据质量: how the checks came out, what does not add up with both sides, repairs, what was left out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import filters, projects, quality, queries
from dashboard.cache import ask
from dashboard.format import NONE, percent
from dashboard.quality import Wanted
from dashboard.screens import checked, export_bar, figure_list, parts, quality_detail, quality_export, quality_tables
from dashboard.screens.parts import Field
from dashboard.text import Text

if TYPE_CHECKING:
    from dashboard.filters import View

Row = dict[str, Any]
MOST_DOCUMENTS: Final = 24
MOST_FINDINGS: Final = 300
MOST_AT_HAND: Final = 4000
OPENED: Final = "check"
"""The word in the URL for the identity that is opened."""
_PICKED: Final = "_quality_picked"
_CLOSED: Final = "_quality_closed"


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "quality")
    st.caption(view.t("quality.no_culprit"))
    standings = checked.standings(view)
    counts = {**quality.counts(standings), "documents": len(view.documents)}
    worst = quality.worst(standings, view.documents, MOST_DOCUMENTS)
    reach = ask(queries.quality_reach(worst["document_id"].to_list()))
    documents = quality.coverage(worst, standings, reach)
    _numbers(view, counts, documents)
    quality_tables.documents(view, documents, counts["documents"])
    st.subheader(view.t("quality.findings"), anchor=False)
    wanted = _wanted(view, documents)
    export_bar.choose(checks=wanted)
    if wanted.documents is not None and len(wanted.documents) < len(view.documents):
        only = view.documents.filter(pl.col("document_id").is_in(list(wanted.documents)))
        standings = quality.of_documents(standings, only)
    _findings(view, wanted, standings)
    opened = projects.split_key(st.query_params.get(OPENED, ""))
    if opened and opened[0] in view.about:
        quality_detail.show(view, *opened, close=_close)
    quality_export.show(view, counts)
    quality_tables.more(view, wanted, standings)


def _numbers(view: View, counts: Row, documents: pl.DataFrame) -> None:
    """Coverage is told where all chosen documents are counted, and counts what was settled, not what was defined."""
    t = view.t
    figures, checked = int(documents["figures"].sum()), int(documents["figures_checked"].sum())
    all_counted = counts["documents"] == len(documents)
    numbers = [(t(f"standing.{name}"), f"{counts[name]:,}") for name in (*quality.TO_LOOK_AT, quality.HELD)]
    numbers.append((t("quality.coverage"), percent(Decimal(checked), Decimal(figures)) if all_counted else NONE))
    figure_list.show([(label, value, "") for label, value in numbers], "row")
    if all_counted:
        facts, told = documents["facts"].sum(), documents["facts_checked"].sum()
        sums = {"checked": checked, "figures": figures, "told": told, "facts": facts}
        counted = {name: f"{number:,}" for name, number in sums.items()}
        st.caption(t("quality.coverage_note", **counted))


def _wanted(view: View, documents: pl.DataFrame) -> Wanted:
    """The page's own filters, all of them in the URL."""
    t = view.t
    first, second, third = st.columns([2, 2, 3])
    standings = {_both(f"standing.{name}"): name for name in quality.STANDINGS}
    picked = first.multiselect(
        t("quality.standing"), list(standings), key="standing", bind="query-params", placeholder=t("quality.to_look_at")
    )
    statements = {_both(f"statement.{name}"): name for name in quality_tables.STATEMENTS}
    tables = second.multiselect(
        t("field.statement"), list(statements), key="statement", bind="query-params", placeholder=t("filter.all")
    )
    rules = {f"{row['rule']} {row['title']}": row["rule"] for row in _rules()}
    asked = third.multiselect(
        t("field.rule"), list(rules), key="rule", bind="query-params", placeholder=t("filter.all")
    )
    left, right = st.columns([2, 5])
    text = left.text_input(t("quality.least"), key="difference", bind="query-params", placeholder="1")
    offered = _offered(view, documents)
    document = right.selectbox(
        t("quality.document"), offered, index=None, key="doc", bind="query-params", placeholder=t("filter.all")
    )
    least = projects.least(text) if text.strip() else None
    if text.strip() and least is None:
        st.warning(t("quality.no_amount"), icon=":material/help:")
    return Wanted(
        [document] if document else parts.chosen(view),
        tuple(rules[name] for name in asked if name in rules),
        tuple(standings[name] for name in picked if name in standings),
        tuple(statements[name] for name in tables if name in statements),
        least,
    )


def _rules() -> list[Row]:
    return ask(queries.rules()).to_dicts()


def _offered(view: View, documents: pl.DataFrame) -> list[str]:
    """The documents that are listed, and the one that a link asks for, if it is chosen."""
    asked = st.query_params.get("doc", "")
    more = [asked] if asked in view.about and asked in view.ids else []
    return list(dict.fromkeys([*documents["document_id"].to_list(), *more]))


def _both(key: str) -> str:
    """In both languages at once: the label is also the value in the URL, which must survive a change of language."""
    return f"{Text('zh')(key)} {Text('en')(key)}"


def _listed(wanted: Wanted, standings: pl.DataFrame) -> pl.DataFrame:
    """The first of all documents' findings are at hand, and mostly enough."""
    at_hand = ask(queries.quality_findings(Wanted(None, standings=quality.STANDINGS).parameters(), MOST_AT_HAND))
    found = quality.first(at_hand, standings, wanted, MOST_FINDINGS)
    return ask(queries.quality_findings(wanted.parameters(), MOST_FINDINGS)) if found is None else found


def _findings(view: View, wanted: Wanted, standings: pl.DataFrame) -> None:
    """The list; a row chosen in it becomes the identity in the URL."""
    t = view.t
    frame = _listed(wanted, standings)
    if frame.is_empty():
        st.info(t("quality.nothing"), icon=":material/check_circle:")
        return
    found = frame["found"].item(0)
    more = t("quality.more", count=f"{found - len(frame):,}") if found > len(frame) else ""
    st.caption(t("quality.found", count=f"{found:,}") + more)
    rows = frame.to_dicts()
    shown = parts.with_place(view, parts.words(view, frame, "statement", "statement")).with_columns(
        _texts("standing", [quality_tables.standing(view, quality.standing(row)) for row in rows]),
        _texts("document", [view.label(row["document_id"]) for row in rows]),
    )
    fields = [
        Field("standing", t("quality.standing"), width=105),
        Field("rule", t("field.rule"), width=50),
        Field("document", t("field.document"), width=255, aside=True),
        Field("subject", t("quality.subject"), width=130),
        Field("left_yuan", t("field.left"), "money", aside=True),
        Field("right_yuan", t("field.right"), "money", aside=True),
        Field("difference_yuan", t("field.difference"), "money"),
        Field("statement", t("field.statement"), width=130),
        Field("left_text", t("quality.left_text"), "right", width=110),
        Field("right_text", t("quality.right_text"), "right", width=110),
        Field("message", t("field.message"), width="large"),
        Field("place", t("field.place")),
    ]
    choice = repr((wanted, st.session_state.get(_CLOSED, 0)))
    with st.container(key="quality-list"):
        picked = parts.table(view, shown, fields, "findings", choice=choice)
    st.caption(t("quality.open_hint"))
    _follow(choice, picked, rows)


def _follow(rows_of: str, picked: int | None, rows: list[Row]) -> None:
    """Only a new choice opens an identity: the row stays chosen while Back or a link shows another."""
    choice = (rows_of, picked)
    if choice == st.session_state.get(_PICKED):
        return
    st.session_state[_PICKED] = choice
    if picked is not None:
        st.query_params[OPENED] = projects.key_of(rows[picked]["document_id"], rows[picked]["check_no"])


def _close() -> None:
    """Close the identity, and unmark its row with it."""
    st.query_params.pop(OPENED, None)
    st.session_state[_CLOSED] = st.session_state.get(_CLOSED, 0) + 1


def _texts(name: str, values: list[str]) -> pl.Series:
    return pl.Series(name, values, dtype=pl.String)


main()
