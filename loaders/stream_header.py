"""Headers of collapsed tables: the labels in the order of the text, put back into columns.

The text layer prints a header row by row, each label possibly wrapped over lines. White space taken out, the labels
follow one another; groups (财政拨款, 基本支出, a year) take the labels of the next row that belong beneath them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.errors import UnknownHeaderError
from loaders.header import role_in, unknown_header
from loaders.text import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.dialect import Dialect, Label
    from loaders.errors import Where
    from loaders.table import ColumnRole

_LONGEST_LABEL = 24
_SUMS = frozenset({"fiscal", "basic", "vehicle", "current_year"})
"""Groups that are amounts themselves: the sum of what stands beneath them."""


@dataclass(slots=True)
class _Node:
    label: Label | None
    text: str
    children: list[_Node] = field(default_factory=list)

    @property
    def group(self) -> str:
        """The word under which `groups` lists what may stand beneath this label."""
        if self.label is None:
            return ""
        dated = self.label.year is not None or self.label.prior
        return "year" if dated and self.label.concept == "total" else self.label.concept


def stream_columns(
    text: str, statement: str, dialect: Dialect, where: Where, *, flat: bool = False
) -> tuple[ColumnRole, ...]:
    """Return the columns of a collapsed header, left to right.

    `财政拨款 一般公共预算 …` is a merged cell over its parts, or (`flat`) a column of its own beside them; the text
    does not tell which. A group with a 小计 beneath it is never a column.

    Raises:
        UnknownHeaderError: part of the text is no known label.
    """
    root = _Node(None, "")
    for word, label in _labels(bare(text), statement, dialect, where):
        _home(root, word, label, dialect).children.append(_Node(label, word))
    columns = tuple(role_in([node.text for node in path], statement, dialect) for path in _paths(root, flat=flat))
    apart = next((column for column in columns if column.kind in {"ignored", "own_code"}), None)
    if apart is not None:
        # Where cells are lost, nothing tells this column's figures from those of the others.
        raise UnknownHeaderError(
            f"表头“{apart.label}”：{apart.reason or '项目编码也是数字'}，而文本中列位已丢失，无法与其他列分开",
            where=where,
            remedy="请提供带表格线的文件，或 Word、Excel 原件",
        )
    return columns


def _labels(text: str, statement: str, dialect: Dialect, where: Where) -> list[tuple[str, Label]]:
    """Cut a text into known labels, as few as possible."""
    best: list[list[tuple[str, Label]] | None] = [[]]
    for end in range(1, len(text) + 1):
        options = []
        for start in range(max(0, end - _LONGEST_LABEL), end):
            head = best[start]
            if head is None:
                continue
            label = dialect.label(text[start:end], statement)
            if label is not None:
                options.append([*head, (text[start:end], label)])
        best.append(min(options, key=len) if options else None)
    found = best[-1]
    if found is None:
        reached = max(index for index, cut in enumerate(best) if cut is not None)
        raise unknown_header(text[reached : reached + 12], dialect, where)
    return found


def _home(root: _Node, word: str, label: Label, dialect: Dialect) -> _Node:
    """Return the node beneath which a label belongs: the first group that takes it and does not have it yet.

    Beneath 上年结转 only labels stand that were printed before: what comes once is a column of its own.
    """
    again = any(node.label is not None and node.label.concept == label.concept for node in _walk(root))
    open_groups = [
        node
        for node in _walk(root)
        if (again or node.group not in dialect.apart)
        and label.concept in dialect.groups.get(node.group, ())
        and not (label.year is not None or label.prior or any(year.match(word) for year in dialect.this_year))
        and all(child.label is None or child.label.concept != label.concept for child in node.children)
    ]
    specific = [node for node in open_groups if node.group not in {"neutral", "year"}]
    return next(iter(specific or open_groups), root)


def _walk(node: _Node) -> Iterator[_Node]:
    for child in node.children:
        yield child
        yield from _walk(child)


def _paths(node: _Node, above: Sequence[_Node] = (), *, flat: bool) -> Iterator[list[_Node]]:
    for child in node.children:
        path = [*above, child]
        if not child.children:
            yield path
            continue
        if flat and child.label is not None and child.label.concept in _SUMS and not _has_own_column(child):
            yield path
        yield from _paths(child, path, flat=flat)


def _has_own_column(group: _Node) -> bool:
    return any(child.label is not None and child.label.concept in {"total", "subtotal"} for child in group.children)
