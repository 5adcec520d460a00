"""Performance targets behind the pension figures, and money per head where they give a head count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import queries
from dashboard.cache import ask
from dashboard.format import NONE
from dashboard.per_head import per_head
from dashboard.screens import parts
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.filters import View

Row = dict[str, Any]
SEVERAL: Final = "several_funds"


def heads(view: View) -> None:
    """Show each head count beside its project's money: what one head gets by it, or why it is no divisor."""
    box = parts.folded(view.t("pension.heads"), "heads_behind")
    if box.open:
        with box:
            _heads(view, _ordered(view, ask(queries.pension_heads(view.ids)).to_dicts()))


def _ordered(view: View, rows: list[Row]) -> list[Row]:
    """By document, in the order of the page."""
    places = {document: place for place, document in enumerate(view.ids)}
    return sorted(rows, key=lambda row: places[row["document_id"]])


def _heads(view: View, rows: Sequence[Row]) -> None:
    t = view.t
    if not rows:
        st.info(t("pension.no_heads"), icon=":material/inbox:")
        return
    st.caption(t("pension.heads_note"))
    frame = pl.DataFrame(
        {
            "document": [view.label(r["document_id"]) for r in rows],
            "project": [r["name"] for r in rows],
            "total": pl.Series([r["total_yuan"] for r in rows], dtype=pl.Decimal(18, 2)),
            "indicator": [r["indicator"] for r in rows],
            "printed": [r["value_text"] for r in rows],
            "per_head": [per_head_text(view, r) for r in rows],
            "note": [note(view, r) for r in rows],
            "source": [_source(view, r) for r in rows],
        }
    )
    fields = [
        Field("project", t("field.project"), width=190),
        Field("indicator", t("field.indicator"), width=180),
        Field("per_head", t("pension.per_head"), "right", width=200),
        Field("printed", t("field.as_printed"), width=90),
        Field("total", t("pension.project_total"), "money"),
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("note", t("field.note"), width="medium"),
        Field("source", t("field.source"), width="medium"),
    ]
    parts.table(view, frame, fields, "pension-heads")


def per_head_text(view: View, row: Row) -> str:
    """Return money per head in 元 with what the comparator makes of it; a dash where the count is no divisor."""
    found = per_head(row["total_yuan"], row["persons"], row["comparator"])
    if found is None or row["role"] != "heads" or row["fund"] == SEVERAL:
        return NONE
    about = "" if found.is_exact else view.t("pension.about")
    return view.t(f"pension.head_{found.bound}", amount=f"{about}{found.yuan:,.2f}")


def note(view: View, row: Row) -> str:
    """Return what a reader has to know about the head count of one row."""
    t = view.t
    words = []
    if row["role"] is None:
        words.append(t("pension.head_unknown"))
    elif row["role"] != "heads":
        words.append(row[f"note_{t.language}"])
    elif row["fund"] == SEVERAL:
        words.append(t("pension.head_several"))
    if row["is_elsewhere"]:
        words.append(t("pension.head_elsewhere", project=row["project_name"]))
    if not row["is_unit_printed"]:
        words.append(t("pension.head_no_unit"))
    return ("；" if t.language == "zh" else "; ").join(words)


def _source(view: View, row: Row) -> str:
    """The place of the project's money, and that of the target."""
    money = parts.place(view.t, {"page": row["project_page"], "line": row["project_line"]})
    return f"{row['document_id']} {money} ÷ {parts.place(view.t, row)}"


def targets(view: View) -> None:
    """Show all targets of those projects, form by form; some forms belong to none of them."""
    box = parts.folded(view.t("pension.targets"), "targets_behind")
    if box.open:
        with box:
            _targets(view, ask(queries.pension_targets(view.ids)))


def _targets(view: View, frame: pl.DataFrame) -> None:
    t = view.t
    if frame.is_empty():
        st.info(t("pension.no_targets"), icon=":material/inbox:")
        return
    rows = _ordered(view, frame.to_dicts())
    shown = parts.with_place(view, pl.DataFrame(rows, schema=frame.schema)).with_columns(
        pl.Series("document", [view.label(r["document_id"]) for r in rows]),
        pl.Series("listed", [t("pension.form_alone") if r["project_no"] is None else "" for r in rows]),
    )
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("project_name", t("field.project"), width=200),
        Field("level2", t("field.indicator_group"), width=110),
        Field("level3", t("field.indicator"), width=220),
        Field("value_text", t("field.as_printed")),
        Field("listed", t("field.note")),
        Field("source", t("field.source")),
    ]
    st.caption(t("pension.targets_note"))
    parts.table(view, shown, fields, "pension-targets")
