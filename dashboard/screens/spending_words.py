"""The sentences of the page 功能支出: titles, states of a statement, changes with their basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard import queries, spending
from dashboard.cache import ask
from dashboard.charts import hierarchy
from dashboard.charts.tile_words import Words
from dashboard.format import percent, signed
from dashboard.screens import parts, trust

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.charts.hierarchy import Hierarchy
    from dashboard.filters import View
    from dashboard.spending import Change

MISSING = ("declared_empty", "absent", "failed")
Compared = dict[tuple[str, str], dict[str, Any]]
"""Rows of `sql/spending_change.sql` by document and code."""


def titles(view: View, documents: Sequence[str], statement: str) -> tuple[str, str]:
    """Return what the figure shows with unit and year, and where it comes from."""
    t = view.t
    about = [view.about[document] for document in documents]
    files = [row["source_file"] for row in about]
    source = t(
        "spending.subtitle", file=("、" if t.language == "zh" else ", ").join(files), table=table(view, statement)
    )
    if len(documents) == 1:
        return t("spending.title_one", document=view.label(documents[0]), unit=view.unit.value), source
    years = ("、" if t.language == "zh" else ", ").join(map(str, sorted({row["fiscal_year"] for row in about})))
    return t("spending.title", count=len(documents), unit=view.unit.value, years=years), source


def table(view: View, statement: str) -> str:
    """Return the name of a statement."""
    return view.t(f"statement.{statement}")


def words(view: View, statement: str) -> Words:
    """Return the words of the tiles in the language and the unit of the view."""
    t = view.t
    return Words(
        root=t(spending.whole_key(statement)),
        residual=t("spending.residual"),
        amount=t("measure.total") + t("unit." + view.unit.name),
        of_document=t(spending.share_key(statement)),
        project_share=t("spending.project_share"),
        rest=t("spending.rest"),
        money=view.money,
        percent=percent,
        place=lambda row: f"{row['document_id']} {table(view, statement)} {parts.place(t, row)}",
        change=lambda change: change_lines(view, change),
        marked=lambda found: trust.lines(view, found),
    )


def compared(documents: Sequence[str], statement: str) -> Compared:
    """Return what rows may be compared with, by document and code."""
    rows = ask(queries.spending_change(documents, statement)).to_dicts()
    return {(row["document_id"], row["code"]): row for row in rows}


def changes(
    frame: pl.DataFrame, compared: Mapping[tuple[str, str], Mapping[str, Any]]
) -> dict[tuple[str, str], Change]:
    """Return the changes of the rows of a frame, by document and code (empty: the total row)."""
    if not compared:
        return {}
    keys = zip(frame["document_id"], frame["code"], frame["total_yuan"], strict=True)
    found = {
        (document, code or ""): spending.change(total, compared.get((document, code or "")))
        for document, code, total in keys
    }
    return {key: one for key, one in found.items() if one is not None}


def rate(change: Change) -> str:
    """Return the rate of a change with its sign; a dash where the year before was zero or less."""
    text = percent(change.change, change.past) if change.rate is not None else percent(None, None)
    return f"+{text}" if change.rate is not None and change.change > 0 else text


def sign(change: Change) -> str:
    """Return direction and rate in a few characters, for a tile."""
    arrow = "＝" if change.change == 0 else "▲" if change.change > 0 else "▼"
    return arrow if change.change == 0 else f"{arrow} {rate(change)}"


def change_lines(view: View, change: Change | None) -> list[str]:
    """Return change, year before and basis in words; that there is none is said too."""
    t = view.t
    if change is None:
        return [t("spending.no_basis")]
    lines = [
        t(
            "spending.change_line",
            change=signed(change.change, view.unit),
            rate=rate(change),
            past=view.money(change.past),
        ),
        basis(view, change),
    ]
    if change.said is not None:
        lines.append(t("spending.said", change=signed(change.said, view.unit)))
    return lines


def basis(view: View, change: Change) -> str:
    """Return where the year before is known from."""
    place = parts.place(view.t, {"page": change.page, "line": change.line})
    return view.t(f"spending.basis_{change.basis}", document=change.document_id, place=place)


def exceeded(view: View, trees: Mapping[str, Hierarchy], statement: str) -> list[str]:
    """Return one sentence for each row whose parts say more than it does; with a document's name, so never Markdown."""
    return [
        f"{view.label(document)}  "
        + view.t(
            "spending.exceeded",
            code=view.t(spending.whole_key(statement)) if code == hierarchy.TOTAL else code,
            difference=view.money(-difference),
            unit=view.unit.value,
        )
        for document, tree in trees.items()
        for code, difference in tree.exceeded
    ]


def bases(view: View, trees: Mapping[str, Hierarchy]) -> str:
    """Return how many of the lowest rows can be compared with the year before, and by what."""
    leaves = [tile for tree in trees.values() for tile in tree.lowest() if not tile.is_residual]
    kinds = [tile.change.basis for tile in leaves if tile.change is not None]
    if not any(tile.change for tree in trees.values() for tile in tree.tiles):
        return view.t("spending.no_bases")
    return view.t(
        "spending.bases",
        known=len(kinds),
        all=len(leaves),
        document=kinds.count("document"),
        narrative=kinds.count("narrative"),
    )


def first_states(view: View, statement: str, most: int) -> pl.DataFrame:
    """Return what became of a statement: of each state the first documents as displayed, `found` counts all of them."""
    states = ask(queries.spending_states(statement)).cast({"document_id": pl.String, "status": pl.String})
    return (
        view.documents.select("document_id")
        .join(states, on="document_id", how="left", maintain_order="left")
        .with_columns(pl.col("status").fill_null("absent"), found=pl.len().over(pl.col("status").fill_null("absent")))
        .filter(pl.int_range(pl.len()).over("status") < most)
    )


def states(view: View, found: pl.DataFrame, statement: str) -> None:
    """Say which documents have no figures in this statement and why, and how many more there are than are drawn."""
    t = view.t
    lines = []
    for status in MISSING:
        rows = found.filter(pl.col("status") == status).to_dicts()
        lines += [_state(view, row) for row in rows]
        if rows and rows[0]["found"] > len(rows):
            lines.append(t("spending.more_states", count=rows[0]["found"] - len(rows), status=t(f"status.{status}")))
    drawn = found.filter(pl.col("status") == "figures")
    if drawn.is_empty():
        st.info(t("spending.nothing", table=table(view, statement)), icon=":material/inbox:")
    elif drawn["found"][0] > len(drawn):
        st.info(
            t("spending.more", shown=len(drawn), count=drawn["found"][0] - len(drawn)), icon=":material/filter_alt:"
        )
    if lines:
        with st.container(key="quiet-states"):
            st.text("\n".join([t("spending.states", table=table(view, statement)), *lines]))


def _state(view: View, row: Mapping[str, Any]) -> str:
    note = f"  {row['note']}" if row["note"] else ""
    place = f"（{parts.place(view.t, row)}）" if row["line"] is not None else ""
    return f"· {view.label(row['document_id'])}  {view.t('status.' + row['status'])}{note}{place}"
