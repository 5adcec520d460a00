"""Working a scenario out: its rules in their order, each on what the ones before it left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final

from dashboard.scenario.apply import Tried, amounts, attempt, counting
from dashboard.scenario.frames import frames
from dashboard.scenario.funding import RefusedError
from dashboard.scenario.model import Message, Result, Rule, Step
from dashboard.scenario.rates import rates
from dashboard.scenario.shares import of_percent, to_yuan
from dashboard.scenario.targets import Target, Work
from dashboard.scenario.untouched import untouched

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dashboard.scenario.baseline import Baseline
    from dashboard.scenario.model import Scenario, Status
    from dashboard.scenario.rates import Rate

_ZERO: Final = Decimal(0)
_MOST_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The lines of a rule and their changes."""

    changes: list[tuple[Target, int]]
    rate: Decimal | None = None
    notes: tuple[Message, ...] = ()


def work_out(baseline: Baseline, scenario: Scenario) -> Result:
    """Apply the rules of a scenario; what cannot be is refused with its reason, and the others stand."""
    if all(rule.operation == "grow" for rule in scenario.rules):
        said = tuple(_plain(number, rule, "path_only") for number, rule in enumerate(scenario.rules, start=1))
        return untouched(baseline, scenario, said, partial(_start, baseline))
    work = _start(baseline)
    steps: list[Step] = []
    funding: list[tuple[int, str, str, int]] = []
    known = rates(baseline) if any(rule.is_rated for rule in scenario.rules) else {}
    for number, rule in enumerate(scenario.rules, start=1):
        step, tried = _step(work, number, rule, known)
        steps.append(step)
        if tried is not None:
            funding += [(number, document, source, fen) for (document, source), fen in tried.paid.items() if fen]
    return frames(work, scenario, tuple(steps), funding)


def _start(baseline: Baseline) -> Work:
    counted = dict(zip(baseline.documents["document_id"], baseline.documents["counted"], strict=True))
    return Work(baseline, baseline.books(), counted, {})


def _step(work: Work, number: int, rule: Rule, known: Mapping[tuple[str, str], Rate]) -> tuple[Step, Tried | None]:
    if rule.operation == "grow":
        return _plain(number, rule, "path_only"), None
    targets: list[Target] = []
    try:
        targets = counting(rule, work.targets(rule.selection))
        if not targets:
            return _plain(number, rule, "no_effect", Message("scenario.no_lines")), None
        chosen = _changes(work, rule, targets, known)
        tried = attempt(work, rule, chosen.changes)
    except RefusedError as refusal:
        held = to_yuan(sum(work.now(target) for target in targets))
        return replace(_plain(number, rule, "refused", refusal.message), lines=len(targets), lines_yuan=held), None
    return _kept(work, number, rule, targets, chosen, tried), tried


def _plain(number: int, rule: Rule, status: Status, reason: Message | None = None) -> Step:
    return Step(number, rule, status, 0, _ZERO, _ZERO, _ZERO, reason=reason)


def _changes(work: Work, rule: Rule, targets: Sequence[Target], known: Mapping[tuple[str, str], Rate]) -> _Chosen:
    if rule.is_rated:
        return _by_rate(work, targets, known)
    fens = amounts(work, rule, targets, rule.value)
    changes = list(zip(targets, fens, strict=True))
    if rule.operation == "shift":
        if rule.to is None:
            raise RefusedError("scenario.shift_nowhere")
        to = counting(rule, work.targets(rule.to))
        taken = {id(target.line) for target in targets}
        if any(id(target.line) in taken for target in to):
            raise RefusedError("scenario.shift_to_itself")
        if not to:
            raise RefusedError("scenario.shift_nowhere")
        back = replace(rule, operation="amount")
        changes += zip(to, amounts(work, back, to, None), strict=True)
    return _Chosen(changes)


def _by_rate(work: Work, targets: Sequence[Target], known: Mapping[tuple[str, str], Rate]) -> _Chosen:
    """Change each line at the rate of its function on the year before; lines without one are left out, and named."""
    changes: list[tuple[Target, int]] = []
    notes: list[Message] = []
    used: set[Decimal] = set()
    for target in targets:
        key = (target.book.document_id, target.line.code or "")
        rate = known.get(key)
        values = {"document": key[0], "code": key[1]}
        if rate is None:
            notes.append(Message("scenario.no_rate", values))
            continue
        used.add(rate.percent)
        shown = {"percent": rate.percent.quantize(Decimal("0.01")), "place": rate.place}
        notes.append(Message("scenario.rate_from", values | shown))
        changes.append((target, of_percent(work.now(target), rate.percent)))
    if not changes:
        raise RefusedError("scenario.no_rate_at_all")
    return _Chosen(changes, used.pop() if len(used) == 1 else None, _once(notes))


def _once(notes: Sequence[Message]) -> tuple[Message, ...]:
    return tuple({(note.key, *note.values.values()): note for note in notes}.values())


def _kept(  # noqa: PLR0913, PLR0917 - one call site
    work: Work, number: int, rule: Rule, targets: Sequence[Target], chosen: _Chosen, tried: Tried
) -> Step:
    held = sum(work.now(target) for target in targets)
    before = _total(work)
    conflicts = (*_conflicts(work, tried), *tried.left_out)
    work.change = tried.change
    for target, fen in tried.lines:
        work.lines[id(target.line)] = work.lines.get(id(target.line), 0) + fen
        work.last[id(target.line)] = number
    moved = sum(fen for _, fen in tried.lines)
    return Step(
        number,
        rule,
        "applied" if tried.lines else "no_effect",
        len(targets),
        to_yuan(held),
        to_yuan(moved),
        to_yuan(_total(work) - before),
        chosen.rate,
        None if tried.lines else Message("scenario.no_change"),
        conflicts,
        (*chosen.notes, *_together(tried.assumptions.values())),
    )


def _together(messages: Iterable[Message]) -> list[Message]:
    """Say what is the same of several documents once, with the first of them by name."""
    grouped: dict[tuple[object, ...], list[Message]] = {}
    for message in messages:
        others = tuple(value for name, value in message.values.items() if name != "document")
        grouped.setdefault((message.key, *others), []).append(message)
    found = []
    for same in grouped.values():
        documents = [str(message.values["document"]) for message in same]
        shown = "、".join(documents[:_MOST_NAMED]) + (f" … ({len(documents)})" if len(documents) > _MOST_NAMED else "")
        found.append(Message(same[0].key, {**same[0].values, "document": shown}))
    return found


def _conflicts(work: Work, tried: Tried) -> list[Message]:
    """Say which earlier rules changed the same lines: the later one works on what they left."""
    lines: dict[int, int] = {}
    for target, _ in tried.lines:
        earlier = work.last.get(id(target.line))
        if earlier is not None:
            lines[earlier] = lines.get(earlier, 0) + 1
    return [Message("scenario.touches_again", {"earlier": n, "lines": count}) for n, count in sorted(lines.items())]


def _total(work: Work) -> int:
    found = 0
    for document_id, book in work.books.items():
        no = book.total() if work.counted[document_id] else None
        if no is not None:
            found += book.figures[no].fen + work.change.get(document_id, {}).get(no, 0)
    return found
