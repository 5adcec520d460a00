"""功能支出: 类 → 款 → 项 as areas; a click opens the rows behind a tile with their source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard import filters, queries
from dashboard.cache import ask
from dashboard.charts import hierarchy
from dashboard.format import percent
from dashboard.screens import evidence, parts
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from decimal import Decimal

    from dashboard.charts.hierarchy import Kind
    from dashboard.filters import View

LEVEL = "level"
KINDS: dict[str, Kind] = {"矩形 Treemap": "treemap", "旭日 Sunburst": "sunburst", "冰柱 Icicle": "icicle"}


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "function_spending")
    spending = ask(queries.function_spending(view.ids))
    if spending.is_empty():
        st.info(view.t("empty.spending"), icon=":material/inbox:")
        return
    kind = _kind(view)
    level = _level(spending)
    _charts(view, spending, kind, level)
    _legend(view)
    if level:
        _detail(view, spending, level)
    _ranking(view, spending)


def _kind(view: View) -> Kind:
    picked = st.segmented_control(
        view.t("spending.kind"),
        list(KINDS),
        default=next(iter(KINDS)),
        required=True,
        key="kind",
        bind="query-params",
        label_visibility="collapsed",
    )
    return KINDS[picked] if picked else "treemap"


def _level(spending: pl.DataFrame) -> str | None:
    """The tile that is open, from the URL; a key that the chosen documents do not have opens nothing."""
    wanted = st.query_params.get(LEVEL)
    keys = {hierarchy.key_of(row["document_id"], row["code"]) for row in spending.to_dicts()}
    return wanted if wanted in keys else None


def _open(key: str) -> None:
    """Follow a click: the id of the tile becomes the level in the URL."""
    points = st.session_state[key]["selection"]["points"]
    if points:
        document, code = hierarchy.split_key(points[0].get("id", ""))
        _go(hierarchy.key_of(document, code))


def _go(level: str) -> None:
    if level.endswith(f"|{hierarchy.TOTAL}"):
        st.query_params.pop(LEVEL, None)
    else:
        st.query_params[LEVEL] = level


def _charts(view: View, spending: pl.DataFrame, kind: Kind, level: str | None) -> None:
    documents = [d for d in view.ids if d in set(spending["document_id"])]
    opened = hierarchy.split_key(level)[0] if level else None
    if opened:
        _one(view, spending, opened, kind, level)
        documents.remove(opened)
    if opened and documents:
        with st.expander(view.t("spending.others", count=len(documents))):
            _grid(view, spending, documents, kind)
    else:
        _grid(view, spending, documents, kind)


def _grid(view: View, spending: pl.DataFrame, documents: list[str], kind: Kind) -> None:
    if len(documents) == 1:
        _one(view, spending, documents[0], kind, None)
        return
    for start in range(0, len(documents), 2):
        for column, document in zip(st.columns(2, gap="medium"), documents[start : start + 2], strict=False):
            with column:
                _one(view, spending, document, kind, None)


def _one(view: View, spending: pl.DataFrame, document: str, kind: Kind, level: str | None) -> None:
    frame = spending.filter(pl.col("document_id") == document)
    tree = hierarchy.build(frame)
    words = _words(view, document, frame)
    if tree.reason:
        st.warning(view.t(f"spending.fallback_{tree.reason}"), icon=":material/bar_chart:")
        parts.chart(hierarchy.bars(frame, words, view.palette), f"bars-{document}", words.title)
        return
    figure = hierarchy.chart(tree, words, view.palette, hierarchy.Opening(kind, level, 460 if level else 380))
    key = f"tree-{document}"
    st.plotly_chart(
        parts.Drawn(figure),
        key=key,
        on_select=lambda: _open(key),
        selection_mode="points",
        config=parts.CHART_CONFIG,
        alt=words.title,
    )
    for code, difference in tree.exceeded:
        name = view.t("spending.whole") if code == hierarchy.TOTAL else code
        st.caption(view.t("spending.exceeded", code=name, difference=view.money(-difference), unit=view.unit.value))


def _words(view: View, document: str, frame: pl.DataFrame) -> hierarchy.Words:
    t = view.t
    about = next(d for d in view.documents.to_dicts() if d["document_id"] == document)

    def share(part: Decimal | None, whole: Decimal | None) -> str:
        return percent(part, whole)

    return hierarchy.Words(
        title=view.label(document),
        subtitle=t("spending.subtitle", unit=view.unit.value, file=about["source_file"]),
        root=t("spending.whole"),
        residual=t("spending.residual"),
        amount=t("measure.total"),
        of_document=t("spending.of_document"),
        project_share=t("card.project_share"),
        inferred="≈ " + t("mark.inferred"),
        mismatch="⚠ " + t("mark.mismatch"),
        money=lambda yuan: f"{view.money(yuan)} {view.unit.value}" if len(frame) < 4 else view.money(yuan),
        percent=share,
        place=lambda row: f"{row['document_id'] or ''} {parts.place(t, row)}",
    )


def _legend(view: View) -> None:
    st.caption(view.t("spending.legend"))


def _detail(view: View, spending: pl.DataFrame, level: str) -> None:
    t = view.t
    document, code = hierarchy.split_key(level)
    row = _row(spending, document, code)
    with st.container(border=True, key="tile-detail"):
        with st.container(key="name-tile"):
            st.text(f"{row['code'] or ''} {row['name']}".strip())
        columns = st.columns(4)
        columns[0].metric(t("measure.total") + t(f"unit.{view.unit.name}"), view.money(row["total_yuan"]))
        columns[1].metric(t("spending.of_document"), percent(row["total_yuan"], _total(spending, document)))
        columns[2].metric(t("card.project_share"), percent(row["project_yuan"], row["total_yuan"]))
        columns[3].metric(t("spending.residual") + t(f"unit.{view.unit.name}"), view.money(row["residual_yuan"]))

        up = hierarchy.key_of(document, row["parent_code"])
        with st.container(horizontal=True):
            st.button(t("spending.up"), on_click=_go, args=(up,), key="level-up", icon=":material/arrow_upward:")
            whole = hierarchy.key_of(document, None)
            st.button(t("spending.top"), on_click=_go, args=(whole,), key="level-top", icon=":material/home:")
        _sources(view, document, code)
        _checks(view, document, code)


def _row(spending: pl.DataFrame, document: str, code: str) -> dict[str, Any]:
    wanted = pl.col("code") == code if code else pl.col("is_total")
    found = spending.filter((pl.col("document_id") == document) & wanted)
    return found.row(0, named=True)


def _total(spending: pl.DataFrame, document: str) -> Any:  # noqa: ANN401 - a Decimal or None
    found = spending.filter((pl.col("document_id") == document) & pl.col("is_total"))
    return found["total_yuan"].item(0) if len(found) else None


def _sources(view: View, document: str, code: str) -> None:
    t = view.t
    frame = ask(queries.spending_sources(document, code)).with_columns(document_id=pl.lit(document))
    frame = parts.with_place(
        view, parts.words(view, parts.words(view, frame, "measure", "measure"), "origin", "origin")
    )
    st.markdown(f"**{t('spending.sources')}**")
    evidence.table(
        view,
        frame,
        [
            Field("code", t("field.code")),
            Field("name", t("field.name")),
            Field("measure", t("field.measure")),
            Field("amount_yuan", t("field.amount"), "money"),
            Field("amount_text", t("field.as_printed")),
            Field("unit_text", t("field.unit_text")),
            Field("origin", t("field.origin")),
            Field("statement_title", t("field.table")),
            Field("source", t("field.source")),
        ],
        "tile-sources",
    )


def _checks(view: View, document: str, code: str) -> None:
    frame = ask(queries.spending_checks(document, code))
    if frame.is_empty():
        return
    t = view.t
    st.markdown(f"**{t('spending.checks')}**")
    frame = parts.with_place(
        view, parts.words(view, frame, "outcome", "outcome").with_columns(document_id=pl.lit(document))
    )
    fields = [
        Field("rule", t("field.rule")),
        Field("outcome", t("field.outcome")),
        Field("left_yuan", t("field.left"), "money"),
        Field("right_yuan", t("field.right"), "money"),
        Field("difference_yuan", t("field.difference"), "money"),
        Field("message", t("field.message"), width="large"),
        Field("source", t("field.source")),
    ]
    parts.table(view, frame, fields, "tile-checks")


def _ranking(view: View, spending: pl.DataFrame) -> None:
    t = view.t
    st.subheader(t("spending.ranking"), anchor=False)
    st.caption(t("spending.ranking_note"))
    frame = spending.filter(pl.col("is_leaf") & ~pl.col("is_total")).sort(
        "total_yuan", descending=True, nulls_last=True
    )
    totals = {document: _total(spending, document) for document in view.ids}
    rows = frame.to_dicts()
    frame = parts.with_place(view, frame).with_columns(
        pl.Series("document", [view.label(row["document_id"]) for row in rows], dtype=pl.String),
        pl.Series("share", [percent(r["total_yuan"], totals[r["document_id"]]) for r in rows], dtype=pl.String),
        pl.Series("mark", [_mark(view, row) for row in rows], dtype=pl.String),
    )
    fields = [
        Field("code", t("field.code")),
        Field("name", t("field.name")),
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("total_yuan", t("measure.total"), "money"),
        Field("basic_yuan", t("measure.basic"), "money"),
        Field("project_yuan", t("measure.project"), "money"),
        Field("share", t("spending.of_document"), "right"),
        Field("mark", t("field.trust")),
        Field("total_text", t("field.as_printed")),
        Field("source", t("field.source")),
    ]
    parts.table(view, frame, fields, "spending-ranking")


def _mark(view: View, row: dict[str, Any]) -> str:
    marks = ["≈ " + view.t("mark.inferred")] * bool(row["is_inferred"])
    marks += ["⚠ " + view.t("mark.mismatch")] * bool(row["has_mismatch"])
    return " ".join(marks) or view.t("mark.printed")


main()
