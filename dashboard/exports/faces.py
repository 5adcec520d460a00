"""Typefaces in drawings: every run of slides, charts and notes names a Latin and an East Asian face and its language.

A run that names only a Latin face shows Chinese in whatever the machine finds, often a Japanese one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from dashboard.exports.house import Colours, Fonts

A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RUNS: Final = tuple(f"{{{A}}}{name}" for name in ("rPr", "defRPr", "endParaRPr"))
_FACES: Final = tuple(f"{{{A}}}{name}" for name in ("latin", "ea", "cs"))
_AFTER: Final = {f"{{{A}}}{name}" for name in ("sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst")}
_SANS_GB2312: Final = {"pitchFamily": "34", "charset": "-122"}
"""What kind of face it is: where it is missing, Office and WPS take another Chinese sans."""


def apply(root: etree._Element, fonts: Fonts) -> None:
    """Set faces and language of every run below an element of DrawingML."""
    for paragraph in root.iter(f"{{{A}}}p"):
        for run in paragraph.iterchildren(f"{{{A}}}r", f"{{{A}}}fld"):
            if run.find(_RUNS[0]) is None:
                run.insert(0, run.makeelement(_RUNS[0], {}, None))
    for properties in root.iter(*_RUNS):
        _set(properties, fonts)


def _set(properties: etree._Element, fonts: Fonts) -> None:
    properties.set("lang", "zh-CN")
    properties.set("altLang", "en-US")
    for old in (
        properties.findall(f"{{{A}}}latin") + properties.findall(f"{{{A}}}ea") + properties.findall(f"{{{A}}}cs")
    ):
        properties.remove(old)
    place = next((n for n, child in enumerate(properties) if child.tag in _AFTER), len(properties))
    latin, east_asian, complex_script = _FACES
    faces = (
        (latin, {"typeface": fonts.latin}),
        (east_asian, {"typeface": fonts.east_asian, **_SANS_GB2312}),
        (complex_script, {"typeface": fonts.latin}),
    )
    for number, (tag, attributes) in enumerate(faces):
        properties.insert(place + number, properties.makeelement(tag, attributes, None))


def theme(blob: bytes, fonts: Fonts, colours: Colours, accents: tuple[str, ...]) -> bytes:
    """Return a theme with the house's faces and colours, so that what a user adds looks like the rest."""
    root = etree.fromstring(blob)
    for group in root.iter(f"{{{A}}}majorFont", f"{{{A}}}minorFont"):
        for tag, face in zip(_FACES[:2], (fonts.latin, fonts.east_asian), strict=True):
            found = group.find(tag)
            if found is not None:
                found.set("typeface", face)
        for script in group.findall(f"{{{A}}}font[@script='Hans']"):
            script.set("typeface", (*fonts.fallbacks, fonts.east_asian)[0])
    named = {"dk2": colours.text, "lt2": colours.band, "hlink": colours.primary, "folHlink": colours.muted}
    named |= {f"accent{number}": colour for number, colour in enumerate((colours.primary, *accents[1:6]), start=1)}
    for name, colour in named.items():
        for slot in root.iter(f"{{{A}}}{name}"):
            slot[:] = [slot.makeelement(f"{{{A}}}srgbClr", {"val": colour[1:]}, None)]
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
