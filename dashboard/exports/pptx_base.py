"""An empty deck in the look of the house, and the few strokes that slides are made of."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
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
_TITLES: Final = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
_FIELDS: Final = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
ALIGN: Final = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
ANCHOR: Final = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}


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
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = ANCHOR[anchor]
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = margin
    for number, (text, style) in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = ALIGN[style.align]
        paragraph.space_before, paragraph.space_after, paragraph.line_spacing = Pt(style.above), Pt(0), 1.0
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(style.size), style.bold
        run.font.color.rgb = rgb(style.colour)
