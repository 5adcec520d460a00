"""Test support: the page 情景测算, opened with scenarios and worked as a person does."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard import database as databases
from dashboard import queries
from dashboard.format import MoneyUnit, money
from dashboard.scenario import baseline, links
from dashboard.scenario.model import Funding, Result, Rule, Scenario, Selection
from dashboard.scenario.work import work_out
from tests.dashboard.test_pages import html, open_page

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl
    from streamlit.testing.v1 import AppTest

PARTS = ("对比表 Table", "资金来源 Funding", "多情景 Side by side", "到2030年 To 2030", "保存与比较 Files")
HOSTILE = "<img src=x onerror=alert(1)> **b** $a$ [x](http://x) `c`;|~,:+"
LESS = Rule("percent", Decimal(-5), Selection(split="project"))
GONE = Rule("remove", None, Selection(pension="strict"), funding=Funding("gap"))
CODE = Rule("percent", Decimal(3), Selection(codes=("20805",)))


def open_with(*scenarios: Scenario, **query: str) -> AppTest:
    return open_page("whatif", scenario=links.encode(scenarios), **query)


def held(at: AppTest) -> tuple[Scenario, ...]:
    """The scenarios of the link."""
    text = at.query_params["scenario"]
    return links.decode(text[0] if isinstance(text, list) else text)


def metrics(at: AppTest) -> list[str]:
    return re.findall("<dd>([^<]*)</dd>", html(at))


def worked(path: Path, scenario: Scenario, where: str = "true") -> tuple[Result, baseline.Baseline]:
    """The scenario worked out beside the page, straight from the database."""
    connection = databases.connect(databases.current_version(path))
    ids = [row[0] for row in connection.execute(f"SELECT document_id FROM documents WHERE {where}").fetchall()]  # noqa: S608

    def ask(question: queries.Question) -> pl.DataFrame:
        return queries.run(connection, question)

    start = baseline.read(ask, [scenario], ids)
    return work_out(start, scenario), start


def table(at: AppTest, column: str) -> Any:  # noqa: ANN401 - pandas' frame
    return next(frame.value for frame in at.dataframe if column in frame.value)


def wan(yuan: Decimal) -> str:
    return money(yuan, MoneyUnit.WAN)


def fill(at: AppTest, **fields: Any) -> AppTest:  # noqa: ANN401 - whatever the field holds
    """Fill fields one by one, each with the run that a person would see."""
    for field, value in fields.items():
        key = f"rule_{field}"
        kind = next(k for k in (at.selectbox, at.multiselect, at.text_input) if key in {w.key for w in k})
        kind(key=key).set_value(value).run()
    return at


def put(at: AppTest) -> AppTest:
    return at.button(key="rule-put").click().run()


def do(at: AppTest, number: int, action: str) -> AppTest:
    return at.pills(key=f"rule-do-{number}").set_value(action).run()
