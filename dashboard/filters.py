"""The global filters: widgets bound to the URL, resolved into one frozen `View` for the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import cache, theme
from dashboard.format import MoneyUnit, money
from dashboard.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.catalogue import Catalogue
    from dashboard.text import Language

LANGUAGE_LABELS: Final[dict[str, Language]] = {"中文": "zh", "English": "en"}
STAGE_LABELS: Final = {"budget": "预算 Budget", "final": "决算 Final accounts"}
"""In both languages at once: the label is also the value in the URL, which must survive a change of language."""
MOST_SHOWN: Final = 24
"""Documents that a page draws one by one: more nobody reads, and each costs time in the browser."""

ONLY: Final = "document"
"""The word in the URL for the one document that a link is about; it goes before the filters."""
_VIEW: Final = "_view"
_COLUMNS: Final = {"region": "jurisdiction", "year": "fiscal_year", "unit": "unit"}


@dataclass(frozen=True, slots=True)
class View:
    """What a page needs to know: language, unit, colours, and the chosen documents.

    `documents` has the columns of `sql/documents.sql`; `everything` is the same before filtering, and `about` its rows
    by document; of those in `alike`, another has the same unit, year and stage. `ranks` is the place of each
    jurisdiction among all.
    """

    t: Text
    unit: MoneyUnit
    palette: theme.Palette
    documents: pl.DataFrame
    everything: pl.DataFrame
    about: Mapping[str, dict[str, Any]] = field(repr=False)
    alike: frozenset[str] = frozenset()
    ranks: Mapping[str, int] = field(default_factory=dict, repr=False)
    listed: tuple[pl.DataFrame, list[str]] | None = field(default=None, repr=False)
    """Documents with their ids, taken out once for all who look at the same: there may be very many."""
    ids: list[str] = field(init=False, repr=False)
    """The chosen documents, in the order of display."""

    def __post_init__(self) -> None:
        """Take over the ids where they are those of `documents`, which a copy of the view may have changed."""
        same = self.listed is not None and self.listed[0] is self.documents
        ids = self.listed[1] if self.listed and same else self.documents["document_id"].to_list()
        object.__setattr__(self, "ids", ids)

    @property
    def shown(self) -> list[str]:
        """The chosen documents that are drawn one by one: the first `MOST_SHOWN`, in the order of display."""
        return self.ids[:MOST_SHOWN]

    @property
    def hidden(self) -> int:
        """How many of the chosen documents are not in `shown`."""
        return len(self.ids) - len(self.shown)

    def money(self, yuan: object) -> str:
        """Return 元 as exact text in the chosen unit."""
        return money(yuan, self.unit)  # type: ignore[arg-type]

    def label(self, document_id: str) -> str:
        """Return the name of a document on screen: unit, year and stage; its id too where another has the same."""
        row = self.about[document_id]
        name = f"{row['unit']} {self.t('document.' + row['stage'], year=row['fiscal_year'])}"
        return f"{name}（{document_id}）" if document_id in self.alike else name

    def colour(self, document_id: str) -> str:
        """Return the colour of the document's jurisdiction, the same on every page and under every filter."""
        return self.palette.at(self.ranks[self.about[document_id]["jurisdiction"]])


def language() -> Text:
    """Show the language switch and return its texts; comes first, because page titles need it."""
    label = st.segmented_control(
        "语言 / Language",
        list(LANGUAGE_LABELS),
        default="中文",
        required=True,
        key="lang",
        bind="query-params",
        width="stretch",
        label_visibility="collapsed",
    )
    return Text(LANGUAGE_LABELS[label or "中文"])


def money_unit(t: Text) -> MoneyUnit:
    """Show the switch of the unit of money."""
    label = st.segmented_control(
        t("filter.money"),
        [unit.value for unit in MoneyUnit],
        default=MoneyUnit.WAN.value,
        required=True,
        key="money",
        bind="query-params",
        width="stretch",
        help=t("filter.money_help"),
    )
    return MoneyUnit(label or MoneyUnit.WAN.value)


def choose(t: Text) -> View:
    """Show the filters and keep the resulting view for the page.

    Raises:
        DashboardError: the database is missing or broken.
    """
    catalogue = cache.documents()
    everything = catalogue.everything
    unknown = [value for key, column in _COLUMNS.items() for value in _unknown(key, catalogue.names(column))]
    unknown += _unknown("province", list(catalogue.provinces)) if catalogue.is_large else []
    unknown += [value for value in st.query_params.get_all(ONLY) if value not in catalogue.about]
    conditions = _searched(t, catalogue) if catalogue.is_large else _listed(t, catalogue)
    conditions += _stage(t, catalogue)
    unit = money_unit(t)
    if conditions:
        st.button(t("filter.clear"), on_click=clear, key="clear", width="stretch", type="tertiary")
    if unknown:
        st.caption(t("filter.dropped"))
        st.text("、".join(unknown))
    listed = catalogue.chosen(conditions)
    documents = _only(t, everything, listed[0])
    palette = theme.palette(st.context.theme.type)
    known = (catalogue.about, catalogue.alike, catalogue.ranks)
    view = View(t, unit, palette, documents, everything, *known, listed=listed)
    st.session_state[_VIEW] = view
    return view


def _asked(key: str) -> list[str]:
    """What is chosen, as text: in the session, and in the link, which is ahead of it after a step back."""
    held = st.session_state.get(key) or []
    held = [held] if isinstance(held, str) else held
    return list(dict.fromkeys([*map(str, held), *st.query_params.get_all(key)]))


def _unknown(key: str, known: Sequence[object]) -> list[str]:
    """Streamlit leaves out, without a word, what a list does not offer."""
    asked = [value for value in _asked(key) if value]
    return [value for value in asked if value not in set(map(str, known))] if asked else []


def _listed(t: Text, catalogue: Catalogue) -> list[pl.Expr]:
    """All names in plain lists."""
    conditions = []
    for key, column in _COLUMNS.items():
        if values := _several(t(f"filter.{key}"), key, catalogue.names(column), t):
            conditions.append(pl.col(column).is_in(values))
    return conditions


def _searched(t: Text, catalogue: Catalogue) -> list[pl.Expr]:
    """The same filters where the names are too many to send: by province, and by some letters of the name."""
    find = st.text_input(
        t("filter.find"), key="name_part", type="search", live=True, placeholder=t("filter.find_hint"), max_chars=40
    )
    province = st.selectbox(
        t("filter.province"),
        list(catalogue.provinces),
        index=None,
        key="province",
        bind="query-params",
        placeholder=t("filter.all"),
    )
    within = catalogue.within(province)
    regions = _offered(t, catalogue, "region", within, find or "")
    years = _several(t("filter.year"), "year", catalogue.names("fiscal_year"), t)
    if regions:
        # A jurisdiction that is named counts wherever it lies.
        within = pl.col("jurisdiction").is_in(regions)
    units = _offered(t, catalogue, "unit", within, "" if regions else find or "")
    conditions: list[pl.Expr] = [within] if regions or province else []
    conditions += [pl.col("fiscal_year").is_in(years)] if years else []
    return conditions + ([pl.col("unit").is_in(units)] if units else [])


def _offered(t: Text, catalogue: Catalogue, key: str, among: pl.Expr, find: str) -> list[str]:
    column = _COLUMNS[key]
    known = set(catalogue.names(column))
    offer = catalogue.offer(column, [value for value in _asked(key) if value in known], among, find)
    values: list[str] = _several(t(f"filter.{key}"), key, offer.names, t)
    if offer.more > 0:
        st.caption(t("filter.more", count=f"{offer.more:,}"))
    return values


def _several(label: str, key: str, options: Sequence[Any], t: Text) -> list[Any]:
    return st.multiselect(label, options, key=key, bind="query-params", placeholder=t("filter.all"))


def _stage(t: Text, catalogue: Catalogue) -> list[pl.Expr]:
    """预算 or 决算 is asked only where both exist."""
    stages = catalogue.names("stage")
    if len(stages) < 2:
        return []
    options = [label for stage, label in STAGE_LABELS.items() if stage in stages]
    picked = _several(t("filter.stage"), "stage", options, t)
    names = [stage for stage, label in STAGE_LABELS.items() if label in picked]
    return [pl.col("stage").is_in(names)] if names else []


def _only(t: Text, everything: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The document that a link is about, whatever is filtered; said beside the filters, with the way back."""
    wanted = st.query_params.get(ONLY)
    found = everything.filter(pl.col("document_id") == wanted) if wanted else documents.clear()
    if found.is_empty():
        return documents
    with st.container(border=True, gap="xsmall", key="only"):
        st.caption(t("filter.only"))
        row = found.row(0, named=True)
        name = f"{row['unit']} {t('document.' + row['stage'], year=row['fiscal_year'])}"
        st.text(f"{name}\n{wanted}")
        st.button(t("filter.all_documents"), on_click=_leave_only, key="leave-only")
    return found


def _leave_only() -> None:
    st.query_params.pop(ONLY, None)


def clear() -> None:
    """Show everything again; language and unit of money stay."""
    for key in ("region", "year", "unit", "stage"):
        if key in st.session_state:
            st.session_state[key] = []
    for key, nothing in (("province", None), ("name_part", "")):
        if key in st.session_state:
            st.session_state[key] = nothing


def current() -> View:
    """Return the view of this run, for a page."""
    view: View = st.session_state[_VIEW]
    return view
