"""Pages under a selection of very many documents: the first are drawn, and the reader is told how many are not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from dashboard.filters import View

MOST_DRAWN: Final = 12
"""Documents, where each is several bars: more bars nobody reads, and each costs drawing time."""
MOST_ROWS: Final = 200
"""Rows of a table of jurisdictions."""


def first(view: View) -> View:
    """Return the view with no more documents than are drawn, in the order of display."""
    return replace(view, documents=view.documents.head(MOST_DRAWN)) if more(view) else view


def more(view: View) -> int:
    """Return how many of the chosen documents are not drawn."""
    return max(0, len(view.ids) - MOST_DRAWN)


def note(view: View) -> None:
    """Say how many of the chosen documents are not drawn, and what to do."""
    if count := more(view):
        st.info(view.t("filter.limited", shown=MOST_DRAWN, count=f"{count:,}"), icon=":material/filter_list:")
