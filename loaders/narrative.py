"""Sentences of the 情况说明 → rows of `narrative`: each amount with its subject and its change on the year before.

A sentence is read from left to right, from figure to figure: the words between two figures say what the second is —
an amount of a new subject, a change of the last one, a share (left out) or a limit (left out).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from loaders.model import Leftover, NarrativeFact, Repair
from loaders.narrative_clause import Clause, Subject, read_clause, resolve
from loaders.narrative_dialect import NarrativeDialect, load_narrative_dialect
from loaders.sentences import Paragraph, paragraphs

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from loaders.model import Direction, TextLine

__all__ = ["NarrativeDialect", "Paragraph", "load_narrative_dialect", "paragraphs", "read_narrative"]

_CENT = Decimal("0.01")
_EXCERPT = 100
"""Characters of a sentence kept on either side of a figure that is left over."""
_NO_SUBJECT = "未能确定数字所指的对象"


@dataclass(slots=True)
class _Draft:
    """A fact that may yet receive a change; `texts` are its sentence and the one that adds the change."""

    subject: Subject
    topic: str
    year: int
    texts: list[str]
    line: int | None
    page: int | None
    amount: Decimal | None = None
    change: Decimal | None = None
    pct: Decimal | None = None
    direction: Direction | None = None


@dataclass(slots=True)
class _State:
    """What is known at a place of the text: the headings above, the subject spoken of, the rows so far."""

    document_id: str
    fiscal_year: int
    dialect: NarrativeDialect
    headings: dict[int, str] = field(default_factory=dict)
    title: str = ""
    drafts: list[_Draft] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    head: _Draft | None = None
    last: _Draft | None = None
    named: Subject | None = None
    sentence: Paragraph = field(default_factory=lambda: Paragraph("", ()))
    own: list[_Draft] = field(default_factory=list)
    parent: _Draft | None = None
    group: str | None = None
    qualifier: tuple[str, str] | None = None
    lost: bool = False


def read_narrative(
    lines: Sequence[TextLine], document_id: str, fiscal_year: int, dialect: NarrativeDialect
) -> tuple[list[NarrativeFact], list[Repair], list[Leftover]]:
    """Find every amount said in prose.

    Args:
        lines: the lines outside tables, in the order of the document; text without amounts gives nothing.
        document_id: goes into every row.
        fiscal_year: the year of a figure that names none.
        dialect: the words, usually `load_narrative_dialect()`.

    Returns:
        The facts in the order of the text (money in 元, rates in percent, a decrease negative), the inferences made
        about what a change belongs to, and the figures whose subject cannot be told, with the reason.
    """
    state = _State(document_id, fiscal_year, dialect)
    for paragraph in paragraphs(lines, dialect):
        _enter(state, paragraph)
        if not paragraph.heading:
            for sentence in paragraph.sentences():
                _read_sentence(state, sentence)
    facts = [_fact(document_id, draft, number) for number, draft in enumerate(state.drafts, start=1)]
    return facts, state.repairs, state.leftovers


def _enter(state: _State, paragraph: Paragraph) -> None:
    """Take note of a heading or an ordinal: what was spoken of before it is over."""
    if not paragraph.level and not paragraph.heading:
        return
    state.head = state.last = state.named = None
    if not paragraph.heading:
        return
    level = paragraph.level or 1
    state.title = paragraph.text
    state.headings = {rank: topic for rank, topic in state.headings.items() if rank < level}
    topic = next((topic for words, topic in state.dialect.topics if words.search(paragraph.text)), None)
    if topic:
        state.headings[level] = topic


def _read_sentence(state: _State, sentence: Paragraph) -> None:
    state.sentence, state.own, state.group, state.qualifier = sentence, [], None, None
    state.lost = False
    state.parent = state.head if state.dialect.continues.match(sentence.text) else None
    position = 0
    for event in state.dialect.event.finditer(sentence.text):
        _read_event(state, event, sentence.text[position : event.start()])
        position = event.end()
    if not position:
        _name(state, sentence.text)
    if state.own:
        state.head = state.parent or state.own[0]
        state.last = state.own[-1]
    else:
        # a change that comes later still belongs to the head, but no longer without an inference
        state.last = None
        state.head = None if state.lost else state.head


def _name(state: _State, text: str) -> None:
    """Remember the function a sentence without figures names: `…（项）。主要用于：…。全年预算为52.00万元`."""
    found = resolve(read_clause(text.rstrip("。"), state.dialect).rest, state.dialect)
    if found is not None and found.topic == "function":
        state.named = found


def _read_event(state: _State, event: re.Match[str], lead: str) -> None:
    for words, topic in state.dialect.groups:
        state.group = topic if words.search(lead) else state.group
    for words, topic in state.dialect.qualifiers:
        for match in words.finditer(lead):
            state.qualifier = (match[0], topic)
    clause = read_clause(lead, state.dialect)
    if event["flat"]:
        _read_flat(state, event, clause)
    elif event["percent"]:
        _read_percent(state, event, clause)
    elif not state.dialect.limit.match(state.sentence.text, event.end()):
        _read_amount(state, event, clause)


def _read_amount(state: _State, event: re.Match[str], clause: Clause) -> None:
    reason = _fault(state, event)
    yuan = None if reason else _yuan(event, state.dialect)
    if yuan is None:
        _leave(state, reason or "金额精确到分以下，无法如实保存", event)
    elif clause.direction is not None:
        _read_change(state, event, clause, yuan)
    else:
        subjects = _subjects(state, clause)
        if not subjects:
            _leave(state, _NO_SUBJECT, event)
        for subject in subjects:
            _open(state, subject, clause, event).amount = yuan


def _fault(state: _State, event: re.Match[str]) -> str | None:
    """Say why a number cannot be trusted as printed, if it cannot."""
    text, number = state.sentence.text, event["number"]
    before, after = text[: event.start()], text[event.end() :]
    whole = number.split(".")[0].split(",")
    if len(whole) > 1 and not (1 <= len(whole[0]) <= 3 and all(len(part) == 3 for part in whole[1:])):
        return "数字的千分位不完整"
    if before[-1:] in {" ", "，", "、", "．"} and before[-2:-1].isdigit():
        return "数字前紧接另一数字，可能被拆开"
    if state.dialect.comparator.search(before):
        return "指标值或限额，不是预算金额"
    return "单位定额，不是预算金额" if after[:1] in {"/", "／"} else None


def _read_percent(state: _State, event: re.Match[str], clause: Clause) -> None:
    """Read a rate of change; a share (占…%) or a completion (完成…的…%) has no direction and is left out."""
    if clause.direction is not None and not clause.to:
        _read_change(state, event, clause, None)


def _read_change(state: _State, event: re.Match[str], clause: Clause, yuan: Decimal | None) -> None:
    size = _signed(event, clause.direction, yuan)
    draft = None if size is None else _target(state, event, clause)
    if size is None or draft is None:
        _leave(state, "增减数未能确定所指的对象或方向", event)
        return
    if (draft.pct if yuan is None else draft.change) is not None:
        _leave(state, "所指对象已有一个增减数", event)
        return
    if yuan is None:
        draft.pct = size
    else:
        draft.change = size
    if draft.direction is None or yuan is not None:
        draft.direction = "flat" if not size else "increase" if size > 0 else "decrease"


def _signed(event: re.Match[str], direction: str | None, yuan: Decimal | None) -> Decimal | None:
    """The change with its sign; 增减 without more tells no sign, except of 0."""
    size = yuan
    if size is None:
        size = Decimal(event["number"].replace(",", "")) * (-1 if event["sign"] else 1)
    if direction == "either" and size:
        return None
    return -size if direction == "decrease" and size else size


def _read_flat(state: _State, event: re.Match[str], clause: Clause) -> None:
    """Read 与上年持平: the change is 0; 基本持平 says no figure."""
    if not clause.generic and not _subjects(state, clause):
        return
    drafts = [*state.own] if clause.each and not clause.rest else [_target(state, event, clause)]
    for draft in drafts:
        if draft is not None and draft.direction is None:
            draft.direction = "flat"
            draft.change = None if event["about"] else Decimal(0).quantize(_CENT)


def _target(state: _State, event: re.Match[str], clause: Clause) -> _Draft | None:
    """Find whose change this is: of the subject in the clause, of the last amount, or of the sentence before."""
    if clause.rest and not clause.generic:
        subjects = _subjects(state, clause)
        return _open(state, subjects[0], clause, event) if len(subjects) == 1 else None
    if named := _named_before(state, clause):
        return _open(state, named, clause, event)
    if clause.reason or state.lost:
        return None
    if state.own:
        return _nearest(state, event)
    if state.head is not None and state.sentence.text not in state.head.texts:
        state.head.texts.append(state.sentence.text)
        if state.last is not state.head:
            _infer(state, event, state.head, "增减数另成一句，归于上一句的首个对象，而不是最后一个")
    return state.head


def _nearest(state: _State, event: re.Match[str]) -> _Draft:
    """The last amount of the sentence; noted as an inference where it ends a list that has no other change."""
    draft = state.own[-1]
    if len(state.own) > 2 and all(other.direction is None for other in state.own):
        _infer(state, event, draft, "增减数位于一列数字之后，归于最近的对象")
    return draft


def _infer(state: _State, event: re.Match[str], draft: _Draft, reason: str) -> None:
    place = state.sentence.place(event.start())
    phrase = event["flat"] or state.sentence.text[: event.end()].rpartition("，")[2]
    after = f"{draft.subject.name}：{phrase}"
    state.repairs.append(
        Repair(state.document_id, "narrative", "attach-change", phrase, after, reason, place.page, place.line)
    )


def _subjects(state: _State, clause: Clause) -> list[Subject]:
    """Return the subjects a clause speaks of; several only where each has the same amount (均为0万元)."""
    if clause.generic:
        spoken = _spoken_of(state, clause)
        return [spoken.at_stage(clause.stage)] if spoken else []
    parts = clause.rest.replace("和", "、").split("、") if clause.each else [clause.rest]
    found = [resolve(part, state.dialect) for part in parts]
    return [subject for subject in found if subject] if all(found) else []


def _spoken_of(state: _State, clause: Clause) -> Subject | None:
    """The subject of 2024年预算安排…: named in a clause before, the function of the item, or that of the sentence."""
    if not clause.stands_for:
        return None
    if named := _named_before(state, clause):
        return named
    if clause.before or state.lost:
        return None
    head = state.own[-1 if clause.to else 0] if state.own else state.head
    return state.named or (head.subject if head else None)


def _named_before(state: _State, clause: Clause) -> Subject | None:
    """A subject of the dialect named in a clause of its own: `机关运行经费，比上年增加…`."""
    found = (resolve(text, state.dialect, items=False) for text in clause.before)
    return next((subject for subject in found if subject is not None), None)


def _open(state: _State, subject: Subject, clause: Clause, event: re.Match[str]) -> _Draft:
    """Begin a fact."""
    subject, topic = _in_context(state, subject, clause)
    place = state.sentence.place(event.start())
    year = clause.year or (state.fiscal_year - 1 if clause.prior else state.fiscal_year)
    draft = _Draft(subject, topic, year, [state.sentence.text], place.line, place.page)
    state.lost = False
    state.drafts.append(draft)
    state.own.append(draft)
    if subject.topic == "function":
        state.named = subject
    return draft


def _in_context(state: _State, subject: Subject, clause: Clause) -> tuple[Subject, str]:
    """Settle the topic, and with it measure and code: the same words mean other money under another heading."""
    if subject.near and subject.near not in state.sentence.text + state.title:
        subject = replace(subject.plain(), topic=None)
    topic = _topic(state, subject)
    if subject.bound and topic != subject.topic:
        subject = subject.plain()
    if state.qualifier is not None and state.qualifier[1] == topic:
        subject = subject.under(state.qualifier[0])
    if state.own and _carried_by(state.own[-1].subject, subject, clause, state.dialect):
        subject = subject.under(state.own[-1].subject.label)
    return subject, topic


def _carried_by(fund: Subject, subject: Subject, clause: Clause, dialect: NarrativeDialect) -> bool:
    """Tell whether a carry-over is that of the fund before it: 、 would make it the next item of one list."""
    return (
        clause.opening in {"，", ","}
        and dialect.carried.fullmatch(subject.label) is not None
        and dialect.carried_after.search(fund.label) is not None
    )


def _topic(state: _State, subject: Subject) -> str:
    strong = state.dialect.strong
    head = state.parent or (state.own[0] if state.own else None)
    above = state.headings[max(state.headings)] if state.headings else None
    if subject.topic is not None and subject.fixed:
        return subject.topic
    # 政府采购预算 owns the parts after it; 人员经费 does not make the 项目支出 after it a basic expenditure
    if head is not None and head.topic in strong and (head.subject.fixed or head.subject.near):
        return head.topic
    if above is not None and above in strong:
        return above
    return state.group or subject.topic or (head.topic if head else None) or above or "other"


def _yuan(event: re.Match[str], dialect: NarrativeDialect) -> Decimal | None:
    """The amount in 元, None if it does not fit two decimals."""
    exact = Decimal(event["number"].replace(",", "")) * dialect.units[event["unit"]]
    rounded = exact.quantize(_CENT)
    if rounded != exact:
        return None
    return -rounded if event["sign"] else rounded


def _leave(state: _State, reason: str, event: re.Match[str]) -> None:
    """Record a figure that is not loaded; what follows without a subject may be about it, so it is not either."""
    state.lost = True
    text, place = state.sentence.text, state.sentence.place(event.start())
    near = text[max(0, event.start() - _EXCERPT) : event.end() + _EXCERPT]
    row = Leftover(state.document_id, state.title, f"{event[0]}：{reason}", near, place.page, place.line)
    state.leftovers.append(row)


def _fact(document_id: str, draft: _Draft, number: int) -> NarrativeFact:
    subject = draft.subject
    return NarrativeFact(
        document_id=document_id,
        topic=draft.topic,
        subject=subject.name,
        measure=None if subject.stage else subject.measure,
        code=None if subject.stage else subject.code,
        fiscal_year=draft.year,
        amount_yuan=draft.amount,
        change_yuan=draft.change,
        change_pct=draft.pct,
        direction=draft.direction,
        text="".join(draft.texts),
        page=draft.page,
        line=draft.line,
        fact_no=number,
    )
