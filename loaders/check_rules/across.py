"""Identities across the statements of one document: X1, X2, X5 and X6."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from loaders.check_rules.identity import (
    Identity,
    Term,
    insufficient,
    not_applicable,
    settle,
    term,
    total,
    without_figures,
)
from loaders.check_rules.labels import measure_label, money_with_unit, statement_label
from loaders.check_rules.ledger import IndexedDocument, grand_totals, indexed, totals
from loaders.text import bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.model import Amount, Check, LoadedDocument

_SIDES: Final = {"income": "收入总计", "expenditure": "支出总计"}
_ECONOMIC_MEASURES: Final = {"basic": "total", "personnel": "personnel", "public": "public"}
_SPENDING: Final = "支出"
_CARRYOVER: Final = "上年结转"


@dataclass(frozen=True, slots=True)
class Match:
    """Two figures that must be equal, each as the distinct figures printed for it: none, one, or a contradiction."""

    rule: str
    statement: str
    measure: str
    label: str
    left: list[Amount]
    other: str
    right: list[Amount]


def grand_total_sums(document: LoadedDocument) -> Iterator[Check]:
    """X1: the summary's grand totals against the total rows of the income and expenditure statements."""
    book = indexed(document)
    unavailable = without_figures(book, "X1", ["summary", *_SIDES])
    yield from unavailable
    blocked = {check.statement for check in unavailable}
    for side, label in () if "summary" in blocked else _SIDES.items():
        if side not in blocked:
            left, right = list(grand_totals(book, side)), totals(book, side, "total")
            if not left and not right:
                yield insufficient(book, "X1", "summary", f"{label}和{statement_label(side)}合计行均未印出，无法核对")
            yield from _equality(book, Match("X1", "summary", "total", label, left, side, right))


def economic_totals(document: LoadedDocument) -> Iterator[Check]:
    """X5: 基本, 人员 and 公用 of the general public budget against the economic statement's total row."""
    book = indexed(document)
    unavailable = without_figures(book, "X5", ["general_public", "basic_economic"])
    yield from unavailable
    for measure, other in () if unavailable else _ECONOMIC_MEASURES.items():
        left = totals(book, "general_public", measure)
        right = totals(book, "basic_economic", other)
        label = f"合计行{measure_label(measure)}"
        yield from _equality(book, Match("X5", "general_public", measure, label, left, "basic_economic", right))


def class_items(document: LoadedDocument) -> Iterator[Check]:
    """X2: each 类 of the summary's expenditure side against the expenditure statement's row of the same name."""
    book = indexed(document)
    unavailable = without_figures(book, "X2", ["summary", "expenditure"])
    yield from unavailable
    if unavailable:
        return
    left = _by_name(_summary_classes(book))
    right = _by_name(_expenditure_classes(book))
    for name in {**left, **right}:
        yield from _class_sum(book, left.get(name, []), right.get(name, []))


def project_sums(document: LoadedDocument) -> Iterator[Check]:
    """X6: 项目支出 of the expenditure statement's total row against the sum of all projects."""
    book = indexed(document)
    unavailable = without_figures(book, "X6", ["expenditure"])
    yield from unavailable
    if unavailable:
        return
    if not book.projects:
        yield not_applicable(book, "X6", "project", "文档没有列出项目")
        return
    yield from settle(book, _project_identity(book))


def _equality(document: IndexedDocument, match: Match) -> Iterator[Check]:
    """Settle figure = figure; several different figures on one side cannot be one operand."""
    left, right = next(iter(match.left), None), next(iter(match.right), None)
    place = left or right
    if place is None:
        return
    other = f"{statement_label(match.other)}合计行{measure_label(right.measure) if right else ''}"
    identity = Identity(
        rule=match.rule,
        statement=match.statement,
        code=None,
        measure=match.measure,
        subject=statement_label(match.statement),
        left=term(document, match.label, left),
        right=(term(document, other, right),),
        unit_text=place.unit_text,
        page=left.page if left else None,
        line=left.line if left else None,
        missing="合计行印出不止一个数字" if max(len(match.left), len(match.right)) > 1 else "",
    )
    yield from settle(document, identity)


def _summary_classes(document: IndexedDocument) -> list[Amount]:
    """Return the summary's 类 items: the expenditure items before its first total, as those below it are no 类.

    Where the total stands first, the items between the first and the last total.
    """
    year = document.document.fiscal_year
    half = [a for a in document.printed("summary") if a.side == "expenditure" and a.fiscal_year == year]
    ends = [index for index, amount in enumerate(half) if amount.is_total] or [len(half)]
    return half[: ends[0]] or [amount for amount in half[ends[0] : ends[-1]] if not amount.is_total]


def _expenditure_classes(document: IndexedDocument) -> list[Amount]:
    year = document.document.fiscal_year
    return [
        amount
        for amount in document.printed("expenditure")
        if amount.level == 1 and amount.measure == "total" and amount.fiscal_year == year and not amount.is_total
    ]


def _by_name(amounts: list[Amount]) -> dict[str, list[Amount]]:
    named: dict[str, list[Amount]] = {}
    for amount in amounts:
        if amount.measure == "total":
            named.setdefault(bare(amount.name).removesuffix(_SPENDING), []).append(amount)
    return named


def _class_sum(document: IndexedDocument, left: list[Amount], right: list[Amount]) -> Iterator[Check]:
    place = (left or right)[0]
    missing = ""
    if not left or not right:
        missing = f"{statement_label('expenditure' if left else 'summary')}中没有同名的类"
    elif len(left) > 1:
        missing = "收支总表中同名的类不止一行"
    identity = Identity(
        rule="X2",
        statement="summary",
        code=right[0].code if right else None,
        measure="total",
        subject=place.name,
        left=term(document, "收支总表", left[0] if left else None),
        right=tuple(term(document, "支出总表", amount) for amount in right) or (Term("支出总表"),),
        unit_text=place.unit_text,
        page=left[0].page if left else None,
        line=left[0].line if left else None,
        missing=missing,
    )
    yield from settle(document, identity)


def _project_identity(document: IndexedDocument) -> Identity:
    lefts = totals(document, "expenditure", "project")
    place = lefts[0] if lefts else document.printed("expenditure")[0]
    half_unit = _project_half_unit(document, document.half_unit(place))
    right = tuple(
        Term(project.name, project.total_yuan, half_unit if project.total_yuan is not None else Decimal(0))
        for project in document.projects
    )
    return Identity(
        rule="X6",
        statement="expenditure",
        code=None,
        measure="project",
        subject="支出总表 合计行",
        left=term(document, measure_label("project"), lefts[0] if lefts else None),
        right=right,
        unit_text=place.unit_text,
        page=lefts[0].page if lefts else None,
        line=lefts[0].line if lefts else None,
        right_label=_project_label(document),
        missing="合计行印出不止一个数字" if len(lefts) > 1 else "",
        remark=_carryover_remark(document, lefts, total(right)),
    )


def _project_label(document: IndexedDocument) -> str:
    blank = sum(project.total_yuan is None for project in document.projects)
    return f"{len(document.projects)} 个项目之和{f'（其中 {blank} 个未印出金额）' if blank else ''}"


def _project_half_unit(document: IndexedDocument, fallback: Decimal) -> Decimal:
    """Return half the printed unit of the project figures in 元.

    `projects` keeps no printed text: the project statement's figures tell the unit; without them it is that of the
    expenditure statement, or a finer one if the figures themselves need it.
    """
    printed = document.printed("project")
    if printed:
        return document.half_unit(printed[0])
    figures = [project.total_yuan for project in document.projects if project.total_yuan is not None]
    while fallback > Decimal("0.005") and any(figure % (fallback * 2) for figure in figures):
        fallback /= 10
    return fallback


def _carryover_remark(document: IndexedDocument, lefts: list[Amount], right: Decimal | None) -> str:
    """Say that a difference equals the money carried over; it stays a difference: only a reader can judge it."""
    if not lefts or right is None:
        return ""
    difference = lefts[0].amount_yuan - right
    for amount in _carried_over(document):
        if difference and amount.amount_yuan == difference:
            figure = money_with_unit(amount.amount_yuan, amount.unit_text)
            return f"，这一差额等于{statement_label(amount.statement)}所列的上年结转 {figure}"
    return ""


def _carried_over(document: IndexedDocument) -> list[Amount]:
    year = document.document.fiscal_year
    summary = [
        amount
        for amount in document.printed("summary")
        if amount.side == "income" and amount.fiscal_year == year and bare(amount.name).startswith(_CARRYOVER)
    ]
    return [*totals(document, "income", "carryover"), *summary]
