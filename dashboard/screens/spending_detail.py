"""The rows behind one tile: where it stands in the tree, its figures with their places, the same code elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboard import quality, queries, spending
from dashboard.cache import ask
from dashboard.charts import hierarchy
from dashboard.format import percent
from dashboard.screens import evidence, parts, quality_tables, spending_words, trust
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.charts.hierarchy import Hierarchy, Tile
    from dashboard.filters import View


def show(view: View, trees: dict[str, Hierarchy], statement: str, level: str, go: Callable[[str], None]) -> None:
    """Show the path to the tile `level`, its amounts and everything printed behind it; `go` follows the path."""
    document, code = hierarchy.split_key(level)
    tree = trees[document]
    with st.container(border=True, key="tile-detail"):
        _path(view, tree, (statement, level), go)
        _amounts(view, tree, (statement, level))
        _elsewhere(view, trees, (statement, level))
        _sources(view, document, statement, code)
        _checks(view, document, statement, code)


def _path(view: View, tree: Hierarchy, of: tuple[str, str], go: Callable[[str], None]) -> None:
    """Steps are named by their codes: a button's label is Markdown, where a document's text has no place."""
    statement, level = of
    path = tree.path(level)
    whole = view.t(spending.whole_key(statement))
    with st.container(horizontal=True, key="tile-path", gap="xsmall"):
        for step, tile in enumerate(path):
            label = whole if tile.row["is_total"] else _digits(tile.row["code"])
            icon = ":material/home:" if step == 0 else ":material/chevron_right:"
            last = step == len(path) - 1
            st.button(
                label, on_click=go, args=(tile.key,), key=f"path-{step}", icon=icon, disabled=last, type="tertiary"
            )
    with st.container(key="name-tile"):
        names = [tile.row["name"] for tile in path if not tile.row["is_total"]]
        st.text(f"{path[-1].row['code'] or ''} {' › '.join(names)}".strip())


def _digits(code: str) -> str:
    return code if code.isalnum() else "…"


def _amounts(view: View, tree: Hierarchy, of: tuple[str, str]) -> None:
    statement, level = of
    t, tile = view.t, tree.by_key[level]
    row = tile.row
    residual = tree.by_key.get(f"{tile.key}|{hierarchy.RESIDUAL}")
    unit = t(f"unit.{view.unit.name}")
    columns = st.columns(4)
    columns[0].metric(t("measure.total") + unit, view.money(row["total_yuan"]))
    columns[1].metric(t(spending.share_key(statement)), percent(row["total_yuan"], tree.root.amount))
    columns[2].metric(t("spending.project_share"), percent(row["project_yuan"], row["total_yuan"]))
    columns[3].metric(t("spending.residual") + unit, view.money(_residual(tree, tile, residual)))
    st.text(" ".join([t("spending.change") + t("spending.colon"), *spending_words.change_lines(view, tile.change)]))


def _residual(tree: Hierarchy, tile: Tile, residual: Tile | None) -> object:
    """What the row says beyond its parts; negative where they say more, none where it has no parts."""
    if residual is not None:
        return residual.amount
    found = dict(tree.exceeded).get(tile.row["code"] or hierarchy.TOTAL)
    if found is not None:
        return found
    return None if tile.key not in tree.parts or tile.amount is None else tile.amount - tile.amount


def _elsewhere(view: View, trees: dict[str, Hierarchy], of: tuple[str, str]) -> None:
    """The same code in the other drawn documents, side by side; never added."""
    statement, level = of
    document, code = hierarchy.split_key(level)
    keys = [hierarchy.key_of(other, code) for other in trees]
    found = [(tree, tree.by_key[key]) for tree, key in zip(trees.values(), keys, strict=True) if key in tree.by_key]
    if len(found) < 2:
        return
    rows = [tile.row | {"share": percent(tile.amount, tree.root.amount)} for tree, tile in found]
    names = [("▶ " if row["document_id"] == document else "") + view.label(row["document_id"]) for row in rows]
    columns = ["document_id", "name", "total_yuan", "basic_yuan", "project_yuan", "share", "page", "line"]
    frame = pl.DataFrame(
        [{column: row[column] for column in columns} for row in rows], infer_schema_length=None
    ).with_columns(pl.Series("document", names, dtype=pl.String))
    money = [pl.col(name).cast(pl.Decimal(18, 2)) for name in ("total_yuan", "basic_yuan", "project_yuan")]
    t = view.t
    st.markdown(f"**{t('spending.elsewhere')}**")
    fields = [
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("name", t("field.name")),
        Field("total_yuan", t("measure.total"), "money"),
        Field("basic_yuan", t("measure.basic"), "money"),
        Field("project_yuan", t("measure.project"), "money"),
        Field("share", t(spending.share_key(statement)), "right"),
        Field("source", t("field.source")),
    ]
    parts.table(view, parts.with_place(view, frame.with_columns(money)), fields, "tile-elsewhere")


def _sources(view: View, document: str, statement: str, code: str) -> None:
    t = view.t
    frame = ask(queries.spending_sources(document, statement, code)).with_columns(document_id=pl.lit(document))
    frame = frame.with_columns(trust.each(view, frame.to_dicts(), lambda _row: statement))
    frame = parts.words(view, parts.words(view, frame, "measure", "measure"), "origin", "origin")
    st.markdown(f"**{t('spending.sources')}**")
    fields = [
        Field("code", t("field.code")),
        Field("name", t("field.name")),
        Field("measure", t("field.measure")),
        Field("amount_yuan", t("field.amount"), "money"),
        Field("amount_text", t("field.as_printed")),
        Field("unit_text", t("field.unit_text")),
        Field("trust", t("field.trust"), width=100),
        Field("origin", t("field.origin")),
        Field("statement_title", t("field.table")),
        Field("source", t("field.source")),
    ]
    evidence.table(view, parts.with_place(view, frame), fields, "tile-sources")


def _checks(view: View, document: str, statement: str, code: str) -> None:
    frame = ask(queries.spending_checks(document, statement, code))
    if frame.is_empty():
        return
    t = view.t
    st.markdown(f"**{t('spending.checks')}**")
    standings = [quality_tables.standing(view, quality.standing(row)) for row in frame.to_dicts()]
    frame = frame.with_columns(pl.Series("outcome", standings, dtype=pl.String))
    fields = [
        Field("rule", t("field.rule")),
        Field("outcome", t("field.outcome")),
        Field("left_yuan", t("field.left"), "money"),
        Field("right_yuan", t("field.right"), "money"),
        Field("difference_yuan", t("field.difference"), "money"),
        Field("message", t("field.message"), width="large"),
        Field("source", t("field.source")),
    ]
    parts.table(view, parts.with_place(view, frame), fields, "tile-checks")
