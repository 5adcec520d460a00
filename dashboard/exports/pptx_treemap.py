"""Treemaps as grouped rectangles that can be edited: areas are amounts, what is too small is listed beneath."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pptx.util import Pt

from dashboard.exports import fitting
from dashboard.exports.pptx_base import POINT, Area, Style, bar, box, rgb, run, write
from dashboard.exports.pptx_chart import is_light
from dashboard.exports.squarify import Box, squarify
from dashboard.exports.words import plain, separator
from dashboard.format import decimals, money, percent
from dashboard.theme import LIGHT_CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.house import House
    from dashboard.exports.model import Chart
    from dashboard.format import MoneyUnit
    from dashboard.text import Text

_SIZES: Final = (16, 14, 12, 11, 10, 9)
_PAD: Final = 4
_LIST: Final = 10
_WHITE: Final = "#ffffff"


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: its name, exact amount as text with its share, and its amount in 元 (None where nothing is printed)."""

    name: str
    said: str
    yuan: Decimal | None
    group: str

    @property
    def line(self) -> str:
        """The tile in words."""
        return f"{self.name} {self.said}"


def tiles(chart: Chart, unit: MoneyUnit) -> list[Tile]:
    """Return the tiles of a treemap in the order of its categories."""
    amounts = [figure.yuan for figure in chart.series[0].figures]
    whole = sum((amount for amount in amounts if amount is not None and amount > 0), Decimal(0))
    places = decimals(amounts, unit)
    parents = chart.parents or ("",) * len(amounts)
    return [
        Tile(plain(name), _said(yuan, whole, unit, places), yuan, plain(parent))
        for name, yuan, parent in zip(chart.categories, amounts, parents, strict=True)
    ]


def _said(yuan: Decimal | None, whole: Decimal, unit: MoneyUnit, places: int) -> str:
    text = money(yuan, unit, places)
    return f"{text} ({percent(yuan, whole)})" if yuan is not None and yuan > 0 else text


def draw(shapes: Any, area: Area, chart: Chart, unit: MoneyUnit, look: tuple[House, Text]) -> None:  # noqa: ANN401
    """Draw a treemap; beneath it stand its groups, what has no room for words, and what has no area."""
    house, t = look
    every = tiles(chart, unit)
    solid = [tile for tile in every if tile.yuan is not None and tile.yuan > 0]
    flat = [tile for tile in every if tile not in solid]
    # How much room the list takes is known once it is known what it holds: the tiles are laid out first without it.
    upper = area
    for _ in range(2):
        below = _list(_mute(solid, upper), flat, t)
        texts = [_grouped(solid, unit, t), *below]
        room = sum(fitting.height(text, _LIST, area.points[0]) for text in texts if text)
        upper = Area(area.left, area.top, area.width, area.height - round((room + 6) * POINT if room else 0))
    for number, (group, members, within) in enumerate(_groups(solid, upper)):
        _draw_group(shapes, group, members, (within, _colour(number)), house)
    under = Area(area.left, upper.top + upper.height + 6 * POINT, area.width, round(room * POINT))
    if texts[0]:
        key = box(
            shapes, replace(under, height=round(fitting.height(texts[0], _LIST, area.points[0]) * POINT)), [], "groups"
        )
        _key(key.text_frame, solid, (unit, t), house)
        under = replace(under, top=under.top + key.height, height=under.height - key.height)
    if below:
        ink = Style(_LIST, house.colours.text)
        box(shapes, under, [(text, ink) for text in below], "treemap list")


def _colour(number: int) -> str:
    return LIGHT_CATEGORIES[number % len(LIGHT_CATEGORIES)]


def _sums(solid: Sequence[Tile], unit: MoneyUnit) -> list[str]:
    """The groups by their size, each with the sum of its tiles; none where there is but one."""
    sums: dict[str, Decimal] = {}
    for tile in solid:
        sums[tile.group] = sums.get(tile.group, Decimal(0)) + (tile.yuan or Decimal(0))
    if len(sums) < 2:
        return []
    return [f"{name} {money(yuan, unit)}" for name, yuan in sorted(sums.items(), key=lambda each: -each[1])]


def _grouped(solid: Sequence[Tile], unit: MoneyUnit, t: Text) -> str:
    sums = _sums(solid, unit)
    return t("briefing.groups", text="　".join(f"■ {text}" for text in sums)) if sums else ""


def _key(frame: Any, solid: Sequence[Tile], said: tuple[MoneyUnit, Text], house: House) -> None:  # noqa: ANN401
    """The names of the groups, each after a square of its colour."""
    unit, t = said
    pieces = [(t("briefing.groups", text=""), house.colours.text)]
    for number, text in enumerate(_sums(solid, unit)):
        pieces += [("■ ", _colour(number)), (f"{text}　", house.colours.text)]
    line = frame.paragraphs[0]._p  # noqa: SLF001 - the element
    for text, colour in pieces:
        run(line, text, Style(_LIST, colour))


def _list(mute: Sequence[Tile], flat: Sequence[Tile], t: Text) -> list[str]:
    named = (("briefing.unlisted", mute), ("briefing.undrawn", flat))
    return [t(key, text=separator(t).join(tile.line for tile in some)) for key, some in named if some]


def _mute(solid: Sequence[Tile], area: Area) -> list[Tile]:
    """The tiles in which name and amount cannot be read."""
    laid = [pair for _, members, within in _groups(solid, area) for pair in _lay(members, within)]
    return [tile for tile, place in laid if _fit(tile, place) is None]


def _groups(solid: Sequence[Tile], area: Area) -> list[tuple[str, list[Tile], Box]]:
    """The groups by their size, each with its box; without groups everything is one."""
    names = list(dict.fromkeys(tile.group for tile in solid))
    members = [[tile for tile in solid if tile.group == name] for name in names]
    sums = [sum((tile.yuan or Decimal(0) for tile in some), Decimal(0)) for some in members]
    whole = Box(Decimal(area.left), Decimal(area.top), Decimal(area.width), Decimal(area.height))
    placed = zip(names, members, squarify(sums, whole), sums, strict=True)
    return [(name, some, place) for name, some, place, _ in sorted(placed, key=lambda each: -each[3])]


def _lay(members: Sequence[Tile], within: Box) -> list[tuple[Tile, Box]]:
    places = squarify([tile.yuan or Decimal(0) for tile in members], within)
    return list(zip(members, places, strict=True))


def _fit(tile: Tile, place: Box) -> float | None:
    """The size at which name and amount fit a tile; None where they do not."""
    _, _, wide, high = place.edges
    width, height = wide / POINT - 2 * _PAD, high / POINT - 2 * _PAD
    if width <= 0 or fitting.em(tile.said.split(" ")[0]) * _SIZES[-1] > width:
        return None
    for size in _SIZES:
        unbroken = max(fitting.em(word) for word in tile.said.split(" ")) * size <= width
        if unbroken and fitting.height(f"{tile.name}\n{tile.said}", size, width) <= height:
            return size
    return None


def _draw_group(
    shapes: Any,  # noqa: ANN401 - slide or group
    name: str,
    members: Sequence[Tile],
    place: tuple[Box, str],
    house: House,
) -> None:
    """One group of shapes: move or recolour it as a whole, or tile by tile."""
    within, colour = place
    group = shapes.add_group_shape()
    group.name = name or "treemap"
    for tile, at in _lay(members, within):
        left, top, width, height = at.edges
        shape = bar(group.shapes, Area(left, top, width, height), colour, tile.name)
        shape._element.nvSpPr.cNvPr.set("descr", f"{tile.group} {tile.line}".strip())  # noqa: SLF001
        shape.line.color.rgb, shape.line.width = rgb(_WHITE), Pt(1)
        size = _fit(tile, at)
        if size is not None:
            ink = house.colours.text if is_light(colour) else _WHITE
            words = [(tile.name, Style(size, ink, bold=True)), (tile.said, Style(size, ink))]
            write(shape.text_frame, words, margin=_PAD * POINT)
