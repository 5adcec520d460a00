"""From the printed rows of a table to the flow 资金来源 → 基金 → 类, exact; nothing is split that is not printed split.

What a total says beyond its printed parts is a link of its own; where the table prints no functional codes, the flow
ends at the total.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row = dict[str, Any]
Basis = Literal["income", "funds"]
Reason = Literal["empty", "negative"]

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "fiscal": ("general_public", "government_fund", "state_capital"),
    "account": ("fiscal_account",),
    "own": ("business", "operating", "superior", "subordinate", "other"),
    "carried": ("carryover", "prior_surplus"),
}
CONTAINERS: Final = {"fiscal": "fiscal", "own": "unit_funds"}
"""The column that holds a whole group; a source of its own where its parts are not printed."""
RESIDUAL: Final = "residual"
UNTOLD: Final = "untold"
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Node:
    """A place where money flows through; `word` is the source, group or functional code it stands for."""

    key: str
    column: int
    word: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Money (元, above zero) between two nodes; `is_residual` where it is a difference, not a printed figure."""

    origin: str
    target: str
    amount: Decimal
    is_residual: bool = False
    is_inferred: bool = False

    @property
    def key(self) -> str:
        """What stands for the link in the URL."""
        return f"{self.origin}>{self.target}"


@dataclass(frozen=True, slots=True)
class Exceeded:
    """Parts that sum to more than their total prints: the place and the difference (元, below zero)."""

    key: str
    difference: Decimal


@dataclass(frozen=True, slots=True)
class Flow:
    """The flow of one document's table, or why there is none to draw."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    exceeded: tuple[Exceeded, ...]
    reason: Reason | None = None
    has_codes: bool = True

    def has(self, key: str) -> bool:
        """Tell whether a node or link of that key is drawn."""
        return any(node.key == key for node in self.nodes) or any(link.key == key for link in self.links)

    def amount(self, node: str) -> Decimal:
        """Return the money through a node: what flows in or out, whichever is more."""
        into = sum((link.amount for link in self.links if link.target == node), _ZERO)
        return max(into, sum((link.amount for link in self.links if link.origin == node), _ZERO))


def key_of(document_id: str, item: str) -> str:
    """Return what stands in the URL for a node or link of a document."""
    return f"{document_id}|{item}"


def split_key(key: str) -> tuple[str, str]:
    """Return the document and the node or link of a key."""
    document_id, _, item = key.partition("|")
    return document_id, item


def group_of(source: str) -> str:
    """Return the group of a source; one that is not known stands for itself."""
    for group, parts in GROUPS.items():
        if source in parts or CONTAINERS.get(group) == source:
            return group
    return source


def build(rows: Sequence[Row]) -> Flow:
    """Return the flow of one document.

    Args:
        rows: its rows with source, code, name, is_total, is_top, amount_yuan and origin; `source` is a measure of the
            income statement, `total` for the row's 合计; `is_top` marks the uppermost printed code.
    """
    rows = [row for row in rows if row["is_total"] or row["is_top"]]
    if not rows:
        return Flow((), (), (), "empty")
    if any(row["amount_yuan"] < 0 for row in rows):
        return Flow((), (), (), "negative")
    drawing = _Drawing(rows)
    drawing.totals()
    drawing.classes()
    return Flow(drawing.ordered(), tuple(drawing.links), tuple(drawing.exceeded), has_codes=bool(drawing.codes))


class _Drawing:
    """The links of one document while they are found."""

    def __init__(self, rows: Sequence[Row]) -> None:
        # A 合计 that is printed twice is still one.
        self.whole: dict[str, Decimal] = {r["source"]: r["amount_yuan"] for r in reversed(rows) if r["is_total"]}
        self.codes: dict[str, str] = {row["code"]: row["name"] for row in rows if row["is_top"]}
        self.printed = {code: _summed(r for r in rows if r["is_top"] and r["code"] == code) for code in self.codes}
        self.inferred = {(r["source"], r["code"] if r["is_top"] else None) for r in rows if r["origin"] == "inferred"}
        self.leaves = leaves(self.whole, self.printed.values())
        self.links: list[Link] = []
        self.exceeded: list[Exceeded] = []

    def totals(self) -> None:
        """Group → source from the total row, with what the total row says beyond its sources."""
        counted = _ZERO
        for group in dict.fromkeys(group_of(source) for source in self.leaves):
            sources = [source for source in self.leaves if group_of(source) == group]
            amounts = [self._source(source) for source in sources]
            for source, amount in zip(sources, amounts, strict=True):
                self._link(f"g:{group}", f"s:{source}", amount, inferred=(source, None) in self.inferred)
            counted += self._rest_of_group(group, sources, sum(amounts, _ZERO))
        if "total" in self.whole:
            self._difference(self.whole["total"] - counted, f"g:{RESIDUAL}", f"s:{RESIDUAL}", "total")

    def _source(self, source: str) -> Decimal:
        """The total row's figure; where it is blank, the sum of the rows that print one."""
        return self.whole.get(source, sum((row.get(source, _ZERO) for row in self.printed.values()), _ZERO))

    def _rest_of_group(self, group: str, sources: Sequence[str], parts: Decimal) -> Decimal:
        container = CONTAINERS.get(group, "")
        if container in sources or container not in self.whole:
            return parts
        self._difference(self.whole[container] - parts, f"g:{group}", f"r:{group}", f"g:{group}")
        return self.whole[container]

    def classes(self) -> None:
        """Source → 类 where a row prints both; what is not told stays at the source."""
        for source in self.leaves:
            for code, row in self.printed.items():
                self._link(f"s:{source}", f"c:{code}", row.get(source, _ZERO), inferred=(source, code) in self.inferred)
            told = sum((row.get(source, _ZERO) for row in self.printed.values()), _ZERO)
            if not self.codes:
                self._link(f"s:{source}", f"c:{UNTOLD}", self._source(source))
            else:
                self._difference(self._source(source) - told, f"s:{source}", f"c:{RESIDUAL}", f"s:{source}")
        for code, row in self.printed.items():
            if "total" in row:
                told = sum((row.get(source, _ZERO) for source in self.leaves), _ZERO)
                self._difference(row["total"] - told, f"s:{RESIDUAL}", f"c:{code}", f"c:{code}")

    def _link(self, origin: str, target: str, amount: Decimal, *, inferred: bool = False) -> None:
        if amount > 0:
            self.links.append(Link(origin, target, amount, is_inferred=inferred))

    def _difference(self, amount: Decimal, origin: str, target: str, place: str) -> None:
        if amount > 0:
            self.links.append(Link(origin, target, amount, is_residual=True))
        elif amount < 0:
            self.exceeded.append(Exceeded(place, amount))

    def ordered(self) -> tuple[Node, ...]:
        """The nodes in the order of the table: groups, sources, then codes; residuals last in their column."""
        found: dict[str, None] = {}
        for link in self.links:
            found |= {link.origin: None, link.target: None}
        nodes = [self._node(key) for key in found]
        return tuple(sorted(nodes, key=lambda node: (node.column, node.word in {RESIDUAL, UNTOLD}, node.key[0] == "r")))

    def _node(self, key: str) -> Node:
        kind, _, word = key.partition(":")
        return Node(key, {"g": 0, "s": 1, "r": 1, "c": 2}[kind], word, self.codes.get(word, "") if kind == "c" else "")


def leaves(whole: Mapping[str, Decimal], printed: Iterable[Mapping[str, Decimal]]) -> list[str]:
    """Return the sources that contain no other printed source, in the order of the groups."""
    present = set(whole).union(*printed) - {"total", "current_year"}
    found: list[str] = []
    for group, parts in GROUPS.items():
        own = [part for part in parts if part in present]
        container = CONTAINERS.get(group)
        if container in present and (not own or (group == "own" and _stands_beside(whole, present))):
            own.insert(0, container)
        found += own
    return found + sorted(present - set(found) - set(CONTAINERS.values()))


def _stands_beside(whole: Mapping[str, Decimal], present: set[str]) -> bool:
    """Whether 单位资金 stands beside 事业收入 and the others rather than above them: the total row's sum decides."""
    fiscal = "fiscal" if "fiscal" in whole else ""
    named = [s for s in present if s not in CONTAINERS.values() and not (fiscal and s in GROUPS["fiscal"])]
    others = sum((whole.get(source, _ZERO) for source in [*named, fiscal] if source), _ZERO)
    total = whole.get("total")
    return total is not None and others != total and others + whole.get("unit_funds", _ZERO) == total


def _summed(rows: Iterable[Row]) -> dict[str, Decimal]:
    """Source → amount; a code that the table prints in several rows (one for each unit) counts once each."""
    found: dict[str, Decimal] = {}
    for row in rows:
        found[row["source"]] = found.get(row["source"], _ZERO) + row["amount_yuan"]
    return found


def behind(rows: Sequence[Row], item: str) -> list[Row]:
    """Return the printed rows behind a node or a link, in printed order, those of lower codes included."""
    ends = item.split(">")
    sources = set().union(*(_sources(end, rows) for end in ends if not end.startswith("c:")))
    codes = [end.removeprefix("c:") for end in ends if end.startswith("c:") and not end.endswith((RESIDUAL, UNTOLD))]
    chosen = [row for row in rows if not sources or row["source"] in sources]
    if codes:
        return [row for row in chosen if row["code"] and row["code"].startswith(codes[0])]
    if item.startswith("g:"):
        return [row for row in chosen if row["is_total"]]
    return [row for row in chosen if row["is_total"] or row["is_top"]]


def _sources(end: str, rows: Sequence[Row]) -> set[str]:
    kind, _, word = end.partition(":")
    if word == RESIDUAL:
        return {row["source"] for row in rows}
    if kind == "s":
        return {word}
    return {row["source"] for row in rows if group_of(row["source"]) == word}
