"""预算 and 决算 of the same unit and year next to each other, on the pages that show the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboard.screens import parts
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.filters import View
    from dashboard.stages import Both, Figure


def section(view: View, both: Sequence[Both], name: Callable[[Both], str], key: str) -> None:
    """Show the pairs under a heading; nothing where no unit has both stages of a year."""
    if not both:
        return
    t = view.t
    st.subheader(t("stages.heading"), anchor=False)
    st.caption(t("stages.note"))
    frame = pl.DataFrame(
        {
            "document": [_unit(view, pair) for pair in both],
            "name": [name(pair) for pair in both],
            "budget": _money([pair.budget_yuan for pair in both]),
            "final": _money([pair.final_yuan for pair in both]),
            "difference": _money([pair.difference for pair in both]),
            "rate": [pair.rate for pair in both],
            "budget_source": [_source(view, pair.budget) for pair in both],
            "final_source": [_source(view, pair.final) for pair in both],
        }
    )
    fields = [
        Field("document", t("stages.unit"), width=DOCUMENT_WIDTH),
        Field("name", t("field.name")),
        Field("budget", t("stages.budget"), "money"),
        Field("final", t("stages.final"), "money"),
        Field("difference", t("stages.difference"), "money"),
        Field("rate", t("stages.rate"), "right"),
        Field("budget_source", t("stages.budget_source")),
        Field("final_source", t("stages.final_source")),
    ]
    parts.table(view, frame, fields, key)


def _unit(view: View, pair: Both) -> str:
    about = view.about[pair.budget_id]
    return f"{about['unit']} {view.t('stages.year', year=about['fiscal_year'])}"


def _money(values: Sequence[object]) -> pl.Series:
    return pl.Series(values, dtype=pl.Decimal(18, 2))


def _source(view: View, figure: Figure | None) -> str:
    return f"{figure.row['document_id']} {parts.place(view.t, figure.row)}" if figure else view.t("stages.not_printed")
