"""The page as a workbook, built when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import cache, queries
from dashboard.quality import Wanted
from dashboard.screens import parts

if TYPE_CHECKING:
    from dashboard.filters import View

MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS: Final = 100_000
"""Of one sheet: more a spreadsheet opens slowly, and it is said on the sheet 口径."""


def show(view: View, counts: dict[str, Any]) -> None:
    """Show the button; what it writes is that of the chosen documents, whatever the page's own filters say."""
    read, chosen, t = cache.later(), parts.chosen(view), view.t

    def build() -> bytes:
        from dashboard.exports import quality_workbook  # noqa: PLC0415 - the writer is loaded when it is asked for

        content = quality_workbook.Content(
            counts=counts,
            coverage=read(queries.quality_coverage(chosen, MOST_ROWS)),
            findings=read(queries.quality_findings(Wanted(chosen).parameters(), MOST_ROWS)),
            operands=read(queries.quality_export_operands(chosen, MOST_ROWS)),
            repairs=read(queries.quality_repairs(chosen, (), MOST_ROWS)),
            leftovers=read(queries.quality_leftovers(chosen, MOST_ROWS)),
            rules=read(queries.quality_rules(chosen)),
        )
        return quality_workbook.make(content, t)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            t("quality.download"),
            build,
            file_name="budgetlens-quality.xlsx",
            mime=MIME,
            key="quality-download",
            on_click="ignore",
            icon=":material/download:",
        )
        st.caption(t("quality.download_note"))
