from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

import dashboard
from dashboard.text import FOLDER, LANGUAGES, Text, entries

ROOT = Path(dashboard.__file__).parent
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
LITERAL = re.compile(r'(?<![\w.])(?:view\.)?t(?:\.known)?\(\s*f?"([a-z_]+\.[A-Za-z_]*)')
FAMILIES = re.compile(r"""["']([a-z_]+\.[a-z_]*)(?:\{|["'] \+)""")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_text_is_in_two_files() -> None:
    found = [tomllib.loads(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.toml")]
    keys = [f"{group}.{name}" for texts in found for group, names in texts.items() for name in names]
    assert len(keys) == len(set(keys)) == len(entries())


def test_every_text_has_both_languages() -> None:
    assert all(set(both) == set(LANGUAGES) and all(both.values()) for both in entries().values())


@pytest.mark.parametrize("key", entries())
def test_both_languages_have_the_same_placeholders(key: str) -> None:
    assert placeholders(entries()[key]["zh"]) == placeholders(entries()[key]["en"])


def test_english_has_no_chinese_but_units_and_names() -> None:
    allowed = re.compile(r"[万亿]元|[款项类]")
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert [key for key, both in entries().items() if chinese.search(allowed.sub("", both["en"]))] == []


def test_every_text_in_the_code_exists() -> None:
    used = {key for key in LITERAL.findall(SOURCES) if not key.endswith((".", "_"))}
    assert used
    assert used - set(entries()) == {key for key in used if any(k.startswith(key) for k in entries())} - set(entries())


def test_no_text_is_left_over() -> None:
    grouped = [*re.findall(r'words\(.*?"([a-z_]+)"\)', SOURCES), "outcome", "basis", "role", "fund"]
    families = set(FAMILIES.findall(SOURCES)) | {f"{group}." for group in grouped}
    quoted = set(re.findall(r"""["']([a-z_]+\.[A-Za-z_]+)["']""", SOURCES))
    unused = [k for k in entries() if k not in quoted and not any(k.startswith(family) for family in families)]
    assert unused == []


def test_a_word_of_the_data_without_a_text_is_shown_as_it_is() -> None:
    assert Text("zh").known("outcome.unheard_of", "unheard_of") == "unheard_of"
