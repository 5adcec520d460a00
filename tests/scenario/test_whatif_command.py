"""`budgetlens whatif`: exact output, live formulas, clear refusals; the database is only read."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from lxml import etree

from dashboard.scenario import baseline as published_figures
from dashboard.scenario.files import dumps
from dashboard.scenario.model import Funding, Rule, Scenario, Selection
from dashboard.scenario.trajectory import trajectory
from dashboard.scenario.work import work_out
from dashboard.scenario.workbook import workbook
from dashboard.text import Text
from dashboard.whatif import whatif
from loaders.cli import app
from loaders.errors import BudgetLensError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

    from dashboard.queries import Question

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LESS = Scenario("压减", (Rule("percent", Decimal(-5), Selection(split="project")),))
GAP = Scenario(
    "=1+1", (Rule("percent", Decimal("7.77"), Selection(codes=("208",)), funding=Funding("gap"), name="@x"),)
)
IMPOSSIBLE = Scenario("不行", (Rule("amount", Decimal(-(10**12)), Selection(codes=("208",))),))


def saved(folder: Path, *scenarios: Scenario) -> list[Path]:
    found = []
    for number, scenario in enumerate(scenarios):
        file = folder / f"{number}.json"
        file.write_text(dumps(scenario), encoding="utf-8")
        found.append(file)
    return found


def test_json_has_exact_amounts_and_the_database_is_untouched(five: Path, tmp_path: Path) -> None:
    before = hashlib.sha256(five.read_bytes()).hexdigest()
    text, refused = whatif(saved(tmp_path, LESS, GAP), five, "json", None)
    assert text is not None
    assert refused == []
    first, second = json.loads(text)["scenarios"]
    assert first["baseline_yuan"] == second["baseline_yuan"] == "1882301300.00"
    assert first["change_yuan"] == "-86891640.00" == first["steps"][0]["change_yuan"]
    assert Decimal(second["change_yuan"]) == sum(
        Decimal(row["change_yuan"]) for row in second["funding"] if row["document_id"] != "yantai-sic-2023"
    )
    assert [row["year"] for row in first["path"] if row["path"] == "base"] == list(range(2024, 2031))
    assert hashlib.sha256(five.read_bytes()).hexdigest() == before
    assert [path.name for path in five.parent.iterdir()] == [five.name]


def test_the_command_prints_json_and_ends_with_1_where_a_rule_is_refused(five: Path, tmp_path: Path) -> None:
    good, bad = saved(tmp_path, LESS, IMPOSSIBLE)
    run = CliRunner().invoke(app, ["whatif", str(good), "--db", str(five)])
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout)["format"] == "budgetlens-whatif"
    run = CliRunner().invoke(app, ["whatif", str(bad), "--db", str(five)])
    assert run.exit_code == 1
    assert "低于零" in run.stderr
    assert json.loads(run.stdout)["scenarios"][0]["change_yuan"] == "0.00"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe\x00", "UTF-8"), (b"{", "JSON"), (b'{"format": "budgetlens-scenario", "version": 9}', "版本是 9")],
)
def test_a_bad_file_is_named_and_nothing_is_written(content: bytes, said: str, five: Path, tmp_path: Path) -> None:
    file, output = tmp_path / "bad.json", tmp_path / "out.xlsx"
    file.write_bytes(content)
    with pytest.raises(BudgetLensError, match=said) as caught:
        whatif([file], five, "xlsx", output)
    assert "bad.json" in str(caught.value)
    assert not output.exists()


def test_missing_files_and_formats_are_said(five: Path, tmp_path: Path) -> None:
    [file] = saved(tmp_path, LESS)
    with pytest.raises(BudgetLensError, match="打不开"):
        whatif([tmp_path / "none.json"], five, "json", None)
    with pytest.raises(BudgetLensError, match="budgetlens load"):
        whatif([file], tmp_path / "none.duckdb", "json", None)
    with pytest.raises(BudgetLensError, match="--output"):
        whatif([file], five, "xlsx", None)
    with pytest.raises(BudgetLensError, match="最多"):
        whatif([file] * 5, five, "json", None)
    (tmp_path / "no.duckdb").write_text("no database")
    with pytest.raises(BudgetLensError, match=r"no\.duckdb"):
        whatif([file], tmp_path / "no.duckdb", "json", None)


# ── the workbook ──


@pytest.fixture(scope="module")
def sheets(ask: Callable[[Question], pl.DataFrame]) -> dict[str, dict[str, tuple[Any, str | None]]]:
    base = published_figures.read(ask, [LESS, GAP])
    results = [work_out(base, scenario) for scenario in (LESS, GAP)]
    content = workbook(results, [trajectory(base, result) for result in results], Text("zh"))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {n: etree.fromstring(package.read(n)) for n in package.namelist() if n.endswith(".xml")}
    strings = ["".join(t.text or "" for t in item.iter(f"{S}t")) for item in parts["xl/sharedStrings.xml"]]
    names = [e.get("name") for e in parts["xl/workbook.xml"].iter(f"{S}sheet")]
    return {name: _cells(parts[f"xl/worksheets/sheet{n}.xml"], strings) for n, name in enumerate(names, start=1)}


def _cells(sheet: Any, strings: list[str]) -> dict[str, tuple[Any, str | None]]:  # noqa: ANN401 - lxml's own
    found = {}
    for cell in sheet.iter(f"{S}c"):
        value, formula = cell.find(f"{S}v"), cell.find(f"{S}f")
        if value is not None:
            text = value.text or ""
            plain = strings[int(text)] if cell.get("t") == "s" else text if cell.get("t") == "str" else Decimal(text)
            found[cell.get("r")] = (plain, None if formula is None else formula.text)
    return found


def test_the_workbook_has_its_four_sheets_and_names_are_no_formulas(
    sheets: dict[str, dict[str, tuple[Any, str | None]]],
) -> None:
    assert list(sheets) == ["情景", "对比", "资金来源", "口径"]
    texts = [value for value, formula in sheets["情景"].values() if formula is None]
    assert "=1+1" in texts
    assert "@x" in texts
    assert not [formula for _, formula in sheets["情景"].values() if formula]


def test_differences_shares_and_sums_are_live_and_come_to_their_value(
    sheets: dict[str, dict[str, tuple[Any, str | None]]],
) -> None:
    cells = sheets["对比"]
    number = {place: value for place, (value, _) in cells.items() if isinstance(value, Decimal)}
    checked = {"difference": 0, "share": 0, "sum": 0}
    for value, formula in cells.values():
        if formula is None:
            continue
        if found := re.fullmatch(r"ROUND\(([A-Z]+\d+)-([A-Z]+\d+),2\)", formula):
            checked["difference"] += 1
            assert number[found[1]] - number.get(found[2], Decimal(0)) == value
        elif found := re.fullmatch(r'IF\(([A-Z]+\d+)=0,"",([A-Z]+\d+)/\1\)', formula):
            checked["share"] += 1
            assert value in {"", None} or abs(number[found[2]] / number[found[1]] - value) < Decimal("0.00000001")
        else:
            checked["sum"] += 1
            parts = re.findall(r"[A-Z]+\d+", formula)
            assert sum(number[part] for part in parts) == value
    assert checked["sum"] == 5
    assert min(checked.values()) > 0
    assert Decimal(1882301300) in [value for value, formula in cells.values() if formula]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("percent", Decimal(5), Selection(fund="government_fund")), "没有符合条件的行"),
        (Rule("grow", Decimal(5), Selection(codes=("999",))), "逐年增速不起作用"),
        (Rule("grow", Decimal(5), Selection(component="reception")), "逐年增速只能用于功能科目"),
        (Rule("grow", Decimal(10_000)), "2027 年起超过 100,000,000,000,000 元"),
        (Rule("amount", Decimal(10**13), Selection(documents=("zibo-hitech-hrss-2024",))), ""),
    ],
)
def test_what_a_rule_does_not_do_is_said_and_the_command_ends_with_1(
    rule: Rule, words: str, five: Path, tmp_path: Path
) -> None:
    run = CliRunner().invoke(app, ["whatif", *map(str, saved(tmp_path, Scenario("甲", (rule,)))), "--db", str(five)])
    assert (run.exit_code, "未应用 甲" in run.stderr) == ((1, True) if words else (0, False)), run.output
    assert words in run.stderr
    assert json.loads(run.stdout)["scenarios"][0]["path"]


def test_amounts_beyond_all_budgets_are_refused_not_worked_out_wrong(five: Path, tmp_path: Path) -> None:
    twice = (
        Rule("amount", Decimal(10**13), Selection(documents=("zibo-hitech-hrss-2024",))),
        Rule("percent", Decimal(10_000), Selection(documents=("zibo-hitech-hrss-2024",))),
    )
    text, refused = whatif(saved(tmp_path, Scenario("甲", twice)), five, "json", None)
    assert "结果会超过 100,000,000,000,000.00 元" in refused[0]
    assert json.loads(str(text))["scenarios"][0]["change_yuan"] == "10000000000000.00"
