"""A briefing as an editable deck: native charts and tables; every slide has a foot with basis, unit and sources."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pptx.util import Inches

from dashboard.exports import faces, fitting, pptx_chart, pptx_table, pptx_treemap
from dashboard.exports.pptx_base import POINT, Area, Style, box, empty
from dashboard.exports.pptx_page import MARGIN, Pen, blank, heading, page, pen
from dashboard.exports.words import chart_table, made, own_link, plain
from dashboard.text import Text

if TYPE_CHECKING:
    from dashboard.exports.house import House
    from dashboard.exports.model import Briefing, Chart, Slide, Table
    from dashboard.exports.pptx_table import Setting

_BESIDE: Final = 0.44
"""Of the width: a table that needs no more, and few rows, stands beside its chart."""
_GAP: Final = Inches(0.25)
_LONGER_TITLE: Final = 30
"""Points: the title of a page that continues a table may take a line more than that of the first."""
_LEAST: Final = Inches(2.2)
"""A chart needs so much height."""


def deck(briefing: Briefing, house: House) -> bytes:
    """Return the deck of a briefing as a `.pptx`; more than one slide begin with a cover."""
    presentation = empty(house)
    tool = pen(presentation, house, briefing, Text(briefing.language))
    about = presentation.core_properties
    about.title, about.subject = plain(briefing.title), plain(briefing.selection)
    about.author, about.comments, about.keywords = plain(house.organisation), "", ""
    if len(briefing.slides) > 1:
        _cover(tool)
    for slide in briefing.slides:
        _slide(tool, slide)
    for native in presentation.slides:
        faces.apply(native._element, house.fonts)  # noqa: SLF001 - the library sets Latin faces only
        if native.has_notes_slide:
            faces.apply(native.notes_slide._element, house.fonts)  # noqa: SLF001
    content = io.BytesIO()
    presentation.save(content)
    return content.getvalue()


def _cover(tool: Pen) -> None:
    """What the deck is about; basis and sources stand on each slide."""
    native, briefing, t = blank(tool), tool.briefing, tool.t
    middle = round((tool.deck.slide_height or 0) * 0.3)
    taken = heading(native, tool, plain(briefing.title), Area(MARGIN, middle, tool.width, Inches(1.4)))
    lines = [t("briefing.selection", text=plain(briefing.selection)), t("briefing.unit", unit=briefing.unit.value)]
    lines += [plain(tool.house.organisation)] if tool.house.organisation else []
    lines += [t("briefing.made", date=made(briefing)), t("briefing.cover_note")]
    style = Style(16, tool.house.colours.text, above=4)
    top = middle + taken + Inches(0.3)
    high = sum(fitting.height(line, style.size, tool.points) + style.above for line in lines)
    shape = box(native.shapes, Area(MARGIN, top, tool.width, round(high * POINT)), [(s, style) for s in lines], "about")
    link = own_link(briefing.link, briefing)
    if link:
        foot = Area(MARGIN, shape.top + shape.height + Inches(0.1), Inches(3), Inches(0.35))
        way = box(native.shapes, foot, [(t("briefing.open"), style)], "link")
        way.text_frame.paragraphs[0].runs[0].hyperlink.address = link


def _slide(tool: Pen, slide: Slide) -> None:
    """One finding on as many slides as its table takes."""
    title, lead = plain(slide.title), slide.lead
    told = slide.table or _table_of(slide.chart, tool)
    table = pptx_table.setting(told, tool.briefing.unit, tool.t, tool.house.fonts.latin) if told else None
    if slide.chart is None and table is None:
        page(tool, slide, title, lead)
        return
    count = 0
    if slide.chart:
        native, area = _page_with_room(tool, slide, title, lead)
        if table and (shared := _shared(table, area)):
            upper, lower, piece = shared
            pptx_table.draw(native.shapes, lower, table, piece, tool.house).name = "table"
            _draw_chart(native, tool, slide.chart, upper, title)
            return
        _draw_chart(native, tool, slide.chart, area, title)
        count, lead = 1, ()
    if table:
        _table_pages(tool, slide, table, lead, count)


def _table_of(chart: Chart | None, tool: Pen) -> Table | None:
    """The amounts of a chart whose parts can be too thin for their labels: they are never left out."""
    return chart_table(chart, tool.t) if chart and chart.kind in {"pie", "stacked", "stacked_share"} else None


def _page_with_room(tool: Pen, slide: Slide, title: str, lead: tuple[str, ...]) -> tuple[Any, Area]:
    """A page with height for its contents: failing that, the sentences under the title stand in the notes alone."""
    native, area = page(tool, slide, title, lead)
    if area.height >= _LEAST or not lead:
        return native, area
    listed = tool.deck.slides._sldIdLst  # noqa: SLF001 - the library has no public way to take slides out
    tool.deck.part.drop_rel(listed[-1].rId)
    listed.remove(listed[-1])
    return page(tool, slide, title, ())


def _shared(table: Setting, area: Area) -> tuple[Area, Area, pptx_table.Sheet] | None:
    """The places of a chart and of its small table beside or beneath it, in one piece, at a size that can be read."""
    width, height = area.points
    for step in pptx_table.STEPS[1:4]:
        if pptx_table.natural_width(table, step[0]) <= width * _BESIDE:
            pieces = pptx_table.sheets(table, width * _BESIDE, height, (step,))
            if len(pieces) == 1:
                wide = round(sum(pieces[0].widths) * POINT)
                right = replace(area, left=area.left + area.width - wide, width=wide)
                return replace(area, width=area.width - wide - _GAP), right, pieces[0]
    for step in pptx_table.STEPS[1:4]:
        pieces = pptx_table.sheets(table, width, height, (step,))
        # A line to spare: rows grow where a program breaks a name otherwise.
        high = round((sum(pieces[0].heights) + step[0] * fitting.LINE) * POINT)
        if len(pieces) == 1 and pieces[0].size == step[0] and area.height - high - _GAP >= _LEAST:
            upper = replace(area, height=area.height - high - _GAP)
            return upper, replace(area, top=area.top + area.height - high, height=high), pieces[0]
    return None


def _draw_chart(native: Any, tool: Pen, chart: Chart, area: Area, title: str) -> None:  # noqa: ANN401
    if chart.kind == "treemap":
        pptx_treemap.draw(native.shapes, area, chart, tool.briefing.unit, (tool.house, tool.t))
        return
    frame = pptx_chart.draw(native.shapes, area, chart, tool.briefing.unit, tool.house)
    frame.name = "chart"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", title)  # noqa: SLF001 - read out to those who cannot see it


def _table_pages(tool: Pen, slide: Slide, table: Setting, lead: tuple[str, ...], count: int) -> None:
    """A table on its pages, each with the title and its number in the row."""
    base = plain(slide.title)
    pieces: list[pptx_table.Sheet] = []
    at = 0
    while at == 0 or at < len(pieces):
        number = count + at
        title = base + tool.t("briefing.continued", number=number) if number else base
        native, area = page(tool, slide, title, lead if at == 0 else ())
        if at == 0:
            width, height = area.points
            pieces = pptx_table.sheets(table, width, height)
            if len(pieces) > 1:
                pieces = pptx_table.sheets(table, width, height - _LONGER_TITLE)
        pptx_table.draw(native.shapes, area, table, pieces[at], tool.house).name = "table"
        at += 1
