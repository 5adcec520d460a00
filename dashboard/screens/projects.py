"""项目与绩效: projects by size and category; a chosen one opens its figures, its targets and where they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import filters, projects, queries
from dashboard.cache import ask
from dashboard.format import percent
from dashboard.projects import BANDS, Wanted
from dashboard.screens import export_bar, parts, project_detail, project_tables, trust
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from dashboard.filters import View
    from dashboard.projects import Sort, Targets

OPENED: Final = "project"
TARGETS: Final[dict[str, Targets]] = {"全部 All": "all", "有指标 With targets": "with", "无指标 Without": "without"}
SORTS: Final[dict[str, Sort]] = {
    "金额 Amount": "amount",
    "占比 Share": "share",
    "指标数 Targets": "targets",
    "名称 Name": "name",
}
FUNDS: Final = (
    "fiscal",
    "general_public",
    "government_fund",
    "state_capital",
    "fiscal_account",
    "unit_funds",
    "business",
    "operating",
    "superior",
    "subordinate",
    "other",
    "prior_surplus",
    "carryover",
    "current_year",
)
NO_CATEGORY: Final = "未印类别 Not printed"
_PICKED: Final = "_project_picked"
_CLOSED: Final = "_project_closed"


def main() -> None:
    """Show the page."""
    view = filters.current()
    parts.heading(view, "projects")
    wanted, sort = _wanted(view)
    export_bar.choose(wanted=wanted, sort=sort)
    found = projects.find(ask, wanted, sort)
    frame = found.rows
    if frame.is_empty():
        st.info(view.t("projects.nothing"), icon=":material/search_off:")
    else:
        _list(view, frame, wanted, sort)
    _opened(view)
    if not frame.is_empty():
        project_tables.sizes(view, found.matching)
    project_tables.ceilings(view)
    project_tables.coverage(view)


def _wanted(view: View) -> tuple[Wanted, Sort]:
    """The page's own filters, all of them in the URL."""
    t = view.t
    search, least, size = st.columns([3, 2, 2])
    text = search.text_input(
        t("projects.find"), key="find_project", bind="query-params", placeholder=t("projects.find_hint")
    )
    amount = least.text_input(t("projects.least"), key="at_least", bind="query-params", placeholder="100")
    bands = {project_tables.band_name(band): band for band in BANDS}
    picked = size.selectbox(
        t("projects.size"), list(bands), index=None, key="size", bind="query-params", placeholder=t("filter.all")
    )
    kinds, having, order = st.columns([3, 2, 2])
    categories = {category or NO_CATEGORY: category for category in _categories(view)}
    chosen = kinds.multiselect(
        t("projects.category"), list(categories), key="category", bind="query-params", placeholder=t("filter.all")
    )
    targets = having.selectbox(t("projects.having"), list(TARGETS), key="having", bind="query-params")
    sort = order.selectbox(t("projects.sort"), list(SORTS), key="sort", bind="query-params")
    found = projects.least(amount) if amount.strip() else None
    if amount.strip() and found is None:
        st.warning(t("projects.no_amount"), icon=":material/help:")
    wanted = Wanted(
        parts.chosen(view),
        text,
        tuple(categories[name] for name in chosen if name in categories),
        found,
        TARGETS.get(targets or "", "all"),
        bands.get(picked or ""),
    )
    return wanted, SORTS.get(sort or "", "amount")


def _categories(view: View) -> list[str]:
    every = Wanted(parts.chosen(view))
    return projects.categories(projects.choose(ask(queries.project_matching(every.parameters(), "amount")), every), 60)


def _list(view: View, frame: pl.DataFrame, wanted: Wanted, sort: Sort) -> None:
    """The table of projects; a row chosen in it becomes the project in the URL."""
    t = view.t
    found = frame["found"].item(0)
    st.caption(
        t("projects.found", count=found) if found == len(frame) else t("projects.more", count=found, shown=len(frame))
    )
    rows = frame.to_dicts()
    shown = parts.with_place(view, frame).with_columns(
        _texts("document", [view.label(row["document_id"]) for row in rows]),
        _texts("share", [percent(row["total_yuan"], row["project_spending_yuan"]) for row in rows]),
        _texts("kind", [row["category"] or "" for row in rows]),
        _texts("told", [_told(view, row) for row in rows]),
        trust.column(view, rows, "project"),
    )
    funds = [fund for fund in FUNDS if frame[f"{fund}_yuan"].null_count() < len(frame)]
    fields = [
        Field("name", t("field.project"), width=290),
        Field("total_yuan", t("field.amount"), "money"),
        Field("trust", t("field.trust"), width=130),
        Field("share", t("projects.share"), "right"),
        Field("told", t("projects.targets"), "right"),
        Field("document", t("field.document"), width=DOCUMENT_WIDTH),
        Field("kind", t("projects.category")),
        *([Field("hit", t("projects.hit"))] if wanted.text.strip() else []),
        *(
            Field(
                f"{fund}_yuan", t(f"measure.{fund}") if fund != "operating" else t("income_source.operating"), "money"
            )
            for fund in funds
        ),
        Field("code", t("field.project_code")),
        Field("source", t("field.source")),
    ]
    choice = repr((wanted, sort, st.session_state.get(_CLOSED, 0)))
    with st.container(key="project-list"):
        picked = parts.table(view, shown, fields, "projects", choice=choice)
    st.caption(t("projects.open_hint"))
    _follow(choice, picked, rows)


def _told(view: View, row: dict[str, Any]) -> str:
    if not row["form_count"]:
        return view.t("projects.no_form")
    return str(row["target_count"]) + (f" / {row['form_count']}" if row["form_count"] > 1 else "")


def _follow(rows_of: str, picked: int | None, rows: list[dict[str, Any]]) -> None:
    """Only a new choice opens a project: the row stays chosen while Back or a link shows another."""
    choice = (rows_of, picked)
    if choice == st.session_state.get(_PICKED):
        return
    st.session_state[_PICKED] = choice
    if picked is not None:
        st.query_params[OPENED] = projects.key_of(rows[picked]["document_id"], rows[picked]["project_no"])


def _opened(view: View) -> None:
    """The project in the URL; the filters hold for it too, so that one of another document is only said to be there."""
    opened = projects.split_key(st.query_params.get(OPENED, ""))
    if opened and opened[0] in view.ids:
        project_detail.show(view, *opened, close=_close)
    elif opened:
        known = opened[0] in view.about
        st.info(view.t("projects.outside" if known else "projects.unknown"), icon=":material/search_off:")


def _close() -> None:
    """Close the project, and unmark its row with it."""
    st.query_params.pop(OPENED, None)
    st.session_state[_CLOSED] = st.session_state.get(_CLOSED, 0) + 1


def _texts(name: str, values: list[str]) -> pl.Series:
    return pl.Series(name, values, dtype=pl.String)


main()
