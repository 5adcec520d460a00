"""The same subsidy one year apart, only where the two years are comparable, with why they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard.format import NONE, percent, signed
from dashboard.screens import parts, three_public_tables
from dashboard.screens.parts import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from dashboard.filters import View
    from dashboard.pension_years import Step

Row = dict[str, Any]


def section(view: View, steps: Sequence[Step], said: Sequence[Row]) -> None:
    """Show the changes; nothing where no two years are comparable and no narrative speaks of one.

    Args:
        view: the chosen documents.
        steps: the changes, recomputed.
        said: rows of `pension_said`; what they say of a gap stands here also where no year before is at hand.
    """
    spoken = [row for row in said if row["topic"] == "pension_gap"]
    if not steps and not spoken:
        return
    st.subheader(view.t("pension.change"), anchor=False)
    st.caption(view.t("pension.change_note" if steps else "pension.change_unknown"))
    if steps:
        _table(view, steps)
    _notes(view, steps, spoken)


def _table(view: View, steps: Sequence[Step]) -> None:
    t = view.t
    frame = pl.DataFrame(
        {
            "document": [view.about[s.document_id]["unit"] for s in steps],
            "name": [s.name if s.code else t("pension.strict_sum") for s in steps],
            "years": [f"{s.year - 1}→{s.year}" for s in steps],
            "past": _money(s.past_yuan for s in steps),
            "now": _money(s.now_yuan for s in steps),
            "change": _money(s.change for s in steps),
            "rate": [percent(s.change, s.past_yuan) for s in steps],
            "said": [_said(view, s.said) for s in steps],
            "code": [s.code for s in steps],
            "why": [t(f"pension.relation_{s.relation}") for s in steps],
            "source": [_source(view, s) for s in steps],
        }
    )
    fields = [
        Field("document", t("filter.unit"), width=180),
        Field("name", t("field.name"), width=150),
        Field("years", t("field.year"), width=100, aside=True),
        Field("past", t("three.before"), "money"),
        Field("now", t("three.after"), "money"),
        Field("change", t("three.change"), "money"),
        Field("rate", t("three.rate"), "right"),
        Field("said", t("three.said"), "right", width=110),
        Field("code", t("field.code"), width=80),
        Field("why", t("pension.relation"), width="medium"),
        Field("source", t("field.source"), width="large"),
    ]
    parts.table(view, frame, fields, "pension-change")


def _money(values: Iterable[Decimal | None]) -> pl.Series:
    return pl.Series(list(values), dtype=pl.Decimal(18, 2))


def _said(view: View, row: Row | None) -> str:
    if row is None:
        return NONE
    words = []
    if row["change_yuan"] is not None:
        words.append(signed(row["change_yuan"], view.unit))
    if row["change_pct"] is not None:
        about = row["is_approximate"]
        words.append(three_public_tables.said_rate(view, row["change_pct"], row["pct_text"], approximate=about))
    return " · ".join(words)


def _source(view: View, step: Step) -> str:
    """Both places; for a sum none of its own."""
    if not step.code:
        return view.t("pension.sum_source")
    past = step.said if step.relation == "narrative" else step.past
    return f"{step.past_document_id} {_place(view, past)} → {step.document_id} {_place(view, step.now)}"


def _place(view: View, row: Row | None) -> str:
    return parts.place(view.t, row) if row else view.t("pension.not_there")


def _notes(view: View, steps: Sequence[Step], spoken: Sequence[Row]) -> None:
    """Why a unit and its department are compared at all, and the sentences of the narratives."""
    crossing: dict[tuple[str, str], list[Step]] = {}
    for step in steps:
        if step.code and step.relation in {"unit_to_department", "department_to_unit"}:
            crossing.setdefault((step.past_document_id, step.document_id), []).append(step)
    lines = [_crossing(view, same) for same in crossing.values()]
    for row in [*(step.said for step in steps if step.said), *spoken]:
        source = f"{row['document_id']} {parts.place(view.t, row)}"
        lines.append(view.t("pension.said", text=row["text"], source=source))
    if lines:
        with st.container(key="quiet-pension-change"):
            st.text("\n".join(dict.fromkeys(lines)))


def _crossing(view: View, same: Sequence[Step]) -> str:
    first = same[0]
    pair = (first.past_document_id, first.document_id)
    unit, department = pair if first.relation == "unit_to_department" else pair[::-1]
    return view.t(
        "pension.crossing",
        unit=view.about[unit]["unit"],
        department=view.about[department]["unit"],
        unit_document=unit,
        department_document=department,
        codes=("、" if view.t.language == "zh" else ", ").join(step.code or "" for step in same),
    )
