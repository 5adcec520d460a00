"""The browser's window: Back takes back the last choice in it, and it tells whether it is as narrow as a phone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

SCRIPT: Final = Path(__file__).parent.parent / "window.js"
_KEY: Final = "window"
_NARROW: Final = "narrow"


def keep() -> None:
    """Put the script into the page, where nobody sees it; it listens once, however often a page is run."""
    known = is_narrow()
    _component()(key=_KEY, data={_NARROW: known}, default={_NARROW: known}, on_narrow_change=lambda: None, height=1)


def is_narrow() -> bool:
    """Return whether the window is as narrow as a phone's; what kind of browser it is says so until it has told."""
    told = st.session_state.get(_KEY)
    narrow = told.get(_NARROW) if told else None
    return "Mobi" in (st.context.headers.get("User-Agent") or "") if narrow is None else bool(narrow)


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("budgetlens_window", js=SCRIPT.read_text(encoding="utf-8"))
