"""N1 to N6 on the published documents: what does not agree is what was found by eye, and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loaders.checking import run_checks
from tests.conftest import DOCUMENTS, loaded_disclosure, loaded_pdf, loaded_seed

if TYPE_CHECKING:
    from loaders.model import Check

PDFS = Path(__file__).parents[3] / "shared" / "published-pdfs"

Discrepancy = tuple[str, str, str, str]
"""Rule, outcome, subject and difference in 万元."""

TABLES: dict[str, list[Discrepancy]] = {
    "haidong-hrss-2023": [("N6", "mismatch", "一般公共预算当年拨款", "-21.00")],
    "yantai-sic-2023": [("N4", "mismatch", "2022年 “三公”经费", "2.50")],
}
# 595.13 + 172.66 against 767.78, which the summary of the narrative leaves out
COMPLETE = {**TABLES, "haidong-hrss-2023": [("N1", "rounding", "支出预算", "-0.01"), *TABLES["haidong-hrss-2023"]]}
PUBLISHED: dict[str, list[Discrepancy]] = {
    "putuo-office-2025-budget": [],
    "putuo-wanli-2024-budget": [
        ("N1", "rounding", "一般公共预算拨款支出预算", "0.01"),
        ("N2", "mismatch", "2210201 住房公积金", "2.32"),
        ("N5", "mismatch", "2210201 住房公积金", "2.30"),
    ],
    "putuo-social-work-2024-final-accounts": [
        ("N1", "mismatch", "政府采购金额", "-21.07"),
        ("N1", "rounding", "一般公共预算财政拨款基本支出", "-0.01"),
        ("N3", "rounding", "221 住房保障支出", "0.02"),
    ],
}


def said(checks: list[Check], document_id: str) -> list[Discrepancy]:
    return sorted(
        (c.rule, c.outcome, c.subject or "", f"{(c.difference_yuan or 0) / 10000:.2f}")
        for c in checks
        if c.document_id == document_id and c.rule.startswith("N") and c.outcome in {"mismatch", "rounding"}
    )


@cache
def checked(kind: str) -> list[Check]:
    load = loaded_seed if kind == "complete" else loaded_disclosure
    return run_checks(*(load(document_id).loaded for document_id in DOCUMENTS))


@cache
def checked_pdfs() -> list[Check]:
    return run_checks(*(loaded_pdf(PDFS / f"{name}.pdf").loaded for name in PUBLISHED))


@pytest.mark.parametrize(("kind", "expected"), [("tables", TABLES), ("complete", COMPLETE)])
@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_what_does_not_agree(kind: str, expected: dict[str, list[Discrepancy]], document_id: str) -> None:
    assert said(checked(kind), document_id) == expected.get(document_id, [])


@pytest.mark.skipif(not PDFS.exists(), reason="the published PDFs are not on this machine")
@pytest.mark.parametrize("document_id", PUBLISHED)
def test_what_does_not_agree_in_the_pdfs(document_id: str) -> None:
    assert said(checked_pdfs(), document_id) == PUBLISHED[document_id]


@pytest.mark.skipif(not PDFS.exists(), reason="the published PDFs are not on this machine")
def test_rates_on_nothing_are_said_to_have_no_base() -> None:
    found = [c for c in checked_pdfs() if c.rule == "N5" and "上年为0，增长率无从计算" in c.message]
    assert {(c.document_id, c.outcome) for c in found} == {
        ("putuo-social-work-2024-final-accounts", "insufficient"),
        ("putuo-wanli-2024-budget", "insufficient"),
    }
    assert len(found) == 5


def test_nearly_every_figure_of_the_narrative_is_checked() -> None:
    checks = [c for c in checked("tables") if c.rule.startswith("N") and c.outcome == "pass"]
    assert len(checks) > 140
