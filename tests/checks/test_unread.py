"""Identities of tables with columns that were left over: what is not among the figures is not held against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from loaders.document import load_bytes
from tests.checks.book import Case, case

if TYPE_CHECKING:
    from loaders.model import LoadedDocument

HEADERS = "项目名称\t合计\t本年拨款\t\t财政拨款结转结余\t\n\t\t一般公共预算\t政府性基金预算\t{carried}\t{more}\n"


def projects(rows: str, carried: str, more: str) -> LoadedDocument:
    table = HEADERS.format(carried=carried, more=more) + rows
    text = f"江河省民政厅2024年部门预算\n\n项目支出表\n\n单位：万元\n\n{table}\n\n第三部分 名词解释\n"
    return load_bytes(text.encode(), Path("某厅.md")).loaded


PARTS = ("一般公共预算", "政府性基金预算")
UNREAD = case(projects("修缮项目\t12.00\t3.00\t4.00\t5.00\t\n合计\t12.00\t3.00\t4.00\t5.00\t\n", *PARTS))
READ = case(
    projects("修缮项目\t12.00\t3.00\t4.00\t5.00\t5.00\n合计\t12.00\t3.00\t4.00\t5.00\t5.00\n", "小计", PARTS[0])
)
WRONG = case(
    projects("修缮项目\t12.00\t3.00\t4.00\t6.00\t6.00\n合计\t12.00\t3.00\t4.00\t6.00\t6.00\n", "小计", PARTS[0])
)


def across(given: Case) -> list[tuple[str | None, str]]:
    """The rows that are added across their columns, with what came of it."""
    return sorted((c.subject, c.outcome) for c in given.checks("W9") if " + " in (c.right_text or ""))


def test_a_total_over_columns_that_were_left_over_is_no_mismatch() -> None:
    assert across(UNREAD) == [("修缮项目", "insufficient"), ("合计行", "insufficient")]
    assert {"上年结转之下的各列未载入" in c.message for c in UNREAD.checks("W9") if c.outcome == "insufficient"} == {
        True
    }


def test_money_carried_over_that_is_printed_as_a_whole_settles_the_row() -> None:
    assert across(READ) == [("修缮项目", "pass"), ("合计行", "pass")]
    assert across(WRONG) == [("修缮项目", "mismatch"), ("合计行", "mismatch")]
