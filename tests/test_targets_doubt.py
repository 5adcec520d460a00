"""The 绩效目标 forms where lines and columns leave a doubt: nothing is guessed, and no word is lost."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from loaders.model import Cell, RawTable, TextLine
from loaders.targets import (
    LeftoverNote,
    load_target_dialect,
    read_forms,
)
from loaders.text import bare
from tests.target_forms import Read, rows_of, section, stream_section

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
