"""How text is measured: never half a number, columns that use their room, faces that are wider than those measured."""

from __future__ import annotations

import re

import pytest

from dashboard.exports import fitting
from dashboard.exports.fitting import Room

SAID = "口径：支出合计 173,032.88 万元，其中项目支出 161,126.99 万元；来源 yantai-hrss-2024.md 支出总表 第1386行"


@pytest.mark.parametrize("width", range(60, 400, 7))
def test_nothing_is_cut_within_a_number_or_a_word(width: int) -> None:
    shown = fitting.cut(SAID, 9, width, 1, "……")
    kept = shown.removesuffix("……")
    assert SAID.startswith(kept)
    whole = re.findall(r"[!-~]+", SAID)
    assert all(token in whole for token in re.findall(r"[!-~]+", kept))
    assert fitting.lines(shown, 9, width) == 1


def test_a_text_that_is_one_word_is_cut_all_the_same() -> None:
    assert fitting.cut("x" * 200, 9, 100, 1, "…").endswith("x…")


def test_columns_take_their_room_and_long_texts_most_of_it() -> None:
    texts = [["文档", "烟台市人力资源和社会保障局 2024年预算" * 2], ["占支出合计", "64.73%"], ["合计", "173,032.88"]]
    widths = fitting.column_widths(texts, 10, Room(300, 7, 4))
    assert widths is not None
    assert sum(widths) == pytest.approx(300)
    assert widths[0] > widths[1] + widths[2]
    # A figure is never broken over lines.
    assert all(fitting.em(column[1]) * 10 + 7 <= wide for column, wide in zip(texts[1:], widths[1:], strict=True))
    assert fitting.column_widths(texts, 10, Room(100, 7, 4)) is None
    free = fitting.column_widths(texts, 10, Room(2000, 7, 4))
    assert free is not None
    assert free == pytest.approx([max(map(fitting.em, column)) * 10 + 9 for column in texts])


def test_a_face_that_is_not_known_gets_more_room() -> None:
    assert fitting.spread("Arial") == fitting.spread("times new roman") == 1
    assert fitting.spread("Verdana") > 1
