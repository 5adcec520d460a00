"""Colours: one per jurisdiction everywhere, safe for colour blindness, apart in lightness for grey print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LIGHT_CATEGORIES: Final = (
    "#1f5fa8",
    "#bc6200",
    "#126a7d",
    "#631638",
    "#67abf5",
    "#4c2500",
    "#5529ca",
    "#a9c46c",
    "#bd4c4b",
    "#8cacba",
)
DARK_CATEGORIES: Final = (
    "#6fa8f0",
    "#f9cb1a",
    "#29705c",
    "#e886ab",
    "#aae6ff",
    "#d4bb6a",
    "#8a45ed",
    "#f7fbd0",
    "#cb0a08",
    "#5b6197",
)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours a chart may use in one theme.

    `share` runs from 0 % 项目支出 to 100 %; every step carries the same text colour, `on_share`.
    """

    dark: bool
    categories: tuple[str, ...]
    text: str
    muted: str
    grid: str
    surface: str
    basic: str
    project: str
    residual: str
    unknown: str
    share: tuple[str, ...]
    on_share: str

    def of(self, name: str, names: Sequence[str]) -> str:
        """Return the colour of `name` among all `names` of the database, whatever is filtered out."""
        return self.at(sorted(names).index(name))

    def at(self, rank: int) -> str:
        """Return the colour of the name at a place of that order, from 0."""
        return self.categories[rank % len(self.categories)]


LIGHT: Final = Palette(
    dark=False,
    categories=LIGHT_CATEGORIES,
    text="#1c2733",
    muted="#5b6875",
    grid="#e3e8ee",
    surface="#ffffff",
    basic="#4c6b8a",
    project="#e3a44a",
    residual="#c9ced6",
    unknown="#dfe3e8",
    share=("#a9cbee", "#cfdfee", "#f0ead9", "#f3d29a", "#e9b258"),
    on_share="#16202b",
)
DARK: Final = Palette(
    dark=True,
    categories=DARK_CATEGORIES,
    text="#e6ebf1",
    muted="#9aa7b5",
    grid="#2c3744",
    surface="#12181f",
    basic="#5f7893",
    project="#d99a3c",
    residual="#4a5563",
    unknown="#3a4450",
    share=("#24507f", "#33506c", "#4c4c4a", "#6c5329", "#8a5d12"),
    on_share="#f3f6f9",
)


def palette(kind: str | None) -> Palette:
    """Return the palette of Streamlit's theme type (`light`, `dark` or unknown)."""
    return DARK if kind == "dark" else LIGHT
