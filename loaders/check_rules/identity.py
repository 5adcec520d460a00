"""One identity, left = Σ right, settled into one row of `checks`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from loaders.check_rules.labels import money_text, money_with_unit, statement_label
from loaders.model import Amount, Check, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.check_rules.ledger import IndexedDocument


@dataclass(frozen=True, slots=True)
class Term:
    """One operand: a label, and its exact value and half its printed unit in 元; a blank cell has no value."""

    label: str
    yuan: Decimal | None = None
    half_unit: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Identity:
    """left = Σ right, with the words of its message and the place of its left side.

    `right_label` replaces the list of operands where they are many; `missing` says why the identity cannot be
    settled although figures are printed; `remark` is added to the message of a difference.
    """

    rule: str
    statement: str
    code: str | None
    measure: str | None
    subject: str
    left: Term
    right: tuple[Term, ...]
    unit_text: str
    page: int | None
    line: int | None
    right_label: str = ""
    missing: str = ""
    remark: str = ""


def term(document: IndexedDocument, label: str, amount: Amount | None) -> Term:
    """Return one printed figure as an operand, or a blank one."""
    return Term(label) if amount is None else Term(label, amount.amount_yuan, document.half_unit(amount))


def settle(document: IndexedDocument, identity: Identity) -> Iterator[Check]:
    """Yield the outcome of one identity; nothing where neither side is printed.

    A blank operand counts as zero beside a printed one. A side without any printed operand is never zero: the
    outcome is `insufficient`.
    """
    left = identity.left.yuan
    right = total(identity.right)
    if left is None and right is None:
        return
    if left is None or right is None or identity.missing:
        reason = identity.missing or ("左边未印出" if left is None else "右边各项均未印出")
        yield _check(document, identity, "insufficient", f"{_sides(identity)}；{reason}，无法核对")
        return
    tolerance = allowance(identity.left, *identity.right)
    outcome = outcome_of(left - right, tolerance)
    conclusion = _conclusion(identity, outcome, left - right, tolerance)
    yield _check(document, identity, outcome, f"{_sides(identity)}；{conclusion}")


def total(terms: Iterable[Term]) -> Decimal | None:
    """Return the sum of the printed operands in 元, None where none is printed."""
    printed = [one.yuan for one in terms if one.yuan is not None]
    return sum(printed[1:], printed[0]) if printed else None


def allowance(*terms: Term) -> Decimal:
    """Return the largest difference that rounding alone can make: half the printed unit for each printed operand."""
    return sum((one.half_unit for one in terms if one.yuan is not None), Decimal(0))


def outcome_of(difference: Decimal, tolerance: Decimal) -> Outcome:
    """Return `pass`, `rounding` or `mismatch`."""
    if not difference:
        return "pass"
    return "rounding" if abs(difference) <= tolerance else "mismatch"


def without_figures(document: IndexedDocument, rule: str, statements: Iterable[str]) -> list[Check]:
    """Return one check for each statement that has no printed figures, with the reason; empty if all have some.

    Declared empty or absent: the rule does not apply. Failed or unknown: what it needs is missing.
    """
    return [
        _unavailable(document, rule, name) for name in dict.fromkeys(statements) if not _has_figures(document, name)
    ]


def not_applicable(document: IndexedDocument, rule: str, statement: str, reason: str) -> Check:
    """Return the check of a rule that does not apply to one statement."""
    return _bare_check(document, rule, statement, "not_applicable", reason)


def insufficient(document: IndexedDocument, rule: str, statement: str, reason: str) -> Check:
    """Return the check of a rule for which one statement does not print enough."""
    return _bare_check(document, rule, statement, "insufficient", reason)


def _has_figures(document: IndexedDocument, statement: str) -> bool:
    return any(amount.origin != "narrative" for amount in document.printed(statement))


def _unavailable(document: IndexedDocument, rule: str, statement: str) -> Check:
    row = document.status.get(statement)
    label = statement_label(statement)
    note = f"：{row.note}" if row and row.note else ""
    match row.status if row else None:
        case "declared_empty":
            return not_applicable(document, rule, statement, f"{label}声明为空{note}")
        case "absent":
            return not_applicable(document, rule, statement, f"文档未公开{label}{note}")
        case "failed":
            return insufficient(document, rule, statement, f"{label}解析失败，无法核对{note}")
        case _:
            return insufficient(document, rule, statement, f"没有读到{label}的数字，无法核对{note}")


def _bare_check(document: IndexedDocument, rule: str, statement: str, outcome: Outcome, reason: str) -> Check:
    row = document.status.get(statement)
    page, line = (row.page, row.line) if row else (None, None)
    name = document.document.document_id
    return Check(name, rule, statement, None, None, outcome, None, None, None, reason, page, line)


def _check(document: IndexedDocument, identity: Identity, outcome: Outcome, message: str) -> Check:
    left, right = identity.left.yuan, total(identity.right)
    difference = None if left is None or right is None or outcome == "insufficient" else left - right
    return Check(
        document_id=document.document.document_id,
        rule=identity.rule,
        statement=identity.statement,
        code=identity.code,
        measure=identity.measure,
        outcome=outcome,
        left_yuan=left,
        right_yuan=right,
        difference_yuan=difference,
        message=f"{identity.subject}：{message}",
        page=identity.page,
        line=identity.line,
    )


def _sides(identity: Identity) -> str:
    left = identity.left
    figure = "未印出" if left.yuan is None else money_with_unit(left.yuan, identity.unit_text)
    return f"{left.label} {figure}；{_right_side(identity, total(identity.right))}"


def _right_side(identity: Identity, right: Decimal | None) -> str:
    if right is None:
        return f"{identity.right_label or ' + '.join(one.label for one in identity.right)} 未印出"
    figure = money_with_unit(right, identity.unit_text)
    if identity.right_label:
        return f"{identity.right_label} {figure}"
    printed = [(one.label, one.yuan) for one in identity.right if one.yuan is not None]
    if len(printed) == 1:
        return f"{printed[0][0]} {figure}"
    parts = " + ".join(f"{label} {money_text(value, identity.unit_text)}" for label, value in printed)
    return f"{parts} = {figure}"


def _conclusion(identity: Identity, outcome: Outcome, difference: Decimal, tolerance: Decimal) -> str:
    if outcome == "pass":
        return "两边相等"
    text = f"左边减右边 {money_with_unit(difference, identity.unit_text)}"
    if outcome == "rounding":
        return f"{text}，在四舍五入的范围内（不超过 {money_with_unit(tolerance, identity.unit_text)}）"
    return f"{text}{identity.remark}"
