"""The documents by standing, as bars and rows; the rules, the repairs and what was left out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import quality, queries
from dashboard.cache import ask
from dashboard.charts import stacked
from dashboard.charts.stacked import Segment, Style
from dashboard.format import percent
from dashboard.screens import findings, parts, window
from dashboard.screens.parts import DOCUMENT_WIDTH, Field
from loaders import schemas

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.filters import View
    from dashboard.quality import Wanted

Row = dict[str, Any]
MOST_DRAWN: Final = 12
MOST_ROWS: Final = 300
STATEMENTS: Final = (*schemas.STATEMENTS, "narrative", "targets")
"""What an identity may be of."""


def standing(view: View, name: str) -> str:
    """Return a standing in words, with its sign."""
    return f"{quality.SIGNS[name]} {view.t(f'standing.{name}')}"


def documents(view: View, frame: pl.DataFrame, count: int) -> None:
    """Show the documents, those with most that does not hold first: a bar for each of the first, a row for each."""
    t = view.t
    if count > len(frame):
        st.info(t("quality.limited", shown=len(frame), count=f"{count - len(frame):,}"), icon=":material/filter_list:")
    rows = frame.to_dicts()
    _bars(view, rows[:MOST_DRAWN])
    shown = frame.with_columns(
        _texts("document", [view.label(row["document_id"]) for row in rows]),
        _texts("coverage", [_covered(row, "figures_checked", "figures") for row in rows]),
        _texts("told", [_covered(row, "facts_checked", "facts") for row in rows]),
    )
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        *(Field(name, standing(view, name), "number", width=94) for name in quality.TO_LOOK_AT),
        Field("coverage", t("quality.checked"), "right"),
        Field(quality.HELD, standing(view, quality.HELD), "number", width=80),
        Field("not_applicable", standing(view, "not_applicable"), "number", width=110),
        Field("told", t("quality.told"), "right"),
        Field("rules_completed", t("quality.rules_completed"), "number"),
        Field("inferred", t("quality.inferred"), "number"),
        Field("repairs", t("quality.repaired"), "number"),
    ]
    parts.table(view, shown, fields, "quality-documents")


def _covered(row: Row, part: str, whole: str) -> str:
    return f"{row[part]:,}/{row[whole]:,} {percent(Decimal(row[part]), Decimal(row[whole]))}"


def _bars(view: View, rows: list[Row]) -> None:
    """Identities that simply hold are many times the others: they are said at the end of a bar, not drawn."""
    t, palette = view.t, view.palette
    looks = {
        "mismatch": (palette.categories[8], ""),
        "alert": (palette.categories[1], "/"),
        "explained": (palette.categories[4], ""),
        "rounding": (palette.categories[9], ""),
        "insufficient": (palette.residual, "x"),
    }
    segments = [
        Segment(
            view.label(row["document_id"]),
            t(f"standing.{name}"),
            Decimal(row[name]),
            str(row[name]),
            (view.label(row["document_id"]), f"{standing(view, name)} {row[name]}"),
        )
        for row in rows
        for name in looks
        if row[name]
    ]
    ends = {
        view.label(row["document_id"]): t("quality.end", held=f"{row['pass']:,}", count=f"{row['identities']:,}")
        for row in rows
    }
    title = t("quality.chart")
    figure = stacked.chart(
        segments,
        [view.label(row["document_id"]) for row in rows],
        [Style(t(f"standing.{name}"), *look) for name, look in looks.items()],
        palette,
        (title, parts.source_files(view), t("quality.identities")),
        ends=ends,
        colours={view.label(row["document_id"]): view.colour(row["document_id"]) for row in rows},
        wide=not window.is_narrow(),
    )
    parts.chart(figure, "quality-chart", title)


def more(view: View, wanted: Wanted, standings: pl.DataFrame) -> None:
    """Show, each in a box, the rules, the repairs and inferences, and what was left out; asked for where it is open."""
    boxes: dict[str, Callable[[], None]] = {
        "rules": lambda: _rules(view, wanted, standings),
        "repairs": lambda: _repairs(view, wanted),
        "leftovers": lambda: _leftovers(view, wanted),
    }
    for name, show in boxes.items():
        box = parts.folded(view.t(f"quality.{name}"), f"{name}_listed")
        if box.open:
            with box:
                show()


def _rules(view: View, wanted: Wanted, standings: pl.DataFrame) -> None:
    t = view.t
    st.caption(t("quality.rules_note"))
    frame = quality.by_rule(ask(queries.rules()), standings)
    frame = frame.filter(pl.col("rule").is_in(wanted.rules)) if wanted.rules else frame
    rows = frame.to_dicts()
    shown = frame.with_columns(
        _texts("severity", [t(f"quality.severity_{row['severity']}") for row in rows]),
        _texts("why", [quality.why(row["rule"]) for row in rows]),
    )
    fields = [
        Field("rule", t("field.rule"), width=55),
        Field("title", t("quality.rule_title"), width=290),
        Field("severity", t("quality.severity"), width=70),
        Field("settled", t("quality.settled"), "number"),
        Field(quality.HELD, standing(view, quality.HELD), "number"),
        # Whether what does not hold is a mismatch or an alert is the rule's severity.
        Field("mismatch", t("quality.not_held"), "number"),
        *(Field(name, standing(view, name), "number") for name in quality.STANDINGS[2:]),
        Field("formula", t("quality.formula_head"), width="large"),
        Field("why", t("quality.why_head"), width="large"),
    ]
    parts.table(view, shown, fields, "quality-rules")


def _repairs(view: View, wanted: Wanted) -> None:
    st.caption(view.t("quality.repairs_note"))
    frame = ask(queries.quality_repairs(wanted.documents, wanted.statements, MOST_ROWS))
    if _none(view, frame, "sources.no_repairs"):
        return
    findings.repairs(view, frame, "repairs")


def _leftovers(view: View, wanted: Wanted) -> None:
    st.caption(view.t("quality.leftovers_note"))
    frame = ask(queries.quality_leftovers(wanted.documents, MOST_ROWS))
    if _none(view, frame, "sources.no_leftovers"):
        return
    findings.leftovers(view, frame, "leftovers")


def _none(view: View, frame: pl.DataFrame, none: str) -> bool:
    """Say how many rows there are, or that there are none."""
    if frame.is_empty():
        st.info(view.t(none), icon=":material/check_circle:")
        return True
    found = frame["found"].item(0)
    more = view.t("quality.more", count=f"{found - len(frame):,}") if found > len(frame) else ""
    st.caption(view.t("quality.count", count=f"{found:,}") + more)
    return False


def _texts(name: str, values: list[str]) -> pl.Series:
    return pl.Series(name, values, dtype=pl.String)
