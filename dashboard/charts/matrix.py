"""The disclosure matrix: statements down, documents across, four states told by sign, word and colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dashboard.charts import base
from dashboard.format import plotly_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.theme import Palette

STATES: Final = ("figures", "declared_empty", "absent", "failed")
SIGNS: Final = {"figures": "●", "declared_empty": "○", "absent": "–", "failed": "✕"}
LIGHT: Final = ("#cfe3f5", "#f1ecd9", "#eceff2", "#f6c9bd")
DARK: Final = ("#23486b", "#4a4632", "#242d37", "#7a3524")


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: the statement, the document, its state with the words for it, and the hover text."""

    statement: str
    document: str
    state: str
    word: str
    hover: Sequence[str]


def chart(  # noqa: PLR0913 - the parts of one figure
    entries: Sequence[Entry],
    palette: Palette,
    title: str,
    subtitle: str,
    *,
    documents_down: bool = False,
    wide: bool = False,
) -> base.Figure:
    """Return a heat map of states; cells a document has no row for stay empty.

    With `documents_down` each document is a row: more of them are read so than side by side. `wide`: there is more
    room for the titles than on a phone.
    """
    statements = list(dict.fromkeys(entry.statement for entry in entries))
    documents = list(dict.fromkeys(entry.document for entry in entries))
    cells = {(entry.statement, entry.document): entry for entry in entries}
    grid = [[cells.get((statement, document)) for document in documents] for statement in statements]
    across, down = [base.multiline(d, 9) for d in documents], [base.multiline(s, 14) for s in statements]
    if documents_down:
        grid = [list(column) for column in zip(*grid, strict=True)]
        across, down = [base.multiline(s, 5) for s in statements], [base.multiline(d, 18) for d in documents]
    colours = DARK if palette.dark else LIGHT
    trace = {
        "type": "heatmap",
        "x": across,
        "y": down,
        "z": [[STATES.index(entry.state) if entry else None for entry in row] for row in grid],
        "text": [[_sign(entry, short=documents_down) for entry in row] for row in grid],
        "texttemplate": "%{text}",
        "hovertext": [[base.hover(entry.hover) if entry else "" for entry in row] for row in grid],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "colorscale": [pair for i, c in enumerate(colours) for pair in ((i / 4, c), ((i + 1) / 4, c))],
        "zmin": -0.5,
        "zmax": 3.5,
        "xgap": 3,
        "ygap": 3,
        "showscale": False,
    }
    result = base.figure([trace], title, subtitle, palette, 96 + 32 * len(down), wide=wide)
    axis = {"showgrid": False, "fixedrange": True, "tickfont": base.ticks(palette)}
    layout = result["layout"]
    layout |= {"xaxis": axis | {"side": "top", "tickangle": 0}, "yaxis": axis | {"autorange": "reversed"}}
    lines = max((name.count("<br>") + 1 for name in across), default=1)
    layout["margin"] |= {"t": base.head(title, subtitle, wide=wide) + 17 * lines + 10, "r": 4, "l": base.room(down)}
    return result


def _sign(entry: Entry | None, *, short: bool) -> str:
    """Where columns are narrow the sign alone; the subtitle says what it means."""
    if entry is None:
        return ""
    return SIGNS[entry.state] if short else f"{SIGNS[entry.state]} {plotly_text(entry.word)}"
