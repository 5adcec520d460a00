"""A finished figure in larger type: everything that is measured in pixels grows alike, and what it says stays."""

from __future__ import annotations

from typing import Any, Final

FACTOR: Final = 1.4
"""How much larger on a wall than on a desk."""
_PIXELS: Final = frozenset(
    {"l", "r", "t", "b", "height", "xshift", "yshift", "standoff", "minsize", "thickness", "fontSize", "lineHeight"}
    | {"top", "bottom", "left", "right", "nodeWidth", "nodeGap", "itemGap"}
)
_SIZED: Final = ("font", "uniformtext")
"""Where a `size` is that of letters; elsewhere it may be an amount."""


def figure(found: Any, factor: float = FACTOR) -> Any:  # noqa: ANN401 - JSON of Plotly or ECharts
    """Return a figure in Plotly's (or ECharts') JSON form with all its pixels multiplied; data are not touched."""
    return _grown(found, factor, "")


def _grown(value: Any, factor: float, name: str) -> Any:  # noqa: ANN401 - any part of the JSON
    if isinstance(value, dict):
        return {key: _entry(key, part, factor, name) for key, part in value.items()}
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return [_grown(part, factor, name) for part in value]
    return value


def _entry(key: str, part: Any, factor: float, parent: str) -> Any:  # noqa: ANN401 - any part of the JSON
    is_number = isinstance(part, int | float) and not isinstance(part, bool)
    if is_number and (key in _PIXELS or (key == "size" and parent.endswith(_SIZED))):
        return round(part * factor)
    return _grown(part, factor, key)
