"""Every discrepancy of the published documents, found by eye: the checks report these, and nothing else.

`discrepancies/<document>.csv` lists them: `place` is the line of the document in `data/disclosures`, or the page of a
PDF; `place_complete` the line of the complete document, prose included; a row without a place is not in that edition.
`left_text` and `right_text` are the figures as printed, `difference` is left − right in 万元, `reason` is what a
difference is explained by or why there is nothing to compare, `note` what is really printed there.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loaders.checking import run_checks
from tests.conftest import DOCUMENTS, loaded_disclosure, loaded_pdf, loaded_seed

if TYPE_CHECKING:
    from loaders.model import Check

LISTS = Path(__file__).parent / "discrepancies"
PDFS = Path(__file__).parents[3] / "shared" / "published-pdfs"
PUBLISHED = ("putuo-office-2025-budget", "putuo-social-work-2024-final-accounts", "putuo-wanli-2024-budget")
FOUND = ("mismatch", "rounding", "insufficient")

Row = tuple[str, ...]
"""Rule, statement, code, measure, year, subject, outcome, left, right, difference in 万元, reason, place."""


def listed(document_id: str, place: str = "place") -> list[Row]:
    with (LISTS / f"{document_id}.csv").open(encoding="utf-8", newline="") as file:
        rows = [dict(row) for row in csv.DictReader(file)]
    assert all(row["note"] for row in rows)
    columns = list(rows[0])[:11]
    return sorted((*(row[name] for name in columns), row[place]) for row in rows if row[place])


def reported(checks: list[Check], document_id: str) -> list[Row]:
    return sorted(
        _row(check)
        for check in checks
        if check.document_id == document_id and (check.outcome in FOUND or check.explanation is not None)
    )


def _row(check: Check) -> Row:
    insufficient = check.outcome == "insufficient"
    difference = None if insufficient or check.difference_yuan is None else check.difference_yuan / 10000
    reason = check.message.rpartition("；")[2].removesuffix("，无法核对") if insufficient else ""
    place = f"p{check.page}" if check.page is not None else check.line
    values = (
        *(check.rule, check.statement, check.code, check.measure, check.fiscal_year, check.subject),
        check.outcome if check.explanation is None else "explained",
        *(check.left_text, check.right_text, difference, check.explanation or reason, place),
    )
    return tuple("" if value is None else str(value) for value in values)


@cache
def of_tables() -> list[Check]:
    return run_checks(*(loaded_disclosure(document_id).loaded for document_id in DOCUMENTS))


@cache
def of_complete() -> list[Check]:
    return run_checks(*(loaded_seed(document_id).loaded for document_id in DOCUMENTS))


@cache
def of_pdfs() -> list[Check]:
    return run_checks(*(loaded_pdf(PDFS / f"{name}.pdf").loaded for name in PUBLISHED))


def test_every_document_has_its_list() -> None:
    assert {path.stem for path in LISTS.iterdir()} == {*DOCUMENTS, *PUBLISHED}


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_the_tables_hold_exactly_these(document_id: str) -> None:
    assert reported(of_tables(), document_id) == listed(document_id)


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_the_complete_documents_hold_exactly_these(document_id: str) -> None:
    assert reported(of_complete(), document_id) == listed(document_id, "place_complete")


@pytest.mark.skipif(not PDFS.is_dir(), reason="the published PDFs are not part of the repository and not at hand")
@pytest.mark.parametrize("document_id", PUBLISHED)
def test_the_pdfs_hold_exactly_these(document_id: str) -> None:
    assert reported(of_pdfs(), document_id) == listed(document_id)


def test_what_is_printed_tells_nothing_twice() -> None:
    """No message names its subject twice over, nor a table."""
    checks = list(of_tables())
    assert checks
    for check in checks:
        subject, _, words = check.message.partition("：")
        assert not words.startswith(f"{subject} "), check.message
        assert not any(f"{word}{word}" in check.message for word in ("合计行", "合计", "支出总表")), check.message


def test_the_documents_yield_far_more_that_holds() -> None:
    counted = Counter(check.outcome for check in of_tables())
    assert counted["pass"] > 2200
    assert counted["mismatch"] < 30
