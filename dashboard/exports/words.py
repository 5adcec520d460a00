"""Words and figures as every writer puts them: exact amounts, marks, dates, places of print, links of our own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from dashboard.exports.model import Column, Figure, Table
from dashboard.format import NONE, decimals, money, percent
from dashboard.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.exports.model import Briefing, Chart, Slide
    from dashboard.format import MoneyUnit

_NOT_XML: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_NAMING: Final = {"text", "year"}
WARNED: Final = "⚠"


def plain(text: str) -> str:
    """Return text that XML can hold on one line: characters it forbids become �, line breaks become spaces."""
    return " ".join(_NOT_XML.sub("\ufffd", text).split())


def separator(t: Text) -> str:
    """Return what stands between the parts of a list of sentences or sources."""
    return "；" if t.language == "zh" else "; "


def made(briefing: Briefing) -> str:
    """Return the day a briefing was made on, in words."""
    day = briefing.made_on
    return Text(briefing.language)("briefing.date", year=day.year, month=day.month, day=day.day)


def own_link(link: str, briefing: Briefing) -> str | None:
    """Return a link if it leads to the dashboard itself (the host of the briefing's own link), else None."""
    target, home = urlsplit(link), urlsplit(briefing.link)
    if target.scheme in {"http", "https"} and target.netloc and target.netloc == home.netloc:
        return link
    return None


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell as it is read: `sign` marks how the figure came about, `warned` that a check on it fails."""

    text: str
    sign: str = ""
    warned: bool = False

    @property
    def whole(self) -> str:
        """The text with its marks."""
        return " ".join(part for part in (WARNED if self.warned else "", self.sign, self.text) if part)


def sign(figure: Figure, t: Text) -> str:
    """Return the short mark of a figure that is not printed in a table as it stands."""
    return t(f"briefing_sign.{figure.mark}").strip()


def legend(slide: Slide, t: Text) -> str:
    """Return what the marks on the figures of a slide mean, those that occur."""
    marks = dict.fromkeys(named.figure.mark for named in figures(slide) if named.figure.yuan is not None)
    said = [f"{t(f'briefing_sign.{mark}')} {t(f'briefing_mark.{mark}')}" for mark in marks if mark != "printed"]
    if any(named.figure.warning for named in figures(slide)):
        said.append(f"{WARNED} {t('briefing.fails')}")
    return "　".join(said)


def column_amounts(table: Table, column: int) -> list[Decimal | None]:
    """Return the amounts of one column in 元, a blank as None."""
    cells = [row[column] for row in table.rows]
    return [cell.yuan for cell in cells if isinstance(cell, Figure)]


def shown_rows(table: Table, unit: MoneyUnit, t: Text) -> list[list[Shown]]:
    """Return the cells of a table as texts; all amounts of a column have the same decimals."""
    places = [decimals(column_amounts(table, number), unit) for number in range(len(table.columns))]
    return [
        [
            shown(cell, column, unit, places[n], t)
            for n, (cell, column) in enumerate(zip(row, table.columns, strict=True))
        ]
        for row in table.rows
    ]


def shown(cell: object, column: Column, unit: MoneyUnit, places: int, t: Text) -> Shown:
    """Return one cell as text; a blank is a dash, never 0."""
    if isinstance(cell, Figure):
        if cell.yuan is None:
            return Shown(plain(cell.text) if cell.text else NONE, "", bool(cell.warning))
        return Shown(money(cell.yuan, unit, places), sign(cell, t), bool(cell.warning))
    if cell is None:
        return Shown("" if column.kind in {"text", "year"} else NONE)
    return Shown(_number(cell, column, unit) if isinstance(cell, Decimal | int) else plain(str(cell)))


def _number(number: Decimal | int, column: Column, unit: MoneyUnit) -> str:
    if column.kind == "money":
        return money(Decimal(number), unit)
    if column.kind == "share":
        return percent(Decimal(number), Decimal(1))
    return str(number) if column.kind == "year" else f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"


def header(table: Table) -> list[str]:
    """Return the labels of a table's columns."""
    return [plain(column.label) for column in table.columns]


def row_name(table: Table, row: tuple[object, ...]) -> str:
    """Return what a row of a table is called: its words and years before the first number, or all where none are."""
    pairs = list(zip(row, table.columns, strict=True))
    ahead = list(takewhile(lambda pair: pair[1].kind in _NAMING, pairs))
    words = [plain(str(cell)) for cell, column in ahead or pairs if column.kind in _NAMING and cell is not None]
    return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Named:
    """A figure with where it stands in the briefing: row (or category) and column (or series)."""

    row: str
    column: str
    figure: Figure

    @property
    def label(self) -> str:
        """What the figure is of."""
        return " ".join(part for part in (self.row, self.column) if part) or plain(self.figure.label)


def table_figures(table: Table) -> Iterator[Named]:
    """Yield the figures of a table in reading order."""
    for row in table.rows:
        for cell, column in zip(row, table.columns, strict=True):
            if isinstance(cell, Figure):
                yield Named(row_name(table, row), plain(column.label), cell)


def chart_figures(chart: Chart) -> Iterator[Named]:
    """Yield the figures of a chart, series by series."""
    for series in chart.series:
        for category, figure in zip(chart.categories, series.figures, strict=True):
            yield Named(plain(category), plain(series.name), figure)


def figures(slide: Slide) -> list[Named]:
    """Return every figure of a slide: those of its table, then those of its chart that the table does not hold."""
    found = list(table_figures(slide.table)) if slide.table else []
    known = {id(named.figure) for named in found} | {_key(named.figure) for named in found}
    charted = chart_figures(slide.chart) if slide.chart else iter(())
    return found + [n for n in charted if id(n.figure) not in known and _key(n.figure) not in known]


def _key(figure: Figure) -> tuple[object, ...]:
    return figure.label, figure.yuan, figure.place, figure.mark


def note_lines(slide: Slide, unit: MoneyUnit, t: Text) -> list[str]:
    """Return the place of print of each figure of a slide, one a line."""
    lines = []
    for named in figures(slide):
        figure = named.figure
        place = plain(figure.place) or t("briefing.no_place")
        if figure.text and figure.yuan is not None:
            place += separator(t) + t("briefing.figure_printed", text=plain(figure.text))
        if figure.mark != "printed":
            place += separator(t) + t(f"briefing_mark.{figure.mark}")
        amount = plain(figure.text or NONE) if figure.yuan is None else f"{money(figure.yuan, unit)}{unit.value}"
        lines.append(t("briefing.figure_place", label=named.label, amount=amount, place=place))
    return list(dict.fromkeys(lines))


def warnings(slide: Slide) -> list[str]:
    """Return the warnings of a slide and of its figures, each line once."""
    of_figures = [named.figure.warning for named in figures(slide)]
    lines = (plain(line) for text in (*slide.warnings, *of_figures) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def chart_table(chart: Chart, t: Text) -> Table:
    """Return the figures of a chart as a table: a row for each category, a column for each series."""
    grouped = bool(chart.parents)
    first = [Column(t("workbook.part"))] if grouped else []
    columns = (*first, Column(t("workbook.item")), *(Column(series.name, "money") for series in chart.series))
    rows = tuple(
        (*((chart.parents[n],) if grouped else ()), category, *(series.figures[n] for series in chart.series))
        for n, category in enumerate(chart.categories)
    )
    return Table(columns, rows)
