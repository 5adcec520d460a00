"""`budgetlens check` as a finance bureau runs it: on the data, on a draft, for people and for automation."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from lxml import etree

from loaders.checks import RULES
from loaders.cli import app
from loaders.reports.findings import STANDINGS, counts, read_findings
from loaders.store import query_rows
from tests.conftest import DISCLOSURES

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from loaders.reports.findings import Finding

EXACT = DISCLOSURES / "zibo-hitech-hrss-2024.md"
"""A document whose tables add up."""


@pytest.fixture(scope="module")
def findings(five: Path) -> list[Finding]:
    return read_findings(five)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same document with one figure mistyped."""
    text = EXACT.read_text(encoding="utf-8")
    table = text.index("支出总体情况表")
    place = text.index("10351.24", table)
    path = tmp_path_factory.mktemp("draft") / "draft.md"
    path.write_text(f"{text[:place]}10315.24{text[place + 8 :]}", encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, arguments)])


def body(*arguments: str | Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads(run(*arguments).stdout)


def test_json_has_every_check_with_both_sides_and_its_standing(five: Path, findings: list[Finding]) -> None:
    found = body("--db", five, "--json")
    assert len(found["checks"]) == len(findings)
    assert found["summary"] == counts(findings)
    assert found["summary"]["haidong-hrss-2023"]["rounding"] > 0
    rounding = next(row for row in found["checks"] if row["rule"] == "W3" and row["outcome"] == "rounding")
    assert (rounding["left_text"], rounding["right_text"]) == ("767.78", "595.13 + 172.66")
    assert rounding["difference_yuan"] == "-100.00"
    assert {(place["role"], place["text"], place["line"]) for place in rounding["places"]} == {
        ("left", "767.78", 163),
        ("right", "595.13", 163),
        ("right", "172.66", 163),
    }


def test_the_view_of_findings_and_the_reports_agree_on_their_standing(five: Path, findings: list[Finding]) -> None:
    rows = query_rows(five, "SELECT document_id, check_no, severity FROM out_findings")
    number = {standing: place for place, standing in enumerate(STANDINGS, 1)}
    said = {(f.document_id, f.check_no): number[f.standing] for f in findings if f.standing != "pass"}
    assert {(row["document_id"], row["check_no"]): row["severity"] for row in rows} == said
    assert set(said.values()) >= {1, 2, 3, 4, 5, 6}


def test_people_get_counts_and_the_largest_difference_first(five: Path, findings: list[Finding]) -> None:
    text = run("--db", five).stdout
    assert all(finding.message in text for finding in findings if finding.outcome == "mismatch")
    hard = sorted((f for f in findings if f.standing == "hard"), key=lambda f: -abs(f.difference_yuan or Decimal(0)))
    assert text.index(hard[0].message) < text.index(hard[-1].message)


@pytest.mark.parametrize(("arguments", "status"), [((), 1), (("--fail-on", "soft"), 1), (("--fail-on", "never"), 0)])
def test_the_status_tells_of_hard_mismatches(five: Path, arguments: tuple[str, ...], status: int) -> None:
    assert run("--db", five, *arguments).exit_code == status


def test_a_draft_is_checked_without_a_database(draft: Path) -> None:
    before = set(draft.parent.iterdir())
    done = run(draft)
    assert done.exit_code == 1
    assert "10,315.24 万元" in done.stdout
    assert set(draft.parent.iterdir()) == before
    assert run(EXACT, "--rule", "W5").exit_code == 0


def test_a_draft_beside_the_data_is_reported_alone(five: Path, draft: Path) -> None:
    found = body(draft, "--db", five, "--json")
    assert set(found["summary"]) == {"draft"}


def test_a_draft_that_cannot_be_read_fails(tmp_path: Path) -> None:
    broken = tmp_path / "broken.md"
    broken.write_text("不是预算", encoding="utf-8")
    done = run(broken)
    assert done.exit_code == 1
    assert "broken.md" in done.stderr


def test_sarif_names_rules_places_and_levels(draft: Path) -> None:
    log = body(draft, "--format", "sarif")
    assert log["version"] == "2.1.0"
    driver = log["runs"][0]["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in RULES]
    results = log["runs"][0]["results"]
    failed = [result for result in results if result["kind"] == "fail" and result["level"] == "error"]
    assert failed
    for result in results:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == "none" or result["kind"] == "fail"
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].endswith("draft.md")
    lines = draft.read_text(encoding="utf-8").splitlines()
    wrong = [r for r in failed if r["ruleId"] == "W5" and "10,315.24" in r["message"]["text"]]
    assert "10315.24" in lines[wrong[0]["locations"][0]["physicalLocation"]["region"]["startLine"] - 1]
    prints = [result["partialFingerprints"]["identity/v1"] for result in results]
    assert len(prints) == len(set(prints))


def test_junit_counts_agree_with_its_cases(draft: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    run(draft, "--format", "junit", "--output", report)
    suite = etree.parse(str(report)).getroot()[0]
    cases = suite.findall("testcase")
    assert len(cases) == int(suite.get("tests"))
    assert len(suite.findall("testcase/failure")) == int(suite.get("failures")) > 0
    assert len(suite.findall("testcase/skipped")) == int(suite.get("skipped"))
    assert len({case.get("name") for case in cases}) == len(cases)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_explains_itself(rule: Any) -> None:  # noqa: ANN401 - a Rule
    text = run("--explain", rule.id.lower()).stdout
    assert rule.formula in text
    assert rule.why in text


@pytest.mark.parametrize("arguments", [("--explain", "Q9"), ("--rule", "Q9"), ("nowhere.md",)])
def test_what_does_not_exist_is_said(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 1
    assert str(done.exception).strip()
    assert arguments[-1] in str(done.exception)


def test_text_goes_to_a_file_where_asked(five: Path, tmp_path: Path) -> None:
    target = tmp_path / "findings.txt"
    assert run("--db", five, "--output", target, "--fail-on", "never").stdout == ""
    assert "勾稽核对" in target.read_text(encoding="utf-8")
