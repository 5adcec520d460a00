"""The 绩效目标 forms of the documents as a reader hands them over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loaders.model import Cell, RawTable, Section, Target, TextLine
from loaders.targets import (
    LeftoverNote,
    RepairNote,
    TargetForm,
    load_target_dialect,
    read_forms,
    target_rows,
)

ROOT = Path(__file__).parents[1]
DISCLOSURES = ROOT / "data" / "disclosures"
GOLDEN = Path(__file__).parent / "golden"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
SEED_NUMBER = {
    "yantai-hrss-2024": "000",
    "yantai-sic-2023": "001",
    "haigang-hrss-2024": "002",
    "zibo-hitech-hrss-2024": "003",
    "haidong-hrss-2023": "004",
}

Read = tuple[list[TargetForm], list[RepairNote], list[LeftoverNote]]
Numbered = list[tuple[int, str]]


def disclosure(document_id: str) -> Path:
    return next(DISCLOSURES.glob(f"{document_id}.*"))


def seed(document_id: str) -> Path:
    if not SEEDS.is_dir():
        pytest.skip("the complete documents are not part of the repository")
    return next(SEEDS.glob(f"{SEED_NUMBER[document_id]}_*"))


def numbered_parts(path: Path, title: str) -> list[Numbered]:
    """Split a text at its form titles; each part ends before the next title or the next chapter."""
    parts: list[Numbered] = []
    is_open = False
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if re.fullmatch(title, line.strip()):
            parts.append([])
            is_open = True
        elif re.match(r"\s*(第四部分|七、特殊事项|\[bookmark)", line):
            is_open = False
        elif is_open:
            parts[-1].append((number, line))
    return parts


def section(blocks: list[RawTable | TextLine], unit_text: str | None = None) -> Section:
    return Section("targets", "项目支出绩效目标表", tuple(blocks), unit_text)


def tab_section(lines: Numbered) -> Section:
    rows = [tuple(Cell(text.strip(), n) for text in line.split("\t")) for n, line in lines if "\t" in line]
    others: list[RawTable | TextLine] = [TextLine(line, n) for n, line in lines if line.strip() and "\t" not in line]
    return section([*others, RawTable(tuple(rows), "grid")])


def word_section(lines: Numbered) -> Section:
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    for n, line in [*lines, (0, "")]:
        if line.startswith("\t"):
            row.append(Cell(line.strip(), n))
        elif row and not line.strip():
            rows.append(tuple(row))
            row = []
    return section([RawTable(tuple(rows), "grid")], "万元")


def stream_section(lines: Numbered, *, with_lines: bool = True) -> Section:
    rows = [tuple(Cell(word, n if with_lines else None) for word in line.split()) for n, line in lines if line.split()]
    return section([RawTable(tuple(rows), "stream")])


FORM_TITLE = r"(?:\d{4} ?年)?(?:预算)?项目支出绩效目标表|\d+、.*绩效目标表"
LIST_TITLE = r"部门预算项目支出绩效目标公开表"
MAKERS = {
    "yantai-hrss-2024": tab_section,
    "zibo-hitech-hrss-2024": tab_section,
    "haigang-hrss-2024": word_section,
    "yantai-sic-2023": stream_section,
    "haidong-hrss-2023": stream_section,
}


def read_all(path: Path, document_id: str) -> Read:
    title = LIST_TITLE if document_id == "haidong-hrss-2023" else FORM_TITLE
    forms: list[TargetForm] = []
    repairs: list[RepairNote] = []
    leftovers: list[LeftoverNote] = []
    for part in numbered_parts(path, title):
        found = read_forms(MAKERS[document_id](part), load_target_dialect())
        forms += found[0]
        repairs += found[1]
        leftovers += found[2]
    return forms, repairs, leftovers


def rows_of(forms: list[TargetForm], document_id: str = "d") -> list[Target]:
    return target_rows(forms, document_id, lambda _form: None)
