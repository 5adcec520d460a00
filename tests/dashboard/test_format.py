from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.format import MoneyUnit, decimals, money, percent, plotly_text, scaled, signed, wrap

AMOUNTS = st.decimals(min_value=-(10**15), max_value=10**15, places=2, allow_nan=False)


@given(AMOUNTS, st.sampled_from(MoneyUnit))
def test_money_text_is_the_amount_to_the_last_fen(amount: Decimal, unit: MoneyUnit) -> None:
    assert Decimal(money(amount, unit).replace(",", "")) * unit.factor == amount


@given(st.lists(AMOUNTS, max_size=5), st.sampled_from(MoneyUnit))
def test_a_column_needs_as_many_decimals_as_its_finest_amount(amounts: list[Decimal], unit: MoneyUnit) -> None:
    places = decimals(amounts, unit)
    for amount in amounts:
        assert Decimal(money(amount, unit, places).replace(",", "")) == scaled(amount, unit)


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (Decimal("989724400.00"), MoneyUnit.WAN, "98,972.44"),
        (Decimal("989724400.00"), MoneyUnit.YI, "9.897244"),
        (Decimal("0.00"), MoneyUnit.WAN, "0.00"),
        (Decimal("12345678.90"), MoneyUnit.WAN, "1,234.56789"),
        (None, MoneyUnit.WAN, "—"),
    ],
)
def test_money(amount: Decimal | None, unit: MoneyUnit, text: str) -> None:
    assert money(amount, unit) == text


def test_signed_marks_an_increase() -> None:
    assert signed(Decimal(25000), MoneyUnit.WAN) == "+2.50"
    assert signed(Decimal(-25000), MoneyUnit.WAN) == "-2.50"
    assert signed(None, MoneyUnit.WAN) == "—"


def test_percent_rounds_half_up_and_knows_no_share_of_nothing() -> None:
    assert percent(Decimal(1), Decimal(800)) == "0.13%"
    assert percent(Decimal(1), Decimal(0)) == "—"
    assert percent(None, Decimal(1)) == "—"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        ("3.48", "161126.99", "0.002%"),  # a project of an audited budget: not nothing
        ("-3.48", "161126.99", "-0.002%"),
        ("0.00", "5", "0.00%"),
        ("-0.00", "5", "0.00%"),
        ("99999", "100000", "99.999%"),
        ("100001", "100000", "100.001%"),
        ("-99999", "100000", "-99.999%"),
        ("5", "5", "100.00%"),
        ("0.01", "9999999999999999.99", "0.0000000000000001%"),
    ],
)
def test_percent_shows_nothing_or_all_only_where_it_is(part: str, whole: str, text: str) -> None:
    assert percent(Decimal(part), Decimal(whole)) == text


def test_plotly_runs_nothing_of_a_documents_text() -> None:
    assert plotly_text("<b>A&B</b>") == "&lt;b&gt;A&amp;B&lt;/b&gt;"


@given(st.text(alphabet="财政对基本养老 abc-1.、（）", max_size=80), st.integers(4, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")


def test_closing_punctuation_never_begins_a_line() -> None:
    assert all(line[0] not in "）。，" for line in wrap("（可能由其他部门或上级财政列支）。", 15))
