"""What the loaders made of an upload: what it says of itself, its statements, checks, repairs and what is left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboard import versions
from dashboard.screens import findings, parts
from dashboard.screens.parts import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.filters import View
    from dashboard.uploads import Reading


def problems(view: View, reading: Reading) -> None:
    """Show the loader's own reasons, as text."""
    for problem in reading.problems:
        where = parts.place(view.t, problem) if problem["page"] or problem["line"] else ""
        head = " ".join(part for part in (where, problem["table_title"] or "") if part)
        st.text(view.t("upload.reason", reason=f"{head} {problem['reason']}".strip()))
        if problem["remedy"]:
            st.text(view.t("upload.remedy", remedy=problem["remedy"]))


def about(view: View, reading: Reading) -> None:
    """Show what the document says of itself, and how much of it was recognised."""
    t, document = view.t, reading.document
    if document is None:
        return
    facts = [
        (t("filter.unit"), document["unit"]),
        (t("filter.region"), document["jurisdiction"]),
        (t("filter.year"), str(document["fiscal_year"])),
        (t("upload.stage"), t(f"stage.{document['stage']}")),
        (t("field.scope"), t(f"scope.{document['scope']}")),
        (t("field.format"), document["source_format"]),
    ]
    for column, (label, value) in zip(st.columns([3, 1.5, 1, 1, 1, 1]), facts, strict=True):
        with column:
            st.caption(label)
            st.text(value)
    _numbers(view, reading)
    if reading.problems:
        st.warning(t("upload.partly", count=len(reading.problems)), icon=":material/warning:")
        problems(view, reading)


def _numbers(view: View, reading: Reading) -> None:
    t, frames = view.t, reading.frames
    outcomes = dict(frames["finding_counts"].select("outcome", "checks").iter_rows())
    statements = frames["disclosure_matrix"]
    numbers = [
        (t("upload.figures"), len(frames["document_figures"])),
        (t("upload.with_figures"), len(statements.filter(pl.col("status") == "figures"))),
        (t("upload.reconciled"), outcomes.get("pass", 0)),
        (t("upload.mismatched"), outcomes.get("mismatch", 0)),
        (t("upload.inferred"), len(frames["repairs"])),
        (t("upload.left"), len(frames["leftovers"])),
    ]
    for column, (label, number) in zip(st.columns(6), numbers, strict=True):
        column.metric(label, f"{number:,}")


def details(view: View, reading: Reading) -> None:
    """Show the four tables behind the numbers."""
    t, frames, token = view.t, reading.frames, reading.staged.token
    names = [
        t("upload.tab_statements"),
        t("upload.tab_checks", count=len(frames["mismatches"])),
        t("upload.tab_repairs", count=len(frames["repairs"])),
        t("upload.tab_left", count=len(frames["leftovers"])),
    ]
    first, second, third, fourth = st.tabs(names)
    with first:
        findings.statements(view, frames["disclosure_matrix"], f"statements-{token}", several=False)
    with second:
        _checks(view, reading)
    with third:
        _or_none(
            view,
            frames["repairs"],
            "sources.no_repairs",
            lambda f: findings.repairs(view, f, f"repairs-{token}", several=False),
        )
    with fourth:
        none = "sources.no_leftovers"
        _or_none(
            view, frames["leftovers"], none, lambda f: findings.leftovers(view, f, f"leftovers-{token}", several=False)
        )


def _checks(view: View, reading: Reading) -> None:
    t, token = view.t, reading.staged.token
    counted = parts.words(view, reading.frames["finding_counts"], "outcome", "outcome")
    fields = [Field("outcome", t("field.outcome"), width="medium"), Field("checks", t("upload.identities"), "number")]
    parts.table(view, counted, fields, f"outcomes-{token}")
    frame = reading.frames["mismatches"]
    _or_none(
        view,
        frame,
        "sources.no_mismatches",
        lambda f: findings.mismatches(view, f, f"mismatches-{token}", several=False),
    )


def _or_none(view: View, frame: pl.DataFrame, none: str, show: Callable[[pl.DataFrame], None]) -> None:
    if frame.is_empty():
        st.info(view.t(none), icon=":material/check_circle:")
    else:
        show(frame)


def comparison(view: View, compared: pl.DataFrame, token: str) -> None:
    """Show what changed between the present version and the new one, with both amounts."""
    t = view.t
    counts = versions.counts(compared)
    if counts["same"] == len(compared):
        st.info(t("upload.same_figures", same=counts["same"]), icon=":material/check_circle:")
        return
    st.text(t("upload.compared", **counts))
    frame = compared.filter(pl.col("change") != "same")
    rows = frame.to_dicts()
    frame = parts.words(view, frame, "change", "change")
    frame = parts.words(view, parts.words(view, frame, "statement", "statement"), "measure", "measure")
    frame = frame.with_columns(
        pl.col("fiscal_year").cast(pl.String),
        *(pl.Series(f"{side}_place", [_place(view, row, side) for row in rows], pl.String) for side in ("old", "new")),
    )
    fields = [
        Field("change", t("upload.change")),
        Field("statement", t("field.statement")),
        Field("fiscal_year", t("field.year")),
        Field("code", t("field.code")),
        Field("name", t("field.name")),
        Field("measure", t("field.measure")),
        Field("old_yuan", t("upload.old"), "money"),
        Field("new_yuan", t("upload.new_amount"), "money"),
        Field("old_place", t("upload.old_place")),
        Field("new_place", t("upload.new_place")),
    ]
    parts.table(view, frame, fields, f"comparison-{token}")


def _place(view: View, row: dict[str, object], side: str) -> str | None:
    if row[f"{side}_yuan"] is None:
        return None
    return parts.place(view.t, {"page": row[f"{side}_page"], "line": row[f"{side}_line"]})
