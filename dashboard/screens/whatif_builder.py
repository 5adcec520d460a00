"""The builder of rules: what a rule takes hold of, what it does to it, what pays; drawn alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import drafts, filters, queries, scenario_words
from dashboard.cache import ask
from dashboard.drafts import AIMS, RATES, Draft, Fault
from dashboard.format import MoneyUnit
from dashboard.scenario.model import COMPONENTS, FUNDINGS, FUNDS, OPERATIONS, PENSIONS, SOURCES, SPLITS
from dashboard.screens import parts
from dashboard.screens import whatif_state as state

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.filters import View

MOST_CODES: Final = 1500
MOST_PROJECTS: Final = 500
MOST_NAMES: Final = 200
OPEN: Final = "rule_builder"
FAULT: Final = "_whatif_fault"
_UNIT: Final = "_whatif_unit"
_DONE: Final = "_whatif_done"
_LISTS: Final = ("regions", "units", "years", "codes", "projects", "to")
_FIELDS: Final = tuple(Draft.__dataclass_fields__)


def key(field: str) -> str:
    """Return the widget's key of one field of a draft."""
    return f"rule_{field}"


@st.fragment
def show() -> None:
    """Show the builder; the page is run again only when a rule has been put into the scenario."""
    if st.session_state.pop(_DONE, False):
        st.rerun()
    view = filters.current()
    _convert(view)
    edited = st.session_state.get(state.EDITED)
    title = view.t("whatif.builder_new") if edited is None else view.t("whatif.builder_edit", number=edited + 1)
    st.session_state.setdefault(OPEN, not state.read(view.t).active.rules)
    with st.expander(title, key=OPEN, on_change="rerun", icon=":material/edit:"):
        _what(view)
        _how(view)
        _where(view)
        _name(view)
        with st.container(horizontal=True):
            label = view.t("whatif.put_new") if edited is None else view.t("whatif.put_edit")
            st.button(label, key="rule-put", type="primary", on_click=_put)
            if edited is not None:
                st.button(view.t("whatif.leave"), key="rule-leave", on_click=_leave)


def edit(view: View, number: int) -> None:
    """Take a rule of the scenario into the builder."""
    rules = state.read(view.t).active.rules
    if number < len(rules):
        st.session_state[state.EDITED] = number
        st.session_state[OPEN] = True
        fill(drafts.of_rule(rules[number], view.unit), view.unit)


def fill(draft: Draft, unit: MoneyUnit) -> None:
    """Put a draft into the fields; before they are shown, or in a callback."""
    st.session_state.pop(FAULT, None)
    st.session_state[_UNIT] = unit.value
    for field in _FIELDS:
        value = getattr(draft, field)
        st.session_state[key(field)] = list(value) if field in _LISTS else value


def _read() -> Draft:
    """What is in the fields now; those that are not shown have their defaults."""
    held: dict[str, Any] = {}
    for field in _FIELDS:
        value = st.session_state.get(key(field))
        if value is not None:
            held[field] = tuple(value) if field in _LISTS else value
    return Draft(**held)


def _put() -> None:
    view = filters.current()
    edited: int | None = st.session_state.get(state.EDITED)
    rules = state.read(view.t).active.rules
    if edited is not None and edited >= len(rules):
        edited = None
    rule = drafts.rule(_read(), view.unit, None if edited is None else rules[edited])
    if isinstance(rule, Fault):
        st.session_state[FAULT] = rule
        return
    if edited is None:
        state.add_rules(view.t, [rule])
    else:
        state.put_rule(view.t, edited, rule)
    _empty(view)


def _leave() -> None:
    _empty(filters.current())


def _empty(view: View) -> None:
    st.session_state[state.EDITED] = None
    fill(Draft(), view.unit)
    st.session_state[_DONE] = True


def _convert(view: View) -> None:
    """An amount that was typed in one unit of money stays the same amount in the other."""
    held = st.session_state.get(_UNIT)
    if held is None or key("aim") not in st.session_state:
        # The first time, and after another page, which leaves no field as it was.
        st.session_state[state.EDITED] = None
        fill(Draft(), view.unit)
    elif held != view.unit.value:
        st.session_state[_UNIT] = view.unit.value
        if st.session_state.get(key("operation")) not in RATES:
            text = st.session_state.get(key("value"), "")
            st.session_state[key("value")] = drafts.converted(text, MoneyUnit(held), view.unit)


def _what(view: View) -> None:
    t = view.t
    aim = _one(view, "aim", AIMS, lambda word: t(f"whatif.aim_{word}"))
    if aim == "projects":
        frame = ask(queries.whatif_projects(parts.chosen(view), MOST_PROJECTS))
        names = {row["key"]: f"{row['name']}（{row['key']}）" for row in frame.iter_rows(named=True)}
        _several("projects", t("whatif.field_projects"), list(names), t("whatif.choose"), names)
        _fault(view, "projects")
        _fund(view)
        return
    if aim == "three_public":
        _one(view, "component", COMPONENTS, lambda word: t(f"component.{word}"))
        return
    if aim == "pension":
        _one(view, "pension", PENSIONS, lambda word: t(f"whatif.pension_{word}"))
    else:
        _codes(view, "codes", t("whatif.all_codes"))
    left, right = st.columns(2)
    with left:
        _one(view, "split", SPLITS, lambda word: t(f"whatif.split_{word}"))
    with right:
        _fund(view)


def _fund(view: View) -> None:
    _one(view, "fund", FUNDS, lambda word: view.t(f"whatif.fund_{word}"))


def _how(view: View) -> None:
    t = view.t
    left, right = st.columns(2)
    with left:
        operation = _one(view, "operation", OPERATIONS, lambda word: t(f"whatif.operation_{word}"))
    with right:
        if operation in RATES:
            st.text_input(t("whatif.value_percent"), key=key("value"), placeholder=t("whatif.value_rate_hint"))
        elif operation != "remove":
            st.text_input(t("whatif.value_money", unit=view.unit.value), key=key("value"), placeholder="100.00")
    _fault(view, "value")
    if operation == "shift":
        _codes(view, "to", t("whatif.choose"))
    _paid(view)


def _paid(view: View) -> None:
    t = view.t
    if _one(view, "funding", FUNDINGS, lambda word: t(f"whatif.funding_{word}")) != "source":
        return
    st.selectbox(
        t("whatif.field_source"),
        SOURCES,
        index=None,
        key=key("source"),
        format_func=lambda source: scenario_words.source_name(view, source),
        placeholder=t("whatif.choose"),
    )
    _fault(view, "source")


def _where(view: View) -> None:
    """Documents that the rule is about; none chosen are all that the filters choose."""
    t = view.t
    limited = any(st.session_state.get(key(field)) for field in ("regions", "units", "years"))
    with st.expander(t("whatif.where"), expanded=limited, icon=":material/location_on:"):
        for field, column in (("regions", "jurisdiction"), ("units", "unit"), ("years", "fiscal_year")):
            names = view.documents[column].unique(maintain_order=True).sort().head(MOST_NAMES).to_list()
            word = {"regions": "region", "units": "unit", "years": "year"}[field]
            _several(field, t(f"filter.{word}"), names, t("whatif.as_filtered"))


def _name(view: View) -> None:
    st.text_input(
        view.t("whatif.field_name"),
        key=key("name"),
        max_chars=drafts.LONGEST_NAME,
        placeholder=view.t("whatif.field_name_hint"),
    )


def _codes(view: View, field: str, placeholder: str) -> None:
    frame = drafts.codes(ask(queries.whatif_codes()), view.documents, MOST_CODES)
    names = {row["code"]: f"{row['code']} {row['name']}" for row in frame.iter_rows(named=True)}
    _several(field, view.t(f"whatif.field_{field}"), list(names), placeholder, names, typed=True)
    _fault(view, field)


def _one(view: View, field: str, options: Sequence[str], word: Callable[[str], str]) -> str:
    """One of a few words of ours."""
    found: str = st.selectbox(view.t(f"whatif.field_{field}"), options, key=key(field), format_func=word)
    return found


def _several(  # noqa: PLR0913 - what a list of choices needs
    field: str,
    label: str,
    options: Sequence[Any],
    placeholder: str,
    names: dict[Any, str] | None = None,
    *,
    typed: bool = False,
) -> None:
    """Several of a list; what a rule already names stays on it, even where the documents have no such thing."""
    held = [value for value in st.session_state.get(key(field)) or [] if value not in set(options)]
    st.multiselect(
        label,
        [*options, *held],
        key=key(field),
        format_func=lambda option: (names or {}).get(option, str(option)),
        placeholder=placeholder,
        accept_new_options=typed,
    )


def _fault(view: View, field: str) -> None:
    fault = st.session_state.get(FAULT)
    if fault is not None and fault.field == field:
        with st.container(key=f"rule-fault-{field}"):
            st.text(f"⚠ {fault.message.text(view.t)}")
