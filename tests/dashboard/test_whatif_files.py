"""The page 情景测算 on the five documents: scenarios as files and as links, good and broken ones."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dashboard.scenario import files
from dashboard.scenario.model import Growth, Scenario
from dashboard.scenario.presets import presets
from dashboard.text import Text
from tests.dashboard.test_pages import open_page, words
from tests.dashboard.whatif_page import (
    CODE,
    GONE,
    HOSTILE,
    LESS,
    held,
    open_with,
)

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

pytestmark = pytest.mark.usefixtures("published")


def upload(at: AppTest, content: bytes, name: str = "s.json") -> AppTest:
    return at.file_uploader[0].set_value((name, content, "application/json")).run()


def test_a_saved_file_comes_back_as_the_same_scenario() -> None:
    scenario = Scenario(HOSTILE[:40], (LESS, GONE, CODE), Growth(Decimal("2.5"), Decimal(1)))
    at = upload(open_page("whatif", part="保存与比较 Files"), files.dumps(scenario).encode())
    assert not at.exception
    assert held(at) == (scenario,)
    assert "已载入 s.json" in words(at)
    at = upload(at, b"\xef\xbb\xbf" + files.dumps(Scenario("二")).encode(), "t.json")
    assert held(at) == (scenario, Scenario("二"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "s.json"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"{", "s.json"),
        (b"[]", "s.json"),
        (json.dumps({"format": "budgetlens-scenario", "version": 99, "name": "x", "rules": []}).encode(), "99"),
        (json.dumps({"format": "budgetlens-scenario", "version": 1, "name": "x", "rules": [{}]}).encode(), "rules[0]"),
        (b"x" * 1_000_001, "1000"),
    ],
)
def test_a_bad_file_is_said_and_nothing_is_lost(content: bytes, said: str) -> None:
    before = (Scenario("甲", (LESS,)), Scenario("乙", (GONE,)))
    at = upload(open_with(*before, part="保存与比较 Files"), content)
    assert not at.exception
    assert "没有载入 s.json，现有情景没有变" in words(at)
    assert said in words(at)
    assert held(at) == before


def test_a_fifth_scenario_is_not_loaded_and_it_is_said() -> None:
    four = tuple(Scenario(name) for name in "甲乙丙丁")
    at = upload(open_with(*four, part="保存与比较 Files"), files.dumps(Scenario("戊")).encode())
    assert held(at) == four
    assert "已有 4 个情景" in words(at)


def test_differences_are_in_words() -> None:
    first, second = Scenario("甲", (LESS,)), Scenario("乙", (LESS, GONE))
    at = open_with(first, second, part="保存与比较 Files")
    text = words(at)
    assert all(message.text(Text("zh")) in text for message in files.difference(first, second))
    at.selectbox(key="diff_to").set_value(0).run()
    assert "相同" in words(at)


@pytest.mark.parametrize("text", ["甲;nonsense", "甲;percent5,z:1", "|" * 9, "甲;percent-5,c:20a", "x" * 30_000])
def test_a_broken_link_is_said_and_stays_until_something_is_changed(text: str) -> None:
    at = open_page("whatif", scenario=text)
    assert not at.exception
    assert "链接中的情景无法读取" in words(at)
    assert at.query_params["scenario"] in (text, [text])
    at.button(key="preset-0").click().run()
    assert held(at)[0].rules == presets()[0].rules
    assert "无法读取" not in words(at)
