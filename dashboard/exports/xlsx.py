"""A briefing as a workbook: a sheet for each table in exact 元, totals as live sums, then 口径, 来源 and 核对提示."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dashboard.exports import fitting
from dashboard.exports.model import Figure
from dashboard.exports.sheets import OPTIONS
from dashboard.exports.words import (
    chart_figures,
    chart_table,
    made,
    own_link,
    plain,
    separator,
    sign,
    table_figures,
    warnings,
)
from dashboard.format import MoneyUnit
from dashboard.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.exports.house import House
    from dashboard.exports.model import Briefing, Column, Slide, Table
    from dashboard.exports.words import Named

YUAN: Final = "#,##0.00"
_MONEY: Final = {
    MoneyUnit.WAN: r"[>=10000000000]#\,###\,##0\.0000;[>=10000000]#\,##0\.0000;0\.0000",
    MoneyUnit.YI: r"0\.00000000",
}
"""Whole 元 shown in the unit, to the last 元: the point is set before the last four or eight digits."""
_HEAD: Final = 3
"""Rows above the first of a table: finding, basis with unit, header."""
_LONGEST_NAME, _LONGEST_LINK, _MOST_ARGUMENTS, _MOST_DIGITS = 31, 2079, 200, 15
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_EXACT: Final = Decimal("0.01")


@dataclass(slots=True)
class _Book:
    """What the sheets of one workbook share."""

    native: Any
    briefing: Briefing
    house: House
    t: Text
    formats: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    found: list[tuple[str, str, str]] = field(default_factory=list)
    """Sheet, where in it, what to know: the rows of 核对提示."""

    def look(self, **properties: object) -> Any:  # noqa: ANN401 - the library's own
        """Return a cell format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            base = {"font_name": self.house.fonts.fallbacks[0] if self.house.fonts.fallbacks else "", "font_size": 11}
            self.formats[key] = self.native.add_format({**base, "valign": "vcenter"} | dict(properties))
        return self.formats[key]

    def name(self, wanted: str) -> str:
        """Return a name no other sheet has, as Excel allows it."""
        base = _NOT_IN_NAMES.sub(" ", plain(wanted)).strip("' ")[:_LONGEST_NAME] or "Sheet"
        name, number = base, 2
        while name.casefold() in self.names or name.casefold() == "history":
            ending = f" {number}"
            name, number = base[: _LONGEST_NAME - len(ending)] + ending, number + 1
        self.names.add(name.casefold())
        return name


def workbook(briefing: Briefing, house: House) -> bytes:
    """Return the workbook of a briefing as an `.xlsx`."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as native:
        native.set_properties({"title": plain(briefing.title), "subject": plain(briefing.selection), "author": ""})
        book = _Book(native, briefing, house, Text(briefing.language))
        for key in ("workbook.basis", "workbook.sources", "workbook.checks"):
            book.names.add(book.t(key).casefold())
        sheets = [(_table_sheet(book, slide), slide) for slide in briefing.slides]
        _basis_sheet(book, sheets)
        _sources_sheet(book, sheets)
        _checks_sheet(book, sheets)
    return content.getvalue()


def _table_sheet(book: _Book, slide: Slide) -> str:
    """One slide's table, or that of its chart; a slide of words has its words."""
    table = slide.table or (chart_table(slide.chart, book.t) if slide.chart else None)
    name = book.name(slide.page)
    sheet = book.native.add_worksheet(name)
    unit = _unit_shown(table, book.briefing.unit)
    word = book.t("workbook.yuan_unit") if unit is None else unit.value
    sheet.write_string(0, 0, plain(slide.title), book.look(bold=True, font_size=14))
    said = f"{book.t('briefing.unit', unit=word)}　{book.t('briefing.basis', text=plain(slide.basis))}"
    sheet.write_string(1, 0, said, book.look(font_color=book.house.colours.muted))
    if table is None:
        for number, sentence in enumerate(slide.lead, start=_HEAD):
            sheet.write_string(number, 0, plain(sentence), book.look())
        sheet.set_column(0, 0, 100)
        return name
    _Writer(book, sheet, name, table, _MONEY[unit] if unit else YUAN).write()
    return name


def _unit_shown(table: Table | None, unit: MoneyUnit) -> MoneyUnit | None:
    """The unit the cells show; None (元) where an amount has 角 or 分, which no format shows in a larger unit."""
    amounts = [named.figure.yuan for named in table_figures(table)] if table else []
    return unit if all(amount is None or amount == amount.to_integral_value() for amount in amounts) else None


@dataclass(slots=True)
class _Writer:
    """Writes one table."""

    book: _Book
    sheet: Any
    name: str
    table: Table
    money: str

    def write(self) -> None:
        """Write header, cells and sums; freeze the header and the first column."""
        colours = self.book.house.colours
        head = {"bold": True, "font_color": "#ffffff", "bg_color": colours.primary, "text_wrap": True}
        for column, told in enumerate(self.table.columns):
            look = self.book.look(**head, align="left" if told.kind == "text" else "right")
            self.sheet.write_string(_HEAD - 1, column, plain(told.label), look)
        for number, row in enumerate(self.table.rows):
            for column, (cell, told) in enumerate(zip(row, self.table.columns, strict=True)):
                self._cell((number, column), cell, told)
        for column, width in enumerate(self._widths()):
            self.sheet.set_column(column, column, width)
        self.sheet.freeze_panes(_HEAD, 1)
        self.sheet.repeat_rows(_HEAD - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def _cell(self, at: tuple[int, int], cell: object, column: Column) -> None:
        number, place = at
        row = number + _HEAD
        if isinstance(cell, Figure):
            self._figure(at, cell)
        elif cell is None:
            self.sheet.write_blank(row, place, None, self._look(number))
        elif isinstance(cell, Decimal | int) and not isinstance(cell, bool):
            pattern = {"share": "0.00%", "count": "#,##0.######" if isinstance(cell, Decimal) else "#,##0", "year": "0"}
            self.sheet.write_number(row, place, cell, self._look(number, pattern.get(column.kind, self.money)))
        else:
            self.sheet.write_string(row, place, plain(str(cell)), self._look(number, "@"))

    def _figure(self, at: tuple[int, int], figure: Figure) -> None:
        number, place = at
        row, yuan = number + _HEAD, figure.yuan
        look = self._look(number, self.money, warned=bool(figure.warning), printed=figure.mark == "printed")
        if yuan is None and figure.text:
            self.sheet.write_string(row, place, plain(figure.text), look)
        elif yuan is None:
            self.sheet.write_blank(row, place, None, look)
        elif not _fits(yuan):
            self.sheet.write_string(row, place, f"{yuan:f}", self._look(number, "@", warned=True))
            self._tell(at, self.book.t("workbook.too_long", text=f"{yuan:f}"))
        elif (formula := self._sum(at, yuan)) is not None:
            self.sheet.write_formula(row, place, formula, look, yuan)
        else:
            self.sheet.write_number(row, place, yuan, look)
        mark = "" if figure.mark == "derived" else sign(figure, self.book.t)
        told = [f"{mark} {self.book.t(f'briefing_mark.{figure.mark}')}" if mark else "", plain(figure.warning)]
        if any(told):
            self.sheet.write_comment(row, place, "\n".join(text for text in told if text))

    def _sum(self, at: tuple[int, int], yuan: Decimal) -> str | None:
        """The formula of a total; none where it would show anything but the figure."""
        number, place = at
        parts = self.table.sums_of.get(number)
        if not parts:
            return None
        amounts = [cell.yuan for cell in (self.table.rows[part][place] for part in parts) if isinstance(cell, Figure)]
        known = [amount for amount in amounts if amount is not None]
        if sum(known, Decimal(0)) != yuan or not all(map(_fits, known)):
            self._tell(at, self.book.t("workbook.sum_differs", total=f"{sum(known, Decimal(0)):,f}"))
            return None
        added = _add(_ranges(parts, place))
        # Doubles of whole 元 add up exactly, those with 分 after rounding: the cell holds the very number.
        return f"={added}" if all(amount == amount.to_integral_value() for amount in known) else f"=ROUND({added},2)"

    def _tell(self, at: tuple[int, int], text: str) -> None:
        self.book.found.append((self.name, f"{xl_col_to_name(at[1])}{at[0] + _HEAD + 1}", text))

    def _look(self, number: int, pattern: str = "@", *, warned: bool = False, printed: bool = True) -> Any:  # noqa: ANN401
        more: dict[str, object] = {"num_format": pattern} | ({} if printed else {"italic": True})
        if number in self.table.sums_of:
            more |= {"bold": True, "bg_color": self.book.house.colours.band, "top": 1}
        if warned:
            more |= {"bg_color": self.book.house.colours.warning_band, "font_color": self.book.house.colours.warning}
        return self.book.look(**more)

    def _widths(self) -> list[float]:
        amounts = [named.figure.yuan for named in table_figures(self.table) if named.figure.yuan is not None]
        longest = max((len(f"{amount:,.2f}") for amount in amounts), default=8) + 4
        widths = []
        for place, column in enumerate(self.table.columns):
            words = [plain(column.label), *(plain(str(row[place])) for row in self.table.rows if column.kind == "text")]
            wide = max(map(fitting.em, words)) * 2.1 + 2
            widths.append(min(max(wide, longest if column.kind == "money" else 8), 60))
        return widths


def _fits(yuan: Decimal) -> bool:
    """Tell whether Excel keeps an amount: 15 digits, and no part of a 分."""
    digits = len(yuan.normalize().as_tuple().digits)
    return digits <= _MOST_DIGITS and abs(yuan) < 10**_MOST_DIGITS and yuan == yuan.quantize(_EXACT)


def _ranges(parts: Sequence[int], place: int) -> list[str]:
    """Cells of one column as ranges of neighbours."""
    name = xl_col_to_name(place)
    runs: list[list[int]] = []
    for part in sorted(parts):
        row = part + _HEAD + 1
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return [f"{name}{first}" if first == last else f"{name}{first}:{name}{last}" for first, last in runs]


def _add(cells: Sequence[str]) -> str:
    """SUM of any number of cells: more than it takes are summed in groups."""
    if len(cells) <= _MOST_ARGUMENTS:
        return f"SUM({','.join(cells)})"
    groups = [cells[at : at + _MOST_ARGUMENTS] for at in range(0, len(cells), _MOST_ARGUMENTS)]
    return f"SUM({','.join(map(_add, groups))})"


def _plain_sheet(book: _Book, key: str, labels: Sequence[str], widths: Sequence[int]) -> Any:  # noqa: ANN401
    sheet = book.native.add_worksheet(book.t(key))
    head = book.look(bold=True, font_color="#ffffff", bg_color=book.house.colours.primary)
    for column, (label, width) in enumerate(zip(labels, widths, strict=True)):
        sheet.write_string(0, column, book.t(f"workbook.{label}"), head)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    return sheet


def _words(book: _Book, sheet: Any, row: int, texts: Iterable[str]) -> None:  # noqa: ANN401
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, book.look(text_wrap=True, num_format="@"))


def _basis_sheet(book: _Book, sheets: Sequence[tuple[str, Slide]]) -> None:
    """What each sheet shows on which basis, and how to read the cells."""
    t, briefing = book.t, book.briefing
    sheet = _plain_sheet(book, "workbook.basis", ("sheet", "finding", "basis", "sources", "link"), (20, 50, 60, 60, 30))
    for row, (name, slide) in enumerate(sheets, start=1):
        sources = separator(t).join(map(plain, slide.sources))
        _words(book, sheet, row, (name, plain(slide.title), plain(slide.basis), sources))
        _link(book, sheet, (row, 4), slide.link)
    row = len(sheets) + 2
    said = (
        ("workbook.selection", plain(briefing.selection)),
        ("workbook.unit", briefing.unit.value),
        ("workbook.made", made(briefing)),
    )
    for key, text in said:
        _words(book, sheet, row, (t(key), text))
        row += 1
    sheet.write_string(row, 0, t("workbook.exact", unit=briefing.unit.value), book.look())
    _link(book, sheet, (row + 1, 0), briefing.link)


def _link(book: _Book, sheet: Any, at: tuple[int, int], link: str) -> None:  # noqa: ANN401
    own = own_link(link, book.briefing)
    if own and len(own) <= _LONGEST_LINK:
        look = book.look(font_color=book.house.colours.primary, underline=1)
        sheet.write_url(*at, own, look, string=book.t("briefing.open"))
    else:
        sheet.write_string(*at, plain(link), book.look())


def _sources_sheet(book: _Book, sheets: Sequence[tuple[str, Slide]]) -> None:
    """Each figure with its exact amount in 元, as printed, and where."""
    labels = ("sheet", "row", "column", "yuan", "printed", "mark", "place")
    sheet = _plain_sheet(book, "workbook.sources", labels, (20, 40, 20, 22, 20, 16, 60))
    row = 1
    for name, slide in sheets:
        for named in _named(slide):
            _source(book, sheet, row, (name, named))
            row += 1


def _named(slide: Slide) -> list[Named]:
    if slide.table:
        return list(table_figures(slide.table))
    return list(chart_figures(slide.chart)) if slide.chart else []


def _source(book: _Book, sheet: Any, row: int, told: tuple[str, Named]) -> None:  # noqa: ANN401
    name, named = told
    figure = named.figure
    _words(book, sheet, row, (name, named.row or plain(figure.label), named.column))
    if figure.yuan is not None and _fits(figure.yuan):
        sheet.write_number(row, 3, figure.yuan, book.look(num_format=YUAN))
    elif figure.yuan is not None:
        sheet.write_string(row, 3, f"{figure.yuan:f}", book.look(num_format="@"))
    texts = (plain(figure.text or ""), book.t(f"briefing_mark.{figure.mark}"), plain(figure.place))
    for column, text in enumerate(texts, start=4):
        sheet.write_string(row, column, text, book.look(num_format="@"))


def _checks_sheet(book: _Book, sheets: Sequence[tuple[str, Slide]]) -> None:
    """What fails: warnings of slides and figures, and what this workbook could not write as a number or formula."""
    sheet = _plain_sheet(book, "workbook.checks", ("sheet", "row", "warning"), (20, 40, 90))
    lines = [(name, "", text) for name, slide in sheets for text in warnings(slide)]
    lines += book.found
    for row, line in enumerate(lines, start=1):
        _words(book, sheet, row, line)
    if not lines:
        sheet.write_string(1, 0, book.t("workbook.no_checks"), book.look())
