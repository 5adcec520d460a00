"""What every chart shares: its title, its margins, its colours and the legend of shares.

Figures are plain dicts in Plotly's own JSON form. `plotly.graph_objects` would check every property at every
assignment, at ten times the cost of everything else a page does; the tests check them instead.
"""

from __future__ import annotations

from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from dashboard.format import plotly_text, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.theme import Palette

Figure = dict[str, Any]
"""A figure in Plotly's JSON form: `data` and `layout`."""


@lru_cache(maxsize=4096)
def multiline(text: str, width: int) -> str:
    """Return text for Plotly, escaped, broken into lines of `width` Chinese characters."""
    return "<br>".join(plotly_text(line) for line in wrap(text, width))


def marked(text: str, width: int, colour: str) -> str:
    """Return text as `multiline` does, with a square of a colour before it; without a colour the text alone."""
    if not colour:
        return multiline(text, width)
    return f'<span style="color:{colour}">{MARK}</span>' + multiline(f"{MARK} {text}", width).removeprefix(MARK)


def hover(lines: Sequence[str]) -> str:
    """Return one hover text: each line escaped and wrapped."""
    return "<br>".join(multiline(line, 36) for line in lines if line)


MARK: Final = "■"
"""Before a name, in the colour of its jurisdiction; the name says in words what the colour says."""
INK_CHANGES_AT: Final = 0.18
"""The luminance on which black and white read equally well."""
TITLE_WIDTH: Final = 17
SUBTITLE_WIDTH: Final = 28
"""In Chinese characters: what a phone shows without cutting, the buttons of the chart beside its title."""
WIDE_TITLE: Final = 44
WIDE_SUBTITLE: Final = 64
"""The same where the page is not read on a phone."""
CHARACTER: Final = 12
"""Pixels that a Chinese character of an axis takes."""


def lines(title: str, subtitle: str, *, wide: bool = False) -> tuple[list[str], list[str]]:
    """Return the lines of a title and of its subtitle; `wide` where there is more room than on a phone."""
    widths = (WIDE_TITLE, WIDE_SUBTITLE) if wide else (TITLE_WIDTH, SUBTITLE_WIDTH)
    return wrap(title, widths[0]), wrap(subtitle, widths[1])


def head(title: str, subtitle: str, *, wide: bool = False) -> int:
    """Return the pixels that a title and its subtitle take at the top of a figure."""
    above, below = lines(title, subtitle, wide=wide)
    return 22 * len(above) + 17 * len(below) + 20


def figure(  # noqa: PLR0913 - what every figure has
    traces: Sequence[Any], title: str, subtitle: str, palette: Palette, height: int, *, wide: bool = False
) -> Figure:
    """Return a figure whose title says what, unit and year, and whose subtitle says the source.

    `height` is that of the drawing; the space of the title comes on top of it. `wide`: there is more room than on
    a phone.
    """
    above, below = lines(title, subtitle, wide=wide)
    top = head(title, subtitle, wide=wide)
    layout = {
        "title": {
            "text": "<br>".join(map(plotly_text, above)),
            "subtitle": {
                "text": "<br>".join(map(plotly_text, below)),
                "font": {"size": 12, "color": palette.muted},
            },
            "font": {"size": 16, "color": palette.text},
            "x": 0,
            "xanchor": "left",
            "xref": "container",
            "yref": "container",
            "y": 1,
            "yanchor": "top",
            # Plotly moves a title of several lines up by half a line: out of the figure.
            "pad": {"t": 15 if len(above) > 1 else 4, "l": 2},
        },
        "height": height + top,
        "margin": {"l": 4, "r": 26, "t": top, "b": 8},
        "font": {"size": 13, "color": palette.text},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {
            "align": "left",
            "bgcolor": palette.surface,
            "bordercolor": palette.muted,
            "font": {"size": 13, "color": palette.text},
        },
        "legend": {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "xref": "container"}
        | {"font": {"size": 12, "color": palette.text}},
        # Always there on a phone: a dark box over the title by default.
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": palette.muted, "activecolor": palette.text},
        "separators": ".,",
        "uirevision": "keep",
    }
    return {"data": list(traces), "layout": layout}


def bar_axes(palette: Palette, axis_title: str, *, percent: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the axes of a horizontal bar chart, x and y: quiet grid, the first row on top."""
    across = {
        "title": {"text": axis_title, "font": {"size": 12, "color": palette.muted}},
        "gridcolor": palette.grid,
        "zerolinecolor": palette.muted,
        "tickformat": ".0f" if percent else ",.0f",
        "ticksuffix": "%" if percent else "",
        "tickangle": 0,
        "nticks": 6,
        "tickfont": ticks(palette),
        "automargin": True,
        "fixedrange": True,
    }
    down = {"autorange": "reversed", "automargin": True, "showgrid": False, "fixedrange": True}
    # In quarters: on a phone the words of fifths run into one another.
    whole = {"range": [0, 100], "dtick": 25} if percent else {}
    return across | whole, down | {"tickfont": ticks(palette)}


def ticks(palette: Palette) -> dict[str, Any]:
    """Return the font of an axis: in Streamlit's own grey it stands out from the page by 3.7 to 1 only."""
    return {"size": 12, "color": palette.muted}


def rows_axis(axis: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return the axis with exactly these rows, from the top, each as broad as the others."""
    rows = {"categoryorder": "array", "categoryarray": list(names), "autorange": False}
    return axis | rows | {"range": [len(names) - 0.5, -0.5]}


def room(names: Sequence[str]) -> int:
    """Return the pixels for names on an axis, broken by `multiline`: measuring them in the browser takes longer."""
    lines = [unescape(line) for name in names for line in name.split("<br>")]
    widths = (sum(1.0 if ord(letter) > 0x2E7F else 0.6 for letter in line) for line in lines)
    return round(CHARACTER * max(widths, default=0.0)) + 12


def ink(colour: str) -> str:
    """Return the text colour, black or white, that reads better on a colour written `#rrggbb`."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    luminance = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return "#000000" if luminance > INK_CHANGES_AT else "#ffffff"


def share_step(share: float | None, palette: Palette) -> str:
    """Return the colour of a share between 0 and 1, in five steps; a colour of its own where it is unknown."""
    if share is None:
        return palette.unknown
    return palette.share[max(0, min(4, int(share * 5)))]
