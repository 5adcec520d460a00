"""总览: one card per jurisdiction and year, what stands out, what may be added, and what each document discloses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl
import streamlit as st

from dashboard import cards, filters, highlights, queries
from dashboard.cache import ask
from dashboard.charts import matrix
from dashboard.format import percent
from dashboard.screens import card, links, parts
from dashboard.screens.parts import Field
from loaders.schemas import STATEMENTS

if TYPE_CHECKING:
    from dashboard.comparability import Verdict
    from dashboard.filters import View

MOST_CARDS: Final = 12
MOST_DOCUMENTS: Final = 60
"""Whose figures the cards may be made of; whole jurisdictions only, for a sum of some of the documents misleads."""
MOST_COLUMNS: Final = 24
"""Documents of the matrix."""
MOST_SUMS: Final = 200
NARROW_MATRIX: Final = 6
"""Up to so many documents stand side by side; more stand one under the other."""


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "overview")
    _cards(view)
    _highlights(view)
    _totals(view)
    _matrix(view)


def _bound(view: View) -> list[str] | None:
    """What a question about all chosen documents is bound to: nothing where nothing is left out."""
    return None if len(view.documents) == len(view.everything) else view.ids


def _cards(view: View) -> None:
    documents = cards.whole_jurisdictions(view.documents, MOST_DOCUMENTS)
    rows = {row["document_id"]: row for row in ask(queries.overview(documents["document_id"].to_list())).to_dicts()}
    found = cards.cards(documents.to_dicts(), rows)[:MOST_CARDS]
    for start in range(0, len(found), 2):
        for column, each in zip(st.columns(2, gap="medium"), found[start : start + 2], strict=False):
            with column:
                card.show(view, each)
    shown = sum(len(each.rows) for each in found)
    if rest := len(view.documents) - shown:
        st.info(view.t("overview.more_cards", cards=len(found), rest=f"{rest:,}"), icon=":material/filter_alt:")


def _highlights(view: View) -> None:
    found = highlights.findings(ask(queries.highlights(_bound(view), highlights.MOST)).to_dicts(), view)
    if not found:
        return
    st.subheader(view.t("overview.highlights"), anchor=False)
    st.caption(view.t("overview.highlights_note"))
    with st.container(border=True, gap="xsmall", key="highlights"):
        for finding in found:
            sentence, link = st.columns([4, 1], vertical_alignment="center", gap="small")
            sentence.text(finding.text)
            with link.container(key=f"finding-{finding.kind}"):
                links.to(view, finding.page, finding.document_id, **finding.parameters)


def _totals(view: View) -> None:
    """Sums over documents that may be added; all together only where a person asks for it."""
    t = view.t
    if len(view.documents) < 2:
        return
    frame = ask(queries.overview_totals(_bound(view), MOST_SUMS))
    st.subheader(t("overview.totals"), anchor=False)
    verdict = parts.guard(view, "add")
    rows = frame.filter(~pl.col("is_sum") | (pl.col("documents") > 1))
    title = parts.joined(view, t("overview.totals_title", years=parts.years(view), unit=view.unit.value), verdict)
    st.caption(title)
    shown = pl.concat([_together(frame, verdict), rows]) if verdict.together else rows
    records = shown.to_dicts()
    shares = [percent(row["project_yuan"], row["total_yuan"]) for row in records]
    names = [_sum_of(view, row["jurisdiction"], all_of=row["fiscal_year"] is None) for row in records]
    shown = parts.words(view, parts.words(view, shown, "stage", "stage"), "scope", "scope").with_columns(
        pl.Series("name", names, dtype=pl.String),
        pl.Series("share", shares, dtype=pl.String),
        pl.Series("year", [str(row["fiscal_year"] or "") for row in records], dtype=pl.String),
    )
    fields = [
        Field("name", t("filter.region")),
        Field("year", t("field.year")),
        Field("stage", t("filter.stage")),
        Field("scope", t("field.scope")),
        Field("documents", t("overview.documents"), "number"),
        Field("printed", t("overview.printed"), "number"),
        Field("total_yuan", t("measure.total"), "money"),
        Field("basic_yuan", t("measure.basic"), "money"),
        Field("project_yuan", t("measure.project"), "money"),
        Field("share", t("card.project_share"), "right"),
    ]
    parts.table(view, shown, fields, "overview-totals")
    if (found := int(frame["found"][0])) > len(frame):
        st.info(t("overview.more_sums", shown=len(frame), rest=f"{found - len(frame):,}"), icon=":material/filter_alt:")


def _sum_of(view: View, jurisdiction: str | None, *, all_of: bool) -> str:
    if jurisdiction is not None:
        return jurisdiction
    return view.t("overview.together") if all_of else view.t("overview.all_jurisdictions")


def _together(frame: pl.DataFrame, verdict: Verdict) -> pl.DataFrame:
    """One row that adds what must not be added, as the reader asked; its title says so."""
    assert verdict.together  # noqa: S101 - only ever called so
    columns = ("documents", "printed", "total_yuan", "basic_yuan", "project_yuan")
    kinds = frame.filter(pl.col("is_sum"))
    return kinds.select(
        *(
            pl.col(name).sum().cast(frame.schema[name]) if name in columns else pl.lit(None, dtype).alias(name)
            for name, dtype in frame.schema.items()
        ),
    )


def _matrix(view: View) -> None:
    t = view.t
    ids = view.ids[:MOST_COLUMNS]
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
    figure = matrix.chart(entries, view.palette, title, t("matrix.subtitle"), documents_down=len(ids) > NARROW_MATRIX)
    parts.chart(figure, "matrix", title)
    if rest := len(view.documents) - len(ids):
        st.info(t("matrix.more", shown=len(ids), rest=f"{rest:,}"), icon=":material/filter_alt:")


main()
