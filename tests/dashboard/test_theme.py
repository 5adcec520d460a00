from __future__ import annotations

import itertools
import math
import tomllib
from pathlib import Path

import pytest

import dashboard
from dashboard import theme
from dashboard.charts import base

CONFIG = tomllib.loads((Path(dashboard.__file__).parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
# Machado, Oliveira, Fernandes 2009, severity 1.0
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
}


def linear(colour: str) -> tuple[float, ...]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True))) / w for row, w in zip(rows, white, strict=True)]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, vision: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab(tuple(max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True))) for row in VISION[vision]))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_config_and_palette_are_the_same_ten_colours(kind: str) -> None:
    colours = CONFIG["theme"][kind]["chartCategoricalColors"]
    assert tuple(colours) == theme.palette(kind).categories
    assert len(set(colours)) == 10


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("kind", ["light", "dark"])
def test_any_two_colours_stay_apart_without_full_colour_vision(kind: str, vision: str) -> None:
    seen_as = {colour: seen(colour, vision) for colour in theme.palette(kind).categories}
    close = {
        (a, b): round(math.dist(seen_as[a], seen_as[b]), 1)
        for a, b in itertools.combinations(seen_as, 2)
        if math.dist(seen_as[a], seen_as[b]) < 15
    }
    assert close == {}


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_text_on_every_tile_can_be_read(kind: str) -> None:
    palette = theme.palette(kind)
    for colour in (*palette.share, palette.residual, palette.unknown):
        assert contrast(colour, palette.on_share) >= 4.5


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_words_beside_what_is_drawn_can_be_read(kind: str) -> None:
    palette = theme.palette(kind)
    axes = base.bar_axes(palette, "万元")
    words = [palette.text, palette.muted, *(axis["tickfont"]["color"] for axis in axes)]
    words.append(base.figure([], "题", "副题", palette, 100)["layout"]["legend"]["font"]["color"])
    assert all(contrast(colour, palette.surface) >= 4.5 for colour in words)


def test_a_jurisdiction_keeps_its_colour_whatever_is_filtered() -> None:
    names = ["乙", "甲", "丙"]
    assert theme.LIGHT.of("甲", names) == theme.LIGHT.of("甲", list(reversed(names)))


def test_an_unknown_theme_is_light() -> None:
    assert theme.palette(None) is theme.LIGHT
