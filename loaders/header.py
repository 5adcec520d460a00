"""Header rows to column roles: merged cells spread out, labels looked up, paths read from the top down."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loaders.errors import UnknownHeaderError, Where
from loaders.header_halves import SIDED, halves_of
from loaders.money import is_figure
from loaders.table import ColumnRole, Kind
from loaders.text import bare, split_ordinal, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loaders.dialect import Dialect, Label
    from loaders.model import Row, Side

COMPONENTS: Final = frozenset(
    {"abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception", "agency_operation"}
)
_WHOLE: Final = frozenset({"total", "subtotal"})
_PLAIN: Final[dict[str, tuple[Kind, int]]] = {
    "ordinal": ("ordinal", 0),
    "code": ("code", 0),
    "lei": ("code", 1),
    "kuan": ("code", 2),
    "xiang": ("code", 3),
    "name": ("name", 0),
    "gov_name": ("gov_name", 0),
    "project_name": ("name", 0),
    "project_code": ("own_code", 0),
    "item": ("item", 0),
    "category": ("category", 0),
    "procured": ("gov_name", 0),
    "catalogue": ("words", 0),
    "words": ("words", 0),
    "index_row": ("ordinal", 0),
}
_CODES: Final = frozenset({"code", "lei", "kuan", "xiang", "name", "project_name", "project_code"})
"""A total beneath one of these is the label of the total row, printed among the headers."""
_BUDGETS: Final = frozenset({"initial_budget", "budget"})
"""What final accounts are compared with, beside the figures of the accounts."""
_INDEX: Final = re.compile(r"\(?([1-9]\d?)\)?(?:=[\d+\-()]+)?")
"""The number of a column, with the sum that it is."""
_HEADS: Final = frozenset({"item", "total", "ordinal", "index_row"})
"""A row with one of these is a header, whatever else is in it."""
_FEWEST_NUMBERS: Final = 3
_GROUPS: Final = frozenset({"neutral", "classification", "income_side", "expenditure_side"})


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a grid table: what each column holds, and how many leading rows it takes."""

    columns: tuple[ColumnRole, ...]
    height: int


def read_header(rows: Sequence[Row], statement: str, dialect: Dialect, title: str) -> Header | None:
    """Return the header at the top of a table, or None where the table starts with a body row (a continuation).

    Raises:
        UnknownHeaderError: a header cell is in no dialect, or merged cells cannot be matched to columns.
    """
    height = _height(rows, statement, dialect, title)
    if height == 0:
        return None
    top = [row for row in map(_without_index(statement, dialect), rows[:height]) if any(cell.text for cell in row)]
    width = max(len(row) for row in rows[:height])
    texts = [[cell.text for cell in row] for row in top]
    named = frozenset(t for row in texts for t in row if _names_a_row(t, statement, dialect))
    replaced = dialect.replacements({bare(text) for row in texts for text in row})
    texts = [[replaced.get(bare(text), text) for text in row] for row in texts]
    labels = _spread(texts, width, named, Where(line=top[0][0].line, table=title))
    columns = [role_in([line[c] for line in labels], statement, dialect) for c in range(width)]
    columns = _without_unit_names(columns, labels, statement, dialect)
    _refuse_half_a_header(rows[height:], columns, dialect, title)
    return Header(tuple(halves_of(_second_codes(columns), statement)), height)


def _refuse_half_a_header(rows: Sequence[Row], columns: Sequence[ColumnRole], dialect: Dialect, title: str) -> None:
    """Refuse a header whose lowest row is not understood: its first label would stand for all beneath a merged cell.

    Such a row has words under columns of amounts alone, neither a name nor a figure.
    """
    filled = [(column, cell) for column, cell in zip(columns, rows[0] if rows else (), strict=False) if cell.text]
    words = [cell for _, cell in filled if cell.text not in dialect.blank_marks]
    if len(words) < 2 or any(is_figure(cell.text) for cell in words):
        return
    if all(column.kind in {"measure", "ignored"} or not column.label for column, _ in filled):
        strange = next(
            (c for c in words if not dialect.label(c.text, "") and not dialect.ignored_reason(c.text)), words[0]
        )
        raise unknown_header(strange.text, dialect, Where(strange.page, strange.line, title))


def _without_unit_names(
    columns: list[ColumnRole], labels: Sequence[Sequence[str]], statement: str, dialect: Dialect
) -> list[ColumnRole]:
    """Where a column holds the names of projects, those of the units beside them name no row."""
    found = [
        {label.concept for line in labels if (label := dialect.label(line[c], statement))} for c in range(len(columns))
    ]
    if not any("project_name" in concepts for concepts in found):
        return columns
    return [
        replace(column, kind="words") if column.kind == "name" and "project_name" not in concepts else column
        for column, concepts in zip(columns, found, strict=True)
    ]


def _height(rows: Sequence[Row], statement: str, dialect: Dialect, title: str) -> int:
    height = 0
    for row in rows:
        texts = [cell.text for cell in row if cell.text]
        if height and is_index_row(row, statement, dialect):
            return height + 1
        if not texts or any(is_figure(text) for text in texts) or (height and len(texts) == 1):
            break
        if statement in SIDED and _fills_items(row, rows[:height], statement, dialect):
            break
        known = [text for text in texts if _understood(text, statement, dialect)]
        if len(known) < len(texts):
            if _names_items(texts, known, statement, dialect):
                break
            if 2 * len(known) >= len(texts) and len(texts) > 1:
                unknown = next(text for text in texts if not _understood(text, statement, dialect))
                raise unknown_header(unknown, dialect, Where(row[0].page, row[0].line, title))
            break
        height += 1
    return height


def _fills_items(row: Row, above: Sequence[Row], statement: str, dialect: Dialect) -> bool:
    """Tell whether a row has words under the header of the items: it is an item, though items are called like headers.

    上年结转 and 结转下年 are the first items of a page, with no figures.
    """
    heads = [
        {c for c, cell in enumerate(line) if (label := dialect.label(cell.text, statement)) and label.concept == "item"}
        for line in above
        if len(line) == len(row)
    ]
    return any(row[c].text and not _names_a_row(row[c].text, statement, dialect) for columns in heads for c in columns)


def _names_items(texts: Sequence[str], known: Sequence[str], statement: str, dialect: Dialect) -> bool:
    """Tell whether the texts that are no headers are items of a summary: its first rows may have no figure."""
    if any((label := dialect.label(text, statement)) and label.concept in _HEADS for text in known):
        return False
    unknown = [bare(split_ordinal(text)[1]) for text in texts if text not in known]
    items = (dialect.income_item, dialect.expenditure_item)
    return statement in SIDED and all(any(item.search(text) for item in items) for text in unknown)


def unknown_header(text: str, dialect: Dialect, where: Where) -> UnknownHeaderError:
    """Return the error for a header cell that is in no dialect, naming the nearest alias."""
    nearest = dialect.nearest_alias(text)
    return UnknownHeaderError(
        f"表头“{bare(text)}”不在词表中（最接近的是“{nearest}”）",
        where=where,
        remedy="如为新的写法，请在 loaders/dialects/labels.toml 中补充",
    )


def _understood(text: str, statement: str, dialect: Dialect) -> bool:
    return dialect.label(text, statement) is not None or dialect.ignored_reason(text) is not None


def is_index_row(row: Row, statement: str, dialect: Dialect) -> bool:
    """Tell whether a row numbers the columns: `栏次 1 2 3`, also beside 类, 款, 项, or `** ** 1 2 3=4+5` alone."""
    texts = [bare(cell.text) for cell in row if cell.text]
    numbers = [int(match[1]) for text in texts if (match := _INDEX.fullmatch(text))]
    labels = [label.concept for text in texts if (label := dialect.label(text, statement))]
    marks = [text for text in texts if not text.strip("*")]
    if numbers != list(range(min(numbers, default=1), min(numbers, default=1) + len(numbers))):
        return False
    if "index_row" in labels:
        return len(labels) + len(numbers) + len(marks) == len(texts)
    return len(numbers) > 1 and len(numbers) + len(marks) == len(texts) and numbers[0] == 1


def numbers_columns(row: Row, statement: str, dialect: Dialect) -> bool:
    """Tell whether a line of a collapsed text numbers the columns and says nothing else; two numbers may be amounts."""
    concepts = [label.concept for cell in row if (label := dialect.label(cell.text, statement))]
    named = bool(concepts) and set(concepts) == {"index_row"}
    return (named or (not concepts and len(row) >= _FEWEST_NUMBERS)) and is_index_row(row, statement, dialect)


def _without_index(statement: str, dialect: Dialect) -> Callable[[Row], Row]:
    """Return what takes the numbers out of an index row; labels that stand in it (类, 款, 项) remain."""

    def taken_out(row: Row) -> Row:
        if not is_index_row(row, statement, dialect):
            return row
        kept = [dialect.label(cell.text, statement) for cell in row]
        return tuple(
            cell if label is not None and label.concept != "index_row" else replace(cell, text="")
            for cell, label in zip(row, kept, strict=True)
        )

    return taken_out


def _names_a_row(text: str, statement: str, dialect: Dialect) -> bool:
    label = dialect.label(text, statement)
    return label is not None and label.concept in _PLAIN


# ── merged cells ──


def _spread(rows: list[list[str]], width: int, named: frozenset[str], where: Where) -> list[list[str]]:
    """Give every column its label in every header row."""
    full = _aligned(rows, width, named, where)
    spread: list[list[str]] = []
    origin: list[int] = list(range(width))
    for depth, row in enumerate(rows):
        if len(row) < width:
            spread.append(full[depth])
            continue
        carried, origin = _carry(row, rows[depth + 1 :], origin if depth else [0] * width)
        spread.append(carried)
    return spread


def _aligned(rows: list[list[str]], width: int, named: frozenset[str], where: Where) -> list[list[str]]:
    """Align the rows whose merged cells stand once, from the lowest up: each is known by the row beneath it."""
    full = list(rows)
    for depth in range(len(rows) - 1, -1, -1):
        if len(rows[depth]) < width:
            full[depth] = _align(rows[depth], _deeper(full, depth, width), named, where)
    return full


def _carry(row: list[str], deeper: list[list[str]], parents: list[int]) -> tuple[list[str], list[int]]:
    """A blank header cell with something beneath it belongs to the merged cell on its left."""
    result, origin = list(row), list(range(len(row)))
    for c in range(1, len(row)):
        beneath = any(c < len(below) and below[c] for below in deeper)
        if not row[c] and beneath and result[c - 1] and parents[c] == parents[c - 1]:
            result[c], origin[c] = result[c - 1], origin[c - 1]
    return result, origin


def _deeper(rows: list[list[str]], depth: int, width: int) -> list[str]:
    below = [row for row in rows[depth + 1 :] if len(row) == width]
    return [next((row[c] for row in below if row[c]), "") for c in range(width)]


def _align(row: list[str], below: list[str], named: frozenset[str], where: Where) -> list[str]:
    """Match a header row whose merged cells stand once to the columns of the row beneath it.

    A column blank beneath is merged downwards and has a cell of its own; neighbouring columns that are not blank
    beneath share one. Where that leaves too few places, a run is cut where its first label comes again, else where
    codes and names (`named`) give way to amounts.
    """
    blocks = _blocks(below)
    for cut in (_cut_repeats, _cut_names):
        if len(blocks) < len(row):
            blocks = [part for block in blocks for part in cut(block, below, named)]
    if len(blocks) != len(row):
        raise UnknownHeaderError(
            f"表头合并单元格无法对应：上层{len(row)}格，下层{len(blocks)}组",
            where=where,
            remedy="请检查该表表头是否完整",
        )
    spread = [""] * len(below)
    for text, block in zip(row, blocks, strict=True):
        for c in block:
            spread[c] = text
    return spread


def _blocks(below: list[str]) -> list[list[int]]:
    blocks: list[list[int]] = []
    for c, text in enumerate(below):
        if text and blocks and below[blocks[-1][-1]]:
            blocks[-1].append(c)
        else:
            blocks.append([c])
    return blocks


def _cut_names(block: list[int], below: list[str], named: frozenset[str]) -> list[list[int]]:
    heads = [c for c in block if below[c] in named]
    tail = [c for c in block if below[c] not in named]
    return [heads, tail] if heads and tail and heads[-1] < tail[0] else [block]


def _cut_repeats(block: list[int], below: list[str], _named: frozenset[str]) -> list[list[int]]:
    first = bare(below[block[0]])
    parts: list[list[int]] = []
    for c in block:
        if not parts or (first and bare(below[c]) == first):
            parts.append([c])
        else:
            parts[-1].append(c)
    return parts


# ── labels to roles ──


def role_in(path: Sequence[str], statement: str, dialect: Dialect) -> ColumnRole:
    """Return what a column holds, from the header cells above it, read from the top down."""
    texts = [text for text in path if text]
    shown = "/".join(dict.fromkeys(squeeze(text) for text in texts))
    if not texts:
        return ColumnRole("blank")
    ignored = next((reason for text in texts if (reason := dialect.ignored_reason(text))), None)
    if ignored is not None:
        return ColumnRole("ignored", shown, reason=ignored)
    role = role_of([label for text in texts if (label := dialect.label(text, statement))], shown, statement)
    whole = _whole_of(role, texts, statement, dialect)
    return role if whole is None else replace(role, kind="ignored", reason=f"“{whole}”之下的细分不是单独的口径")


def _whole_of(role: ColumnRole, path: Sequence[str], statement: str, dialect: Dialect) -> str | None:
    """Return the header over a column that is only a part of it, or None.

    一般公共预算 beneath 上年结转 is money carried over, not money of this year: the same word means something else.
    What may stand beneath what without that is in the dialect's groups.
    """
    if role.kind != "measure" or statement == "three_public":
        return None
    for text in path[:-1]:
        label = dialect.label(text, statement)
        if label is None or label.concept in _GROUPS | _WHOLE | _BUDGETS or label.concept in _PLAIN:
            continue
        if role.measure not in {label.concept, *dialect.parts_of(label.concept)}:
            return squeeze(text)
    return None


def role_of(labels: Sequence[Label], shown: str, statement: str) -> ColumnRole:
    """Return what a column holds, from its labels read from the top down."""
    side = _side(labels)
    year = next((label.year for label in reversed(labels) if label.year is not None), None)
    prior = any(label.prior for label in labels)
    inner = [label.concept for label in labels if label.concept not in _GROUPS]
    if not inner:
        group = labels[-1].concept if labels else "blank"
        if group == "classification":
            return ColumnRole("name", shown, side=side)
        kind: Kind = "measure" if group == "neutral" else "blank"
        return ColumnRole(kind, shown, "total", year=year, prior=prior, side=side)
    leaf = next((c for c in inner if c in _CODES), "") if inner[-1] in _WHOLE else ""
    leaf = leaf or inner[-1]
    if leaf in _PLAIN:
        plain, depth = _PLAIN[leaf]
        return ColumnRole(plain, shown, side=side, depth=depth)
    parents = [concept for concept in inner[:-1] if concept not in _WHOLE and concept not in _PLAIN]
    measure = (parents[-1] if parents else "total") if leaf in _WHOLE else leaf
    if statement == "three_public":
        component = next((c for c in reversed(inner) if c in COMPONENTS), "total")
        budgeted = next((concept for concept in inner if concept in _BUDGETS), None)
        kind_of_money = budgeted or ("total" if measure in COMPONENTS else measure)
        return ColumnRole("measure", shown, kind_of_money, component, year, prior, side)
    return ColumnRole("measure", shown, measure, None, year, prior, side)


def _side(labels: Sequence[Label]) -> Side | None:
    for label in labels:
        if label.concept == "income_side":
            return "income"
        if label.concept == "expenditure_side":
            return "expenditure"
    return None


def _second_codes(columns: list[ColumnRole]) -> list[ColumnRole]:
    """Codes that stand after the first name belong to the second classification, unless a new block begins."""
    seen_name = False
    result = []
    for index, column in enumerate(columns):
        if column.kind in {"code", "name"} and index and columns[index - 1].kind == "measure":
            seen_name = False
        if column.kind == "code" and seen_name:
            result.append(replace(column, kind="gov_code"))
            continue
        if column.kind == "name" and seen_name:
            result.append(replace(column, kind="gov_name"))
            continue
        seen_name = seen_name or column.kind == "name"
        result.append(column)
    return result
