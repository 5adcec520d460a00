"""情景测算: rules over the published figures, and what follows from them; an assumption, never the published budget."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

import streamlit as st

from dashboard import filters, scenario_tables, scenario_words
from dashboard.charts import waterfall
from dashboard.charts.waterfall import Row, Titles
from dashboard.format import percent, scaled, signed
from dashboard.scenario.model import MOST_SCENARIOS
from dashboard.screens import (
    export_bar,
    figure_list,
    parts,
    projector,
    whatif_builder,
    whatif_files,
    whatif_path,
    whatif_rules,
    whatif_tables,
    window,
)
from dashboard.screens import whatif_state as state
from dashboard.screens.whatif_work import Worked, work

if TYPE_CHECKING:
    from dashboard.filters import View
    from dashboard.scenario.model import Result, Scenario
    from dashboard.screens.whatif_state import State

Part = Literal["lines", "funding", "compare", "path", "files"]
PARTS: Final[dict[str, Part]] = {
    "对比表 Table": "lines",
    "资金来源 Funding": "funding",
    "多情景 Side by side": "compare",
    "到2030年 To 2030": "path",
    "保存与比较 Files": "files",
}
LONGEST_LINK: Final = 6000
"""Characters: longer addresses are cut by some mail programs."""
NAME: Final = "scenario_name"
CHOSEN: Final = "scenario_chosen"


def main() -> None:
    """Show the page."""
    view = filters.current()
    t = view.t
    parts.heading(view, "whatif")
    st.info(t("whatif.reminder"), icon=":material/science:")
    found = state.read(t)
    worked = work(view, found.active)
    export_bar.choose(scenario=found.active, result=worked.result, faults=worked.faults)
    _problems(view, found, worked)
    _bar(view, found)
    # On a projector there is nothing to click.
    if not projector.is_on():
        whatif_rules.preset_buttons(view)
    left, right = st.columns([5, 7], gap="large")
    with left:
        whatif_rules.show(view, found.active, worked.steps, worked.faults)
        if not projector.is_on():
            whatif_builder.show()
    with right:
        if worked.result is not None:
            _figures(view, worked.result)
            _waterfall(view, found.active, worked.result)
    _part(view, found, worked)


def _problems(view: View, found: State, worked: Worked) -> None:
    """Say why a link or a scenario could not be used; what it says stays where it is until something is changed."""
    t = view.t
    lines = [t("whatif.bad_link", reason=found.problem.text(t))] if found.problem else []
    lines += [t("whatif.not_worked", reason=worked.problem.text(t))] if worked.problem else []
    refused = st.session_state.pop(state.REFUSED, None)
    lines += [t("whatif.bad_change", reason=refused.text(t))] if refused else []
    lines += [t("whatif.long_link")] if len(st.query_params.get(state.PARAMETER, "")) > LONGEST_LINK else []
    if lines:
        with st.container(border=True, key="whatif-problems"):
            st.text("\n".join(f"⚠ {line}" for line in lines))
    if view.hidden:
        parts.limited_note(view)


def _bar(view: View, found: State) -> None:
    """Which scenario is worked on, its name, and what can be done with it as a whole."""
    t = view.t
    choice, name, buttons = st.columns([4, 4, 5], vertical_alignment="bottom")
    numbers = list(range(len(found.scenarios)))
    # The link is ahead of the fields: after a step back they show what it says.
    st.session_state[CHOSEN] = found.at
    st.session_state[NAME] = found.active.name
    choice.selectbox(
        t("whatif.choose_scenario"),
        numbers,
        key=CHOSEN,
        format_func=lambda number: f"{number + 1}. {found.scenarios[number].name}",
        on_change=_choose,
        args=(view,),
    )
    name.text_input(t("whatif.name"), key=NAME, max_chars=40, on_change=_rename, args=(view,))
    full = len(found.scenarios) >= MOST_SCENARIOS
    with buttons.container(horizontal=True, gap="small"):
        st.button(t("whatif.add"), key=state.PRESENT, on_click=state.new, args=(t,), disabled=full)
        st.button(t("whatif.copy"), key="scenario-copy", on_click=state.copy, args=(t,), disabled=full)
        st.button(t("whatif.delete"), key="scenario-remove", on_click=state.remove, args=(t,))
    if full:
        st.caption(t("whatif.full", most=MOST_SCENARIOS))


def _choose(view: View) -> None:
    state.go(view.t, st.session_state[CHOSEN])


def _rename(view: View) -> None:
    state.rename(view.t, st.session_state[NAME])


def _figures(view: View, result: Result) -> None:
    t, unit = view.t, view.unit
    difference = result.scenario_yuan - result.baseline_yuan
    gap, surplus = scenario_tables.gap(result)
    applied = sum(step.status in {"applied", "path_only"} for step in result.steps)
    change = t("whatif.delta", change=signed(difference, unit), rate=percent(difference, result.baseline_yuan))
    figures = (
        (t("whatif.baseline_total", unit=unit.value), view.money(result.baseline_yuan), ""),
        (t("whatif.scenario_total_in", unit=unit.value), view.money(result.scenario_yuan), change),
        (
            t("whatif.gap_in", unit=unit.value),
            view.money(gap),
            t("whatif.surplus_of", amount=view.money(surplus)) if surplus else "",
        ),
        (t("whatif.applied"), f"{applied} / {len(result.steps)}", ""),
    )
    figure_list.show(figures, "card")
    st.caption(scenario_words.sum_of(view, result))


def _waterfall(view: View, scenario: Scenario, result: Result) -> None:
    """Rules that were applied, in their order; the others change nothing."""
    t, unit = view.t, view.unit
    changes = [
        Row(
            scenario_words.short(scenario.rules[step.number - 1], step.number, view),
            scaled(step.change_yuan, unit) or Decimal(0),
            signed(step.change_yuan, unit),
        )
        for step in result.steps
        if step.status == "applied"
    ]
    titles = Titles(
        t("whatif.waterfall_title", name=scenario.name),
        t("whatif.waterfall_subtitle", unit=unit.value, source=parts.source_files(view)),
        t("axis.money", unit=unit.value),
        t("whatif.axis_difference", unit=unit.value),
        narrow=window.is_narrow(),
    )
    ends = ((t("whatif.baseline"), result.baseline_yuan), (t("whatif.scenario"), result.scenario_yuan))
    start, end = (Row(name, scaled(yuan, unit) or Decimal(0), view.money(yuan)) for name, yuan in ends)
    with st.container(key="whatif-waterfall"):
        figure = waterfall.chart(start, changes, end, view.palette, titles)
        parts.chart(figure, "whatif-waterfall-chart", t("whatif.waterfall_alt"))


def _part(view: View, found: State, worked: Worked) -> None:
    """One of the tables below: each is built only where it is looked at."""
    label = st.segmented_control(
        view.t("whatif.part"),
        list(PARTS),
        default=next(iter(PARTS)),
        required=True,
        key="part",
        bind="query-params",
        label_visibility="collapsed",
    )
    part = PARTS.get(label or "", "lines")
    if part == "files":
        whatif_files.show(view, found)
    elif worked.result is None:
        return
    elif part == "lines":
        whatif_tables.lines(view, worked.result, found.active.name)
    elif part == "funding":
        whatif_tables.funding(view, worked.result)
    elif part == "path":
        whatif_path.show(view, found.active, worked.path())
    else:
        _compare(view, found)


def _compare(view: View, found: State) -> None:
    all_worked = [work(view, scenario) for scenario in found.scenarios]
    shown = [one for one in all_worked if one.result is not None]
    results = [one.result for one in shown if one.result is not None]
    whatif_tables.compare(view, [one.scenario.name for one in shown], results, [one.path() for one in shown])


main()
