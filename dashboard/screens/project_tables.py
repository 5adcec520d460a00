"""Below the list of projects: size bands by unit, how projects and target forms meet, and what meets nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import projects, queries
from dashboard.cache import ask
from dashboard.charts import stacked
from dashboard.charts.stacked import Segment, Style
from dashboard.format import percent, scaled
from dashboard.screens import parts, window
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from dashboard.filters import View

MODES: Final = ("项目数 Count", "金额 Amount", "金额占比 Share")
MOST: Final = 200
"""Rows of a table; a sentence says how many more there are."""
MOST_DRAWN: Final = 8
"""Documents with a bar of their own; the tables below name more."""
Row = dict[str, Any]


def band_name(band: int) -> str:
    """Return a band in both languages at once: it is also the value in the URL."""
    edges = [_plain(edge) for edge in projects.EDGES]
    if band == projects.NOT_PRINTED:
        return "未印金额 Not printed"
    if band == 0:
        return "≤0"
    if band == 1:
        return f"<{edges[1]}"
    return f"≥{edges[-1]}" if band == len(edges) else f"{edges[band - 1]}–{edges[band]}"


def _plain(yuan: Decimal) -> str:
    whole = int(yuan)
    return f"{whole // 100_000_000}亿元" if whole >= 100_000_000 else f"{whole // 10_000}万元"


def sizes(view: View, matching: pl.DataFrame) -> None:
    """How many projects and how much money by size band, one bar for each document."""
    t = view.t
    st.subheader(t("projects.sizes"), anchor=False)
    st.caption(t("projects.sizes_note"))
    mode = st.segmented_control(
        t("projects.sizes"),
        MODES,
        default=MODES[0],
        required=True,
        key="sizes_by",
        bind="query-params",
        label_visibility="collapsed",
    )
    frame = projects.sizes(matching, MOST_DRAWN)
    rows = frame.to_dicts()
    labels = list(dict.fromkeys(view.label(row["document_id"]) for row in rows))
    # In the order of the rows: another one would be another figure to the browser, drawn anew.
    documents = dict.fromkeys(row["document_id"] for row in rows)
    totals = {d: _sum(r["amount_yuan"] for r in rows if r["document_id"] == d) for d in documents}
    counts = {d: sum(r["projects"] for r in rows if r["document_id"] == d) for d in totals}
    segments = [s for row in rows if (s := _segment(view, row, mode or MODES[0], totals, counts))]
    ends = {}
    if mode != MODES[2]:
        words = view.money if mode == MODES[1] else str
        whole: dict[str, Any] = totals if mode == MODES[1] else counts
        ends = {view.label(document): words(value) for document, value in whole.items()}
    titles = _titles(view, mode or MODES[0])
    figure = stacked.chart(
        segments,
        labels,
        _styles(view),
        view.palette,
        titles,
        percent=mode == MODES[2],
        ends=ends,
        wide=not window.is_narrow(),
    )
    parts.chart(figure, "project-sizes", titles[0])
    if frame["found"].item(0) > len(totals):
        st.caption(t("projects.sizes_more", shown=len(totals), count=frame["found"].item(0) - len(totals)))
    box = parts.folded(t("projects.sizes_table"), "sizes_table")
    if box.open:
        with box:
            _size_table(view, frame, totals, counts)


def _sum(values: Any) -> Decimal:  # noqa: ANN401 - an iterable of Decimal or None
    return sum((value for value in values if value is not None), Decimal(0))


def _titles(view: View, mode: str) -> tuple[str, str, str]:
    key = {MODES[0]: "count", MODES[1]: "money", MODES[2]: "share"}[mode]
    axis = {
        "count": view.t("projects.number"),
        "money": view.t("axis.money", unit=view.unit.value),
        "share": view.t("axis.share"),
    }[key]
    return view.t(f"projects.sizes_{key}", unit=view.unit.value), parts.source_files(view), axis


def _segment(view: View, row: Row, mode: str, totals: dict[str, Decimal], counts: dict[str, int]) -> Segment | None:
    """One band of one document; a band without printed money has no length but in the count."""
    document, amount = row["document_id"], row["amount_yuan"]
    if mode == MODES[0]:
        size, text = Decimal(row["projects"]), str(row["projects"])
    elif amount is None:
        return None
    elif mode == MODES[1]:
        size, text = scaled(amount, view.unit) or Decimal(0), view.money(amount)
    elif totals[document]:
        size, text = 100 * amount / totals[document], percent(amount, totals[document])
    else:
        return None
    lines = (
        view.label(document),
        band_name(row["band"]),
        view.t(
            "projects.of_number", count=row["projects"], share=percent(*_decimals(row["projects"], counts[document]))
        ),
        f"{view.money(amount)} {view.unit.value} · {percent(amount, totals[document])}",
    )
    return Segment(view.label(document), band_name(row["band"]), size, text, lines)


def _decimals(part: int, whole: int) -> tuple[Decimal, Decimal]:
    return Decimal(part), Decimal(whole)


def _styles(view: View) -> list[Style]:
    palette = view.palette
    colours = {band: palette.share[band - 1] for band in range(1, len(projects.EDGES) + 1)}
    special = {
        0: Style(band_name(0), palette.residual, "x"),
        projects.NOT_PRINTED: Style(band_name(-1), palette.unknown, "."),
    }
    return [Style(band_name(b), colours[b]) if b in colours else special[b] for b in projects.BANDS]


def _size_table(view: View, frame: pl.DataFrame, totals: dict[str, Decimal], counts: dict[str, int]) -> None:
    t = view.t
    rows = frame.to_dicts()
    shown = frame.with_columns(
        _texts("document", [view.label(row["document_id"]) for row in rows]),
        _texts("size", [band_name(row["band"]) for row in rows]),
        _texts("of_count", [percent(*_decimals(r["projects"], counts[r["document_id"]])) for r in rows]),
        _texts("of_money", [percent(r["amount_yuan"], totals[r["document_id"]]) for r in rows]),
    )
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("size", t("projects.size")),
        Field("projects", t("projects.number"), "number"),
        Field("of_count", t("projects.of_count"), "right"),
        Field("amount_yuan", t("field.amount"), "money"),
        Field("of_money", t("projects.of_money"), "right"),
    ]
    parts.table(view, shown, fields, "project-sizes-table")


def ceilings(view: View) -> None:
    """Every cost target that limits money beside its project's budget; whether it matters is left to the reader."""
    box = parts.folded(view.t("projects.ceilings"), "ceilings")
    if box.open:
        with box:
            _ceilings(view)


def _ceilings(view: View) -> None:
    t = view.t
    frame = ask(queries.project_ceilings(parts.chosen(view), MOST))
    st.caption(t("projects.ceilings_all", count=frame["found"].item(0) if len(frame) else 0))
    if frame.is_empty():
        return
    labels = _texts("document", [view.label(d) for d in frame["document_id"].to_list()])
    fields = [
        Field("name", t("field.project"), width=250),
        Field("level3", t("field.indicator"), width=170),
        Field("value_text", t("field.as_printed"), "right"),
        Field("ceiling_yuan", t("projects.ceiling"), "money"),
        Field("total_yuan", t("projects.budget"), "money"),
        Field("difference_yuan", t("projects.difference"), "money"),
        Field("remark", t("field.note")),
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("source", t("field.source")),
    ]
    remarks = [t("projects.one_of", count=n) if n > 1 else "" for n in frame["together"].to_list()]
    shown = parts.with_place(view, frame).with_columns(labels, _texts("remark", remarks))
    parts.table(view, shown, fields, "project-ceilings-all")
    _more(view, frame)


def coverage(view: View) -> None:
    """Each document's projects beside its 项目支出 and its target forms; then what stands alone on either side."""
    box = parts.folded(view.t("projects.coverage"), "coverage")
    if box.open:
        with box:
            _coverage(view)
    counted = parts.within(view, ask(queries.project_coverage(None, parts.ALL)), parts.ALL)
    _loose(view, int(counted["loose_forms"].sum()))
    _formless(view, int(counted["formless_projects"].sum()))


def _coverage(view: View) -> None:
    t = view.t
    st.caption(t("projects.coverage_note"))
    frame = parts.within(view, ask(queries.project_coverage(None, parts.ALL)), MOST)
    rows = frame.to_dicts()
    shown = parts.with_place(view, parts.words(view, frame, "status", "status")).with_columns(
        _texts("document", [view.label(row["document_id"]) for row in rows]),
        _texts(
            "source",
            [r["document_id"] if r["line"] is None else f"{r['document_id']} {parts.place(t, r)}" for r in rows],
        ),
    )
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("projects", t("projects.number"), "number"),
        Field("projects_yuan", t("projects.sum"), "money"),
        Field("project_spending_yuan", t("measure.project"), "money"),
        Field("difference_yuan", t("field.difference"), "money"),
        Field("forms", t("projects.forms"), "number"),
        Field("targets", t("projects.targets"), "number"),
        Field("loose_forms", t("projects.loose_forms"), "number"),
        Field("formless_projects", t("projects.formless"), "number"),
        Field("status", t("projects.table")),
        Field("note", t("field.note")),
        Field("source", t("projects.spending_source")),
    ]
    parts.table(view, shown, fields, "project-coverage")
    _more(view, frame)


def _loose(view: View, found: int) -> None:
    t = view.t
    if not found:
        st.text(t("projects.loose_heading", count=found))
        return
    box = parts.folded(t("projects.loose_heading", count=found), "loose")
    if box.open:
        with box:
            _loose_table(view)


def _loose_table(view: View) -> None:
    t = view.t
    frame = ask(queries.project_loose_forms(parts.chosen(view), MOST))
    st.caption(t("projects.loose_note"))
    labels = _texts("document", [view.label(d) for d in frame["document_id"].to_list()])
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("project_name", t("projects.form_name"), width="large"),
        Field("project_code", t("field.project_code")),
        Field("money_text", t("projects.form_money")),
        Field("targets", t("projects.targets"), "number"),
        Field("source", t("field.source")),
    ]
    parts.table(view, parts.with_place(view, frame).with_columns(labels), fields, "project-loose")
    _more(view, frame)


def _formless(view: View, found: int) -> None:
    t = view.t
    if not found:
        st.text(t("projects.formless_heading", count=found))
        return
    box = parts.folded(t("projects.formless_heading", count=found), "formless")
    if box.open:
        with box:
            _formless_table(view)


def _formless_table(view: View) -> None:
    t = view.t
    frame = ask(queries.project_formless(parts.chosen(view), MOST))
    labels = _texts("document", [view.label(d) for d in frame["document_id"].to_list()])
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("name", t("field.project"), width="large"),
        Field("total_yuan", t("field.amount"), "money"),
        Field("category", t("projects.category")),
        Field("code", t("field.project_code")),
        Field("source", t("field.source")),
    ]
    parts.table(view, parts.with_place(view, frame).with_columns(labels), fields, "project-formless")
    _more(view, frame)


def _more(view: View, frame: pl.DataFrame) -> None:
    found = frame["found"].item(0) if len(frame) else 0
    if found > len(frame):
        st.caption(view.t("projects.limited", shown=len(frame), count=found - len(frame)))


def _texts(name: str, values: list[str]) -> pl.Series:
    return pl.Series(name, values, dtype=pl.String)
