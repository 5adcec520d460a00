"""W5: in every coded table and measure, 合计 = Σ类, 类 = Σ款, 款 = Σ项.

The tree comes from the order of the rows, not from a look-up by code: a table may hold 301 twice, paired with two
codes of the government classification, each with its own 款 below it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from loaders.check_rules.identity import Identity, not_applicable, settle, term, without_figures
from loaders.check_rules.labels import LEVELS, measure_label, statement_label
from loaders.check_rules.ledger import Column, IndexedDocument, Line, indexed
from loaders.check_rules.rows import in_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.model import Amount, Check, LoadedDocument

RULE: Final = "W5"
STATEMENTS: Final = (
    "income",
    "expenditure",
    "general_public",
    "government_fund",
    "state_capital",
    "basic_economic",
    "basic_economic_by_source",
    "procurement",
)


@dataclass(slots=True)
class Node:
    """A coded row and the rows printed under it."""

    line: Line
    level: int
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """A table's total rows, its rows in order, its 类, and the rows under no printed 类."""

    totals: list[Line] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)
    orphans: list[Node] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """The deepest level printed, 0 where no row has a code."""
        return max((node.level for node in self.nodes), default=0)


def hierarchy_sums(document: LoadedDocument) -> Iterator[Check]:
    """W5: every parent row and total row of every coded table, measure by measure."""
    book = indexed(document)
    for statement in STATEMENTS:
        unavailable = without_figures(book, RULE, [statement])
        yield from unavailable
        for lines in () if unavailable else book.tables(statement):
            yield from _table_sums(book, statement, build_tree(lines))


def build_tree(lines: Iterable[Line]) -> Tree:
    """Return the tree of a table's rows, each under the nearest row before it that is its parent by level and code.

    A row whose parent is not printed becomes an orphan and does not end the group it stands in.
    """
    tree = Tree()
    path: list[Node] = []
    for line in lines:
        if line.head.is_total:
            tree.totals.append(line)
        elif line.head.level is not None:
            node = Node(line, line.head.level)
            tree.nodes.append(node)
            path = _attach(tree, path, node)
    return tree


def _attach(tree: Tree, path: list[Node], node: Node) -> list[Node]:
    if node.level == 1:
        tree.roots.append(node)
        return [node]
    for index in range(len(path) - 1, -1, -1):
        if _is_parent(path[index], node):
            path[index].children.append(node)
            return [*path[: index + 1], node]
    tree.orphans.append(node)
    return [*path, node]


def _is_parent(candidate: Node, node: Node) -> bool:
    if candidate.level >= node.level:
        return False
    upper, lower = candidate.line.head.code, node.line.head.code
    return upper is None or lower is None or lower.startswith(upper)


def _table_sums(document: IndexedDocument, statement: str, tree: Tree) -> Iterator[Check]:
    if not tree.depth:
        yield not_applicable(document, RULE, statement, f"{statement_label(statement)}的行不按科目分级")
        return
    yield from _total_sums(document, tree)
    if tree.depth == 1:
        yield not_applicable(document, RULE, statement, f"{statement_label(statement)}只列到类级科目，没有下级可加总")
        return
    for node in tree.nodes:
        if node.level < tree.depth:
            yield from _node_sums(document, node)


def _total_sums(document: IndexedDocument, tree: Tree) -> Iterator[Check]:
    missing = f"有 {len(tree.orphans)} 行未印出所属的上级科目" if tree.orphans else ""
    right = [node.line for node in tree.roots]
    printed: list[Line | None] = [*_without_repeats(tree.totals)]
    for line in printed or [None]:
        yield from _sums(document, line, right or _lines_of(tree.orphans), f"{len(right)} 类之和", missing)


def _node_sums(document: IndexedDocument, node: Node) -> Iterator[Check]:
    children = _lines_of(node.children)
    below = "、".join(LEVELS.get(level, "下级") for level in sorted({child.level for child in node.children}))
    missing = "" if children else "表中未印出它的下级科目"
    yield from _sums(
        document, node.line, children, f"所属 {len(children)} {below}之和" if children else "下级科目", missing
    )


def _sums(
    document: IndexedDocument, parent: Line | None, children: list[Line], right_label: str, missing: str
) -> Iterator[Check]:
    for year, measure in _columns(parent, children):
        left = parent.cell(year, measure) if parent else None
        place: Amount = left or (parent or children[0]).head
        identity = Identity(
            rule=RULE,
            statement=place.statement,
            code=parent.head.code if parent else None,
            measure=measure,
            subject=in_year(document, year, parent.subject if parent else "合计行"),
            left=term(document, measure_label(measure, place.statement), left),
            right=tuple(term(document, "", child.cell(year, measure)) for child in children),
            unit_text=place.unit_text,
            page=place.page if parent else None,
            line=place.line if parent else None,
            right_label=right_label,
            missing=missing,
        )
        yield from settle(document, identity)


def _columns(parent: Line | None, children: list[Line]) -> dict[Column, None]:
    lines = [parent, *children] if parent else children
    return dict.fromkeys(column for line in lines for column in line.cells)


def _lines_of(nodes: list[Node]) -> list[Line]:
    return [node.line for node in nodes]


def _without_repeats(lines: list[Line]) -> list[Line]:
    seen: dict[tuple[tuple[Column, str], ...], Line] = {}
    for line in lines:
        key = tuple(sorted((column, str(amount.amount_yuan)) for column, amount in line.cells.items()))
        seen.setdefault(key, line)
    return list(seen.values())
