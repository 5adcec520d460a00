# ruff: noqa: ANN401 - shapes of the library have no types of use
"""Decks and texts as they are set: nothing is cut, nothing overlaps, Chinese stands in a Chinese face."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from pptx import Presentation

from dashboard.exports.formats import make
from dashboard.format import MoneyUnit
from tests.dashboard.exports import briefings
from tests.dashboard.exports.rendered import CHINESE, FONT, TELLING, as_pdfs, counted, nearer_face, needs_office, pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dashboard.exports.model import Briefing
    from dashboard.text import Language
    from tests.dashboard.exports.rendered import Page

POINT = 12_700


def shapes(native: Any) -> Iterator[Any]:
    for shape in native.shapes:
        yield from shape.shapes if shape.shape_type == 6 else [shape]


def text_of(shape: Any) -> str:
    if getattr(shape, "has_table", False):
        return "".join(cell.text for row in shape.table.rows for cell in row.cells)
    return str(shape.text_frame.text) if shape.has_text_frame else ""


def troubles(native: Any, page: Page) -> list[str]:
    """Texts that do not stand, whole and alone, in the place the slide gives them."""
    named = {shape.name: shape for shape in native.shapes}
    foot = named["foot line"].top / POINT if "foot line" in named else page.height
    found = []
    for shape in shapes(native):
        text = text_of(shape)
        if not text:
            continue
        left, top, right = shape.left / POINT, shape.top / POINT, (shape.left + shape.width) / POINT
        # Rows of a table may grow when it is set: it must end above the foot.
        bottom = foot if getattr(shape, "has_table", False) else (shape.top + shape.height) / POINT
        seen, wanted = page.within(left - 1, top - 1, right + 1, bottom + 1), counted(text)
        if seen != wanted:
            found.append(f"{shape.name}: cut {dict(wanted - seen)}, over it {dict(seen - wanted)}")
    return found


def overlaps(native: Any) -> list[tuple[str, str]]:
    """Pairs of shapes that lie over each other."""
    drawn = [s for s in native.shapes if s.name != "mark"]
    boxes = [(s.name, s.left, s.top, s.left + s.width, s.top + s.height) for s in drawn]
    return [
        (a[0], b[0])
        for n, a in enumerate(boxes)
        for b in boxes[n + 1 :]
        if min(a[3], b[3]) - max(a[1], b[1]) > POINT and min(a[4], b[4]) - max(a[2], b[2]) > POINT
    ]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Everything in both languages, and a title alone whose characters tell the faces apart."""
    return {
        "zh.pptx": make(briefings.everything("zh", MoneyUnit.WAN), "pptx"),
        "en.pptx": make(briefings.everything("en", MoneyUnit.YI), "pptx"),
        "text.docx": make(briefings.everything(), "docx"),
        "title-slide.pptx": make(one(TELLING), "pptx"),
        "title-text.docx": make(one(TELLING), "docx"),
    }


@pytest.fixture(scope="module")
def pdfs(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return as_pdfs(files, tmp_path_factory.mktemp("office"))


@needs_office
@pytest.mark.parametrize("name", ["zh.pptx", "en.pptx"])
def test_nothing_on_a_slide_is_cut_or_covered(name: str, files: dict[str, bytes], pdfs: dict[str, Path]) -> None:
    natives = list(Presentation(io.BytesIO(files[name])).slides)
    found = pages(pdfs[name])
    assert len(found) == len(natives)
    assert [
        (n, *troubles(*both)) for n, both in enumerate(zip(natives, found, strict=True), 1) if troubles(*both)
    ] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_shapes_of_a_slide_overlap_or_leave_it(language: Language) -> None:
    deck = Presentation(io.BytesIO(make(briefings.everything(language), "pptx")))
    for number, native in enumerate(deck.slides, start=1):
        assert overlaps(native) == [], number
        for shape in native.shapes:
            assert shape.left >= 0, number
            assert shape.top >= 0, number
            assert shape.left + shape.width <= deck.slide_width, number
            assert shape.top + shape.height <= deck.slide_height, number


@needs_office
def test_nothing_of_a_text_is_lost(files: dict[str, bytes], pdfs: dict[str, Path]) -> None:
    native = Document(io.BytesIO(files["text.docx"]))
    seen = Counter[str]()
    for page in pages(pdfs["text.docx"]):
        seen += page.within(0, 0, page.width, page.height)
        for glyph in page.glyphs:
            assert 0 <= glyph.left < glyph.right <= page.width + 1
    paragraphs = [paragraph.text for paragraph in native.paragraphs]
    cells = [cell.text for table in native.tables for row in table.rows for cell in row.cells]
    assert counted("".join([*paragraphs, *cells])) - seen == Counter()


@needs_office
@pytest.mark.skipif(not FONT.exists(), reason="the font to compare with is not installed")
@pytest.mark.parametrize("name", ["title-slide.pptx", "title-text.docx"])
def test_chinese_stands_in_a_chinese_face(name: str, pdfs: dict[str, Path]) -> None:
    pdf = pdfs[name]
    page = pages(pdf)[0]
    assert {text: nearer_face(pdf, page, text) for text in TELLING} == dict.fromkeys(TELLING, CHINESE)


def one(title: str) -> Briefing:
    return briefings.briefing(briefings.slide(title))
