"""The workbook of the checks and that of the public data, read back from their XML and compared with their queries."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from lxml import etree

from dashboard import quality, queries
from dashboard.database import connect, current_version
from dashboard.exports import frames as files
from dashboard.exports import public_data, quality_workbook, sheets
from dashboard.text import Text
from tests.dashboard import sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dashboard.queries import Question

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ZH, EN = Text("zh"), Text("en")
Cells = list[list[str | Decimal | None]]


def book(content: bytes) -> dict[str, Cells]:
    """The sheets by name, each as rows of texts and exact numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {n: etree.fromstring(package.read(n)) for n in package.namelist() if n.endswith(".xml")}
    strings = ["".join(t.text or "" for t in item.iter(f"{S}t")) for item in parts["xl/sharedStrings.xml"]]
    names = [element.get("name") for element in parts["xl/workbook.xml"].iter(f"{S}sheet")]
    found = {}
    for number, name in enumerate(names, start=1):
        root = parts[f"xl/worksheets/sheet{number}.xml"]
        assert next(root.iter(f"{S}f"), None) is None, "no cell is a formula"
        assert next(root.iter(f"{S}hyperlink"), None) is None
        found[name] = [_row(row, strings) for row in root.iter(f"{S}row")]
    return found


def _row(row: Any, strings: list[str]) -> list[str | Decimal | None]:  # noqa: ANN401 - lxml has no types
    cells: list[str | Decimal | None] = []
    for cell in row.iter(f"{S}c"):
        place = sum(
            (ord(sign) - 64) * 26**power
            for power, sign in enumerate(reversed([sign for sign in cell.get("r") if sign.isalpha()]))
        )
        cells += [None] * (place - 1 - len(cells))
        text = cell.findtext(f"{S}v")
        cells.append(strings[int(text)] if cell.get("t") == "s" else None if text is None else Decimal(text))
    return cells


def column(rows: Cells, head: str) -> list[str | Decimal | None]:
    place = rows[0].index(head)
    return [row[place] if place < len(row) else None for row in rows[1:]]


@pytest.fixture
def ask(five: Path) -> Callable[[Question], pl.DataFrame]:
    connection = connect(current_version(five))
    return lambda question: queries.run(connection, question)


def _counts(ask: Callable[[Question], pl.DataFrame], documents: list[str] | None) -> dict[str, int]:
    known = ask(queries.documents())
    chosen = known if documents is None else known.filter(pl.col("document_id").is_in(documents))
    counts = quality.counts(quality.of_documents(ask(queries.quality_standings()), chosen))
    return {**counts, "documents": len(chosen)}


def content(ask: Callable[[Question], pl.DataFrame], documents: list[str] | None = None) -> quality_workbook.Content:
    return quality_workbook.Content(
        counts=_counts(ask, documents),
        coverage=ask(queries.quality_coverage(documents, 1000)),
        findings=ask(queries.quality_findings(quality.Wanted(documents).parameters(), 1000)),
        operands=ask(queries.quality_export_operands(documents, 10_000)),
        repairs=ask(queries.quality_repairs(documents, (), 10_000)),
        leftovers=ask(queries.quality_leftovers(documents, 10_000)),
        rules=ask(queries.quality_rules(documents)),
    )


def test_every_number_is_that_of_its_query(ask: Callable[[Question], pl.DataFrame]) -> None:
    made = content(ask)
    found = book(quality_workbook.make(made, ZH))
    assert list(found) == ["口径", "核对覆盖", "核对结果", "等式两边的数字", "修复与推断", "看到但未载入", "勾稽规则"]
    for head, name in (("左边（元）", "left_yuan"), ("右边（元）", "right_yuan"), ("差额（元）", "difference_yuan")):
        assert column(found["核对结果"], head) == made.findings[name].to_list()
    assert column(found["等式两边的数字"], "金额（元）") == made.operands["amount_yuan"].to_list()
    assert column(found["等式两边的数字"], "原文") == made.operands["amount_text"].to_list()
    assert column(found["等式两边的数字"], "核对序号") == made.operands["check_no"].to_list()
    for head, name in (("不符", "mismatch"), ("相符", "pass"), ("已核对的数字", "figures_checked")):
        assert column(found["核对覆盖"], head) == made.coverage[name].to_list()
    assert column(found["勾稽规则"], "得出结论") == made.rules["settled"].to_list()
    assert column(found["修复与推断"], "结果") == made.repairs["after"].to_list()
    basis = {row[0]: row[1] for row in found["口径"]}
    assert basis["不符"] == str(made.counts["mismatch"])
    assert "无法判断哪一边有误" in str(basis["数据质量"])


def test_both_sides_on_their_sheet_come_to_the_finding(ask: Callable[[Question], pl.DataFrame]) -> None:
    made = content(ask)
    sides = made.operands.filter(pl.col("role") != "explains").group_by("document_id", "check_no", "role")
    sums = {
        key: total
        for *key_parts, total in sides.agg((pl.col("sign") * pl.col("amount_yuan")).sum()).iter_rows()
        for key in [tuple(key_parts)]
    }
    compared = 0
    for row in made.findings.filter(pl.col("difference_yuan").is_not_null()).to_dicts():
        key = (row["document_id"], row["check_no"])
        assert sums[*key, "left"] == row["left_yuan"]
        assert sums[*key, "right"] == row["right_yuan"]
        compared += 1
    assert compared > 20


def test_of_some_documents_only_theirs_in_english(ask: Callable[[Question], pl.DataFrame]) -> None:
    found = book(quality_workbook.make(content(ask, ["haidong-hrss-2023"]), EN))
    assert set(column(found["Findings"], "Document id")) == {"haidong-hrss-2023"}
    assert set(column(found["Findings"], "Outcome")) >= {"Mismatch", "Explained"}


def test_a_cut_sheet_says_so(ask: Callable[[Question], pl.DataFrame]) -> None:
    made = content(ask)
    cut = quality_workbook.Content(
        **{name: getattr(made, name) for name in made.__slots__} | {"findings": made.findings.head(3)}
    )
    basis = {row[0]: row[1] for row in book(quality_workbook.make(cut, ZH))["口径"]}
    assert basis["核对结果"] == f"这一页只有前 3 条，共 {len(made.findings)} 条。"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "https://example.org", sample.HOSTILE, "a\x00b", "长" * 40_000]
)
def test_texts_stay_texts(text: str) -> None:
    frame = pl.DataFrame({"document_id": ["d"], "name": [text], "amount_yuan": [Decimal("1.10")]})
    rows = book(public_data.workbook({"amounts": frame}, pl.DataFrame(), ZH))["amounts"]
    assert rows[1] == ["d", sheets.plain(text), Decimal("1.1")]


def test_amounts_a_spreadsheet_cannot_hold_are_texts() -> None:
    exact = Decimal("9999999999999999.99")
    frame = pl.DataFrame({"amount_yuan": pl.Series([exact, Decimal("989724400.00")], dtype=pl.Decimal(18, 2))})
    rows = book(public_data.workbook({"amounts": frame}, pl.DataFrame(), ZH))["amounts"]
    assert [row[0] for row in rows[1:]] == ["9,999,999,999,999,999.99", Decimal(989724400)]


def test_the_whole_data_warn_of_what_fails(ask: Callable[[Question], pl.DataFrame]) -> None:
    names = ask(queries.public_names())
    frames = {name: ask(queries.public_table(name)) for name in names["name"].to_list()}
    wanted = quality.Wanted(None, standings=("mismatch", "alert")).parameters()
    findings = ask(queries.quality_findings(wanted, 1000))
    found = book(public_data.workbook(frames, findings, ZH))
    assert list(found)[:2] == ["口径", "核对提示"]
    assert column(found["核对提示"], "差额（元）") == findings["difference_yuan"].to_list()
    assert column(found["amounts"], "amount_yuan") == frames["amounts"]["amount_yuan"].to_list()
    assert {"documents", "checks", "check_operands", "figure_marks"} <= set(found)
    clean = book(public_data.workbook({"amounts": frames["amounts"].head(1)}, findings.clear(), ZH))
    assert list(clean) == ["口径", "amounts"]


def test_rows_of_chosen_documents_as_csv_and_parquet(ask: Callable[[Question], pl.DataFrame]) -> None:
    frame = ask(queries.public_rows("amounts", ["yantai-sic-2023"]))
    assert set(frame["document_id"]) == {"yantai-sic-2023"}
    made = files.csv(frame)
    assert made.startswith(b"\xef\xbb\xbf")
    back = pl.read_csv(io.BytesIO(made), infer_schema=False)
    assert [Decimal(text) for text in back["amount_yuan"]] == frame["amount_yuan"].to_list()
    assert pl.read_parquet(io.BytesIO(files.parquet(frame))).equals(frame)
