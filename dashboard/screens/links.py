"""Links to the page that shows a figure, about the one document that it is of, or all that are chosen.

The link names the document, not the filters: these live in the entry script and keep their values in a session, so that
a page would not show what its URL says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import filters

if TYPE_CHECKING:
    from dashboard.filters import View

ICON: Final = ":material/arrow_forward:"


def to(view: View, page: str, document_id: str | None, label: str | None = None, **parameters: str) -> None:
    """Show a link to a page, about one document, with the page's own parameters of the URL.

    Without a document it leads to what this page shows: the filters go along by themselves, a document does not.
    `label` is a text of ours, by default the page's name: it is Markdown, so never text of a document.
    """
    about = document_id or st.query_params.get(filters.ONLY)
    st.page_link(
        f"screens/{page}.py",
        label=label or view.t(f"page.{page}"),
        icon=ICON,
        icon_position="right",
        query_params=({filters.ONLY: about} if about else {}) | parameters,
    )
