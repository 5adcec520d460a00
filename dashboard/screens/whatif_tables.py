"""The tables of a scenario: lines before and after, what pays, several scenarios side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import scenario_tables, scenario_words
from dashboard.format import percent
from dashboard.screens import parts
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dashboard.filters import View
    from dashboard.scenario.model import Result, Trajectory
    from dashboard.scenario_tables import Rows

WHICH: Final[dict[str, Rows]] = {
    "类 Classes": "classes",
    "变动的行 Changed": "changed",
    "全部行 All lines": "all",
    "三公 Three public": "three_public",
    "项目 Projects": "projects",
}
MOST_ROWS: Final = 400


def lines(view: View, result: Result, name: str) -> None:
    """Show baseline, scenario, difference and both shares, line by line."""
    t = view.t
    label = st.segmented_control(
        t("whatif.which"), list(WHICH), default=next(iter(WHICH)), required=True, key="lines", bind="query-params"
    )
    which = WHICH.get(label or "", "classes")
    frame = scenario_tables.rows(result, which)
    st.text(t("whatif.table_title", name=name))
    if frame.is_empty():
        st.info(t("whatif.nothing_" + ("changed" if which == "changed" else "printed")), icon=":material/inbox:")
        return
    shown, more = frame.head(MOST_ROWS), len(frame) - MOST_ROWS
    records = shown.to_dicts()
    shown = _labelled(view, shown, records, which).with_columns(
        _texts("before", [_share(row["baseline_share"]) for row in records]),
        _texts("after", [_share(row["scenario_share"]) for row in records]),
        _texts("rate", [percent(row["change_yuan"], row["baseline_yuan"]) for row in records]),
        _texts("source", [_source(view, row) for row in records]),
    )
    several = shown["document_id"].n_unique() > 1
    parts.table(view, shown, _line_fields(view, which, several=several), f"whatif-lines-{which}")
    if more > 0:
        st.caption(t("many.rows", count=more))


def _line_fields(view: View, which: Rows, *, several: bool) -> list[Field]:
    """Of several documents, each row says at once whose it is."""
    t = view.t
    return [
        Field("label", t("whatif.line"), width=200),
        *([Field("document", t("field.document"), width=255)] if several else []),
        *([Field("measure", t("field.measure"))] if which == "changed" else []),
        Field("baseline_yuan", t("whatif.baseline"), "money"),
        Field("scenario_yuan", t("whatif.scenario"), "money"),
        Field("change_yuan", t("whatif.difference"), "money"),
        Field("rate", t("whatif.rate"), "right"),
        Field("before", t("whatif.share_before"), "right"),
        Field("after", t("whatif.share_after"), "right"),
        *([] if several else [Field("document", t("field.document"), width=DOCUMENT_WIDTH)]),
        Field("source", t("whatif.source")),
    ]


def _labelled(view: View, frame: pl.DataFrame, records: Sequence[dict[str, Any]], which: Rows) -> pl.DataFrame:
    frame = parts.words(view, frame, "measure", "measure")
    return frame.with_columns(
        _texts("label", [scenario_words.line(view, row, which) for row in records]),
        _texts("document", [scenario_words.document(view, row) for row in records]),
    )


def _source(view: View, row: dict[str, Any]) -> str:
    """Where the baseline is printed; a line that the scenario adds is printed nowhere."""
    if row["baseline_yuan"] is None:
        return view.t("whatif.added")
    return f"{row['document_id']} {parts.place(view.t, row)}"


def _share(part: Decimal | float | None) -> str:
    return "—" if part is None else f"{part * 100:.2f}%"


def funding(view: View, result: Result) -> None:
    """Show what pays for each rule, source by source, or which gap it leaves."""
    t = view.t
    frame = result.funding
    st.caption(t("whatif.funding_note"))
    if frame.is_empty():
        st.info(t("whatif.no_funding"), icon=":material/inbox:")
        return
    records = frame.head(MOST_ROWS).to_dicts()
    shown = frame.head(MOST_ROWS).with_columns(
        _texts("rule", [t("whatif.rule_number", number=row["number"]) for row in records]),
        _texts("from", [scenario_words.source_name(view, row["source"]) for row in records]),
        _texts("sense", [t("whatif.more" if row["change_yuan"] > 0 else "whatif.less") for row in records]),
        _texts("document", [view.label(row["document_id"]) for row in records]),
    )
    fields = [
        Field("rule", t("whatif.rule")),
        Field("from", t("whatif.pays")),
        Field("sense", t("whatif.sense")),
        Field("change_yuan", t("whatif.difference"), "money"),
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
    ]
    parts.table(view, shown, fields, "whatif-funding")
    _notes(view, result)


def _notes(view: View, result: Result) -> None:
    """Everything that is to be known of what the rules did: for each document there may be a note."""
    t = view.t
    said = [(step.number, note) for step in result.steps for note in (*step.conflicts, *step.assumptions)]
    if not said:
        return
    frame = pl.DataFrame(
        {
            "rule": [t("whatif.rule_number", number=number) for number, _ in said[:MOST_ROWS]],
            "text": [note.text(t) for _, note in said[:MOST_ROWS]],
        }
    )
    st.caption(t("whatif.notes"))
    parts.table(view, frame, [Field("rule", t("whatif.rule")), Field("text", t("field.note"))], "whatif-notes")


def compare(view: View, names: Sequence[str], results: Sequence[Result], paths: Sequence[Trajectory | None]) -> None:
    """Show up to four scenarios under each other, then their 类 side by side."""
    t = view.t
    titles = [f"{number}. {name}" for number, name in enumerate(names, 1)]
    rows = [_summary(name, result, path) for name, result, path in zip(titles, results, paths, strict=True)]
    ends = [end for end in map(scenario_tables.last, paths) if end]
    money = ("baseline", "scenario", "difference", "basic", "project", "three", "gap", "surplus", "last")
    schema = {"name": pl.String, "rate": pl.String, "rules": pl.Int64} | dict.fromkeys(money, scenario_tables.MONEY)
    frame = pl.DataFrame(rows, schema=schema)
    fields = [
        Field("name", t("whatif.scenario"), width=200),
        Field("rules", t("whatif.rules"), "number"),
        Field("baseline", t("whatif.baseline"), "money"),
        Field("scenario", t("whatif.scenario_total"), "money"),
        Field("difference", t("whatif.difference"), "money"),
        Field("rate", t("whatif.rate"), "right"),
        Field("basic", t("measure.basic"), "money"),
        Field("project", t("measure.project"), "money"),
        Field("three", t("whatif.three_public"), "money"),
        Field("gap", t("whatif.gap"), "money"),
        Field("surplus", t("whatif.surplus"), "money"),
        *([Field("last", t("whatif.in_year", year=ends[0][0]), "money")] if ends else []),
    ]
    parts.table(view, frame, fields, "whatif-compare")
    _beside(view, titles, results)


def _summary(name: str, result: Result, path: Trajectory | None) -> dict[str, Any]:
    gap, surplus = scenario_tables.gap(result)
    end = scenario_tables.last(path)
    difference = result.scenario_yuan - result.baseline_yuan
    return {
        "name": name,
        "rules": len(result.scenario.rules),
        "baseline": result.baseline_yuan,
        "scenario": result.scenario_yuan,
        "difference": difference,
        "rate": percent(difference, result.baseline_yuan),
        "basic": scenario_tables.split(result, "basic")[1],
        "project": scenario_tables.split(result, "project")[1],
        "three": scenario_tables.three_public(result),
        "gap": gap,
        "surplus": surplus,
        "last": end[1] if end else None,
    }


def _beside(view: View, titles: Sequence[str], results: Sequence[Result]) -> None:
    t = view.t
    frame = scenario_tables.beside(results).head(MOST_ROWS)
    records = frame.to_dicts()
    frame = frame.with_columns(
        _texts("label", [scenario_words.line(view, row, "classes") for row in records]),
        _texts("document", [view.label(row["document_id"]) for row in records]),
    )
    columns = [Field(f"scenario_{number}", title, "money") for number, title in enumerate(titles, 1)]
    fields = [
        Field("label", t("whatif.line"), width=230),
        Field("document", t("field.document"), width=190),
        Field("baseline_yuan", t("whatif.baseline"), "money"),
        *columns,
    ]
    st.caption(t("whatif.beside"))
    parts.table(view, frame, fields, "whatif-beside")


def _texts(name: str, values: list[str]) -> pl.Series:
    return pl.Series(name, values, dtype=pl.String)
