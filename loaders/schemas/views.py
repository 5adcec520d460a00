"""The public views: what their columns are and mean; `sql/views/` says how they come about, a test holds both together.

A column that a view hands on as it stands in a table keeps that table's meaning.
"""

from __future__ import annotations

from typing import Final

from loaders.schemas import checked, disclosed
from loaders.schemas.column import MONEY, Column, Table

_SHARE: Final = "DECIMAL(18,8)"
_HANDED_ON: Final = ("documents", "amounts", "statements", "projects", "checks", "narrative")
"""Tables whose columns views hand on; where several have a column of a name, the first says what it means."""
_WHOSE: Final = "document_id jurisdiction unit scope parent_unit fiscal_year stage"


def _known() -> dict[str, Column]:
    tables = {table.name: table for table in (*disclosed.TABLES, *checked.TABLES)}
    found: dict[str, Column] = {}
    for name in _HANDED_ON:
        for column in tables[name].columns:
            found.setdefault(column.name, column)
    return found


def _view(name: str, zh: str, en: str, *columns: str | Column) -> Table:
    """Return a view; a text names columns that tables have."""
    known = _known()
    named: list[Column] = []
    for one in columns:
        named += [one] if isinstance(one, Column) else [known[word] for word in one.split()]
    return Table(name, zh, en, tuple(named))


def _money(name: str, zh: str, en: str) -> Column:
    return Column(f"{name}_yuan", MONEY, f"{zh}（元）", f"{en}, yuan")


def _text(name: str, zh: str, en: str) -> Column:
    return Column(f"{name}_text", "VARCHAR", f"{zh}（原文数字）", f"{en} as printed")


def _count(name: str, zh: str, en: str) -> Column:
    return Column(name, "BIGINT", zh, en)


_TOTAL: Final = ("total", "合计", "total")
_BASIC: Final = ("basic", "基本支出", "basic expenditure")
_PERSONNEL: Final = ("personnel", "人员经费", "personnel")
_PUBLIC: Final = ("public", "公用经费", "public (running costs)")
_PROJECT: Final = ("project", "项目支出", "project expenditure")
_INFERRED: Final = Column(
    "is_inferred", "BOOLEAN", "行中有推断列位的数字", "a figure of the row has an inferred column"
)

VIEWS: Final = (
    _view(
        "out_basic_project",
        "基本支出与项目支出：合计与各类，按表分行，表与表不可相加",
        "basic and project expenditure, in total and by 类, a row for each statement: never add across statements",
        _WHOSE,
        "statement code name is_total",
        *(_money(*one) for one in (_TOTAL, _BASIC, _PERSONNEL, _PUBLIC, _PROJECT)),
        *(_text(*one) for one in (_TOTAL, _BASIC, _PERSONNEL, _PUBLIC, _PROJECT)),
        "unit_text",
        _INFERRED,
        "page line table_no row_no",
    ),
    _view(
        "out_check_coverage",
        "核对覆盖：每份文档各种结果的个数，参与核对的数字",
        "what the checks of each document came to, and how many figures take part",
        "document_id jurisdiction unit fiscal_year stage",
        _count("figures", "表中的数字", "figures of the tables"),
        _count("figures_checked", "其中参与已完成核对的", "of them, in an identity that was settled"),
        _count("facts", "文字说明中的数字", "facts of the narrative"),
        _count("facts_checked", "其中参与已完成核对的", "of them, in an identity that was settled"),
        _count("mismatches", "不符（硬性规则）", "mismatches of hard rules"),
        _count("alerts", "提示（提示性规则不符）", "mismatches of soft rules"),
        _count("explained", "有印出依据的差额", "differences that printed money explains"),
        _count("roundings", "尾差", "rounding differences"),
        _count("passes", "相符", "passes"),
        _count("insufficient", "数据不足", "an operand is missing"),
        _count("not_applicable", "不适用", "the rule does not apply"),
        _count("rules_completed", "完成核对的规则数", "rules with a settled identity"),
        _count("inferred", "推断列位的数字", "figures whose column was inferred"),
        _count("repairs", "修复与推断", "repairs and inferences"),
    ),
    _view(
        "out_disclosure_matrix",
        "公开情况矩阵：每份文档每张报表的状态",
        "what became of each statement in each document",
        _WHOSE,
        "statement",
        "status note",
        Column("title", "VARCHAR", "印出的表名", "title as printed"),
        "rows page line",
    ),
    _view(
        "out_findings",
        "核对中不是单纯相符的：不符、提示、有依据的差额、尾差、数据不足、不适用",
        "every identity that did not simply hold",
        "jurisdiction unit fiscal_year stage",
        Column("rule_title", "VARCHAR", "规则名称", "title of the rule"),
        Column("rule_severity", "VARCHAR", "规则的严重程度：hard 硬性，soft 提示", "hard | soft"),
        "document_id rule statement code measure outcome left_yuan right_yuan difference_yuan message page line",
        "subject left_text right_text tolerance_yuan explanation check_no",
        Column("figure_year", "INTEGER", "数字所属年度", "fiscal year of the figures"),
        Column(
            "severity",
            "INTEGER",
            "1 不符，2 提示，3 有印出依据的差额，4 尾差，5 数据不足，6 不适用",
            "1 mismatch, 2 alert, 3 explained, 4 rounding, 5 insufficient, 6 not applicable",
        ),
    ),
    _view(
        "out_function_spending",
        "功能支出：支出总表的每一行；小计不与其组成相加",
        "every row of the expenditure statement; subtotals never add to their parts",
        _WHOSE,
        "code name level parent_code is_total",
        Column("is_leaf", "BOOLEAN", "是否最末级（可相加）", "has no rows below it (may be added)"),
        *(_money(*one) for one in (_TOTAL, _BASIC, _PROJECT)),
        _money("operating", "经营支出", "operating expenditure"),
        _money("remitted", "上缴上级支出", "remitted to superiors"),
        _money("subsidy", "对附属单位补助支出", "subsidies to subordinate units"),
        _money("carryforward", "结转下年", "carried forward to the next year"),
        Column("project_share", _SHARE, "项目支出占合计的比例", "project expenditure as a share of the total"),
        _money("children", "下一级合计之和", "sum of the totals one level below"),
        _money("residual", "合计减下一级之和", "total less the sum one level below"),
        *(_text(*one) for one in (_TOTAL, _BASIC, _PROJECT)),
        "unit_text",
        _INFERRED,
        Column("has_mismatch", "BOOLEAN", "行中有数字参与不符的核对", "a figure of the row is in a mismatch"),
        "page line table_no row_no",
    ),
    _view(
        "out_income_sources",
        "收入来源：收入总表按来源分行；小计不与其组成相加",
        "the income statement by source of money; subtotals never add to their parts",
        _WHOSE,
        "code name level parent_code is_total",
        Column("source", "VARCHAR", "资金来源（口径）", "source of money (measure)"),
        Column("is_subtotal", "BOOLEAN", "是否包含其他来源的小计", "does it contain other sources"),
        "amount_yuan amount_text unit_text origin page line table_no row_no",
        Column(
            "source_group",
            "VARCHAR",
            "来源类别：fiscal 财政拨款，account 财政专户，own 单位资金，carried 上年结转结余",
            "fiscal | account | own | carried",
        ),
        _money("total", "同一行的合计", "total of the same row"),
        Column("share_of_row", _SHARE, "占同一行合计的比例", "share of the row's total"),
    ),
    _view(
        "out_pension_subsidy",
        "养老保险基金缺口补助：按一种口径筛选后才可相加（broad 含 strict 的各行）",
        "subsidies to close pension-fund gaps: choose one definition before adding (broad repeats strict)",
        _WHOSE,
        Column("definition", "VARCHAR", "口径：strict 严格，broad 宽", "strict | broad"),
        Column("basis", "VARCHAR", "依据：function_code 科目，project 项目名称", "function_code | project"),
        "code name",
        Column("fund", "VARCHAR", "基金", "fund"),
        "amount_yuan amount_text unit_text",
        _money("document_total", "文档的支出合计", "total expenditure of the document"),
        Column("share_of_total", _SHARE, "占文档支出合计的比例", "share of the document's total"),
        "origin page line box project_no",
    ),
    _view(
        "out_projects",
        "项目，连同绩效指标个数和占项目支出的比例",
        "projects with the number of their targets and their share of project expenditure",
        "jurisdiction unit scope parent_unit fiscal_year stage document_id project_no code name category",
        "total_yuan fiscal_yuan general_public_yuan government_fund_yuan state_capital_yuan fiscal_account_yuan",
        "business_yuan operating_yuan superior_yuan subordinate_yuan other_yuan prior_surplus_yuan carryover_yuan",
        "unit_funds_yuan current_year_yuan page line",
        _count("target_count", "绩效指标个数", "performance targets"),
        _count("form_count", "绩效目标表个数", "forms of targets"),
        _money("project_spending", "文档的项目支出合计", "project expenditure of the document"),
        Column("share_of_project_spending", _SHARE, "占项目支出合计的比例", "share of project expenditure"),
        _text(*_TOTAL),
        "unit_text origin box",
    ),
    _view(
        "out_three_public",
        "“三公”经费：每年每个分项在表中、文字中各一行；不同 place 的行不可相加",
        "三公 by year, component and place (table or narrative): never add rows of different places",
        "document_id jurisdiction unit scope parent_unit",
        Column("document_year", "INTEGER", "文档的预算年度", "fiscal year of the document"),
        "stage",
        Column("fiscal_year", "INTEGER", "数字所属年度", "fiscal year of the figure"),
        Column(
            "component",
            "VARCHAR",
            "分项：total 合计，abroad 出国，vehicle 公务用车，reception 接待等；另有 agency_operation 机关运行经费",
            "component; agency_operation is no part of the total",
        ),
        Column("place", "VARCHAR", "位置：table 表中，narrative 文字说明", "table | narrative"),
        "amount_yuan amount_text unit_text origin",
        Column("is_derived", "BOOLEAN", "由本年数减增减额推算，没有印出", "this year less the change; printed nowhere"),
        "text page line box",
        Column("subject", "VARCHAR", "文字说明中的对象（原文）", "what the narrative calls it"),
        _money("base", "推算所用的本年数", "this year's amount that it is derived from"),
        Column("base_place", "VARCHAR", "本年数的位置：table、narrative", "place of this year's amount"),
        Column("base_page", "INTEGER", "本年数的页码", "page of this year's amount"),
        Column("base_line", "INTEGER", "本年数的行号", "line of this year's amount"),
        "change_yuan change_pct direction pct_text is_approximate",
    ),
    _view(
        "out_total_change",
        "支出合计比上年的变化及其依据；没有依据的文档没有行",
        "change of total expenditure on the year before and what it rests on; no basis, no row",
        _WHOSE,
        Column(
            "basis",
            "VARCHAR",
            "依据：document 上年的文档，narrative 文字说明，table 本文档的上年数",
            "document | narrative | table",
        ),
        _money("total", "本年支出合计", "total expenditure"),
        _money("prior", "上年支出合计", "total of the year before"),
        _money("change", "增减", "change"),
        Column("place_document_id", "VARCHAR", "印有依据的文档", "document that prints the basis"),
        "page line",
    ),
    _view(
        "ref_pension_definition",
        "养老保险基金缺口补助的口径",
        "what counts as a pension-fund gap subsidy",
        Column(
            "definition",
            "VARCHAR",
            "口径：strict、broad、excluded 从不计入、explains 只作说明、heads 人数、not_heads 不作分母",
            "strict | broad | excluded | explains | heads | not_heads",
        ),
        Column(
            "kind", "VARCHAR", "对象：code 科目编码，project 项目名称，indicator 指标名称", "code | project | indicator"
        ),
        Column("pattern", "VARCHAR", "编码前缀，或 LIKE 式样（名称去空格）", "prefix of the code, or LIKE pattern"),
        Column("fund", "VARCHAR", "基金", "fund"),
        Column("name_zh", "VARCHAR", "名称", "name in Chinese"),
        Column("name_en", "VARCHAR", "英文名称", "name in English"),
        Column("note_zh", "VARCHAR", "理由", "reason in Chinese"),
        Column("note_en", "VARCHAR", "英文理由", "reason in English"),
    ),
)
