"""Test support: briefings with everything a page could put into one, good and bad."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.exports.model import Briefing, Chart, Column, Figure, Series, Slide, Table
from dashboard.format import MoneyUnit

if TYPE_CHECKING:
    from dashboard.exports.model import ChartKind, Kind
    from dashboard.text import Language

LINK = "http://budget.example:8501/functions?region=%E7%94%B2%E5%B8%82&year=2024"
SOURCE = "甲市人力资源和社会保障局2024年预算，支出总体情况表，第4页"
BLUE, ORANGE, TEAL = "#1f5fa8", "#e3a44a", "#126a7d"
HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1,1)",
    "-2080507 <b>粗体</b> & “引号”",
    "http://evil.example/路径",
    "\x0b控制\x00字符\n换行\t制表",
    "_x0041_",
)


def wan(text: str | None, label: str = "", **more: str) -> Figure:
    """A figure printed in 万元; None is a blank."""
    yuan = None if text is None else Decimal(text.replace(",", "")) * 10_000
    place = "支出总体情况表，第4页第12行"
    return Figure(label, yuan, text, **{"place": place} | more)  # type: ignore[arg-type]


def slide(title: str, chart: Chart | None = None, table: Table | None = None, **more: object) -> Slide:
    """A slide with basis, source and link."""
    values: dict[str, object] = {
        "page": "功能支出",
        "title": title,
        "basis": "部门口径，2024年预算，全部资金来源；单位含在主管部门内的不再相加",
        "sources": (SOURCE,),
        "link": LINK,
        "chart": chart,
        "table": table,
    }
    return Slide(**values | more)  # type: ignore[arg-type]


def briefing(*slides: Slide, unit: MoneyUnit = MoneyUnit.WAN, language: Language = "zh") -> Briefing:
    """A briefing of some slides."""
    return Briefing(
        "2024年部门预算支出情况汇报",
        "甲市、乙区；2024年；预算",
        slides,
        unit,
        language,
        date(2026, 11, 21),
        LINK,
    )


NAMES = ("甲市人社局", "甲市社保中心", "乙区社保中心", "丙市人社局", "丁县人社局")
BASIC = ("69,213.55", "1,238.14", None, "45.00", "0.00")
PROJECT = ("103,790.20", "96,734.30", "3,121.07", "-5.00", "17.5")


def chart(kind: ChartKind, names: tuple[str, ...] = NAMES, *texts: tuple[str | None, ...]) -> Chart:
    """A chart of one series or two."""
    named = zip(("基本支出", "项目支出"), texts, (BLUE, ORANGE), strict=False)
    series = tuple(
        Series(name, tuple(wan(text, f"{row}{name}") for row, text in zip(names, column, strict=True)), colour)
        for name, column, colour in named
    )
    return Chart(kind, names, series)


def columns(*labels: str, kinds: tuple[Kind, ...] = ()) -> tuple[Column, ...]:
    """Columns, the first of words and the others of money unless said."""
    money: Kind = "money"
    standard: tuple[Kind, ...] = ("text", *[money] * (len(labels) - 1))
    return tuple(Column(label, kind) for label, kind in zip(labels, kinds or standard, strict=True))


def split(names: tuple[str, ...] = NAMES) -> Table:
    """A table of basic and project spending with a total row and a share."""
    rows: list[tuple[object, ...]] = []
    for name, basic, project in zip(names, BASIC, PROJECT, strict=True):
        parts = [Decimal((text or "0").replace(",", "")) for text in (basic, project)]
        total = wan(str(sum(parts)), name, mark="derived")
        share = parts[1] / sum(parts) if sum(parts) else None
        rows.append((name, 2024, wan(basic, name), wan(project, name), total, share))
    sums = [
        sum((row[n].yuan or Decimal(0) for row in rows), Decimal(0))  # type: ignore[attr-defined]
        for n in (2, 3, 4)
    ]
    rows.append(("合计", None, *(Figure("合计", s, None, "各行之和", "derived") for s in sums), sums[1] / sums[2]))
    kinds: tuple[Kind, ...] = ("text", "year", "money", "money", "money", "share")
    return Table(
        columns("单位", "年度", "基本支出", "项目支出", "合计", "项目占比", kinds=kinds),
        tuple(rows),
        {len(rows) - 1: tuple(range(len(rows) - 1))},
    )


def long_table(count: int = 40) -> Table:
    """A table over several pages, with long names, blanks, inferred figures, warnings and a total."""
    rows: list[tuple[object, ...]] = []
    for number in range(count):
        name = f"20805{number:02d} " + "机关事业单位基本养老保险缴费支出及其他"[: 6 + number % 13]
        amount = wan(f"{number * 137}.{number:02d}", name)
        project = wan(None if number % 7 == 3 else f"-{number}.05", name, mark="inferred")
        if number == 5:
            project = wan("0.00", name, warning="类≠Σ款：20805 差 12.34 万元")
        rows.append((name, amount, project, number, "" if number % 4 else "小计"))
    total = sum((row[1].yuan for row in rows), Decimal(0))  # type: ignore[attr-defined]
    part = sum((row[2].yuan or Decimal(0) for row in rows), Decimal(0))  # type: ignore[attr-defined]
    rows.append(("合计", Figure("合计", total, None, SOURCE), Figure("合计", part, None, SOURCE), count, ""))
    kinds: tuple[Kind, ...] = ("text", "money", "money", "count", "text")
    return Table(
        columns("科目", "金额", "其中：项目支出", "项目数", "级次", kinds=kinds),
        tuple(rows),
        {count: tuple(range(count))},
    )


def hostile_table() -> Table:
    """Names that a program could take for formulas, links or markup."""
    rows = tuple((name, wan(f"{n}.01", name)) for n, name in enumerate(HOSTILE, start=1))
    return Table(columns("项目名称", "金额"), rows)


def wide_table(count: int = 16) -> Table:
    """More columns than one page takes."""
    labels = tuple(f"第{n}栏资金来源" for n in range(count))
    rows = tuple((f"单位{r}", *(wan(f"{98972 + c * r}.44", f"{r}-{c}") for c in range(count))) for r in range(4))
    return Table(columns("单位", *labels), rows)


def treemap() -> Chart:
    """Two groups; tiles from very large to very small, a zero, a blank, a negative one."""
    names = (
        "机关养老补助",
        "企业养老补助",
        "居民养老补助",
        "行政运行",
        "就业补助",
        "培训",
        "宣传",
        "其他",
        "退库",
        "未列",
    )
    texts = ("70,000.00", "25,000.00", "6,300.50", "4,000.00", "900.00", "88.88", "12.34", "0.00", "-5.00", None)
    figures = tuple(wan(text, name) for name, text in zip(names, texts, strict=True))
    parents = ("社会保障",) * 3 + ("管理事务",) * 7
    return Chart("treemap", names, (Series("支出", figures, BLUE),), parents)


def waterfall(*texts: str) -> Chart:
    """First and last are levels, between them changes."""
    names = ("基线", *(f"第{n}项调整" for n in range(1, len(texts) - 1)), "情景")
    return Chart("waterfall", names, (Series("支出", tuple(wan(text) for text in texts), BLUE),))


LONG_TITLE = (
    "甲市人力资源和社会保障局二〇二四年一般公共预算支出合计一百七"
    "十三亿元其中项目支出占比百分之九十三点一居各单位之首且较上年"
)
LARGE = "9,999,999,999.99"
LARGEST = Decimal("9999999999999999.99")
"""元: as much as a figure of the database can be, with more digits than a double keeps."""


def everything(language: Language = "zh", unit: MoneyUnit = MoneyUnit.WAN) -> Briefing:
    """Every kind of chart and table, every trouble."""
    years = ("2020年", "2021年", "2022年", "2023年", "2024年")
    many = tuple(f"20805{n:02d}对机关事业单位养老保险的补助{n}" for n in range(18))
    slides = (
        slide("柱形：项目支出203,658.07万元", chart("column", NAMES, BASIC, PROJECT), lead=("项目支出高于基本支出。",)),
        slide("条形：18个科目中最大者为2,329.01万元", chart("bar", many, tuple(f"{n * 137}.01" for n in range(18)))),
        slide("堆积：基本与项目，附表", chart("stacked", NAMES, BASIC, (*PROJECT[:3], "5.00", "17.50")), split()),
        slide("占比堆积：项目支出占比", chart("stacked_share", NAMES[:3], BASIC[:3], PROJECT[:3])),
        slide("折线：五年变化，2022年为空白", chart("line", years, ("1.80", "2.50", None, "4.30", "34.33"))),
        slide("饼图：各单位份额", chart("pie", NAMES[:3], ("69,213.55", "1,238.14", "300.00"))),
        slide("树图：养老补助101,300.50万元", treemap(), lead=("面积即金额。",)),
        slide("瀑布：基线到情景减少150.25万元", waterfall("1,000.00", "-200.50", "50.25", "849.75")),
        slide(LONG_TITLE, None, long_table(), sources=tuple(f"{SOURCE}第{n}行" for n in range(30))),
        slide(HOSTILE[0], chart("column", HOSTILE, tuple(f"{n}.5" for n in range(7))), hostile_table(), lead=HOSTILE),
        slide("宽表：十六栏", None, wide_table(), warnings=("支出总计与收入总计不符，差 0.01 万元",)),
        slide("只有文字的一页", lead=("第一句。", "第二句说明原因：公开文本未载明。"), notes=("自备的备注",)),
        slide(f"很大的数：{LARGE}万元", chart("column", NAMES[:2], (LARGE, "-" + LARGE)), warnings=("一", "二", "三")),
    )
    return briefing(*slides, unit=unit, language=language)
