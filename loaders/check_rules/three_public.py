"""W8: 三公 = 出国 + 公务用车 + 接待, and 公务用车 = 购置 + 运行, for each year and column."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from loaders.check_rules.identity import Identity, settle, term, without_figures
from loaders.check_rules.labels import THREE_PUBLIC
from loaders.check_rules.ledger import IndexedDocument, indexed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.model import Amount, Check, LoadedDocument

RULE: Final = "W8"
STATEMENT: Final = "three_public"
_PARTS: Final = {
    "total": ("abroad", "vehicle", "reception"),
    "vehicle": ("vehicle_purchase", "vehicle_operation"),
}

Components = dict[str, "Amount"]


def three_public_sums(document: LoadedDocument) -> Iterator[Check]:
    """W8: both identities for each fiscal year and measure, and for each row where the rows are units."""
    book = indexed(document)
    unavailable = without_figures(book, RULE, [STATEMENT])
    yield from unavailable
    for components in () if unavailable else _groups(book):
        for code in _PARTS:
            yield from _component_sum(book, components, code)


def _groups(document: IndexedDocument) -> Iterator[Components]:
    columns: dict[tuple[int, str], list[Amount]] = {}
    for amount in document.printed(STATEMENT):
        columns.setdefault((amount.fiscal_year, amount.measure), []).append(amount)
    for amounts in columns.values():
        yield from _rows(amounts)


def _rows(amounts: list[Amount]) -> Iterator[Components]:
    """Yield one group where each component stands once, else one for each row: then the rows are units."""
    if max(Counter(map(_component, amounts)).values()) == 1:
        yield {_component(amount): amount for amount in amounts}
        return
    rows: dict[tuple[int, int], Components] = {}
    for amount in amounts:
        rows.setdefault((amount.table_no, amount.row_no), {})[_component(amount)] = amount
    yield from rows.values()


def _component(amount: Amount) -> str:
    return "total" if amount.is_total else amount.code or ""


def _component_sum(document: IndexedDocument, components: Components, code: str) -> Iterator[Check]:
    left = components.get(code)
    parts = _PARTS[code]
    place = left or next(iter(components.values()))
    unsummed = code == "total" and "vehicle" not in components and not components.keys().isdisjoint(_PARTS["vehicle"])
    identity = Identity(
        rule=RULE,
        statement=STATEMENT,
        code=left.code if left else code,
        measure=place.measure,
        subject=f"{place.fiscal_year}年“三公”经费",
        left=term(document, THREE_PUBLIC[code], left),
        right=tuple(term(document, THREE_PUBLIC[part], components.get(part)) for part in parts),
        unit_text=place.unit_text,
        page=place.page,
        line=place.line,
        missing="印出了购置费或运行费，未印出公务用车小计" if unsummed else "",
    )
    yield from settle(document, identity)
