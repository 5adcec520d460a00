"""功能支出: 类 → 款 → 项 as areas or bars, one document beside the other; a click opens the rows behind a tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl
import streamlit as st

from dashboard import filters, queries
from dashboard.cache import ask
from dashboard.charts import hierarchy, paint, panels
from dashboard.charts.areas import Opening
from dashboard.screens import export_bar, parts, spending_detail, spending_ranking, spending_words, trust, window

if TYPE_CHECKING:
    from dashboard.charts.areas import Kind
    from dashboard.charts.hierarchy import Hierarchy
    from dashboard.charts.paint import Paint
    from dashboard.filters import View
    from dashboard.screens.spending_words import Compared

MOST_DRAWN: Final = 6
"""Documents side by side: more are too small to read, and too many for the browser."""
COLUMNS: Final = 3
MARKED: Final = ("total", "basic", "project")
"""The figures of a row that a tile shows, and its marks are of."""
LEVEL: Final = "level"
ABOVE: Final = "_spending_above"
"""The tile above the one that is open, for a second click on it."""
# In both languages at once: the label is also the value in the URL, which must survive a change of language.
BARS: Final = "条形 Bars"
KINDS: Final[dict[str, Kind]] = {"矩形 Treemap": "treemap", "旭日 Sunburst": "sunburst", "冰柱 Icicle": "icicle"}
SHARE, CHANGE, REGION = "项目占比 Project share", "较上年增减 Change", "辖区 Jurisdiction"
MONEY: Final = {
    "全部资金 All": "expenditure",
    "一般公共预算 General public": "general_public",
    "政府性基金 Government funds": "government_fund",
    "国有资本 State capital": "state_capital",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of this page say."""

    statement: str
    shape: str
    colour: str
    same_scale: bool


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "function_spending")
    choice = _controls(view)
    states = spending_words.first_states(view, choice.statement, MOST_DRAWN)
    level = st.query_params.get(LEVEL)
    opened = hierarchy.split_key(level)[0] if level else None
    drawn = states.filter(pl.col("status") == "figures")["document_id"].to_list()
    if opened in view.about and opened not in drawn and opened in view.ids:
        drawn.append(opened)
    ranked = spending_ranking.rows(view, choice.statement)
    compared = spending_words.compared(sorted({*drawn, *ranked["document_id"].to_list()}), choice.statement)
    trees = _trees(drawn, compared, choice.statement)
    if level and (opened not in trees or level not in trees[opened].by_key):
        level = None
        st.caption(view.t("spending.nowhere"))
    export_bar.choose(statement=choice.statement, level=level)
    st.session_state[ABOVE] = trees[opened].by_key[level].parent if level and opened else None
    if trees:
        _figure(view, trees, choice, level)
    spending_words.states(view, states, choice.statement)
    if level and opened:
        spending_detail.show(view, trees, choice.statement, level, _go)
    spending_ranking.show(view, ranked, compared, choice.statement)


def _controls(view: View) -> Choice:
    t = view.t
    with st.container(horizontal=True, key="spending-controls", vertical_alignment="bottom"):
        shape = _switch(t("spending.kind"), [*KINDS, BARS], "kind")
        colour = _switch(t("spending.colour"), [SHARE, CHANGE, REGION], "colour")
        money = _switch(t("spending.money"), list(MONEY), "budget")
        same = st.toggle(t("spending.same_scale"), key="scale", bind="query-params", help=t("spending.same_scale_help"))
    return Choice(MONEY[money], shape, colour, same)


def _switch(label: str, options: list[str], key: str) -> str:
    picked = st.segmented_control(label, options, default=options[0], required=True, key=key, bind="query-params")
    return picked or options[0]


def _trees(drawn: list[str], compared: Compared, statement: str) -> dict[str, Hierarchy]:
    """The drawn documents as trees, in the order of display; those without a row of this statement are left out."""
    rows = ask(queries.spending_tree(drawn)).filter(pl.col("statement") == statement)
    frames = {document: frame for (document,), frame in rows.group_by("document_id", maintain_order=True)}
    known = trust.of(frames)
    return {
        document: hierarchy.build(
            frames[document],
            spending_words.changes(frames[document], compared),
            lambda row: known.at(row, statement, MARKED),
        )
        for document in drawn
        if document in frames
    }


def _open(key: str) -> None:
    """Follow a click: the id of the tile becomes the level in the URL; one more click on it goes back up."""
    points = st.session_state[key]["selection"]["points"]
    if not points:
        return
    # A bar carries its key as custom data, alone or in a list.
    found = points[0].get("id") or points[0].get("customdata")
    clicked = found[0] if isinstance(found, list) and found else found
    if not isinstance(clicked, str) or "|" not in clicked:
        return
    level = clicked.removesuffix(f"|{hierarchy.RESIDUAL}")
    if level == st.query_params.get(LEVEL):
        level = st.session_state.get(ABOVE) or level
    _go(level)


def _go(level: str) -> None:
    if level.endswith(f"|{hierarchy.TOTAL}"):
        st.query_params.pop(LEVEL, None)
    else:
        st.query_params[LEVEL] = level


def _figure(view: View, trees: dict[str, Hierarchy], choice: Choice, level: str | None) -> None:
    opened = hierarchy.split_key(level)[0] if level else None
    together = bool(level) and len(trees) > 1 and _together(view)
    shown = trees if not level or together else {opened: trees[opened]} if opened else trees
    openings = {document: _opening(tree, level, document == opened) for document, tree in shown.items()}
    shown = {document: tree for document, tree in shown.items() if openings[document] is not None}
    _notes(view, trees, shown, choice)
    phone = window.is_narrow()
    columns = 1 if phone else min(COLUMNS, len(shown))
    drawn = [
        panels.Panel(
            tree,
            _title(view, document, tree),
            openings[document] or Opening(),
            _as_bars(tree, choice),
            view.colour(document),
        )
        for document, tree in shown.items()
    ]
    layout = panels.Layout(
        KINDS.get(choice.shape, "treemap"),
        columns,
        460 if len(drawn) == 1 else 400,
        *spending_words.titles(view, list(shown), choice.statement),
        same_scale=choice.same_scale and len(drawn) > 1,
        narrow=phone,
    )
    colours = _paint(view, choice, list(shown))
    look = paint.Look(spending_words.words(view, choice.statement), colours, view.palette)
    figure = panels.figure(drawn, look, layout)
    key = f"tree-{next(iter(shown))}" if len(shown) == 1 else "trees"
    with st.container(key="spending-wide" if columns > 1 else "spending-narrow"):
        st.plotly_chart(
            parts.Drawn(figure),
            key=key,
            on_select=lambda: _open(key),
            selection_mode="points",
            config=parts.CHART_CONFIG,
            alt=layout.title,
        )
    st.caption(view.t("spending.marks"))


def _title(view: View, document: str, tree: Hierarchy) -> str:
    return view.label(document) + (view.t(f"spending.bars_{tree.reason}") if tree.reason else "")


def _together(view: View) -> bool:
    return st.toggle(
        view.t("spending.together"), key="drill_all", bind="query-params", help=view.t("spending.together_help")
    )


def _opening(tree: Hierarchy, level: str | None, is_opened: bool) -> Opening | None:  # noqa: FBT001 - of one document
    """Where one tree is opened; None where it has no row of the code that is open elsewhere."""
    if not level:
        return Opening()
    key = level if is_opened else hierarchy.key_of(tree.root.row["document_id"], hierarchy.split_key(level)[1])
    if key not in tree.by_key:
        return None
    around = tree.around(key)
    return Opening(None if around == tree.root.key else around, None if key in (tree.root.key, around) else key)


def _as_bars(tree: Hierarchy, choice: Choice) -> bool:
    return choice.shape == BARS or tree.reason is not None


def _paint(view: View, choice: Choice, documents: list[str]) -> Paint:
    t, palette = view.t, view.palette
    residual = t("spending.residual")
    if choice.colour == CHANGE:
        title = t("spending.change")
        return paint.by_change(palette, title, t("spending.no_basis"), residual, spending_words.sign)
    if choice.colour == REGION:
        colours = {d: (view.about[d]["jurisdiction"], view.colour(d)) for d in documents}
        return paint.by_jurisdiction(palette, t("spending.region"), residual, colours)
    return paint.by_share(palette, t("spending.project_share"), t("spending.unprinted"), residual)


def _notes(view: View, trees: dict[str, Hierarchy], shown: dict[str, Hierarchy], choice: Choice) -> None:
    """What a person must know to read the figure, in as few elements as there are things to say."""
    reasons = dict.fromkeys(view.t(f"spending.fallback_{tree.reason}") for tree in shown.values() if tree.reason)
    if reasons:
        st.warning("  \n".join(reasons), icon=":material/bar_chart:")
    notes = []
    if choice.colour == CHANGE:
        notes.append(spending_words.bases(view, shown))
    if len(shown) < len(trees) and len(shown) > 1:
        notes.append(view.t("spending.without", count=len(trees) - len(shown)))
    if notes:
        st.caption("  \n".join(notes))
    if exceeded := spending_words.exceeded(view, shown, choice.statement):
        with st.container(key="quiet-exceeded"):
            st.text("\n".join(exceeded))


main()
