"""Every rule of the registry has a case where it holds, one where it fails, and one where it does not apply.

The cases are those of the test modules beside this one, found by what the rules say of them: a new rule without the
three fails here.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from loaders.checks import RULES, Rule
from tests.checks import book

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py") if path.stem != Path(__file__).stem)


@cache
def outcomes() -> dict[str, dict[tuple[str, str], set[str]]]:
    """Return the outcomes of every rule, by the document of a case and the statement."""
    for module in MODULES:
        import_module(f"tests.checks.{module}")
    found: dict[str, dict[tuple[str, str], set[str]]] = {rule.id: {} for rule in RULES}
    for document_id, checks in book.results().items():
        for check in checks:
            found[check.rule].setdefault((document_id, check.statement), set()).add(check.outcome)
    return found


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
@pytest.mark.parametrize("outcome", ["pass", "mismatch"])
def test_a_rule_has_a_case_where_it_holds_and_one_where_it_fails(rule: str, outcome: str) -> None:
    assert any(outcome in seen for seen in outcomes()[rule].values())


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_has_a_case_where_it_does_not_apply(rule: Rule) -> None:
    """Not an empty document: one that speaks of the rule's statement, or has prose where the rule reads prose."""
    spoken = book.spoken()
    assert any(
        seen == {"not_applicable"} and ("narrative" if rule.id.startswith("N") else statement) in spoken[name]
        for (name, statement), seen in outcomes()[rule.id].items()
    )
