"""The checks as SARIF 2.1.0, for code-scanning and review tools.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, sections 3.14 (run), 3.19 (tool
component), 3.27 (result), 3.29 (physical location).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from loaders import __version__
from loaders.checks import RULES
from loaders.errors import Where
from loaders.labels import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.reports.findings import Finding, Place

_KINDS: Final = {
    "hard": "fail",
    "soft": "fail",
    "explained": "review",
    "rounding": "review",
    "insufficient": "open",
    "not_applicable": "notApplicable",
    "pass": "pass",
}
_LEVELS: Final = {"hard": "error", "soft": "warning"}
_LINES_OF_FILE: Final = frozenset({"markdown", "text"})
"""Formats in which a line is one of the file; elsewhere it is one of the page, which SARIF has no word for."""


def sarif(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return one SARIF log: every rule, and one result for each check that did not simply hold or was left out."""
    order = {rule.id: number for number, rule in enumerate(RULES)}
    return {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "budgetlens", "version": __version__, "rules": [_rule(r) for r in order]}},
                "language": "zh-CN",
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, order[finding.rule]) for finding in findings if _is_told(finding)],
            }
        ],
    }


def _is_told(finding: Finding) -> bool:
    return finding.standing not in {"pass", "not_applicable"}


def _rule(rule_id: str) -> dict[str, Any]:
    rule = next(rule for rule in RULES if rule.id == rule_id)
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.formula}。{rule.why}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"severity": SEVERITIES[rule.severity]},
    }


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "kind": _KINDS[finding.standing],
        # A level other than "none" belongs to kind "fail" alone (section 3.27.10).
        "level": _LEVELS.get(finding.standing, "none"),
        "message": {"text": finding.words},
        "locations": [_location(finding.source_path, finding.source_format, finding.page, finding.line)],
        "relatedLocations": [_related(number, place) for number, place in enumerate(finding.places)],
        "partialFingerprints": {"identity/v1": _fingerprint(finding)},
        "properties": {
            "document_id": finding.document_id,
            "statement": finding.statement,
            "code": finding.code,
            "measure": finding.measure,
            "left_yuan": _text(finding.left_yuan),
            "right_yuan": _text(finding.right_yuan),
            "difference_yuan": _text(finding.difference_yuan),
            "explanation": finding.explanation,
        },
    }


def _location(path: str, source_format: str, page: int | None, line: int | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(_relative(path))}}
    if line is not None and source_format in _LINES_OF_FILE:
        physical["region"] = {"startLine": line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if words := str(Where(page, line)):
        location["logicalLocations"] = [{"fullyQualifiedName": words, "kind": "place"}]
    return location


def _related(number: int, place: Place) -> dict[str, Any]:
    location = _location(place.source_path, place.source_format, place.page, place.line)
    return {"id": number, "message": {"text": f"{place.label} {place.text}".strip()}} | location


def _relative(path: str) -> str:
    """Return the path as seen from the current folder, where the file is under it."""
    full = Path(path)
    try:
        return full.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return full.as_posix()


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same when the amounts or lines of a document change."""
    parts = (finding.document_id, finding.rule, finding.statement, finding.code, finding.measure, finding.subject)
    return hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()[:32]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
