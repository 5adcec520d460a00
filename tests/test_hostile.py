"""Files that are broken, cut off, changed, or no disclosures: a clear refusal or true figures, nothing between."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from loaders.document import LoadResult, load_bytes, load_document
from loaders.errors import (
    DocumentError,
    EmptyDocumentError,
    MissingMetadataError,
    NotADisclosureError,
    TruncatedDocumentError,
    UnreadableDocumentError,
)
from tests.conftest import disclosure, loaded_disclosure
from tests.typeset import amount_key

NOVEL = (
    "第一回 甄士隐梦幻识通灵 贾雨村风尘怀闺秀\n此开卷第一回也。作者自云：因曾历过一番梦幻之后，故将真事隐去。\n"
    "却说那年共支银三千二百两，合计 1,024.50 两，各房分去。\n"
) * 40
README = "# project\n\nSome words about a program.\n\n## Install\n\n    make\n\n| a | b |\n|---|---|\n| 1 | 2.00 |\n"
CSV = "date,open,close\n2024-01-02,10.50,10.70\n2024-01-03,10.70,10.20\n"
TSV = "name\tvalue\na\t1.00\nb\t2.00\nc\t3.00\n"
TITLE = "2024年甲市乙局部门预算\n\n"
END = "\n第三部分 名词解释\n\n财政拨款是预算资金。\n"
EXPENDITURE = (
    "支出总体情况表\n\n{unit}\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\t合计\t30.00\t10.00\t20.00\n"
    "208\t社会保障和就业支出\t30.00\t10.00\t20.00\n"
)
INCOME = (
    "收入总体情况表\n\n{unit}\n\n科目编码\t科目名称\t合计\t{header}\n"
    "\t合计\t30.00\t30.00\n208\t社会保障和就业支出\t30.00\t30.00\n"
)


def load(text: str | bytes, name: str = "某文件.txt") -> LoadResult:
    return load_bytes(text if isinstance(text, bytes) else text.encode(), Path(name))


def figures(result: LoadResult) -> Counter[tuple[object, ...]]:
    return Counter(map(amount_key, result.loaded.amounts))


def status(result: LoadResult, statement: str) -> str:
    return next(row.status for row in result.loaded.statements if row.statement == statement)


# ── no disclosure at all ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [NOVEL, README, CSV, TSV, "预算\n", "收入总表\n", "合计 1.00\n" * 50])
def test_something_else_is_no_disclosure(text: str) -> None:
    with pytest.raises(NotADisclosureError) as error:
        load(text)
    assert error.value.remedy


@pytest.mark.parametrize(
    "content", [b"", b" \n\t \r\n", "\u3000\n \u3000".encode(), b"\xef\xbb\xbf", b"\xff\xfe", b"\f\f\n"]
)
def test_empty_file(content: bytes) -> None:
    with pytest.raises(EmptyDocumentError):
        load(content)


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"\x00\x01\x02\x03" * 400,
        random.Random(3).randbytes(5000),  # noqa: S311 - rubbish, no secret
        b"GIF89a\x00\x00",
        b"\x1f\x8b\x08\x00",
        "支出总表\n".encode() + b"\x00" * 50,
    ],
)
def test_binary_rubbish(content: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        load(content)
    assert isinstance(error.value, UnreadableDocumentError)
    assert error.value.remedy


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04" + b"\x00" * 40, b"%PDF-1.7\n%nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_broken_office_and_pdf_files(content: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        load(content)
    assert error.value.reason


def test_error_names_file_and_place(tmp_path: Path) -> None:
    path = tmp_path / "某局.txt"
    path.write_bytes(CSV.encode())
    with pytest.raises(NotADisclosureError) as error:
        load_document(path)
    assert error.value.file == path
    assert str(error.value).startswith("某局.txt")


# ── encodings and line ends ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le-bom", "utf-8-sig"])
def test_encodings_change_nothing(document_id: str, encoding: str) -> None:
    text = disclosure(document_id).read_text("utf-8")
    content = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    result = load(content)
    assert figures(result) == figures(loaded_disclosure(document_id))
    lines = Counter((a.line, a.amount_text) for a in result.loaded.amounts)
    assert lines == Counter((a.line, a.amount_text) for a in loaded_disclosure(document_id).loaded.amounts)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_nothing(document_id: str, end: str) -> None:
    text = disclosure(document_id).read_text("utf-8")
    assert figures(load(text.replace("\n", end))) == figures(loaded_disclosure(document_id))


def test_cut_in_the_middle_of_a_character() -> None:
    content = disclosure("yantai-hrss-2024").read_bytes()
    cut = next(i for i in range(len(content) // 2, len(content)) if 0x80 <= content[i] < 0xC0)
    with pytest.raises(UnreadableDocumentError, match=f"第{content[:cut].count(10) + 1}行"):
        load(content[:cut])


# ── cut off ────────────────────────────────────────────────────────────────────────────────────────────────


def cuts(text: str, count: int) -> list[int]:
    """Places to cut: spread over the text, half of them at the end of a line, the rest inside one."""
    rng = random.Random(11)  # noqa: S311 - places, no secret
    ends = [i for i, char in enumerate(text) if char == "\n"]
    return sorted([*rng.sample(ends, count // 2), *(rng.randrange(1, len(text)) for _ in range(count // 2))])


def test_a_document_cut_off_has_only_true_figures(document_id: str) -> None:
    text = disclosure(document_id).read_text("utf-8")
    original = loaded_disclosure(document_id)
    for cut in cuts(text, 24):
        try:
            result = load(text[:cut])
        except DocumentError as error:
            assert error.reason  # noqa: PT017 - any DocumentError will do, and each must say why
            if isinstance(error, TruncatedDocumentError):
                assert error.where.line is not None  # noqa: PT017
            continue
        assert figures(result) <= figures(original), f"cut at {cut}"
        lost = {a.statement for a in original.loaded.amounts} - {a.statement for a in result.loaded.amounts}
        for statement in lost:
            assert status(result, statement) != "figures", f"cut at {cut}"


def test_a_document_that_ends_inside_a_table_names_what_is_missing() -> None:
    text = disclosure("zibo-hitech-hrss-2024").read_text("utf-8")
    cut = text.index("\n", text.index("支出总体情况表") + 600)
    with pytest.raises(TruncatedDocumentError, match="缺少") as error:
        load(text[: cut + 1])
    assert error.value.where.line == text[:cut].count("\n") + 1
    assert error.value.where.table


def test_a_text_that_stops_inside_a_figure_is_refused(document_id: str) -> None:
    text = disclosure(document_id).read_text("utf-8")
    lines = text.split("\n")
    amounts = [a for a in loaded_disclosure(document_id).loaded.amounts if a.statement == "general_public"]
    for amount in amounts[::19]:
        line = lines[(amount.line or 0) - 1]
        before = "\n".join(lines[: (amount.line or 0) - 1])
        for missing in (1, 2):
            cut = line[: line.index(amount.amount_text) + len(amount.amount_text) - missing]
            with pytest.raises(TruncatedDocumentError) as error:
                load(f"{before}\n{cut}")
            assert error.value.where.line == amount.line


# ── single statements that fail ────────────────────────────────────────────────────────────────────────────


def test_unknown_header_fails_one_statement_and_names_the_nearest() -> None:
    unit = "单位：万元"
    text = TITLE + INCOME.format(unit=unit, header="一般公共预算收人") + "\n" + EXPENDITURE.format(unit=unit) + END
    result = load(text)
    (error,) = result.errors
    message = str(error)
    assert "一般公共预算收人" in message
    assert "一般公共预算收入" in message
    assert "收入总体情况表" in message
    assert error.where.line == text[: text.index("收人")].count("\n") + 1
    assert error.file == Path("某文件.txt")
    assert status(result, "income") == "failed"
    assert status(result, "expenditure") == "figures"
    assert {a.statement for a in result.loaded.amounts} == {"expenditure"}


def test_no_unit_is_not_guessed() -> None:
    result = load(TITLE + EXPENDITURE.format(unit="") + END)
    assert result.loaded.amounts == []
    assert status(result, "expenditure") == "failed"
    (error,) = result.errors
    assert isinstance(error, MissingMetadataError)
    assert "单位" in error.reason


def test_two_units_in_one_table_are_not_guessed() -> None:
    text = TITLE + EXPENDITURE.format(unit="单位：万元\n\n单位：元") + END
    result = load(text)
    assert result.loaded.amounts == []
    assert status(result, "expenditure") == "failed"


def test_each_table_has_its_own_unit() -> None:
    text = (
        TITLE
        + INCOME.format(unit="单位：元", header="一般公共预算收入")
        + "\n"
        + EXPENDITURE.format(unit="单位：万元")
        + END
    )
    totals = {a.statement: a.amount_yuan for a in load(text).loaded.amounts if a.is_total and a.measure == "total"}
    assert totals == {"income": 30, "expenditure": 300_000}


@pytest.mark.parametrize(("figure", "unit"), [("30.0000001", "万元"), ("30.001", "元"), ("0.0000001", "万元")])
def test_a_figure_finer_than_one_fen_is_not_rounded(figure: str, unit: str) -> None:
    text = TITLE + EXPENDITURE.format(unit=f"单位：{unit}").replace("20.00", figure) + END
    result = load(text)
    assert figure not in {a.amount_text for a in result.loaded.amounts}
    reported = [row.text for row in result.loaded.leftovers] + [str(error) for error in result.errors]
    assert any(figure in line for line in reported)


@pytest.mark.parametrize("missing", ["2024年", "甲市乙局部门"])
def test_title_without_year_or_unit(missing: str) -> None:
    text = TITLE.replace(missing, "") + EXPENDITURE.format(unit="单位：万元") + END
    with pytest.raises(MissingMetadataError) as error:
        load(text)
    assert error.value.remedy


BOUND = 60
"""Seconds: no measure of speed, but what work that grows with the square of the size would never keep to."""


# ── size ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("char", ["支", " ", "1", "\t", "一、"])
def test_a_huge_line(char: str) -> None:
    start = time.process_time()
    text = TITLE + EXPENDITURE.format(unit="单位：万元") + "\n" + char * 200_000 + "\n" + END
    result = load(text)
    assert {a.amount_text for a in result.loaded.amounts} == {"30.00", "10.00", "20.00"}
    assert time.process_time() - start < BOUND


@pytest.mark.parametrize(
    "line", ["支出总表的说明 12.00", "甲\t乙\t3.00", "\t某格", "208 01 某科目 12.00 12.00", "收支总表"]
)
def test_a_hundred_thousand_lines_of_nonsense(line: str) -> None:
    start = time.process_time()
    with pytest.raises(DocumentError):
        load(f"{line}\n" * 100_000)
    assert time.process_time() - start < BOUND


# ── changed at random ──────────────────────────────────────────────────────────────────────────────────────


def mutated(lines: list[str], rng: random.Random) -> str:
    """Return the lines with some deleted, doubled, swapped, or changed in one character."""
    changed = list(lines)
    for _ in range(rng.choice([1, 3, 20])):
        i, j = rng.randrange(len(changed)), rng.randrange(len(changed))
        kind = rng.choice(["delete", "double", "swap", "change"])
        if kind == "delete":
            del changed[i]
        elif kind == "double":
            changed.insert(i, changed[i])
        elif kind == "swap":
            changed[i], changed[j] = changed[j], changed[i]
        elif changed[i]:
            place = rng.randrange(len(changed[i]))
            changed[i] = (
                changed[i][:place] + rng.choice(["", "\t", " ", "9", ".", "款", "\f", "合计"]) + changed[i][place + 1 :]
            )
    return "\n".join(changed)


def test_random_changes_never_raise_anything_else(document_id: str) -> None:
    lines = disclosure(document_id).read_text("utf-8").split("\n")
    rng = random.Random(17)  # noqa: S311 - places, no secret
    for _ in range(12):
        try:
            result = load(mutated(lines, rng))
        except DocumentError as error:
            assert error.reason  # noqa: PT017 - any DocumentError will do, and each must say why
            continue
        assert len(result.loaded.statements) == 12
        failed = {row.statement for row in result.loaded.statements if row.status == "failed"}
        assert not failed & {a.statement for a in result.loaded.amounts}


def test_a_doubled_statement_counts_once(document_id: str) -> None:
    """The same table printed again at the end is named among the leftovers, never added."""
    text = disclosure(document_id).read_text("utf-8")
    try:
        result = load(f"{text}\n\n{text}")
    except DocumentError as error:
        assert error.reason  # noqa: PT017
        return
    assert max(figures(result).values()) <= max(figures(loaded_disclosure(document_id)).values())


def test_two_units_at_one_table_are_not_settled_by_the_document_s() -> None:
    table = EXPENDITURE.format(unit="单位：万元\n单位：元")
    result = load(f"{TITLE}单位：万元\n\n{table}\n{END}")
    assert [a for a in result.loaded.amounts if a.statement == "expenditure"] == []
    assert any("金额单位" in str(error) for error in result.errors)
