"""The printed place of a figure: part of a page, lines of a text; nothing from a file that is not the one read."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import dashboard
from dashboard import cutout, limited
from dashboard.cutout import Lines, NoCutoutError, Picture
from dashboard.database import ENVIRONMENT
from dashboard.limited import Finished
from dashboard.search import wanted
from dashboard.text import Text
from tests.dashboard import sample
from tests.dashboard.test_pages import open_page

if TYPE_CHECKING:
    from PIL.Image import Image
    from streamlit.testing.v1 import AppTest

APP = Path(dashboard.__file__).parent / "app.py"
BOX = "200.0,95.0,260.0,112.0"
"""Around the figure that `pdf` prints, in points from the upper left corner."""


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages; the second prints a figure within `BOX`."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab is not installed (extra `test`)")
    path = tmp_path / "a.pdf"
    drawing = canvas.Canvas(str(path), pagesize=(595, 842))
    drawing.drawString(50, 800, "first")
    drawing.showPage()
    drawing.drawString(202, 842 - 110, "98,972.44")
    drawing.showPage()
    drawing.save()
    return path


def document(path: Path, kind: str = "text", content: bytes | None = None) -> dict[str, Any]:
    digest = hashlib.sha256(path.read_bytes() if content is None else content).hexdigest()
    return {"source_path": path.name, "source_format": kind, "sha256": digest}


def image(png: bytes) -> Image:
    pillow = pytest.importorskip("PIL.Image")
    opened: Image = pillow.open(io.BytesIO(png))
    return opened


def why(about: dict[str, Any], place: dict[str, Any], folders: list[Path]) -> str:
    with pytest.raises(NoCutoutError) as error:
        cutout.show(about, place, folders)
    return error.value.key


# ── pages ──


def test_the_strip_around_a_figure_is_drawn_with_its_box_marked(pdf: Path) -> None:
    found = cutout.show(document(pdf, "pdf"), {"page": 2, "line": 1, "box": BOX}, [pdf.parent])
    assert isinstance(found, Picture)
    assert found.marked
    picture = image(found.png)
    scale = picture.width / 595
    assert 1000 < picture.width < 1100
    assert picture.height == pytest.approx((112 + cutout.AROUND_POINTS - 5) * scale, abs=10 * scale)
    top = 95 - max(0, 95 - cutout.AROUND_POINTS)
    inside = picture.getpixel((round(250 * scale), round((top + 3) * scale)))
    outside = picture.getpixel((round(400 * scale), round((top + 3) * scale)))
    assert outside == (255, 255, 255)
    assert inside != outside


def test_without_a_box_the_whole_page_is_drawn(pdf: Path) -> None:
    found = cutout.show(document(pdf, "pdf"), {"page": 1, "line": None, "box": None}, [pdf.parent])
    assert isinstance(found, Picture)
    assert not found.marked
    picture = image(found.png)
    assert picture.height / picture.width == pytest.approx(842 / 595, abs=0.01)


def test_a_huge_page_is_drawn_small(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab is not installed (extra `test`)")
    drawing = canvas.Canvas(str(tmp_path / "huge.pdf"), pagesize=(14400, 14400))
    drawing.drawString(10, 10, "x")
    drawing.save()
    assert max(image(cutout.picture(tmp_path / "huge.pdf", 1, "")).size) <= 1810


@pytest.mark.parametrize(
    "place", [{"page": 9, "box": BOX}, {"page": 1, "box": "0,900,10,910"}, {"page": 2, "box": "a"}]
)
def test_a_place_the_file_does_not_have_is_said(pdf: Path, place: dict[str, Any]) -> None:
    assert why(document(pdf, "pdf"), place | {"line": 1}, [pdf.parent]) == "cutout.not_drawn"


def test_pages_are_drawn_once(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = {"page": 2, "line": 1, "box": BOX}
    first = cutout.show(document(pdf, "pdf"), place, [pdf.parent])
    monkeypatch.setattr(limited, "run", lambda *_: pytest.fail("drawn again"))
    assert cutout.show(document(pdf, "pdf"), place, [pdf.parent]) == first


def test_a_page_that_ends_its_process_ends_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "b.pdf"
    path.write_bytes(b"%PDF-1.4 broken")
    place = {"page": 1, "line": 1, "box": None}
    assert why(document(path, "pdf"), place, [tmp_path]) == "cutout.not_drawn"
    monkeypatch.setattr(limited, "run", lambda *_: Finished(None, b"", ""))
    assert why(document(path, "pdf"), place, [tmp_path]) == "cutout.not_drawn"


# ── lines ──


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_the_loaders_number_them(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(end.join(f"第{n}行\t{n}.00" for n in range(1, 8)).encode(encoding))
    found = cutout.show(document(path), {"line": 4, "page": None, "box": None}, [tmp_path])
    assert isinstance(found, Lines)
    assert found.line == 4
    assert [text for _, text in found.numbered] == [f"第{n}行\t{n}.00" for n in range(2, 7)]


def test_the_first_and_the_last_line_have_fewer_around_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("1\n2\n3", encoding="utf-8")
    assert cutout.lines_around(path, 1).numbered == ((1, "1"), (2, "2"), (3, "3"))
    assert cutout.lines_around(path, 3).numbered == ((1, "1"), (2, "2"), (3, "3"))
    with pytest.raises(NoCutoutError):
        cutout.lines_around(path, 4)


def test_a_line_without_end_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x" * 10_000, encoding="utf-8")
    assert cutout.lines_around(path, 1).numbered == ((1, "x" * cutout.LONGEST_LINE + "…"),)


# ── the file ──


def test_a_file_that_is_gone_or_changed_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("1", encoding="utf-8")
    about, place = document(path, content=b"other"), {"line": 1}
    assert why(about, place, [tmp_path]) == "cutout.changed"
    assert why(about, place, [tmp_path / "elsewhere"]) == "cutout.gone"
    path.unlink()
    assert why(about, place, [tmp_path]) == "cutout.gone"


def test_a_file_changed_while_the_dashboard_runs_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("1", encoding="utf-8")
    about = document(path)
    assert cutout.show(about, {"line": 1}, [tmp_path])
    path.write_text("12", encoding="utf-8")
    assert why(about, {"line": 1}, [tmp_path]) == "cutout.changed"


def test_formats_without_places_say_so(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"x")
    assert why(document(path, "docx"), {"line": 3, "page": None}, [tmp_path]) == "cutout.no_place"


# ── the search ──


@pytest.mark.parametrize(
    ("text", "amounts", "code"),
    [
        ("98,972.44万元", ["989724400.00"], None),
        ("９８９７２．４４ 万元", ["989724400.00"], None),
        ("1.5", ["1.50", "15000.00", "150000000.00"], None),
        ("-3.00元", ["-3.00"], None),
        ("0.001", ["10.00", "100000.00"], None),
        ("2080507", ["2080507.00", "20805070000.00", "208050700000000.00"], "2080507"),
        ("JX-01", [], "JX-01"),
        ("", [], None),
        ("什么", [], None),
        ("9" * 30, [], "9" * 30),
        ("' OR 1=1", [], None),
    ],
)
def test_what_is_typed_is_a_number_or_a_code(text: str, amounts: list[str], code: str | None) -> None:
    found = wanted(text)
    assert ([str(amount) for amount in found.amounts], found.code) == (amounts, code)
    assert bool(found) == bool(amounts or code)


@pytest.fixture
def with_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample database with the source file of one document beside it."""
    source = tmp_path / "data" / "source.txt"
    source.parent.mkdir()
    source.write_text("\n".join(f"line {n} {sample.HOSTILE}" for n in range(1, 300)), encoding="utf-8")
    content = sample.rows()
    content["documents"] = [
        row | ({"source_path": "data/source.txt", "sha256": hashlib.sha256(source.read_bytes()).hexdigest()})
        if row["document_id"] == sample.UNIT
        else row
        for row in content["documents"]
    ]
    path = sample.build(tmp_path / "budget.duckdb", content)
    monkeypatch.setenv(ENVIRONMENT, str(path))
    return source


def choose(at: AppTest, row: int) -> AppTest:
    at.session_state["figure-search"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


@pytest.mark.usefixtures("with_file")
def test_every_place_of_a_figure_is_found_in_tables_and_narrative() -> None:
    found = open_page("sources", find="4.30").dataframe[0].value
    assert {"three_public", "“三公”经费支出表", "文字说明"} & set(found["statement"]) == {
        "“三公”经费支出表",
        "文字说明",
    }
    assert "4.30 万元" in set(found["printed"])
    assert set(found["document_id"]) == {sample.UNIT}
    codes = open_page("sources", find="2080507").dataframe[0].value
    assert set(codes["document_id"]) == {sample.UNIT, sample.DEPARTMENT}


@pytest.mark.usefixtures("with_file")
def test_the_filters_hold_for_the_search_too() -> None:
    at = open_page("sources", find="2080507")
    at.multiselect(key="year").set_value([2024]).run()
    assert set(at.dataframe[0].value["document_id"]) == {sample.DEPARTMENT}


@pytest.mark.usefixtures("with_file")
def test_a_chosen_row_shows_its_lines_as_text() -> None:
    at = open_page("sources", find="2080507")
    documents = list(at.dataframe[0].value["document_id"])
    choose(at, documents.index(sample.UNIT))
    assert not at.exception
    shown = [element.value for element in at.text]
    assert any(text.startswith("▶ 105") and sample.HOSTILE in text for text in shown)
    assert any(text.lstrip().startswith("107") for text in shown)


@pytest.mark.usefixtures("with_file")
def test_a_row_chosen_among_others_is_not_chosen_among_these() -> None:
    at = choose(open_page("sources", find="2080507"), 0)
    hint = Text("zh")("cutout.hint")
    assert hint not in [caption.value for caption in at.caption]
    at.segmented_control(key="lang").set_value("English").run()
    assert Text("en")("cutout.hint") not in [caption.value for caption in at.caption]
    at.segmented_control(key="lang").set_value("中文").run()
    at.multiselect(key="year").set_value([2024]).run()
    assert hint in [caption.value for caption in at.caption]


def test_a_chosen_row_whose_file_changed_says_so(with_file: Path) -> None:
    with_file.write_text("other", encoding="utf-8")
    at = open_page("sources", find="2080507")
    choose(at, list(at.dataframe[0].value["document_id"]).index(sample.UNIT))
    assert any("在加载后有改动" in info.value for info in at.info)


@pytest.mark.usefixtures("with_file")
def test_a_chosen_row_whose_file_is_gone_says_so() -> None:
    at = open_page("sources", find="2080507")
    choose(at, list(at.dataframe[0].value["document_id"]).index(sample.DEPARTMENT))
    assert any("已不在原处" in info.value for info in at.info)


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(("find", "said"), [("什么", "不是数字"), ("123456.78", "没有印出")])
def test_a_search_without_a_result_explains_itself(find: str, said: str) -> None:
    assert any(said in info.value for info in open_page("sources", find=find).info)
