"""总览: one card per jurisdiction and year, what stands out, what may be added, and what each document discloses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import cards, filters, highlights, queries
from dashboard.cache import ask
from dashboard.charts import matrix
from dashboard.format import percent
from dashboard.screens import card, links, parts, trust, window
from dashboard.screens.parts import Field
from loaders.schemas import STATEMENTS

if TYPE_CHECKING:
    from dashboard.filters import View

MOST_CARDS: Final = 12
FEW_CARDS: Final = 8
"""Where there are more than can all be shown, in any case."""
MOST_DOCUMENTS: Final = 60
"""Whose figures the cards may be made of; whole jurisdictions only, for a sum of some of the documents misleads."""
MOST_SUMS: Final = 200
NARROW_MATRIX: Final = 6
"""Up to so many documents stand side by side; more stand one under the other."""


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "overview")
    facts = ask(queries.facts())
    facts = facts.join(view.documents.select("document_id"), on="document_id", how="semi", maintain_order="left")
    _cards(view, facts)
    _highlights(view, facts)
    _totals(view, facts)
    _matrix(view)


def _cards(view: View, facts: pl.DataFrame) -> None:
    documents = cards.whole_jurisdictions(view.documents, MOST_DOCUMENTS)
    chosen = facts.join(documents.select("document_id"), on="document_id", how="semi")
    rows = {row["document_id"]: row for row in chosen.to_dicts()}
    found = cards.cards(documents.to_dicts(), rows)
    known = trust.of(row["document_id"] for one in found for row in one.rows)
    found = found if len(found) <= MOST_CARDS and len(documents) == len(view.documents) else found[:FEW_CARDS]
    for start in range(0, len(found), 2):
        for column, each in zip(st.columns(2, gap="medium"), found[start : start + 2], strict=False):
            with column:
                card.show(view, each, known)
    if rest := len(view.documents) - sum(len(each.rows) for each in found):
        st.info(view.t("overview.more_cards", cards=len(found), rest=f"{rest:,}"), icon=":material/filter_alt:")


def _highlights(view: View, facts: pl.DataFrame) -> None:
    found = highlights.findings(facts, view)
    if not found:
        return
    st.subheader(view.t("overview.highlights"), anchor=False)
    st.caption(view.t("overview.highlights_note"))
    with st.container(border=True, gap="xsmall", key="highlights"):
        for finding in found:
            with st.container(horizontal=True, vertical_alignment="center", key=f"finding-{finding.kind}"):
                st.text(finding.text, width="stretch")
                links.to(view, finding.page, finding.document_id, **finding.parameters)


def _totals(view: View, facts: pl.DataFrame) -> None:
    """Sums over documents that may be added; all together only where a person asks for it."""
    t = view.t
    if len(view.documents) < 2:
        return
    st.subheader(t("overview.totals"), anchor=False)
    verdict = parts.guard(view, "add")
    found = cards.sums(view.documents, facts).filter(pl.col("jurisdiction").is_not_null() | (pl.col("documents") > 1))
    if verdict.together:
        found = pl.concat([cards.together(view.documents, facts), found])
    title = t("overview.totals_title", years=parts.years(view), unit=view.unit.value)
    st.caption(parts.joined(view, title, verdict))
    _sums(view, found.head(MOST_SUMS))
    if rest := len(found) - MOST_SUMS if len(found) > MOST_SUMS else 0:
        st.info(t("overview.more_sums", shown=MOST_SUMS, rest=f"{rest:,}"), icon=":material/filter_alt:")


def _sums(view: View, frame: pl.DataFrame) -> None:
    t = view.t
    rows = frame.to_dicts()
    shown = parts.words(view, parts.words(view, frame, "stage", "stage"), "scope", "scope").with_columns(
        pl.Series("name", [_sum_of(view, row) for row in rows], dtype=pl.String),
        pl.Series("share", [percent(row["project_yuan"], row["total_yuan"]) for row in rows], dtype=pl.String),
        pl.Series("year", [str(row["fiscal_year"] or "") for row in rows], dtype=pl.String),
    )
    fields = [
        Field("name", t("filter.region")),
        Field("year", t("field.year")),
        Field("stage", t("filter.stage")),
        Field("scope", t("field.scope")),
        Field("total_yuan", t("measure.total"), "money"),
        Field("basic_yuan", t("measure.basic"), "money"),
        Field("project_yuan", t("measure.project"), "money"),
        Field("share", t("card.project_share"), "right"),
        Field("documents", t("overview.documents"), "number"),
        Field("printed", t("overview.printed"), "number"),
    ]
    parts.table(view, shown, fields, "overview-totals")


def _sum_of(view: View, row: dict[str, Any]) -> str:
    if row["jurisdiction"] is not None:
        return str(row["jurisdiction"])
    return view.t("overview.together" if row["fiscal_year"] is None else "overview.all_jurisdictions")


def _matrix(view: View) -> None:
    t = view.t
    ids = view.shown
    order = {name: position for position, name in enumerate(ids)}
    place = {name: position for position, name in enumerate(STATEMENTS)}
    rows = [row for row in ask(queries.disclosure_matrix(ids)).to_dicts() if row["status"] in matrix.STATES]
    rows.sort(key=lambda row: (place.get(row["statement"], len(place)), order[row["document_id"]]))
    entries = [
        matrix.Entry(
            statement=t.known(f"statement.{row['statement']}", row["statement"]),
            document=view.label(row["document_id"]),
            state=row["status"],
            word=t(f"status.{row['status']}"),
            hover=(
                t.known(f"statement.{row['statement']}", row["statement"]),
                view.label(row["document_id"]),
                t(f"status.{row['status']}") + (t("matrix.rows", rows=row["rows"]) if row["rows"] else ""),
                row["note"],
                f"{row['document_id']} {parts.place(t, row)}",
            ),
        )
        for row in rows
    ]
    st.subheader(t("overview.matrix"), anchor=False)
    title = t("matrix.title", years=parts.years(view))
    down, wide = len(ids) > NARROW_MATRIX, not window.is_narrow()
    figure = matrix.chart(entries, view.palette, title, t("matrix.subtitle"), documents_down=down, wide=wide)
    # On a phone the style keeps several beside each other as wide as they need; one fits as it is.
    parts.chart(figure, "matrix" if len(ids) > 1 else "matrix-one", title)
    parts.limited_note(view)


main()
