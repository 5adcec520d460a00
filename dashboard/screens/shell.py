"""What stands around every page: its look, language, filters, the control for exports, the notice of new data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
import streamlit as st

from dashboard import cache, filters
from dashboard.errors import BrokenDatabaseError, DashboardError
from dashboard.screens import export_bar, projector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.text import Text

FOLDER: Final = Path(__file__).parent.parent
# A file of ours: a Material icon or an emoji as favicon is fetched from elsewhere at every visit.
ICON: Final = FOLDER / "icon.svg"
ABOUT: Final = "预算透视 BudgetLens"
LOOK_EVERY: Final = 2
"""Seconds: a new database is on screen within three."""
UPLOAD: Final = "upload"
"""The one page that has something to do where there is no document."""


def begin() -> Text:
    """Put on the look and the language, before anything else of a run; return the texts of that language."""
    # A menu entry of our own keeps the menu, and with it the choice of theme, under `toolbarMode = "minimal"`.
    st.set_page_config(layout="wide", page_icon=str(ICON), menu_items={"About": ABOUT})
    st.html(FOLDER / "style.html")
    projector.dress()
    with st.sidebar:
        st.header(ABOUT)
        return filters.language()


def run(t: Text, page: st.Page, name: str, pages: Sequence[str], more: Sequence[str]) -> None:
    """Run a page under the global filters.

    Args:
        t: the texts.
        page: what `st.navigation` has chosen.
        name: the page's name in the texts.
        pages: the names of those that keys move between on the projector.
        more: the names of the others.
    """
    try:
        if cache.pin():
            st.toast(t("filter.updated"), icon=":material/update:")
        with st.sidebar:
            view = filters.choose(t)
            projector.keep(t)
        bar = st.container(key="export-bar")
        export_bar.begin()
        if view.documents.is_empty() and name != UPLOAD:
            st.title(t(f"page.{name}"), anchor=False)
            _nothing(t, anything=not view.everything.is_empty())
        else:
            page.run()
            with bar:
                export_bar.show(view, name, (*pages, *more))
        projector.run(t, name, pages, (*pages, *more))
    except DashboardError as error:
        _failure(t, error)
    except duckdb.Error as error:
        _failure(t, BrokenDatabaseError(Path(), str(error).splitlines()[0]))
    _notice_another_database()


@st.fragment(run_every=LOOK_EVERY)
def _notice_another_database() -> None:
    """An open page shows a new load by itself: one look at the file, and a rerun only where it has changed."""
    if cache.is_replaced():
        st.rerun()


def _nothing(t: Text, *, anything: bool) -> None:
    if anything:
        st.info(t("empty.filtered"), icon=":material/filter_alt_off:")
        st.button(t("filter.clear"), on_click=filters.clear, key="clear_empty", type="primary")
    else:
        st.info(t("empty.database"), icon=":material/inbox:")


def _failure(t: Text, error: DashboardError) -> None:
    st.error(t(error.key), icon=":material/error:")
    st.text(t("error.place", path=error.path))
    if error.detail:
        st.text(t("error.detail", detail=error.detail))
