"""The tables of the five documents, set as PDF in many looks, come back as they were.

Ruled tables come back whole, whatever their look. Tables without rules come back whole where the places of their words
leave no doubt; where they do, the statement is reported as failed. A figure in a wrong place fails every test here.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from loaders.document import LoadResult, load_bytes
from loaders.model import RawTable
from loaders.readers import read_document
from tests import typeset
from tests.conftest import DOCUMENTS
from tests.pdf_objects import assemble, stream
from tests.typeset import Style, amount_key
from tests.typeset_pdf import RULES, HeadCell, Look, Paper, Sheet, paper, paper_of, set_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.typeset import SetTable

ENDING = ("第三部分 名词解释", "财政拨款是预算资金。")
PAGE_NUMBERS = ("- {} -", "-{}-", "— {} —", "{}", "第 {} 页", "第{}页，共9页", "{}/9", "")


def look_of(chance: Random, rules: str) -> Look:
    turned = chance.random() < 0.2
    return Look(
        rules=rules,
        size=chance.choice([6.0, 8.0, 9.0, 10.5]),
        wide=turned or chance.random() < 0.3,
        turned=turned,
        figures=chance.choice(["right", "right", "center"]),
        level=chance.choice(["middle", "middle", "top", "bottom"]),
        pad=chance.choice([2.5, 3.0, 5.0]),
        page_number=chance.choice(PAGE_NUMBERS),
        repeat_header=chance.random() < 0.5,
        by_columns=chance.random() < 0.2,
        twice=chance.random() < 0.1,
    )


def style_of(chance: Random) -> Style:
    flags: dict[str, Any] = {
        name: chance.random() < 0.7 for name in ("grouped", "spare_columns", "separators", "ordinals")
    }
    return Style(chance, codes=chance.choice(["whole", "split", "carried"]), **flags)


def document(tables: Sequence[SetTable], look: Look, style: Style, **options: Any) -> bytes:  # noqa: ANN401 - of paper_of
    """Return a disclosure, each table on a new page, its prose at the end."""
    parts = [paper_of(table, style, look, **options) for table in tables]
    parts[0].insert(0, f"{tables[0].year}年甲市乙局部门预算")
    parts[-1].extend(ENDING)
    return set_pdf([Sheet(part, look) for part in parts])


def load(content: bytes) -> LoadResult:
    return load_bytes(content, Path("again.pdf"))


def difference(result: LoadResult, tables: Sequence[SetTable]) -> tuple[list[Any], list[Any]]:
    """Return what came back wrong, and what is missing."""
    expected: Counter[Any] = sum((table.expected for table in tables), Counter())
    found = Counter(map(amount_key, result.loaded.amounts))
    return list((found - expected).elements()), list((expected - found).elements())


def by_id(table: SetTable) -> str:
    return f"{table.source}-{table.statement}"


# ── single tables, all looks ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("table", typeset.ALL_TABLES(), ids=by_id)
def test_a_table_comes_back_whole(table: SetTable, rules: str) -> None:
    chance = Random(f"{by_id(table)} {rules}")  # noqa: S311 - layout, no secret
    look, style = look_of(chance, rules), style_of(chance)
    # Between rules from top to bottom alone, two rows on a page of their own look like one row of two lines.
    breaks = 0 if rules == "columns" else chance.choice([0, 0, 1, 3])
    content = document([table], look, style, breaks=breaks, split_name=chance.random() < 0.4)
    result = load(content)
    assert difference(result, [table]) == ([], []), (look, style)
    assert result.errors == ()
    assert all(a.page and a.box and a.origin == "printed" for a in result.loaded.amounts)


@pytest.mark.parametrize("rules", ["all", "none"])
@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_a_document_comes_back_whole(document_id: str, rules: str) -> None:
    tables = typeset.tables(document_id)
    chance = Random(f"{document_id} {rules}")  # noqa: S311 - layout, no secret
    result = load(document(tables, Look(rules=rules), style_of(chance)))
    assert difference(result, tables) == ([], [])
    assert result.errors == ()


@pytest.mark.parametrize("rules", ["all", "none", "three"])
def test_tables_that_share_a_page_come_back_whole(rules: str) -> None:
    """Titles, units and notes between them; the last table goes on on the next page."""
    tables = [t for t in typeset.tables(DOCUMENTS[1]) if t.statement in {"summary", "general_public", "three_public"}]
    look, style = Look(rules=rules), style_of(Random(3))  # noqa: S311 - layout, no secret
    parts: list[str | Paper] = [f"{tables[0].year}年甲市乙局部门预算"]
    for table in tables:
        parts += [*paper_of(table, style, look), "注：本表金额转换时四舍五入。"]
    result = load(set_pdf([Sheet([*parts, *ENDING], look)]))
    assert difference(result, tables) == ([], [])
    assert result.loaded.document.pages is not None
    assert result.loaded.document.pages < len(tables) + 2


# ── what is special ────────────────────────────────────────────────────────────────────────────────────────


def two_blocks() -> Paper:
    """301… on the left, 302… on the right, as a table of two blocks is printed."""
    left = [("301", "工资福利支出", "30.00"), ("30101", "基本工资", "20.00"), ("30102", "津贴补贴", "10.00")]
    right = [("302", "商品和服务支出", "7.00"), ("30201", "办公费", "3.00"), ("30231", "公务用车运行维护费", "4.00")]
    head = [HeadCell(text, 0, 0, c, c) for c, text in enumerate(["科目编码", "科目名称", "预算数"] * 2)]
    return Paper(head, [[*a, *b] for a, b in zip(left, right, strict=True)], [50, 90, 60] * 2)


@pytest.mark.parametrize("rules", RULES)
def test_two_blocks_of_codes_are_one_table(rules: str) -> None:
    parts = ["2024年甲市乙局部门预算", "一般公共预算基本支出表", "单位：元", two_blocks(), *ENDING]
    result = load(set_pdf([Sheet(parts, Look(rules=rules))]))
    found = {(a.code, a.measure, str(a.amount_yuan)) for a in result.loaded.amounts}
    assert found == {
        ("301", "total", "30.00"),
        ("30101", "total", "20.00"),
        ("30102", "total", "10.00"),
        ("302", "total", "7.00"),
        ("30201", "total", "3.00"),
        ("30231", "total", "4.00"),
    }


@pytest.mark.parametrize("rules", ["all", "none"])
def test_full_width_figures_are_figures(rules: str) -> None:
    table = next(t for t in typeset.tables(DOCUMENTS[0]) if t.statement == "expenditure")
    look = Look(rules=rules, size=6.0, wide_figures=True)
    result = load(document([table], look, Style(Random(1), codes="whole", separators=True)))  # noqa: S311 - layout
    assert difference(result, [table]) == ([], [])


def test_unseen_characters_and_radicals_are_normal_text() -> None:
    """A font may say of a glyph that it is a zero-width space, or the radical for a character."""
    said = {"Z": "200B", "S": "00AD", "R": "2F08", "D": "FEFF"}
    lines = "\n".join(f"<{ord(code):02x}> <{text}>" for code, text in said.items())
    latin = "<30> <39> <0030>\n<2e> <2e> <002e>"
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(said)} beginbfchar\n{lines}\nendbfchar\n2 beginbfrange\n{latin}\nendbfrange\nendcmap end end"
    )
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R"
    page += b" /Resources << /Font << /F1 5 0 R >> >> >>"
    content = b"BT /F1 10 Tf 20 200 Td (R1Z2S3.4D5) Tj ET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    found = read_document(assemble([catalog, tree, page, stream(content), font, stream(cmap.encode())]))
    assert [c.text for b in found.blocks if isinstance(b, RawTable) for row in b.rows for c in row] == ["人123.45"]


# ── what cannot be told ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("table", typeset.ALL_TABLES(), ids=by_id)
def test_a_table_too_tight_to_tell_is_reported_never_wrong(table: SetTable) -> None:
    look = Look(rules="none", pad=0.5)
    result = load(document([table], look, Style(Random(2))))  # noqa: S311 - layout, no secret
    wrong, missing = difference(result, [table])
    assert wrong == []
    if missing:
        status = next(s for s in result.loaded.statements if s.statement == table.statement)
        assert status.status == "failed"
        assert "无框线" in status.note
        assert result.errors[0].remedy


@pytest.mark.parametrize(("align", "level"), [("center", "bottom"), ("center", "top"), ("left", "middle")])
@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_headers_that_stand_elsewhere_are_reported_never_wrong(document_id: str, align: str, level: str) -> None:
    tables = typeset.tables(document_id)
    look = Look(rules="none", head_align=align, head_level=level)
    result = load(document(tables, look, Style(Random(2))))  # noqa: S311 - layout, no secret
    wrong, missing = difference(result, tables)
    assert wrong == []
    failed = {s.statement for s in result.loaded.statements if s.status == "failed"}
    assert {key[0] for key in missing} <= failed


def test_figures_in_columns_without_a_label_are_not_loaded() -> None:
    table = paper([["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "5.00"]], [60, 120, 60])
    table.widths.append(60)
    table.body[0].append("4.00")
    parts = ["2024年甲市乙局部门预算", "支出总表", "单位：万元", table, *ENDING]
    result = load(set_pdf([Sheet(parts, Look(rules="none"))]))
    assert result.loaded.amounts == []
    assert next(s for s in result.loaded.statements if s.statement == "expenditure").status == "failed"


@pytest.mark.parametrize("rules", ["all", "none"])
def test_an_empty_table_is_empty(rules: str) -> None:
    head = [HeadCell(text, 0, 0, c, c) for c, text in enumerate(["科目编码", "科目名称", "合计"])]
    empty = Paper(head, [["", "", ""]], [60, 30, 60])
    full = paper([["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "5.00"]], [60, 120, 60])
    parts = ["2024年甲市乙局部门预算", "支出总表", "单位：万元", full]
    parts += ["国有资本经营预算支出表", "单位：万元", empty, "注：本表为空表。", *ENDING]
    result = load(set_pdf([Sheet(parts, Look(rules=rules))]))
    states = {s.statement: s.status for s in result.loaded.statements}
    assert (states["expenditure"], states["state_capital"]) == ("figures", "declared_empty")
