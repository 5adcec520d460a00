"""Whose budget, of which year and stage: titles of several provinces, zones, captions, and what is missing."""

from __future__ import annotations

import pytest

from loaders.dialect import load_dialect
from loaders.divisions import jurisdiction_of
from loaders.errors import MissingMetadataError
from loaders.metadata import Metadata, load_metadata_words, read_metadata
from loaders.readers import read_document
from loaders.recognise import sections

TABLE = "支出总表\n\n单位：万元\n\n科目编码\t科目名称\t合计\n\t合计\t1.00\n208\t社会保障\t1.00\n"


def read(head: str, table: str = TABLE) -> Metadata:
    return read_metadata(sections(read_document(f"{head}\n\n{table}".encode()), load_dialect()))


@pytest.mark.parametrize(
    ("head", "unit", "year", "scope", "stage"),
    [
        ("2024年济南市教育局部门预算", "济南市教育局", 2024, "department", "budget"),
        ("济南市教育局2024年部门预算", "济南市教育局", 2024, "department", "budget"),
        ("2023年度济南市教育局部门决算", "济南市教育局", 2023, "department", "final"),
        ("上海市徐汇区教育局2025年度部门预算", "上海市徐汇区教育局", 2025, "department", "budget"),
        ("# 济南市教育局\n\n2024年部门预算公开", "济南市教育局", 2024, "department", "budget"),
        ("**2024年济南市教育局\n幼儿园（本级）\n单位预算**", "济南市教育局幼儿园（本级）", 2024, "unit", "budget"),
        ("济南市教育局2024年部门预算情况说明（摘要）", "济南市教育局", 2024, "department", "budget"),
    ],
)
def test_titles(head: str, unit: str, year: int, scope: str, stage: str) -> None:
    found = read(head)
    assert (found.unit, found.fiscal_year, found.scope, found.stage) == (unit, year, scope, stage)


def test_captions_stand_in_for_a_title() -> None:
    table = TABLE.replace("支出总表", "部门预算支出总表").replace(
        "单位：万元", "部门名称：济南市教育局\n\n预算年度：2024\n\n单位：万元"
    )
    found = read("", table)
    assert (found.unit, found.fiscal_year, found.scope) == ("济南市教育局", 2024, "department")


@pytest.mark.parametrize(
    ("head", "what"),
    [("", "名称"), ("济南市教育局部门预算", "名称|年度"), ("关于预算的一封信", "名称")],
)
def test_missing_metadata_is_an_error(head: str, what: str) -> None:
    with pytest.raises(MissingMetadataError, match=what) as error:
        read(head)
    assert error.value.remedy


def test_the_currency_unit_is_not_the_unit_of_the_budget() -> None:
    with pytest.raises(MissingMetadataError, match="名称"):
        read("", TABLE.replace("单位：万元", "预算年度：2024\n\n单位：万元"))


def test_a_year_without_a_scope_is_an_error() -> None:
    with pytest.raises(MissingMetadataError, match="部门预算还是单位预算"):
        read("2024年济南市教育局预算")


@pytest.mark.parametrize(
    ("unit", "name", "code", "within"),
    [
        ("烟台市人力资源和社会保障局", "烟台市", "370600", None),
        ("山东省烟台市某局", "山东省烟台市", "370600", None),
        ("上海市徐汇区教育局", "上海市徐汇区", "310104", None),
        ("秦皇岛市海港区某局", "秦皇岛市海港区", "130302", None),
        ("淄博高新技术产业开发区某中心", "淄博高新区", None, "370300"),
        ("济南市高新区某局", "济南高新区", None, "370100"),
    ],
)
def test_jurisdictions(unit: str, name: str, code: str | None, within: str | None) -> None:
    found = jurisdiction_of(unit, load_metadata_words().zones)
    assert found is not None
    assert (found.name, found.code, found.within) == (name, code, within)


def test_an_unknown_place_has_no_code() -> None:
    found = read("2024年甲乙市丙局部门预算")
    assert found.jurisdiction.name == "甲乙市"
    assert found.jurisdiction.code is None
