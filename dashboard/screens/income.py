"""收入来源: where the money comes from and what it goes to, as far as the tables print it; each link opens its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboard import filters, flows, marks, queries
from dashboard.cache import ask
from dashboard.charts import enlarge, sankey
from dashboard.flows import RESIDUAL, UNTOLD, Link, Node
from dashboard.format import percent
from dashboard.screens import evidence, income_tables, parts, projector, trust, window
from dashboard.screens.parts import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.filters import View
    from dashboard.flows import Basis, Flow, Row
    from dashboard.text import Text

CHOSEN = "flow"
BASES: dict[str, Basis] = {"收入总表 Income": "income", "各基金支出表 Funds": "funds"}
TABLES: dict[Basis, tuple[str, ...]] = {
    "income": ("income",),
    "funds": ("general_public", "government_fund", "state_capital"),
}
MOST_DRAWN = 6
"""Flows beside each other; more cannot be compared by eye, and each costs a query's rows."""


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "income")
    basis = _basis(view)
    st.caption(view.t(f"income.note_{basis}"))
    _flows(view, basis)
    income_tables.overview(view)
    income_tables.sources(view)
    income_tables.checks(view)


def _basis(view: View) -> Basis:
    picked = st.segmented_control(
        view.t("income.basis"),
        list(BASES),
        default=next(iter(BASES)),
        required=True,
        key="flow_by",
        bind="query-params",
        label_visibility="collapsed",
    )
    return BASES[picked] if picked else "income"


@dataclass(frozen=True, slots=True)
class _Told:
    """What one document's tables say: their rows, what became of them, and the flow that follows."""

    document: str
    basis: Basis
    rows: list[Row]
    states: list[Row]
    flow: Flow


def _told(documents: Sequence[str], basis: Basis) -> dict[str, _Told]:
    frame = ask(queries.income_flow(documents, basis))
    states = ask(queries.income_states(documents, TABLES[basis])).to_dicts()
    found = {}
    for document in documents:
        rows = frame.filter(pl.col("document_id") == document).to_dicts()
        own = [state for state in states if state["document_id"] == document]
        found[document] = _Told(document, basis, rows, own, flows.build(rows))
    return found


def _flows(view: View, basis: Basis) -> None:
    """The chosen document's flow with its rows; the others beside each other."""
    opened, item = flows.split_key(st.query_params.get(CHOSEN, ""))
    ids = view.ids
    drawn = ([opened] if opened in ids else []) + [d for d in ids if d != opened]
    told = _told(drawn[:MOST_DRAWN], basis)
    if opened in told and told[opened].flow.has(item):
        chosen = told.pop(opened)
        _one(view, chosen, item)
        _detail(view, chosen, item)
    _grid(view, list(told.values()))
    if len(ids) > MOST_DRAWN:
        st.caption(view.t("income.more", count=len(ids) - MOST_DRAWN, shown=MOST_DRAWN))


def _grid(view: View, told: Sequence[_Told]) -> None:
    if len(told) == 1:
        _one(view, told[0], None)
        return
    for start in range(0, len(told), 2):
        for column, one in zip(st.columns(2, gap="medium"), told[start : start + 2], strict=False):
            with column:
                _one(view, one, None)


def _one(view: View, told: _Told, chosen: str | None) -> None:
    """One document's flow, or in its place the reason why there is none."""
    t, flow, document = view.t, told.flow, told.document
    if flow.reason or not flow.links:
        with st.container(border=True, key=f"name-flow-{document}", gap="xsmall"):
            st.text(view.label(document))
            st.info(t("income.negative" if flow.reason == "negative" else "income.no_table"), icon=":material/inbox:")
            _states(view, told)
        return
    words = _words(view, told)
    option = sankey.chart(flow, words, view.palette, view.colour(document), chosen)
    key = f"flow-{document}"
    size = sankey.height(flow, words)
    if projector.is_on():
        option, size = enlarge.figure(option), round(size * enlarge.FACTOR)
    st.echarts_chart(
        option,
        key=key,
        height=size,
        on_select=lambda: _open(key, document, flow),
        renderer="svg",
        alt=words.title,
    )
    if not flow.has_codes:
        st.caption(t("income.untold"))
    _states(view, told)
    for exceeded in flow.exceeded:
        where = t("measure.total") if exceeded.key == "total" else _named(t, told, exceeded.key)
        st.caption(t("income.exceeded", where=where, difference=view.money(-exceeded.difference), unit=view.unit.value))


def _states(view: View, told: _Told) -> None:
    """Say which of the tables has no figures: empty by declaration, not published, or not read."""
    colon, semicolon = ("：", "；") if view.t.language == "zh" else (": ", "; ")
    without = [state for state in told.states if state["status"] != "figures"]
    names = [view.t(f"statement.{s['statement']}") + colon + view.t(f"status.{s['status']}") for s in without]
    if names:
        st.caption(semicolon.join(names))


def _open(key: str, document: str, flow: Flow) -> None:
    """Follow a click; a second click on the same link or node closes it."""
    selected = st.session_state[key]["selection"]["selected"]
    found = [
        (flow.nodes if group["data_type"] == "node" else flow.links)[index].key
        for group in selected
        for index in group["data_indices"]
    ]
    wanted = flows.key_of(document, found[0]) if found else ""
    if not wanted or st.query_params.get(CHOSEN) == wanted:
        st.query_params.pop(CHOSEN, None)
    else:
        st.query_params[CHOSEN] = wanted


def _close() -> None:
    st.query_params.pop(CHOSEN, None)


def _words(view: View, told: _Told) -> sankey.Words:
    about = view.about[told.document]
    titles = list(dict.fromkeys(row["statement_title"] or "" for row in told.rows))
    source = f"{about['source_file']} {'、'.join(title for title in titles if title)}".strip()
    return sankey.Words(
        title=view.t(f"income.chart_{told.basis}", name=view.label(told.document), unit=view.unit.value),
        subtitle=view.t("source.files", years=view.t("title.years", years=about["fiscal_year"]), files=source),
        name=lambda node: node_name(view.t, node, told.basis),
        lines=lambda item: _lines(view, told, item),
        money=view.money,
        wide=not window.is_narrow() and len(view.ids) == 1,
    )


def node_name(t: Text, node: Node, basis: Basis) -> str:
    """Return the words for a node: a group or source in our words, a 类 as printed."""
    if basis == "funds" and node.key == "g:fiscal":
        return t("flow.funds_together")
    if node.word in {RESIDUAL, UNTOLD}:
        return t(f"flow.{UNTOLD if node.word == UNTOLD else 'residual_' + 'gsc'[node.column]}")
    if node.key.startswith("r:"):
        return t("flow.residual_group", group=t.known(f"source_group.{node.word}", node.word))
    if node.column == 0:
        return t.known(f"source_group.{node.word}", node.word)
    if node.column == 1:
        return t("flow.fiscal_whole") if node.word == "fiscal" else income_tables.source_name(t, node.word)
    return f"{node.word} {node.name}"


def _named(t: Text, told: _Told, key: str) -> str:
    return next((node_name(t, node, told.basis) for node in told.flow.nodes if node.key == key), key)


def _lines(view: View, told: _Told, item: Node | Link) -> list[str]:
    """The hover text of a node or link."""
    t, flow = view.t, told.flow
    if isinstance(item, Node):
        return [
            node_name(t, item, told.basis),
            f"{view.money(flow.amount(item.key))} {view.unit.value}",
            t("flow.click"),
        ]
    whole, goal = flow.amount(item.origin), flow.amount(item.target)
    return [
        f"{_named(t, told, item.origin)} → {_named(t, told, item.target)}",
        f"{view.money(item.amount)} {view.unit.value}",
        t("flow.shares", origin=percent(item.amount, whole), target=percent(item.amount, goal)),
        t("flow.is_residual") if item.is_residual else "",
        *_marks(view, told, item),
        t("flow.click"),
    ]


def _marks(view: View, told: _Told, link: Link) -> list[str]:
    """Why a link should not be taken as it stands: the marks of the printed rows it is drawn from."""
    known = trust.of([told.document])
    behind = flows.behind(told.rows, link.key)
    found = (known.at(row, row["statement"], (row["measure"],), code=row["code"]) for row in behind)
    return trust.lines(view, marks.together(found))


def _detail(view: View, told: _Told, chosen: str) -> None:
    """The printed rows behind the chosen node or link."""
    t, flow = view.t, told.flow
    link = next((link for link in flow.links if link.key == chosen), None)
    with st.container(border=True, key="flow-detail"):
        with st.container(key="name-flow-chosen", gap="xsmall"):
            st.text(" → ".join(_named(t, told, end) for end in chosen.split(">")))
            st.text(view.label(told.document))
        _figures(view, flow, chosen, link)
        st.button(t("income.close"), on_click=_close, key="flow-close", icon=":material/close:")
        if link and link.is_residual:
            st.caption(t("income.residual_note"))
        behind = flows.behind(told.rows, chosen)
        frame = pl.DataFrame(behind, infer_schema_length=None)
        frame = frame.with_columns(trust.each(view, behind, lambda row: row["statement"]))
        for column, group in (("measure", "measure"), ("origin", "origin")):
            frame = parts.words(view, frame, column, group)
        names_of = pl.Series("source_name", [income_tables.source_name(t, r["source"]) for r in behind])
        fields = [
            Field("source_name", t("income.source")),
            Field("code", t("field.code")),
            Field("name", t("field.name")),
            Field("amount_yuan", t("field.amount"), "money"),
            Field("amount_text", t("field.as_printed"), "right"),
            Field("unit_text", t("field.unit_text")),
            Field("trust", t("field.trust"), width=100),
            Field("origin", t("field.origin")),
            Field("statement_title", t("field.table")),
            Field("place", t("field.place")),
        ]
        st.caption(t("income.behind"))
        evidence.table(view, parts.with_place(view, frame.with_columns(names_of)), fields, "flow-rows")


def _figures(view: View, flow: Flow, chosen: str, link: Link | None) -> None:
    t = view.t
    amount = link.amount if link else flow.amount(chosen)
    figures = [(t("field.amount"), f"{view.money(amount)} {view.unit.value}")]
    if link:
        figures += [
            (t("income.of_origin"), percent(amount, flow.amount(link.origin))),
            (t("income.of_target"), percent(amount, flow.amount(link.target))),
        ]
    for column, (label, value) in zip(st.columns(3), figures, strict=False):
        column.metric(label, value)


main()
