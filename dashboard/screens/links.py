"""Links to the page that shows a figure, about the one document that it is of.

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


def to(view: View, page: str, document_id: str, label: str | None = None, **parameters: str) -> None:
    """Show a link to a page, about one document, with the page's own parameters of the URL.

    `label` is a text of ours, by default the page's name: it is Markdown, so never text of a document.
    """
    st.page_link(
        f"screens/{page}.py",
        label=label or view.t(f"page.{page}"),
        icon=ICON,
        icon_position="right",
        query_params={filters.ONLY: document_id} | parameters,
    )
