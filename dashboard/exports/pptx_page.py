"""The frame of every slide: title with its finding, warnings, and the foot with 口径, 单位, 来源, date and link."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx.util import Emu, Inches, Pt

from dashboard.exports import fitting
from dashboard.exports.pptx_base import POINT, A, Area, Style, bar, box, paragraph, run, title_layout, write
from dashboard.exports.words import legend, made, note_lines, own_link, plain, separator, warnings
from dashboard.format import NONE

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.slide import Slide as Native
    from pptx.slide import SlideLayout

    from dashboard.exports.house import House
    from dashboard.exports.model import Briefing, Slide
    from dashboard.text import Text

MARGIN: Final = Inches(0.5)
_TITLE: Final = (28, 26, 24, 22, 20, 18, 16, 14)
_LEAD: Final = (16, 15, 14, 13, 12, 11)
_KICKER, _WARNING, _FOOT = 12, 12, 9
_LOGO: Final = Inches(1.8)
"""A logo is no wider."""
_NUMBER: Final = Inches(0.6)
"""Width of the slide's number, beside the foot."""
_FOOT_LINES: Final = 2
"""Lines of 口径 and of 来源 each: what is longer stands in the notes in full."""


@dataclass(frozen=True, slots=True)
class Pen:
    """What every slide of a deck is drawn with."""

    deck: Deck
    layout: SlideLayout
    house: House
    briefing: Briefing
    t: Text

    @property
    def width(self) -> int:
        """Width between the margins, in EMU."""
        return (self.deck.slide_width or 0) - 2 * MARGIN

    @property
    def points(self) -> float:
        """Width between the margins, in points, as the text in the house's Latin face is measured."""
        return self.measured(self.width)

    def measured(self, width: int) -> float:
        """Return a width of EMU in points, less what the Latin face may be wider than measured."""
        return width / POINT / fitting.spread(self.house.fonts.latin)


def pen(deck: Deck, house: House, briefing: Briefing, t: Text) -> Pen:
    """Return what the slides of a deck are drawn with."""
    return Pen(deck, title_layout(deck), house, briefing, t)


def page(tool: Pen, slide: Slide, title: str, lead: tuple[str, ...]) -> tuple[Native, Area]:
    """Add a slide with everything but its contents; return it with the area that is left for them."""
    native = blank(tool)
    colours = tool.house.colours
    top: int = Inches(0.3)
    band = Area(MARGIN, top, tool.width, round(_KICKER * fitting.LINE * POINT))
    _kicker(native, tool, slide, band)
    top += band.height + 5 * POINT
    top += heading(native, tool, title, Area(MARGIN, top, tool.width, Inches(1.1))) + 7 * POINT
    top = _lead(native, tool, lead, top, whole=not (slide.chart or slide.table))
    top = _warnings(native, tool, warnings(slide), top)
    foot = _foot(native, tool, slide)
    _notes(native, tool, slide)
    bar(native.shapes, Area(MARGIN, foot - 4 * POINT, tool.width, POINT), colours.line, "foot line")
    return native, Area(MARGIN, top, tool.width, foot - 10 * POINT - top)


def blank(tool: Pen) -> Native:
    """Add a slide with nothing on it but its title and the house's logo."""
    native: Native = tool.deck.slides.add_slide(tool.layout)
    title = native.shapes.title
    for place in list(native.placeholders):
        if title is None or place.shape_id != title.shape_id:
            place._element.getparent().remove(place._element)  # noqa: SLF001 - the library cannot delete shapes
    if tool.house.logo:
        logo = native.shapes.add_picture(io.BytesIO(tool.house.logo), MARGIN, Inches(0.22), height=Inches(0.3))
        if logo.width > _LOGO:
            logo.width, logo.height = Emu(_LOGO), Emu(logo.height * _LOGO // logo.width)
        logo.left = Emu(MARGIN + tool.width - logo.width)
        logo.name = "logo"
    return native


def heading(native: Native, tool: Pen, text: str, room: Area) -> int:
    """Write the title, as large as it fits; return the height it takes in EMU."""
    inner = room.width - 12 * POINT
    found = fitting.fit(text, tool.measured(inner), room.points[1], _TITLE)
    height = round(found.height * POINT) + 2 * POINT
    style = Style(found.size, tool.house.colours.text, bold=True)
    place = Area(room.left + 12 * POINT, room.top, inner, height)
    title = native.shapes.title
    if title is None:
        box(native.shapes, place, [(text, style)], "title", "middle")
    else:
        title.left, title.top, title.width, title.height = (Emu(n) for n in (place.left, place.top, inner, height))
        write(title.text_frame, [(text, style)], "middle")
    bar(
        native.shapes,
        Area(room.left, room.top + POINT, 4 * POINT, height - 2 * POINT),
        tool.house.colours.primary,
        "mark",
    )
    return height


def _kicker(native: Native, tool: Pen, slide: Slide, area: Area) -> None:
    """The page and the selection, the unit of the figures, beside the logo."""
    logo, aside = (_LOGO + Inches(0.15) if tool.house.logo else 0), Inches(1.6)
    text = "　|　".join(part for part in (plain(slide.page), plain(tool.briefing.selection)) if part)
    width = area.width - logo - aside
    line = fitting.cut(text, _KICKER, tool.measured(width), 1, "……")
    place = Area(area.left, area.top, width, area.height)
    muted = tool.house.colours.muted
    box(native.shapes, place, [(line, Style(_KICKER, muted))], "page")
    unit = tool.t("briefing.unit", unit=tool.briefing.unit.value)
    right = Area(area.left + width, area.top, aside, area.height)
    box(native.shapes, right, [(unit, Style(_KICKER, muted, align="right"))], "unit")


def _lead(native: Native, tool: Pen, lead: tuple[str, ...], top: int, *, whole: bool) -> int:
    """The sentences under the title; a slide without chart and table is theirs alone."""
    text = "\n".join(plain(sentence) for sentence in lead if sentence.strip())
    if not text:
        return top
    room = (tool.deck.slide_height or 0) * (0.6 if whole else 0.17) / POINT
    sizes = (20, 18, *_LEAD) if whole else _LEAD
    size = fitting.fit(text, tool.points, room, sizes).size
    most = max(1, int(room / (size * fitting.LINE)))
    shown = fitting.cut(text, size, tool.points, most, tool.t("briefing.in_notes"))
    height = round(fitting.height(shown, size, tool.points) * POINT)
    style = Style(size, tool.house.colours.text)
    box(native.shapes, Area(MARGIN, top, tool.width, height), [(line, style) for line in shown.split("\n")], "lead")
    return top + height + 7 * POINT


def _warnings(native: Native, tool: Pen, found: list[str], top: int) -> int:
    """A band that says which check does not hold; the rest of many stand in the notes."""
    if not found:
        return top
    more = tool.t("briefing.more_warnings", count=len(found) - 1) if len(found) > 1 else ""
    width = tool.points - 12
    said = "⚠ " + tool.t("briefing.warning", text=found[0])
    said = fitting.cut(said, _WARNING, width, 2, "……") if not more else _cut_before(said, more, width)
    height = round((fitting.height(said, _WARNING, width) + 6) * POINT)
    shape = bar(native.shapes, Area(MARGIN, top, tool.width, height), tool.house.colours.warning_band, "warning")
    write(shape.text_frame, [(said, Style(_WARNING, tool.house.colours.warning))], "middle", margin=3 * POINT)
    shape.text_frame.margin_left = shape.text_frame.margin_right = Emu(6 * POINT)
    return top + height + 7 * POINT


def _cut_before(said: str, more: str, width: float) -> str:
    if fitting.lines(said + more, _WARNING, width) <= 2:
        return said + more
    return fitting.cut(said, _WARNING, width, 2, "……" + more)


def _foot(native: Native, tool: Pen, slide: Slide) -> int:
    """Write the foot upwards from the bottom; return its top in EMU."""
    t, width = tool.t, tool.measured(tool.width - _NUMBER)
    basis = fitting.cut(t("briefing.basis", text=plain(slide.basis)), _FOOT, width, _FOOT_LINES, t("briefing.in_notes"))
    texts = [basis, _sources(slide, width, t)]
    style = Style(_FOOT, tool.house.colours.muted)
    last = _FOOT * fitting.LINE
    height = round((sum(fitting.height(text, _FOOT, width) for text in texts) + last) * POINT)
    top = (tool.deck.slide_height or 0) - Inches(0.22) - height
    area = Area(MARGIN, top, tool.width - _NUMBER, height)
    shape = box(native.shapes, area, [(text, style) for text in texts], "foot")
    _last_line(shape.text_frame, tool, slide, style)
    _number(native, tool, top + height - round(last * POINT), round(last * POINT))
    return top


def _sources(slide: Slide, width: float, t: Text) -> str:
    """All sources that fit their lines, each whole; if not all do, how many there are."""
    names = list(dict.fromkeys(plain(source) for source in slide.sources if source.strip()))
    text = t("briefing.sources", text=separator(t).join(names) or NONE)
    more = t("briefing.more_sources", count=len(names))
    for count in range(len(names) - 1, 0, -1):
        if fitting.lines(text, _FOOT, width) <= _FOOT_LINES:
            return text
        text = t("briefing.sources", text=separator(t).join(names[:count])) + more
    return fitting.cut(text, _FOOT, width, _FOOT_LINES, more)


def _last_line(frame: Any, tool: Pen, slide: Slide, style: Style) -> None:  # noqa: ANN401
    """Unit, date, who made it, and the way back to the view on screen."""
    briefing, t = tool.briefing, tool.t
    words = [t("briefing.unit", unit=briefing.unit.value), t("briefing.made", date=made(briefing))]
    words += [text for text in (plain(tool.house.organisation), legend(slide, t)) if text]
    link = own_link(slide.link, briefing)
    run(paragraph(frame._txBody, style), "　".join([*words, ""] if link else words), style)  # noqa: SLF001 - the element
    if link:
        way = frame.paragraphs[-1].add_run()
        way.text, way.font.size, way.hyperlink.address = t("briefing.open"), Pt(style.size), link


def _number(native: Native, tool: Pen, top: int, height: int) -> None:
    """The number of the slide, as a field: it follows when slides are moved."""
    area = Area(MARGIN + tool.width - _NUMBER, top, _NUMBER, height)
    style = Style(_FOOT, tool.house.colours.muted, align="right")
    shape = box(native.shapes, area, [(str(len(tool.deck.slides)), style)], "slide number")
    number = shape.text_frame.paragraphs[0].runs[0]._r  # noqa: SLF001 - the library has no fields
    number.tag = f"{A}fld"
    number.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    number.set("type", "slidenum")


def _notes(native: Native, tool: Pen, slide: Slide) -> None:
    """What the speaker can be asked: lead, 口径, every source and warning, where each figure is printed."""
    t = tool.t
    said = [plain(line) for line in slide.notes]
    places = [line for line in note_lines(slide, tool.briefing.unit, t) if line not in said]
    texts = [*(plain(line) for line in slide.lead), *said]
    texts += [t("briefing.basis", text=plain(slide.basis))]
    texts += [t("briefing.sources", text=plain(source)) for source in slide.sources]
    texts += [t("briefing.warning", text=text) for text in warnings(slide)]
    texts += [t("briefing.notes_figures"), *places] if places else []
    texts += [t("briefing.notes_link", link=plain(slide.link))]
    frame = native.notes_slide.notes_text_frame
    if frame is not None:
        body = frame._txBody  # noqa: SLF001 - hundreds of lines, which the library takes character by character
        for old in body.findall(f"{A}p"):
            body.remove(old)
        for text in texts:
            piece = etree.SubElement(etree.SubElement(body, f"{A}p"), f"{A}r")
            etree.SubElement(piece, f"{A}t").text = text
