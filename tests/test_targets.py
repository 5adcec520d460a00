"""The 绩效目标 forms of the five documents, against golden tables written by eye, and of the complete documents."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.model import Cell, RawTable, Section, Target, TextLine
from loaders.targets import (
    LeftoverNote,
    RepairNote,
    TargetForm,
    load_target_dialect,
    parse_value,
    read_forms,
    target_rows,
)
from loaders.text import bare

ROOT = Path(__file__).parents[1]
DISCLOSURES = ROOT / "data" / "disclosures"
GOLDEN = Path(__file__).parent / "golden"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
SEED_NUMBER = {
    "yantai-hrss-2024": "000",
    "yantai-sic-2023": "001",
    "haigang-hrss-2024": "002",
    "zibo-hitech-hrss-2024": "003",
    "haidong-hrss-2023": "004",
}
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

Read = tuple[list[TargetForm], list[RepairNote], list[LeftoverNote]]
Numbered = list[tuple[int, str]]


# ── the documents as a reader hands them over ──────────────────────────────────────────────────────────────


def disclosure(document_id: str) -> Path:
    return next(DISCLOSURES.glob(f"{document_id}.*"))


def seed(document_id: str) -> Path:
    if not SEEDS.is_dir():
        pytest.skip("the complete documents are not part of the repository")
    return next(SEEDS.glob(f"{SEED_NUMBER[document_id]}_*"))


def numbered_parts(path: Path, title: str) -> list[Numbered]:
    """Split a text at its form titles; each part ends before the next title or the next chapter."""
    parts: list[Numbered] = []
    is_open = False
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if re.fullmatch(title, line.strip()):
            parts.append([])
            is_open = True
        elif re.match(r"\s*(第四部分|七、特殊事项|\[bookmark)", line):
            is_open = False
        elif is_open:
            parts[-1].append((number, line))
    return parts


def section(blocks: list[RawTable | TextLine], unit_text: str | None = None) -> Section:
    return Section("targets", "项目支出绩效目标表", tuple(blocks), unit_text)


def tab_section(lines: Numbered) -> Section:
    rows = [tuple(Cell(text.strip(), n) for text in line.split("\t")) for n, line in lines if "\t" in line]
    others: list[RawTable | TextLine] = [TextLine(line, n) for n, line in lines if line.strip() and "\t" not in line]
    return section([*others, RawTable(tuple(rows), "grid")])


def word_section(lines: Numbered) -> Section:
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    for n, line in [*lines, (0, "")]:
        if line.startswith("\t"):
            row.append(Cell(line.strip(), n))
        elif row and not line.strip():
            rows.append(tuple(row))
            row = []
    return section([RawTable(tuple(rows), "grid")], "万元")


def stream_section(lines: Numbered, *, with_lines: bool = True) -> Section:
    rows = [tuple(Cell(word, n if with_lines else None) for word in line.split()) for n, line in lines if line.split()]
    return section([RawTable(tuple(rows), "stream")])


FORM_TITLE = r"(?:\d{4} ?年)?(?:预算)?项目支出绩效目标表|\d+、.*绩效目标表"
LIST_TITLE = r"部门预算项目支出绩效目标公开表"
MAKERS = {
    "yantai-hrss-2024": tab_section,
    "zibo-hitech-hrss-2024": tab_section,
    "haigang-hrss-2024": word_section,
    "yantai-sic-2023": stream_section,
    "haidong-hrss-2023": stream_section,
}


def read_all(path: Path, document_id: str) -> Read:
    title = LIST_TITLE if document_id == "haidong-hrss-2023" else FORM_TITLE
    forms: list[TargetForm] = []
    repairs: list[RepairNote] = []
    leftovers: list[LeftoverNote] = []
    for part in numbered_parts(path, title):
        found = read_forms(MAKERS[document_id](part), load_target_dialect())
        forms += found[0]
        repairs += found[1]
        leftovers += found[2]
    return forms, repairs, leftovers


def rows_of(forms: list[TargetForm], document_id: str = "d") -> list[Target]:
    return target_rows(forms, document_id, lambda _form: None)


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


# ── no guessing ────────────────────────────────────────────────────────────────────────────────────────────

FORM = "项目名称 甲\n一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 一个长一些的指标名称 ≥5个\n"


def read_text(text: str, *, with_lines: bool = True) -> Read:
    lines = [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line]
    return read_forms(stream_section(lines, with_lines=with_lines), load_target_dialect())


def test_two_lines_of_words_may_be_name_and_value_or_two_names() -> None:
    forms, _, leftovers = read_text(FORM + "\n优化环境\n\n持续提升\n\n质量指标 合格率 =100%")
    assert [item.level3 for item in forms[0].indicators] == ["一个长一些的指标名称", "合格率"]
    assert [note.text for note in leftovers] == ["优化环境 持续提升"]


def test_wrapped_values_need_the_lines_of_the_text() -> None:
    text = FORM + "\n响应时间\n故障发生后四小\n时内修复\n\n质量指标 合格率 =100%"
    assert [item.value_text for item in read_text(text)[0][0].indicators] == ["≥5个", "故障发生后四小时内修复", "=100%"]
    forms, _, leftovers = read_text(text, with_lines=False)
    assert [item.value_text for item in forms[0].indicators] == ["≥5个", "=100%"]
    assert len(leftovers) == 1


def test_lines_without_blank_lines_between_do_not_tell_rows_apart() -> None:
    text = FORM + "质量指标 合格率 =100%\n优化环境\n持续提升\n满意率 ≥90%\n"
    forms, _, leftovers = read_text(text)
    assert [item.level3 for item in forms[0].indicators] == ["一个长一些的指标名称", "合格率", "满意率"]
    assert [note.text for note in leftovers] == ["优化环境 持续提升"]


def test_a_name_that_fills_its_column_may_go_on_in_the_next_line() -> None:
    forms, _, leftovers = read_text(FORM + "\n一个很长很长的指标名\n称之后半 ≥3个\n\n合格率 =100%")
    assert [item.level3 for item in forms[0].indicators] == ["一个长一些的指标名称", "合格率"]
    assert [note.text for note in leftovers] == ["一个很长很长的指标名 称之后半 ≥3个"]


def test_words_taken_for_a_value_are_given_back_when_a_value_follows() -> None:
    forms, _, leftovers = read_text(FORM + "\n质量指标\n养护 面积\n≥3亩\n\n合格率 =100%")
    assert [item.level3 for item in forms[0].indicators] == ["一个长一些的指标名称", "合格率"]
    assert [note.text for note in leftovers] == ["养护 面积 ≥3亩"]


def test_a_name_without_a_value_keeps_an_empty_value() -> None:
    forms, _, leftovers = read_text(FORM + "\n环境改善\n\n质量指标 合格率 =100%")
    assert [(item.level3, item.value_text) for item in forms[0].indicators][1] == ("环境改善", "")
    assert leftovers == []


def test_an_unknown_level_word_is_not_taken_into_the_name() -> None:
    forms, _, leftovers = read_text(FORM + "\n绿色低碳指标 能耗 ≤5%")
    assert len(forms[0].indicators) == 1
    assert [note.text for note in leftovers] == ["绿色低碳指标 能耗 ≤5%"]


def test_a_level_word_beside_a_value_alone_is_a_name() -> None:
    forms, _, _ = read_text(FORM + "\n满意度指标\n服务对象满意\n度指标 服务对象满意度 ≥95%")
    assert forms[0].indicators[-1].level2 == "服务对象满意度指标"
    assert forms[0].indicators[-1].level3 == "服务对象满意度"


def test_text_of_the_next_chapter_is_not_an_indicator() -> None:
    forms, _, leftovers = read_text(FORM + "\n七、特殊事项说明\n2024年共3项")
    assert len(forms[0].indicators) == 1
    assert leftovers[0].text == "七、特殊事项说明 2024年共3项"


def grid(*rows: str) -> Read:
    cells = tuple(tuple(Cell(text, n) for text in row.split("|")) for n, row in enumerate(rows, start=1))
    return read_forms(section([RawTable(cells, "grid")]), load_target_dialect())


def test_a_grid_may_print_comparator_and_unit_in_columns_of_their_own() -> None:
    forms, _, _ = grid(
        "项目名称|乙|项目编码|123",
        "一级指标|二级指标|三级指标|指标性质|指标值|度量单位",
        "产出指标|数量指标|件数|≥|20|件",
    )
    row = rows_of(forms)[0]
    assert (row.value_text, row.comparator, row.value_number, row.value_unit) == ("≥20件", "≥", Decimal(20), "件")
    assert row.project_code == "123"


def test_a_grid_row_without_a_value_keeps_its_indicator_and_its_levels() -> None:
    head = ("项目名称|丙|||", "|一级指标|二级指标|三级指标|指标值", "绩效指标|产出指标|数量指标|甲数|1个")
    forms, _, leftovers = grid(*head, "绩效指标|||乙数|", "|效益指标||丙效|好")
    assert [(i.level1, i.level2, i.level3, i.value_text) for i in forms[0].indicators][1:] == [
        ("产出指标", "数量指标", "乙数", ""),
        ("效益指标", "", "丙效", "好"),
    ]
    assert leftovers == []
    forms, _, leftovers = grid(*head, "|绿色低碳指标||乙数|")
    assert len(forms[0].indicators) == 1
    assert [note.text for note in leftovers] == ["｜绿色低碳指标｜｜乙数｜"]


def test_a_form_without_a_name_and_an_unknown_layout_are_reported() -> None:
    forms, _, leftovers = grid("年度预算资金总额|5.00")
    assert forms == []
    assert leftovers == [LeftoverNote("5.00", "绩效目标表没有项目名称", 1, None)]
    forms, _, leftovers = grid("一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|甲数|1个")
    assert (forms, leftovers) == ([], [LeftoverNote("甲数 1个", "绩效目标表没有项目名称", 2, None)])
    assert read_forms(section([TextLine("本部门无项目。")]), load_target_dialect())[2] != []


def test_a_form_prints_its_currency_or_has_none() -> None:
    forms, _, _ = grid("项目名称|丁", "项目资金（元）|年度预算资金总额：|500", "|其中：财政拨款|0")
    assert [(f.label, f.text, f.unit_text) for f in forms[0].figures] == [
        ("年度预算资金总额", "500", "元"),
        ("财政拨款", "0", "元"),
    ]
    forms, _, _ = grid("项目名称|丁", "年度预算资金总额：500|")
    assert [(f.text, f.unit_text) for f in forms[0].figures] == [("500", None)]


# ── values ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "comparator", "number", "unit"),
    [
        ("≥16000人", "≥", "16000", "人"),
        ("=100%", "=", "100", "%"),
        ("12个月", None, "12", "个月"),
        ("=12 个月", "=", "12", "个月"),
        ("≤92 元/人. 月", "≤", "92", "元/人.月"),
        ("≤2200 元/人、月", "≤", "2200", "元/人、月"),
        ("2. 5万元", None, "2.5", "万元"),
        ("5000人", None, "5000", "人"),
        ("≥2百分比", "≥", "2", "百分比"),
        (">48000人", ">", "48000", "人"),
        ("<1年", "<", "1", "年"),
        ("≤403860.63元", "≤", "403860.63", "元"),
        ("≥ 96 %", "≥", "96", "%"),
        ("≥ 0.1 万册", "≥", "0.1", "万册"),
        ("≥ 190 人数", "≥", "190", "人数"),
        ("≥1.33分", "≥", "1.33", "分"),
        ("≤0.61万", "≤", "0.61", "万"),
        ("≥3 个季度", "≥", "3", "个季度"),
        ("≥2次/月", "≥", "2", "次/月"),
        ("=10机构", "=", "10", "机构"),
        ("≥5%(管辖用人单位)", "≥", "5", "%"),
        ("500元、天", None, "500", "元、天"),
        ("25000份 ", None, "25000", "份"),
        ("7.5亿元", None, "7.5", "亿元"),
        ("≥70000", "≥", "70000", None),
        ("3.48", None, "3.48", None),
        ("＞＝1,800.00 万元", "≥", "1800.00", "万元"),
        ("≤2人民币", "≤", "2", "人民币"),
    ],
)
def test_values_that_are_numbers(text: str, comparator: str | None, number: str, unit: str | None) -> None:
    assert parse_value(text) == (comparator, Decimal(number), unit)


@pytest.mark.parametrize(
    "text",
    [
        "每月1次",
        "1次以下",
        "低于每份3.5元",
        "90%及以上",
        "12月份之前",
        "12月底",
        "2024年12月底之前",
        "2023年",
        "平均每天不低于100次",
        "文字描述: 2023年",
        "按照每人一万元的标准，市级补贴20%",
        "定性 优良中低差",
        "90%-95%",
        "30天内",
        "≥90%以上",
        "提升",
        "",
        "≥",
        "1.2345678%",
    ],
)
def test_values_that_are_words(text: str) -> None:
    assert parse_value(text) == (None, None, None)


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_words(text: str) -> None:
    comparator, number, unit = parse_value(text)
    assert number is not None or (comparator, unit) == (None, None)


@given(
    st.lists(st.lists(st.sampled_from(["产出指标", "服务对象满意", "度指标", "≥", "甲率", "5%", "提升"]), min_size=1))
)
def test_no_word_of_a_form_is_lost(lines: list[list[str]]) -> None:
    forms, _, leftovers = read_text(FORM + "\n".join(" ".join(line) for line in lines))
    kept = "".join(f"{i.level1}{i.level2}{i.level3}{i.value_text}" for i in forms[0].indicators)
    kept += "".join(note.text for note in leftovers)
    words = bare("".join(word for line in lines for word in line))
    for word in ("甲率", "5%"):
        assert kept.count(word) >= words.count(word)
