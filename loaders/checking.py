"""Running the rules: set-based, inside the database that holds the documents.

A rule is a SELECT in `sql/rules/` that says which figure stands on which side of which identity; what is common to all
rules (units, tolerances, trees, sums, outcomes, words) is in `sql/checks/`. Work goes jurisdiction by jurisdiction, in
groups of bounded size, so that a national database needs no more memory than a province. What the rules read and
write on the way stands in a database of its own, in memory, in which two connections work at once.
"""

from __future__ import annotations

import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from loaders.checks import RULES
from loaders.labels import MEASURES, STATEMENTS
from loaders.model import Check
from loaders.money import FEN_PER_UNIT
from loaders.rule_words import document_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    import duckdb

    from loaders.model import LoadedDocument
    from loaders.rulebook.rule import Rule

FIGURES_AT_ONCE: Final = 200_000
"""Documents are checked in groups of about this many figures; all documents of a jurisdiction are in one group."""

_FEW_FIGURES: Final = 20_000
"""Up to so many, planning takes longer than checking: two statements at once, each in one thread, are faster than one
after the other in several."""

_MOST_DECIMALS: Final = 10
_FIRST: Final = ("operands", "prepare")
_THEN: Final = (("tree", "items", "cells"), ("sums", "narrative"))
"""Each of these needs what stands before it, and nothing of the other."""
_WRITING: Final = ("clear", "write", "marks")
_SETTINGS: Final = ("threads", "disabled", "spare", "freed")
_Task = TypeVar("_Task")
_STATEMENT_END: Final = re.compile(r";[ \t]*\n")
_PARAMETER: Final = re.compile(r"\$(\w+)")


def check_all(
    connection: duckdb.DuckDBPyConnection,
    jurisdictions: Sequence[str] | None = None,
    rules: Sequence[Rule] = RULES,
) -> None:
    """Check the documents of some jurisdictions, or of all, and write `checks`, `check_operands`, `figure_marks`.

    Documents of one jurisdiction are checked together, because some rules compare years and units. What was written
    of them before is replaced, group by group, each in one transaction; so the connection must be in none.
    """
    with _workroom(connection) as beside:
        with _transaction(connection):
            _run(connection, "registry", _registry())
        for group, figures in _groups(connection, jurisdictions):
            if figures > _FEW_FIGURES:
                _check_group((connection,), group, rules)
                continue
            with _settings_for_few(connection), _settings_for_few(beside):
                _check_group((connection, beside), group, rules)


def run_checks(*documents: LoadedDocument) -> list[Check]:
    """Check documents that are in no database, together; return one row for each identity evaluated."""
    from loaders import store  # noqa: PLC0415 - which imports this module

    with tempfile.TemporaryDirectory() as folder, store.in_memory(documents, Path(folder)) as connection:
        check_all(connection)
        return [Check(*row) for row in _query(connection, "read", {})]


def _check_group(
    hands: Sequence[duckdb.DuckDBPyConnection], jurisdictions: Sequence[str], rules: Sequence[Rule]
) -> None:
    connection = hands[0]
    for name in _FIRST:
        _run(connection, name, {"jurisdictions": list(jurisdictions)})
    _divide(hands, _THEN, _run_all)
    _run(connection, "series", {})
    present = {row[0] for row in _query(connection, "present", {})}
    _divide(hands, [rule for rule in rules if _may_find(rule, present)], _find)
    for name in ("availability", "settle"):
        _run(connection, name, {})
    with _transaction(connection):
        _run_all(connection, _WRITING)


def _may_find(rule: Rule, present: Collection[str]) -> bool:
    wanted = rule.found_in or rule.needs
    return not wanted or any(name in present for name in wanted)


def _find(connection: duckdb.DuckDBPyConnection, rule: Rule) -> None:
    connection.execute(_sql("rule").replace("{operands}", rule_sql(rule.id)), {"rule": rule.id})


def _divide(
    hands: Sequence[duckdb.DuckDBPyConnection],
    tasks: Sequence[_Task],
    work: Callable[[duckdb.DuckDBPyConnection, _Task], None],
) -> None:
    """Let every connection take the next task until none is left. DuckDB leaves the interpreter free meanwhile."""
    waiting = iter(tasks)

    def take(connection: duckdb.DuckDBPyConnection) -> None:
        for task in waiting:
            work(connection, task)

    with ThreadPoolExecutor(len(hands)) as pool:
        for done in [pool.submit(take, connection) for connection in hands]:
            done.result()


@contextmanager
def _workroom(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the database in which the rules work, and a second connection that sees the same as the first."""
    [(path, wider)] = _query(connection, "path", {})
    _run(connection, "open", {})
    beside = connection.cursor()
    try:
        for hand in (connection, beside):
            _run(hand, "look_up", {"path": wider})
        _run(connection, "words", {})
        _run(connection, "lookups", _lookups())
        yield beside
    finally:
        beside.close()
        _run(connection, "look_up", {"path": path})
        _run(connection, "close", {})


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


@contextmanager
def _settings_for_few(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Plan simply, for a few figures, and give the connection its own settings again."""
    [found] = _query(connection, "settings", {})
    own, few = found[: len(_SETTINGS)], found[len(_SETTINGS) :]
    _run(connection, "set", dict(zip(_SETTINGS, few, strict=True)))
    try:
        yield
    finally:
        _run(connection, "set", dict(zip(_SETTINGS, own, strict=True)))


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
    """Return the registry as columns."""
    return {
        "rule": [rule.id for rule in RULES],
        "rule_no": list(range(1, len(RULES) + 1)),
        "title": [rule.title for rule in RULES],
        "formula": [rule.formula for rule in RULES],
        "severity": [rule.severity for rule in RULES],
    }


def _lookups() -> dict[str, list[Any]]:
    """Return what rules need and say, and the words, as columns."""
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


def _run_all(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    for name in names:
        _run(connection, name, {})


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
