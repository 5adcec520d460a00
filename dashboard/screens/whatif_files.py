"""Scenarios as files: saved, loaded, and the difference between two of them in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.scenario import files
from dashboard.scenario.model import MOST_SCENARIOS, Message, ScenarioError
from dashboard.screens import whatif_state as state
from dashboard.screens.whatif_work import work

if TYPE_CHECKING:
    from dashboard.filters import View
    from dashboard.screens.whatif_state import State

MOST_BYTES: Final = 1_000_000
"""Of a file that is read: a scenario is a few kilobytes."""
_GENERATION: Final = "_whatif_generation"
_SAID: Final = "_whatif_said"


def show(view: View, found: State) -> None:
    """Show saving, loading and comparing."""
    t = view.t
    left, right = st.columns(2)
    with left:
        st.subheader(t("whatif.save"), anchor=False)
        st.caption(t("whatif.save_note"))
        with st.container(horizontal=True):
            _save(view, found)
    with right:
        _load(view)
    _difference(view, found)


def _save(view: View, found: State) -> None:
    t, scenario = view.t, found.active
    name = _file_name(scenario.name)
    st.download_button(
        t("whatif.save_button"),
        files.dumps(scenario),
        file_name=f"{name}.json",
        mime="application/json",
        key="whatif-save",
        on_click="ignore",
        icon=":material/download:",
    )
    # Worked out now, written when it is asked for: a download has no session to ask the database with.
    worked = [one for one in (work(view, scenario) for scenario in found.scenarios) if one.result is not None]

    def written() -> bytes:
        from dashboard.scenario.workbook import workbook  # noqa: PLC0415 - its library is slow to import

        paths = [path for path in (one.path() for one in worked) if path is not None]
        return workbook([one.result for one in worked if one.result is not None], paths, t)

    st.download_button(
        t("whatif.save_workbook"),
        written,
        file_name=f"{name}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="whatif-save-workbook",
        on_click="ignore",
        icon=":material/table:",
        disabled=not worked,
    )


def _file_name(name: str) -> str:
    """Return what of a name any file system takes."""
    return re.sub(r"[^\w\-]+", "_", name).strip("_")[:40] or "scenario"


def _load(view: View) -> None:
    t = view.t
    st.subheader(t("whatif.load"), anchor=False)
    generation = st.session_state.setdefault(_GENERATION, 0)
    word = t("whatif.browse")
    button = '[class*="st-key-scenario-file-"] [data-testid="stFileUploaderDropzone"] > span button'
    st.html(
        f"<style>{button} p {{ font-size: 0; }} {button} p::after {{ content: '{word}'; font-size: 0.9rem; }}"
        '[class*="st-key-scenario-file-"] [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }</style>'
    )
    key = f"scenario-file-{generation}"
    st.file_uploader(t("whatif.load_note"), type="json", key=key, on_change=_receive, args=(view, key))
    if said := st.session_state.get(_SAID):
        with st.container(border=True, key="whatif-said", gap="xsmall"):
            st.text("\n".join(message.text(t) for message in said))


def _receive(view: View, key: str) -> None:
    """Read a file into a scenario of its own; one that cannot be read changes nothing."""
    file = st.session_state.get(key)
    if file is None:
        return
    st.session_state[_GENERATION] += 1
    name = {"file": file.name}
    try:
        scenario = files.loads(_text(file.getvalue()))
    except ScenarioError as error:
        st.session_state[_SAID] = [Message("whatif.not_loaded", name), error.message]
        return
    done = state.load(view.t, scenario)
    key = "whatif.loaded" if done else "whatif.no_room"
    st.session_state[_SAID] = [Message(key, name | {"name": scenario.name, "most": MOST_SCENARIOS})]


def _text(content: bytes) -> str:
    """Return the text of a file.

    Raises:
        ScenarioError: it is no text, or far too long for a scenario.
    """
    if len(content) > MOST_BYTES:
        raise ScenarioError("whatif.too_long", most=MOST_BYTES // 1000)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError("whatif.no_text") from error


def _difference(view: View, found: State) -> None:
    t = view.t
    st.subheader(t("whatif.differences"), anchor=False)
    count = len(found.scenarios)
    if count < 2:
        st.caption(t("whatif.differences_need_two"))
        return
    names = {n: f"{n + 1}. {scenario.name}" for n, scenario in enumerate(found.scenarios)}
    left, right = st.columns(2)
    first = _choice(left, t("whatif.first"), "diff_from", names, 0)
    second = _choice(right, t("whatif.second"), "diff_to", names, 1)
    said = files.difference(found.scenarios[first], found.scenarios[second])
    st.text("\n".join(f"• {message.text(t)}" for message in said) if said else t("whatif.same"))


def _choice(place: st.delta_generator.DeltaGenerator, label: str, key: str, names: dict[int, str], at: int) -> int:
    if st.session_state.get(key, at) not in names:
        st.session_state[key] = at
    chosen = place.selectbox(label, list(names), index=at, key=key, format_func=lambda n: names[n])
    return at if chosen is None else chosen
