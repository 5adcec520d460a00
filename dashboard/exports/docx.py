"""A briefing as a text (汇报材料): headings 一、（一）, sentences from the slides, tables, sources numbered as notes.

Nothing is written here that a slide does not hold: sentences come from it or are its table read out, and a reason that
the disclosures do not state is left as a blank to fill in.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Pt

from dashboard.exports import docx_base as base
from dashboard.exports import fitting
from dashboard.exports.docx_base import Face, Grid, Setting
from dashboard.exports.model import Figure
from dashboard.exports.words import (
    chart_table,
    column_amounts,
    header,
    legend,
    made,
    own_link,
    plain,
    row_name,
    shown_rows,
    warnings,
)
from dashboard.format import decimals, money
from dashboard.text import Text

if TYPE_CHECKING:
    from docx.document import Document as Native

    from dashboard.exports.house import House
    from dashboard.exports.model import Briefing, Slide, Table
    from dashboard.format import MoneyUnit

_TITLE, _SMALL, _NOTE = 22, 12, 10.5
_SMALL_LINE: Final = 20
"""Points: 口径 and checks are set smaller than the sentences they belong to."""
_STEPS: Final = ((10.5, 9.0), (9.0, 9.0), (9.0, 6.0), (8.0, 6.0), (8.0, 4.0), (7.5, 4.0))
"""Sizes of the type of tables in the order they are tried, with the em that a column of words keeps at least."""
_READABLE: Final = 8.0
_PADDING: Final = 2 * base.PAD + 1
"""Points left and right of the text of a cell together."""
_SPOKEN: Final = 4
"""So many rows of a table, and columns of them, are read out where a page brought no sentence of its own."""
_DIGITS: Final = "零一二三四五六七八九"


@dataclass(slots=True)
class _Report:
    """The text being written, with the sources cited so far."""

    text: Native
    house: House
    briefing: Briefing
    t: Text
    cited: dict[str, int] = field(default_factory=dict)
    tables: int = 0

    def face(self, kind: str = "body", size: float = base.BODY, *, bold: bool = False) -> Face:
        """Return the face of title, heading, body or note."""
        return Face(str(getattr(self.house.paper, kind)), size, bold)

    def cite(self, source: str) -> int:
        """Return the number of a source, each counted once."""
        return self.cited.setdefault(plain(source), len(self.cited) + 1)


def report(briefing: Briefing, house: House) -> bytes:
    """Return the text of a briefing as a `.docx`."""
    text = base.empty(house)
    text.core_properties.title, text.core_properties.subject = plain(briefing.title), plain(briefing.selection)
    text.core_properties.author, text.core_properties.comments = plain(house.organisation), ""
    writing = _Report(text, house, briefing, Text(briefing.language))
    _head(writing)
    _sections(writing)
    _sources(writing)
    _page_numbers(writing)
    content = io.BytesIO()
    text.save(content)
    return content.getvalue()


def chinese(number: int) -> str:
    """Return a number from 1 to 99 as headings count.

    >>> chinese(2), chinese(10), chinese(11), chinese(21)
    ('二', '十', '十一', '二十一')
    """
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens % 10]}十")
    return head + (_DIGITS[ones] if ones else "")


def _say(writing: _Report, text: str, face: Face, setting: Setting | None = None) -> None:
    base.run(base.paragraph(writing.text, None, setting), text, face, writing.house)


def _head(writing: _Report) -> None:
    """Title, who and when, and what the figures are."""
    briefing, t = writing.briefing, writing.t
    centred = Setting("center", 0, 34, below=6)
    _say(writing, plain(briefing.title), writing.face("title", _TITLE, bold=True), centred)
    words = [plain(writing.house.organisation), made(briefing)]
    _say(writing, "　".join(word for word in words if word), writing.face("note"), Setting("center", 0, below=12))
    selection = t("briefing.selection", text=plain(briefing.selection))
    lead = t("report.lead", selection=selection, unit=briefing.unit.value)
    opening = base.paragraph(writing.text)
    base.run(opening, lead, writing.face(), writing.house)
    link = own_link(briefing.link, briefing)
    if link:
        base.run(opening, " ", writing.face(), writing.house)
        base.link(opening, t("briefing.open"), link, writing.face(), writing.house)


def _sections(writing: _Report) -> None:
    """The findings under their numbers: 一、 for a page, （一） for its slides; of one page the slides have 一、."""
    slides = writing.briefing.slides
    pages = [(page, list(some)) for page, some in groupby(slides, key=lambda slide: slide.page)]
    before = ""
    if len(pages) < 2:
        pages = [("", [slide]) for slide in slides]
    for number, (page, some) in enumerate(pages, start=1):
        if page:
            _heading(writing, 1, (number,), page)
        for part, slide in enumerate(some, start=1):
            _heading(writing, 2 if page else 1, (number, part) if page else (number,), slide.title)
            _section(writing, slide, same_basis=slide.basis == before)
            before = slide.basis


def _heading(writing: _Report, level: int, numbers: tuple[int, ...], title: str) -> None:
    t = writing.t
    *_, last = numbers
    chosen = chinese(last) if t.language == "zh" and last < 100 else ".".join(map(str, numbers))
    said = t("report.heading" if level == 1 else "report.part", number=chosen, title=plain(title))
    setting = Setting("left", 2, above=10 if level == 1 else 6, below=4, with_next=True)
    made = base.paragraph(writing.text, f"Heading {level}", setting)
    base.run(made, said, writing.face("heading" if level == 1 else "note", bold=level > 1), writing.house)


def _section(writing: _Report, slide: Slide, *, same_basis: bool) -> None:
    """One slide: its sentences, the reason to fill in, basis, checks, its table."""
    t, text = writing.t, writing.text
    table = slide.table or (chart_table(slide.chart, t) if slide.chart else None)
    for sentence in [plain(line) for line in slide.lead if line.strip()] or _read_out(writing, table):
        _say(writing, sentence, writing.face())
    _say(writing, t("report.reason"), writing.face())
    small = Setting(indent=2, line=_SMALL_LINE)
    basis = base.paragraph(text, None, small)
    words = t("report.same_basis") if same_basis else t("briefing.basis", text=plain(slide.basis))
    base.run(basis, words, writing.face("note", _SMALL), writing.house)
    numbers = dict.fromkeys(writing.cite(source) for source in slide.sources if source.strip())
    marks = "".join(_runs(sorted(numbers)))
    base.run(basis, marks, writing.face("note", _SMALL), writing.house, raised=True)
    for warning in warnings(slide):
        face = Face(writing.house.paper.note, _SMALL, colour=writing.house.colours.warning)
        _say(writing, f"⚠ {t('briefing.warning', text=warning)}", face, small)
    if table:
        _table(writing, slide, table)


def _runs(numbers: list[int]) -> list[str]:
    """Numbers of sources, neighbours together: [1], [3–7]."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [f"[{first}]" if first == last else f"[{first}–{last}]" for first, last in runs]


def _read_out(writing: _Report, table: Table | None) -> list[str]:
    """The first rows of a table as sentences: every number is a figure of it, a blank is called one."""
    if table is None:
        return []
    t, unit = writing.t, writing.briefing.unit
    places = [decimals(column_amounts(table, column), unit) for column in range(len(table.columns))]
    sentences = []
    for row in [*table.rows[:_SPOKEN], *(table.rows[number] for number in table.sums_of if number >= _SPOKEN)]:
        parts = []
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            if isinstance(cell, Figure):
                parts.append(_spoken(cell, plain(column.label), (unit, places[place]), t))
        name = row_name(table, row)
        if parts:
            sentences.append(t("report.sentence", row=name, parts=t("report.between").join(parts[:_SPOKEN])))
    return sentences


def _spoken(figure: Figure, label: str, shown: tuple[MoneyUnit, int], t: Text) -> str:
    """One figure in a sentence; where there is none, what stands in its place (declared empty, not listed)."""
    unit, places = shown
    if figure.yuan is not None:
        return t("report.cell", label=label, amount=money(figure.yuan, unit, places), unit=unit.value)
    if figure.text:
        return t("report.instead", label=label, text=plain(figure.text))
    return t("report.blank", label=label)


def _table(writing: _Report, slide: Slide, table: Table) -> None:
    """A caption with the unit, the table; a wide one lies, on pages of its own, and is broken where it must be."""
    t, unit, text = writing.t, writing.briefing.unit, writing.text
    cells, labels = shown_rows(table, unit, t), header(table)
    texts = [[labels[n], *(row[n].whole for row in cells)] for n in range(len(labels))]
    spread = fitting.spread(writing.house.paper.latin)
    upright = _widths(texts, _room(text, lying=False) / spread)
    turned = upright is None or (upright[1] < _READABLE and len(labels) > _SPOKEN)
    if turned:
        _turn(text, lying=True)
    writing.tables += 1
    for count, part in enumerate(_parts(texts, _room(text, lying=turned) / spread)):
        ending = t("briefing.continued", number=count) if count else ""
        caption = t("report.caption", number=writing.tables, title=plain(slide.title)) + ending
        _say(writing, caption, writing.face("heading", 12), Setting("center", 0, 18, above=6, with_next=True))
        # A table without an amount, such as that of what is published, has no unit.
        of_money = any(column.kind == "money" for column in table.columns)
        notes = [t("report.table_unit", unit=unit.value)] if of_money else []
        notes += [text for text in (legend(slide, t),) if text]
        if notes:
            _say(writing, "　".join(notes), writing.face("note", _NOTE), Setting("right", 0, 14, with_next=True))
        chosen = [[row[n] for n in part.columns] for row in cells]
        right = [table.columns[n].kind != "text" for n in part.columns]
        widths = [width * spread for width in part.widths]
        shown = Grid([labels[n] for n in part.columns], chosen, right, frozenset(table.sums_of), widths, part.size)
        base.table(text, shown, writing.house)
        base.paragraph(text, None, Setting("left", 0, 10))
    if turned:
        _turn(text, lying=False)


@dataclass(frozen=True, slots=True)
class _Part:
    """Columns of a table that fit a page side by side."""

    columns: list[int]
    widths: list[float]
    size: float


def _parts(texts: list[list[str]], room: float) -> list[_Part]:
    """As few parts as the columns fit, the first column in each: no figure is ever broken over lines."""
    count = len(texts) - 1
    for parts in range(1, count + 1):
        each = -(-count // parts)
        columns = [[0, *range(start, min(start + each, count + 1))] for start in range(1, count + 1, each)]
        fitted = [_widths([texts[n] for n in part], room) for part in columns]
        if each == 1 or all(fitted):
            # One column that does not fit at any size is set in the smallest: it is a text without a break.
            some = [
                found or ([room / len(part)] * len(part), _STEPS[-1][0])
                for found, part in zip(fitted, columns, strict=True)
            ]
            return [_Part(part, *found) for part, found in zip(columns, some, strict=True)]
    return [_Part([0], [room], _STEPS[0][0])]


def _room(text: Native, *, lying: bool) -> float:
    """Width between the margins in points, of an upright or a lying page."""
    section = text.sections[0]
    sides = sorted((section.page_width or 0, section.page_height or 0))
    width = sides[1] if lying else sides[0]
    return (width - (section.left_margin or 0) - (section.right_margin or 0)) / Pt(1)


def _widths(texts: list[list[str]], room: float) -> tuple[list[float], float] | None:
    for size, least in _STEPS:
        widths = fitting.column_widths(texts, size, fitting.Room(room, _PADDING, least))
        if widths is not None:
            wider = min(room / sum(widths), 2.0)
            return [width * wider for width in widths], size
    return None


def _turn(text: Native, *, lying: bool) -> None:
    section = text.add_section(WD_SECTION.NEW_PAGE)
    # The paragraph that ends a section takes a line, which must not come to stand on a page of its own.
    base.shrink(text.element.body.findall(qn("w:p"))[-1])
    short, long = sorted((section.page_width or 0, section.page_height or 0))
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if lying else (short, long)


def _sources(writing: _Report) -> None:
    """The sources by their numbers, as notes at the end."""
    if not writing.cited:
        return
    setting = Setting("left", 2, above=10, below=4, with_next=True)
    heading = base.paragraph(writing.text, "Heading 1", setting)
    base.run(heading, writing.t("report.sources"), writing.face("heading"), writing.house)
    for source, number in writing.cited.items():
        _say(writing, f"[{number}] {source}", writing.face("note", 12), Setting("left", 0, 18))


def _page_numbers(writing: _Report) -> None:
    """The number of the page, as official documents have it, on every page."""
    if writing.house.docx:
        return
    face = writing.face("title", 14)
    footer = writing.text.sections[0].footer
    made_on = footer.paragraphs[0]
    base.lay(made_on, Setting("center", 0, 16))
    before, between, after = writing.t("report.page_of", page="\0", pages="\0").split("\0")
    for words, code in ((before, "PAGE"), (between, "NUMPAGES")):
        base.run(made_on, words, face, writing.house)
        base.field(made_on, code, face, writing.house)
    base.run(made_on, after, face, writing.house)
