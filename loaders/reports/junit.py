"""The checks as JUnit XML, for continuous integration: one suite a document, one case an identity."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from lxml import etree

from loaders.checks import RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from loaders.reports.findings import Finding, Standing

_SKIPPED: Final = frozenset({"insufficient", "not_applicable"})


def junit(findings: Iterable[Finding], failing: Collection[Standing]) -> str:
    """Return the report; checks whose standing is in `failing` are failures, others that did not hold are noted."""
    titles = {rule.id: rule.title for rule in RULES}
    root = etree.Element("testsuites", name="budgetlens")
    for document_id, found in groupby(findings, key=attrgetter("document_id")):
        _suite(root, document_id, list(found), failing, titles)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text.decode()


def _suite(
    root: etree._Element,
    document_id: str,
    findings: list[Finding],
    failing: Collection[Standing],
    titles: dict[str, str],
) -> None:
    failures = sum(finding.standing in failing for finding in findings)
    skipped = sum(finding.standing in _SKIPPED for finding in findings)
    numbers = {"tests": str(len(findings)), "failures": str(failures), "errors": "0", "skipped": str(skipped)}
    suite = etree.SubElement(root, "testsuite", name=document_id, **numbers)
    for finding in findings:
        _case(suite, finding, failing, titles[finding.rule])


def _case(suite: etree._Element, finding: Finding, failing: Collection[Standing], title: str) -> None:
    name = " ".join(part for part in (finding.rule, finding.statement, finding.subject, finding.measure) if part)
    case = etree.SubElement(
        suite,
        "testcase",
        classname=f"{finding.document_id}.{finding.rule}",
        name=_allowed(f"{name} #{finding.check_no}"),
    )
    message = _allowed(" ".join(part for part in (finding.where, finding.words) if part))
    if finding.standing in failing:
        failure = etree.SubElement(case, "failure", type=finding.outcome, message=message)
        places = (f"{place.label} {place.text} {place.source_file} 第{place.line}行" for place in finding.places)
        failure.text = _allowed("\n".join((title, *places)))
    elif finding.standing in _SKIPPED:
        etree.SubElement(case, "skipped", message=message)
    elif finding.standing != "pass":
        etree.SubElement(case, "system-out").text = message


def _allowed(text: str) -> str:
    """Return the text without the control characters that XML forbids."""
    return "".join(character for character in text if character in "\t\n" or character >= " ")
