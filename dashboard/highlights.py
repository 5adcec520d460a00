"""What stands out, in sentences; every figure in them comes from a question's answer, and each names its page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from dashboard.format import percent, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dashboard.filters import View

Row = dict[str, Any]
MOST: Final = 8
"""More than a person reads stand out to nobody."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, the document it is about, and the page (with its own part of the URL) that shows the figure."""

    kind: str
    text: str
    document_id: str
    page: str
    parameters: dict[str, str] = field(default_factory=dict)


def findings(rows: Iterable[Row], view: View) -> list[Finding]:
    """Return the rows that `highlights` answers as sentences, in their order."""
    return [_finding(row, view) for row in rows]


def _finding(row: Row, view: View) -> Finding:
    sentence, page = SENTENCES[row["kind"]]
    parameters = {}
    if row["kind"] == "class" and row["code"]:
        parameters["level"] = f"{row['document_id']}|{row['code']}"
    if row["kind"] == "project":
        parameters["project"] = f"{row['document_id']}|{row['project_no']}"
    return Finding(row["kind"], sentence(row, view), row["document_id"], page, parameters)


def _share(row: Row, view: View) -> str:
    return view.t(
        f"highlight.{row['kind']}",
        unit=view.label(row["document_id"]),
        name=" ".join(part for part in (row["code"], row["name"]) if part),
        share=percent(row["part_yuan"], row["whole_yuan"]),
        part=view.money(row["part_yuan"]),
        whole=view.money(row["whole_yuan"]),
        money=view.unit.value,
        count=row["of_number"],
    )


def _change(row: Row, view: View) -> str:
    before, after = row["before_yuan"], row["after_yuan"]
    basis = view.t(f"change_basis.{row['basis']}") if row["basis"] else ""
    return view.t(
        f"highlight.{row['kind']}",
        unit=view.label(row["document_id"]),
        before=view.money(before),
        after=view.money(after),
        change=signed(after - before, view.unit),
        rate=percent(after - before, before),
        basis=basis,
        money=view.unit.value,
    )


def _checks(row: Row, view: View) -> str:
    if not row["number"]:
        return view.t("highlight.checks_hold", done=row["of_number"])
    return view.t(
        "highlight.checks",
        done=row["of_number"],
        failed=row["number"],
        difference=view.money(row["weight_yuan"]),
        money=view.unit.value,
        unit=view.label(row["document_id"]),
    )


def _statements(row: Row, view: View) -> str:
    return view.t(
        f"highlight.{row['kind']}",
        statements=row["number"],
        documents=row["of_number"],
        unit=view.label(row["document_id"]),
    )


SENTENCES: Final[dict[str, tuple[Callable[[Row, View], str], str]]] = {
    "class": (_share, "function_spending"),
    "project": (_share, "projects"),
    "share_high": (_share, "basic_project"),
    "share_low": (_share, "basic_project"),
    "pension": (_share, "pension"),
    "three_public": (_change, "three_public"),
    "change": (_change, "overview"),
    "checks": (_checks, "sources"),
    "declared_empty": (_statements, "sources"),
    "failed": (_statements, "sources"),
}
"""By kind of row: how it is said, and the page that shows its figures."""
