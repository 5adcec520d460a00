"""基本与项目: by unit, by 类, by fund; 人员 and 公用; as amounts or as shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard import filters, queries, stages
from dashboard.cache import ask
from dashboard.charts import stacked
from dashboard.charts.stacked import Segment, Style
from dashboard.format import percent, scaled
from dashboard.screens import execution, parts
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dashboard.filters import View
    from dashboard.stages import Both

AMOUNT, SHARE = "金额 Amount", "占比 Share"
FUND_TABLES = ("general_public", "government_fund", "state_capital")
Row = dict[str, Any]


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "basic_project")
    frame = ask(queries.basic_project(view.ids))
    if frame.is_empty():
        st.info(view.t("empty.spending"), icon=":material/inbox:")
        return
    options = [SHARE, AMOUNT]
    picked = st.segmented_control(
        view.t("split.mode"),
        options,
        default=SHARE,
        required=True,
        key="mode",
        bind="query-params",
        label_visibility="collapsed",
    )
    as_share = picked != AMOUNT
    totals = _ordered(view, frame.filter((pl.col("statement") == "expenditure") & pl.col("is_total")))
    _by_unit(view, totals, as_share=as_share)
    execution.section(view, stages.spending(frame.to_dicts()), lambda pair: _item(view, pair), "stages-spending")
    _by_class(view, frame, as_share=as_share)
    _personnel(view, frame, as_share=as_share)
    _funds(view, frame)
    _economic(view)


def _item(view: View, pair: Both) -> str:
    code, measure = pair.item
    row = pair.either.row
    name = f"{row['code'] or ''} {row['name']}".strip() if code else view.t("spending.whole")
    return f"{name} · {view.t('measure.' + measure)}"


def _ordered(view: View, frame: pl.DataFrame) -> list[Row]:
    return sorted(frame.to_dicts(), key=lambda row: view.ids.index(row["document_id"]))


def _styles(view: View, measures: Sequence[str]) -> list[Style]:
    colours, patterns = (view.palette.basic, view.palette.project), ("", "/")
    return [Style(view.t(f"measure.{m}"), c, p) for m, c, p in zip(measures, colours, patterns, strict=True)]


def _segments(view: View, name: str, row: Row, measures: Sequence[str], *, as_share: bool) -> list[Segment]:
    """A blank is no segment: it is not drawn as zero."""
    parts_of = [row[f"{m}_yuan"] for m in measures]
    whole = sum((part for part in parts_of if part is not None), start=type(row["total_yuan"] or 0)(0))
    found = []
    for measure, amount in zip(measures, parts_of, strict=True):
        if amount is None or not whole:
            continue
        size = 100 * amount / whole if as_share else _size(view, amount)
        text = percent(amount, whole) if as_share else view.money(amount)
        lines = (
            name,
            f"{view.t('measure.' + measure)} {view.money(amount)} {view.unit.value} · {percent(amount, whole)}",
            f"{view.t('field.as_printed')} {row[measure + '_text']} {row['unit_text']}",
            f"{row['document_id']} {parts.place(view.t, row)}",
            "≈ " + view.t("mark.inferred") if row["is_inferred"] else "",
        )
        found.append(Segment(name, view.t(f"measure.{measure}"), size, text, lines))
    return found


def _size(view: View, amount: Decimal) -> Decimal:
    size = scaled(amount, view.unit)
    assert size is not None  # noqa: S101 - an amount that is there scales to a number
    return size


def _titles(view: View, key: str, *, as_share: bool) -> tuple[str, str, str]:
    axis = view.t("axis.share") if as_share else view.t("axis.money", unit=view.unit.value)
    unit = "%" if as_share else view.unit.value
    return view.t(key, unit=unit), parts.source_files(view), axis


def _by_unit(view: View, rows: list[Row], *, as_share: bool) -> None:
    measures = ("basic", "project")
    segments = [s for r in rows for s in _segments(view, view.label(r["document_id"]), r, measures, as_share=as_share)]
    titles = _titles(view, "split.by_unit", as_share=as_share)
    names = [view.label(row["document_id"]) for row in rows]
    ends = {} if as_share else {view.label(row["document_id"]): view.money(row["total_yuan"]) for row in rows}
    figure = stacked.chart(segments, names, _styles(view, measures), view.palette, titles, percent=as_share, ends=ends)
    parts.chart(figure, "split-unit", titles[0])
    _table(view, rows, "split-unit-table")


def _table(view: View, rows: list[Row], key: str) -> None:
    t = view.t
    frame = parts.with_place(view, pl.DataFrame(rows, infer_schema_length=None)).with_columns(
        pl.Series("document", [view.label(row["document_id"]) for row in rows], dtype=pl.String),
        pl.Series("share", [percent(row["project_yuan"], row["total_yuan"]) for row in rows], dtype=pl.String),
        pl.Series("printed", [_printed(row) for row in rows], dtype=pl.String),
        pl.Series("shown_name", [t("spending.whole") if r["is_total"] else r["name"] for r in rows], dtype=pl.String),
        pl.Series("trust", [_trust(view, row) for row in rows], dtype=pl.String),
    )
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("shown_name", t("field.name")),
        Field("total_yuan", t("measure.total"), "money"),
        Field("basic_yuan", t("measure.basic"), "money"),
        Field("project_yuan", t("measure.project"), "money"),
        Field("share", t("card.project_share"), "right"),
        Field("printed", t("field.as_printed")),
        Field("trust", t("field.trust")),
        Field("source", t("field.source")),
    ]
    parts.table(view, frame, fields, key)


def _printed(row: Row) -> str:
    texts = [row["total_text"], row["basic_text"], row["project_text"]]
    return " | ".join(text or "—" for text in texts) + f" {row['unit_text']}"


def _trust(view: View, row: Row) -> str:
    return "≈ " + view.t("mark.inferred") if row["is_inferred"] else view.t("mark.printed")


def _by_class(view: View, frame: pl.DataFrame, *, as_share: bool) -> None:
    rows = _ordered(view, frame.filter((pl.col("statement") == "expenditure") & ~pl.col("is_total")))
    if not rows:
        return
    st.subheader(view.t("split.class_heading"), anchor=False)
    documents = [d for d in view.ids if any(row["document_id"] == d for row in rows)]
    label = {view.label(d): d for d in documents}
    picked = st.selectbox(view.t("split.choose"), list(label), key="class_document", persist_state="session")
    chosen = [row for row in rows if row["document_id"] == label.get(picked or "", documents[0])]
    measures = ("basic", "project")
    names = [f"{row['code'] or ''} {row['name']}" for row in chosen]
    segments = [
        s for name, r in zip(names, chosen, strict=True) for s in _segments(view, name, r, measures, as_share=as_share)
    ]
    title, _, axis = _titles(view, "split.by_class", as_share=as_share)
    file = view.t("source.files", years=view.label(chosen[0]["document_id"]), files=chosen[0]["document_id"])
    titles = (title, file, axis)
    ends = {} if as_share else {name: view.money(row["total_yuan"]) for name, row in zip(names, chosen, strict=True)}
    figure = stacked.chart(segments, names, _styles(view, measures), view.palette, titles, percent=as_share, ends=ends)
    parts.chart(figure, "split-class", titles[0])
    _table(view, chosen, "split-class-table")


def _personnel_rows(view: View, frame: pl.DataFrame) -> list[Row]:
    """The general public budget's own total where it prints 人员 and 公用, else that of the economic table."""
    known = pl.col("personnel_yuan").is_not_null() | pl.col("public_yuan").is_not_null()
    found: dict[str, Row] = {}
    for statement in ("general_public", "basic_economic"):
        for row in frame.filter((pl.col("statement") == statement) & pl.col("is_total") & known).to_dicts():
            found.setdefault(row["document_id"], row)
    return [found[document] for document in view.ids if document in found]


def _personnel(view: View, frame: pl.DataFrame, *, as_share: bool) -> None:
    rows = _personnel_rows(view, frame)
    st.subheader(view.t("split.personnel_heading"), anchor=False)
    if not rows:
        st.info(view.t("split.no_personnel"), icon=":material/inbox:")
        return
    measures = ("personnel", "public")
    segments = [s for r in rows for s in _segments(view, view.label(r["document_id"]), r, measures, as_share=as_share)]
    names = [view.label(row["document_id"]) for row in rows]
    without = [view.label(d) for d in view.ids if view.label(d) not in names]
    titles = _titles(view, "split.personnel", as_share=as_share)
    figure = stacked.chart(
        segments,
        names + without,
        _styles(view, measures),
        view.palette,
        titles,
        percent=as_share,
        notes=dict.fromkeys(without, view.t("split.not_printed")),
    )
    parts.chart(figure, "split-personnel", titles[0])


def _funds(view: View, frame: pl.DataFrame) -> None:
    """Totals of each fund's own table: beside the expenditure statement, never added to it."""
    t = view.t
    rows = _ordered(view, frame.filter((pl.col("statement").is_in(FUND_TABLES)) & pl.col("is_total")))
    if not rows:
        return
    st.subheader(t("split.fund_heading"), anchor=False)
    st.caption(t("split.fund_note"))
    shown = parts.words(view, pl.DataFrame(rows, infer_schema_length=None), "statement", "statement")
    shown = parts.with_place(view, shown).with_columns(
        pl.Series("document", [view.label(row["document_id"]) for row in rows], dtype=pl.String)
    )
    money = ("total", "basic", "personnel", "public", "project")
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("statement", t("field.table")),
        *(Field(f"{m}_yuan", t(f"measure.{m}"), "money") for m in money),
        Field("total_text", t("field.as_printed")),
        Field("source", t("field.source")),
    ]
    parts.table(view, shown, fields, "split-funds")


def _economic(view: View) -> None:
    t = view.t
    frame = ask(queries.economic(view.ids))
    if frame.is_empty():
        return
    st.subheader(t("split.economic_heading"), anchor=False)
    st.caption(t("split.economic_note"))
    labels = pl.Series("document", [view.label(d) for d in frame["document_id"].to_list()], dtype=pl.String)
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("code", t("field.code")),
        Field("name", t("field.name")),
        Field("total_yuan", t("measure.total"), "money"),
        Field("personnel_yuan", t("measure.personnel"), "money"),
        Field("public_yuan", t("measure.public"), "money"),
        Field("amount_text", t("field.as_printed")),
        Field("source", t("field.source")),
    ]
    parts.table(view, parts.with_place(view, frame).with_columns(labels), fields, "split-economic")


main()
