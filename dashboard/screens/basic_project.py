"""基本与项目: by unit, by 类, by fund, 人员 and 公用, by economic class; as amounts or as shares."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import filters, queries, stages
from dashboard.cache import ask
from dashboard.screens import economic_tree, execution, export_bar, parts, split_funds, split_parts
from dashboard.screens.split_parts import Drawing

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.filters import View
    from dashboard.stages import Both

AMOUNT, SHARE = "金额 Amount", "占比 Share"
MEASURES: Final = ("basic", "project")
Row = dict[str, Any]


def main() -> None:
    """Show the page: one section at a time, which its URL names."""
    view = filters.current()
    parts.heading(view, "basic_project")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        section = _switch(view.t("split.section"), list(SECTIONS), "part")
        as_share = section == ECONOMIC or _switch(view.t("split.mode"), [SHARE, AMOUNT], "mode") == SHARE
    # What is drawn and named as its source is of the documents shown; how many more there are stands below.
    SECTIONS[section](replace(view, documents=view.documents.head(len(view.shown))), as_share)
    parts.limited_note(view)


def _switch(label: str, options: list[str], key: str) -> str:
    picked = st.segmented_control(label, options, default=options[0], required=True, key=key, bind="query-params")
    return picked or options[0]


def _of(frame: pl.DataFrame, statement: str, *, total: bool) -> list[Row]:
    is_total = pl.col("is_total") if total else ~pl.col("is_total")
    return frame.filter((pl.col("statement") == statement) & is_total).to_dicts()


def _title(view: View, key: str, as_share: bool) -> str:  # noqa: FBT001 - as every section has it
    return view.t(key, unit="%" if as_share else view.unit.value)


def _units(view: View, as_share: bool) -> None:  # noqa: FBT001
    """基本 and 项目 of each document; one without an expenditure statement says what became of it."""
    frame = ask(queries.basic_project(view.shown))
    rows = {row["document_id"]: row for row in _of(frame, "expenditure", total=True)}
    states = split_parts.states(view, "expenditure", ask(queries.disclosure_matrix(view.shown)))
    found = [rows[document] for document in view.shown if document in rows]
    bars = [split_parts.basic_bar(view, r, view.label(r["document_id"]), MEASURES, r["total_yuan"]) for r in found]
    drawing = Drawing(
        "split-unit",
        _title(view, "split.by_unit", as_share),
        parts.source_files(view),
        split_parts.series(view, MEASURES),
        view.t("split.rest"),
        as_share,
        {view.label(document): states[document] for document in view.shown},
    )
    split_parts.chart(view, bars, drawing)
    split_parts.table(view, found, "split-unit-table")
    execution.section(view, stages.spending(frame.to_dicts()), lambda pair: _item(view, pair), "stages-spending")


def _item(view: View, pair: Both) -> str:
    code, measure = pair.item
    row = pair.either.row
    name = f"{row['code'] or ''} {row['name']}".strip() if code else view.t("spending.whole")
    return f"{name} · {view.t('measure.' + measure)}"


def _classes(view: View, as_share: bool) -> None:  # noqa: FBT001
    """基本 and 项目 of the 类 of one document."""
    document = split_parts.one_document(view)
    export_bar.choose(document=document)
    rows = _of(ask(queries.basic_project([document])), "expenditure", total=False)
    if not rows:
        states = split_parts.states(view, "expenditure", ask(queries.disclosure_matrix([document])), [document])
        st.info(states[document], icon=":material/inbox:")
        return
    bars = [
        split_parts.basic_bar(view, row, f"{row['code'] or ''} {row['name']}", MEASURES, row["total_yuan"])
        for row in rows
    ]
    drawing = Drawing(
        "split-class",
        _title(view, "split.by_class", as_share),
        view.t("source.files", years=view.label(document), files=view.about[document]["source_file"]),
        split_parts.series(view, MEASURES),
        view.t("split.rest"),
        as_share,
        {},
    )
    split_parts.chart(view, bars, drawing)
    split_parts.table(view, rows, "split-class-table")


def _personnel(view: View, as_share: bool) -> None:  # noqa: FBT001
    """人员 and 公用 of 基本支出 in the general public budget; a document without them says why."""
    frame = ask(queries.basic_project(view.shown))
    rows = _personnel_rows(view, frame)
    matrix = ask(queries.disclosure_matrix(view.shown))
    states = split_parts.states(view, "basic_economic", matrix)
    printed = split_parts.status("basic_economic", matrix)
    notes = {
        view.label(d): view.t("split.not_printed") if printed.get(d) == "figures" else states[d]
        for d in view.shown
        if d not in {row["document_id"] for row in rows}
    }
    measures = ("personnel", "public")
    bars = [split_parts.basic_bar(view, row, view.label(row["document_id"]), measures, _basic(row)) for row in rows]
    drawing = Drawing(
        "split-personnel",
        _title(view, "split.personnel", as_share),
        parts.source_files(view),
        split_parts.series(view, measures),
        view.t("split.rest"),
        as_share,
        notes,
    )
    split_parts.chart(view, bars, drawing)
    # 合计 of one table is all spending of a fund, of the other 基本支出 alone: never under one heading.
    basic = [row | {"basic_yuan": _basic(row), "total_text": _basic(row, "text")} for row in rows]
    split_funds.table(view, basic, ("basic", *measures), "split-personnel-table")


def _basic(row: Row, what: str = "yuan") -> Any:  # noqa: ANN401 - an amount, its text, or nothing
    """基本支出 as printed; the table by economic class holds nothing else, so that its total is it."""
    return row[f"total_{what}"] if row["statement"] == "basic_economic" else row[f"basic_{what}"]


def _personnel_rows(view: View, frame: pl.DataFrame) -> list[Row]:
    """The general public budget's own total where it prints 人员 and 公用, else that of the economic table."""
    found: dict[str, Row] = {}
    for statement in ("general_public", "basic_economic"):
        for row in _of(frame, statement, total=True):
            if row["personnel_yuan"] is not None or row["public_yuan"] is not None:
                found.setdefault(row["document_id"], row)
    return [found[document] for document in view.shown if document in found]


ECONOMIC: Final = "经济分类 Economic"
# In both languages at once: the label is also the value in the URL, which must survive a change of language.
SECTIONS: Final[dict[str, Callable[[View, bool], None]]] = {
    "单位 Unit": _units,
    "类 Class": _classes,
    "资金 Fund": split_funds.show,
    "人员公用 Personnel": _personnel,
    ECONOMIC: economic_tree.show,
}

main()
