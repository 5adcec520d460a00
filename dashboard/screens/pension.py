"""养老保险基金缺口补助: jurisdictions side by side under two definitions, with what stands behind each figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import comparability, filters, jurisdictions, pension_years, queries
from dashboard.cache import ask
from dashboard.charts import stacks
from dashboard.format import percent, scaled
from dashboard.pension_funds import COLOURS, FUNDS
from dashboard.screens import export_bar, many, parts, pension_change, pension_tables, pension_targets, window

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.filters import View

Row = dict[str, Any]
DEFINITIONS: Final = {"严格口径 Strict": "strict", "宽口径 Broad": "broad"}
MODES: Final = {"金额 Amount": "amount", "占支出合计 Share": "share"}
PATTERNS: Final = ("", "/", "\\", ".", "x", "-", "|", "+")


def main() -> None:
    """Show the page."""
    chosen = filters.current()
    view = many.first(chosen)
    parts.heading(view, "pension")
    definition, mode = _choose(view)
    export_bar.choose(definition=definition)
    both = ask(queries.pension(view.ids))
    counted = both.filter(pl.col("definition") == definition)
    # One row for each document: asked once of all of them.
    everywhere = ask(queries.pension_reasons(None))
    reasons = {row["document_id"]: row for row in parts.within(view, everywhere, len(view.ids)).to_dicts()}
    totals = {document: row["total_yuan"] for document, row in reasons.items()}
    projects = ask(queries.pension_projects(view.ids))
    many.note(chosen)
    _chart(view, counted.to_dicts(), totals, reasons, (definition, mode))
    _without(view, counted, reasons, definition)
    if many.more(chosen):
        sums = ask(queries.pension_sums())
        found = jurisdictions.totals(chosen.documents, sums, ("strict_yuan", "broad_yuan"), many.MOST_ROWS)
        pension_tables.jurisdictions(chosen, found)
    pension_tables.summary(view, both.to_dicts(), totals)
    pension_tables.figures(view, counted, projects.to_dicts())
    said = ask(queries.pension_said(view.ids)).to_dicts()
    pension_change.section(view, pension_years.steps(view.documents.to_dicts(), both.to_dicts(), said), said)
    pension_tables.projects(view, projects)
    if not projects.is_empty():
        pension_targets.heads(view)
    pension_targets.targets(view)
    pension_tables.definitions(view)


def _choose(view: View) -> tuple[str, str]:
    """The definition, and amounts or shares of the budget; both in the URL."""
    left, right = st.columns(2)
    with left:
        definition = st.segmented_control(
            view.t("pension.definition"),
            list(DEFINITIONS),
            default=next(iter(DEFINITIONS)),
            required=True,
            key="definition",
            bind="query-params",
            help=view.t("pension.definition_help"),
        )
    with right:
        mode = st.segmented_control(
            view.t("pension.mode"),
            list(MODES),
            default=next(iter(MODES)),
            required=True,
            key="pension_mode",
            bind="query-params",
            help=view.t("pension.mode_help"),
        )
    return DEFINITIONS[definition] if definition else "strict", MODES[mode] if mode else "amount"


def _chart(
    view: View,
    rows: Sequence[Row],
    totals: Mapping[str, Decimal | None],
    reasons: Mapping[str, Row],
    shown: tuple[str, str],
) -> None:
    definition, mode = shown
    colours = [view.palette.categories[position] for position in COLOURS]
    styles = [stacks.Style(view.t(f"fund.{f}"), colours[i], PATTERNS[i]) for i, f in enumerate(FUNDS)]
    verdict = comparability.judge(view.documents.to_dicts(), "series")
    groups = []
    for group in verdict.groups:
        ordered = sorted(group, key=lambda d: view.about[d]["fiscal_year"])
        bars = [
            _bar(view, [r for r in rows if r["document_id"] == d], totals.get(d), reasons[d], mode) for d in ordered
        ]
        groups.append(stacks.Group(_title(view, group[0]), bars, view.colour(group[0])))
    title = view.t(f"pension.title_{mode}", definition=view.t(f"definition.{definition}"), unit=view.unit.value)
    titles = (title, parts.source_files(view))
    figure = stacks.chart(groups, styles, view.palette, titles, common=True, wide=not window.is_narrow())
    parts.chart(figure, "pension-chart", title)


def _title(view: View, document: str) -> str:
    """The unit with scope and stage: what a series has in common."""
    row = view.about[document]
    name = view.label(document) if document in view.alike else row["unit"]
    return view.t(
        "three.group", unit=name, scope=view.t(f"scope.{row['scope']}"), stage=view.t(f"stage.{row['stage']}")
    )


def _bar(view: View, rows: Sequence[Row], total: Decimal | None, reason: Row, mode: str) -> stacks.Bar:
    """The subsidies of one document by fund; where there is none, why, and no bar."""
    label = view.t("three.year", year=view.about[reason["document_id"]]["fiscal_year"])
    if not rows:
        stage = view.t("stage." + view.about[reason["document_id"]]["stage"])
        return stacks.Bar(label, (), view.t(f"pension.short_{pension_tables.reason_of(reason)}", stage=stage))
    amount = sum((row["amount_yuan"] for row in rows), Decimal(0))
    if mode == "share" and not total:
        return stacks.Bar(label, (), f"{view.money(amount)}\n{view.t('pension.no_total')}")
    pieces = []
    for fund in FUNDS:
        if found := [row for row in rows if row["fund"] == fund]:
            of_fund = sum((row["amount_yuan"] for row in found), Decimal(0))
            size = 100 * of_fund / total if mode == "share" and total else scaled(of_fund, view.unit)
            pieces.append(stacks.Piece(view.t(f"fund.{fund}"), size or Decimal(0), _hover(view, found, of_fund, total)))
    return stacks.Bar(label, pieces, f"{view.money(amount)}\n{percent(amount, total)}")


def _hover(view: View, rows: Sequence[Row], amount: Decimal, total: Decimal | None) -> list[str]:
    lines = [
        f"{view.label(rows[0]['document_id'])} · {view.t('fund.' + rows[0]['fund'])}",
        f"{view.money(amount)} {view.unit.value} · {view.t('pension.of_document')} {percent(amount, total)}",
    ]
    for row in rows:
        lines.append(f"{row['code'] or ''} {row['name']} {row['amount_text'] or ''}".strip())
        lines.append(f"{row['document_id']} {parts.place(view.t, row)}")
    return lines


def _without(view: View, counted: pl.DataFrame, reasons: Mapping[str, Row], definition: str) -> None:
    """Why a document lists no subsidy, in a sentence with the place that was looked at."""
    listed = set(counted["document_id"].to_list())
    lines = [
        view.t("pension.reason", unit=view.label(d), reason=pension_tables.reason(view, reasons[d], definition))
        for d in view.ids
        if d not in listed
    ]
    if lines:
        with st.container(key="quiet-reasons"):
            st.text("\n".join(lines))


main()
