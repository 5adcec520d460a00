"""The place a figure was printed at, as a picture of the page or as the lines around it, from the file as it was read.

Nothing is shown from a file that is gone or is no longer the one that was read. Pages are drawn in a process of its
own (see `limited`); this module is what that process runs, and keeps the pictures drawn last.
"""

from __future__ import annotations

import codecs
import hashlib
import sys
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dashboard import limited
from dashboard.limited import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence

AROUND_POINTS: Final = 90
"""How much of the page is shown above and below the figure."""
LINES_AROUND: Final = 2
LONGEST_LINE: Final = 400
"""Characters; a longer line is cut, and ends in “…”."""
LIMITS: Final = Limits(seconds=30)
_RESOLUTION: Final = 130
_MOST_PIXELS: Final = 1800
_MOST_BYTES: Final = 8 * 1024 * 1024
_BY_LINE: Final = frozenset({"text", "markdown"})
_DRAWING: Final = threading.Semaphore(2)

Box = tuple[Any, ...]


class NoCutoutError(Exception):
    """The place cannot be shown; `key` names the text that says why."""

    def __init__(self, key: str) -> None:
        """Keep the reason."""
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page as PNG; `marked` tells whether the figure's own box is known and marked."""

    png: bytes
    marked: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a text with their numbers, one of them the figure's."""

    numbered: tuple[tuple[int, str], ...]
    line: int


def show(document: dict[str, Any], place: dict[str, Any], folders: Sequence[Path]) -> Picture | Lines:
    """Return what is printed at a place.

    Args:
        document: a row of `documents` (source_path, source_format, sha256).
        place: a row with page, line and box, as far as they are known.
        folders: where a relative source path may start.

    Raises:
        NoCutoutError: the file is gone or changed, its format has no place to show, or the page cannot be drawn.
    """
    path = source(document["source_path"], document["sha256"], folders)
    if document["source_format"] in _BY_LINE and place.get("line"):
        return lines_around(path, place["line"])
    if document["source_format"] == "pdf" and place.get("page"):
        box = place.get("box")
        return Picture(_drawn(str(path), document["sha256"], place["page"], box or ""), bool(box))
    raise NoCutoutError("cutout.no_place")


def source(source_path: str, sha256: str, folders: Sequence[Path]) -> Path:
    """Return the file a document was read from.

    Raises:
        NoCutoutError: it is nowhere, or its bytes are others.
    """
    given = Path(source_path)
    candidates = [given] if given.is_absolute() else [folder / given for folder in folders]
    present = [path for path in candidates if path.is_file()]
    if not present:
        raise NoCutoutError("cutout.gone")
    for path in present:
        stat = path.stat()
        if _digest(str(path), stat.st_mtime_ns, stat.st_size) == sha256:
            return path
    raise NoCutoutError("cutout.changed")


@lru_cache(maxsize=256)
def _digest(path: str, _modified: int, _size: int) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ── text ──


def lines_around(path: Path, line: int) -> Lines:
    """Return a line of a text, from 1, with those before and after it.

    Raises:
        NoCutoutError: the text has no such line.
    """
    lines = _decoded(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not 1 <= line <= len(lines):
        raise NoCutoutError("cutout.no_place")
    first, last = max(1, line - LINES_AROUND), min(len(lines), line + LINES_AROUND)
    return Lines(tuple((number, _cut(lines[number - 1])) for number in range(first, last + 1)), line)


def _decoded(content: bytes) -> str:
    """Decode as the loaders do, so that lines have the same numbers."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else text[:LONGEST_LINE] + "…"


# ── pages ──


@lru_cache(maxsize=64)
def _drawn(path: str, _sha256: str, page: int, box: str) -> bytes:
    """Draw in a process of its own; two at a time are enough for any server."""
    with _DRAWING:
        finished = limited.run("dashboard.cutout", [path, str(page), box], LIMITS)
    if finished.status != 0 or not finished.output.startswith(b"\x89PNG") or len(finished.output) > _MOST_BYTES:
        raise NoCutoutError("cutout.not_drawn")
    return finished.output


def main() -> None:
    """Write one picture to standard output: what the process of its own does."""
    path, page, box = sys.argv[1:]
    sys.stdout.buffer.write(picture(Path(path), int(page), box))


def picture(path: Path, number: int, box: str) -> bytes:
    """Return a part of a page as PNG: the full width, around the figure's box, which is marked.

    Args:
        path: the PDF.
        number: the page, from 1.
        box: left,top,right,bottom in points; empty for the whole page.

    Raises:
        NoCutoutError: there is no such page, or the box lies outside it.
    """
    import io  # noqa: PLC0415 - this function runs in a process of its own

    import pdfplumber  # noqa: PLC0415 - the same

    with pdfplumber.open(path, pages=[number]) as pdf:
        if not pdf.pages:
            raise NoCutoutError("cutout.no_place")
        page = pdf.pages[0]
        edges = tuple(map(_points, box.split(","))) if box else None
        part = page.crop(_region(page.bbox, edges)) if edges else page
        longest = max(page.width, page.height)
        image = part.to_image(resolution=min(_RESOLUTION, _MOST_PIXELS * 72 / longest))
        if edges:
            margin = (edges[0] - 2, edges[1] - 2, edges[2] + 2, edges[3] + 2)
            image.draw_rect(margin, fill=(255, 210, 0, 60), stroke=(200, 40, 40, 255), stroke_width=2)
        buffer = io.BytesIO()
        image.annotated.convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


def _points(text: str) -> Any:  # noqa: ANN401 - a length on a page, never money
    return float(text)


def _region(page: Box, box: Box) -> Box:
    """Return the strip of the page around a box; boxes are rounded, and may end a little beyond the page."""
    left, top, right, bottom = page
    if not (left - 1 <= box[0] < box[2] <= right + 1 and top - 1 <= box[1] < box[3] <= bottom + 1):
        raise NoCutoutError("cutout.no_place")
    return (left, max(top, box[1] - AROUND_POINTS), right, min(bottom, box[3] + AROUND_POINTS))
