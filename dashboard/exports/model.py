"""What a briefing consists of, before it is a file: pages fill it from their queries, writers turn it into formats.

Money is exact Decimal 元 throughout; the unit on paper (万元, 亿元) is applied by the writers, by `dashboard.format`.
Texts of documents stay plain text: no writer reads markup, formulas or links in them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from dashboard.format import MoneyUnit
    from dashboard.text import Language

ChartKind = Literal["column", "bar", "stacked", "stacked_share", "line", "pie", "treemap", "waterfall"]
Mark = Literal["printed", "inferred", "narrative", "derived", "scenario"]
Kind = Literal["text", "money", "share", "count", "year"]
"""`share` is a ratio (0.25 is 25 %); `year` and `text` are never numbers to add."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount in 元 and where it was printed; None is a blank, which no writer shows as 0.

    `place` is what a reader needs to find it: document, table, page or line, in words. `warning` says which identity
    it takes part in that does not hold.
    """

    label: str
    yuan: Decimal | None
    text: str | None = None
    place: str = ""
    mark: Mark = "printed"
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: a figure for each category; `colour` is `#rrggbb`."""

    name: str
    figures: tuple[Figure, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart by its data. A treemap has one series, its categories are the tiles, and `parents` their groups.

    A waterfall has one series too: its first and last figures are levels, those between are the changes that lead from
    one to the other; where they do not add up exactly, columns are drawn instead.
    """

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    label: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: each cell is text, a Figure (money), a Decimal (share), an int (count, year), or None for a blank.

    `totals` are the numbers of the rows that are the sums of `sums_of[row]`, other rows of this table: a workbook
    writes them as live formulas.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    sums_of: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Row number → the rows it is the exact sum of, in every money column; only where that was checked."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One finding with what proves it.

    `title` states the finding with its figure; `basis` is 口径 (scope, stage, funds, what is not added); `sources` name
    document, table and page; `link` reopens this view; `notes` list each figure's place of print, for the speaker.
    """

    page: str
    title: str
    basis: str
    sources: tuple[str, ...]
    link: str
    chart: Chart | None = None
    table: Table | None = None
    lead: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Briefing:
    """A deck, a text or a workbook: the slides of one selection, with the filters said in words."""

    title: str
    selection: str
    slides: tuple[Slide, ...]
    unit: MoneyUnit
    language: Language
    made_on: date
    link: str
