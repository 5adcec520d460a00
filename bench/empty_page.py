"""A page of the dashboard with nothing on it: its navigation, its filters, its database. What every page takes."""

from __future__ import annotations

import streamlit as st

from dashboard import cache, filters


def nothing() -> None:
    """A title, so that something changes place when the page is drawn."""
    st.title("空白", anchor=False)


st.set_page_config(layout="wide")
with st.sidebar:
    text = filters.language()
pages = [st.Page(nothing, title=f"空白 {number}", url_path=f"empty-{number}") for number in range(8)]
page = st.navigation(pages, position="top")
cache.pin()
with st.sidebar:
    view = filters.choose(text)
page.run()
st.text(str(len(view.ids)))
