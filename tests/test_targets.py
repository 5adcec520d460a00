"""The 绩效目标 forms of the five documents, against golden tables written by eye, and of the complete documents."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loaders.targets import (
    TargetForm,
    target_rows,
)
from loaders.text import bare
from tests.target_forms import disclosure, read_all, rows_of, seed

if TYPE_CHECKING:
    from loaders.model import Target

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden"
LIST_PROJECTS = [
    ("劳动维权工作经费", "8.00"),
    ("高校毕业生“三支一扶”计划项目工作经费", "3.00"),
    ("劳动能力鉴定工作经费", "2.00"),
    ("工伤认定工作经费", "5.00"),
    ("专业技术人才培养工作经费", "2.00"),
    ("职业鉴定补贴", "12.66"),
    ("信息系统运行维护费", "17.00"),
    ("职业技能提升培训工作经费", "3.00"),
    ("职业技能鉴定补贴", "70.00"),
]


def golden(document_id: str) -> list[dict[str, str]]:
    with (GOLDEN / f"project_targets-{document_id}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_golden(row: Target) -> tuple[str, ...]:
    names = (row.project_name, row.level1, row.level2, row.level3)
    return (str(row.form_no), row.project_code or "", *(bare(name) for name in names), row.value_text, str(row.line))


def from_golden(row: dict[str, str]) -> tuple[str, ...]:
    names = (row["project_name"], row["level1"], row["level2"], row["level3"])
    code = row.get("project_code", "")
    return (row["form_no"], code, *(bare(name) for name in names), row["value_text"], row["line"])


# ── against the golden tables ──────────────────────────────────────────────────────────────────────────────

COUNTS = {
    "yantai-hrss-2024": (48, 465),
    "zibo-hitech-hrss-2024": (8, 136),
    "haigang-hrss-2024": (24, 235),
    "yantai-sic-2023": (11, 141),
}


@pytest.mark.parametrize("document_id", COUNTS)
def test_every_figure_and_indicator_of_the_published_forms(document_id: str) -> None:
    forms, _, _ = read_all(disclosure(document_id), document_id)
    rows = rows_of(forms)
    assert [as_golden(row) for row in rows] == [from_golden(row) for row in golden(document_id)]
    assert (len(forms), len(rows)) == COUNTS[document_id]


@pytest.mark.parametrize("document_id", COUNTS)
def test_the_complete_documents_hold_the_same_figures_and_indicators(document_id: str) -> None:
    published = rows_of(read_all(disclosure(document_id), document_id)[0])
    complete = rows_of(read_all(seed(document_id), document_id)[0])
    assert [as_golden(row)[:-1] for row in complete][: len(published)] == [as_golden(row)[:-1] for row in published]
    # One published text stops before its last two indicators.
    assert [row.level3 for row in complete[len(published) :]] == (
        ["退休人员生活保障情况", "企业单位职工养老保险政策满意度"] if document_id == "yantai-sic-2023" else []
    )


def test_nothing_is_left_out_of_the_forms() -> None:
    for document_id in ("yantai-hrss-2024", "zibo-hitech-hrss-2024", "yantai-sic-2023"):
        assert read_all(disclosure(document_id), document_id)[2] == []


def test_shares_of_the_payment_plan_are_kept_as_leftovers() -> None:
    _, repairs, leftovers = read_all(disclosure("haigang-hrss-2024"), "haigang-hrss-2024")
    assert repairs == []
    assert len(leftovers) == 24
    assert leftovers[0].text == "资金支出计划（%）：3月底 25%；6月底 50%；10月底 75%；12月底 100%"
    assert leftovers[15].text == "资金支出计划（%）：12月底 100%"


def test_rows_shifted_to_the_left_are_repaired_and_recorded() -> None:
    _, repairs, _ = read_all(disclosure("zibo-hitech-hrss-2024"), "zibo-hitech-hrss-2024")
    assert [(note.kind, note.line) for note in repairs] == [
        ("shifted_level", 340),
        ("shifted_row", 385),
        ("shifted_row", 411),
        ("shifted_row", 412),
        ("shifted_row", 417),
        ("shifted_row", 435),
        ("shifted_row", 442),
    ]
    assert repairs[1].before == "｜养老保障（先创区）补贴 核定及时率｜｜=100%｜"
    assert repairs[1].after == "产出指标 / 时效指标 / 养老保障（先创区）补贴核定及时率 / =100%"


def test_wrapped_values_are_joined_and_recorded() -> None:
    _, repairs, _ = read_all(disclosure("yantai-sic-2023"), "yantai-sic-2023")
    assert [(note.kind, note.line) for note in repairs] == [
        ("wrapped_value", 1064),
        ("wrapped_value", 1068),
        ("wrapped_value", 1076),
        ("department_code", 1023),
        ("wrapped_value", 1129),
        ("wrapped_value", 1296),
    ]


def test_head_of_the_forms() -> None:
    forms, _, _ = read_all(disclosure("yantai-sic-2023"), "yantai-sic-2023")
    assert {(form.department_code, form.department, form.unit) for form in forms} == {
        ("236", "烟台市人力资源和社会保障局", "烟台市社会保险服务中心")
    }
    grid, _, _ = read_all(disclosure("zibo-hitech-hrss-2024"), "zibo-hitech-hrss-2024")
    assert {(form.department_code, form.department) for form in grid} == {
        (None, "淄博高新技术产业开发区人力资源和社会保障中心")
    }
    assert [figure.measure for figure in grid[0].figures] == ["total", "fiscal", "other"]


def test_money_rows_carry_number_and_unit_and_a_blank_has_none() -> None:
    rows = rows_of(read_all(disclosure("yantai-hrss-2024"), "yantai-hrss-2024")[0])
    first, spaced = rows[0], next(row for row in rows if row.value_text == "1, 800. 00")
    assert (first.level1, first.level2, first.level3) == ("项目资金", "年度预算资金总额", "")
    assert (first.value_number, first.value_unit, first.comparator) == (Decimal("35690.00"), "万元", None)
    assert spaced.value_number == Decimal("1800.00")
    word = rows_of(read_all(disclosure("haigang-hrss-2024"), "haigang-hrss-2024")[0])
    assert {row.level2 for row in word if row.level1 == "项目资金"} == {"预算数", "财政资金"}
    assert {row.value_unit for row in word if row.level1 == "项目资金"} == {"万元"}


def test_numbers_of_projects_come_from_the_caller() -> None:
    forms, _, _ = read_all(disclosure("haigang-hrss-2024"), "haigang-hrss-2024")
    numbers = {form.project_code: index for index, form in enumerate(forms[:3], start=1)}
    rows = target_rows(forms, "x", lambda form: numbers.get(form.project_code))
    assert {row.project_no for row in rows if row.form_no == 2} == {2}
    assert {row.project_no for row in rows if row.form_no == 4} == {None}


# ── the list of projects ───────────────────────────────────────────────────────────────────────────────────


def projects(forms: list[TargetForm]) -> list[tuple[str, str]]:
    return [(form.project_name, figure.text) for form in forms for figure in form.figures]


def test_projects_of_the_list() -> None:
    forms, repairs, leftovers = read_all(disclosure("haidong-hrss-2023"), "haidong-hrss-2023")
    assert projects(forms) == LIST_PROJECTS
    assert [form.line for form in forms][:2] == [523, 528]
    assert [form.figures[0].line for form in forms][:2] == [526, 538]
    assert {(f.label, f.measure, f.unit_text) for form in forms for f in form.figures} == {("批复数", "total", "万元")}
    assert (repairs, leftovers) == ([], [])


def test_projects_of_the_list_among_goals_and_indicators() -> None:
    forms, repairs, leftovers = read_all(seed("haidong-hrss-2023"), "haidong-hrss-2023")
    assert projects(forms) == LIST_PROJECTS
    assert sum(Decimal(amount) for _, amount in projects(forms)) == Decimal("122.66")
    assert [len(form.indicators) for form in forms] == [9, 8, 7, 8, 7, 3, 10, 7, 3]
    assert [note.kind for note in repairs] == ["split_line"]
    assert [note.text for note in leftovers] == ["荐，按实际需求完成“双 定向”职称评审及证书印 制和下发"]


def test_indicators_of_the_list() -> None:
    forms, _, _ = read_all(seed("haidong-hrss-2023"), "haidong-hrss-2023")
    found = [(i.level1, i.level2, i.level3, i.value_text) for form in forms for i in form.indicators]
    assert found[0] == ("产出指标", "数量指标", "“双随机、一公开”执法监察频率", "≥ 2 次/年")
    assert found[7][2] == "农民工工资清欠率"
    assert ("产出指标", "质量指标", "信息报送数量、内容、绩效考核", "定性 优良中低差") in found
    assert (
        "效益指标",
        "社会效益指标",
        "依法保护工伤职工各项合法权益和待遇，确保工伤保险基金平稳安全运行",
        "定性 优良中低差",
    ) in found
    assert ("产出指标", "数量指标", "网络数据备份", "≥ 12 次") in found
    assert ("满意度指标", "服务对象满意度指标", "参加鉴定人中满意度", "≥ 95 %") in found
    assert all(level1 and level2 for level1, level2, _, _ in found)
