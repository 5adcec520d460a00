"""The scenarios of the page: the URL is the truth, so that a link reopens them and Back takes a step back.

`scenario` in the URL holds all of them, `at` the one that is worked on, counted from 1. What is in the session is kept
for one case alone: another page was looked at in between, whose URL does not hold them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import drafts
from dashboard.scenario import links
from dashboard.scenario.model import MOST_SCENARIOS, Scenario, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.scenario.model import Message, Rule
    from dashboard.text import Text

PARAMETER: Final = "scenario"
AT: Final = "at"
PRESENT: Final = "scenario-add"
"""A button that the page always shows: where it has no state, the page was not the one before. A widget bound to the
URL would not do: those keep their state on other pages."""
EDITED: Final = "_whatif_edited"
"""Which rule is in the builder, by its place in the list; None: a new one."""
REFUSED: Final = "_whatif_refused"
"""Why the last change was not made, until it has been said."""
_KEPT: Final = "_whatif_kept"


@dataclass(frozen=True, slots=True)
class State:
    """All scenarios, at least one; `problem` is why those of the link could not be read."""

    scenarios: tuple[Scenario, ...]
    at: int
    problem: Message | None = None

    @property
    def active(self) -> Scenario:
        """The scenario that is worked on."""
        return self.scenarios[self.at]


def read(t: Text) -> State:
    """Return what the URL says; after another page, what the page last held."""
    text, place = st.query_params.get(PARAMETER), st.query_params.get(AT, "1")
    kept: tuple[str, str] | None = st.session_state.get(_KEPT)
    if text is None and kept and PRESENT not in st.session_state:
        text, place = kept
        _show(text, place)
    if not text:
        return State((empty(t, 1),), 0)
    try:
        scenarios = links.decode(text)
    except ScenarioError as error:
        return State((empty(t, 1),), 0, error.message)
    st.session_state[_KEPT] = (text, place)
    at = int(place) - 1 if place.isascii() and place.isdigit() else 0
    return State(scenarios or (empty(t, 1),), min(max(at, 0), max(len(scenarios) - 1, 0)))


def empty(t: Text, number: int) -> Scenario:
    """Return a scenario without rules."""
    return Scenario(t("whatif.unnamed", number=number))


def write(scenarios: Sequence[Scenario], at: int) -> None:
    """Put scenarios into the URL, as one step that Back undoes."""
    text, place = links.encode(scenarios), str(at + 1)
    try:
        links.decode(text)
    except ScenarioError as error:
        # What a link cannot say again would be lost with the page: everything stays as it was.
        st.session_state[REFUSED] = error.message
        return
    st.session_state[_KEPT] = (text, place)
    _show(text, place)


def _show(text: str, place: str) -> None:
    if (st.query_params.get(PARAMETER), st.query_params.get(AT)) != (text, place):
        st.query_params.update({PARAMETER: text, AT: place})


def change(t: Text, make: Callable[[Scenario], Scenario]) -> None:
    """Replace the scenario that is worked on by what `make` makes of it."""
    state = read(t)
    scenarios = list(state.scenarios)
    scenarios[state.at] = make(state.active)
    write(scenarios, state.at)


# ── rules ──


def add_rules(t: Text, rules: Sequence[Rule]) -> None:
    """Put rules at the end."""
    change(t, lambda found: replace(found, rules=(*found.rules, *rules)))


def put_rule(t: Text, number: int, rule: Rule) -> None:
    """Put a rule in the place of another."""
    change(t, lambda found: replace(found, rules=(*found.rules[:number], rule, *found.rules[number + 1 :])))


def remove_rule(t: Text, number: int) -> None:
    """Take a rule out; what is in the builder is no longer about it."""
    st.session_state[EDITED] = None
    change(t, lambda found: replace(found, rules=(*found.rules[:number], *found.rules[number + 1 :])))


def move_rule(t: Text, number: int, by: int) -> None:
    """Apply a rule one place earlier or later."""
    st.session_state[EDITED] = None

    def moved(found: Scenario) -> Scenario:
        rules = list(found.rules)
        if 0 <= number < len(rules) and 0 <= number + by < len(rules):
            rules.insert(number + by, rules.pop(number))
        return replace(found, rules=tuple(rules))

    change(t, moved)


# ── scenarios ──


def new(t: Text) -> None:
    """Put an empty scenario at the end, and work on it."""
    add(t, empty(t, len(read(t).scenarios) + 1))


def add(t: Text, scenario: Scenario) -> bool:
    """Put a scenario at the end, and work on it; False where there is no room."""
    state = read(t)
    if len(state.scenarios) >= MOST_SCENARIOS:
        return False
    st.session_state[EDITED] = None
    write((*state.scenarios, scenario), len(state.scenarios))
    return True


def load(t: Text, scenario: Scenario) -> bool:
    """Put in a scenario that comes from a file; the place of one in which nothing has been done is free."""
    untouched = read(t).scenarios == (empty(t, 1),)
    if untouched:
        write((scenario,), 0)
    return untouched or add(t, scenario)


def copy(t: Text) -> None:
    """Put a copy of the scenario that is worked on at the end, and work on that."""
    active = read(t).active
    add(t, replace(active, name=drafts.name(t("whatif.copy_of", name=active.name))))


def remove(t: Text) -> None:
    """Take the scenario out that is worked on; the last one leaves an empty one behind."""
    state = read(t)
    left = (*state.scenarios[: state.at], *state.scenarios[state.at + 1 :]) or (empty(t, 1),)
    st.session_state[EDITED] = None
    write(left, min(state.at, len(left) - 1))


def go(t: Text, at: int) -> None:
    """Work on another scenario."""
    st.session_state[EDITED] = None
    write(read(t).scenarios, at)


def rename(t: Text, name: str) -> None:
    """Give the scenario that is worked on another name; none leaves it as it was."""
    if wanted := drafts.name(name):
        change(t, lambda found: replace(found, name=wanted))
