"""One rule applied to the lines it selects: amounts, sources, figures; tried first, kept only where all still holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.scenario.atoms import Atom, Line
from dashboard.scenario.book import FUND_TABLES
from dashboard.scenario.flows import Flow, column, reach, umbrellas
from dashboard.scenario.funding import Paid, RefusedError, paid_by
from dashboard.scenario.model import Funding, Message, Rule
from dashboard.scenario.shares import of_percent, share_out, to_fen, to_yuan
from dashboard.scenario.verify import broken, broken_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.scenario.book import Book
    from dashboard.scenario.targets import Target, Work

MOST_FEN = 10**16
"""10^14 元: far above any budget, and far below what the tables can hold."""
_TOGETHER = frozenset({"amount", "set_to", "shift"})


@dataclass(slots=True)
class Tried:
    """What a rule would do: changes by document and figure, changes of the lines, and who pays."""

    change: dict[str, dict[int, int]]
    lines: list[tuple[Target, int]] = field(default_factory=list)
    paid: dict[tuple[str, str], int] = field(default_factory=dict)
    touched: dict[str, set[int]] = field(default_factory=dict)
    assumptions: dict[tuple[str, str, str], Message] = field(default_factory=dict)
    left_out: list[Message] = field(default_factory=list)

    def assume(self, document_id: str, key: str, **values: object) -> None:
        """Note an assumption once for each document, and line where it is about one."""
        self.assumptions.setdefault((document_id, key, str(values.get("line"))), Message(key, values))


def counting(rule: Rule, targets: Sequence[Target]) -> list[Target]:
    """Return the lines that a rule shares an amount among: those of documents that count, so that nothing is twice."""
    return [target for target in targets if target.counted] if rule.operation in _TOGETHER else list(targets)


def amounts(work: Work, rule: Rule, targets: Sequence[Target], rate: Decimal | None) -> list[int]:
    """Return the change of each line in 分.

    Raises:
        RefusedError: there is nothing to be in proportion to.
    """
    present = [max(0, work.now(target)) for target in targets]
    whole = sum(present)
    if rule.operation == "remove":
        return [-fen for fen in present]
    if rule.operation == "percent":
        return _percent(targets, present, rate if rate is not None else Decimal(0))
    wanted = to_fen(rule.value if rule.value is not None else Decimal(0))
    wanted = {"amount": wanted, "set_to": wanted - whole, "shift": -wanted}[rule.operation]
    if whole == 0 and wanted:
        raise RefusedError("scenario.nothing_to_share")
    return share_out(wanted, present)


def _percent(targets: Sequence[Target], present: Sequence[int], rate: Decimal) -> list[int]:
    """Take the percentage of each document as a whole, and share it out: the lines add up to it exactly."""
    found = [0] * len(targets)
    places: dict[str, list[int]] = {}
    for place, target in enumerate(targets):
        places.setdefault(target.book.document_id, []).append(place)
    for of_document in places.values():
        weights = [present[place] for place in of_document]
        whole = of_percent(sum(weights), rate)
        if whole:
            for place, fen in zip(of_document, share_out(whole, weights), strict=True):
                found[place] = fen
    return found


def attempt(work: Work, rule: Rule, changes: Sequence[tuple[Target, int]]) -> Tried:
    """Return what some changes of lines do to all figures.

    Raises:
        RefusedError: a line would fall below zero, a source is short, or an identity would no longer hold.
    """
    tried = Tried({document_id: dict(fen) for document_id, fen in work.change.items()})
    by_document: dict[str, list[tuple[Target, int]]] = {}
    for target, fen in changes:
        if fen:
            _above_zero(work, target, fen)
            by_document.setdefault(target.book.document_id, []).append((target, fen))
    for document_id, of_document in by_document.items():
        before = dict(tried.change.get(document_id, {}))
        try:
            _document(tried, rule, of_document)
        except RefusedError as refusal:
            # an amount that is shared out must arrive in full; a rate may leave a document out, and says so
            if rule.operation in _TOGETHER or len(by_document) == 1:
                raise
            tried.change[document_id] = before
            tried.touched.pop(document_id, None)
            _forget(tried, document_id)
            reason = refusal.message
            tried.left_out.append(Message("scenario.left_out", {"document": document_id, "reason": reason}))
    between = broken_between(work.books.values(), tried.change)
    if between is not None:
        document_id, identity = between
        raise RefusedError("scenario.identity", document=document_id, rule=identity.rule, subject=identity.subject)
    if not tried.lines and tried.left_out:
        raise RefusedError("scenario.all_left_out", reason=tried.left_out[0])
    return tried


def _forget(tried: Tried, document_id: str) -> None:
    tried.lines = [(target, fen) for target, fen in tried.lines if target.book.document_id != document_id]
    tried.paid = {key: fen for key, fen in tried.paid.items() if key[0] != document_id}
    tried.assumptions = {key: message for key, message in tried.assumptions.items() if key[0] != document_id}


def _above_zero(work: Work, target: Target, fen: int) -> None:
    now = work.now(target)
    if now + fen < 0:
        raise RefusedError(
            "scenario.below_zero",
            document=target.book.document_id,
            line=_named(target),
            now=to_yuan(now),
            change=to_yuan(fen),
        )


def _named(target: Target) -> str:
    return " ".join(part for part in (target.line.code, target.line.name) if part)


def _document(tried: Tried, rule: Rule, changes: Sequence[tuple[Target, int]]) -> None:
    book = changes[0][0].book
    change = tried.change.setdefault(book.document_id, {})
    touched = tried.touched.setdefault(book.document_id, set())
    for target, fen in changes:
        # what is shifted away leaves its own source; the rule says who pays where it arrives
        funding = Funding() if rule.operation == "shift" and fen < 0 else rule.funding
        for flow, paid in _flows(book, change, tried, target, fen, funding):
            for no in reach(book, flow):
                change[no] = change.get(no, 0) + flow.fen
                touched.add(no)
            if paid is not None:
                key = (book.document_id, paid.shown)
                tried.paid[key] = tried.paid.get(key, 0) + paid.fen
        tried.lines.append((target, fen))
    _within_bounds(book, change, touched)
    identity = broken(book, change, touched, tried.change)
    if identity is not None:
        raise RefusedError("scenario.identity", document=book.document_id, rule=identity.rule, subject=identity.subject)


def _within_bounds(book: Book, change: dict[int, int], touched: set[int]) -> None:
    for no in touched:
        figure = book.figures[no]
        if abs(figure.fen + change[no]) > MOST_FEN:
            raise RefusedError("scenario.too_large", document=book.document_id, most=to_yuan(MOST_FEN))
        # a line that only says what is not allocated may be either way
        adjusts = figure.added in {"function", "project", "economic"}
        if not adjusts and figure.fen >= 0 and figure.fen + change[no] < 0:
            raise RefusedError(
                "scenario.below_zero",
                document=book.document_id,
                line=" ".join(part for part in (figure.code, figure.name) if part),
                now=to_yuan(figure.fen),
                change=to_yuan(change[no]),
            )


# ── lines to flows ──


def _flows(  # noqa: PLR0913, PLR0917 - one call site
    book: Book, change: dict[int, int], tried: Tried, target: Target, fen: int, funding: Funding
) -> list[tuple[Flow, Paid | None]]:
    if target.kind == "component":
        return _component(book, change, tried, target, fen, funding)
    if target.kind == "project":
        return _project(book, change, tried, target, fen, funding)
    atom = target.line
    assert isinstance(atom, Atom)  # noqa: S101 - the kind says so
    fund = atom.fund if atom.fund in FUND_TABLES else None
    found: list[tuple[Flow, Paid | None]] = []
    for paid in paid_by(book, change, atom.code, fund, fen, funding):
        funded = _funded(book, atom, paid)
        for use, part in _uses(book, tried, atom, paid):
            flow = Flow(part, atom.detail, atom.code, paid.fund, paid.source, atom.spent, funded, use=use)
            found.append((flow, Paid(paid.source, paid.fund, part, paid.shown)))
    if atom.split == "project" and book.rows("project"):
        tried.assume(book.document_id, "scenario.assume_projects", document=book.document_id)
    if atom.split == "basic" and book.rows("basic_economic") and any(flow.fund for flow, _ in found):
        tried.assume(book.document_id, "scenario.assume_economic", document=book.document_id)
    return found


def _funded(book: Book, atom: Atom, paid: Paid) -> int | None:
    if paid.fund == atom.fund:
        return atom.funded
    if paid.fund is None:
        return None
    for row in book.leaves(paid.fund):
        if book.any_of(row).code == atom.code:
            return book.row(row).get(atom.detail, book.row(row).get(atom.split, book.row(row).get("total")))
    raise RefusedError("scenario.fund_lacks_line", fund=paid.fund, code=atom.code or "")


def _uses(book: Book, tried: Tried, atom: Atom, paid: Paid) -> list[tuple[str | None, int]]:
    """Split 基本 into 人员 and 公用 where only the economic table tells them apart: as that table's totals."""
    if atom.detail != "basic" or paid.fund != "general_public":
        return [(None, paid.fen)]
    totals = book.totals("basic_economic")
    printed = book.row(totals[0]) if totals else {}
    parts = [measure for measure in ("personnel", "public") if measure in printed]
    if len(parts) < 2:
        return [(parts[0] if parts else None, paid.fen)]
    tried.assume(book.document_id, "scenario.assume_uses", document=book.document_id)
    shares = share_out(paid.fen, [max(0, book.figures[printed[measure]].fen) for measure in parts])
    return [(measure, part) for measure, part in zip(parts, shares, strict=True) if part]


def _project(  # noqa: PLR0913, PLR0917 - one call site
    book: Book, change: dict[int, int], tried: Tried, target: Target, fen: int, funding: Funding
) -> list[tuple[Flow, Paid | None]]:
    line = target.line
    only = [row for row in book.leaves("expenditure") if "project" in book.row(row)]
    spent = book.row(only[0])["project"] if len(only) == 1 else None
    code = book.any_of(only[0]).code if len(only) == 1 else None
    if spent is None:
        tried.assume(book.document_id, "scenario.assume_function", document=book.document_id)
    assert isinstance(line, Line)  # noqa: S101 - the kind says so
    figures = line.figures
    own = _own_source(book, line) if target.fund is None else None
    used = Funding("source", own) if own and funding.kind == "same" else funding
    found: list[tuple[Flow, Paid | None]] = []
    for paid in paid_by(book, change, code, target.fund, fen, used):
        cells = (
            figures if paid.source in {own, target.fund, "carryover"} else _other_cells(book, figures[0], paid.source)
        )
        flow = Flow(paid.fen, "project", code, paid.fund, paid.source, spent, None, lines=tuple(cells))
        found.append((flow, paid))
    return found


def _own_source(book: Book, line: Line) -> str | None:
    """Return the source that a project's line names, as the income statement calls it; None where it names no one.

    An umbrella term (单位资金) means the one source it covers that has money there, where there is only one.
    """
    if line.source in {"total", "fiscal", "current_year"}:
        return None
    covered = umbrellas().get(line.source, frozenset())
    totals = book.totals("income")
    printed = book.row(totals[0]) if totals else {}
    held = [source for source, no in printed.items() if source in covered and book.figures[no].fen > 0]
    return held[0] if line.source not in printed and len(held) == 1 else line.source


def _other_cells(book: Book, no: int, source: str) -> tuple[int, ...]:
    """Return the cell of a project's row for another source than the printed one."""
    row = book.figures[no].row
    if book.columns["project", None] <= {"total"}:
        return (no,)
    return (book.cell(row, column(book, "project", source)),)


def _component(  # noqa: PLR0913, PLR0917 - one call site
    book: Book, change: dict[int, int], tried: Tried, target: Target, fen: int, funding: Funding
) -> list[tuple[Flow, Paid | None]]:
    """Change a component of “三公”经费, and the total where all of it is in lines of basic spending."""
    line = target.line
    assert isinstance(line, Line)  # noqa: S101 - the kind says so
    figures = line.figures
    economic = _economic_lines(book, str(target.line.code))
    if not economic:
        tried.assume(book.document_id, "scenario.assume_component", document=book.document_id, line=line.name)
        return [(Flow(fen, "public", None, None, "", lines=figures, only_lines=True), None)]
    tried.assume(book.document_id, "scenario.assume_component_basic", document=book.document_id, line=line.name)
    tried.assume(book.document_id, "scenario.assume_function", document=book.document_id)
    found: list[tuple[Flow, Paid | None]] = []
    for paid in paid_by(book, change, None, "general_public", fen, funding):
        present = [max(0, book.figures[no].fen + change.get(no, 0)) for no in economic]
        parts = share_out(paid.fen, present) if sum(present) else [paid.fen, *[0] * (len(economic) - 1)]
        for no, part in zip(economic, parts, strict=True):
            flow = Flow(part, "public", None, paid.fund, paid.source, lines=figures, economic=no)
            found.append((flow, Paid(paid.source, paid.fund, part, paid.shown)))
    return found


def _economic_lines(book: Book, component: str) -> list[int]:
    """Return the figures of basic spending that are exactly a component, by the document's own comparison (X7)."""
    for identity in book.identities:
        if identity.rule == "X7" and identity.code == component and identity.held and identity.difference == 0:
            rights = [operand.no for operand in identity.side("right") if operand.no in book.figures]
            rows = [book.row(book.figures[no].row) for no in rights if no is not None and book.figures[no].fen]
            return [row.get("public", row.get("personnel", row["total"])) for row in rows]
    return []
