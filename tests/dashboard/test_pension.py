"""养老保险基金缺口补助: what counts, per-head figures, reasons for none, years that are comparable."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import pension_years, queries
from dashboard.database import ENVIRONMENT, connect, current_version
from dashboard.per_head import CENT, per_head
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page, words

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from dashboard.pension_years import Step

WAN = Decimal(10000)
Rows = list[dict[str, Any]]


def ask(path: Path, question: queries.Question) -> Rows:
    return queries.run(connect(current_version(path)), question).to_dicts()


def shown_table(at: AppTest, column: str) -> Any:  # noqa: ANN401 - pandas' frame
    return next(frame.value for frame in at.dataframe if column in frame.value)


def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **tables: Rows) -> Path:
    """The sample with some of its tables replaced, as the database that is shown."""
    path = sample.build(tmp_path / "changed.duckdb", sample.rows() | tables)
    monkeypatch.setenv(ENVIRONMENT, str(path))
    return path


# --- what counts


def test_a_code_counts_at_its_lowest_printed_level(tmp_path: Path) -> None:
    """20826 stands for itself where nothing below it is printed, and for nothing where something is."""
    content = sample.only(sample.ZONE)
    above = [row for row in content["amounts"] if row.get("code") != "2082602"]
    path = sample.build(tmp_path / "a.duckdb", content | {"amounts": above})
    codes = {r["code"]: r["fund"] for r in ask(path, queries.pension([sample.ZONE])) if r["definition"] == "strict"}
    assert codes == {"20826": "unspecified"}


def test_a_code_above_the_definition_is_no_subsidy(tmp_path: Path) -> None:
    content = sample.only(sample.ZONE)
    path = sample.build(tmp_path / "a.duckdb", content | {"amounts": [r for r in content["amounts"] if r["is_total"]]})
    assert ask(path, queries.pension([sample.ZONE])) == []


def test_a_project_counted_by_name_has_the_place_of_its_figure(tmp_path: Path) -> None:
    rows = sample.rows()
    project = next(p for p in rows["projects"] if (p["document_id"], p["project_no"]) == (sample.UNIT, 2))
    figure = sample._amount(sample.UNIT, "project", 2023, "total", "200.00")
    figure |= {"name": project["name"], "page": project["page"], "line": project["line"], "box": "1,2,3,4"}
    path = sample.build(tmp_path / "a.duckdb", rows | {"amounts": [*rows["amounts"], figure]})
    (row,) = [r for r in ask(path, queries.pension([sample.UNIT])) if r["basis"] == "project"]
    assert (row["amount_text"], row["unit_text"], row["box"], row["line"]) == ("200.00", "万元", "1,2,3,4", 302)
    assert row["project_no"] == 2


# --- per head


@pytest.mark.parametrize(
    ("total", "persons", "comparator", "yuan", "bound"),
    [
        ("54550000", "20000", "≥", "2727.50", "at_most"),
        ("54550000", "18000", "≥", "3030.56", "at_most"),
        ("600000000", "24000", ">", "25000.00", "below"),
        ("1000000", "23", None, "43478.26", "equal"),
        ("100", "8", "=", "12.50", "equal"),
        ("100", "3", "≤", "33.33", "at_least"),
        ("100", "3", "<", "33.33", "above"),
    ],
)
def test_per_head_is_exact_division_with_its_bound(
    total: str, persons: str, comparator: str | None, yuan: str, bound: str
) -> None:
    found = per_head(Decimal(total), Decimal(persons), comparator)
    assert found is not None
    assert (str(found.yuan), found.bound) == (yuan, bound)
    assert found.is_exact == (found.yuan * Decimal(persons) == Decimal(total))


def test_nothing_per_head_without_money_heads_or_a_known_comparator() -> None:
    assert per_head(None, Decimal(5), None) is None
    assert per_head(Decimal(5), Decimal(0), None) is None
    assert per_head(Decimal(5), Decimal(5), "约") is None


@given(st.decimals(0, 10**15, places=2), st.integers(1, 10**9))
def test_per_head_is_never_off_by_more_than_half_a_cent(total: Decimal, persons: int) -> None:
    found = per_head(total, Decimal(persons), "≥")
    assert found is not None
    assert abs(found.yuan * persons - total) <= CENT / 2 * persons
    assert found.is_exact == (found.yuan * persons == total)


def target(indicator: str, text: str, number: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    return {
        "document_id": sample.UNIT,
        "project_no": 1,
        "form_no": 1,
        "project_name": "机关事业养老保险基金缺口",
        "level1": "产出指标",
        "level2": "数量指标",
        "level3": indicator,
        "value_text": text,
        "comparator": text[0] if text[0] in "≥>≤<=" else None,
        "value_number": Decimal(number),
        "value_unit": "人",
        "line": 400,
    } | more


def heads(tmp_path: Path, targets: Rows, projects: Rows | None = None) -> Rows:
    content = sample.only(sample.UNIT) | {"targets": targets}
    if projects is not None:
        content["projects"] = projects
    return ask(sample.build(tmp_path / "heads.duckdb", content), queries.pension_heads([sample.UNIT]))


def test_only_who_receives_is_a_divisor(tmp_path: Path) -> None:
    found = heads(
        tmp_path,
        [
            target("领取养老金退休人数", ">24000人", "24000", line=1),
            target("参保人数", ">48000人", "48000", line=2),
            target("取暖补助领取人数", "≥150人", "150", line=3),
            target("经办人员", "5人", "5", line=4),
            target("培训人次", "≥80人次", "80", value_unit="人次", line=5),
            target("补助发放人数", "≥100000", "100000", value_unit=None, line=6),
            target("补助企业数量", "≥3500", "3500", value_unit=None, line=7),
            target("领取养老金人数", "2.5万人", "2.5", value_unit="万人", line=8),
        ],
    )
    assert [(r["line"], r["role"], int(r["persons"]), r["is_unit_printed"]) for r in found] == [
        (1, "heads", 24000, True),
        (2, "not_heads", 48000, True),
        (3, "not_heads", 150, True),
        (4, None, 5, True),
        (6, "heads", 100000, False),
        (8, "heads", 25000, True),
    ]
    assert all(r["note_zh"] for r in found if r["role"])


def test_two_numbers_for_one_indicator_both_stand_beside_the_project(tmp_path: Path) -> None:
    projects = [
        sample._projects()[2] | {"project_no": 1},
        sample._projects()[2] | {"project_no": 2, "name": "养老保障", "line": 309},
    ]
    found = heads(
        tmp_path,
        [
            target("享受补贴人数", "≥20000 人", "20000", line=1),
            target("享受 补贴人数", "≥18000 人", "18000", line=2, form_no=2, project_no=2, project_name="养老保障"),
            target("享受缴费补贴人数", "≥9 人", "9", line=3),
            target("享受缴费补贴人数", "≥9 人", "9", line=4, form_no=2, project_no=2, project_name="养老保障"),
        ],
        projects,
    )
    of_first = [(int(r["persons"]), r["is_elsewhere"], r["line"]) for r in found if r["project_no"] == 1]
    assert of_first == [(20000, False, 1), (9, False, 3), (18000, True, 2)]
    assert [r["is_elsewhere"] for r in found if r["project_no"] == 2] == [False, False]


# --- why there is none


def changes(path: Path, *documents: str) -> dict[str | None, Step]:
    """The steps of some documents by code; None is the sum."""
    about = [row for row in ask(path, queries.documents()) if row["document_id"] in documents]
    figures, said = ask(path, queries.pension(documents)), ask(path, queries.pension_said(documents))
    return {step.code: step for step in pension_years.steps(about, figures, said)}


def reason(path: Path, document: str) -> dict[str, Any]:
    (row,) = ask(path, queries.pension_reasons([document]))
    return row


def test_where_nothing_is_listed_the_place_and_the_number_of_codes_are_known(database: Path) -> None:
    row = reason(database, sample.NONE)
    assert (row["status"], row["codes"], row["undivided_code"], row["line"]) == ("figures", 4, None, 99)


def test_a_row_that_is_not_divided_may_hold_a_subsidy(tmp_path: Path) -> None:
    content = sample.only(sample.DEPARTMENT)
    kept = [r for r in content["amounts"] if r.get("code") not in {"2080507", "2082601"}]
    row = reason(sample.build(tmp_path / "a.duckdb", content | {"amounts": kept}), sample.DEPARTMENT)
    assert (row["undivided_code"], row["undivided_yuan"], row["undivided_line"]) == ("20805", 700 * WAN, 105)


def reasons_on_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str, note: str) -> str:
    rows = sample.rows()
    statements = [
        row | {"status": status, "note": note}
        if (row["document_id"], row["statement"]) == (sample.NONE, "expenditure")
        else row
        for row in rows["statements"]
    ]
    amounts = [row for row in rows["amounts"] if row["document_id"] != sample.NONE]
    changed(tmp_path, monkeypatch, statements=statements, amounts=amounts)
    at = open_page("pension", definition="宽口径 Broad")
    assert not at.exception
    return words(at)


@pytest.mark.parametrize(
    ("status", "note", "said"),
    [
        ("declared_empty", "注：没有支出", "声明为空（注：没有支出）"),
        ("absent", "", "没有公开支出总表"),
        ("failed", "第 3 列", "解析失败（第 3 列）"),
        ("figures", "", "没有按功能科目列示"),
    ],
)
def test_the_reasons_are_different_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str, note: str, said: str
) -> None:
    text = reasons_on_page(tmp_path, monkeypatch, status, note)
    assert said in text
    assert f"{sample.NONE} 第99行" in text


# --- one year apart


def later(document: str, year: int, amounts: dict[str, str], **more: Any) -> dict[str, Rows]:  # noqa: ANN401
    """A document of another year about the department, with some codes."""
    base = {
        row["code"]: row
        for row in sample.only(sample.DEPARTMENT)["amounts"]
        if (row["statement"], row["measure"]) == ("expenditure", "total") and not row["is_total"]
    }
    about = sample.DOCUMENTS[0] | {"document_id": document, "fiscal_year": year} | more
    rows = [
        base[code] | {"document_id": document, "fiscal_year": year, "amount_yuan": sample.yuan(text)}
        for code, text in amounts.items()
    ]
    return {"documents": [about], "amounts": rows}


def with_later(tmp_path: Path, *extra: dict[str, Rows]) -> Path:
    rows = sample.rows()
    for more in extra:
        for table, found in more.items():
            rows[table] = [*rows[table], *found]
    return sample.build(tmp_path / "later.duckdb", rows)


def test_the_same_unit_a_year_apart_is_compared_and_what_one_year_lacks_is_not_zero(tmp_path: Path) -> None:
    path = with_later(tmp_path, later("jia-hrss-2025", 2025, {"2080507": "800.00"}))
    found = changes(path, sample.DEPARTMENT, "jia-hrss-2025")
    assert (found["2080507"].change, found["2080507"].relation) == (100 * WAN, "same")
    gone = found["2082601"]
    assert (gone.past_yuan, gone.now_yuan, gone.change) == (250 * WAN, None, None)
    assert None not in found


@pytest.mark.parametrize(
    "other",
    [{"stage": "final"}, {"fiscal_year": 2026}, {"unit": "别的局"}, {"jurisdiction": "丁市"}, {"scope": "unit"}],
)
def test_other_stages_years_units_and_places_are_not_compared(tmp_path: Path, other: dict[str, Any]) -> None:
    more = later("other", 2025, {"2080507": "800.00"})
    more["documents"][0] |= other
    for row in more["amounts"]:
        row["fiscal_year"] = more["documents"][0]["fiscal_year"]
    assert changes(with_later(tmp_path, more), sample.DEPARTMENT, "other") == {}


def test_a_unit_and_its_department_are_compared_for_codes_that_both_print_alone(database: Path) -> None:
    found = changes(database, sample.DEPARTMENT, sample.UNIT)
    assert {code: (step.relation, step.change) for code, step in found.items()} == {
        "2080507": ("unit_to_department", 100 * WAN)
    }


def test_a_department_of_the_year_before_gives_its_unit_one_too(tmp_path: Path) -> None:
    unit = {"scope": "unit", "unit": "甲市社会保险中心", "parent_unit": "甲市人力资源和社会保障局"}
    path = with_later(tmp_path, later("jia-centre-2025", 2025, {"2080507": "690.00", "2082601": "1.00"}, **unit))
    found = changes(path, sample.DEPARTMENT, "jia-centre-2025")
    assert (found["2080507"].relation, found["2080507"].change) == ("department_to_unit", -10 * WAN)
    assert (found[None].past_yuan, found[None].now_yuan) == (950 * WAN, 691 * WAN)


def test_a_department_of_the_year_before_is_the_better_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_later(tmp_path, later("jia-hrss-2023", 2023, {"2080507": "650.00", "2082601": "240.00"}))
    monkeypatch.setenv(ENVIRONMENT, str(path))
    change = shown_table(open_page("pension"), "why")
    assert set(change["why"]) == {"同一单位、同一口径"}
    assert [Decimal(value) for value in change["change"]] == [50, 10, 60]
    assert change["name"].to_list()[-1] == "严格口径各科目之和"


def test_without_a_document_the_narrative_gives_the_year_before(tmp_path: Path) -> None:
    said = sample.rows()["narrative"][0] | {
        "document_id": sample.ZONE,
        "topic": "function",
        "subject": "补助",
        "code": "2082602",
        "fiscal_year": 2024,
        "amount_yuan": sample.yuan("63.00"),
        "change_yuan": sample.yuan("3.00"),
        "change_pct": Decimal("5.0000"),
        "direction": "increase",
        "text": "比上年增加3.00万元，增长5.00%",
        "line": 77,
    }
    path = sample.build(tmp_path / "a.duckdb", sample.only(sample.ZONE) | {"narrative": [said]})
    step = changes(path, sample.ZONE)["2082602"]
    assert (step.relation, step.past_yuan, step.change) == ("narrative", 60 * WAN, 3 * WAN)
    assert step.said is not None
    assert (step.said["line"], step.said["change_pct"]) == (77, 5)
    about = said | {"is_approximate": True}
    again = sample.build(tmp_path / "b.duckdb", sample.only(sample.ZONE) | {"narrative": [about]})
    assert changes(again, sample.ZONE) == {}
