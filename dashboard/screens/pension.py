"""养老保险基金缺口补助: jurisdictions side by side under two definitions, with what stands behind each figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard import filters, queries
from dashboard.cache import ask
from dashboard.charts import stacked
from dashboard.charts.stacked import Segment, Style
from dashboard.format import percent, scaled
from dashboard.screens import parts
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from dashboard.filters import View

Row = dict[str, Any]
DEFINITIONS = {"严格口径 Strict": "strict", "宽口径 Broad": "broad"}
FUNDS = (
    "institutions",
    "enterprise",
    "residents",
    "other_funds",
    "unspecified",
    "occupational_annuity",
    "paid_premiums",
    "outside_funds",
)
# Places in the palette: those that jurisdictions take last come first.
COLOURS = (4, 7, 6, 8, 9, 5, 2, 1)
PATTERNS = ("", "/", "\\", ".", "x", "-", "|", "+")


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "pension")
    definition = _definition(view)
    counted = ask(queries.pension(view.ids))
    overview = {row["document_id"]: row for row in ask(queries.overview(view.ids)).to_dicts()}
    _chart(view, counted.filter(pl.col("definition") == definition), overview, definition)
    _summary(view, counted, overview)
    _figures(view, counted.filter(pl.col("definition") == definition))
    _change(view)
    _projects(view)
    _targets(view)
    _definitions(view)


def _definition(view: View) -> str:
    picked = st.segmented_control(
        view.t("pension.definition"),
        list(DEFINITIONS),
        default=next(iter(DEFINITIONS)),
        required=True,
        key="definition",
        bind="query-params",
        help=view.t("pension.definition_help"),
    )
    return DEFINITIONS[picked] if picked else "strict"


def _reason(view: View, row: Row | None) -> str:
    """Why a document has no figure: it lists none, or its expenditure statement gives nothing to look in."""
    if row is None or row["total_yuan"] is None:
        status = view.t(f"status.{row['expenditure_status'] if row else 'absent'}")
        return view.t("pension.unknown", status=status)
    return view.t("pension.not_listed")


def _short_reason(view: View, row: Row | None) -> str:
    """The same in few words, for the place of the bar; the table below says the reason in full."""
    known = row is not None and row["total_yuan"] is not None
    return view.t("pension.not_listed_short") if known else view.t("pension.unknown_short")


def _chart(view: View, frame: pl.DataFrame, overview: dict[str, Row], definition: str) -> None:
    rows = frame.to_dicts()
    funds = [fund for fund in FUNDS if any(row["fund"] == fund for row in rows)]
    colours = [view.palette.categories[position] for position in COLOURS]
    styles = [Style(view.t(f"fund.{f}"), colours[FUNDS.index(f)], PATTERNS[FUNDS.index(f)]) for f in funds]
    segments = [segment for d in view.ids for f in funds for segment in _segment(view, rows, d, f)]
    notes = {view.label(d): _short_reason(view, overview.get(d)) for d in view.ids if not _of(rows, d)}
    title = view.t(
        "pension.title",
        definition=view.t(f"definition.{definition}"),
        unit=view.unit.value,
    )
    axis = view.t("axis.money", unit=view.unit.value)
    titles = (title, parts.source_files(view), axis)
    names = [view.label(d) for d in view.ids]
    ends = {view.label(d): _end(view, _of(rows, d), overview.get(d)) for d in view.ids if _of(rows, d)}
    figure = stacked.chart(segments, names, styles, view.palette, titles, notes=notes, ends=ends)
    parts.chart(figure, "pension-chart", title)
    with st.container(key="quiet-reasons", gap="xxsmall"):
        for document in view.ids:
            if not _of(rows, document):
                st.text(f"{view.label(document)}：{_reason(view, overview.get(document))}")


def _end(view: View, rows: list[Row], overview: Row | None) -> str:
    total = sum((row["amount_yuan"] for row in rows), Decimal(0))
    return f"{view.money(total)}\n{percent(total, overview['total_yuan'] if overview else None)}"


def _of(rows: list[Row], document: str) -> list[Row]:
    return [row for row in rows if row["document_id"] == document]


def _segment(view: View, rows: list[Row], document: str, fund: str) -> list[Segment]:
    found = [row for row in _of(rows, document) if row["fund"] == fund]
    if not found:
        return []
    amount = sum((row["amount_yuan"] for row in found), Decimal(0))
    size = scaled(amount, view.unit)
    total = found[0]["document_total_yuan"]
    lines = [
        f"{view.label(document)} · {view.t('fund.' + fund)}",
        f"{view.money(amount)} {view.unit.value} · {view.t('pension.of_document')} {percent(amount, total)}",
    ]
    for row in found:
        lines.append(f"{row['code'] or ''} {row['name']} {row['amount_text'] or ''}".strip())
        lines.append(f"{document} {parts.place(view.t, row)}")
    return [Segment(view.label(document), view.t(f"fund.{fund}"), size or Decimal(0), view.money(amount), lines)]


def _sum(rows: list[Row], definition: str) -> Decimal | None:
    amounts = [row["amount_yuan"] for row in rows if row["definition"] == definition]
    return sum(amounts, Decimal(0)) if amounts else None


def _summary(view: View, counted: pl.DataFrame, overview: dict[str, Row]) -> None:
    t = view.t
    rows = counted.to_dicts()
    found = [(d, _of(rows, d), overview.get(d)) for d in view.ids]
    sums = {d: (_sum(mine, "strict"), _sum(mine, "broad")) for d, mine, _ in found}
    totals = {d: row["total_yuan"] if row else None for d, _, row in found}
    about = {row["document_id"]: row for row in view.documents.to_dicts()}
    frame = pl.DataFrame(
        {
            "jurisdiction": [about[d]["jurisdiction"] for d in view.ids],
            "document": [view.label(d) for d in view.ids],
            "strict": pl.Series([sums[d][0] for d in view.ids], dtype=pl.Decimal(18, 2)),
            "strict_share": [percent(sums[d][0], totals[d]) for d in view.ids],
            "broad": pl.Series([sums[d][1] for d in view.ids], dtype=pl.Decimal(18, 2)),
            "broad_share": [percent(sums[d][1], totals[d]) for d in view.ids],
            "total": pl.Series([totals[d] for d in view.ids], dtype=pl.Decimal(18, 2)),
            "note": ["" if sums[d][1] is not None else _reason(view, overview.get(d)) for d in view.ids],
        }
    )
    fields = [
        Field("jurisdiction", t("filter.region")),
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("strict", t("definition.strict"), "money"),
        Field("strict_share", t("pension.of_document"), "right"),
        Field("broad", t("definition.broad"), "money"),
        Field("broad_share", t("pension.of_document"), "right"),
        Field("total", t("pension.document_total"), "money"),
        Field("note", t("field.note"), width="large"),
    ]
    parts.table(view, frame, fields, "pension-summary")


def _labelled(view: View, frame: pl.DataFrame) -> pl.DataFrame:
    labels = [view.label(d) for d in frame["document_id"].to_list()]
    return parts.with_place(view, frame).with_columns(pl.Series("document", labels, dtype=pl.String))


def _figures(view: View, frame: pl.DataFrame) -> None:
    t = view.t
    st.subheader(t("pension.figures"), anchor=False)
    if frame.is_empty():
        st.info(t("pension.none"), icon=":material/inbox:")
        return
    shares = [percent(row["amount_yuan"], row["document_total_yuan"]) for row in frame.to_dicts()]
    for column, group in (("fund", "fund"), ("basis", "basis"), ("origin", "origin")):
        frame = parts.words(view, frame, column, group)
    shown = _labelled(view, frame).with_columns(pl.Series("share", shares, dtype=pl.String))
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("fund", t("field.fund")),
        Field("code", t("field.code")),
        Field("name", t("field.name")),
        Field("amount_yuan", t("field.amount"), "money"),
        Field("share", t("pension.of_document"), "right"),
        Field("basis", t("pension.basis")),
        Field("amount_text", t("field.as_printed")),
        Field("origin", t("field.origin")),
        Field("source", t("field.source")),
    ]
    parts.table(view, shown, fields, "pension-figures")


def _change(view: View) -> None:
    t = view.t
    frame = ask(queries.pension_change(view.ids))
    if frame.is_empty():
        return
    st.subheader(t("pension.change"), anchor=False)
    st.caption(t("pension.change_note"))
    rows = frame.to_dicts()
    shown = pl.DataFrame(
        {
            "jurisdiction": frame["jurisdiction"],
            "code": frame["code"],
            "name": frame["name"],
            "years": [f"{r['past_year']}→{r['fiscal_year']}" for r in rows],
            "past_yuan": frame["past_yuan"],
            "amount_yuan": frame["amount_yuan"],
            "change_yuan": frame["change_yuan"],
            "rate": [percent(r["change_yuan"], r["past_yuan"]) for r in rows],
            "scope": [t("pension.scopes_differ") if r["scopes_differ"] else t("pension.scopes_same") for r in rows],
            "source": [
                f"{r['past_document_id']} {parts.place(t, {'page': r['past_page'], 'line': r['past_line']})} → "
                f"{r['document_id']} {parts.place(t, r)}"
                for r in rows
            ],
        }
    )
    fields = [
        Field("jurisdiction", t("filter.region")),
        Field("code", t("field.code")),
        Field("name", t("field.name")),
        Field("years", t("field.year")),
        Field("past_yuan", t("three.before"), "money"),
        Field("amount_yuan", t("three.after"), "money"),
        Field("change_yuan", t("three.change"), "money"),
        Field("rate", t("three.rate"), "right"),
        Field("scope", t("pension.scopes")),
        Field("source", t("field.source"), width="large"),
    ]
    parts.table(view, shown, fields, "pension-change")
    for said in ask(queries.pension_narrative(view.ids)).to_dicts():
        with st.container(key=f"quiet-said-{said['document_id']}-{said['line']}", gap=None):
            st.text(f"{t('pension.said')}：“{said['text']}” {said['document_id']} {parts.place(t, said)}")


def _projects(view: View) -> None:
    t = view.t
    frame = ask(queries.pension_projects(view.ids))
    st.subheader(t("pension.projects"), anchor=False)
    st.caption(t("pension.projects_note"))
    if frame.is_empty():
        st.info(t("pension.no_projects"), icon=":material/inbox:")
        return
    frame = parts.words(view, parts.words(view, frame, "role", "role"), "fund", "fund")
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("name", t("field.project"), width="large"),
        Field("code", t("field.project_code")),
        Field("total_yuan", t("field.amount"), "money"),
        Field("fund", t("field.fund")),
        Field("role", t("pension.role")),
        Field("source", t("field.source")),
    ]
    parts.table(view, _labelled(view, frame), fields, "pension-projects")


def _targets(view: View) -> None:
    t = view.t
    frame = ask(queries.pension_targets(view.ids))
    if frame.is_empty():
        return
    st.subheader(t("pension.targets"), anchor=False)
    st.caption(t("pension.targets_note"))
    heads = [f"{r['per_head_yuan']:,.2f}" if r["per_head_yuan"] is not None else "—" for r in frame.to_dicts()]
    shown = _labelled(view, frame).with_columns(pl.Series("per_head", heads, dtype=pl.String))
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("project_name", t("field.project")),
        Field("level2", t("field.indicator_group")),
        Field("level3", t("field.indicator")),
        Field("value_text", t("field.as_printed")),
        Field("per_head", t("pension.per_head"), "right"),
        Field("source", t("field.source")),
    ]
    parts.table(view, shown, fields, "pension-targets")


def _definitions(view: View) -> None:
    t = view.t
    st.subheader(t("pension.definitions"), anchor=False)
    frame = ask(queries.pension_definition())
    frame = parts.words(view, frame, "definition", "role")
    language = t.language
    fields = [
        Field("definition", t("pension.definition")),
        Field("pattern", t("pension.pattern")),
        Field(f"name_{language}", t("field.name"), width="large"),
        Field(f"note_{language}", t("field.note"), width="large"),
    ]
    parts.table(view, frame, fields, "pension-definitions")


main()
