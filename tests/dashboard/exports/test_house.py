"""House templates: a user's file replaces what it names; what is wrong in it is said, and the rest stands."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from docx import Document
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from dashboard.exports import house
from dashboard.exports.formats import make
from dashboard.text import LANGUAGES, Text
from tests.dashboard.exports import briefings as b
from tests.dashboard.exports.test_layout import overlaps

if TYPE_CHECKING:
    from pathlib import Path

OWN = house.load()


def template(folder: Path, text: str) -> Path:
    path = folder / "house.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_projects_own_template_has_no_problems() -> None:
    assert OWN.problems == ()
    assert OWN.fonts.east_asian == "Microsoft YaHei"
    assert "Noto Sans CJK SC" in OWN.fonts.fallbacks


def test_a_users_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    path = template(
        tmp_path, 'organisation = "甲市财政局"\n[colours]\nprimary = "#aa0000"\n[fonts]\neast_asian = "思源黑体"'
    )
    found = house.load(path)
    assert found.problems == ()
    assert (found.organisation, found.colours.primary, found.fonts.east_asian) == ("甲市财政局", "#aa0000", "思源黑体")
    assert found.colours.text == OWN.colours.text
    assert house.load(tmp_path) == found
    (native,) = Presentation(io.BytesIO(make(b.briefing(b.slide("页")), "pptx", found))).slides
    assert "甲市财政局" in next(s for s in native.shapes if s.name == "foot").text_frame.text


def test_the_environment_names_the_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(house.ENVIRONMENT, str(template(tmp_path, 'organisation = "丙"')))
    assert house.current().organisation == "丙"
    monkeypatch.delenv(house.ENVIRONMENT)
    assert house.current() == OWN


@pytest.mark.parametrize(
    ("text", "key", "detail"),
    [
        ("colours = [", "template.syntax", ""),
        ('[colours]\nprimary = "red"', "template.colour", "colours.primary"),
        ("[colours]\nprimary = 3", "template.colour", "colours.primary"),
        ('[fonts]\nlatin = "<Arial>"', "template.font", "fonts.latin"),
        ("organisation = 5", "template.value", "organisation"),
        ('colors = "x"', "template.unknown", "colors"),
        ('[fonts]\nchinese = "x"', "template.unknown", "fonts.chinese"),
        ('[files]\nlogo = "absent.png"', "template.no_file", "absent.png"),
    ],
)
def test_what_is_wrong_is_said_and_the_default_used(text: str, key: str, detail: str, tmp_path: Path) -> None:
    found = house.load(template(tmp_path, text))
    (problem,) = found.problems
    assert problem.key == key
    assert (found.colours, found.fonts, found.logo) == (OWN.colours, OWN.fonts, None)
    for language in LANGUAGES:
        assert detail in problem.said(Text(language)) or language == "en"
    assert make(b.briefing(b.slide("页")), "pptx", found)


@pytest.mark.parametrize("name", ["own.pptx", "own.docx", "logo.png"])
def test_a_damaged_file_is_said_and_not_used(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 broken")
    kind = {"pptx": "pptx", "docx": "docx", "png": "logo"}[name.rsplit(".", 1)[1]]
    found = house.load(template(tmp_path, f'[files]\n{kind} = "{name}"'))
    assert [problem.key for problem in found.problems] == ["template.broken"]
    assert getattr(found, kind) is None


def test_a_template_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_bytes('organisation = "财政局"'.encode("gbk"))
    (problem,) = house.load(tmp_path).problems
    assert problem.key == "template.encoding"
    assert "UTF-8" in problem.said(Text("zh"))


def test_a_missing_template_is_said(tmp_path: Path) -> None:
    (problem,) = house.load(tmp_path / "absent.toml").problems
    assert problem.key == "template.missing"
    assert "absent.toml" in problem.said(Text("zh"))


def test_a_users_own_deck_gives_size_and_master(tmp_path: Path) -> None:
    own = Presentation()
    own.slide_width, own.slide_height = Inches(10), Inches(7.5)
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "样例"
    own.save(str(tmp_path / "own.pptx"))
    found = house.load(tmp_path / "own.pptx")
    assert found.problems == ()
    deck = Presentation(io.BytesIO(make(b.everything(), "pptx", found)))
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(7.5))
    texts = [shape.text_frame.text for native in deck.slides for shape in native.shapes if shape.has_text_frame]
    assert "样例" not in texts
    for native in deck.slides:
        assert overlaps(native) == []
        for shape in native.shapes:
            assert shape.left + shape.width <= deck.slide_width


def test_a_users_own_text_gives_page_and_header(tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("样例正文")
    own.sections[0].header.paragraphs[0].text = "甲市财政局"
    own.save(str(tmp_path / "own.docx"))
    native = Document(io.BytesIO(make(b.everything(), "docx", house.load(tmp_path / "own.docx"))))
    assert native.sections[0].header.paragraphs[0].text == "甲市财政局"
    assert "样例正文" not in [paragraph.text for paragraph in native.paragraphs]


@pytest.mark.parametrize("size", [(300, 100), (2000, 100), (50, 200)])
def test_a_logo_stands_on_every_slide_and_covers_nothing(size: tuple[int, int], tmp_path: Path) -> None:
    Image.new("RGB", size, "#aa0000").save(tmp_path / "logo.png")
    found = house.load(template(tmp_path, '[files]\nlogo = "logo.png"'))
    assert found.problems == ()
    deck = Presentation(io.BytesIO(make(b.everything(), "pptx", found)))
    for native in deck.slides:
        (logo,) = [shape for shape in native.shapes if shape.name == "logo"]
        assert logo.left + logo.width <= deck.slide_width
        assert abs(logo.width * size[1] / (logo.height * size[0]) - 1) < 0.01
        assert overlaps(native) == []
