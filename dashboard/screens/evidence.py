"""The printed place behind a figure: a part of the page, or the lines around it; text of documents stays text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import cutout, database
from dashboard.cutout import Lines, NoCutoutError
from dashboard.screens import parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from dashboard.filters import View
    from dashboard.screens.parts import Field


def table(view: View, frame: pl.DataFrame, fields: Sequence[Field], key: str) -> None:
    """Show a table of figures with document_id, page, line and (where known) box; a chosen row shows its place."""
    rows = int(frame.select("document_id", "page", "line").hash_rows().sum())
    picked = parts.table(view, frame, fields, key, choice=(len(frame), rows))
    if picked is None:
        st.caption(view.t("cutout.hint"))
        return
    row = frame.row(picked, named=True)
    with st.container(border=True, key=f"cutout-{key}", gap="small"):
        _place(view, row)


def _place(view: View, row: dict[str, Any]) -> None:
    document = view.about[row["document_id"]]
    st.text(f"{document['source_file']} {parts.place(view.t, row)}")
    try:
        with st.spinner(view.t("cutout.drawing"), show_time=False):
            found = cutout.show(document, row, folders())
    except NoCutoutError as error:
        st.info(view.t(error.key), icon=":material/hide_image:")
        return
    if isinstance(found, Lines):
        _lines(view, found)
    else:
        st.image(found.png, width="stretch")
        st.caption(view.t("cutout.marked" if found.marked else "cutout.whole_page"))


def _lines(view: View, found: Lines) -> None:
    """The marked line stands out by a sign as well, not by its look alone."""
    width = len(str(found.numbered[-1][0]))
    with st.container(key="source-lines", gap=None):
        for number, text in found.numbered:
            sign = "▶" if number == found.line else "  "
            with st.container(key=f"source-line-{'marked' if number == found.line else number}"):
                st.text(f"{sign} {number:>{width}}  {text}")
    st.caption(view.t("cutout.lines"))


def folders() -> list[Path]:
    """Return where a relative source path may start: where the dashboard runs, the project, and above the database."""
    project = Path(database.__file__).resolve().parent.parent
    return [Path.cwd(), project, *database.database_path().resolve().parents[:3]]
