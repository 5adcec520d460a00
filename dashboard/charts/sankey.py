"""资金来源 → 基金 → 类 as a sankey: breadth is the amount; links and nodes can be chosen.

An ECharts option, not a Plotly figure: Streamlit reports no click on Plotly's sankey, while it does on this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

from dashboard.charts import base
from dashboard.flows import RESIDUAL, UNTOLD
from dashboard.format import wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from dashboard.flows import Flow, Link, Node
    from dashboard.theme import Palette

Option = dict[str, Any]
"""A chart in ECharts' JSON form."""
LABEL_WIDTH: Final = (9, 9, 14)
"""In Chinese characters, by column: what fits before the next column, or beside the last."""
LINE_HEIGHT: Final = 15
_QUIET, _LOUD, _FAINT = 0.38, 0.62, 0.16


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the chart in one language, and how it writes nodes and money (元)."""

    title: str
    subtitle: str
    name: Callable[[Node], str]
    lines: Callable[[Node | Link], Sequence[str]]
    money: Callable[[Decimal], str]
    wide: bool = False
    """There is more room for the titles than on a phone."""


def chart(flow: Flow, words: Words, palette: Palette, colour: str, chosen: str | None = None) -> Option:
    """Return the sankey of one document's flow.

    Args:
        flow: what to draw; it has links.
        words: the words.
        palette: the colours of the theme.
        colour: the colour of the document's jurisdiction, for its 类.
        chosen: the key of the chosen node or link, which stands out.
    """
    top = base.head(words.title, words.subtitle, wide=words.wide)
    nodes = [_node(flow, node, words) | _fill(node, palette, colour, chosen) for node in flow.nodes]
    links = [_link(flow, link, words, chosen) for link in flow.links]
    series = {
        "type": "sankey",
        "top": top + 6,
        "bottom": 26,
        "left": 2,
        "right": 186,
        "nodeAlign": "left",
        "draggable": False,
        "selectedMode": "single",
        "layoutIterations": 0,
        "nodeWidth": 14,
        "nodeGap": _gap(flow, words),
        "emphasis": {"focus": "adjacency"},
        "label": {
            "position": "right",
            "fontSize": 12,
            "lineHeight": LINE_HEIGHT,
            "color": palette.text,
            "textBorderColor": palette.surface,
            "textBorderWidth": 2,
        },
        "data": nodes,
        "links": links,
    }
    narrow = {"right": 108, "label": {"fontSize": 11, "lineHeight": 13, "width": 104, "overflow": "break"}}
    return {
        "animation": False,
        "title": _title(words, palette),
        "tooltip": {"trigger": "item", "confine": True},
        "series": [series],
        "media": [{"query": {"maxWidth": 440}, "option": {"series": [narrow]}}],
    }


def height(flow: Flow, words: Words) -> int:
    """Return the pixels a flow needs, so that the labels of its fullest column do not overlap."""
    most = max(sum(node.column == column for node in flow.nodes) for column in range(3))
    return base.head(words.title, words.subtitle, wide=words.wide) + 160 + (_gap(flow, words) + 12) * most


def _gap(flow: Flow, words: Words) -> int:
    """The pixels between nodes: the longest label fits beside the thinnest node."""
    return 8 + LINE_HEIGHT * max(_label(flow, node, words).count("\n") + 1 for node in flow.nodes)


def _title(words: Words, palette: Palette) -> Option:
    above, below = base.lines(words.title, words.subtitle, wide=words.wide)
    return {
        "text": "\n".join(above),
        "subtext": "\n".join(below),
        "left": 0,
        "top": 0,
        "padding": 2,
        "itemGap": 5,
        "textStyle": {"fontSize": 16, "fontWeight": 600, "color": palette.text, "lineHeight": 22},
        "subtextStyle": {"fontSize": 12, "color": palette.muted, "lineHeight": 17},
    }


def _node(flow: Flow, node: Node, words: Words) -> Option:
    return {
        "name": node.key,
        "depth": node.column,
        "label": {"formatter": _label(flow, node, words)},
        "tooltip": {"formatter": _tooltip(words.lines(node))},
    }


def _fill(node: Node, palette: Palette, colour: str, chosen: str | None) -> Option:
    border = {"borderColor": palette.text, "borderWidth": 2 if node.key == chosen else 0}
    return {"itemStyle": {"color": _colour(node, palette, colour)} | border}


def _colour(node: Node, palette: Palette, colour: str) -> str:
    if node.word in {RESIDUAL, UNTOLD} or node.key.startswith("r:"):
        return palette.residual
    if node.column == 2:
        return colour
    own = {
        "own",
        "business",
        "operating",
        "superior",
        "subordinate",
        "other",
        "unit_funds",
        "account",
        "fiscal_account",
    }
    if node.word in own:
        return palette.project
    return palette.muted if node.word in {"carried", "carryover", "prior_surplus"} else palette.basic


def _link(flow: Flow, link: Link, words: Words, chosen: str | None) -> Option:
    opacity = _QUIET
    if chosen is not None and flow.has(chosen):
        opacity = _LOUD if chosen in {link.key, link.origin, link.target} else _FAINT
    return {
        "source": link.origin,
        "target": link.target,
        # The breadth alone; every figure that is read comes as text.
        "value": float(link.amount),
        "lineStyle": {"color": "source", "opacity": opacity, "curveness": 0.5},
        "select": {"lineStyle": {"opacity": _LOUD}},
        "tooltip": {"formatter": _tooltip(words.lines(link))},
    }


def _label(flow: Flow, node: Node, words: Words) -> str:
    """What stands beside a node; a brace would begin one of ECharts' own placeholders."""
    lines = [*wrap(words.name(node), LABEL_WIDTH[node.column]), words.money(flow.amount(node.key))]
    return "\n".join(lines).replace("{", "｛").replace("}", "｝")


def _tooltip(lines: Sequence[str]) -> str:
    """Markup that is only ours: text of documents is escaped, its braces too."""
    broken = [part for line in lines if line for part in wrap(line, 30)]
    return "<br>".join(escape(part).replace("{", "&#123;").replace("}", "&#125;") for part in broken)
