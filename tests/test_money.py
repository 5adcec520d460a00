"""Printed figures: exact, in any unit, with any separators; anything else is no figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.money import FEN_PER_UNIT, clean_figure, is_figure, is_too_fine, parse_money, split_glued, yuan


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("1, 800. 00", "1800.00"),
        ("161,126.99", "161126.99"),
        ("1，800.00", "1800.00"),
        ("－5.20", "-5.20"),
        ("−5.20", "-5.20"),
        ("0", "0"),
        ("0.00", "0.00"),
        ("  12.5 ", "12.5"),
    ],
)
def test_figures(text: str, cleaned: str) -> None:
    assert clean_figure(text) == cleaned


@pytest.mark.parametrize(
    "text", ["", "-", "1,80.00", "1.2.3", "12%", "≥90", "1e5", "nan", "十", "1 2", "2024年", ".5", "1."]
)
def test_no_figures(text: str) -> None:
    assert not is_figure(text)
    assert parse_money(text, "万元") is None


@pytest.mark.parametrize(
    ("unit", "fen"),
    [("元", 123), ("千元", 123_000), ("万元", 1_230_000), ("百万元", 123_000_000), ("亿元", 12_300_000_000)],
)
def test_units(unit: str, fen: int) -> None:
    money = parse_money("1.23", unit)
    assert money is not None
    assert money.fen == fen


def test_digit_is_one_step_of_the_last_place() -> None:
    assert [money.digit for text in ("1.23", "1.2", "1", "0.00") if (money := parse_money(text, "万元"))] == [
        10_000,
        100_000,
        1_000_000,
        0,
    ]


def test_unknown_unit_is_an_error() -> None:
    with pytest.raises(KeyError):
        parse_money("1.00", "美元")


@pytest.mark.parametrize(("text", "unit"), [("1.001", "元"), ("0.0000001", "万元")])
def test_finer_than_one_fen(text: str, unit: str) -> None:
    assert is_too_fine(text, unit)
    with pytest.raises(ValueError, match=text):
        parse_money(text, unit)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["万元", "元"]))
def test_print_and_read_again_is_exact(cents: int, unit: str) -> None:
    number = Decimal(cents) / 100
    plain, grouped = f"{number:.2f}", f"{number:,.2f}"
    for text in (plain, grouped):
        money = parse_money(text, unit)
        assert money is not None
        assert yuan(money.fen) == number * FEN_PER_UNIT[unit] / 100
        assert not is_too_fine(text, unit)


def test_glued_cells() -> None:
    assert split_glued("98972.44一、一般公共服务支出") == ("98972.44", "一、一般公共服务支出")
    assert split_glued("98972.44") == ("98972.44",)
    assert split_glued("2024年预算") == ("2024年预算",)
    assert split_glued("12333咨询中心改造") == ("12333咨询中心改造",)
