"""One check as every report needs it: its severity, its standing, and where its figures are printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from loaders.errors import Where
from loaders.labels import NARRATIVE, STATEMENTS
from loaders.store import named_sql, query_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal
    from pathlib import Path

    from loaders.model import Outcome

Standing = Literal["hard", "soft", "explained", "rounding", "insufficient", "not_applicable", "pass"]
"""What a reader has to do with it: a mismatch by its rule's severity; a difference that printed money explains."""

STANDINGS: Final[dict[Standing, str]] = {
    "hard": "不符",
    "soft": "提示",
    "explained": "已说明",
    "rounding": "尾差",
    "insufficient": "数据不足",
    "not_applicable": "不适用",
    "pass": "相符",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One figure of an identity: what it is called, as it is printed, and where."""

    role: str
    label: str
    text: str
    source_file: str
    source_path: str
    source_format: str
    page: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of `checks` with its document, its rule's severity, and the figures of both sides."""

    document_id: str
    unit: str
    fiscal_year: int
    source_file: str
    source_path: str
    source_format: str
    rule: str
    severity: str
    statement: str
    code: str | None
    measure: str | None
    outcome: Outcome
    left_yuan: Decimal | None
    right_yuan: Decimal | None
    difference_yuan: Decimal | None
    message: str
    page: int | None
    line: int | None
    subject: str | None
    left_text: str | None
    right_text: str | None
    tolerance_yuan: Decimal | None
    explanation: str | None
    check_no: int
    places: tuple[Place, ...] = field(default=())

    @property
    def standing(self) -> Standing:
        """What this check comes to for a reader."""
        match self.outcome:
            case "mismatch":
                return "hard" if self.severity == "hard" else "soft"
            case "pass" | "rounding" if self.explanation:
                return "explained"
            case outcome:
                return outcome

    @property
    def where(self) -> str:
        """Page and line in Chinese, empty where neither is known."""
        return str(Where(self.page, self.line))

    @property
    def words(self) -> str:
        """What was found, in Chinese, with the table it is about, or the narrative where its place is there."""
        label = NARRATIVE if self.rule.startswith("N") else STATEMENTS.get(self.statement)
        # not twice where the message begins with it
        return f"{label} {self.message}" if label and not self.message.startswith(label) else self.message


def read_findings(
    database: Path, documents: Sequence[str] | None = None, rules: Sequence[str] | None = None
) -> list[Finding]:
    """Return the checks of some documents and rules, or of all, in the order of document and registry.

    The places of the figures come with every check that did not simply hold.

    Raises:
        StoreError: there is no such database.
    """
    parameters = {
        "documents": list(documents or ()),
        "every_document": documents is None,
        "rules": list(rules or ()),
        "every_rule": not rules,
    }
    places: dict[tuple[str, int], list[Place]] = {}
    for row in query_rows(database, named_sql("findings_places"), parameters):
        key = (row.pop("document_id"), row.pop("check_no"))
        places.setdefault(key, []).append(Place(**row))
    rows = query_rows(database, named_sql("findings"), parameters)
    return [Finding(**row, places=tuple(places.get((row["document_id"], row["check_no"]), ()))) for row in rows]


def counts(findings: Iterable[Finding]) -> dict[str, dict[Standing, int]]:
    """Return how many checks of each standing every document has."""
    counted: dict[str, Counter[Standing]] = {}
    for finding in findings:
        counted.setdefault(finding.document_id, Counter())[finding.standing] += 1
    return {name: {standing: found[standing] for standing in STANDINGS} for name, found in counted.items()}


def as_json(finding: Finding) -> dict[str, Any]:
    """Return one finding as plain values."""
    from dataclasses import asdict  # noqa: PLC0415 - only here

    return asdict(finding) | {"standing": finding.standing}
