"""What holds for every rule, and what settling does alike for all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from importlib.resources import files

import pytest

from loaders.checking import run_checks
from loaders.checks import RULES, rule_table_markdown
from tests.checks.book import Case, case
from tests.checks.build import coded, document, status


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))


def test_each_rule_is_complete() -> None:
    assert all(r.title and r.formula and r.otherwise and r.why and r.severity in {"hard", "soft"} for r in RULES)


def test_each_rule_has_its_select_and_each_select_its_rule() -> None:
    folder = files("loaders") / "sql" / "rules"
    assert {entry.name for entry in folder.iterdir()} == {f"{rule.id}.sql" for rule in RULES}


def test_rule_table_lists_every_rule() -> None:
    lines = rule_table_markdown().splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == [rule.id for rule in RULES]
    assert {line.replace("\\|", "").count("|") for line in lines} == {5}


PLAIN = case(document())


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_rule_says_something_of_an_empty_document(rule: str) -> None:
    found = PLAIN.checks(rule)
    assert found
    assert {check.outcome for check in found} <= {"insufficient", "not_applicable"}


STATES = {
    (state, statement): case(status(statement, state, "本部门没有此项。"))
    for state in ("declared_empty", "absent", "failed", "figures")
    for statement in {statement for rule in RULES for statement in rule.needs}
}


@pytest.mark.parametrize(("rule", "statement"), [(rule.id, s) for rule in RULES for s in rule.needs])
@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        ("declared_empty", "not_applicable"),
        ("absent", "not_applicable"),
        ("failed", "insufficient"),
        ("figures", "insufficient"),
    ],
)
def test_a_statement_without_figures_is_one_check_with_its_reason(
    rule: str, statement: str, state: str, outcome: str
) -> None:
    found = STATES[state, statement].checks(rule, statement)
    (check,) = [check for check in found if "本部门没有此项" in check.message]
    assert (check.outcome, check.code, check.left_yuan, check.right_yuan) == (outcome, None, None, None)
    assert check.line == 7


ROWS = coded("expenditure", "total basic", "合计 3.00 3.00\n208 3.00 3.00\n20801 1.00 1.00\n20805 2.00 2.00")


def test_the_order_of_the_amounts_does_not_matter() -> None:
    there, back = document(ROWS), document(ROWS)
    back.amounts.reverse()
    assert run_checks(there) == run_checks(back)


def test_documents_of_other_jurisdictions_change_nothing() -> None:
    alone = document(ROWS, document_id="a")
    other = replace(document(ROWS, document_id="b").document, jurisdiction="别处")
    beside = document(ROWS, document_id="b")
    beside.document = other
    assert run_checks(alone) == [check for check in run_checks(alone, beside) if check.document_id == "a"]


# ── settling: tolerance and words, said of the simplest rule ──

MEASURES = "total basic project"
ROUNDING = case(
    coded("expenditure", MEASURES, "201 767.78 595.13 172.66\n202 767.78 595.13 172.67\n203 767.80 595.10 172.70")
)
FEW_OPERANDS = case(coded("expenditure", MEASURES, "201 1.01 1.00 -\n202 1.02 1.00 -"))
YUAN = case(coded("expenditure", MEASURES, "201 100 40 61\n202 100 40 62", unit="元"))
NO_DECIMALS = case(coded("expenditure", MEASURES, "201 17 10.00 6.50\n202 1.00 1.00 -"))
MISMATCH = case(coded("expenditure", MEASURES, "208 1,234.50 1,000.00 235.00"))


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (ROUNDING, ["rounding", "mismatch", "pass"]),
        (FEW_OPERANDS, ["rounding", "mismatch"]),
        (YUAN, ["rounding", "mismatch"]),
        (NO_DECIMALS, ["mismatch", "pass"]),
    ],
    ids=["half the printed unit", "for each printed operand", "of the table's own unit", "of its finest figure"],
)
def test_rounding(book: Case, expected: list[str]) -> None:
    assert [check.outcome for check in book.checks("W3")] == expected


def test_a_mismatch_states_both_sides_and_left_minus_right() -> None:
    (check,) = MISMATCH.checks("W3")
    assert (check.outcome, check.difference_yuan, check.tolerance_yuan) == ("mismatch", Decimal(-5000), Decimal(150))
    assert check.message == (
        "208 科目208：合计 1,234.50 万元；基本支出 1,000.00 万元 + 项目支出 235.00 万元 = 1,235.00 万元；"
        "左边减右边 -0.50 万元"
    )
    assert (check.left_text, check.right_text) == ("1,234.50", "1,000.00 + 235.00")


def test_the_figures_of_a_check_are_written_beside_it() -> None:
    (check,) = MISMATCH.checks("W3")
    assert [(o.role, o.label, o.amount_text, o.source, o.source_no) for o in MISMATCH.operands(check)] == [
        ("left", "合计", "1,234.50", "amounts", 1),
        ("right", "基本支出", "1,000.00", "amounts", 2),
        ("right", "项目支出", "235.00", "amounts", 3),
    ]
