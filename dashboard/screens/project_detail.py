"""One project opened: its printed figures, its target forms line by line, its cost ceilings beside the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard import projects, queries
from dashboard.cache import ask
from dashboard.format import NONE, percent
from dashboard.screens import evidence, parts, trust
from dashboard.screens.parts import Field

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from dashboard.filters import View

Row = dict[str, Any]


def show(view: View, document: str, project_no: int, *, close: Callable[[], None]) -> None:
    """Show one project of a document; a number that the document does not have is said."""
    found = ask(queries.project_opened(document, project_no))
    if found.is_empty():
        st.info(view.t("projects.unknown"), icon=":material/search_off:")
        return
    row = found.row(0, named=True)
    forms = ask(queries.project_targets(document, project_no))
    with st.container(border=True, key="project-detail"):
        _head(view, row, forms, close)
        _figures(view, document, project_no)
        _ceilings(view, row, forms.to_dicts())
        _targets(view, forms)
        _form_money(view, forms.filter(pl.col("is_money")))


def _head(view: View, row: Row, told: pl.DataFrame, close: Callable[[], None]) -> None:
    t = view.t
    with st.container(key="name-project", gap="xsmall"):
        st.text(row["name"])
    with st.container(key="quiet-project", gap="xsmall"):
        about = [view.label(row["document_id"])]
        about += [f"{t('field.project_code')} {row['code']}"] * bool(row["code"])
        about += [f"{t('projects.category')} {row['category']}"] * bool(row["category"])
        st.text(" · ".join([*about, parts.place(t, row)]))
        if row["namesakes"]:
            st.text(t("projects.namesakes", count=row["namesakes"]))
    forms = told["form_no"].n_unique()
    targets = len(told) - told["is_money"].sum()
    figures = [
        (
            t("field.amount"),
            f"{view.money(row['total_yuan'])} {view.unit.value}" if row["total_yuan"] is not None else NONE,
        ),
        (t("projects.share"), percent(row["total_yuan"], row["project_spending_yuan"])),
        (t("projects.targets"), str(targets) if forms else t("projects.no_form")),
        (t("projects.forms"), str(forms)),
    ]
    for column, (label, value) in zip(st.columns(4), figures, strict=True):
        column.metric(label, value)
    st.button(t("projects.close"), on_click=close, key="project-close", icon=":material/close:")


def _figures(view: View, document: str, project_no: int) -> None:
    t = view.t
    st.markdown(f"**{t('projects.figures')}**")
    frame = ask(queries.project_figures(document, project_no))
    if frame.is_empty():
        st.caption(t("projects.no_figures"))
        return
    rows = frame.to_dicts()
    frame = frame.with_columns(trust.each(view, rows, lambda _row: "project"))
    for column, group in (("measure", "measure"), ("origin", "origin")):
        frame = parts.words(view, frame, column, group)
    titles = [t("statement.targets") if r["is_of_form"] else r["statement_title"] for r in frame.to_dicts()]
    frame = frame.with_columns(pl.Series("statement_title", titles, dtype=pl.String))
    fields = [
        Field("measure", t("field.measure")),
        Field("amount_yuan", t("field.amount"), "money"),
        Field("trust", t("field.trust"), width=100),
        Field("amount_text", t("field.as_printed"), "right"),
        Field("unit_text", t("field.unit_text")),
        Field("origin", t("field.origin")),
        Field("statement_title", t("field.table")),
        Field("source", t("field.source")),
    ]
    evidence.table(view, parts.with_place(view, frame), fields, "project-figures")


def _ceilings(view: View, row: Row, targets: list[Row]) -> None:
    """Cost targets that limit money, with the difference; whether it matters is left to the reader."""
    t = view.t
    found = projects.ceilings(targets, row["total_yuan"])
    if not found:
        return
    st.markdown(f"**{t('projects.ceilings')}**")
    st.caption(t("projects.ceilings_note"))
    frame = pl.DataFrame(
        {
            "indicator": [ceiling.row["level3"] for ceiling in found],
            "printed": [ceiling.row["value_text"] for ceiling in found],
            "ceiling": _money([ceiling.ceiling for ceiling in found]),
            "budget": _money([ceiling.budget for ceiling in found]),
            "difference": _money([ceiling.difference for ceiling in found]),
            "remark": [_remark(view, ceiling) for ceiling in found],
            "place": [parts.place(t, ceiling.row) for ceiling in found],
        }
    )
    fields = [
        Field("indicator", t("field.indicator")),
        Field("printed", t("field.as_printed"), "right"),
        Field("ceiling", t("projects.ceiling"), "money"),
        Field("budget", t("projects.budget"), "money"),
        Field("difference", t("projects.difference"), "money"),
        Field("remark", t("field.note")),
        Field("place", t("field.place")),
    ]
    parts.table(view, frame, fields, "project-ceilings")
    together = projects.parts_of_budget(found)
    if together is not None and row["total_yuan"] is not None:
        values = {"sum": view.money(together), "budget": view.money(row["total_yuan"]), "unit": view.unit.value}
        st.caption(t("projects.ceilings_sum", difference=view.money(row["total_yuan"] - together), **values))


def _remark(view: View, ceiling: projects.Ceiling) -> str:
    if ceiling.row["is_unit_cost"]:
        return view.t("projects.unit_cost")
    return view.t("projects.one_of", count=ceiling.together) if ceiling.together > 1 else ""


def _money(values: list[Decimal | None] | list[Decimal]) -> pl.Series:
    return pl.Series(values, dtype=pl.Decimal(18, 2))


def _targets(view: View, frame: pl.DataFrame) -> None:
    t = view.t
    st.markdown(f"**{t('projects.targets')}**")
    if frame.is_empty():
        st.caption(t("projects.no_form_note"))
        return
    frame = frame.filter(~pl.col("is_money"))
    if frame.is_empty():
        st.caption(t("projects.no_target_note"))
        return
    forms = frame["form_no"].n_unique()
    fields = [
        *([Field("form", t("projects.form"))] if forms > 1 else []),
        Field("level1", t("projects.first_level")),
        Field("level2", t("field.indicator_group")),
        Field("level3", t("field.indicator"), width=250),
        Field("value_text", t("projects.value"), "right", width=170),
        Field("source", t("field.source")),
    ]
    evidence.table(view, parts.with_place(view, _numbered(view, frame)), fields, "project-targets")


def _numbered(view: View, frame: pl.DataFrame) -> pl.DataFrame:
    words = [view.t("projects.form_no", number=number) for number in frame["form_no"].to_list()]
    return frame.with_columns(pl.Series("form", words, dtype=pl.String))


def _form_money(view: View, frame: pl.DataFrame) -> None:
    """The money as the forms themselves print it: it need not be that of the table of projects."""
    if frame.is_empty():
        return
    t = view.t
    st.markdown(f"**{t('projects.form_money')}**")
    fields = [
        Field("form", t("projects.form")),
        Field("project_name", t("projects.form_name")),
        Field("level2", t("field.name")),
        Field("value_text", t("field.as_printed"), "right"),
        Field("value_unit", t("field.unit_text")),
        Field("source", t("field.source")),
    ]
    evidence.table(view, parts.with_place(view, _numbered(view, frame)), fields, "project-form-money")
