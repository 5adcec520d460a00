"""Running the rules on many small documents at once: planning the queries costs more than a few hundred documents do.

A case is made where a test module is read, and is checked with all others when the first test asks for a result. Each
case is a jurisdiction of its own, so that no rule compares two cases.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loaders import store
from loaders.checking import check_all
from loaders.model import Check, LoadedDocument
from tests.checks.build import document

if TYPE_CHECKING:
    from decimal import Decimal

    from tests.checks.build import Rows

BOUND_ONLY = "（只核对了上限，其中多少属于此项未印出）"
"""What stands behind money that may explain a difference, and need not all do so."""


@dataclass(frozen=True)
class Operand:
    """What a test reads of one row of `check_operands`."""

    role: str
    sign: int
    label: str
    amount_yuan: Decimal | None
    amount_text: str
    source: str
    source_document_id: str
    source_no: int | None


@dataclass
class Results:
    checks: dict[str, list[Check]] = field(default_factory=lambda: defaultdict(list))
    operands: dict[tuple[str, int], list[Operand]] = field(default_factory=lambda: defaultdict(list))


_waiting: list[LoadedDocument] = []
_results = Results()
_spoken: dict[str, set[str]] = {}
_cases = 0


@dataclass(frozen=True)
class Case:
    """Documents of one jurisdiction that are checked together; the first is asked where none is named."""

    key: str
    documents: tuple[str, ...]

    def checks(self, rule: str, statement: str | None = None, *, document_id: str | None = None) -> list[Check]:
        """Return the rule's checks of one document, those of one statement where it is named."""
        _run()
        found = _results.checks[f"{self.key}/{document_id or self.documents[0]}"]
        return [c for c in found if c.rule == rule and statement in (None, c.statement)]

    def operands(self, check: Check) -> list[Operand]:
        """Return the figures of a check, in their order."""
        return _results.operands[check.document_id, check.check_no]


def case(*rows: Rows | LoadedDocument) -> Case:
    """Register a case: the rows of one document, or several documents of one jurisdiction."""
    global _cases  # noqa: PLW0603 - one book for all test modules
    _cases += 1
    key = f"{_cases:04}"
    given = [row for row in rows if isinstance(row, LoadedDocument)]
    documents = given or [document(*[row for row in rows if not isinstance(row, LoadedDocument)])]
    apart = [_apart(loaded, key) for loaded in documents]
    _waiting.extend(apart)
    _spoken.update({loaded.document.document_id: _words_of(loaded) for loaded in apart})
    return Case(key, tuple(loaded.document.document_id for loaded in documents))


def results() -> dict[str, list[Check]]:
    """Return the checks of every case registered so far, by document."""
    _run()
    return _results.checks


def spoken() -> dict[str, set[str]]:
    """Return what every document of a case speaks of: statements with figures or a note, and `narrative`."""
    return _spoken


def outcomes(found: list[Check]) -> dict[tuple[str | None, str | None], str]:
    return {(check.code, check.measure): check.outcome for check in found}


def differences(checks: list[Check]) -> list[tuple[str, object]]:
    return [(check.outcome, check.difference_yuan) for check in checks]


def found(given: Case, rule: str) -> list[tuple[str | None, str, object]]:
    return [(check.subject, check.outcome, check.difference_yuan) for check in given.checks(rule)]


def _words_of(loaded: LoadedDocument) -> set[str]:
    statements = {row.statement for row in loaded.amounts} | {row.statement for row in loaded.statements}
    return statements | ({"narrative"} if loaded.narrative else set())


def _apart(loaded: LoadedDocument, key: str) -> LoadedDocument:
    """Return a document under an id and a jurisdiction that no other case has."""
    document_id = f"{key}/{loaded.document.document_id}"

    def moved(rows: list[Any]) -> list[Any]:
        return [replace(row, document_id=document_id) for row in rows]

    return LoadedDocument(
        replace(loaded.document, document_id=document_id, jurisdiction=f"{loaded.document.jurisdiction}{key}"),
        amounts=moved(loaded.amounts),
        projects=moved(loaded.projects),
        targets=moved(loaded.targets),
        statements=moved(loaded.statements),
        narrative=moved(loaded.narrative),
        leftovers=moved(loaded.leftovers),
    )


def _run() -> None:
    """Check the cases that wait."""
    if not _waiting:
        return
    with tempfile.TemporaryDirectory() as folder, store.in_memory(_waiting, Path(folder)) as connection:
        check_all(connection)
        names = ", ".join(Check.__dataclass_fields__)
        for row in connection.execute(f"SELECT {names} FROM checks ORDER BY check_no").fetchall():  # noqa: S608
            check = Check(*row)
            _results.checks[check.document_id].append(check)
        for row in connection.execute(
            "SELECT document_id, check_no, role, sign, label, amount_yuan, amount_text, source, source_document_id, "
            "source_no FROM check_operands ORDER BY rowid"
        ).fetchall():
            _results.operands[row[0], row[1]].append(Operand(*row[2:]))
    _waiting.clear()
