"""The house template: colours, fonts, logo and own Office files, read from a TOML file that a user can replace.

The file beside this module (`template/house.toml`) explains every entry. What a user's file leaves out, or gets wrong,
is taken from there; what was wrong stands in `House.problems`, for the page to show.
"""

from __future__ import annotations

import io
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dashboard.text import Text

ENVIRONMENT: Final = "BUDGETLENS_TEMPLATE"
"""Names a TOML file, a folder that holds a `house.toml`, or a `.pptx` or `.docx` file."""
OWN: Final = Path(__file__).parent / "template" / "house.toml"
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_FONT: Final = re.compile(r"[\w .-]{1,60}")

_EXPECTED: Final = {"colours": "colour", "fonts": "font", "paper": "font"}
"""By group: the text that says what its values look like."""

Entries = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """What in a template cannot be used: a text of `text/briefing.toml` with the file and the detail."""

    key: str
    file: str
    detail: str = ""

    def said(self, t: Text) -> str:
        """Return it in words."""
        return t(self.key, file=self.file, detail=self.detail)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Typefaces of slides; `fallbacks` go into the theme, for machines that lack the first."""

    latin: str
    east_asian: str
    fallbacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """Typefaces of a text: one Latin, and the Chinese ones of title, headings, body and notes."""

    latin: str
    title: str
    heading: str
    body: str
    note: str


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours as `#rrggbb`."""

    primary: str
    accent: str
    text: str
    muted: str
    line: str
    band: str
    warning: str
    warning_band: str


@dataclass(frozen=True, slots=True)
class House:
    """What an exported file looks like; `logo`, `pptx` and `docx` are the contents of files, checked to open."""

    fonts: Fonts
    paper: Paper
    colours: Colours
    organisation: str = ""
    logo: bytes | None = None
    pptx: bytes | None = None
    docx: bytes | None = None
    problems: tuple[Problem, ...] = ()


def current() -> House:
    """Return the template that the environment names, or the one of the project."""
    named = os.environ.get(ENVIRONMENT)
    return load(Path(named)) if named else load()


def load(path: Path | None = None) -> House:
    """Return the template of a file or folder over the project's own; never fails, see `House.problems`."""
    problems: list[Problem] = []
    given, folder = _given(path, problems) if path else ({}, OWN.parent)
    taken = _merged(tomllib.loads(OWN.read_text(encoding="utf-8")), given, path.name if path else OWN.name, problems)
    files = {kind: _content(folder, taken["files"][kind], check, problems) for kind, check in _CHECKS.items()}
    fonts = taken["fonts"]
    return House(
        Fonts(fonts["latin"], fonts["east_asian"], tuple(fonts["fallbacks"])),
        Paper(**taken["paper"]),
        Colours(**taken["colours"]),
        taken["organisation"],
        problems=tuple(problems),
        **files,
    )


def _given(path: Path, problems: list[Problem]) -> tuple[Entries, Path]:
    """The entries of a user's file and the folder its relative paths start from."""
    file = path / OWN.name if path.is_dir() else path
    if not file.is_file():
        problems.append(Problem("template.missing", str(file)))
        return {}, file.parent
    if file.suffix.lower() in {".pptx", ".docx"}:
        return {"files": {file.suffix.lower()[1:]: file.name}}, file.parent
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig")), file.parent
    except UnicodeDecodeError:
        problems.append(Problem("template.encoding", str(file)))
    except (OSError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem("template.syntax", str(file), _reason(error)))
    return {}, file.parent


def _reason(error: Exception) -> str:
    """What the library or the system says, without its own number."""
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__


def _merged(base: Entries, given: Mapping[str, object], file: str, problems: list[Problem], group: str = "") -> Entries:
    merged = dict(base)
    for name, value in given.items():
        path = f"{group}.{name}" if group else name
        if name not in base:
            problems.append(Problem("template.unknown", file, path))
        elif isinstance(base[name], dict) and isinstance(value, dict):
            merged[name] = _merged(base[name], value, file, problems, name)
        elif _is_usable(group, base[name], value):
            merged[name] = value
        else:
            problems.append(Problem(f"template.{_EXPECTED.get(group, 'value')}", file, path))
    return merged


def _is_usable(group: str, standard: object, value: object) -> bool:
    if isinstance(standard, list):
        return isinstance(value, list) and all(isinstance(font, str) and _FONT.fullmatch(font) for font in value)
    if not isinstance(value, str) or not isinstance(standard, str):
        return False
    shape = {"colours": _COLOUR, "fonts": _FONT, "paper": _FONT}.get(group)
    return shape is None or shape.fullmatch(value) is not None


def _content(folder: Path, name: str, check: Callable[[bytes], None], problems: list[Problem]) -> bytes | None:
    """The bytes of a file the template names, once a library has opened them."""
    if not name:
        return None
    file = folder / name
    try:
        content = file.read_bytes()
        check(content)
    except FileNotFoundError:
        problems.append(Problem("template.no_file", str(file)))
        return None
    # Libraries raise whatever they meet inside a damaged file; a template must never keep a briefing from being made.
    except Exception as error:  # noqa: BLE001
        problems.append(Problem("template.broken", str(file), _reason(error)))
        return None
    return content


def _opens_as_picture(content: bytes) -> None:
    from pptx.parts.image import Image  # noqa: PLC0415 - only where a template has a logo

    kind = Image.from_blob(content).ext
    if kind not in {"png", "jpg"}:
        raise ValueError(f"{kind}, not PNG or JPEG")


def _opens_as_deck(content: bytes) -> None:
    from pptx import Presentation  # noqa: PLC0415 - only where a template has one

    deck = Presentation(io.BytesIO(content))
    if not len(deck.slide_layouts):
        raise ValueError("no slide layout")


def _opens_as_text(content: bytes) -> None:
    from docx import Document  # noqa: PLC0415 - only where a template has one

    Document(io.BytesIO(content))


_CHECKS: Final[dict[str, Callable[[bytes], None]]] = {
    "logo": _opens_as_picture,
    "pptx": _opens_as_deck,
    "docx": _opens_as_text,
}
