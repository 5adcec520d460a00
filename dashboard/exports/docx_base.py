"""Paragraphs, fields and tables of a text in the house's typefaces, as official documents set them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Native
    from docx.table import Table as NativeTable
    from docx.text.paragraph import Paragraph

    from dashboard.exports.house import House
    from dashboard.exports.words import Shown

ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
MARGINS: Final = {"top": 3.7, "bottom": 3.5, "left": 2.8, "right": 2.6}
"""Centimetres on A4, as GB/T 9704 sets them for official documents."""
BODY: Final = 16
"""Points: 三号, the size of the body of official documents."""
PAD: Final = 3.5
"""Points left of the text of a cell, and right of it."""
_KEPT: Final = 7
"""Tables with so many rows stay on one page."""
_ALTERNATIVES: Final = {
    "宋体": "SimSun",
    "黑体": "SimHei",
    "仿宋": "FangSong",
    "楷体": "KaiTi",
    "微软雅黑": "Microsoft YaHei",
}
"""The same faces under the names that other systems know them by."""


@dataclass(frozen=True, slots=True)
class Face:
    """How a run of text looks; the size is in points."""

    font: str
    size: float = BODY
    bold: bool = False
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set: `indent` in characters of its first line, `line` in points, space in points."""

    align: str = "both"
    indent: int = 2
    line: float = 28
    above: float = 0
    below: float = 0
    with_next: bool = False


def empty(house: House) -> Native:
    """Return a text without contents: the house's own template, or A4 with the margins of official documents."""
    if house.docx:
        text = Document(io.BytesIO(house.docx))
        body = text.element.body
        for child in list(body):
            if child.tag != qn("w:sectPr"):
                body.remove(child)
        return text
    text = Document()
    section = text.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for side, length in MARGINS.items():
        setattr(section, f"{side}_margin", Cm(length))
    _alternatives(text, house)
    for style in ("Normal", "Heading 1", "Heading 2"):
        _style(text.styles[style].element.get_or_add_rPr(), house)
    return text


def _style(properties: Any, house: House) -> None:  # noqa: ANN401 - the library's element
    """Give a style the house's faces: what a user writes looks like the rest."""
    faces = properties.find(qn("w:rFonts"))
    if faces is None:
        faces = OxmlElement("w:rFonts")
        properties.insert(0, faces)
    for name in list(faces.attrib):
        del faces.attrib[name]
    for name, face in (("ascii", house.paper.latin), ("hAnsi", house.paper.latin), ("eastAsia", house.paper.body)):
        faces.set(qn(f"w:{name}"), face)


def _alternatives(text: Native, house: House) -> None:
    """Tell the font table which other names each face goes by, and what kind of face may stand in for it."""
    for part in text.part.package.iter_parts():
        if not str(part.partname).endswith("fontTable.xml"):
            continue
        from lxml import etree  # noqa: PLC0415 - only here

        paper = house.paper
        root = etree.fromstring(part.blob)
        for name in dict.fromkeys((paper.title, paper.heading, paper.body, paper.note)):
            font = etree.SubElement(root, qn("w:font"), {qn("w:name"): name})
            if name in _ALTERNATIVES:
                etree.SubElement(font, qn("w:altName"), {qn("w:val"): _ALTERNATIVES[name]})
            etree.SubElement(font, qn("w:charset"), {qn("w:val"): "86"})
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001


def paragraph(container: Any, style: str | None = None, setting: Setting | None = None) -> Paragraph:  # noqa: ANN401
    """Add an empty paragraph to a text, a cell or a footer."""
    made: Paragraph = container.add_paragraph(style=style) if style else container.add_paragraph()
    lay(made, setting or Setting())
    return made


def lay(made: Paragraph, setting: Setting) -> None:
    """Set a paragraph."""
    form = made.paragraph_format
    made.alignment = ALIGN[setting.align]
    form.space_before, form.space_after = Pt(setting.above), Pt(setting.below)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(setting.line)
    form.keep_with_next = setting.with_next
    if setting.indent:
        properties = made._p.get_or_add_pPr()  # noqa: SLF001 - the library has no indent in characters
        indent = properties.find(qn("w:ind"))
        if indent is None:
            form.first_line_indent = Pt(setting.indent * BODY)
            indent = properties.find(qn("w:ind"))
        indent.set(qn("w:firstLineChars"), str(setting.indent * 100))


def run(made: Paragraph, text: str, face: Face, house: House, *, raised: bool = False) -> Any:  # noqa: ANN401
    """Add text as it is, with its Latin and East Asian face."""
    piece = made.add_run(text)
    dress(piece, face, house)
    piece.font.superscript = raised or None
    return piece


def dress(piece: Any, face: Face, house: House) -> None:  # noqa: ANN401 - the library's run
    """Give a run its faces, size, weight, colour and language."""
    piece.font.name = house.paper.latin
    piece.font.size = Pt(face.size)
    piece.font.bold = face.bold
    if face.colour:
        piece.font.color.rgb = RGBColor.from_string(face.colour[1:].upper())
    else:
        piece.font.color.rgb = RGBColor(0, 0, 0)
    properties = piece._r.get_or_add_rPr()  # noqa: SLF001 - the library sets Latin faces only
    faces = properties.find(qn("w:rFonts"))
    faces.set(qn("w:eastAsia"), face.font)
    faces.set(qn("w:cs"), house.paper.latin)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def field(made: Paragraph, code: str, face: Face, house: House) -> None:
    """Add a field that Word counts: PAGE, NUMPAGES."""
    piece = run(made, "", face, house)
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "separate":
            instruction = OxmlElement("w:instrText")
            instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            instruction.text = f" {code} "
            piece._r.append(instruction)  # noqa: SLF001 - the library has no fields
            piece._r.append(mark)  # noqa: SLF001
            shown = OxmlElement("w:t")
            shown.text = "1"
            piece._r.append(shown)  # noqa: SLF001
        else:
            piece._r.append(mark)  # noqa: SLF001


def link(made: Paragraph, text: str, address: str, face: Face, house: House) -> None:
    """Add a link to an address; only ever called for the dashboard's own."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    anchor = OxmlElement("w:hyperlink")
    anchor.set(qn("r:id"), made.part.relate_to(address, kind, is_external=True))
    piece = run(made, text, face, house)
    piece.font.underline = True
    anchor.append(piece._r)  # noqa: SLF001 - the library reads links but does not write them
    made._p.append(anchor)  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as texts: labels, cells, which columns are numbers, which rows are sums, widths in points."""

    labels: Sequence[str]
    cells: Sequence[Sequence[Shown]]
    right: Sequence[bool]
    strong: frozenset[int]
    widths: Sequence[float]
    size: float


def table(text: Native, grid: Grid, house: House) -> NativeTable:
    """Add a table with thin lines; its header is repeated on every page, no row is broken over pages."""
    made: NativeTable = text.add_table(rows=len(grid.cells) + 1, cols=len(grid.labels), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    _pad(made)
    for column, width in zip(made.columns, grid.widths, strict=True):
        column.width = Pt(width)
    rows = [[(label, False) for label in grid.labels], *([(c.whole, c.warned) for c in row] for row in grid.cells)]
    for number, (native, texts) in enumerate(zip(made.rows, rows, strict=True)):
        _row(native, head=number == 0)
        for place, (cell, (shown, warned)) in enumerate(zip(native.cells, texts, strict=True)):
            cell.width, cell.vertical_alignment = Pt(grid.widths[place]), WD_ALIGN_VERTICAL.CENTER
            strong = number == 0 or number - 1 in grid.strong
            colour = house.colours.warning if warned else None
            fill = house.colours.band if number == 0 else house.colours.warning_band if warned else None
            face = Face(house.paper.heading if strong else house.paper.body, grid.size, strong, colour)
            align = "center" if number == 0 else "right" if grid.right[place] else "left"
            together = number < len(rows) - 1 and len(rows) <= _KEPT
            lay(cell.paragraphs[0], Setting(align, 0, grid.size * 1.2, with_next=together))
            run(cell.paragraphs[0], shown, face, house)
            if fill:
                _shade(cell, fill)
    return made


def _pad(made: NativeTable) -> None:
    """Narrow the margins of the cells: figures need the room."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(PAD * 20)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties = made._tbl.tblPr  # noqa: SLF001 - the library has no margins of cells
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def shrink(paragraph: Any) -> None:  # noqa: ANN401 - the library's element
    """Give an empty paragraph as little height as there is."""
    properties = paragraph.get_or_add_pPr()
    spacing = properties.get_or_add_spacing()
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), value)


def _row(native: Any, *, head: bool) -> None:  # noqa: ANN401 - the library's row
    properties = native._tr.get_or_add_trPr()  # noqa: SLF001 - the library has neither of the two
    whole = OxmlElement("w:cantSplit")
    properties.append(whole)
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _shade(cell: Any, colour: str) -> None:  # noqa: ANN401 - the library's cell
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour[1:])):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - the library has no shading
