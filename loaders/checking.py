"""Running the rules: set-based, inside the database that holds the documents.

A rule is a SELECT in `sql/rules/` that says which figure stands on which side of which identity; what is common to all
rules (units, tolerances, trees, sums, outcomes, words) is in `sql/checks/`. Work goes jurisdiction by jurisdiction, in
groups of bounded size, so that a national database needs no more memory than a province.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from loaders.checks import RULES
from loaders.labels import MEASURES, STATEMENTS
from loaders.model import Check
from loaders.money import FEN_PER_UNIT
from loaders.rule_words import document_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from loaders.model import LoadedDocument
    from loaders.rulebook.rule import Rule

FIGURES_AT_ONCE: Final = 200_000
"""Documents are checked in groups of about this many figures; all documents of a jurisdiction are in one group."""

_FEW_FIGURES: Final = 20_000
"""Up to so many, planning takes longer than checking, and one thread is as fast as several."""

_MOST_DECIMALS: Final = 10
_BEFORE: Final = ("operands", "prepare", "tree", "items", "sums", "cells", "narrative", "series", "clear")
_AFTER: Final = ("availability", "settle", "write", "marks")
_STATEMENT_END: Final = re.compile(r";[ \t]*\n")
_PARAMETER: Final = re.compile(r"\$(\w+)")


def check_all(
    connection: duckdb.DuckDBPyConnection,
    jurisdictions: Sequence[str] | None = None,
    rules: Sequence[Rule] = RULES,
) -> None:
    """Check the documents of some jurisdictions, or of all, and write `checks`, `check_operands`, `figure_marks`.

    Documents of one jurisdiction are checked together, because some rules compare years and units. What was written
    of them before is replaced.
    """
    _run(connection, "words", {})
    _run(connection, "registry", _registry())
    for group, figures in _groups(connection, jurisdictions):
        with _settings_for(connection, figures):
            _check_group(connection, group, rules)


def run_checks(*documents: LoadedDocument) -> list[Check]:
    """Check documents that are in no database, together; return one row for each identity evaluated."""
    from loaders import store  # noqa: PLC0415 - which imports this module

    with tempfile.TemporaryDirectory() as folder, store.in_memory(documents, Path(folder)) as connection:
        check_all(connection)
        return [Check(*row) for row in _query(connection, "read", {})]


def _check_group(connection: duckdb.DuckDBPyConnection, jurisdictions: Sequence[str], rules: Sequence[Rule]) -> None:
    for name in _BEFORE:
        _run(connection, name, {"jurisdictions": list(jurisdictions)})
    present = {row[0] for row in _query(connection, "present", {})}
    for rule in rules:
        wanted = rule.found_in or rule.needs
        if wanted and present.isdisjoint(wanted):
            continue
        connection.execute(_sql("rule").replace("{operands}", rule_sql(rule.id)), {"rule": rule.id})
    for name in _AFTER:
        _run(connection, name, {})


@contextmanager
def _settings_for(connection: duckdb.DuckDBPyConnection, figures: int) -> Iterator[None]:
    """Plan simply for a few figures, and give the connection its own settings again."""
    if figures > _FEW_FIGURES:
        yield
        return
    [(threads, disabled, few_threads, few_disabled)] = _query(connection, "settings", {})
    _run(connection, "set", {"threads": few_threads, "disabled": few_disabled})
    try:
        yield
    finally:
        _run(connection, "set", {"threads": threads, "disabled": disabled})


def _groups(
    connection: duckdb.DuckDBPyConnection, jurisdictions: Sequence[str] | None
) -> Iterator[tuple[list[str], int]]:
    """Yield jurisdictions that are checked at once, with the number of their figures."""
    parameters = {"everywhere": jurisdictions is None, "jurisdictions": list(jurisdictions or ())}
    group: list[str] = []
    figures = 0
    for name, count in _query(connection, "groups", parameters):
        if group and figures + count > FIGURES_AT_ONCE:
            yield group, figures
            group, figures = [], 0
        group.append(name)
        figures += count
    if group:
        yield group, figures


def _registry() -> dict[str, list[Any]]:
    """Return the registry and the words as columns."""
    needs = [(rule.id, statement, rule.together) for rule in RULES for statement in rule.needs]
    words = [("statement", key, label) for key, label in STATEMENTS.items()]
    words += [("measure", key, label) for key, label in MEASURES.items()]
    words += document_words()
    steps = [
        (unit, decimals, Decimal(fen).scaleb(-decimals - 2) / 2)
        for unit, fen in FEN_PER_UNIT.items()
        for decimals in range(_MOST_DECIMALS)
    ]
    return {
        "rule": [rule.id for rule in RULES],
        "rule_no": list(range(1, len(RULES) + 1)),
        "title": [rule.title for rule in RULES],
        "formula": [rule.formula for rule in RULES],
        "severity": [rule.severity for rule in RULES],
        "statement": [rule.statement for rule in RULES],
        "otherwise": [rule.otherwise for rule in RULES],
        **_columns(("needing", "needed", "together"), needs),
        **_columns(("kind", "key", "label"), words),
        **_columns(("unit_text", "decimals", "half"), steps),
    }


def _columns(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[index] for row in rows] for index, name in enumerate(names)}


def _run(connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any]) -> None:
    for statement in _statements(name):
        wanted = {key: parameters[key] for key in _PARAMETER.findall(statement)}
        connection.execute(statement, wanted or None)


def _query(connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return connection.execute(_sql(name), dict(parameters) or None).fetchall()


@cache
def _statements(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _STATEMENT_END.split(_sql(name) + "\n") if part.strip(" ;\n"))


@cache
def _sql(name: str) -> str:
    """Return one file of `sql/checks/`, comments left out."""
    text = (files("loaders") / "sql" / "checks" / f"{name}.sql").read_text("utf-8")
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--")).strip()


@cache
def rule_sql(rule: str) -> str:
    """Return the SELECT of one rule: its operands."""
    return (files("loaders") / "sql" / "rules" / f"{rule}.sql").read_text("utf-8").strip()
