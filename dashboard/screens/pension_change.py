"""The same subsidy one year apart, only where the two years are comparable, with why they are."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard.format import NONE, percent, signed
from dashboard.screens import parts, three_public_tables
from dashboard.screens.parts import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.filters import View

Row = dict[str, Any]
ORDER = ("same", "unit_to_department", "department_to_unit", "narrative")
"""The better comparison of one code first."""


def best(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without the comparisons of a code for which its document has a better one."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row["document_id"], row["code"])
        found[key] = min(found.get(key, len(ORDER)), ORDER.index(row["relation"]))
    return [row for row in rows if ORDER.index(row["relation"]) == found[row["document_id"], row["code"]]]


def sums(rows: Sequence[Row]) -> list[Row]:
    """Return one row for each pair of documents that list several codes of the strict definition, all in both years."""
    pairs: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if row["is_strict"]:
            pairs.setdefault((row["document_id"], row["past_document_id"], row["relation"]), []).append(row)
    result = []
    for same in pairs.values():
        past, now = [r["past_yuan"] for r in same], [r["amount_yuan"] for r in same]
        if len(same) < 2 or None in (*past, *now):
            continue
        before, after = sum(past, Decimal(0)), sum(now, Decimal(0))
        blank = dict.fromkeys(
            (
                "code",
                "said_change_yuan",
                "said_pct",
                "said_pct_text",
                "said_text",
                "past_page",
                "past_line",
                "page",
                "line",
            )
        )
        result.append(same[0] | blank | {"past_yuan": before, "amount_yuan": after, "change_yuan": after - before})
    return result


def section(view: View, rows: Sequence[Row]) -> None:
    """Show the changes; nothing where no two years are comparable and no narrative speaks of one."""
    rows = best(rows)
    if not rows:
        return
    t = view.t
    st.subheader(t("pension.change"), anchor=False)
    st.caption(t("pension.change_note"))
    rows = [*rows, *sums(rows)]
    frame = pl.DataFrame(
        {
            "document": [view.about[r["document_id"]]["unit"] for r in rows],
            "code": [r["code"] for r in rows],
            "name": [r["name"] if r["code"] else t("pension.strict_sum") for r in rows],
            "years": [f"{r['past_year']}→{r['fiscal_year']}" for r in rows],
            "past": _money(r["past_yuan"] for r in rows),
            "now": _money(r["amount_yuan"] for r in rows),
            "change": _money(r["change_yuan"] for r in rows),
            "rate": [percent(r["change_yuan"], r["past_yuan"]) for r in rows],
            "said": [_said(view, r) for r in rows],
            "why": [t(f"pension.relation_{r['relation']}") for r in rows],
            "source": [_source(view, r) for r in rows],
        }
    )
    fields = [
        Field("document", t("filter.unit"), width=180),
        Field("name", t("field.name"), width=150),
        Field("years", t("field.year"), width=90),
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
    _notes(view, rows)


def _money(values: Iterable[Decimal | None]) -> pl.Series:
    return pl.Series(list(values), dtype=pl.Decimal(18, 2))


def _said(view: View, row: Row) -> str:
    words = []
    if row["said_change_yuan"] is not None:
        words.append(signed(row["said_change_yuan"], view.unit))
    if row["said_pct"] is not None:
        printed, about = row["said_pct_text"], bool(row["is_approximate"])
        words.append(three_public_tables.said_rate(view, row["said_pct"], printed, approximate=about))
    return " · ".join(words) or NONE


def _source(view: View, row: Row) -> str:
    if not row["code"]:
        return view.t("pension.sum_source")
    past = _place(view, row, "past_") if row["past_yuan"] is not None else view.t("pension.not_there")
    now = _place(view, row, "") if row["amount_yuan"] is not None else view.t("pension.not_there")
    return f"{row['past_document_id']} {past} → {row['document_id']} {now}"


def _place(view: View, row: Row, prefix: str) -> str:
    return parts.place(view.t, {"page": row[f"{prefix}page"], "line": row[f"{prefix}line"]})


def _notes(view: View, rows: Sequence[Row]) -> None:
    """Why a unit and its department are compared at all, and the sentences of the narratives."""
    t = view.t
    lines = []
    crossing = {
        (r["past_document_id"], r["document_id"]): r
        for r in rows
        if r["relation"] in {"unit_to_department", "department_to_unit"} and r["code"]
    }
    for (past, now), row in crossing.items():
        unit, department = (past, now) if row["relation"] == "unit_to_department" else (now, past)
        codes = [r["code"] for r in rows if (r["past_document_id"], r["document_id"]) == (past, now) and r["code"]]
        lines.append(
            t(
                "pension.crossing",
                unit=view.about[unit]["unit"],
                department=view.about[department]["unit"],
                unit_document=unit,
                department_document=department,
                codes="、".join(codes) if t.language == "zh" else ", ".join(codes),
            )
        )
    for row in rows:
        if row["said_text"]:
            place = _place(view, row, "said_")
            lines.append(t("pension.said", text=row["said_text"], source=f"{row['document_id']} {place}"))
    if lines:
        with st.container(key="quiet-pension-change"):
            st.text("\n".join(dict.fromkeys(lines)))
