"""Entry point of the dashboard: the pages and their addresses; what is around them and in them is in `screens`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import addresses
from dashboard.screens import projector, shell

if TYPE_CHECKING:
    from dashboard.text import Text

# Not `pages`: a folder of that name beside the entry script switches on the old kind of multipage app for the first
# run, and the first visitor to a page's own address is told that it does not exist.
SCREENS = Path(__file__).parent / "screens"
PAGES = ("overview", "function_spending", "basic_project", "three_public", "pension", "projects", "income", "whatif")
"""Side by side on top: with short names (`nav` in the texts) and without icons, or English would fold the last ones."""
DATA_PAGES = ("quality", "sources", "upload")
"""Together under one heading."""


def main() -> None:
    """Run one page."""
    t = shell.begin()
    sections = {"": PAGES, t("nav.data"): DATA_PAGES}
    page = st.navigation(
        {head: [_page(name, t) for name in names] for head, names in sections.items()},
        position="hidden" if projector.is_on() else "top",
    )
    shell.run(t, page, addresses.page_of(page.url_path), PAGES, DATA_PAGES)


def _page(name: str, t: Text) -> st.Page:
    return st.Page(
        SCREENS / f"{name}.py",
        title=t(f"nav.{name}"),
        url_path=addresses.path(name) or None,
        default=name == addresses.START,
    )


main()
