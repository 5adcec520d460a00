"""Test support: the tables of the five documents, to be set again in other words and forms.

A table is what a loader made of a document that the golden tables hold to the print.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from loaders.text import bare
from tests.conftest import DOCUMENTS, loaded_disclosure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from loaders.model import Amount, LoadedDocument

Path = tuple[str, ...]
"""Header labels of one column from the top down."""
Key = tuple[object, ...]

HALVES: Final = frozenset({"summary", "appropriation"})
TITLES: Final = {
    "summary": ("收支总体情况表", "部门预算收支总表", "收支总表"),
    "income": ("收入总体情况表", "部门收入总表", "收入预算总表"),
    "expenditure": ("支出总体情况表", "部门支出总表", "支出总表"),
    "appropriation": ("财政拨款收支总体情况表", "财政拨款收支总表"),
    "general_public": ("一般公共预算支出情况表", "一般公共预算支出表"),
    "government_fund": ("政府性基金预算支出情况表", "政府性基金预算支出表"),
    "state_capital": ("国有资本经营预算支出情况表", "国有资本经营预算支出表"),
    "basic_economic": ("一般公共预算基本支出情况表", "一般公共预算基本支出表"),
    "basic_economic_by_source": ("基本支出预算情况表",),
    "three_public": ("一般公共预算“三公”经费支出情况表", "财政拨款“三公”经费支出表"),
    "project": ("项目支出预算情况表", "项目支出表"),
    "procurement": ("政府采购预算情况表", "政府采购预算表"),
}
LABELS: Final = {
    "total": ("合计", "总计"),
    "current_year": ("本年收入",),
    "fiscal": ("财政拨款收入", "财政拨款"),
    "general_public": ("一般公共预算收入", "一般公共预算", "一般公共预算拨款"),
    "government_fund": ("政府性基金预算收入", "政府性基金预算", "政府性基金预算拨款"),
    "state_capital": ("国有资本经营预算收入", "国有资本经营预算", "国有资本经营预算拨款"),
    "fiscal_account": ("财政专户管理资金收入", "财政专户管理资金", "财政专户资金"),
    "business": ("事业收入", "事业收入（不含教育收费）"),
    "operating": ("事业单位经营收入", "经营收入"),
    "superior": ("上级补助收入",),
    "subordinate": ("附属单位上缴收入", "下级单位上缴收入"),
    "other": ("其他收入",),
    "prior_surplus": ("使用非财政拨款结余", "用事业基金弥补收支差额"),
    "carryover": ("上年结转", "上年结转结余"),
    "unit_funds": ("单位资金",),
    "basic": ("基本支出",),
    "project": ("项目支出",),
    "remitted": ("上缴上级支出", "上解上级支出"),
    "subsidy": ("对附属单位补助支出", "对附属单位的补助支出"),
    "personnel": ("人员支出", "人员经费"),
    "public": ("日常公用支出", "公用经费", "日常公用经费"),
    "abroad": ("因公出国（境）经费", "因公出国（境）费"),
    "vehicle": ("公务用车购置及运行维护费", "公务用车购置及运行费"),
    "vehicle_purchase": ("公务用车购置经费", "公务用车购置费"),
    "vehicle_operation": ("公务用车运行维护费", "公务用车运行费"),
    "reception": ("公务接待费",),
}
FISCAL: Final = ("fiscal", "general_public", "government_fund", "state_capital")
INCOME: Final = (
    "total",
    "current_year",
    *FISCAL,
    "fiscal_account",
    "business",
    "operating",
    "other",
    "superior",
    "subordinate",
    "unit_funds",
    "prior_surplus",
    "carryover",
)
COLUMNS: Final = {
    "income": INCOME,
    "project": INCOME,
    "procurement": INCOME,
    "basic_economic_by_source": INCOME,
    "expenditure": ("total", "basic", "project", "operating", "remitted", "subsidy"),
    "general_public": ("total", "basic", "personnel", "public", "project"),
    "government_fund": ("total", "basic", "personnel", "public", "project"),
    "state_capital": ("total", "basic", "personnel", "public", "project"),
    "basic_economic": ("total", "personnel", "public"),
    "appropriation": ("total", "general_public", "government_fund", "state_capital"),
    "summary": ("total",),
}
COMPONENTS: Final = ("total", "abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception")
GROUPS: Final = {"fiscal": FISCAL[1:], "basic": ("personnel", "public")}
BLANK_ITEMS: Final = {
    "income": ("事业收入", "其他收入"),
    "expenditure": ("外交支出", "公共安全支出", "城乡社区支出"),
}
ORDINALS: Final = "一二三四五六七八九十"


@dataclass(frozen=True)
class SetRow:
    """One row to be printed: `cells` by measure, or by year and component."""

    name: str
    code: str
    gov_code: str
    paired_name: str
    is_total: bool
    side: str
    cells: dict[object, str]


@dataclass(frozen=True)
class SetTable:
    """One statement of one document."""

    source: str
    statement: str
    year: int
    rows: tuple[SetRow, ...]
    expected: Counter[Key]

    def __repr__(self) -> str:
        return f"<{self.source} {self.statement}>"


@dataclass(frozen=True)
class Style:
    """How a table is printed. `random` decides where lines break and which words are used."""

    random: Random
    codes: str = "split"
    grouped: bool = True
    spare_columns: bool = True
    separators: bool = False
    breaks: int = 0
    repeat_title: bool = False
    repeat_header: bool = True
    repeat_total: bool = False
    inner_spaces: bool = False
    wrapped: bool = False
    glued: bool = False
    ordinals: bool = True
    page_number: str = "-{}-"
    words: dict[str, str] = field(default_factory=dict)

    def word(self, measure: str) -> str:
        """Return the label of a measure, the same all through one document."""
        return self.words.setdefault(measure, self.random.choice(LABELS[measure]))

    def figure(self, text: str) -> str:
        plain = text.replace(",", "")
        whole, point, decimals = plain.partition(".")
        return f"{int(whole):,}{point}{decimals}" if self.separators else plain


# ── the tables ─────────────────────────────────────────────────────────────────────────────────────────────


def amount_key(amount: Amount) -> Key:
    """Return what a figure means and how much it is, whatever its print."""
    side = amount.side or "" if amount.statement in HALVES else ""
    name = "" if amount.statement == "three_public" else bare(amount.name)
    code = (amount.code or "", amount.gov_code or "")
    return (
        amount.statement,
        amount.fiscal_year,
        side,
        *code,
        name,
        amount.is_total,
        amount.measure,
        amount.amount_yuan,
    )


@cache
def tables(document_id: str) -> tuple[SetTable, ...]:
    """Return the statements of a document that this module can print: all but uncoded procurement."""
    loaded = loaded_disclosure(document_id).loaded
    found: dict[str, list[Amount]] = {}
    for amount in loaded.amounts:
        found.setdefault(amount.statement, []).append(amount)
    return tuple(
        _table(loaded, statement, amounts) for statement, amounts in found.items() if _printable(statement, amounts)
    )


ALL_TABLES: Final[Callable[[], list[SetTable]]] = lambda: [t for d in DOCUMENTS for t in tables(d)]  # noqa: E731


def _printable(statement: str, amounts: Sequence[Amount]) -> bool:
    if statement in {"procurement", "income"}:
        return any(amount.code for amount in amounts)
    return statement != "three_public" or all(a.measure == "total" for a in amounts)


def _table(loaded: LoadedDocument, statement: str, amounts: Sequence[Amount]) -> SetTable:
    rows: dict[object, SetRow] = {}
    expected: Counter[Key] = Counter()
    for amount in amounts:
        components = statement == "three_public"
        key = 0 if components else amount.row_no
        row = rows.setdefault(
            key,
            SetRow(
                "" if components else amount.name,
                "" if components or statement == "project" else amount.code or "",
                amount.gov_code or "",
                amount.paired_name or "",
                amount.is_total,
                amount.side or "",
                {},
            ),
        )
        row.cells[(amount.fiscal_year, amount.code) if components else amount.measure] = amount.amount_text
        printed = amount_key(amount)
        expected[(*printed[:3], "", *printed[4:]) if statement == "project" else printed] += 1
    year = loaded.document.fiscal_year
    return SetTable(loaded.document.document_id, statement, year, tuple(rows.values()), expected)
