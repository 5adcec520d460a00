"""The tables of the page 养老保险基金缺口补助: units, every figure, projects, jurisdictions, the definition."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard import queries
from dashboard.cache import ask
from dashboard.format import NONE, percent
from dashboard.screens import evidence, parts, trust
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dashboard.filters import View

Row = dict[str, Any]


def reason_of(row: Row) -> str:
    """Return why a document has no figure, as the end of a text's key, from a row of `pension_reasons`."""
    if row["status"] != "figures":
        return str(row["status"])
    if not row["codes"]:
        return "no_codes"
    return "undivided" if row["undivided_code"] else "not_listed"


def reason(view: View, row: Row, definition: str) -> str:
    """Return the same as a sentence, with the place that was looked at."""
    t = view.t
    known = row["line"] is not None or row["page"] is not None
    place = f"{row['document_id']} {parts.place(t, row)}" if known else row["document_id"]
    why = reason_of(row)
    text = t(
        f"pension.reason_{why}",
        place=place,
        stage=t("stage." + view.about[row["document_id"]]["stage"]),
        codes=row["codes"],
        code=row["undivided_code"],
        name=row["undivided_name"],
        amount=f"{view.money(row['undivided_yuan'])} {view.unit.value}",
        at=parts.place(t, {"page": row["undivided_page"], "line": row["undivided_line"]}),
        note=f"（{row['note']}）" if row["note"] else "",
    )
    if definition == "broad" and why in {"not_listed", "undivided"}:
        status = t(f"status.{row['project_status']}")
        text += t("pension.reason_projects", count=row["projects"], status=status)
    return text


def _money(values: Iterable[Decimal | None]) -> pl.Series:
    return pl.Series(list(values), dtype=pl.Decimal(18, 2))


def _sum(rows: Sequence[Row], document: str, definition: str) -> Decimal | None:
    amounts = [r["amount_yuan"] for r in rows if r["document_id"] == document and r["definition"] == definition]
    return sum(amounts, Decimal(0)) if amounts else None


def summary(view: View, rows: Sequence[Row], totals: Mapping[str, Decimal | None]) -> None:
    """Show both definitions for each document with their shares of its total expenditure."""
    t = view.t
    strict = {d: _sum(rows, d, "strict") for d in view.ids}
    broad = {d: _sum(rows, d, "broad") for d in view.ids}
    frame = pl.DataFrame(
        {
            "jurisdiction": [view.about[d]["jurisdiction"] for d in view.ids],
            "document": [view.label(d) for d in view.ids],
            "scope": [t(f"scope.{view.about[d]['scope']}") for d in view.ids],
            "strict": _money(strict.values()),
            "strict_share": [percent(strict[d], totals.get(d)) for d in view.ids],
            "broad": _money(broad.values()),
            "broad_share": [percent(broad[d], totals.get(d)) for d in view.ids],
            "total": _money(totals.get(d) for d in view.ids),
        }
    )
    fields = [
        Field("jurisdiction", t("filter.region"), aside=True),
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("strict", t("pension.strict"), "money"),
        Field("strict_share", t("pension.of_document"), "right"),
        Field("broad", t("pension.broad"), "money"),
        Field("broad_share", t("pension.of_document"), "right"),
        Field("total", t("pension.document_total"), "money"),
        Field("scope", t("field.scope")),
    ]
    parts.table(view, frame, fields, "pension-summary")


def figures(view: View, frame: pl.DataFrame, projects: Sequence[Row]) -> None:
    """Show every figure counted under the definition, beside what projects of the same fund explain of it."""
    t = view.t
    st.subheader(t("pension.figures"), anchor=False)
    if frame.is_empty():
        st.info(t("pension.none"), icon=":material/inbox:")
        return
    st.caption(t("pension.figures_note"))
    rows = frame.to_dicts()
    explained = [_explained(row, rows, projects) for row in rows]
    rest = [r["amount_yuan"] - by if by is not None else None for r, by in zip(rows, explained, strict=True)]
    shown = parts.with_place(view, frame).with_columns(
        pl.Series("document", [view.label(r["document_id"]) for r in rows]),
        pl.Series("share", [percent(r["amount_yuan"], r["document_total_yuan"]) for r in rows]),
        trust.column(view, rows, _statement, ("total",)),
        _money(explained).alias("explained"),
        _money(rest).alias("rest"),
        pl.Series(
            "printed", [f"{r['amount_text']} {r['unit_text'] or ''}" if r["amount_text"] else NONE for r in rows]
        ),
    )
    for column in ("fund", "basis", "origin"):
        shown = parts.words(view, shown, column, column)
    fields = [
        Field("document", t("field.document"), width=230),
        Field("fund", t("field.fund"), width=176),
        Field("code", t("field.code"), width=80, aside=True),
        Field("amount_yuan", t("field.amount"), "money"),
        Field("trust", t("field.trust"), width=100),
        Field("share", t("pension.of_document"), "right"),
        Field("explained", t("pension.explained"), "money"),
        Field("rest", t("pension.rest"), "money"),
        Field("printed", t("field.as_printed")),
        Field("source", t("field.source")),
        Field("name", t("field.name")),
        Field("basis", t("pension.basis")),
        Field("origin", t("field.origin")),
    ]
    evidence.table(view, shown, fields, "pension-figures")


def _statement(row: Row) -> str:
    """The table that prints a figure: by function code, or by project."""
    return "expenditure" if row["basis"] == "function_code" else "project"


def _explained(row: Row, rows: Sequence[Row], projects: Sequence[Row]) -> Decimal | None:
    """What the projects of a fund add up to, where the fund has one figure: else it is not known which they explain."""
    key = (row["document_id"], row["fund"])
    alone = sum((r["document_id"], r["fund"]) == key for r in rows) == 1
    if row["basis"] != "function_code" or not alone:
        return None
    found = [
        p["total_yuan"]
        for p in projects
        if (p["document_id"], p["fund"]) == key and p["role"] == "explains" and p["total_yuan"] is not None
    ]
    return sum(found, Decimal(0)) if found else None


def projects(view: View, frame: pl.DataFrame) -> None:
    """Show the projects that are counted, or explain what is counted."""
    t = view.t
    box = parts.folded(t("pension.projects"), "projects_behind")
    if box.open:
        with box:
            _projects(view, frame)


def _projects(view: View, frame: pl.DataFrame) -> None:
    t = view.t
    st.caption(t("pension.projects_note"))
    if frame.is_empty():
        st.info(t("pension.no_projects"), icon=":material/inbox:")
        return
    frame = parts.words(view, parts.words(view, frame, "role", "role"), "fund", "fund")
    labels = [view.label(d) for d in frame["document_id"].to_list()]
    shown = parts.with_place(view, frame).with_columns(pl.Series("document", labels))
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("name", t("field.project"), width=260),
        Field("total_yuan", t("field.amount"), "money"),
        Field("fund", t("field.fund"), width=176),
        Field("role", t("pension.role"), width=160),
        Field("source", t("field.source")),
        Field("code", t("field.project_code")),
    ]
    parts.table(view, shown, fields, "pension-projects")


def jurisdictions(view: View, frame: pl.DataFrame) -> None:
    """Show the subsidies of all chosen documents by jurisdiction, year and stage, largest first."""
    t = view.t
    st.subheader(t("pension.jurisdictions"), anchor=False)
    st.caption(t("pension.jurisdictions_note"))
    frame = parts.words(view, frame, "stage", "stage").with_columns(pl.col("fiscal_year").cast(pl.String))
    fields = [
        Field("jurisdiction", t("filter.region")),
        Field("fiscal_year", t("field.year")),
        Field("stage", t("filter.stage")),
        Field("strict_yuan", t("definition.strict"), "money"),
        Field("broad_yuan", t("definition.broad"), "money"),
        Field("listed", t("pension.listed"), "number"),
        Field("not_listed", t("pension.unlisted"), "number"),
        Field("inside", t("three.inside"), "number"),
    ]
    parts.table(view, frame, fields, "pension-jurisdictions")
    if len(frame) and (rest := frame["found"][0] - len(frame)) > 0:
        st.caption(t("many.rows", count=rest))


def definitions(view: View) -> None:
    """Show what counts, what explains, what never counts, and which head counts are used."""
    t = view.t
    box = parts.folded(t("pension.definitions"), "definitions")
    if not box.open:
        return
    frame = parts.words(view, ask(queries.pension_definition()), "definition", "role")
    fields = [
        Field("definition", t("pension.definition")),
        Field("pattern", t("pension.pattern")),
        Field(f"name_{t.language}", t("field.name"), width="large"),
        Field(f"note_{t.language}", t("field.note"), width="large"),
    ]
    with box:
        parts.table(view, frame, fields, "pension-definitions")
