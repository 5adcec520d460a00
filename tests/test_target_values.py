"""Values of performance targets: what is a number with its comparator and unit, and what is words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.targets import (
    parse_value,
)


@pytest.mark.parametrize(
    ("text", "comparator", "number", "unit"),
    [
        ("≥16000人", "≥", "16000", "人"),
        ("=100%", "=", "100", "%"),
        ("12个月", None, "12", "个月"),
        ("=12 个月", "=", "12", "个月"),
        ("≤92 元/人. 月", "≤", "92", "元/人.月"),
        ("≤2200 元/人、月", "≤", "2200", "元/人、月"),
        ("2. 5万元", None, "2.5", "万元"),
        ("5000人", None, "5000", "人"),
        ("≥2百分比", "≥", "2", "百分比"),
        (">48000人", ">", "48000", "人"),
        ("<1年", "<", "1", "年"),
        ("≤403860.63元", "≤", "403860.63", "元"),
        ("≥ 96 %", "≥", "96", "%"),
        ("≥ 0.1 万册", "≥", "0.1", "万册"),
        ("≥ 190 人数", "≥", "190", "人数"),
        ("≥1.33分", "≥", "1.33", "分"),
        ("≤0.61万", "≤", "0.61", "万"),
        ("≥3 个季度", "≥", "3", "个季度"),
        ("≥2次/月", "≥", "2", "次/月"),
        ("=10机构", "=", "10", "机构"),
        ("≥5%(管辖用人单位)", "≥", "5", "%"),
        ("500元、天", None, "500", "元、天"),
        ("25000份 ", None, "25000", "份"),
        ("7.5亿元", None, "7.5", "亿元"),
        ("≥70000", "≥", "70000", None),
        ("3.48", None, "3.48", None),
        ("＞＝1,800.00 万元", "≥", "1800.00", "万元"),
        ("≤2人民币", "≤", "2", "人民币"),
    ],
)
def test_values_that_are_numbers(text: str, comparator: str | None, number: str, unit: str | None) -> None:
    assert parse_value(text) == (comparator, Decimal(number), unit)


@pytest.mark.parametrize(
    "text",
    [
        "每月1次",
        "1次以下",
        "低于每份3.5元",
        "90%及以上",
        "12月份之前",
        "12月底",
        "2024年12月底之前",
        "2023年",
        "平均每天不低于100次",
        "文字描述: 2023年",
        "按照每人一万元的标准，市级补贴20%",
        "定性 优良中低差",
        "90%-95%",
        "30天内",
        "≥90%以上",
        "提升",
        "",
        "≥",
        "1.2345678%",
    ],
)
def test_values_that_are_words(text: str) -> None:
    assert parse_value(text) == (None, None, None)


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_words(text: str) -> None:
    comparator, number, unit = parse_value(text)
    assert number is not None or (comparator, unit) == (None, None)
