"""The checks as a workbook: 口径, coverage, findings, the figures of both sides, repairs, what was left out, rules."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
import xlsxwriter

from dashboard import quality
from dashboard.exports import sheets
from dashboard.exports.sheets import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboard.text import Text


@dataclass(frozen=True, slots=True)
class Content:
    """Answers of the questions about quality, of the same documents: `counts` is the row of all of them."""

    counts: Mapping[str, Any]
    coverage: pl.DataFrame
    findings: pl.DataFrame
    operands: pl.DataFrame
    repairs: pl.DataFrame
    leftovers: pl.DataFrame
    rules: pl.DataFrame


def make(content: Content, t: Text) -> bytes:
    """Return the workbook; amounts are in 元."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, sheets.OPTIONS) as book:
        sheets.lines(book, t("quality_book.basis"), _basis(content, t))
        sheets.table(book, t("quality_book.coverage"), content.coverage, _coverage(t))
        standings = [quality.standing(row) for row in content.findings.select("severity").to_dicts()]
        findings = content.findings.with_columns(pl.Series("standing", standings, dtype=pl.String))
        sheets.table(book, t("quality_book.findings"), findings, _findings(t))
        sheets.table(book, t("quality_book.operands"), content.operands, _operands(t))
        sheets.table(book, t("quality.repairs"), content.repairs, _repairs(t))
        sheets.table(book, t("quality.leftovers"), content.leftovers, _leftovers(t))
        whys = [quality.why(rule) for rule in content.rules["rule"].to_list()]
        rules = content.rules.with_columns(pl.Series("why", whys, dtype=pl.String))
        sheets.table(book, t("quality.rules"), rules, _rules(t))
    return memory.getvalue()


def _basis(content: Content, t: Text) -> list[tuple[str, str]]:
    """What the numbers are of; a sheet that does not hold everything says so."""
    counts = content.counts
    lines = [
        (t("page.quality"), t("quality.no_culprit")),
        (t("quality_book.unit"), t("quality_book.unit_note")),
        (t("quality.coverage"), t("quality_book.coverage_note")),
        (t("quality_book.documents"), f"{counts['documents']:,}"),
        *((t(f"standing.{name}"), f"{counts[name]:,}") for name in (*quality.TO_LOOK_AT, quality.HELD)),
    ]
    held = [(t("quality_book.coverage"), len(content.coverage), counts["documents"])]
    for name, frame in (
        ("quality_book.findings", content.findings),
        ("quality.repairs", content.repairs),
        ("quality.leftovers", content.leftovers),
    ):
        held.append((t(name), len(frame), frame["found"].item(0) if len(frame) else 0))
    cut = [(name, f"{shown:,}", f"{every:,}") for name, shown, every in held if shown < every]
    return lines + [(name, t("quality_book.cut", shown=shown, count=every)) for name, shown, every in cut]


def _words(t: Text, group: str, names: Iterable[str]) -> dict[str, str]:
    return {name: t.known(f"{group}.{name}", name) for name in names}


def _of(t: Text, group: str) -> dict[str, str]:
    """The words of one group of texts by the words of the data."""
    return _words(t, group, t.names(group))


def _place(t: Text) -> list[Column]:
    return [Column("page", t("quality_book.page"), "year"), Column("line", t("quality_book.line"), "year")]


def _document(t: Text) -> Column:
    return Column("document_id", t("field.document_id"))


def _statement(t: Text) -> Column:
    return Column("statement", t("field.statement"), words=_of(t, "statement"))


def _coverage(t: Text) -> list[Column]:
    names = (*quality.STANDINGS, quality.HELD)
    return [
        _document(t),
        Column("identities", t("quality.identities"), "number"),
        *(Column(name, t(f"standing.{name}"), "number") for name in names),
        Column("figures", t("quality_book.figures"), "number"),
        Column("figures_checked", t("quality.checked"), "number"),
        Column("facts", t("quality_book.facts"), "number"),
        Column("facts_checked", t("quality.told"), "number"),
        Column("rules_completed", t("quality.rules_completed"), "number"),
        Column("inferred", t("quality.inferred"), "number"),
        Column("repairs", t("quality.repaired"), "number"),
    ]


def _findings(t: Text) -> list[Column]:
    return [
        Column("standing", t("quality.standing"), words=_of(t, "standing")),
        _document(t),
        Column("check_no", t("quality_book.check_no"), "year"),
        Column("rule", t("field.rule")),
        Column("rule_title", t("quality.rule_title")),
        _statement(t),
        Column("subject", t("quality.subject")),
        Column("code", t("field.code")),
        Column("measure", t("field.measure"), words=_of(t, "measure")),
        Column("figure_year", t("field.year"), "year"),
        Column("left_yuan", t("field.left") + t("quality_book.yuan"), "money"),
        Column("right_yuan", t("field.right") + t("quality_book.yuan"), "money"),
        Column("difference_yuan", t("field.difference") + t("quality_book.yuan"), "money"),
        Column("tolerance_yuan", t("quality.tolerance") + t("quality_book.yuan"), "money"),
        Column("left_text", t("quality.left_text")),
        Column("right_text", t("quality.right_text")),
        Column("explanation", t("quality_book.explanation")),
        Column("message", t("field.message")),
        *_place(t),
    ]


def _operands(t: Text) -> list[Column]:
    roles = {role: t(f"quality.role_{role}") for role in ("left", "right", "explains")}
    sources = {"derived": t("quality.source_derived")} | _words(t, "statement", ("narrative", "targets"))
    sources |= {"amounts": t("origin.printed"), "projects": t("statement.project")}
    return [
        _document(t),
        Column("check_no", t("quality_book.check_no"), "year"),
        Column("rule", t("field.rule")),
        Column("role", t("quality.role"), words=roles),
        Column("sign", t("quality.sign"), "year"),
        Column("label", t("field.name")),
        Column("amount_yuan", t("field.amount") + t("quality_book.yuan"), "money"),
        Column("amount_text", t("field.as_printed")),
        Column("unit_text", t("field.unit_text")),
        Column(
            "source",
            t("field.origin"),
            words=sources | {"amounts": t("origin.printed"), "projects": t("statement.project")},
        ),
        Column("source_document_id", t("quality_book.source_document")),
        _statement(t),
        Column("code", t("field.code")),
        Column("measure", t("field.measure"), words=_of(t, "measure")),
        *_place(t),
    ]


def _repairs(t: Text) -> list[Column]:
    return [
        _document(t),
        _statement(t),
        Column("kind", t("field.kind"), words=_of(t, "repair")),
        Column("before", t("field.before")),
        Column("after", t("field.after")),
        Column("reason", t("field.reason")),
        *_place(t),
    ]


def _leftovers(t: Text) -> list[Column]:
    return [
        _document(t),
        Column("title", t("field.table")),
        Column("reason", t("field.reason")),
        Column("text", t("field.text")),
        *_place(t),
    ]


def _rules(t: Text) -> list[Column]:
    severities = {name: t(f"quality.severity_{name}") for name in ("hard", "soft")}
    return [
        Column("rule", t("field.rule")),
        Column("title", t("quality.rule_title")),
        Column("severity", t("quality.severity"), words=severities),
        Column("settled", t("quality.settled"), "number"),
        Column("pass", t("standing.pass"), "number"),
        Column("mismatch", t("quality.not_held"), "number"),
        *(Column(name, t(f"standing.{name}"), "number") for name in quality.STANDINGS[2:]),
        Column("formula", t("quality.formula_head")),
        Column("why", t("quality.why_head")),
    ]
