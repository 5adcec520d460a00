"""The five documents, figure by figure, against golden tables written down by eye."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from loaders.document import load_bytes
from loaders.schemas import STATEMENTS
from loaders.text import bare
from tests.conftest import DOCUMENTS, GOLDEN, disclosure, golden, loaded_disclosure

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.document import LoadResult
    from loaders.model import Amount
    from tests.conftest import GoldenRow

HALVES = frozenset({"summary", "appropriation"})
WAN = Decimal(10_000)
KINDS = {"f": "figures", "e": "declared_empty", "a": "absent"}
STATUSES = {
    # in the order of STATEMENTS: summary income expenditure appropriation | general fund capital |
    # basic by-source | three-public project procurement
    "yantai-hrss-2024": "ffff fef ff fff",
    "yantai-sic-2023": "ffff fef ff fff",
    "zibo-hitech-hrss-2024": "ffff fee ee eff",
    "haigang-hrss-2024": "ffff fef fa fff",
    "haidong-hrss-2023": "ffff fee fa ffa",
}
METADATA: dict[str, dict[str, Any]] = {
    "yantai-hrss-2024": {
        "title": "2024年烟台市人力资源和社会保障局部门预算",
        "jurisdiction": "烟台市",
        "division_code": "370600",
        "within_division_code": None,
        "unit": "烟台市人力资源和社会保障局",
        "scope": "department",
        "parent_unit": None,
        "fiscal_year": 2024,
        "stage": "budget",
        "source_format": "markdown",
    },
    "yantai-sic-2023": {
        "title": "2023年烟台市社会保险服务中心单位预算",
        "jurisdiction": "烟台市",
        "division_code": "370600",
        "within_division_code": None,
        "unit": "烟台市社会保险服务中心",
        "scope": "unit",
        "parent_unit": "烟台市人力资源和社会保障局",
        "fiscal_year": 2023,
        "stage": "budget",
        "source_format": "text",
    },
    "zibo-hitech-hrss-2024": {
        "title": "2024年淄博高新技术产业开发区人力资源和社会保障中心（先创）部门预算",
        "jurisdiction": "淄博高新区",
        "division_code": None,
        "within_division_code": "370300",
        "unit": "淄博高新技术产业开发区人力资源和社会保障中心（先创）",
        "scope": "department",
        "parent_unit": None,
        "fiscal_year": 2024,
        "stage": "budget",
        "source_format": "markdown",
    },
    "haigang-hrss-2024": {
        "jurisdiction": "秦皇岛市海港区",
        "division_code": "130302",
        "within_division_code": None,
        "unit": "秦皇岛市海港区人力资源和社会保障局",
        "scope": "department",
        "parent_unit": None,
        "fiscal_year": 2024,
        "stage": "budget",
        "source_format": "text",
    },
    "haidong-hrss-2023": {
        "title": "海东市人力资源和社会保障局2023年部门预算",
        "jurisdiction": "海东市",
        "division_code": "630200",
        "within_division_code": None,
        "unit": "海东市人力资源和社会保障局",
        "scope": "department",
        "parent_unit": None,
        "fiscal_year": 2023,
        "stage": "budget",
        "source_format": "text",
    },
}
PROJECTS = {
    "yantai-hrss-2024": (23, "161126.99"),
    "zibo-hitech-hrss-2024": (8, "10351.24"),
    "haigang-hrss-2024": (24, "2132.39"),
    "haidong-hrss-2023": (9, "122.66"),
    "yantai-sic-2023": (11, "96703.00"),
}


# ── every figure ───────────────────────────────────────────────────────────────────────────────────────────


def expected_key(row: GoldenRow) -> tuple[Any, ...]:
    # The golden tables write the component on total rows too; the loader's `code` is the contract's word there.
    side = row.side if row.statement in HALVES else ""
    name = "" if row.statement == "three_public" else bare(row.name)
    return (
        row.statement,
        row.fiscal_year,
        side,
        row.code,
        row.gov_code,
        name,
        row.is_total,
        row.measure,
        row.amount_text,
    )


def loaded_key(amount: Amount) -> tuple[Any, ...]:
    side = amount.side or "" if amount.statement in HALVES else ""
    name = "" if amount.statement == "three_public" else bare(amount.name)
    return (
        amount.statement,
        amount.fiscal_year,
        side,
        amount.code or "",
        amount.gov_code or "",
        name,
        amount.is_total,
        amount.measure,
        amount.amount_text,
    )


def test_every_figure_is_loaded_once_in_its_place(document_id: str, loaded: LoadResult) -> None:
    expected = Counter(map(expected_key, golden(document_id)))
    found = Counter(map(loaded_key, loaded.loaded.amounts))
    assert sorted((found - expected).elements()) == [], "loaded, but not printed"
    assert sorted((expected - found).elements()) == [], "printed, but not loaded"


def test_lines_are_those_of_the_source() -> None:
    for document_id in DOCUMENTS:
        expected = Counter((expected_key(row), row.line) for row in golden(document_id))
        found = Counter((loaded_key(row), row.line) for row in loaded_disclosure(document_id).loaded.amounts)
        assert found == expected, document_id


def test_amounts_are_exact(document_id: str, loaded: LoadResult) -> None:
    for amount in loaded.loaded.amounts:
        printed = Decimal(amount.amount_text.replace(",", ""))
        assert amount.unit_text == "万元", document_id
        assert isinstance(amount.amount_yuan, Decimal)
        assert amount.amount_yuan == printed * WAN
        assert amount.amount_yuan.as_tuple().exponent == -2


def test_no_statement_fails(loaded: LoadResult) -> None:
    assert loaded.errors == ()
    assert not [row for row in loaded.loaded.statements if row.status == "failed"]
    assert not [row for row in loaded.loaded.leftovers if "填法" in row.reason]


def test_every_row_names_the_document(document_id: str, loaded: LoadResult) -> None:
    rows = loaded.loaded
    for name in ("amounts", "projects", "targets", "statements", "narrative", "repairs", "leftovers"):
        assert {row.document_id for row in getattr(rows, name)} <= {document_id}


def test_figures_placed_by_inference_say_so(loaded: LoadResult) -> None:
    """Where cells are lost, each inferred figure has a repair row in its statement; grids have none."""
    inferred = {a.statement for a in loaded.loaded.amounts if a.origin == "inferred"}
    repaired = {r.statement for r in loaded.loaded.repairs if r.kind == "lost_cells"}
    assert inferred == repaired
    assert all(r.reason for r in loaded.loaded.repairs)


# ── statements, metadata, projects ─────────────────────────────────────────────────────────────────────────


def test_status_of_all_twelve_statements(document_id: str, loaded: LoadResult) -> None:
    letters = STATUSES[document_id].replace(" ", "")
    found = {row.statement: row.status for row in loaded.loaded.statements}
    assert found == {s: KINDS[letter] for s, letter in zip(STATEMENTS, letters, strict=True)}
    assert [row.statement for row in loaded.loaded.statements] == list(STATEMENTS)


def test_an_empty_statement_carries_its_own_note(loaded: LoadResult) -> None:
    for row in loaded.loaded.statements:
        if row.status == "declared_empty":
            assert row.rows == 0
            assert row.note
            assert row.line is not None
        if row.status == "absent":
            assert row.title == ""


def test_rows_of_a_statement_are_those_with_figures(loaded: LoadResult) -> None:
    for row in loaded.loaded.statements:
        numbers = {(a.table_no, a.row_no) for a in loaded.loaded.amounts if a.statement == row.statement}
        assert row.rows == len(numbers), row.statement


def test_metadata(document_id: str, loaded: LoadResult) -> None:
    document = loaded.loaded.document
    found = {field: getattr(document, field) for field in METADATA[document_id]}
    assert found == METADATA[document_id]
    assert document.document_id == document_id
    assert len(document.sha256) == 64


def test_projects(document_id: str, loaded: LoadResult) -> None:
    count, total = PROJECTS[document_id]
    projects = loaded.loaded.projects
    assert len(projects) == count
    assert sum(p.total_yuan or 0 for p in projects) == Decimal(total) * WAN
    assert [p.project_no for p in projects] == list(range(1, count + 1))


@pytest.mark.parametrize("document_id", [d for d in DOCUMENTS if d != "haidong-hrss-2023"])
def test_targets_are_as_many_as_printed(document_id: str) -> None:
    with (GOLDEN / f"project_targets-{document_id}.csv").open(encoding="utf-8", newline="") as file:
        expected = Counter(bare(row["value_text"]) for row in csv.DictReader(file))
    assert Counter(bare(t.value_text) for t in loaded_disclosure(document_id).loaded.targets) == expected


# ── figures anyone can look up ─────────────────────────────────────────────────────────────────────────────


def figure(
    document_id: str, statement: str, code: str | None, measure: str = "total", **where: object
) -> Decimal | None:
    wanted = {"code": code, "is_total": code is None, "measure": measure, **where}
    rows = [
        a
        for a in loaded_disclosure(document_id).loaded.amounts
        if a.statement == statement and all(getattr(a, key) == value for key, value in wanted.items())
    ]
    assert len(rows) <= 1
    return rows[0].amount_yuan / WAN if rows else None


@pytest.mark.parametrize(
    ("document_id", "code", "measure", "expected"),
    [
        ("yantai-hrss-2024", None, "total", "173032.88"),
        ("yantai-hrss-2024", None, "basic", "11905.89"),
        ("yantai-hrss-2024", None, "project", "161126.99"),
        ("yantai-hrss-2024", "2080507", "total", "82000.00"),
        ("yantai-hrss-2024", "2082601", "total", "30000.00"),
        ("yantai-hrss-2024", "2082601", "project", "30000.00"),
        ("yantai-hrss-2024", "20899", "total", "4203.00"),
        ("yantai-sic-2023", None, "total", "98972.44"),
        ("yantai-sic-2023", "2080507", "total", "60000.00"),
        ("yantai-sic-2023", "2082601", "total", "33000.00"),
        ("zibo-hitech-hrss-2024", None, "total", "10351.24"),
        ("zibo-hitech-hrss-2024", "2080507", "total", "2900.00"),
        ("zibo-hitech-hrss-2024", "2082602", "total", "6433.20"),
        ("haigang-hrss-2024", None, "total", "4078.23"),
        ("haigang-hrss-2024", None, "project", "2132.39"),
        ("haidong-hrss-2023", None, "total", "767.78"),
        ("haidong-hrss-2023", None, "basic", "595.13"),
        ("haidong-hrss-2023", None, "project", "172.66"),
        ("haidong-hrss-2023", "2080104", "project", "17.00"),
        ("haidong-hrss-2023", "2080104", "basic", None),
        ("haidong-hrss-2023", "2080505", "basic", "27.30"),
        ("haidong-hrss-2023", "2080505", "project", None),
    ],
)
def test_expenditure(document_id: str, code: str | None, measure: str, expected: str | None) -> None:
    assert figure(document_id, "expenditure", code, measure) == (Decimal(expected) if expected else None)


def test_carry_over_is_a_column_of_its_own() -> None:
    assert figure("haigang-hrss-2024", "income", None) == Decimal("4078.23")
    assert figure("haigang-hrss-2024", "income", None, "carryover") == Decimal("828.39")
    assert figure("haidong-hrss-2023", "income", None, "carryover") == Decimal("50.00")
    assert figure("haidong-hrss-2023", "income", None, "general_public") == Decimal("717.78")


def test_code_in_the_wrong_column_is_repaired_and_recorded() -> None:
    """20899 stands in the 项 column of one table; only as a 款 do the sums of 208 come out."""
    assert figure("yantai-hrss-2024", "general_public", "20899") == Decimal("4203.00")
    assert figure("yantai-hrss-2024", "general_public", "2082699") is None
    shifts = [r for r in loaded_disclosure("yantai-hrss-2024").loaded.repairs if r.kind == "code_shift"]
    assert [(r.statement, r.after, r.line) for r in shifts] == [("general_public", "20899", 281)]


def test_prior_year_of_three_public_is_another_year() -> None:
    """`1.80 1.80 1.80 4.30 1.80 1.80 2.50`: two years whose blank cells are lost."""
    rows = [a for a in loaded_disclosure("yantai-sic-2023").loaded.amounts if a.statement == "three_public"]
    found = {(a.fiscal_year, a.code): a.amount_text for a in rows}
    assert found == {
        (2022, "total"): "1.80",
        (2022, "vehicle"): "1.80",
        (2022, "vehicle_operation"): "1.80",
        (2023, "total"): "4.30",
        (2023, "vehicle"): "1.80",
        (2023, "vehicle_operation"): "1.80",
        (2023, "reception"): "2.50",
    }
    assert {a.origin for a in rows} <= {"printed", "inferred"}


def test_same_name_two_projects() -> None:
    same = [p for p in loaded_disclosure("haigang-hrss-2024").loaded.projects if "离休人员养老金" in p.name]
    assert len(same) == 2
    assert len({p.code for p in same}) == 2


def test_printed_zero_is_a_figure_and_a_blank_is_none() -> None:
    assert figure("zibo-hitech-hrss-2024", "summary", None, name="其他支出", is_total=False) == 0
    assert figure("zibo-hitech-hrss-2024", "summary", None, name="外交支出", is_total=False) is None


def test_content_decides_and_not_the_name_of_the_file(document_id: str, tmp_path: Path) -> None:
    original = loaded_disclosure(document_id)
    other = load_bytes(disclosure(document_id).read_bytes(), tmp_path / "别的名字.dat")
    assert Counter(map(loaded_key, other.loaded.amounts)) == Counter(map(loaded_key, original.loaded.amounts))
    assert other.loaded.document.source_format == original.loaded.document.source_format
    assert other.loaded.document.document_id == "别的名字"
