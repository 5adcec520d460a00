"""支出功能分类 as a tree: what is printed, what a subtotal says beyond its parts, and what areas cannot show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import polars as pl

    from dashboard.marks import Mark
    from dashboard.spending import Change

Row = dict[str, Any]
Reason = Literal["negative", "blank", "zero", "empty"]
TOTAL: Final = "total"
RESIDUAL: Final = "residual"


@dataclass(frozen=True, slots=True)
class Tile:
    """One area; `value` is None where it has parts, which then make its area. Amounts in 元."""

    key: str
    parent: str
    row: Row
    amount: Decimal | None
    value: Decimal | None
    change: Change | None = None
    is_residual: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Hierarchy:
    """The tiles of one document, with the reason where areas cannot show them.

    `exceeded` lists the rows whose parts sum to more than the row says: (code or total, difference in 元).
    """

    tiles: tuple[Tile, ...]
    reason: Reason | None
    exceeded: tuple[tuple[str, Decimal], ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Tile]:
        """The tiles by their keys."""
        return {tile.key: tile for tile in self.tiles}

    @cached_property
    def parts(self) -> dict[str, list[Tile]]:
        """The tiles directly below each tile that has any."""
        found: dict[str, list[Tile]] = {}
        for tile in self.tiles:
            found.setdefault(tile.parent, []).append(tile)
        return found

    @property
    def root(self) -> Tile:
        """The tile of the whole statement."""
        return next(tile for tile in self.tiles if tile.row["is_total"] and not tile.is_residual)

    def path(self, key: str) -> list[Tile]:
        """Return the tiles from the whole down to one, both included."""
        tile: Tile | None = self.by_key[key]
        found: list[Tile] = []
        while tile is not None:
            found.append(tile)
            tile = self.by_key.get(tile.parent)
        return found[::-1]

    def around(self, key: str) -> str:
        """Return the tile to zoom into for one: itself, or for a tile without parts the one that it is a part of."""
        return key if key in self.parts else self.by_key[key].parent or key

    def lowest(self, key: str | None = None) -> list[Tile]:
        """Return the tiles without parts below one (or below the whole), residuals included."""
        key = self.root.key if key is None else key
        below = self.parts.get(key)
        return [self.by_key[key]] if below is None else [leaf for part in below for leaf in self.lowest(part.key)]

    def size(self, key: str | None = None) -> Decimal:
        """Return the sum that the area of one tile (or of the whole) stands for."""
        return sum((tile.value for tile in self.lowest(key) if tile.value is not None), Decimal(0))


def key_of(document_id: str, code: str | None) -> str:
    """Return the fact's key: the id of its tile, and `level` in the URL."""
    return f"{document_id}|{code or TOTAL}"


def split_key(key: str) -> tuple[str, str]:
    """Return document and code (empty for the whole) of a key; a residual stands for the row it belongs to."""
    document_id, _, rest = key.partition("|")
    code = rest.partition("|")[0]
    return document_id, "" if code == TOTAL else code


def build(
    frame: pl.DataFrame,
    changes: Mapping[tuple[str, str], Change] | None = None,
    marked: Callable[[Row], tuple[Mark, ...]] | None = None,
) -> Hierarchy:
    """Return the tiles of one document from rows of `sql/spending_tree.sql`, in printed order.

    Only the lowest rows carry area, so that a parent is always the sum of its parts; what a subtotal says beyond
    that sum is a tile of its own. A code that is printed again is a tile of its own beside the first. `marked` tells of
    each row why it should not be taken as it stands; a whole that no row prints has no marks.
    """
    rows = [row for row in frame.to_dicts() if row["is_total"] or row["code"]]
    if not rows:
        return Hierarchy((), "empty")
    tiles = _with_parts(_placed(rows))
    if changes:
        tiles = [replace(tile, change=changes.get(split_key(tile.key))) for tile in tiles]
    if marked:
        tiles = [tile if tile.row["table_no"] is None else replace(tile, marks=marked(tile.row)) for tile in tiles]
    residuals, exceeded = _residuals(tiles)
    everything = (*tiles, *residuals)
    return Hierarchy(everything, _reason(everything), exceeded)


def _placed(rows: Sequence[Row]) -> list[Tile]:
    """The rows as tiles below the nearest ancestor that is printed: a 项 whose 款 is missing hangs under its 类."""
    document_id = rows[0]["document_id"]
    total = next((row for row in rows if row["is_total"]), None) or _missing_total(rows[0])
    whole = key_of(document_id, None)
    tiles = [Tile(whole, "", total, total["total_yuan"], total["total_yuan"])]
    # Rows that come before their parent, as no table prints them, find it all the same.
    nearest = {row["code"]: key_of(document_id, row["code"]) for row in rows if row["code"]}
    used: set[str] = set()
    for row in rows:
        code = row["code"]
        if row["is_total"] or not code:
            continue
        key = key_of(document_id, code)
        if key in used:
            key = f"{key}|{row['table_no']}-{row['row_no']}"
        used.add(key)
        nearest[code] = key
        above = [code[:cut] for cut in range(len(code) - 1, 0, -1) if code[:cut] in nearest]
        parent = nearest[above[0]] if above else whole
        tiles.append(Tile(key, parent, row, row["total_yuan"], row["total_yuan"]))
    return tiles


def _missing_total(row: Row) -> Row:
    kept = {"document_id": row["document_id"], "statement": row.get("statement"), "is_total": True, "name": ""}
    return dict.fromkeys(row) | kept


def _with_parts(tiles: Iterable[Tile]) -> list[Tile]:
    tiles = list(tiles)
    parents = {tile.parent for tile in tiles}
    return [replace(tile, value=None) if tile.key in parents else tile for tile in tiles]


def _reason(tiles: Sequence[Tile]) -> Reason | None:
    """Why areas would lie: a blank or a negative has none, and nothing but zeros fills none."""
    parents = {tile.parent for tile in tiles}
    leaves = [tile.amount for tile in tiles if tile.key not in parents]
    if any(amount is None for amount in leaves):
        return "blank"
    if any(amount < 0 for amount in leaves if amount is not None):
        return "negative"
    return None if any(leaves) else "zero"


def _residuals(tiles: Sequence[Tile]) -> tuple[list[Tile], tuple[tuple[str, Decimal], ...]]:
    residuals, exceeded = [], []
    parts: dict[str, Decimal] = {}
    for tile in tiles:
        if tile.amount is not None:
            parts[tile.parent] = parts.get(tile.parent, Decimal(0)) + tile.amount
    for tile in tiles:
        if tile.amount is None or tile.key not in parts:
            continue
        difference = tile.amount - parts[tile.key]
        if difference > 0:
            key = f"{tile.key}|{RESIDUAL}"
            # It is in no column of its own that could have been inferred.
            marks = tuple(mark for mark in tile.marks if mark.kind != "inferred")
            residuals.append(Tile(key, tile.key, tile.row, difference, difference, is_residual=True, marks=marks))
        elif difference < 0:
            exceeded.append((tile.row["code"] or TOTAL, difference))
    return residuals, tuple(exceeded)
