"""Paths of functions in prose (…（类）…（款）…（项）) → the codes that the document's own tables print."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.text import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.model import Amount, NarrativeFact
    from loaders.narrative_dialect import NarrativeDialect

_STATEMENTS = ("general_public", "expenditure")
_SHORTEST = 3
_DASH = re.compile(r"[-—–]")


def with_codes(
    facts: Sequence[NarrativeFact], amounts: Sequence[Amount], dialect: NarrativeDialect
) -> list[NarrativeFact]:
    """Give each path of a function its code, where exactly one row of a table has the same names all along the path.

    The table of general public spending is asked first, then that of all spending. A path that no row or several rows
    agree with stays without a code.
    """
    tables = [_names(amounts, statement) for statement in _STATEMENTS]
    return [_with_code(fact, tables, dialect) if fact.topic == "function" else fact for fact in facts]


def _names(amounts: Sequence[Amount], statement: str) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for amount in amounts:
        if amount.statement == statement and amount.code and amount.code.isdigit() and not amount.is_total:
            names.setdefault(amount.code, set()).add(bare(amount.name))
    return names


def _with_code(fact: NarrativeFact, tables: Sequence[dict[str, set[str]]], dialect: NarrativeDialect) -> NarrativeFact:
    if fact.measure is None or fact.code is not None:
        return fact
    path = _path(fact.subject, dialect)
    for names in tables:
        codes = [code for code in names if _agrees(code, path, names)]
        if len(codes) == 1:
            return replace(fact, code=codes[0])
    return fact


def _path(subject: str, dialect: NarrativeDialect) -> list[set[str]]:
    """The names along a path, each with and without the 支出 that may follow its （类）."""
    text = bare(subject)
    parts = (dialect.path_mark if dialect.path_mark.search(text) else _DASH).split(text)
    names: list[set[str]] = []
    for part in filter(None, parts):
        if part == dialect.path_follow and names:
            names[-1] |= {name + part for name in names[-1]}
        else:
            names.append({part})
    return names


def _agrees(code: str, path: Sequence[set[str]], names: dict[str, set[str]]) -> bool:
    """Tell whether the rows above a code that are printed, and its own, are those of the path."""
    if len(code) != _SHORTEST + 2 * (len(path) - 1):
        return False
    above = [code[: _SHORTEST + 2 * level] for level in range(len(path))]
    return all(part not in names or bool(wanted & names[part]) for part, wanted in zip(above, path, strict=True))
