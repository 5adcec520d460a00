"""Entry point of the dashboard: language, navigation, filters; the pages do the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import streamlit as st

from dashboard import addresses, cache, filters
from dashboard.errors import BrokenDatabaseError, DashboardError
from dashboard.screens import export_bar, projector

if TYPE_CHECKING:
    from dashboard.text import Text

# Not `pages`: a folder of that name beside the entry script switches on the old kind of multipage app for the first
# run, and the first visitor to a page's own address is told that it does not exist.
SCREENS = Path(__file__).parent / "screens"
# A file of ours: a Material icon or an emoji as favicon is fetched from elsewhere at every visit.
ICON = Path(__file__).with_name("icon.svg")
ABOUT = "预算透视 BudgetLens"
PAGES = ("overview", "function_spending", "basic_project", "three_public", "pension", "projects", "income", "whatif")
"""Side by side on top: with short names (`nav` in the texts) and without icons, or English would fold the last ones."""
DATA_PAGES = ("quality", "sources", "upload")
"""Together under one heading."""
LOOK_EVERY = 2
"""Seconds: a new database is on screen within three."""
UPLOAD = "upload"
"""The one page that has something to do where there is no document."""


def main() -> None:
    """Run one page under the global filters."""
    # A menu entry of our own keeps the menu, and with it the choice of theme, under `toolbarMode = "minimal"`.
    st.set_page_config(layout="wide", page_icon=str(ICON), menu_items={"About": ABOUT})
    st.html(SCREENS.parent / "style.html")
    projector.dress()
    with st.sidebar:
        st.header("预算透视 BudgetLens")
        t = filters.language()
    sections = {"": PAGES, t("nav.data"): DATA_PAGES}
    page = st.navigation(
        {head: [_page(name, t) for name in names] for head, names in sections.items()},
        position="hidden" if projector.is_on() else "top",
    )
    name = addresses.page_of(page.url_path)
    try:
        if cache.pin():
            st.toast(t("filter.updated"), icon=":material/update:")
        with st.sidebar:
            view = filters.choose(t)
            projector.keep(t)
        bar = st.container(key="export-bar")
        export_bar.begin()
        if view.documents.is_empty() and page.url_path != UPLOAD:
            st.title(t(f"page.{name}"), anchor=False)
            _nothing(t, anything=not view.everything.is_empty())
        else:
            page.run()
            with bar:
                export_bar.show(view, name, (*PAGES, *DATA_PAGES))
        projector.run(t, name, PAGES, (*PAGES, *DATA_PAGES))
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


def _page(name: str, t: Text) -> st.Page:
    return st.Page(
        SCREENS / f"{name}.py",
        title=t(f"nav.{name}"),
        url_path=addresses.path(name) or None,
        default=name == addresses.START,
    )


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


main()
