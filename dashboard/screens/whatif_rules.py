"""Presets, and the rules of a scenario in their order: what each says, what it did, what it runs into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.format import signed
from dashboard.scenario import presets, words
from dashboard.screens import whatif_builder as builder
from dashboard.screens import whatif_state as state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.filters import View
    from dashboard.scenario.model import Message, Scenario, Step


ACTIONS: Final = ("up", "down", "edit", "remove")
MOST_NOTES: Final = 1
"""Assumptions that stand at a rule: there is one for each document, and there may be many."""


def preset_buttons(view: View) -> None:
    """One button for each preset: its rules join the scenario as they are, to be changed like any other."""
    t = view.t
    st.caption(t("whatif.presets"))
    with st.container(horizontal=True, gap="small", key="presets"):
        for number, preset in enumerate(presets.presets()):
            name = preset.names[t.language]
            st.button(name, key=f"preset-{number}", on_click=state.add_rules, args=(t, preset.rules))


def show(view: View, scenario: Scenario, steps: Mapping[int, Step], faults: Mapping[int, Message]) -> None:
    """Show the rules; `steps` and `faults` are what became of each, by its place from 0."""
    t = view.t
    st.subheader(t("whatif.rules"), anchor=False)
    if not scenario.rules:
        st.info(t("whatif.no_rules"), icon=":material/rule:")
        return
    st.caption(t("whatif.order"))
    for number, rule in enumerate(scenario.rules):
        with st.container(border=True, gap="xsmall", key=f"rule-{number}"):
            lines = [words.rule_text(rule, t)]
            if rule.name:
                lines[0] = t("whatif.rule_name", name=rule.name, text=lines[0])
            lines[0] = f"{number + 1}. {lines[0]}"
            st.text("\n".join([*lines, *_became(view, steps.get(number), faults.get(number))]))
            _notes(view, number, steps.get(number))
            _actions(view, number)


def _became(view: View, step: Step | None, fault: Message | None) -> list[str]:
    """What a rule did, what of it is not as one might think, or why it was not applied."""
    t = view.t
    if fault is not None:
        return [t("whatif.refused", reason=fault.text(t))]
    if step is None:
        return []
    lines = [_effect(view, step)]
    lines += [t("whatif.conflict", text=found.text(t)) for found in step.conflicts]
    return lines


def _notes(view: View, number: int, step: Step | None) -> None:
    if step is None or not step.assumptions:
        return
    t = view.t
    lines = [t("whatif.assumed", text=found.text(t)) for found in step.assumptions[:MOST_NOTES]]
    if (more := len(step.assumptions) - MOST_NOTES) > 0:
        lines.append(t("whatif.more_notes", count=more))
    with st.container(key=f"quiet-rule-{number}"):
        st.text("\n".join(lines))


def _effect(view: View, step: Step) -> str:
    t = view.t
    reason = step.reason.text(t) if step.reason else ""
    if step.status == "refused":
        return t("whatif.refused", reason=reason)
    if step.status == "no_effect":
        return t("whatif.no_effect", reason=reason)
    if step.status == "path_only":
        return t("whatif.path_only")
    rate = "" if step.rate is None else t("whatif.rate_used", rate=f"{step.rate:.2f}")
    # Where the two differ, the rule also changed lines of documents that are not in the total.
    nested = t("whatif.effect_nested") if step.lines_change_yuan != step.change_yuan and step.change_yuan else ""
    return (
        t(
            "whatif.effect",
            count=step.lines,
            before=view.money(step.lines_yuan),
            after=view.money(step.lines_yuan + step.lines_change_yuan),
            change=signed(step.lines_change_yuan, view.unit),
            total=signed(step.change_yuan, view.unit),
            unit=view.unit.value,
        )
        + nested
        + rate
    )


def _actions(view: View, number: int) -> None:
    """What can be done with a rule: one element for all of it, because there may be many rules."""
    t = view.t
    key = f"rule-do-{number}"
    st.pills(
        t("whatif.do", number=number + 1),
        ACTIONS,
        key=key,
        format_func=lambda action: t(f"whatif.do_{action}"),
        on_change=_act,
        args=(view, number, key),
        label_visibility="collapsed",
    )


def _act(view: View, number: int, key: str) -> None:
    action = st.session_state[key]
    st.session_state[key] = None
    if action == "edit":
        builder.edit(view, number)
    elif action == "remove":
        state.remove_rule(view.t, number)
    elif action is not None:
        state.move_rule(view.t, number, -1 if action == "up" else 1)
