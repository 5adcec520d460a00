"""The words of documents that the rules need, as rows of their table `word`: kind, key, label."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from loaders.dialect import load_dialect
from loaders.labels import NO_NOTE, THREE_PUBLIC

_SUMS: Final = {
    "income": "income",
    "basic_economic_by_source": "income",
    "project": "income",
    "procurement": "income",
    "general_public": "fund",
    "government_fund": "fund",
    "state_capital": "fund",
    "basic_economic": "economic",
    "appropriation": "appropriation",
}
"""Which sums of the dialect the rows of a statement make."""


@cache
def document_words() -> tuple[tuple[str, str, str], ...]:
    """Return the words of documents that rules compare with, each as kind, key, label.

    Kinds: `pattern` a wording by name; `note` what a note of emptiness calls a statement, under no key the note of a
    table without one; `gap` the code of a pension fund's gap; `source` which measure an
    item of an income half is; `three_public` the label of a component of 三公, `economic` its economic code;
    `use` what an item of an expenditure half is; `umbrella` a source and one it may contain; `sum` a measure of a
    statement and one of its parts.
    """
    dialect = load_dialect()
    own = tomllib.loads((files("loaders") / "dialects" / "checks.toml").read_text("utf-8"))
    return (
        *(("pattern", name, pattern) for name, pattern in own["patterns"].items()),
        ("pattern", "declared_empty", dialect.declared_empty.pattern),
        ("pattern", "empty_table", dialect.empty_table.pattern),
        ("note", "", NO_NOTE),
        *(("note", statement, word) for statement, words in own["notes"].items() for word in words),
        *((kind, "", word) for kind, words in own["words"].items() for word in words),
        *(("gap", code, word) for code, word in own["gaps"].items()),
        *(("source", measure, pattern.pattern) for measure, pattern in dialect.sources),
        *(("three_public", component, label) for component, label in THREE_PUBLIC.items()),
        *(("use", use, pattern) for use, pattern in own["uses"].items()),
        *(("umbrella", whole, part) for whole, parts in own["umbrella"].items() for part in parts),
        *(
            ("sum", f"{statement}/{whole}", part)
            for statement, family in _SUMS.items()
            for whole, parts in dialect.identities[family]
            for part in parts
        ),
        *(("economic", component, code) for component, code in dialect.economic_components.items()),
    )
