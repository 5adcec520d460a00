"""Real published PDFs: every figure of every table, exact, once, with its page and unit."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loaders.checking import run_checks
from tests.conftest import loaded_pdf

if TYPE_CHECKING:
    from loaders.document import LoadResult

ROOT = Path(__file__).parents[1]
FOLDER = ROOT.parent / "shared" / "published-pdfs"
NAMES = ("putuo-office-2025-budget", "putuo-social-work-2024-final-accounts", "putuo-wanli-2024-budget")

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the published PDFs are not on this machine")


@pytest.fixture(scope="module")
def results() -> dict[str, LoadResult]:
    return {name: loaded_pdf(FOLDER / f"{name}.pdf") for name in NAMES}


def golden(name: str) -> Counter[tuple[object, ...]]:
    with (ROOT / "tests" / "golden" / f"{name}.csv").open(encoding="utf-8") as file:
        return Counter(
            (
                row["statement"],
                int(row["fiscal_year"]),
                row["side"] if row["statement"] in {"summary", "appropriation"} else "",
                row["code"],
                row["measure"],
                row["name"],
                row["is_total"] == "true",
                row["amount_text"],
                Decimal(row["amount_yuan"]),
                row["unit_text"],
                int(row["page"]),
            )
            for row in csv.DictReader(file)
        )


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_loaded_once(results: dict[str, LoadResult], name: str) -> None:
    loaded: Counter[tuple[object, ...]] = Counter(
        (
            a.statement,
            a.fiscal_year,
            a.side or "",
            a.code or "",
            a.measure,
            a.name,
            a.is_total,
            a.amount_text,
            a.amount_yuan,
            a.unit_text,
            a.page,
        )
        for a in results[name].loaded.amounts
    )
    expected = golden(name)
    assert loaded - expected == Counter()
    assert expected - loaded == Counter()


@pytest.mark.parametrize("name", NAMES)
def test_no_statement_fails_and_no_identity_is_broken_by_the_reading(results: dict[str, LoadResult], name: str) -> None:
    result = results[name]
    assert result.errors == ()
    assert {s.status for s in result.loaded.statements} <= {"figures", "declared_empty", "absent"}
    # The tables of all three agree; what their prose and notes say against them is listed in golden/discrepancies.md.
    tables = [c for c in run_checks(result.loaded) if c.rule.startswith(("W", "X")) and c.rule != "X11"]
    assert [c.message for c in tables if c.outcome == "mismatch"] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_its_place_on_the_page(results: dict[str, LoadResult], name: str) -> None:
    for amount in results[name].loaded.amounts:
        assert amount.page
        assert amount.box
        left, top, right, bottom = map(Decimal, amount.box.split(","))
        assert left < right
        assert top < bottom


def test_what_the_documents_say_of_themselves(results: dict[str, LoadResult]) -> None:
    said = {
        name: (d.unit, d.jurisdiction, d.division_code, d.fiscal_year, d.stage, d.scope, d.pages)
        for name, result in results.items()
        for d in [result.loaded.document]
    }
    assert said == {
        NAMES[0]: ("上海市普陀区人民政府办公室", "上海市普陀区", "310107", 2025, "budget", "department", 22),
        NAMES[1]: ("中共上海市普陀区委社会工作部", "上海市普陀区", "310107", 2024, "final", "department", 24),
        NAMES[2]: ("上海市普陀区人民政府万里街道办事处", "上海市普陀区", "310107", 2024, "budget", "department", 33),
    }


def test_a_code_printed_with_one_digit_is_padded_and_noted(results: dict[str, LoadResult]) -> None:
    padded = [r for r in results[NAMES[2]].loaded.repairs if r.kind == "padded_code"]
    assert [r.after for r in padded] == ["301 02", "301 07"]
