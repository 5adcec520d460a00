"""Headers of tables without rules: words to labels, labels to columns, merged labels to the columns beneath them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from loaders.model import Cell
from loaders.text import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.aligned import Band
    from loaders.dialect import Dialect
    from loaders.model import Box, Row

_SAME_PLACE: Final = 1.5
_INSET: Final = 3.0
_MARGIN: Final = 60.0
_OFF_CENTRE: Final = 5.0
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
    children: list[Label] = field(default_factory=list)

    @property
    def centre(self) -> float:
        """Return the middle from left to right."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def middle(self) -> float:
        """Return the middle from top to bottom."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(slots=True)
class Leaf:
    """One column: its label, and the room between its neighbours; its edges may be off by `play`."""

    label: Label
    band: Band | None
    left: float = 0.0
    right: float = 0.0
    play: float = 0.0


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
    if not leaves or any(a.label.box[2] > b.label.box[0] for a, b in pairwise(leaves)):
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
    """Set the edges of the columns: each label stands in the middle of its cell, each word within.

    If edge 0 is known, so are all others: edge i+1 lies as far behind label i as edge i lies before it. The words leave
    little choice for edge 0; where they leave none, not all labels stand in the middle, and the edges lie halfway.
    """
    edges = [_content(leaf) for leaf in leaves]
    least, most = edges[0][0] - _MARGIN, edges[0][0]
    shift, sign = 0.0, 1
    for leaf, (x0, x1) in zip(leaves, edges, strict=True):
        # The column's left edge is shift + sign * edge 0; it is no farther right than this:
        bound = min(x0, 2 * leaf.label.centre - x1)
        if sign > 0:
            most = min(most, bound - shift)
        else:
            least = max(least, shift - bound)
        shift, sign = 2 * leaf.label.centre - shift, -sign
    if least > most:
        _set_halfway(leaves, edges)
        return
    edge = (least + most) / 2
    for leaf in leaves:
        leaf.left, edge = edge, 2 * leaf.label.centre - edge
        leaf.right = edge
        leaf.play = (most - least) / 2


def _set_halfway(leaves: Sequence[Leaf], edges: Sequence[tuple[float, float]]) -> None:
    for leaf, (x0, x1) in zip(leaves, edges, strict=True):
        leaf.left, leaf.right = x0 - _INSET, x1 + _INSET
    for one, other in pairwise(leaves):
        one.right = other.left = (one.right + other.left) / 2


def _content(leaf: Leaf) -> tuple[float, float]:
    box = leaf.label.box
    return (min(box[0], leaf.band.x0), max(box[2], leaf.band.x1)) if leaf.band else (box[0], box[2])


def _in_order(leaves: Sequence[Leaf]) -> bool:
    edges = [_content(leaf) for leaf in leaves]
    return all(a[1] <= b[0] for a, b in pairwise(edges))


# ── merged labels ──


def head_rows(labels: Sequence[Label], leaves: Sequence[Leaf], place: Cell) -> list[Row] | None:
    """Return the header's rows, a merged label in its first column; None where one fits no columns for certain."""
    for index, leaf in enumerate(leaves):
        leaf.label.leaves = [index]
    roots = [leaf.label for leaf in leaves]
    lowest = {id(root) for root in roots}
    merged = sorted((label for label in labels if id(label) not in lowest), key=lambda label: -label.middle)
    for level in _levels(merged):
        spans = _spans(level, roots, leaves)
        if spans is None:
            return None
        for label, (start, end) in sorted(zip(level, spans, strict=True), key=lambda pair: -pair[1][0]):
            label.children = roots[start : end + 1]
            label.leaves = [leaf for child in label.children for leaf in child.leaves]
            roots[start : end + 1] = [label]
    return _printed(roots, len(leaves), place)


def _levels(labels: Sequence[Label]) -> Iterator[list[Label]]:
    """Yield the labels that stand at one height, from the lowest up."""
    level: list[Label] = []
    for label in labels:
        if level and level[0].middle - label.middle > _SAME_PLACE:
            yield sorted(level, key=lambda label: label.box[0])
            level = []
        level.append(label)
    if level:
        yield sorted(level, key=lambda label: label.box[0])


def _spans(level: Sequence[Label], roots: Sequence[Label], leaves: Sequence[Leaf]) -> list[tuple[int, int]] | None:
    """Return the run of labels beneath each label of one height, if just one choice of all of them is possible.

    A label stands in the middle of its run. The columns right beneath it stand at one height, which is the height of
    no column beside the runs: each label stands in the middle of its cell, and cells as high as these would be beneath
    a label as well.
    """
    found: list[list[tuple[int, int]]] = []

    def choose(number: int, after: int, chosen: list[tuple[int, int]]) -> None:
        if number == len(level):
            if _is_even(chosen, roots):
                found.append(chosen)
            return
        for start, end in _runs(level[number], roots, leaves):
            if start >= after:
                choose(number + 1, end + 1, [*chosen, (start, end)])

    choose(0, 0, [])
    return found[0] if len(found) == 1 else None


def _runs(label: Label, roots: Sequence[Label], leaves: Sequence[Leaf]) -> Iterator[tuple[int, int]]:
    for start in range(len(roots)):
        left = leaves[roots[start].leaves[0]].left
        for end in range(start, len(roots)):
            if roots[end].box[1] < label.box[3] - _SAME_PLACE:
                break
            right = leaves[roots[end].leaves[-1]].right
            inside = left < label.box[0] + _SAME_PLACE and label.box[2] - _SAME_PLACE < right
            if inside and abs((left + right) / 2 - label.centre) <= _OFF_CENTRE + _play(roots[start : end + 1], leaves):
                yield start, end


def _play(run: Sequence[Label], leaves: Sequence[Leaf]) -> float:
    """Return how far off the middle of some columns may be: of an odd number of columns, the edges' errors cancel."""
    count = sum(len(label.leaves) for label in run)
    return 0.0 if count % 2 else leaves[run[0].leaves[0]].play


def _is_even(chosen: Sequence[tuple[int, int]], roots: Sequence[Label]) -> bool:
    covered = {index for start, end in chosen for index in range(start, end + 1)}
    beside = [root.middle for index, root in enumerate(roots) if index not in covered and not root.children]
    for start, end in chosen:
        beneath = [root.middle for root in roots[start : end + 1] if not root.children]
        if beneath and max(beneath) - min(beneath) > _SAME_PLACE:
            return False
        if any(abs(one - other) <= _SAME_PLACE for one in beneath for other in beside):
            return False
    return True


def _printed(roots: Sequence[Label], width: int, place: Cell) -> list[Row]:
    rows = [[Cell("", place.line, place.page) for _ in range(width)] for _ in range(max(map(_depth, roots)))]

    def put(label: Label, level: int) -> None:
        rows[level][label.leaves[0]] = Cell(bare(label.text), place.line, place.page, label.box)
        for child in label.children:
            put(child, level + 1)

    for root in roots:
        put(root, 0)
    return [tuple(row) for row in rows]


def _depth(label: Label) -> int:
    return 1 + max(map(_depth, label.children), default=0)
