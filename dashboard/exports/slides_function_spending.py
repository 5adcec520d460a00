"""功能支出 as slides: one treemap a document, with its largest rows; all rows with their sums in a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dashboard import queries, spending
from dashboard.charts import hierarchy
from dashboard.exports.model import Chart, Column, Series, Slide, Table
from dashboard.exports.slides import Sheet, exact, named, ratio, rounded, rounded_share, total
from dashboard.format import NONE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dashboard.charts.hierarchy import Hierarchy, Tile
    from dashboard.exports.model import Figure
    from dashboard.exports.slides import Scene
    from dashboard.text import Text

Row = dict[str, Any]
MOST: Final = 6
"""Documents, as many as the page draws side by side."""
MEASURES: Final = ("total", "basic", "project")


def slides(scene: Scene) -> list[Slide]:
    """Return one slide for each document that prints the statement; the choices are `statement` and `level`."""
    statement, level = scene.choices.get("statement", "expenditure"), scene.choices.get("level")
    opened = hierarchy.split_key(level)[0] if level else None
    documents = [opened] if opened in scene.shown else scene.shown
    rows = scene.ask(queries.spending_tree(documents)).filter(pl.col("statement") == statement)
    frames = {document: frame for (document,), frame in rows.group_by("document_id", maintain_order=True)}
    found = []
    for document in [d for d in documents if d in frames][:MOST]:
        tree = hierarchy.build(frames[document])
        top = tree.by_key.get(level or "", tree.root)
        found.append(_slide(scene, statement, tree, top))
    return found


def _slide(scene: Scene, statement: str, tree: Hierarchy, top: Tile) -> Slide:
    sheet, view, t = Sheet(scene), scene.view, scene.view.t
    document = tree.root.row["document_id"]
    leaves = [tile for tile in tree.lowest(top.key) if tile.amount is not None]
    leaves.sort(key=lambda tile: tile.amount or 0, reverse=True)
    figures = {tile.key: _figure(sheet, statement, tile) for tile in leaves}
    chart = _chart(scene, tree, leaves, figures) if leaves else None
    whole = _figure(sheet, statement, top)
    table = _all(sheet, statement, tree, top) if scene.full else _largest(sheet, statement, leaves, figures, whole)
    sheet.note(t("slide.exact", text=f"{_name(sheet, top)} {exact(scene, top.amount)}"))
    warnings = [
        t("spending.exceeded", code=_code(t, statement, code), difference=view.money(-difference), unit=view.unit.value)
        for code, difference in tree.exceeded
    ]
    title = _title(scene, sheet, (statement, document), leaves, top)
    return sheet.slide(title, chart=chart, table=table, basis=[t("slide_function.basis")], warnings=warnings)


def _title(scene: Scene, sheet: Sheet, of: tuple[str, str], leaves: Sequence[Tile], top: Tile) -> str:
    """The whole, and its largest part where it has parts."""
    t, (statement, document) = scene.view.t, of
    whole = NONE if top.amount is None else rounded(top.amount)
    # Of the statement of all money nothing is said: it is what anyone expects.
    table = "" if statement == "expenditure" else t("slide_function.of_table", table=t(f"statement.{statement}"))
    words = {"unit": named(scene, document), "table": table, "what": _name(sheet, top)}
    first = leaves[0] if leaves else top
    if first is top or first.amount is None or not top.amount:
        return t("slide_function.title_whole", amount=whole, **words)
    name = _name(sheet, first)
    sheet.note(t("slide.exact", text=f"{name} {exact(scene, first.amount)}"))
    share = rounded_share(first.amount, top.amount)
    return t("slide_function.title", amount=whole, name=name, part=rounded(first.amount), share=share, **words)


def _figure(sheet: Sheet, statement: str, tile: Tile, measure: str = "total") -> Figure:
    label = _name(sheet, tile)
    if tile.is_residual:
        return sheet.derived(tile.amount, sheet.t("slide_function.residual"), label=label)
    yuan = tile.amount if measure == "total" else tile.row[f"{measure}_yuan"]
    return sheet.figure(yuan, tile.row, statement, measure, label=label)


def _name(sheet: Sheet, tile: Tile) -> str:
    if tile.row["is_total"] and not tile.is_residual:
        return sheet.t(spending.whole_key(tile.row["statement"]))
    name = " ".join(part for part in (tile.row["code"], tile.row["name"]) if part)
    return f"{name} {sheet.t('spending.residual')}".strip() if tile.is_residual else name


def _code(t: Text, statement: str, code: str) -> str:
    return t(spending.whole_key(statement)) if code == hierarchy.TOTAL else code


def _chart(scene: Scene, tree: Hierarchy, leaves: Sequence[Tile], figures: dict[str, Figure]) -> Chart:
    """Areas where areas can show the rows, else bars."""
    sheet = Sheet(scene)
    names = tuple(_name(sheet, tile) for tile in leaves)
    colour = scene.view.colour(tree.root.row["document_id"])
    series = Series(scene.view.t("measure.total"), tuple(figures[tile.key] for tile in leaves), colour)
    if tree.reason:
        return Chart("bar", names, (series,))
    return Chart("treemap", names, (series,), tuple(_group(sheet, tree, tile) for tile in leaves))


def _group(sheet: Sheet, tree: Hierarchy, tile: Tile) -> str:
    """The 类 of a tile."""
    path = tree.path(tile.key)
    return _name(sheet, path[1] if len(path) > 1 else path[0])


def _columns(sheet: Sheet, statement: str) -> tuple[Column, ...]:
    t = sheet.t
    return (
        Column(t("field.code")),
        Column(t("field.name")),
        *(Column(t(f"measure.{measure}"), "money") for measure in MEASURES),
        Column(t("card.project_share"), "share"),
        Column(t(spending.share_key(statement)), "share"),
    )


def _cells(
    sheet: Sheet, statement: str, tile: Tile, whole: Decimal | None, first: Figure | None = None
) -> tuple[object, ...]:
    row = tile.row
    name = _name(sheet, tile).removeprefix(str(row["code"] or "")).strip()
    parts: list[Figure | None] = [None, None]
    if not tile.is_residual:
        parts = [_figure(sheet, statement, tile, measure) for measure in MEASURES[1:]]
    share = None if tile.is_residual else ratio(row["project_yuan"], tile.amount)
    return (
        row["code"] or "",
        name,
        first or _figure(sheet, statement, tile),
        *parts,
        share,
        ratio(tile.amount, whole),
    )


def _largest(
    sheet: Sheet, statement: str, leaves: Sequence[Tile], figures: dict[str, Figure], whole: Figure
) -> Table | None:
    """The largest of the lowest rows; the rest as one row that says how many it is."""
    if not leaves:
        return None
    t, most = sheet.t, sheet.scene.most(len(leaves))
    base = total(tile.amount for tile in leaves) if whole.yuan is None else whole.yuan
    rows = [_cells(sheet, statement, tile, base, figures[tile.key]) for tile in leaves[:most]]
    if rest := leaves[most:]:
        amount = total(tile.amount for tile in rest)
        figure = sheet.derived(amount, t("slide.sum_of", count=len(rest)), label=t("slide.rest", count=len(rest)))
        rows.append(("", t("slide.rest", count=len(rest)), figure, None, None, None, ratio(amount, base)))
    if whole.yuan is None:
        return Table(_columns(sheet, statement), tuple(rows))
    rows.append(("", whole.label, whole, None, None, None, ratio(whole.yuan, whole.yuan)))
    return Table(_columns(sheet, statement), tuple(rows))


def _all(sheet: Sheet, statement: str, tree: Hierarchy, top: Tile) -> Table:
    """Every row from the top down, each subtotal with the rows that it is the sum of."""
    tiles: list[Tile] = []

    def add(tile: Tile) -> None:
        tiles.append(tile)
        for part in tree.parts.get(tile.key, []):
            add(part)

    add(top)
    numbers = {tile.key: number for number, tile in enumerate(tiles)}
    sums = {
        numbers[tile.key]: tuple(numbers[part.key] for part in tree.parts[tile.key])
        for tile in tiles
        if tile.key in tree.parts and _adds_up(tile, tree.parts[tile.key])
    }
    return Table(_columns(sheet, statement), tuple(_cells(sheet, statement, tile, top.amount) for tile in tiles), sums)


def _adds_up(tile: Tile, parts: Sequence[Tile]) -> bool:
    """Whether every column of a row is the exact sum of its parts; a blank is one only of blanks."""
    if any(part.is_residual for part in parts):
        return False
    return all(tile.row[f"{m}_yuan"] == total(part.row[f"{m}_yuan"] for part in parts) for m in MEASURES)
