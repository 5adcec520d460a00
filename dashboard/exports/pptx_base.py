"""An empty deck in the look of the house, and the few strokes that slides are made of."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.util import Emu, Inches, Pt

from dashboard.exports import faces
from dashboard.theme import LIGHT_CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pptx.presentation import Presentation as Deck
    from pptx.shapes.autoshape import Shape
    from pptx.slide import SlideLayout

    from dashboard.exports.house import House

POINT: Final = 12_700
"""English Metric Units in a point."""
WIDE: Final = (Inches(13.333), Inches(7.5))
_P: Final = "http://schemas.openxmlformats.org/presentationml/2006/main"
A: Final = f"{{{faces.A}}}"
_TITLES: Final = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
_FIELDS: Final = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
ALIGN: Final = {"left": "l", "right": "r", "center": "ctr"}
ANCHOR: Final = {"top": "t", "middle": "ctr", "bottom": "b"}


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.width / POINT, self.height / POINT


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks: size in points, colour as `#rrggbb`, space above in points."""

    size: float
    colour: str
    bold: bool = False
    align: str = "left"
    above: float = 0


def empty(house: House) -> Deck:
    """Return a deck without slides: the house's own template, or a 16:9 one with the house's theme."""
    if house.pptx:
        deck = Presentation(io.BytesIO(house.pptx))
        _drop_slides(deck)
        return deck
    deck = Presentation()
    _widen(deck)
    for relation in deck.slide_master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            part: Any = relation.target_part
            part.blob = faces.theme(part.blob, house.fonts, house.colours, LIGHT_CATEGORIES)
    return deck


def _drop_slides(deck: Deck) -> None:
    listed = deck.slides._sldIdLst  # noqa: SLF001 - the library has no public way to take slides out
    for entry in list(listed):
        deck.part.drop_rel(entry.rId)
        listed.remove(entry)


def _widen(deck: Deck) -> None:
    """The library's own template is 4:3: its masters and layouts are stretched with the page."""
    before = deck.slide_width or WIDE[0]
    deck.slide_width, deck.slide_height = WIDE
    for sheet in (deck.slide_master, *deck.slide_layouts):
        places: Any = sheet.placeholders
        for shape in places:
            if shape._element.spPr.xfrm is not None:  # noqa: SLF001 - inherited places stay inherited
                shape.left, shape.width = (Emu(side * WIDE[0] // before) for side in (shape.left, shape.width))


def title_layout(deck: Deck) -> SlideLayout:
    """Return the layout with a title and little else: slides bring their own contents."""

    def others(layout: SlideLayout) -> tuple[bool, int]:
        places: Any = layout.placeholders
        kinds = [place.placeholder_format.type for place in places]
        return not any(kind in _TITLES for kind in kinds), sum(kind not in _TITLES | _FIELDS for kind in kinds)

    return min(deck.slide_layouts, key=others)


def rgb(colour: str) -> RGBColor:
    """Return `#rrggbb` as the library's colour."""
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def fill(shape: Shape, colour: str, line: str | None = None) -> None:
    """Give a shape a plain colour, and an outline where asked."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    if line is None:
        shape.line.fill.background()
    else:
        shape.line.color.rgb = rgb(line)
        shape.line.width = Pt(0.75)


def bar(shapes: Any, area: Area, colour: str, name: str) -> Shape:  # noqa: ANN401 - slide or group
    """Draw a plain rectangle."""
    shape: Shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, area.left, area.top, area.width, area.height)
    fill(shape, colour)
    style = shape._element.find(f"{{{_P}}}style")  # noqa: SLF001 - the theme's shadow and ink come with it
    if style is not None:
        shape._element.remove(style)  # noqa: SLF001
    shape.name = name
    return shape


def box(shapes: Any, area: Area, paragraphs: Iterable[tuple[str, Style]], name: str, anchor: str = "top") -> Shape:  # noqa: ANN401
    """Add a text box whose text is fitted beforehand: it neither grows nor shrinks."""
    shape: Shape = shapes.add_textbox(area.left, area.top, area.width, area.height)
    shape.name = name
    write(shape.text_frame, paragraphs, anchor)
    return shape


def write(frame: Any, paragraphs: Iterable[tuple[str, Style]], anchor: str = "top", margin: int = 0) -> None:  # noqa: ANN401
    """Fill the library's text frame with paragraphs, text as it is; the margin is in EMU."""
    body = frame._txBody  # noqa: SLF001 - a property at a time the library takes ten times as long
    settings = body.find(f"{A}bodyPr")
    settings[:] = [settings.makeelement(f"{A}noAutofit", {}, None)]
    settings.set("wrap", "square")
    settings.set("anchor", ANCHOR[anchor])
    for side in ("lIns", "tIns", "rIns", "bIns"):
        settings.set(side, str(margin))
    for old in body.findall(f"{A}p"):
        body.remove(old)
    for text, style in paragraphs:
        made = paragraph(body, style)
        if text:
            run(made, text, style)
    if body.find(f"{A}p") is None:
        etree.SubElement(body, f"{A}p")


def paragraph(body: Any, style: Style) -> Any:  # noqa: ANN401 - elements of the library
    """Add an empty paragraph to the text of a shape."""
    made = etree.SubElement(body, f"{A}p")
    settings = etree.SubElement(made, f"{A}pPr", {"algn": ALIGN[style.align]})
    for name, kind, value in (("lnSpc", "spcPct", 100_000), ("spcBef", "spcPts", style.above * 100)):
        etree.SubElement(etree.SubElement(settings, f"{A}{name}"), f"{A}{kind}", {"val": str(round(value))})
    etree.SubElement(etree.SubElement(settings, f"{A}spcAft"), f"{A}spcPts", {"val": "0"})
    return made


def run(made: Any, text: str, style: Style) -> Any:  # noqa: ANN401 - as above
    """Add a piece of text to a paragraph; the faces are set later, for all slides at once."""
    piece = etree.SubElement(made, f"{A}r")
    look = etree.SubElement(piece, f"{A}rPr", {"sz": str(round(style.size * 100)), "b": str(int(style.bold))})
    paint(look, style.colour)
    etree.SubElement(piece, f"{A}t").text = text
    return piece


def paint(parent: Any, colour: str) -> None:  # noqa: ANN401 - as above
    """Fill what an element describes with a colour."""
    etree.SubElement(etree.SubElement(parent, f"{A}solidFill"), f"{A}srgbClr", {"val": colour[1:].upper()})
