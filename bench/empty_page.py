"""A page of the dashboard with nothing on it: all that stands around every page, and its database."""

from __future__ import annotations

import streamlit as st

from dashboard import filters
from dashboard.screens import shell


def nothing() -> None:
    """A title and a number, so that something changes place when the page is drawn."""
    st.title("空白", anchor=False)
    st.text(str(len(filters.current().ids)))


text = shell.begin()
names = [f"empty-{number}" for number in range(11)]
pages = [st.Page(nothing, title=name, url_path=name) for name in names]
page = st.navigation({"": pages[:8], text("nav.data"): pages[8:]}, position="top")
shell.run(text, page, "overview", ("overview",), ())
