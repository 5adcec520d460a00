"""The global filters: widgets bound to the URL, resolved into one frozen `View` for the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard import queries, theme
from dashboard.cache import ask
from dashboard.format import MoneyUnit, money
from dashboard.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.text import Language

LANGUAGE_LABELS: Final[dict[str, Language]] = {"中文": "zh", "English": "en"}
STAGE_LABELS: Final = {"budget": "预算 Budget", "final": "决算 Final accounts"}
"""In both languages at once: the label is also the value in the URL, which must survive a change of language."""

_VIEW: Final = "_view"


@dataclass(frozen=True, slots=True)
class View:
    """What a page needs to know: language, unit, colours, and the chosen documents.

    `documents` has the columns of `sql/documents.sql`; `everything` is the same before filtering, and `about` its rows
    by document; of those in `alike`, another has the same unit, year and stage.
    """

    t: Text
    unit: MoneyUnit
    palette: theme.Palette
    documents: pl.DataFrame
    everything: pl.DataFrame
    about: dict[str, dict[str, Any]] = field(repr=False)
    alike: frozenset[str] = frozenset()

    @property
    def ids(self) -> list[str]:
        """The chosen documents, in the order of display."""
        return self.documents["document_id"].to_list()

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
        row = self.about[document_id]
        return self.palette.of(row["jurisdiction"], self.everything["jurisdiction"].unique().to_list())


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
    everything = ask(queries.documents())
    chosen = {
        "jurisdiction": _several(t("filter.region"), "region", everything["jurisdiction"], t),
        "fiscal_year": _several(t("filter.year"), "year", everything["fiscal_year"], t),
        "unit": _several(t("filter.unit"), "unit", everything["unit"], t),
    }
    conditions = [pl.col(column).is_in(values) for column, values in chosen.items() if values]
    conditions += _stage(t, everything)
    unit = money_unit(t)
    if conditions:
        st.button(t("filter.clear"), on_click=clear, key="clear", width="stretch", type="tertiary")
    documents = everything.filter(conditions) if conditions else everything
    about = {row["document_id"]: row for row in everything.to_dicts()}
    view = View(t, unit, theme.palette(st.context.theme.type), documents, everything, about, _alike(about))
    st.session_state[_VIEW] = view
    return view


def _alike(about: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Two versions of a document never get one name: what has one name is drawn as one."""
    keys = {document: (row["unit"], row["fiscal_year"], row["stage"]) for document, row in about.items()}
    counted = Counter(keys.values())
    return frozenset(document for document, key in keys.items() if counted[key] > 1)


def _several(label: str, key: str, values: pl.Series, t: Text) -> list[object]:
    options = values.unique().sort(descending=values.dtype.is_numeric()).to_list()
    return st.multiselect(label, options, key=key, bind="query-params", placeholder=t("filter.all"))


def _stage(t: Text, everything: pl.DataFrame) -> list[pl.Expr]:
    """预算 or 决算 is asked only where both exist."""
    stages = everything["stage"].unique().to_list()
    if len(stages) < 2:
        return []
    options = [label for stage, label in STAGE_LABELS.items() if stage in stages]
    picked = st.multiselect(t("filter.stage"), options, key="stage", bind="query-params", placeholder=t("filter.all"))
    names = [stage for stage, label in STAGE_LABELS.items() if label in picked]
    return [pl.col("stage").is_in(names)] if names else []


def clear() -> None:
    """Show everything again; language and unit of money stay."""
    for key in ("region", "year", "unit", "stage"):
        if key in st.session_state:
            st.session_state[key] = []


def current() -> View:
    """Return the view of this run, for a page."""
    view: View = st.session_state[_VIEW]
    return view
