"""The schema of each public table, in one place: DuckDB types, Polars types, keys and the data dictionary.

Column order is that of the row types in `loaders.model`; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

MONEY: Final = "DECIMAL(18,2)"

STATEMENTS: Final = (
    "summary",
    "income",
    "expenditure",
    "appropriation",
    "general_public",
    "government_fund",
    "state_capital",
    "basic_economic",
    "basic_economic_by_source",
    "three_public",
    "project",
    "procurement",
)
"""The statements of a disclosure; `statements` has one row for each of them in each document."""

INCOME_MEASURES: Final = (
    "total",
    "fiscal",
    "general_public",
    "government_fund",
    "state_capital",
    "fiscal_account",
    "business",
    "operating",
    "superior",
    "subordinate",
    "other",
    "prior_surplus",
    "carryover",
    "unit_funds",
    "current_year",
)

THREE_PUBLIC_CODES: Final = (
    "total",
    "abroad",
    "vehicle",
    "vehicle_purchase",
    "vehicle_operation",
    "reception",
    "agency_operation",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its DuckDB type and its meaning in Chinese and English."""

    name: str
    type: str
    zh: str
    en: str
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One public table."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]


def _required(name: str, kind: str, zh: str, en: str) -> Column:
    return Column(name, kind, zh, en, nullable=False)


DOCUMENT_ID: Final = _required("document_id", "VARCHAR", "文档标识：源文件名去扩展名", "stem of the source file's name")
STATEMENT: Final = _required("statement", "VARCHAR", "报表", "statement")
PAGE: Final = Column("page", "INTEGER", "页码（有分页时）", "page, where the source has pages")
LINE: Final = Column("line", "INTEGER", "源文本行号，自 1 起", "line of the source text, from 1")

_PROJECT_MONEY: Final = {
    "total": ("合计", "total"),
    "fiscal": ("财政拨款", "fiscal appropriation"),
    "general_public": ("一般公共预算", "general public budget"),
    "government_fund": ("政府性基金预算", "government-managed funds"),
    "state_capital": ("国有资本经营预算", "state capital operations"),
    "fiscal_account": ("财政专户管理资金", "special fiscal accounts"),
    "business": ("事业收入", "institutional operations"),
    "operating": ("经营收入", "business operations"),
    "superior": ("上级补助收入", "subsidies from superiors"),
    "subordinate": ("附属单位上缴收入", "remittances from subordinates"),
    "other": ("其他收入", "other"),
    "prior_surplus": ("使用非财政拨款结余", "prior non-fiscal surplus used"),
    "carryover": ("上年结转", "carried over from the prior year"),
    "unit_funds": ("单位资金", "units' own funds"),
    "current_year": ("本年收入小计", "current-year subtotal"),
}

TABLES: Final = (
    Table(
        "documents",
        "文档",
        "documents",
        (
            DOCUMENT_ID,
            _required("title", "VARCHAR", "标题", "title"),
            _required("jurisdiction", "VARCHAR", "辖区", "jurisdiction"),
            Column(
                "division_code",
                "VARCHAR",
                "行政区划代码（GB/T 2260）；功能区无代码时为空",
                "GB/T 2260 code; null for zones",
            ),
            Column(
                "within_division_code",
                "VARCHAR",
                "功能区所在行政区划代码",
                "code of the division a zone lies in",
            ),
            _required("unit", "VARCHAR", "部门或单位", "department or unit"),
            _required("scope", "VARCHAR", "口径：department 部门，unit 单位", "department | unit"),
            Column("parent_unit", "VARCHAR", "主管部门（单位预算）", "department in charge, for a unit's budget"),
            _required("fiscal_year", "INTEGER", "预算年度", "fiscal year"),
            _required("stage", "VARCHAR", "阶段：budget 预算，final 决算", "budget | final"),
            _required("source_file", "VARCHAR", "源文件名", "name of the source file"),
            _required("source_path", "VARCHAR", "源文件路径", "path of the source file"),
            _required("source_format", "VARCHAR", "源格式", "markdown | text | pdf | docx | xlsx | html"),
            _required("sha256", "VARCHAR", "源文件 SHA-256", "SHA-256 of the source file"),
            Column("pages", "INTEGER", "页数", "number of pages"),
            _required("loader_version", "VARCHAR", "加载器版本", "version of the loaders"),
            _required("loaded_at", "TIMESTAMP", "加载时间（UTC）", "time of loading, UTC"),
        ),
    ),
    Table(
        "amounts",
        "金额：每个印出的数字一行",
        "amounts: one row per printed figure",
        (
            DOCUMENT_ID,
            STATEMENT,
            _required("fiscal_year", "INTEGER", "数字所属年度", "fiscal year of the figure"),
            Column("side", "VARCHAR", "收支方向：income 收入，expenditure 支出", "income | expenditure"),
            Column(
                "code",
                "VARCHAR",
                "科目编码、“三公”分项或项目编码",
                "classification code, 三公 component or project code",
            ),
            Column(
                "gov_code",
                "VARCHAR",
                "政府预算支出经济分类编码（5xx）",
                "government economic classification code",
            ),
            _required("name", "VARCHAR", "名称", "name"),
            Column(
                "paired_name",
                "VARCHAR",
                "并列名称：政府经济分类科目，或采购物品",
                "paired name: 5xx item, or item procured",
            ),
            Column("level", "INTEGER", "层级：1 类，2 款，3 项", "1 类, 2 款, 3 项"),
            Column("parent_code", "VARCHAR", "上级科目编码", "code of the parent"),
            _required("is_total", "BOOLEAN", "是否合计行", "is it a total row"),
            _required("measure", "VARCHAR", "口径", "measure"),
            _required("amount_yuan", MONEY, "金额（元）", "amount in yuan"),
            _required("amount_text", "VARCHAR", "原文数字", "the figure as printed"),
            _required("unit_text", "VARCHAR", "原文金额单位", "the currency unit as printed"),
            _required(
                "origin",
                "VARCHAR",
                "来源：printed 表中，inferred 推断列位，narrative 文字说明",
                "printed | inferred | narrative",
            ),
            PAGE,
            LINE,
            Column(
                "box",
                "VARCHAR",
                "页面上的位置：左,上,右,下（点）",
                "place on the page: left,top,right,bottom in points",
            ),
            _required("table_no", "INTEGER", "文档内表序号，自 1 起", "number of the table in the document, from 1"),
            _required("row_no", "INTEGER", "表内行序号，自 1 起", "number of the row in the table, from 1"),
            _required(
                "figure_no", "INTEGER", "文档内数字序号，自 1 起", "number of the figure in the document, from 1"
            ),
        ),
    ),
    Table(
        "projects",
        "项目",
        "projects",
        (
            DOCUMENT_ID,
            _required("project_no", "INTEGER", "文档内项目序号", "number of the project in the document"),
            Column("code", "VARCHAR", "项目编码", "project code"),
            _required("name", "VARCHAR", "项目名称", "project name"),
            Column("category", "VARCHAR", "项目类别", "category"),
            *(
                Column(f"{measure}_yuan", MONEY, f"{zh}（元）", f"{en}, yuan")
                for measure, (zh, en) in _PROJECT_MONEY.items()
            ),
            PAGE,
            LINE,
        ),
    ),
    Table(
        "targets",
        "绩效指标",
        "performance targets",
        (
            DOCUMENT_ID,
            Column(
                "project_no",
                "INTEGER",
                "对应项目序号；表中无此项目时为空",
                "project, null where the project is not in `projects`",
            ),
            _required("form_no", "INTEGER", "文档内绩效目标表序号", "number of the form in the document"),
            Column("project_code", "VARCHAR", "项目编码（表头所印）", "project code as printed on the form"),
            _required("project_name", "VARCHAR", "项目名称（表头所印）", "project name as printed on the form"),
            _required("level1", "VARCHAR", "一级指标", "first-level indicator"),
            _required("level2", "VARCHAR", "二级指标", "second-level indicator"),
            _required("level3", "VARCHAR", "三级指标", "third-level indicator"),
            _required("value_text", "VARCHAR", "指标值（原文）", "value as printed"),
            Column("comparator", "VARCHAR", "比较符", "comparator"),
            Column("value_number", "DECIMAL(24,6)", "指标值数字", "value as a number"),
            Column("value_unit", "VARCHAR", "指标值单位", "unit of the value"),
            PAGE,
            LINE,
            _required(
                "target_no", "INTEGER", "文档内指标序号，自 1 起", "number of the target in the document, from 1"
            ),
        ),
    ),
    Table(
        "statements",
        "报表状态",
        "what became of each statement",
        (
            DOCUMENT_ID,
            STATEMENT,
            _required(
                "status",
                "VARCHAR",
                "figures 有数，declared_empty 声明为空，absent 未公开，failed 解析失败",
                "status",
            ),
            _required("note", "VARCHAR", "说明（空表附注或失败原因）", "note of emptiness, or reason of failure"),
            _required("title", "VARCHAR", "印出的表名", "title as printed"),
            _required("rows", "INTEGER", "数据行数", "rows with figures"),
            PAGE,
            LINE,
        ),
    ),
    Table(
        "narrative",
        "文字说明中的数字",
        "figures of the narrative",
        (
            DOCUMENT_ID,
            _required("topic", "VARCHAR", "主题", "topic"),
            _required("subject", "VARCHAR", "对象（原文）", "subject as printed"),
            Column("measure", "VARCHAR", "口径", "measure"),
            Column("code", "VARCHAR", "“三公”分项或科目编码", "三公 component or classification code"),
            _required("fiscal_year", "INTEGER", "年度", "fiscal year"),
            Column("amount_yuan", MONEY, "金额（元）", "amount in yuan"),
            Column(
                "change_yuan",
                MONEY,
                "比上年增减（元），减少为负",
                "change on the prior year, negative for a decrease",
            ),
            Column("change_pct", "DECIMAL(12,4)", "比上年增减（%），下降为负", "rate of change in percent"),
            Column("direction", "VARCHAR", "方向：increase、decrease、flat", "increase | decrease | flat"),
            _required("text", "VARCHAR", "原文句子", "the sentence as printed"),
            PAGE,
            LINE,
            Column("amount_text", "VARCHAR", "金额原文", "the amount as printed, without its unit"),
            Column(
                "change_text",
                "VARCHAR",
                "增减额原文；单位与金额不同时带单位",
                "the change as printed, without its unit unless that differs from the amount's",
            ),
            Column("pct_text", "VARCHAR", "增减率原文", "the rate of change as printed, without %"),
            Column("unit_text", "VARCHAR", "金额和增减额的原文单位", "currency unit of amount and change as printed"),
            Column("share_pct", "DECIMAL(12,4)", "占比（%）", "share in percent"),
            Column("share_text", "VARCHAR", "占比原文", "the share as printed, without %"),
            Column("count_number", "INTEGER", "个数", "a count"),
            Column("whole_no", "INTEGER", "所属整体的 fact_no（其中：…）", "fact_no of the whole this is a part of"),
            _required(
                "is_partial",
                "BOOLEAN",
                "所在的列举是否只说了一部分（主要包括…、…等）",
                "does its list name only some of the parts of the whole",
            ),
            _required("is_approximate", "BOOLEAN", "是否约数（左右、约）", "is the figure said to be approximate"),
            _required("fact_no", "INTEGER", "文档内序号，自 1 起", "number of the fact in the document, from 1"),
        ),
    ),
    Table(
        "rules",
        "勾稽规则",
        "rules of reconciliation",
        (
            _required("rule", "VARCHAR", "规则", "rule"),
            _required("rule_no", "INTEGER", "次序", "order"),
            _required("title", "VARCHAR", "名称", "title"),
            _required("formula", "VARCHAR", "公式", "formula"),
            _required("severity", "VARCHAR", "严重程度：hard 硬性，soft 提示", "hard | soft"),
        ),
    ),
    Table(
        "checks",
        "勾稽核对",
        "identities evaluated",
        (
            DOCUMENT_ID,
            _required("rule", "VARCHAR", "规则", "rule"),
            STATEMENT,
            Column("code", "VARCHAR", "科目编码", "code"),
            Column("measure", "VARCHAR", "口径", "measure"),
            _required("outcome", "VARCHAR", "结果", "pass | rounding | mismatch | not_applicable | insufficient"),
            Column("left_yuan", MONEY, "左边（元）", "left side"),
            Column("right_yuan", MONEY, "右边（元）", "right side"),
            Column("difference_yuan", MONEY, "差额（元）：左边减右边", "difference: left less right"),
            _required("message", "VARCHAR", "说明", "message"),
            PAGE,
            LINE,
            Column("fiscal_year", "INTEGER", "数字所属年度", "fiscal year of the figures"),
            Column("subject", "VARCHAR", "核对的对象", "what is checked"),
            Column("left_text", "VARCHAR", "左边的原文数字", "the left side as printed"),
            Column("right_text", "VARCHAR", "右边的原文数字", "the right side as printed"),
            Column("tolerance_yuan", MONEY, "四舍五入的容差（元）", "what rounding alone can make"),
            Column(
                "explanation",
                "VARCHAR",
                "差额的印出依据（如上年结转）",
                "printed money that explains a difference, such as a carry-over",
            ),
            _required("check_no", "INTEGER", "文档内核对序号，自 1 起", "number of the check in the document, from 1"),
        ),
    ),
    Table(
        "check_operands",
        "勾稽核对中的数字",
        "the figures of each identity",
        (
            DOCUMENT_ID,
            _required("check_no", "INTEGER", "核对序号", "number of the check"),
            _required("role", "VARCHAR", "角色：left 左边，right 右边，explains 说明差额", "left | right | explains"),
            _required("sign", "INTEGER", "符号：1 或 -1", "1 or -1"),
            _required("label", "VARCHAR", "名称", "label"),
            Column("amount_yuan", MONEY, "金额（元）；个数时为空", "amount in yuan; null for a count"),
            _required("amount_text", "VARCHAR", "原文数字", "the figure as printed"),
            Column("unit_text", "VARCHAR", "原文单位", "unit as printed"),
            _required(
                "source",
                "VARCHAR",
                "出处：amounts、narrative、targets、projects，derived 由印出的数字推算",
                "amounts | narrative | targets | projects | derived",
            ),
            _required("source_document_id", "VARCHAR", "出处的文档", "document of the figure"),
            Column(
                "source_no",
                "INTEGER",
                "figure_no、fact_no、target_no 或 project_no",
                "figure_no, fact_no, target_no or project_no",
            ),
            PAGE,
            LINE,
        ),
    ),
    Table(
        "figure_marks",
        "须留意的数字及原因",
        "the figures that a reader should not take as they stand, with the reason",
        (
            DOCUMENT_ID,
            _required("figure_no", "INTEGER", "数字的序号", "number of the figure in amounts"),
            _required(
                "mark",
                "VARCHAR",
                "标记：mismatch 参与不符的核对，alert 参与提示，inferred 列位由推断得出",
                "mismatch | alert | inferred",
            ),
            _required("checks", "INTEGER", "不符的核对数", "identities that do not hold"),
            Column("largest_difference_yuan", MONEY, "最大差额（元，绝对值）", "largest difference, absolute"),
            _required("reason", "VARCHAR", "原因，一行一条", "reasons, one a line"),
            STATEMENT,
            _required("fiscal_year", "INTEGER", "数字所属年度", "fiscal year of the figure"),
            Column("side", "VARCHAR", "收支方向：income 收入，expenditure 支出", "income | expenditure"),
            Column("code", "VARCHAR", "编码", "code"),
            _required("name", "VARCHAR", "名称", "name"),
            _required("is_total", "BOOLEAN", "是否合计行", "is it a total row"),
            _required("measure", "VARCHAR", "口径", "measure"),
            _required("table_no", "INTEGER", "表的序号", "number of the table"),
            _required("row_no", "INTEGER", "行的序号", "number of the row"),
            _required("amount_yuan", MONEY, "金额（元）", "amount in yuan"),
            _required("amount_text", "VARCHAR", "原文数字", "the figure as printed"),
            Column("row_page", "INTEGER", "所在行的首页", "first page of its row"),
            Column("row_line", "INTEGER", "所在行的首行", "first line of its row"),
            PAGE,
            LINE,
        ),
    ),
    Table(
        "repairs",
        "修复与推断",
        "repairs and inferences",
        (
            DOCUMENT_ID,
            STATEMENT,
            _required("kind", "VARCHAR", "类别", "kind"),
            _required("before", "VARCHAR", "原文", "before"),
            _required("after", "VARCHAR", "结果", "after"),
            _required("reason", "VARCHAR", "依据", "reason"),
            PAGE,
            LINE,
        ),
    ),
    Table(
        "leftovers",
        "未载入的内容及原因",
        "what was seen and not loaded, with the reason",
        (
            DOCUMENT_ID,
            _required("title", "VARCHAR", "所在表名", "title of the table"),
            _required("reason", "VARCHAR", "原因", "reason"),
            _required("text", "VARCHAR", "原文", "text as printed"),
            PAGE,
            LINE,
        ),
    ),
    Table(
        "failures",
        "加载失败的文件",
        "files that could not be loaded",
        (
            _required("source_file", "VARCHAR", "源文件名", "name of the source file"),
            _required("source_path", "VARCHAR", "源文件路径", "path of the source file"),
            Column("sha256", "VARCHAR", "源文件 SHA-256", "SHA-256 of the source file"),
            _required("reason", "VARCHAR", "原因", "reason"),
            _required("remedy", "VARCHAR", "处理办法", "what to do"),
            Column("table_title", "VARCHAR", "所在表名", "title of the table"),
            PAGE,
            LINE,
            _required("loader_version", "VARCHAR", "加载器版本", "version of the loaders"),
            _required("failed_at", "TIMESTAMP", "时间（UTC）", "time, UTC"),
        ),
    ),
)


def table(name: str) -> Table:
    """Return the schema of one public table.

    Raises:
        KeyError: there is no such table.
    """
    for candidate in TABLES:
        if candidate.name == name:
            return candidate
    raise KeyError(name)


def create_table_sql(schema: Table) -> str:
    """Return the CREATE TABLE statement of one public table; names and types come from this module alone."""
    columns = ", ".join(f"{c.name} {c.type}{'' if c.nullable else ' NOT NULL'}" for c in schema.columns)
    return f"CREATE TABLE {schema.name} ({columns})"


def polars_schema(schema: Table) -> dict[str, pl.DataType]:
    """Return the Polars dtypes of one public table, in column order."""
    import polars as pl  # noqa: PLC0415 - kept out of the import time of the command line

    simple: dict[str, pl.DataType] = {
        "VARCHAR": pl.String(),
        "INTEGER": pl.Int32(),
        "BOOLEAN": pl.Boolean(),
        "TIMESTAMP": pl.Datetime("us"),
        MONEY: pl.Decimal(18, 2),
        "DECIMAL(24,6)": pl.Decimal(24, 6),
        "DECIMAL(12,4)": pl.Decimal(12, 4),
    }
    return {column.name: simple[column.type] for column in schema.columns}
