"""支出功能分类 as treemap, sunburst or icicle: area is the amount, colour the share of 项目支出."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

from dashboard.charts import base
from dashboard.format import plotly_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import polars as pl

    from dashboard.theme import Palette

Kind = Literal["treemap", "sunburst", "icicle"]
Row = dict[str, Any]
TOTAL: Final = "total"
RESIDUAL: Final = "residual"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the chart in one language, and how it writes money, shares and places."""

    title: str
    subtitle: str
    root: str
    residual: str
    amount: str
    of_document: str
    project_share: str
    inferred: str
    mismatch: str
    money: Callable[[Decimal | None], str]
    percent: Callable[[Decimal | None, Decimal | None], str]
    place: Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Opening:
    """How the figure opens: its kind, the key of the tile it is drilled to, its height in pixels."""

    kind: Kind = "treemap"
    level: str | None = None
    height: int = 440


@dataclass(frozen=True, slots=True)
class Tile:
    """One area; `value` is None where it has parts, which then make its area."""

    key: str
    parent: str
    row: Row
    amount: Decimal | None
    value: Decimal | None
    is_residual: bool = False


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The tiles of one document, or the reason why areas cannot show it.

    `exceeded` lists the rows whose parts sum to more than the row says: (code or total, difference in 元).
    """

    tiles: tuple[Tile, ...]
    reason: Literal["negative", "blank", "empty"] | None
    exceeded: tuple[tuple[str, Decimal], ...]


def key_of(document_id: str, code: str | None) -> str:
    """Return the fact's key: the id of its tile, and `level` in the URL."""
    return f"{document_id}|{code or TOTAL}"


def split_key(key: str) -> tuple[str, str]:
    """Return document and code (empty for the whole) of a key; a residual stands for the row it belongs to."""
    document_id, _, code = key.removesuffix(f"|{RESIDUAL}").partition("|")
    return document_id, "" if code == TOTAL else code


def _parent(row: Row, codes: set[str], document_id: str) -> str:
    """The nearest ancestor that is printed: a 项 whose 款 is missing hangs under its 类."""
    if row["is_total"]:
        return ""
    above = [code for code in codes if code != row["code"] and row["code"].startswith(code)]
    return key_of(document_id, max(above, key=len) if above else None)


def build(frame: pl.DataFrame) -> Hierarchy:
    """Return the tiles of one document from rows of `out_function_spending`.

    Only the lowest rows carry area, so that a parent is always the sum of its parts; what a subtotal says beyond
    that sum is a tile of its own.
    """
    rows = [row for row in frame.to_dicts() if row["is_total"] or row["code"]]
    if not rows:
        return Hierarchy((), "empty", ())
    document_id = rows[0]["document_id"]
    codes = {row["code"] for row in rows if row["code"]}
    unique = {key_of(document_id, row["code"]): row for row in reversed(rows)}
    tiles = [_tile(key, row, codes, document_id) for key, row in reversed(unique.items())]
    if not any(row["is_total"] for row in rows):
        tiles.insert(0, _missing_total(rows[0], document_id))
    tiles = _with_parts(tiles)
    leaves = [tile for tile in tiles if tile.value is not None or tile.amount is None]
    if any(tile.amount is None and not _has_parts(tile, tiles) for tile in leaves):
        return Hierarchy(tuple(tiles), "blank", ())
    if any(tile.amount is not None and tile.amount < 0 for tile in leaves):
        return Hierarchy(tuple(tiles), "negative", ())
    residuals, exceeded = _residuals(tiles)
    return Hierarchy((*tiles, *residuals), None, exceeded)


def _tile(key: str, row: Row, codes: set[str], document_id: str) -> Tile:
    return Tile(key, _parent(row, codes, document_id), row, row["total_yuan"], row["total_yuan"])


def _missing_total(row: Row, document_id: str) -> Tile:
    blank = dict.fromkeys(row) | {"document_id": document_id, "is_total": True, "name": ""}
    return Tile(key_of(document_id, None), "", blank, None, None)


def _has_parts(tile: Tile, tiles: Sequence[Tile]) -> bool:
    return any(other.parent == tile.key for other in tiles)


def _with_parts(tiles: Sequence[Tile]) -> list[Tile]:
    parents = {tile.parent for tile in tiles}
    return [replace(tile, value=None) if tile.key in parents else tile for tile in tiles]


def _residuals(tiles: Sequence[Tile]) -> tuple[list[Tile], tuple[tuple[str, Decimal], ...]]:
    residuals, exceeded = [], []
    for tile in tiles:
        parts = [other.amount for other in tiles if other.parent == tile.key and other.amount is not None]
        if tile.amount is None or not parts:
            continue
        difference = tile.amount - sum(parts, Decimal(0))
        if difference > 0:
            key = f"{tile.key}|{RESIDUAL}"
            residuals.append(Tile(key, tile.key, tile.row, difference, difference, is_residual=True))
        elif difference < 0:
            exceeded.append((tile.row["code"] or TOTAL, difference))
    return residuals, tuple(exceeded)


def _share(row: Row) -> float | None:
    """The share of 项目支出; unknown where the row prints neither 基本 nor 项目."""
    if not row["total_yuan"] or (row["basic_yuan"] is None and row["project_yuan"] is None):
        return None
    return float((row["project_yuan"] or Decimal(0)) / row["total_yuan"])


def _name(tile: Tile, words: Words) -> str:
    if tile.is_residual:
        return words.residual
    return words.root if tile.row["is_total"] else str(tile.row["name"])


def _marks(tile: Tile) -> str:
    """A mark beside the name, so that trust never hangs on colour."""
    return ("" if tile.is_residual else " ≈" * bool(tile.row["is_inferred"])) + " ⚠" * bool(tile.row["has_mismatch"])


def _label(tile: Tile, words: Words) -> str:
    """The line above the parts of a tile, and its step in the path: Plotly shows the label there, not the text."""
    return f"{plotly_text(_name(tile, words))}{_marks(tile)} {words.money(tile.amount)}"


def _text(tile: Tile, total: Decimal | None, words: Words) -> str:
    name = base.multiline(_name(tile, words), 12)
    return f"{name}{_marks(tile)}<br>{words.money(tile.amount)} · {words.percent(tile.amount, total)}"


def _hover(tile: Tile, total: Decimal | None, words: Words) -> str:
    row = tile.row
    lines = [
        f"{row['code'] or ''} {_name(tile, words)}".strip(),
        f"{words.amount} {words.money(tile.amount)}",
        f"{words.of_document} {words.percent(tile.amount, total)}",
        "" if tile.is_residual else f"{words.project_share} {words.percent(row['project_yuan'], row['total_yuan'])}",
        words.place(row),
        words.inferred if row["is_inferred"] and not tile.is_residual else "",
        words.mismatch if row["has_mismatch"] else "",
    ]
    return base.hover(lines)


def chart(hierarchy: Hierarchy, words: Words, palette: Palette, opening: Opening) -> base.Figure:
    """Return the figure of one document.

    Tiles carry the fact's key as id. Areas are floats for drawing alone: every figure in text comes from Decimal.
    """
    tiles = hierarchy.tiles
    total = next((tile.amount for tile in tiles if tile.row["is_total"] and not tile.is_residual), None)
    colours = [palette.residual if t.is_residual else base.share_step(_share(t.row), palette) for t in tiles]
    options: dict[str, Any] = {"treemap": {"tiling": {"pad": 2}, "pathbar": {"thickness": 26}}}.get(opening.kind, {})
    trace = options | {
        "type": opening.kind,
        "ids": [tile.key for tile in tiles],
        "parents": [tile.parent for tile in tiles],
        "labels": [_label(tile, words) for tile in tiles],
        "values": [float(tile.value) if tile.value is not None else 0.0 for tile in tiles],
        "text": [_text(tile, total, words) for tile in tiles],
        "textinfo": "text",
        "hovertext": [_hover(tile, total, words) for tile in tiles],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "branchvalues": "remainder",
        "level": opening.level,
        "marker": {"colors": colours, "line": {"width": 1.5, "color": palette.surface}},
        "textfont": {"color": palette.on_share, "size": 13},
    }
    result = base.figure([trace], words.title, words.subtitle, palette, opening.height)
    path = 30 if opening.level and opening.kind != "sunburst" else 0
    result["layout"]["margin"] = {"l": 0, "r": 0, "t": base.head(words.title, words.subtitle) + path, "b": 4}
    return result


def bars(frame: pl.DataFrame, words: Words, palette: Palette) -> base.Figure:
    """Return the lowest rows as bars: what areas cannot show (a negative or a blank) still has a place."""
    rows = [row for row in frame.to_dicts() if row["is_leaf"] and not row["is_total"]]
    total = next((row["total_yuan"] for row in frame.to_dicts() if row["is_total"]), None)
    tiles = [Tile(key_of(row["document_id"], row["code"]), "", row, row["total_yuan"], None) for row in rows]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [f"{row['code'] or ''} {base.multiline(row['name'], 16)}" for row in rows],
        "x": [None if row["total_yuan"] is None else float(row["total_yuan"]) for row in rows],
        "text": [words.money(row["total_yuan"]) for row in rows],
        "hovertext": [_hover(tile, total, words) for tile in tiles],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": [base.share_step(_share(row), palette) for row in rows]},
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
    }
    result = base.figure([trace], words.title, words.subtitle, palette, 60 + 34 * len(rows))
    across, down = base.bar_axes(palette, "")
    sizes = [float(row["total_yuan"] or 0) for row in rows]
    low, high = min(0.0, *sizes), max(0.0, *sizes)
    room = 0.2 * (high - low)
    across |= {"range": [low - room * (low < 0), high + room], "showticklabels": False}
    result["layout"] |= {"xaxis": across, "yaxis": down}
    result["layout"]["margin"]["r"] = 16
    return result
