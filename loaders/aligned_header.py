"""Headers of tables without rules: words to labels, labels to columns, merged labels to the columns beneath them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from loaders.model import Cell
from loaders.text import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.aligned import Band
    from loaders.dialect import Dialect
    from loaders.model import Box, Row

_SAME_PLACE: Final = 1.5
_INSET: Final = 3.0
_OFF_CENTRE: Final = 5.0
_CLEARLY: Final = 5.0
_NEARER: Final = 0.6
_GROUPS: Final = frozenset({"income_side", "expenditure_side"})
"""What these labels say is never said of a single column."""


@dataclass(slots=True)
class Label:
    """One header cell: its text and the box around it."""

    text: str
    box: Box
    last: Box
    leaves: list[int] = field(default_factory=list)

    @property
    def centre(self) -> float:
        """Return the middle from left to right."""
        return (self.box[0] + self.box[2]) / 2


@dataclass(slots=True)
class Leaf:
    """One column: its label, and the room between its neighbours."""

    label: Label
    band: Band | None
    left: float = 0.0
    right: float = 0.0


def labels_of(cells: Sequence[Cell], spacing: float) -> list[Label]:
    """Return the labels of a header, lines of one wrapped label joined: they stand close, on one centre or edge."""
    labels: list[Label] = []
    for cell in sorted(cells, key=lambda cell: (cell.box or (0, 0))[1]):
        box = cell.box
        if box is None:
            continue
        above = next((label for label in labels if _goes_on(label, box, spacing)), None)
        if above is None:
            labels.append(Label(cell.text, box, box))
            continue
        above.text += cell.text
        above.box = _around(above.box, box)
        above.last = box
    return sorted(labels, key=lambda label: label.box[0])


def _goes_on(label: Label, box: Box, spacing: float) -> bool:
    last = label.last
    step = (box[1] + box[3] - last[1] - last[3]) / 2
    if not 0.5 * (box[3] - box[1]) < step <= spacing * (box[3] - box[1]):
        return False
    same_centre = abs(last[0] + last[2] - box[0] - box[2]) / 2 <= _SAME_PLACE
    return same_centre or abs(last[0] - box[0]) <= _SAME_PLACE


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


# ── columns ──


def leaves_of(labels: Sequence[Label], bands: Sequence[Band], statement: str, dialect: Dialect) -> list[Leaf] | None:
    """Return the columns from left to right: the lowest labels, each with its words; None where that is not certain."""
    lowest = [label for label in labels if not _is_above(label, labels) and not _is_group(label, statement, dialect)]
    leaves = [Leaf(label, None) for label in lowest]
    if not leaves or any(a.label.box[2] > b.label.box[0] for a, b in zip(leaves, leaves[1:], strict=False)):
        return None
    for band in bands:
        index = _leaf_of(band, leaves)
        if index is None or leaves[index].band is not None:
            return None
        leaves[index].band = band
    _set_room(leaves)
    ordered = all(leaf.left < leaf.right for leaf in leaves)
    return leaves if ordered and _in_order(leaves) else None


def _is_above(label: Label, labels: Sequence[Label]) -> bool:
    return any(
        other is not label
        and other.box[1] > label.box[3] - _SAME_PLACE
        and other.box[0] < label.box[2]
        and label.box[0] < other.box[2]
        for other in labels
    )


def _is_group(label: Label, statement: str, dialect: Dialect) -> bool:
    found = dialect.label(label.text, statement)
    return found is not None and found.concept in _GROUPS


def _leaf_of(band: Band, leaves: Sequence[Leaf]) -> int | None:
    """Return the column whose label stands over a band, else the one that is clearly nearest."""
    over = [i for i, leaf in enumerate(leaves) if leaf.label.box[0] < band.x1 and band.x0 < leaf.label.box[2]]
    if over:
        return over[0] if len(over) == 1 else None
    centre = (band.x0 + band.x1) / 2
    near = sorted(range(len(leaves)), key=lambda i: abs(leaves[i].label.centre - centre))
    distances = [abs(leaves[i].label.centre - centre) for i in near[:2]]
    return near[0] if len(near) == 1 or distances[0] < _NEARER * distances[1] else None


def _set_room(leaves: Sequence[Leaf]) -> None:
    """A label stands in the middle of its cell, so the farther edge of what is in the cell tells its width."""
    edges = [_content(leaf) for leaf in leaves]
    for index, leaf in enumerate(leaves):
        x0, x1 = edges[index]
        half = max(leaf.label.centre - x0, x1 - leaf.label.centre) + _INSET
        left = edges[index - 1][1] if index else leaf.label.centre - half
        right = edges[index + 1][0] if index + 1 < len(leaves) else leaf.label.centre + half
        leaf.left = max(leaf.label.centre - half, (left + x0) / 2) if index else leaf.label.centre - half
        leaf.right = min(leaf.label.centre + half, (right + x1) / 2) if index + 1 < len(leaves) else leaf.label.centre + half
    for one, other in zip(leaves, leaves[1:], strict=False):
        if one.band is None and other.band is not None:
            one.right = other.left
        elif other.band is None and one.band is not None:
            other.left = one.right


def _content(leaf: Leaf) -> tuple[float, float]:
    box = leaf.label.box
    return (min(box[0], leaf.band.x0), max(box[2], leaf.band.x1)) if leaf.band else (box[0], box[2])


def _in_order(leaves: Sequence[Leaf]) -> bool:
    edges = [_content(leaf) for leaf in leaves]
    return all(a[1] <= b[0] for a, b in zip(edges, edges[1:], strict=False))


# ── merged labels ──


def head_rows(labels: Sequence[Label], leaves: Sequence[Leaf], place: Cell) -> list[Row] | None:
    """Return the header's rows, a merged label in its first column; None where one fits no columns for certain."""
    roots = []
    for index, leaf in enumerate(leaves):
        leaf.label.leaves = [index]
        roots.append(leaf.label)
    depth = {id(leaf.label): 1 for leaf in leaves}
    lowest = {id(root) for root in roots}
    merged = [label for label in labels if id(label) not in lowest]
    children: dict[int, list[Label]] = {}
    for label in sorted(merged, key=lambda label: -label.box[1]):
        span = _beneath(label, roots, leaves)
        if span is None:
            return None
        beneath = roots[span[0] : span[1] + 1]
        label.leaves = [leaf for child in beneath for leaf in child.leaves]
        children[id(label)] = beneath
        depth[id(label)] = 1 + max(depth[id(child)] for child in beneath)
        roots[span[0] : span[1] + 1] = [label]
    return _printed(roots, children, max(depth[id(root)] for root in roots), len(leaves), place)


def _beneath(label: Label, roots: Sequence[Label], leaves: Sequence[Leaf]) -> tuple[int, int] | None:
    """Return the run of labels in whose middle a merged label stands."""
    lower = [root.box[1] > label.box[3] - _SAME_PLACE for root in roots]
    found = []
    for start in range(len(roots)):
        for end in range(start, len(roots)):
            if not lower[end]:
                break
            left, right = leaves[roots[start].leaves[0]].left, leaves[roots[end].leaves[-1]].right
            if left < label.box[0] + _SAME_PLACE and label.box[2] - _SAME_PLACE < right:
                found.append((abs((left + right) / 2 - label.centre), start, end))
    found.sort()
    if not found or found[0][0] > _OFF_CENTRE or (len(found) > 1 and found[1][0] < found[0][0] + _CLEARLY):
        return None
    return found[0][1], found[0][2]


def _printed(
    roots: Sequence[Label], children: dict[int, list[Label]], depth: int, width: int, place: Cell
) -> list[Row]:
    rows = [[Cell("", place.line, place.page) for _ in range(width)] for _ in range(depth)]

    def put(label: Label, level: int) -> None:
        rows[level][label.leaves[0]] = Cell(bare(label.text), place.line, place.page, label.box)
        for child in children.get(id(label), ()):
            put(child, level + 1)

    for root in roots:
        put(root, 0)
    return [tuple(row) for row in rows]
