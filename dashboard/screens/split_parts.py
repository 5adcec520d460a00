"""Bars of a whole and its parts, and the table of the same figures: shared by the sections of 基本与项目."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from dashboard.charts import stacked
from dashboard.charts.stacked import Segment, Style
from dashboard.format import percent, scaled
from dashboard.screens import parts, trust, window
from dashboard.screens.parts import DOCUMENT_WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.filters import View

Row = dict[str, Any]
DOCUMENT: Final = "doc"
"""The word in the URL for the document of the sections that show one."""
REST: Final = "rest"
SHOWN: Final = ("total", "basic", "project")
"""The measures of a row of the tables."""
_NEARLY: Final = Decimal("1.005")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name on the axis, its whole and its parts by series; in 元, None where it is not printed.

    `lines` stand in the hover of every part, those of `printed` in that of one.
    """

    name: str
    whole: Decimal | None
    parts: Mapping[str, Decimal | None]
    lines: tuple[str, ...] = ()
    printed: Mapping[str, str] | None = None

    @property
    def rest(self) -> Decimal:
        """What the whole says beyond its parts; nothing where the whole is not known."""
        return Decimal(0) if self.whole is None else self.whole - self.sum

    @property
    def sum(self) -> Decimal:
        """The parts that are printed, added."""
        return sum((part for part in self.parts.values() if part is not None), start=Decimal(0))

    @property
    def base(self) -> Decimal:
        """What shares are shares of: the printed whole, else the sum of the parts."""
        return self.sum if self.whole is None else self.whole


@dataclass(frozen=True, slots=True)
class Drawing:
    """The words of a chart, its series with their words in order, and whether shares or amounts are drawn."""

    key: str
    title: str
    source: str
    series: Mapping[str, str]
    rest: str
    as_share: bool
    notes: Mapping[str, str]


def chart(view: View, bars: Sequence[Bar], drawing: Drawing) -> None:
    """Draw the bars; what the whole says beyond its parts is a part of its own, and what it lacks is said in words.

    A bar without figures keeps its place with its text from the notes.
    """
    segments = [segment for bar in bars for segment in _segments(view, bar, drawing)]
    drawn = {segment.row for segment in segments}
    names = [bar.name for bar in bars] + [name for name in drawing.notes if name not in {bar.name for bar in bars}]
    axis = view.t("axis.share") if drawing.as_share else view.t("axis.money", unit=view.unit.value)
    shown = [bar for bar in bars if bar.name in drawn]
    # Within half a percent a hundred is the end of the axis all the same: roundings are said in words.
    fits = all(bar.base > 0 and bar.sum <= bar.base * _NEARLY for bar in shown)
    figure = stacked.chart(
        segments,
        names,
        _styles(view, drawing, any(segment.series == drawing.rest for segment in segments)),
        view.palette,
        (drawing.title, drawing.source, axis),
        percent=drawing.as_share and fits,
        notes={name: note for name, note in drawing.notes.items() if name not in drawn},
        ends={} if drawing.as_share else {bar.name: view.money(bar.whole) for bar in shown if bar.whole is not None},
        colours={view.label(document): view.colour(document) for document in view.shown},
        wide=not window.is_narrow(),
    )
    parts.chart(figure, drawing.key, drawing.title)
    if exceeded := [bar for bar in shown if bar.rest < 0]:
        with st.container(key=f"quiet-{drawing.key}"):
            st.text("\n".join(_exceeded(view, bar) for bar in exceeded))


def _exceeded(view: View, bar: Bar) -> str:
    return view.t("split.exceeded", name=bar.name, difference=view.money(-bar.rest), unit=view.unit.value)


def _styles(view: View, drawing: Drawing, with_rest: bool) -> list[Style]:  # noqa: FBT001 - of one chart
    palette = view.palette
    looks = [(palette.basic, ""), (palette.project, "/"), (palette.categories[2], "\\"), (palette.categories[4], "x")]
    styles = [Style(word, *look) for word, look in zip(drawing.series.values(), looks, strict=False)]
    return [*styles, Style(drawing.rest, palette.residual, ".")] if with_rest else styles


def _segments(view: View, bar: Bar, drawing: Drawing) -> list[Segment]:
    """A blank is no segment: it is not drawn as zero."""
    pieces = [(name, word, bar.parts.get(name)) for name, word in drawing.series.items()]
    if bar.rest > 0:
        pieces.append((REST, drawing.rest, bar.rest))
    return [
        _segment(view, bar, drawing, (name, word), amount)
        for name, word, amount in pieces
        if amount is not None and bar.base
    ]


def _segment(view: View, bar: Bar, drawing: Drawing, series: tuple[str, str], amount: Decimal) -> Segment:
    name, word = series
    share = percent(amount, bar.base)
    size = 100 * amount / bar.base if drawing.as_share else scaled(amount, view.unit) or Decimal(0)
    printed = (bar.printed or {}).get(name)
    said = (printed or "").split("\n")
    lines = [bar.name, f"{word} {view.money(amount)} {view.unit.value} · {share}", *said, *bar.lines]
    return Segment(bar.name, word, size, share if drawing.as_share else view.money(amount), lines)


def basic_bar(view: View, row: Row, name: str, measures: Sequence[str], whole: Decimal | None) -> Bar:
    """Return the bar of a row of `out_basic_project` with the parts named by `measures`."""
    printed = {
        m: f"{view.t('field.as_printed')} {row[m + '_text']} {row['unit_text']}" for m in measures if row[m + "_text"]
    }
    lines = [f"{row['document_id']} {parts.place(view.t, row)}"]
    lines += trust.lines(view, trust.of(view.shown).at(row, row["statement"], ("total", *measures)))
    return Bar(name, whole, {m: row[f"{m}_yuan"] for m in measures}, tuple(lines), printed)


def series(view: View, measures: Sequence[str]) -> dict[str, str]:
    """Return measures with their words."""
    return {measure: view.t(f"measure.{measure}") for measure in measures}


def table(view: View, rows: Sequence[Row], key: str) -> None:
    """Show rows of `out_basic_project` with their shares, the figures as printed and their places."""
    t = view.t
    if not rows:
        return
    frame = parts.with_place(view, pl.DataFrame(rows, infer_schema_length=None)).with_columns(
        pl.Series("document", [view.label(row["document_id"]) for row in rows], dtype=pl.String),
        pl.Series("share", [percent(row["project_yuan"], row["total_yuan"]) for row in rows], dtype=pl.String),
        pl.Series("printed", [_printed(row) for row in rows], dtype=pl.String),
        pl.Series("shown_name", [t("spending.whole") if r["is_total"] else r["name"] for r in rows], dtype=pl.String),
        trust.column(view, rows, lambda row: row["statement"], SHOWN),
    )
    fields = [
        # The same in every row it would only push the figures out of sight.
        *([Field("document", t("field.document"), width=DOCUMENT_WIDTH)] if frame["document"].n_unique() > 1 else []),
        *([Field("shown_name", t("field.name"))] if not all(row["is_total"] for row in rows) else []),
        Field("total_yuan", t("measure.total"), "money"),
        Field("basic_yuan", t("measure.basic"), "money"),
        Field("project_yuan", t("measure.project"), "money"),
        Field("share", t("card.project_share"), "right"),
        Field("trust", t("field.trust"), width=100),
        Field("printed", t("field.as_printed")),
        Field("source", t("field.source")),
    ]
    parts.table(view, frame, fields, key)


def _printed(row: Row) -> str:
    texts = [row["total_text"], row["basic_text"], row["project_text"]]
    return " | ".join(text or "—" for text in texts) + f" {row['unit_text']}"


def one_document(view: View) -> str:
    """Ask for one of the chosen documents, kept in the URL by its id, which survives a change of language."""
    wanted = st.query_params.get(DOCUMENT)
    options = view.shown if wanted not in view.ids or wanted in view.shown else [*view.shown, wanted]
    if len(options) == 1:
        return options[0]
    st.session_state[_PICKED] = wanted if wanted in options else options[0]
    st.selectbox(view.t("split.choose"), options, format_func=view.label, key=_PICKED, on_change=_remember)
    picked: str = st.session_state[_PICKED]
    return picked


_PICKED: Final = "split-document"


def _remember() -> None:
    st.query_params[DOCUMENT] = st.session_state[_PICKED]


def states(view: View, statement: str, matrix: pl.DataFrame, documents: Sequence[str] | None = None) -> dict[str, str]:
    """Return, by document (of those shown), in words what became of a statement, from rows of `disclosure_matrix`."""
    found = status(statement, matrix)
    name = view.t(f"statement.{statement}")
    return {
        document: view.t("split.state", statement=name, status=view.t(f"status.{found.get(document, 'absent')}"))
        for document in documents or view.shown
    }


def status(statement: str, matrix: pl.DataFrame) -> dict[str, str]:
    """Return, by document, the status of a statement."""
    rows = matrix.filter(pl.col("statement") == statement)
    return dict(zip(rows["document_id"].to_list(), rows["status"].to_list(), strict=True))
