"""By economic class: the departmental tree (3xx) or the government's (5xx), never mixed, and the rows behind a tile."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import economic, marks, queries
from dashboard.cache import ask
from dashboard.charts import areas, hierarchy, panels
from dashboard.charts.paint import Look, Paint
from dashboard.charts.tile_words import Words
from dashboard.format import NONE, percent
from dashboard.screens import evidence, parts, split_parts, trust, window
from dashboard.screens.parts import Field

if TYPE_CHECKING:
    from dashboard.charts.hierarchy import Hierarchy, Tile
    from dashboard.economic import Classification
    from dashboard.filters import View
    from dashboard.marks import Mark, Marks

Row = dict[str, Any]
STATEMENT: Final = "basic_economic"
CODE: Final = "econ"
"""The word in the URL for the code whose tile is open."""
# In both languages at once: the label is also the value in the URL, which must survive a change of language.
TREES: Final[dict[str, Classification]] = {
    "部门分类 3xx Departmental": "departmental",
    "政府分类 5xx Government": "government",
}
TREEMAP, BARS = "矩形 Treemap", "条形 Bars"
SHORT: Final = 320
TALL: Final = 420
"""Pixels of the tree: few tiles need little room."""
FEW: Final = 12


def show(view: View, _as_share: bool) -> None:  # noqa: FBT001 - as every section has it
    """Draw the tree of one document, and list the printed rows behind the tile that is open."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        document = split_parts.one_document(view)
        classification = TREES[_switch(view.t("economic.tree"), list(TREES), "tree")]
        shape = _switch(view.t("economic.shape"), [TREEMAP, BARS], "shape")
    rows = ask(queries.economic([document])).to_dicts()
    frame = economic.tree_rows(rows, classification)
    if frame.is_empty():
        _nothing(view, document, anything=bool(rows))
        return
    known = trust.of([document])
    tree = hierarchy.build(frame, marked=lambda row: _marked(known, row))
    code = _opened(tree, document)
    _figure(view, tree, code, shape, classification)
    _detail(view, tree, code)
    _behind(view, economic.behind(rows, classification, code))


def _marked(known: Marks, row: Row) -> tuple[Mark, ...]:
    """The marks of a sum are those of the printed rows it adds."""
    return marks.together(known.at(row | printed, STATEMENT) for printed in row["rows"])


def _switch(label: str, options: list[str], key: str) -> str:
    picked = st.segmented_control(label, options, default=options[0], required=True, key=key, bind="query-params")
    return picked or options[0]


def _nothing(view: View, document: str, *, anything: bool) -> None:
    """The table is there without such codes, or it is not there: then its state."""
    if anything:
        st.info(view.t("economic.no_codes"), icon=":material/inbox:")
        return
    matrix = ask(queries.disclosure_matrix([document])).filter(pl.col("statement") == STATEMENT)
    st.info(split_parts.states(view, STATEMENT, matrix, [document])[document], icon=":material/inbox:")
    for row in matrix.to_dicts():
        if row["note"]:
            with st.container(key="quiet-economic-note"):
                st.text(f"{row['note']} {document} {parts.place(view.t, row)}")


def _opened(tree: Hierarchy, document: str) -> str:
    """The code that is open, from the URL; one that this tree does not have opens nothing."""
    wanted = st.query_params.get(CODE, "")
    return wanted if wanted and hierarchy.key_of(document, wanted) in tree.by_key else ""


def _open(key: str) -> None:
    """Follow a click: the code of the tile goes into the URL; the whole, and the open tile once more, leave it."""
    points = st.session_state[key]["selection"]["points"]
    found = (points[0].get("id") or points[0].get("customdata")) if points else None
    clicked = found[0] if isinstance(found, list) and found else found
    if not isinstance(clicked, str) or "|" not in clicked:
        return
    _go(hierarchy.split_key(clicked)[1])


def _go(code: str) -> None:
    if code:
        st.query_params[CODE] = code
    else:
        st.query_params.pop(CODE, None)


def _figure(view: View, tree: Hierarchy, code: str, shape: str, classification: Classification) -> None:
    t, document = view.t, tree.root.row["document_id"]
    if tree.reason:
        st.warning(t(f"economic.fallback_{tree.reason}"), icon=":material/bar_chart:")
    key = hierarchy.key_of(document, code)
    around = tree.around(key) if code else None
    opening = areas.Opening(
        None if around in (None, tree.root.key) else around, key if code and around != key else None
    )
    title = t(f"economic.title_{classification}", unit=view.unit.value, document=view.label(document))
    panel = panels.Panel(tree, title, opening, bars=shape == BARS or tree.reason is not None)
    files = t("source.files", years=t(f"statement.{STATEMENT}"), files=view.about[document]["source_file"])
    height = TALL if len(tree.tiles) > FEW else SHORT
    layout = panels.Layout("treemap", 1, height, title, files, narrow=window.is_narrow())
    figure = panels.figure([panel], Look(_words(view), _paint(view), view.palette), layout)
    chart = f"economic-{document}"
    st.plotly_chart(
        parts.Drawn(figure),
        key=chart,
        on_select=lambda: _open(chart),
        selection_mode="points",
        config=parts.CHART_CONFIG,
        alt=title,
    )
    said = [
        t(
            "economic.exceeded",
            code=t("economic.whole") if c == hierarchy.TOTAL else c,
            difference=view.money(-d),
            unit=view.unit.value,
        )
        for c, d in tree.exceeded
    ]
    st.caption("  \n".join([t(f"economic.note_{classification}"), *said]))


def _paint(view: View) -> Paint:
    """人员, 公用, and what holds both or says neither."""
    t, palette = view.t, view.palette

    def colour(tile: Tile) -> str:
        if tile.is_residual:
            return palette.residual
        personnel, public = tile.row["basic_yuan"], tile.row["project_yuan"]
        if personnel and not public:
            return palette.share[0]
        return palette.share[4] if public and not personnel else palette.unknown

    scale = ((palette.share[0], t("measure.personnel")), (palette.share[4], t("measure.public")))
    greys = ((palette.unknown, t("economic.both")), (palette.residual, t("economic.residual")))
    return Paint(t("economic.colour"), colour, scale, greys, lambda _colour: palette.on_share)


def _words(view: View) -> Words:
    t = view.t
    return Words(
        root=t("economic.whole"),
        residual=t("economic.residual"),
        amount=t("measure.total") + t("unit." + view.unit.name),
        of_document=t("economic.of_whole"),
        # The columns of a tile hold 人员 as basic and 公用 as project.
        project_share=t("economic.public_share"),
        rest=t("economic.rest"),
        money=view.money,
        percent=percent,
        place=lambda row: f"{row['document_id']} {t('statement.' + STATEMENT)} {parts.place(t, row)}",
        change=lambda _change: (),
        marked=lambda found: trust.lines(view, found),
    )


def _detail(view: View, tree: Hierarchy, code: str) -> None:
    """The path down to the open tile, each step a way back, and its figures."""
    t, document = view.t, tree.root.row["document_id"]
    path = tree.path(hierarchy.key_of(document, code))
    tile = path[-1]
    below = [part.amount for part in tree.parts.get(tile.key, []) if not part.is_residual]
    residual = None if tile.amount is None else tile.amount - sum((a for a in below if a is not None), Decimal(0))
    with st.container(border=True, key="economic-detail", gap="small"):
        with st.container(horizontal=True, gap="small"):
            for step in path[:-1]:
                st.button(
                    str(step.row["code"] or t("economic.whole")),
                    on_click=_go,
                    args=(step.row["code"] or "",),
                    key=f"economic-up-{step.row['code'] or 'whole'}",
                    icon=":material/arrow_upward:",
                    type="tertiary",
                )
        with st.container(key="name-economic"):
            st.text(f"{tile.row['code'] or ''} {tile.row['name'] if code else t('economic.whole')}".strip())
        unit = t(f"unit.{view.unit.name}")
        amount, share, personnel, public, rest = st.columns(5)
        amount.metric(t("measure.total") + unit, view.money(tile.amount))
        share.metric(t("economic.of_whole"), percent(tile.amount, tree.root.amount))
        personnel.metric(t("measure.personnel") + unit, view.money(tile.row["basic_yuan"]))
        public.metric(t("measure.public") + unit, view.money(tile.row["project_yuan"]))
        rest.metric(t("economic.residual") + unit, view.money(residual) if below else NONE)


def _behind(view: View, rows: list[Row]) -> None:
    """The printed rows, each with its place: the sums above are of these."""
    t = view.t
    st.subheader(t("economic.rows", count=len(rows)), anchor=False)
    schema: dict[str, pl.DataType] = dict.fromkeys(("total_yuan", "personnel_yuan", "public_yuan"), pl.Decimal(18, 2))
    schema |= dict.fromkeys(("code", "gov_code", "paired_name", "total_text", "box"), pl.String())
    frame = parts.with_place(view, pl.DataFrame(rows, infer_schema_length=None, schema_overrides=schema)).with_columns(
        trust.column(view, rows, STATEMENT)
    )
    fields = [
        Field("code", t("economic.departmental_code")),
        Field("name", t("field.name")),
        Field("gov_code", t("economic.government_code")),
        Field("paired_name", t("economic.government_name")),
        Field("total_yuan", t("measure.total"), "money"),
        Field("personnel_yuan", t("measure.personnel"), "money"),
        Field("public_yuan", t("measure.public"), "money"),
        Field("trust", t("field.trust"), width=100),
        Field("total_text", t("field.as_printed")),
        Field("source", t("field.source")),
    ]
    evidence.table(view, frame, fields, "economic-rows")
