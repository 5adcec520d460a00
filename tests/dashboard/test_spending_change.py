"""The page 功能支出, coloured by the change since last year: what is a basis for it, and what is none."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from dashboard import queries
from dashboard.charts import paint
from dashboard.theme import LIGHT
from tests.dashboard import sample
from tests.dashboard.spending_page import PAGE, colours, connection, figure
from tests.dashboard.test_pages import open_page, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.dashboard.sample import Content

LAST = "jia-hrss-2023"
DRILLED = "haidong-hrss-2023|2080709"


def with_last_year(**more: Any) -> Content:  # noqa: ANN401 - any column of the document
    """The sample with the department's document of the year before, whose rows print other amounts."""
    content = sample.rows()
    now = next(document for document in content["documents"] if document["document_id"] == sample.DEPARTMENT)
    content["documents"] = [*content["documents"], now | {"document_id": LAST, "fiscal_year": 2023} | more]
    before = {"2080507": Decimal(5_600_000), "210": Decimal(1_000_000)}
    content["amounts"] += [
        row | {"document_id": LAST, "fiscal_year": more.get("fiscal_year", 2023), "amount_yuan": before[row["code"]]}
        for row in content["amounts"]
        if row["document_id"] == sample.DEPARTMENT
        and row["statement"] == "expenditure"
        and row["measure"] == "total"
        and row.get("code") in before
    ]
    return content


def said(code: str | None, subject: str, amount: str, change: str) -> dict[str, Any]:
    """A sentence of the department's narrative about a function, in 万元."""
    base = next(row for row in sample.rows()["narrative"] if row["document_id"] == sample.UNIT)
    return (
        base
        | {"document_id": sample.DEPARTMENT, "topic": "function", "measure": "total", "fiscal_year": 2024}
        | {"code": code, "subject": subject, "amount_yuan": sample.yuan(amount), "change_yuan": sample.yuan(change)}
        | {"direction": "increase", "line": 77}
    )


@pytest.mark.usefixtures("shown")
def test_without_any_basis_the_change_says_so_and_all_is_grey() -> None:
    at = open_page(PAGE, region="乙区", colour="较上年增减 Change")
    assert "都没有上年可比数" in words(at)
    assert set(colours(at).values()) == {LIGHT.unknown}


def test_last_years_document_is_the_basis_of_the_change(build: Callable[[Content], Path]) -> None:
    build(with_last_year())
    at = open_page(PAGE, region="甲市", year="2024", colour="较上年增减 Change")
    found = colours(at)
    assert found[f"{sample.DEPARTMENT}|2080507"] == paint.LIGHT[4]  # 560 → 700
    assert found[f"{sample.DEPARTMENT}|210"] == paint.LIGHT[2]  # 100 → 100
    assert found[f"{sample.DEPARTMENT}|2082601"] == LIGHT.unknown
    assert "4 行明细中 2 行有上年可比数：2 行依据上一年的文档" in words(at)
    trace = figure(at)["data"][0]
    hover = trace["hovertext"][trace["ids"].index(f"{sample.DEPARTMENT}|2080507")].replace("<br>", "")
    assert "较上年 +140.00（+25.00%），上年 560.00" in hover
    assert f"依据：{LAST} 第4页 第106行" in hover
    frame = next(found.value for found in at.dataframe if "rate" in found.value.columns)
    row = frame[frame["code"] == "2080507"].iloc[0]
    assert (Decimal(row["change_yuan"]), row["rate"], row["basis"]) == (
        Decimal(140),
        "▲ +25.00%",
        f"依据：{LAST} 第4页 第106行",
    )


@pytest.mark.parametrize(
    "other",
    [{"scope": "unit"}, {"stage": "final"}, {"unit": "甲市别的局"}, {"jurisdiction": "乙区"}, {"fiscal_year": 2022}],
)
def test_another_scope_stage_unit_or_year_is_no_basis(build: Callable[[Content], Path], other: dict[str, Any]) -> None:
    path = build(with_last_year(**other))
    assert queries.run(connection(path), queries.spending_change([sample.DEPARTMENT])).is_empty()


def test_two_documents_of_the_year_before_are_no_basis(build: Callable[[Content], Path]) -> None:
    content = with_last_year()
    twin = next(document for document in content["documents"] if document["document_id"] == LAST)
    content["documents"].append(twin | {"document_id": LAST + "-v2"})
    path = build(content)
    assert queries.run(connection(path), queries.spending_change([sample.DEPARTMENT])).is_empty()


PATH = "社会保障和就业支出（类）行政事业单位养老支出（款）对机关事业单位基本养老保险基金的补助（项）"


@pytest.mark.parametrize(("code", "subject"), [(None, PATH), ("2080507", "补助"), (None, PATH.replace("（", "("))])
def test_the_narrative_is_a_basis_by_code_or_by_the_whole_path(
    build: Callable[[Content], Path], code: str | None, subject: str
) -> None:
    content = sample.rows()
    content["narrative"].append(
        said(code, subject.replace("）", ")") if "(" in subject else subject, "700.00", "70.00")
    )
    build(content)
    at = open_page(PAGE, year="2024", region="甲市", colour="较上年增减 Change")
    assert colours(at)[f"{sample.DEPARTMENT}|2080507"] == paint.LIGHT[3]  # 70 / 630
    trace = figure(at)["data"][0]
    hover = trace["hovertext"][trace["ids"].index(f"{sample.DEPARTMENT}|2080507")].replace("<br>", "")
    assert "较上年 +70.00（+11.11%），上年 630.00" in hover
    assert "文字说明" in hover
    assert "第77行" in hover


@pytest.mark.parametrize(
    "more", [{"amount_yuan": Decimal(6_900_000)}, {"is_approximate": True}, {"subject": "别的科目（项）"}]
)
def test_a_sentence_about_other_money_is_no_basis(build: Callable[[Content], Path], more: dict[str, Any]) -> None:
    content = sample.rows()
    content["narrative"].append(said(None, PATH, "700.00", "70.00") | more)
    build(content)
    at = open_page(PAGE, year="2024", region="甲市", colour="较上年增减 Change")
    assert set(colours(at).values()) <= {LIGHT.unknown, LIGHT.residual}


def test_a_conflict_of_document_and_narrative_shows_both(build: Callable[[Content], Path]) -> None:
    content = with_last_year()
    content["narrative"].append(said("2080507", "补助", "700.00", "70.00"))
    build(content)
    trace = figure(open_page(PAGE, year="2024", region="甲市"))["data"][0]
    hover = trace["hovertext"][trace["ids"].index(f"{sample.DEPARTMENT}|2080507")].replace("<br>", "")
    assert "+140.00" in hover
    assert "文字说明称增减 +70.00" in hover


# ── the published documents ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("published")
def test_published_changes_are_those_of_sentences_about_the_same_money() -> None:
    """职业技能鉴定补贴 is 132.66 of all money, and 82.66 of the general public budget, which the sentence is about."""
    all_money = open_page(PAGE, region="海东市", colour="较上年增减 Change")
    assert "10 行明细中 9 行有上年可比数：0 行依据上一年的文档，9 行依据文字说明" in words(all_money)
    assert colours(all_money)["haidong-hrss-2023|2080709"] == LIGHT.unknown
    public = open_page(
        PAGE, region="海东市", colour="较上年增减 Change", budget="一般公共预算 General public", level=DRILLED
    )
    assert colours(public)[DRILLED] == paint.LIGHT[0]
    assert "较上年 -191.38（-69.84%），上年 274.04" in words(public)


@pytest.mark.usefixtures("published")
def test_a_unit_and_its_department_are_no_basis_for_each_other() -> None:
    at = open_page(PAGE, region="烟台市", colour="较上年增减 Change")
    assert "都没有上年可比数" in words(at)
