"""总览: one card per document, what stands out, and what each document discloses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import filters, highlights, queries
from dashboard.cache import ask
from dashboard.charts import matrix
from dashboard.format import percent, signed
from dashboard.screens import parts

if TYPE_CHECKING:
    from dashboard.filters import View


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "overview")
    overview = ask(queries.overview(view.ids))
    _cards(view, overview.to_dicts())
    _highlights(view, overview)
    _matrix(view)


def _cards(view: View, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 2):
        columns = st.columns(2, gap="medium")
        for column, row in zip(columns, rows[start : start + 2], strict=False):
            with column:
                _card(view, row)


def _card(view: View, row: dict[str, Any]) -> None:
    t, document = view.t, row["document_id"]
    about = next(d for d in view.documents.to_dicts() if d["document_id"] == document)
    with st.container(border=True, key=f"card-{document}", height="stretch"):
        with st.container(gap="xxsmall"):
            with st.container(key=f"name-{document}", gap=None):
                st.text(view.label(document))
            quiet = st.container(key=f"quiet-{document}", gap=None)
            quiet.text(f"{about['jurisdiction']} · {t('scope.' + about['scope'])}")
        if row["total_yuan"] is None:
            st.warning(t("card.no_total", status=t(f"status.{row['expenditure_status']}")))
            return
        # Two rows of two, so that figures stand on one line whether or not there is a change to show.
        (total, project), (pension, three) = st.columns([1.15, 1]), st.columns([1.15, 1])
        total.metric(
            t("card.total") + t(f"unit.{view.unit.name}"),
            view.money(row["total_yuan"]),
            _change(view, row),
            delta_color="off",
            delta_description=None if row["change_yuan"] is None else t("card.by_narrative"),
            help=_basis(view, row),
        )
        project.metric(t("card.project_share"), percent(row["project_yuan"], row["total_yuan"]), help=_split(view, row))
        pension.metric(t("card.pension_share"), *_pension(view, row))
        three.metric(t("card.three_public") + t(f"unit.{view.unit.name}"), _three_public(view, row))
        with st.container(key=f"quiet-source-{document}", gap=None):
            st.text(_source(view, row, about))


def _change(view: View, row: dict[str, Any]) -> str | None:
    """The change on the year before: no table prints the prior total, so the narrative is the only basis."""
    change = row["change_yuan"]
    if change is None:
        return None
    return f"{signed(change, view.unit)} ({percent(change, row['total_yuan'] - change)})"


def _basis(view: View, row: dict[str, Any]) -> str | None:
    if row["change_yuan"] is None:
        return view.t("card.no_change")
    place = parts.place(view.t, {"page": row["change_page"], "line": row["change_line"]})
    return view.t("card.change_basis", place=place)


def _split(view: View, row: dict[str, Any]) -> str:
    return view.t("card.split", basic=view.money(row["basic_yuan"]), project=view.money(row["project_yuan"]))


def _pension(view: View, row: dict[str, Any]) -> tuple[str]:
    if row["strict_yuan"] is None:
        return (view.t("card.not_listed"),)
    return (percent(row["strict_yuan"], row["total_yuan"]),)


def _three_public(view: View, row: dict[str, Any]) -> str:
    if row["three_public_yuan"] is not None:
        return view.money(row["three_public_yuan"])
    return view.t(f"status.{row['three_public_status']}")


def _source(view: View, row: dict[str, Any], about: dict[str, Any]) -> str:
    marks = [view.t("mark.inferred")] * bool(row["is_inferred"]) + [view.t("mark.mismatch")] * bool(row["has_mismatch"])
    text = view.t(
        "card.source",
        file=about["source_file"],
        place=parts.place(view.t, row),
        text=row["total_text"],
        unit=row["unit_text"],
    )
    return " · ".join([text, *marks])


def _highlights(view: View, overview: Any) -> None:  # noqa: ANN401 - a polars frame
    frames = {
        "overview": overview,
        "three_public": ask(queries.three_public(view.ids)),
        "finding_counts": ask(queries.finding_counts(view.ids)),
    }
    found = highlights.sentences(frames, view.t, view.unit, view.label)
    if not found:
        return
    st.subheader(view.t("overview.highlights"), anchor=False)
    with st.container(border=True, gap="xsmall"):
        for sentence in found:
            st.text(f"· {sentence}")


def _matrix(view: View) -> None:
    t = view.t
    frame = ask(queries.disclosure_matrix(view.ids))
    order = {name: position for position, name in enumerate(view.ids)}
    rows = sorted(frame.to_dicts(), key=lambda row: order[row["document_id"]])
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
        if row["status"] in matrix.STATES
    ]
    entries.sort(key=lambda entry: _position(view, entry.statement))
    st.subheader(t("overview.matrix"), anchor=False)
    title = t("matrix.title", years=parts.years(view))
    figure = matrix.chart(entries, view.palette, title, t("matrix.subtitle"))
    parts.chart(figure, "matrix", title)


def _position(view: View, statement: str) -> int:
    names = [view.t(f"statement.{name}") for name in STATEMENTS]
    return names.index(statement) if statement in names else len(names)


STATEMENTS = (
    "summary",
    "income",
    "expenditure",
    "appropriation",
    "general_public",
    "government_fund",
    "state_capital",
    "basic_economic",
    "basic_economic_by_source",
    "three_public",
    "project",
    "procurement",
)

main()
