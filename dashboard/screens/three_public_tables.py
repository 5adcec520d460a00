"""The tables of the page 三公经费: changes, every figure with its place, totals by jurisdiction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard import marks
from dashboard.comparisons import order, place_of, printed_digits
from dashboard.format import NONE, percent, signed
from dashboard.screens import evidence, parts, trust
from dashboard.screens.parts import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from dashboard.comparisons import Change
    from dashboard.filters import View
    from dashboard.marks import Mark, Marks

Row = dict[str, Any]


def source(view: View, row: Row) -> str:
    """Return the document and the place of a row; for a derived figure both places it is computed from."""
    place = parts.place(view.t, row)
    if row["is_derived"]:
        base = parts.place(view.t, {"page": row["base_page"], "line": row["base_line"]})
        if base != place:
            place = f"{base} − {place}"
    return f"{row['document_id']} {place}"


def unit(view: View, document: str) -> str:
    """Return the unit of a document where its year stands beside it; final accounts and versions are named as such."""
    row = view.about[document]
    if document in view.alike:
        return view.label(document)
    return row["unit"] if row["stage"] == "budget" else f"{row['unit']}（{view.t('stage.' + row['stage'])}）"


def origin(view: View, row: Row) -> str:
    """Return in words how a figure was come by; a derived one with its formula."""
    if not row["is_derived"]:
        return view.t(f"origin.{row['origin']}")
    return view.t(
        "three.formula",
        year=row["document_year"],
        base=view.money(row["base_yuan"]),
        change=view.money(row["change_yuan"]),
        amount=view.money(row["amount_yuan"]),
    )


def changes(view: View, found: Sequence[Change]) -> None:
    """Show what changed on the year before, recomputed, beside what the narrative prints."""
    found = [change for change in found if change.before or change.said]
    if not found:
        return
    t = view.t
    st.subheader(t("three.changes"), anchor=False)
    st.caption(t("three.changes_note"))
    frame = pl.DataFrame(
        {
            "document": [unit(view, c.document_id) for c in found],
            "component": [_component(view, c.after) for c in found],
            "year": [f"{c.year - 1}→{c.year}" for c in found],
            "before": _money(c.before["amount_yuan"] if c.before else None for c in found),
            "basis": [t(f"three.basis_{c.basis}") if c.basis else None for c in found],
            "after": _money(c.after["amount_yuan"] for c in found),
            "change": _money(c.change for c in found),
            "rate": [percent(c.change, c.before["amount_yuan"] if c.before else None) for c in found],
            "said": [_said(view, c) for c in found],
            "agrees": [t({True: "three.same", False: "three.differs", None: "three.unsaid"}[c.agrees]) for c in found],
            "source": [source(view, c.after) for c in found],
        }
    )
    fields = [
        Field("document", t("filter.unit"), width=186),
        Field("component", t("field.component"), width=164),
        Field("year", t("field.year"), width=88, aside=True),
        Field("before", t("three.before"), "money"),
        Field("after", t("three.after"), "money"),
        Field("change", t("three.change"), "money"),
        Field("rate", t("three.rate"), "right"),
        Field("agrees", t("three.agrees"), width=84),
        Field("said", t("three.said"), "right", width=130),
        Field("basis", t("three.basis")),
        Field("source", t("field.source")),
    ]
    parts.table(view, frame, fields, "three-changes")


def _said(view: View, change: Change) -> str:
    """Change and rate as the narrative gives them, the rate to its printed digits."""
    if change.said is None:
        return NONE
    text = signed(change.said_change, view.unit)
    if change.said_rate is None:
        return text
    rate = said_rate(view, change.said_rate, change.said["pct_text"], approximate=change.said["is_approximate"])
    return view.t("three.said_rate", change=text, rate=rate) if change.said_change is not None else rate


def said_rate(view: View, rate: Decimal, printed: str | None, *, approximate: bool) -> str:
    """Return a rate with its sign, to the digits it is printed with."""
    text = f"{rate:,.{printed_digits(printed or '')}f}%"
    return view.t("three.approximate", rate=text) if approximate else text


def printed(row: Row) -> str:
    """Return what is printed: the figure with its unit, or the sentence."""
    return f"{row['amount_text']} {row['unit_text']}" if row["place"] == "table" else str(row["text"] or "")


def _component(view: View, row: Row) -> str:
    """The component; 机关运行经费 with the words of the narrative where these are others."""
    name = view.t.known(f"component.{row['component']}", row["component"])
    subject = row["subject"] if row["component"] == "agency_operation" else None
    return view.t("three.subject", name=name, subject=subject) if subject and subject != name else name


def _money(values: Iterable[Decimal | None]) -> pl.Series:
    return pl.Series(list(values), dtype=pl.Decimal(18, 2))


def figures(view: View, rows: Sequence[Row], wrong: set[tuple[str, int, str]]) -> None:
    """Show every figure with how it was come by and its place; `wrong` are document, year and component in dispute."""
    if not rows:
        return
    t = view.t
    st.subheader(t("three.figures"), anchor=False)
    listed = sorted(rows, key=lambda r: (view.ids.index(r["document_id"]), r["fiscal_year"], order(r["component"])))
    known = trust.of_rows(listed)
    frame = pl.DataFrame(
        {
            "document": [unit(view, r["document_id"]) for r in listed],
            "year": [str(r["fiscal_year"]) for r in listed],
            "component": [_component(view, r) for r in listed],
            "place": [t(f"three.bar_{place_of(r)}") for r in listed],
            "amount": _money(r["amount_yuan"] for r in listed),
            "printed": [printed(r) for r in listed],
            "origin": [origin(view, r) for r in listed],
            "mark": [_mark(view, r, wrong) for r in listed],
            "trust": [marks.trust(t, marked(known, r)) if place_of(r) == "table" else "" for r in listed],
            "source": [source(view, r) for r in listed],
            "document_id": [r["document_id"] for r in listed],
            "page": pl.Series([r["page"] for r in listed], dtype=pl.Int32),
            "line": pl.Series([r["line"] for r in listed], dtype=pl.Int32),
            "box": pl.Series([r["box"] for r in listed], dtype=pl.String),
        }
    )
    fields = [
        Field("document", t("filter.unit"), width=220),
        Field("year", t("field.year")),
        Field("component", t("field.component"), width=170),
        Field("place", t("three.place"), aside=True),
        Field("amount", t("field.amount"), "money"),
        Field("trust", t("field.trust"), width=100),
        Field("printed", t("field.as_printed"), width="medium"),
        Field("origin", t("field.origin"), width="medium"),
        Field("mark", t("three.agrees")),
        Field("source", t("field.source")),
    ]
    evidence.table(view, frame, fields, "three-figures")


def marked(known: Marks, row: Row) -> tuple[Mark, ...]:
    """Return the marks of a figure of the table of 三公; one of the narrative has none."""
    if row["place"] != "table":
        return ()
    return known.at(row, "three_public", ("total",), year=row["fiscal_year"], code=row["component"])


def _mark(view: View, row: Row, wrong: set[tuple[str, int, str]]) -> str:
    disputed = (row["document_id"], row["fiscal_year"], row["component"]) in wrong
    return view.t("three.differs") if disputed else ""


def jurisdictions(view: View, frame: pl.DataFrame) -> None:
    """Show the totals of all chosen documents by jurisdiction, year and stage, largest first."""
    t = view.t
    st.subheader(t("three.jurisdictions"), anchor=False)
    st.caption(t("three.jurisdictions_note"))
    frame = parts.words(view, frame, "stage", "stage").with_columns(pl.col("fiscal_year").cast(pl.String))
    fields = [
        Field("jurisdiction", t("filter.region")),
        Field("fiscal_year", t("field.year")),
        Field("stage", t("filter.stage")),
        Field("total_yuan", t("three.sum"), "money"),
        Field("with_figures", t("three.with_figures"), "number"),
        Field("declared_empty", t("status.declared_empty"), "number"),
        Field("absent", t("status.absent"), "number"),
        Field("failed", t("status.failed"), "number"),
        Field("inside", t("three.inside"), "number"),
    ]
    parts.table(view, frame, fields, "three-jurisdictions")
    if len(frame) and (rest := frame["found"][0] - len(frame)) > 0:
        st.caption(t("many.rows", count=rest))
