"""The path to later years: assumptions that a person makes, on screen beside what follows from them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import drafts
from dashboard.charts import path as path_chart
from dashboard.charts.path import Line, Paths
from dashboard.format import scaled
from dashboard.scenario.model import Message
from dashboard.screens import parts, window
from dashboard.screens import whatif_state as state
from dashboard.screens.parts import Field

if TYPE_CHECKING:
    from dashboard.filters import View
    from dashboard.scenario.model import Growth, Scenario, Trajectory

GROWTH: Final = "growth_percent"
MARGIN: Final = "growth_margin"
_FAULTS: Final = "_whatif_growth_faults"


def show(view: View, scenario: Scenario, path: Trajectory | None) -> None:
    """Show the assumptions, the path with its band, and the years in figures."""
    t = view.t
    st.caption(t("whatif.path_note"))
    _inputs(view, scenario.growth)
    if path is None or path.years.is_empty():
        st.info(t("whatif.no_path"), icon=":material/timeline:")
        return
    if path.refused:
        st.text("\n".join(t("whatif.refused", reason=message.text(t)) for message in path.refused))
    with st.container(key="whatif-path"):
        titles, wide = _titles(view, scenario), not window.is_narrow()
        figure = path_chart.chart(_paths(view, path.years), view.palette, titles, wide=wide)
        parts.chart(figure, "whatif-path-chart", t("whatif.path_alt"))
    _years(view, path.years)
    _assumptions(view, path.assumptions)


def _inputs(view: View, growth: Growth) -> None:
    t = view.t
    left, right = st.columns(2)
    for place, key, value, label in (
        (left, GROWTH, growth.percent, t("whatif.growth")),
        (right, MARGIN, growth.margin, t("whatif.margin")),
    ):
        fault = st.session_state.get(_FAULTS, {}).get(key)
        if fault is None:
            # The link is ahead of the field, which keeps what was typed only where it is no number.
            st.session_state[key] = drafts.plain(value)
        place.text_input(label, key=key, on_change=_grow, args=(view, key))
        if fault is not None:
            place.text(f"⚠ {fault.text(t)}")


def _grow(view: View, key: str) -> None:
    found = drafts.rate(st.session_state[key], drafts.MARGIN if key == MARGIN else drafts.GROWTH)
    faults: dict[str, Message] = st.session_state.setdefault(_FAULTS, {})
    if isinstance(found, Message):
        faults[key] = found
        return
    faults.pop(key, None)
    if key == GROWTH:
        state.change(view.t, lambda one: replace(one, growth=replace(one.growth, percent=found)))
    else:
        state.change(view.t, lambda one: replace(one, growth=replace(one.growth, margin=found)))


def _paths(view: View, years: pl.DataFrame) -> Paths:
    t = view.t

    def line(which: str, name: str, column: str = "scenario_yuan") -> Line:
        amounts = years.filter(path=which).sort("year")[column].to_list()
        sizes = [scaled(amount, view.unit) or Decimal(0) for amount in amounts]
        return Line(name, sizes, [f"{view.money(amount)} {view.unit.value}" for amount in amounts])

    return Paths(
        sorted(set(years["year"].to_list())),
        line("low", t("whatif.low")),
        line("base", t("whatif.base")),
        line("high", t("whatif.high")),
        line("base", t("whatif.without"), "baseline_yuan"),
    )


def _titles(view: View, scenario: Scenario) -> tuple[str, str, str]:
    t, growth = view.t, scenario.growth
    title = t("whatif.path_title", name=scenario.name, year=growth.until)
    subtitle = t(
        "whatif.path_subtitle",
        percent=drafts.plain(growth.percent),
        margin=drafts.plain(growth.margin),
        unit=view.unit.value,
    )
    return title, subtitle, t("axis.money", unit=view.unit.value)


def _years(view: View, years: pl.DataFrame) -> None:
    t = view.t
    base = years.filter(path="base").select("year", "baseline_yuan", base="scenario_yuan")
    for which in ("low", "high"):
        side = years.filter(path=which).select("year", pl.col("scenario_yuan").alias(which))
        base = base.join(side, on="year", how="left", maintain_order="left")
    frame = base.sort("year").with_columns(
        difference=pl.col("base") - pl.col("baseline_yuan"),
        year=pl.col("year").cast(pl.String),
    )
    fields = [
        Field("year", t("field.year")),
        Field("baseline_yuan", t("whatif.without"), "money"),
        Field("low", t("whatif.low"), "money"),
        Field("base", t("whatif.base"), "money"),
        Field("high", t("whatif.high"), "money"),
        Field("difference", t("whatif.path_difference"), "money"),
    ]
    parts.table(view, frame, fields, "whatif-years")


def _assumptions(view: View, frame: pl.DataFrame) -> None:
    t = view.t
    rows: list[dict[str, Any]] = frame.to_dicts()
    lines = [
        t(
            "whatif.assumption",
            label=_label(view, row),
            percent=drafts.plain(row["percent"]),
            low=drafts.plain(row["low_percent"]),
            high=drafts.plain(row["high_percent"]),
            amount=view.money(row["amount_yuan"]),
            unit=view.unit.value,
            place=row["place"] or t("whatif.stated"),
        )
        for row in rows
    ]
    if lines:
        st.text("\n".join([t("whatif.assumptions"), *lines]))


def _label(view: View, row: dict[str, Any]) -> str:
    if row["number"] is None:
        return view.t("whatif.rest")
    rule = view.t("whatif.rule_number", number=row["number"])
    return view.t("whatif.rule_name", name=rule, text=row["label"]) if row["label"] else rule
