"""Pieces that pages share: headings, tables with sources, notes; text of documents is always shown as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl
import streamlit as st
from plotly.basedatatypes import BaseFigure  # type: ignore[import-untyped]

from dashboard import cache, comparability
from dashboard.charts import enlarge
from dashboard.format import decimals, scaled, wrap
from dashboard.screens import projector, widths, window

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

    from dashboard.charts.base import Figure
    from dashboard.comparability import Barrier, Purpose, Verdict
    from dashboard.filters import View
    from dashboard.text import Text

Kind = Literal["text", "money", "number", "right"]
DOCUMENT_WIDTH: Final = 274
"""Pixels: the name of a bureau with its year; longer ones are cut, so that the figures stay in sight."""

MOST_NAMED: Final = 4
"""A note names so many documents, and says how many more there are."""
MOST_ROWS: Final = 14
"""Longer tables scroll inside themselves."""
ROW: Final = 35
PHONE_NAMES: Final = (0, 190, 104)
"""Pixels that a phone leaves to the words before the first figure: to one column of them, or to each of several."""
PHONE_LINES: Final = (3, 5)
"""Lines of a row on a phone: the browser breaks words from 60 pixels on, and more than five hide the next rows."""
PHONE_HEIGHT: Final = 520

CHART_CONFIG: Final = {
    "displaylogo": False,
    "modeBarButtonsToRemove": [
        "zoom2d",
        "pan2d",
        "select2d",
        "lasso2d",
        "zoomIn2d",
        "zoomOut2d",
        "autoScale2d",
        "resetScale2d",
    ],
    "toImageButtonOptions": {"format": "png", "scale": 2},
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table on screen; `aside`, it stands behind the others on a phone."""

    name: str
    label: str
    kind: Kind = "text"
    width: Literal["small", "medium", "large"] | int | None = None
    aside: bool = False


def heading(view: View, name: str) -> None:
    """Show the title of a page, what it answers, and the warning about nested units where it applies."""
    st.title(view.t(f"page.{name}"), anchor=False)
    st.caption(view.t(f"lead.{name}"))
    nested_note(view)


def chosen(view: View) -> list[str] | None:
    """Return the chosen documents for a question; None where nothing is filtered, for there may be very many."""
    return None if len(view.documents) == len(view.everything) else view.ids


ALL: Final = 1_000_000
"""The bound of an answer with one row for each document, which is asked once of all of them."""


def within(view: View, frame: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the first rows of the chosen documents of an answer about all; `found` counts all of theirs."""
    if len(view.documents) < len(view.everything):
        chosen = view.documents.select(pl.col("document_id").cast(frame.schema["document_id"]))
        frame = frame.join(chosen, on="document_id", how="semi", maintain_order="left")
    return frame.head(most).with_columns(found=pl.lit(len(frame), pl.Int32))


def nested_note(view: View) -> None:
    """Say which chosen unit lies inside a chosen department: their totals never add up."""
    pairs = comparability.nested_pairs(view.documents)
    if not pairs:
        return
    with st.container(key="quiet-nested", border=True, gap="xsmall"):
        st.markdown(f":material/account_tree: **{view.t('nested.title')}** {view.t('nested.note')}")
        for unit, department in pairs[:MOST_NAMED]:
            st.text(f"{view.label(unit)} ⊂ {view.label(department)}")
        if len(pairs) > MOST_NAMED:
            st.text(view.t("guard.more", count=len(pairs) - MOST_NAMED))


def guard(view: View, purpose: Purpose, documents: pl.DataFrame | None = None) -> Verdict:
    """Say what of the documents must not be added, or joined as one series, with a switch that does it all the same.

    `documents` are rows of `view.documents`, all of them by default; for a series no more than are drawn. Where very
    many are to be added, the groups hold those alone that stand for a reason: sum elsewhere. The switch is `together`
    in the URL; once on a page. Titles of what is drawn with the verdict go through `joined`.
    """
    chosen = view.documents if documents is None else documents
    rows = (chosen if purpose == "series" else comparability.representatives(chosen)).to_dicts()
    verdict = comparability.judge(rows, purpose)
    if not verdict.barriers:
        return verdict
    with st.container(key="quiet-guard", border=True, gap="xsmall"):
        st.markdown(f":material/merge_type: **{view.t(f'guard.title_{purpose}')}**")
        for reason in verdict.reasons:
            barriers = [barrier for barrier in verdict.barriers if barrier.reason == reason]
            st.text(f"{view.t(f'guard.{reason}')} {_kept_apart(view, barriers)}")
        together = st.toggle(
            view.t("guard.together"), key="together", bind="query-params", help=view.t("guard.together_help")
        )
    return comparability.judge(rows, purpose, together=True) if together else verdict


def _kept_apart(view: View, barriers: Sequence[Barrier]) -> str:
    """The documents of a department or a version by name; what differs over the whole selection, by its values."""
    reason, t = barriers[0].reason, view.t
    if reason in _OVERALL:
        column = "fiscal_year" if reason == "year" else str(reason)
        values = sorted({view.about[d][column] for barrier in barriers for d in barrier.documents})
        shown = [str(value) if reason == "year" else t(f"{reason}.{value}") for value in values]
        more = 0
    else:
        shown = [_pair(view, barrier) for barrier in barriers[:2]]
        more = sum(len(barrier.documents) - 1 for barrier in barriers) - len(shown)
    listed = ("；" if t.language == "zh" else "; ").join(shown)
    return f"{listed}；{t('guard.others')}" if more else listed


def _pair(view: View, barrier: Barrier) -> str:
    sign = " ⊃ " if barrier.reason == "nested" else " ／ "
    return sign.join(view.label(document) for document in barrier.documents[:2])


_OVERALL: Final = ("scope", "stage", "year")
"""Reasons that are about the selection as a whole, not about pairs of documents."""


def joined(view: View, title: str, verdict: Verdict) -> str:
    """Return a title that says what was put together where a person has overridden the verdict."""
    if not verdict.together:
        return title
    reasons = ("、" if view.t.language == "zh" else ", ").join(view.t(f"guard.with_{r}") for r in verdict.reasons)
    return view.t("guard.joined", title=title, reasons=reasons)


def limited_note(view: View) -> None:
    """Say how many of the chosen documents are not drawn, where a page draws only `view.shown`."""
    if view.hidden:
        st.info(
            view.t("filter.limited", shown=len(view.shown), count=f"{view.hidden:,}"), icon=":material/filter_list:"
        )


def place(t: Text, row: Mapping[str, Any]) -> str:
    """Return page and line of a row in words, as far as they are known."""
    words = []
    if row.get("page") is not None:
        words.append(t("place.page", page=row["page"]))
    if row.get("line") is not None:
        words.append(t("place.line", line=row["line"]))
    return " ".join(words) or t("place.unknown")


def with_place(view: View, frame: pl.DataFrame) -> pl.DataFrame:
    """Add `place` and `source` (the document's file and place) to a frame with document_id, page and line."""
    rows = frame.to_dicts()
    places = [place(view.t, row) for row in rows]
    return frame.with_columns(
        pl.Series("place", places, dtype=pl.String),
        pl.Series(
            "source", [f"{r.get('document_id', '')} {p}" for r, p in zip(rows, places, strict=True)], dtype=pl.String
        ),
    )


def words(view: View, frame: pl.DataFrame, column: str, group: str) -> pl.DataFrame:
    """Replace the words of the data in one column by their texts."""
    values = [None if v is None else view.t.known(f"{group}.{v}", str(v)) for v in frame[column].to_list()]
    return frame.with_columns(pl.Series(column, values, dtype=pl.String))


def table(
    view: View, frame: pl.DataFrame, fields: Sequence[Field], key: str, *, choice: Hashable | None = None
) -> int | None:
    """Show a table: money exact in the chosen unit, right-aligned, with as many decimals as its column needs.

    Rows can be chosen where `choice` tells which rows these are: where it changes, no row is chosen any more. (Another
    key would say the same, but the browser would build the table anew.)

    Returns:
        The number of the row a person has chosen, where rows can be chosen.
    """
    selectable = choice is not None
    if selectable:
        # Of another database the same number is another row: it would stand marked beside what another one has opened.
        _forget(key, (choice, cache.version()))
    row, most = enlarged(ROW), MOST_ROWS
    if window.is_narrow():
        fields, row, most = _on_phone(frame, fields)
    shown = frame.select(
        _scaled(view, frame[field.name]) if field.kind == "money" else frame[field.name] for field in fields
    )
    config = {field.name: _config(view, frame, field) for field in fields}
    with st.container(key=f"table-{key}"):
        state: Any = st.dataframe(
            # As Arrow it goes to the browser as it is; a Polars frame would take the way through pandas.
            shown.to_arrow(compat_level=pl.CompatLevel.oldest()),
            hide_index=True,
            column_config=config,
            key=key,
            placeholder="—",
            height="content" if len(shown) <= most else row * most + enlarged(ROW),
            row_height=row,
            on_select="rerun" if selectable else "ignore",
            selection_mode="single-row",
        )
    rows = state.get("selection", {}).get("rows", []) if selectable else []
    return rows[0] if rows and rows[0] < len(frame) else None


def _on_phone(frame: pl.DataFrame, fields: Sequence[Field]) -> tuple[list[Field], int, int]:
    """Return the columns as a phone shows them, the height of a row, and how many rows are in sight."""
    ordered = sorted(fields, key=lambda field: field.aside)
    words = list(takewhile(lambda field: field.kind == "text", ordered))
    widest = PHONE_NAMES[min(len(words), 2)]
    lines = {field.name: _lines(frame[field.name], (widest - 16) / 14) for field in words}
    found = [replace(field, width=widest) if lines.get(field.name, 1) > 1 else field for field in ordered]
    if max(lines.values(), default=1) == 1:
        return found, ROW, MOST_ROWS
    least, most = PHONE_LINES
    row = 18 * min(max(least, *lines.values()), most) + 12
    return found, row, PHONE_HEIGHT // row


def _lines(column: pl.Series, width: float) -> int:
    return max((len(wrap(str(value), int(width))) for value in column.unique().to_list() if value), default=1)


def _forget(key: str, choice: Hashable) -> None:
    """A row that was chosen among other rows is not chosen among these."""
    held = f"_rows-{key}"
    if st.session_state.get(held, choice) != choice and key in st.session_state:
        st.session_state[key] = {"selection": {"rows": []}}
    st.session_state[held] = choice


def _scaled(view: View, column: pl.Series) -> pl.Series:
    values = [scaled(value, view.unit) for value in column.to_list()]
    return pl.Series(column.name, values, dtype=pl.Decimal(28, 10))


def _config(view: View, frame: pl.DataFrame, field: Field) -> Any:  # noqa: ANN401 - Streamlit's own column type
    width = enlarged(field.width) if isinstance(field.width, int) else field.width
    if field.kind == "money":
        places = decimals(frame[field.name].to_list(), view.unit)
        label = field.label + view.t("unit." + view.unit.name)
        needed = widths.of_money(label, frame[field.name], view.unit, places)
        width = enlarged(needed) if width is None and needed else width
        return st.column_config.NumberColumn(label, format=f"%,.{places}f", width=width)
    if field.kind == "number":
        return st.column_config.NumberColumn(field.label, format="%d", width=width)
    alignment: Literal["left", "right"] = "right" if field.kind == "right" else "left"
    needed = widths.of_text(field.label, frame[field.name]) if field.kind == "right" and width is None else None
    width = enlarged(needed) if needed else width
    return st.column_config.TextColumn(field.label, width=width, alignment=alignment)


class Drawn(BaseFigure):  # type: ignore[misc]
    """A figure that is finished: Streamlit takes it for one of Plotly's own and does not check it once more."""

    def __init__(self, figure: Figure) -> None:
        """Keep the figure; Plotly's constructor would take it apart."""
        self._figure = enlarge.figure(figure) if projector.is_on() else figure

    def to_dict(self) -> Figure:
        """Return the figure in Plotly's JSON form."""
        return self._figure


def chart(figure: Figure, key: str, alt: str) -> None:
    """Show a figure that is not clicked."""
    st.plotly_chart(Drawn(figure), key=key, config=CHART_CONFIG, alt=alt)


def folded(label: str, key: str) -> ExpanderContainer:
    """Return a box that is closed at first, and whose content costs nothing until `open`; open, it is in the URL."""
    return st.expander(label, key=key, on_change="rerun", bind="query-params")


def enlarged(pixels: int) -> int:
    """Return pixels as they are on the page, or enlarged with the type on a projector."""
    return round(pixels * enlarge.FACTOR) if projector.is_on() else pixels


def source_files(view: View, also: Iterable[int] = ()) -> str:
    """Return the names of the chosen documents' files, for a chart's subtitle; with their years, and `also` these."""
    names = view.documents["source_file"].to_list()
    shown = "、".join(names[:3]) if view.t.language == "zh" else ", ".join(names[:3])
    more = view.t("source.more", count=len(names) - 3) if len(names) > 3 else ""
    return view.t("source.files", years=years(view, also), files=f"{shown}{more}")


def years(view: View, also: Iterable[int] = ()) -> str:
    """Return the fiscal years of the chosen documents, and `also` these, for a chart's title."""
    found = sorted({*view.documents["fiscal_year"].to_list(), *also})
    return view.t(
        "title.years", years="、".join(map(str, found)) if view.t.language == "zh" else ", ".join(map(str, found))
    )
