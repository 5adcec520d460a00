"""The narrative of each document, every figure written down by eye."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.model import TextLine
from tests.narrative_lines import printed, read

ROOT = Path(__file__).parents[1]
DISCLOSURES = ROOT / "data" / "disclosures"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

# topic | subject | measure | code | amount in 万元 | change in 万元 | change in % | direction; - is None
YANTAI = """
income|收入预算|total|-|173032.88|-|-|-
income|一般公共预算收入|general_public|-|172289.38|-|-|-
income|国有资本经营预算收入|state_capital|-|257.50|-|-|-
income|上级补助收入|superior|-|486.00|-|-|-
expenditure|支出预算|total|-|173032.88|-|-|-
expenditure|基本支出|basic|-|11905.89|-|-|-
expenditure|项目支出|project|-|161126.99|-|-|-
totals|收支预算|total|-|173032.88|10833.82|-|increase
income|收入预算|total|-|-|10833.82|-|increase
income|一般公共预算收入|general_public|-|-|10720.32|-|increase
income|国有资本经营预算收入|state_capital|-|-|-102.50|-|decrease
income|上级补助收入|superior|-|-|365.00|-|increase
income|使用非财政拨款结余|prior_surplus|-|-|-149.00|-|decrease
expenditure|支出预算|total|-|-|10833.82|-|increase
expenditure|基本支出|basic|-|-|-79.87|-|decrease
expenditure|项目支出|project|-|-|10913.69|-|increase
pension_gap|机关养老保险基金缺口|-|-|82000|-|30|increase
three_public|“三公”经费|total|total|32.56|-1.77|-5.16|decrease
three_public|因公出国（境）费|total|abroad|0.00|0|-|flat
three_public|公务用车购置及运行费|total|vehicle|19.16|-|-|-
three_public|公务用车购置费|total|vehicle_purchase|0.00|0|-|flat
three_public|公务用车运行维护费|total|vehicle_operation|19.16|-2.57|-11.83|decrease
three_public|公务接待费|total|reception|13.40|0.80|6.35|increase
agency_operation|事业运行经费|total|agency_operation|361.62|-1.91|-0.53|decrease
procurement|政府采购预算|total|-|1945.59|-|-|-
procurement|政府采购货物预算|goods|-|61.90|-|-|-
procurement|政府采购工程预算|works|-|0.00|-|-|-
procurement|政府采购服务预算|services|-|1883.69|-|-|-
performance|预算资金|total|-|161126.99|-|-|-
performance|财政拨款|fiscal|-|160640.99|-|-|-
performance|重点绩效评价·预算资金|-|-|65690|-|-|-
performance|重点绩效评价·财政拨款|-|-|65690|-|-|-
"""
SIC = """
income|收入预算|total|-|98972.44|-|-|-
income|一般公共预算收入|general_public|-|98612.44|-|-|-
income|国有资本经营预算收入|state_capital|-|360.00|-|-|-
expenditure|支出预算|total|-|98972.44|-|-|-
expenditure|基本支出|basic|-|2269.44|-|-|-
expenditure|项目支出|project|-|96703.00|-|-|-
totals|收支预算|total|-|98972.44|-7988.40|-|decrease
income|收入预算|total|-|-|-7988.40|-|decrease
income|一般公共预算收入|general_public|-|-|-8228.40|-|decrease
income|国有资本经营预算收入|state_capital|-|-|240.00|-|increase
expenditure|支出预算|total|-|-|-7988.40|-|decrease
expenditure|基本支出|basic|-|-|650.89|-|increase
expenditure|项目支出|project|-|-|-8639.29|-|decrease
three_public|“三公”经费|total|total|4.30|0|-|flat
three_public|因公出国（境）费|total|abroad|0.00|0|-|flat
three_public|公务用车购置及运行费|total|vehicle|1.80|-|-|-
three_public|公务用车购置费|total|vehicle_purchase|0.00|0|-|flat
three_public|公务用车运行维护费|total|vehicle_operation|1.80|0|-|flat
three_public|公务接待费|total|reception|2.50|0|-|flat
agency_operation|事业运行经费|total|agency_operation|134.81|8.35|6.60|increase
procurement|政府采购预算|total|-|451.65|-|-|-
procurement|政府采购货物预算|goods|-|5.00|-|-|-
procurement|政府采购工程预算|works|-|400.00|-|-|-
procurement|政府采购服务预算|services|-|46.65|-|-|-
performance|预算资金|total|-|96703.00|-|-|-
performance|财政拨款|fiscal|-|96703.00|-|-|-
"""
ZIBO = """
income|收入预算|total|-|10351.24|-|-|-
income|一般公共预算收入|general_public|-|10351.24|-|-|-
expenditure|支出预算|total|-|10351.24|-|-|-
expenditure|项目支出|project|-|10351.24|-|-|-
totals|收支预算|total|-|10351.24|2525.71|-|increase
income|收入预算|total|-|-|2525.71|-|increase
income|一般公共预算收入|general_public|-|-|2525.71|-|increase
expenditure|支出预算|total|-|-|2525.71|-|increase
expenditure|项目支出|project|-|-|2525.71|-|increase
agency_operation|事业运行经费|total|agency_operation|0.00|0|-|flat
procurement|政府采购预算|total|-|9.90|-|-|-
procurement|政府采购货物预算|goods|-|0.00|-|-|-
procurement|政府采购工程预算|works|-|0.00|-|-|-
procurement|政府采购服务预算|services|-|9.90|-|-|-
performance|预算资金|total|-|10351.24|-|-|-
performance|财政拨款|fiscal|-|10351.24|-|-|-
performance|重点绩效评价·预算资金|-|-|988.04|-|-|-
performance|重点绩效评价·财政拨款|-|-|988.04|-|-|-
"""
HAIGANG = """
agency_operation|机关运行经费|total|agency_operation|131.92|-|-|-
agency_operation|办公费|-|-|25.75|-|-|-
agency_operation|水费|-|-|9.60|-|-|-
agency_operation|电费|-|-|18.00|-|-|-
agency_operation|邮电费|-|-|8.70|-|-|-
agency_operation|取暖费|-|-|12.61|-|-|-
agency_operation|公务接待费|-|-|1.09|-|-|-
agency_operation|工会经费|-|-|16.85|-|-|-
agency_operation|福利费|-|-|18.08|-|-|-
agency_operation|公车运行维护费|-|-|6.76|-|-|-
agency_operation|其他交通费用|-|-|10.08|-|-|-
agency_operation|其他商品和服务支出|-|-|4.40|-|-|-
three_public|“三公”经费|total|total|7.85|0|-|flat
three_public|因公出国（境）费|total|abroad|0|-|-|-
three_public|公务用车购置及运维费|total|vehicle|6.76|-|-|-
three_public|公务用车购置费|total|vehicle_purchase|0|-|-|-
three_public|公务用车运行费|total|vehicle_operation|6.76|-|-|-
three_public|公务接待费|total|reception|1.09|-|-|-
assets|固定资产金额|-|-|393.70|-|-|-
assets|拟购置固定资产总额|-|-|0.00|-|-|-
"""
HAIDONG = """
totals|收支总预算|total|-|767.78|-|-|-
income|一般公共预算拨款收入|general_public|-|717.78|-|-|-
income|上年结转|carryover|-|50.00|-|-|-
expenditure|社会保障和就业支出|total|-|675.85|-|-|-
expenditure|卫生健康支出|total|-|67.67|-|-|-
expenditure|住房保障支出|total|-|24.26|-|-|-
income|上年结转|carryover|-|50.00|-|-|-
income|一般公共预算拨款收入|general_public|-|717.78|-|-|-
expenditure|基本支出|basic|-|595.13|-|-|-
expenditure|项目支出|project|-|172.66|-|-|-
appropriation|财政拨款收支总预算|total|-|767.78|-138.49|-|decrease
appropriation|一般公共预算当年拨款|general_public|-|717.78|-188.49|-|decrease
function|社会保障和就业（类）支出|total|-|625.85|-|-|-
function|卫生健康（类）支出|total|-|67.67|-|-|-
function|住房保障（类）支出|total|-|24.26|-|-|-
function|社会保障和就业支出（类）人力资源和社会保障管理事务（款）行政运行（项）|total|-|421.15|-8.38|-1.95|decrease
function|社会保障和就业支出（类）人力资源和社会保障管理事务（款）综合业务管理（项）|total|-|17.00|-2.00|-10.53|decrease
function|社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）|total|-|27.30|1.39|5.36|increase
function|社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）|total|-|13.65|0.70|5.41|increase
function|社会保障和就业支出（类）行政事业单位养老支出（款）其他行政事业单位养老支出（项）|total|-|64.09|23.83|59.19|increase
function|社会保障和就业支出（类）就业补助（款）职业技能鉴定补贴（项）|total|-|82.66|-191.38|-69.84|decrease
function|卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）|total|-|21.22|0.50|2.41|increase
function|卫生健康支出（类）行政事业单位医疗（款）公务员医疗补助（项）|total|-|12.13|0.29|2.45|increase
function|卫生健康支出（类）行政事业单位医疗（款）其他行政事业单位医疗支出（项）|total|-|34.32|6.98|25.53|increase
function|住房保障支出（类）住房改革支出（款）住房公积金（项）|total|-|24.26|0.58|2.45|increase
basic_expenditure|基本支出|basic|-|595.13|-|-|-
basic_expenditure|人员经费|personnel|-|550.94|-|-|-
basic_expenditure|公用经费|public|-|44.19|-|-|-
three_public|“三公”经费|total|total|4.90|-0.60|-|decrease
three_public|因公出国（境）费|total|abroad|0.00|0|-|flat
three_public|公务用车购置及运行费|total|vehicle|2.50|0|-|flat
three_public|公务接待费|total|reception|2.40|-0.60|-|decrease
agency_operation|机关运行经费|total|agency_operation|44.19|-9.10|-17.08|decrease
procurement|政府采购预算总额|total|-|26.41|-|-|-
procurement|政府采购货物预算|goods|-|26.41|-|-|-
procurement|政府采购工程预算|works|-|0|-|-|-
procurement|政府采购服务预算|services|-|0|-|-|-
performance|预算金额|total|-|122.66|-|-|-
"""

# What the complete documents say otherwise: lines without, and lines with
YANTAI_FULL = (
    """
three_public|因公出国（境）费|total|abroad|0.00|0|-|flat
three_public|公务用车购置费|total|vehicle_purchase|0.00|0|-|flat
""",
    """
three_public|因公出国（境）费|total|abroad|0.00|-|-|flat
three_public|公务用车购置费|total|vehicle_purchase|0.00|-|-|flat
""",
)
SIC_FULL = (
    "",
    """
performance|重点绩效评价·预算资金|-|-|60000.00|-|-|-
performance|重点绩效评价·财政拨款|-|-|60000.00|-|-|-
""",
)
HAIDONG_FULL = (
    """
basic_expenditure|基本支出|basic|-|595.13|-|-|-
""",
    """
income|收入预算|total|-|767.78|-|-|-
expenditure|支出预算|total|-|767.78|-|-|-
appropriation|一般公共预算当年拨款收入|general_public|-|717.78|-|-|-
appropriation|一般公共预算当年拨款收入·上年结转|-|-|50.00|-|-|-
appropriation|政府性基金预算当年拨款收入|government_fund|-|0.00|-|-|-
appropriation|政府性基金预算当年拨款收入·上年结转|-|-|0.00|-|-|-
appropriation|社会保障和就业支出|total|-|675.85|-|-|-
appropriation|卫生健康支出|total|-|67.67|-|-|-
appropriation|住房保障支出|total|-|24.26|-|-|-
basic_expenditure|一般公共预算基本支出|basic|-|595.13|-|-|-
basic_expenditure|基本工资|-|-|72.38|-|-|-
basic_expenditure|津贴补贴|-|-|87.45|-|-|-
basic_expenditure|奖金|-|-|58.76|-|-|-
basic_expenditure|机关事业单位基本养老保险缴费|-|-|27.30|-|-|-
basic_expenditure|职业年金缴费|-|-|13.65|-|-|-
basic_expenditure|职工基本医疗保险缴费|-|-|21.22|-|-|-
basic_expenditure|公务员医疗补助缴费|-|-|12.13|-|-|-
basic_expenditure|其他社会保障缴费|-|-|0.40|-|-|-
basic_expenditure|住房公积金|-|-|24.26|-|-|-
basic_expenditure|其他工资福利支出|-|-|135.37|-|-|-
basic_expenditure|退休费|-|-|64.09|-|-|-
basic_expenditure|医疗费补助|-|-|33.92|-|-|-
basic_expenditure|办公费|-|-|3.60|-|-|-
basic_expenditure|印刷费|-|-|0.60|-|-|-
basic_expenditure|水费|-|-|1.20|-|-|-
basic_expenditure|电费|-|-|1.20|-|-|-
basic_expenditure|邮电费|-|-|0.60|-|-|-
basic_expenditure|取暖费|-|-|4.80|-|-|-
basic_expenditure|差旅费|-|-|4.44|-|-|-
basic_expenditure|会议费|-|-|1.62|-|-|-
basic_expenditure|培训费|-|-|2.70|-|-|-
basic_expenditure|公务接待费|-|-|2.40|-|-|-
basic_expenditure|工会经费|-|-|3.36|-|-|-
basic_expenditure|公务用车运行维护费|-|-|2.50|-|-|-
basic_expenditure|其他交通费用|-|-|14.63|-|-|-
basic_expenditure|其他商品和服务支出|-|-|0.54|-|-|-
""",
)

DOCUMENTS = {
    "yantai-hrss-2024.md": (2024, "第三部分|（摘要）", YANTAI),
    "yantai-sic-2023.txt": (2023, "第三部分", SIC),
    "zibo-hitech-hrss-2024.md": (2024, "第三部分", ZIBO),
    "haigang-hrss-2024.txt": (2024, "机关运行经费", HAIGANG),
    "haidong-hrss-2023.txt": (2023, "第三部分", HAIDONG),
}
COMPLETE = {
    "000_ccd919bd93cd2ecc.txt": (2024, "第三部分", YANTAI, YANTAI_FULL),
    "001_63591579553c6435.txt": (2023, "第三部分", SIC, SIC_FULL),
    "002_9c205390ae305313.txt": (2024, "公开情况说明", HAIGANG, ("", "")),
    "003_4b2f979ab54e32ae.txt": (2024, "第三部分", ZIBO, ("", "")),
    "004_88e74a50f71fc19d.txt": (2023, "第三部分", HAIDONG, HAIDONG_FULL),
}


def prose(path: Path, starts: str) -> list[TextLine]:
    """The lines of the narrative: from its title to the first form, and the sentence on assets after the tables."""
    lines = [TextLine(text, number + 1) for number, text in enumerate(path.read_text(encoding="utf-8").splitlines())]
    marks = [
        i for i, line in enumerate(lines) if "\t" not in line.text and any(w in line.text for w in starts.split("|"))
    ]
    start = next(i for i in reversed(marks) if len(lines[i].text) < 60 and i < len(lines) - 100 and _is_start(lines, i))
    end = next(
        i for i in range(start + 1, len(lines)) if "绩效目标表" in lines[i].text or "绩效目标公开表" in lines[i].text
    )
    return lines[start:end] + [line for line in lines[end:] if "固定资产金额为" in line.text]


def _is_start(lines: list[TextLine], index: int) -> bool:
    """Figures of prose follow within the next lines: a title in the table of contents has none."""
    return sum("万元" in line.text for line in lines[index : index + 60]) > 0


def expected(table: str) -> list[str]:
    def plain(cell: str) -> str:
        return f"{Decimal(cell).normalize():f}" if cell.lstrip("-").replace(".", "").isdigit() else cell

    return ["|".join(plain(cell) for cell in line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_fact_of_the_published_summary(name: str) -> None:
    year, starts, table = DOCUMENTS[name]
    facts, _, leftovers = read(prose(DISCLOSURES / name, starts), year)
    assert [printed(fact) for fact in facts] == expected(table)
    assert leftovers == []


@pytest.mark.parametrize("name", COMPLETE)
def test_the_complete_document_says_the_same(name: str) -> None:
    if not (SEEDS / name).is_file():
        pytest.skip("the complete documents are not part of the repository")
    year, starts, table, (without, with_) = COMPLETE[name]
    facts, _, leftovers = read(prose(SEEDS / name, starts), year)
    wanted = Counter(expected(table)) - Counter(expected(without)) + Counter(expected(with_))
    assert Counter(printed(fact) for fact in facts) == wanted
    assert leftovers == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_figure_stands_on_its_line(name: str) -> None:
    year, starts, _ = DOCUMENTS[name]
    source = (DISCLOSURES / name).read_text(encoding="utf-8").splitlines()
    for fact in read(prose(DISCLOSURES / name, starts), year)[0]:
        value = fact.amount_yuan if fact.amount_yuan is not None else fact.change_yuan
        assert fact.line is not None
        assert value is not None
        shown = source[fact.line - 1].replace(",", "")
        assert any(form in shown for form in _forms(abs(value))), (fact.subject, shown)


def _forms(yuan: Decimal) -> tuple[str, ...]:
    wan = yuan / 10000
    return f"{wan:.2f}", f"{wan.normalize():f}万", f"{(wan / 10000).normalize():f}亿"


def test_the_year_of_a_figure() -> None:
    facts, _, _ = read(prose(DISCLOSURES / "haigang-hrss-2024.txt", "机关运行经费"), 2024)
    assert [(fact.subject, fact.fiscal_year) for fact in facts[-2:]] == [
        ("固定资产金额", 2023),
        ("拟购置固定资产总额", 2024),
    ]


def test_a_change_in_a_sentence_of_its_own_belongs_to_the_head_and_is_recorded() -> None:
    facts, repairs, _ = read(prose(DISCLOSURES / "haigang-hrss-2024.txt", "机关运行经费"), 2024)
    assert [(fact.code, fact.direction) for fact in facts if fact.direction] == [("total", "flat")]
    assert [(repair.kind, repair.statement, repair.after) for repair in repairs] == [
        ("attach-change", "narrative", "“三公”经费：与2023年相比持平")
    ]
    assert facts[12].text.endswith("公务接待费1.09万元。与2023年相比持平。")
