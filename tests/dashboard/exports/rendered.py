"""Test support: exported files set by LibreOffice, read back as characters with their places, and as pictures."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

if TYPE_CHECKING:
    from collections.abc import Mapping

OFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: layout cannot be looked at")
FONT: Final = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc")
JAPANESE, CHINESE = 0, 2
"""Places of the two faces in the file of the font."""
TELLING: Final = "令直骨刃"
"""Characters that Chinese and Japanese print draw differently."""
_SIDE: Final = 64


@dataclass(frozen=True)
class Glyph:
    """One character on a page: its box in points from the upper left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One page as set; `width` and `height` in points."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]

    def within(self, left: float, top: float, right: float, bottom: float) -> Counter[str]:
        """The characters whose centre lies in a rectangle, blanks left out."""
        centres = [(g.text, (g.left + g.right) / 2, (g.top + g.bottom) / 2) for g in self.glyphs]
        return counted("".join(text for text, x, y in centres if left <= x <= right and top <= y <= bottom))


def counted(text: str) -> Counter[str]:
    """The characters of a text without blanks."""
    return Counter("".join(text.split()))


def as_pdfs(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Set files as LibreOffice does, all in one start of it; each by its name, whose ending says what it is."""
    assert OFFICE is not None
    for name, content in files.items():
        (folder / name).write_bytes(content)
    profile = (folder / "profile").as_uri()
    options = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    command = [OFFICE, *options, *(str(folder / name) for name in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603 - the office of this machine
    return {name: (folder / name).with_suffix(".pdf") for name in files}


def pages(pdf: Path) -> list[Page]:
    """The pages of a file that was set."""
    with pdfplumber.open(pdf) as document:
        return [Page(page.width, page.height, tuple(map(_glyph, page.chars))) for page in document.pages]


def _glyph(char: dict[str, Any]) -> Glyph:
    return Glyph(char["text"], char["x0"], char["top"], char["x1"], char["bottom"])


def nearer_face(pdf: Path, page: Page, text: str) -> int:
    """Which face a character of the first page stands in, by its shape."""
    glyph = next(g for g in page.glyphs if g.text == text)
    scale = 8
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil().convert("L")
    box = tuple(round(side * scale) for side in (glyph.left, glyph.top, glyph.right, glyph.bottom))
    seen = _ink(picture.crop(box))
    return min((JAPANESE, CHINESE), key=lambda face: _difference(seen, _drawn(text, face)))


def _drawn(text: str, face: int) -> Image.Image:
    picture = Image.new("L", (400, 400), 255)
    ImageDraw.Draw(picture).text((60, 40), text, font=ImageFont.truetype(str(FONT), 220, index=face), fill=0)
    return _ink(picture)


def _ink(picture: Image.Image) -> Image.Image:
    box = ImageChops.invert(picture).point(lambda value: 255 if value > 90 else 0).getbbox()
    return picture.crop(box).resize((_SIDE, _SIDE))


def _difference(one: Image.Image, other: Image.Image) -> float:
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])
