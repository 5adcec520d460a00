"""Back takes back the last choice: the value of each control becomes a step in the browser's history."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

SCRIPT: Final = Path(__file__).parent.parent / "steps.js"


def keep() -> None:
    """Put the script into the page, where nobody sees it; it starts once, however often a page is run."""
    _component()(key="steps", height=1)


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("budgetlens_steps", js=SCRIPT.read_text(encoding="utf-8"))
