"""Small narratives that several modules of tests begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.checks.book import Case, case
from tests.checks.build import coded, fact

if TYPE_CHECKING:
    from loaders.model import NarrativeFact

PURCHASES = [
    fact("procurement", "政府采购金额", "21.07", measure="total"),
    fact("procurement", "货物采购金额", "21.07", measure="goods", whole_no=1, text="其中"),
    fact("procurement", "工程采购金额", "0", measure="works", whole_no=1, text="其中"),
    fact("procurement", "服务采购金额", "0", measure="services", whole_no=1, text="其中"),
]


def public(code: str, printed: str, **more: Any) -> NarrativeFact:  # noqa: ANN401 - handed to `fact`
    return fact("three_public", code, printed, measure="total", code=code, **more)


CODES = coded("general_public", "total", "合计 10.00\n2050202 6.00\n2050203 4.00")


def functions(*rows: tuple[str, str], change: str | None = None, **more: str | None) -> Case:
    parts = [
        fact("function", f"科目{code}", text, measure="total", code=code, whole_no=1, change=more.get(f"c{code}"))
        for code, text in rows
    ]
    whole = fact("appropriation", "一般公共预算当年拨款", "10.00", measure="general_public", change=change)
    return case(CODES, whole, parts)
