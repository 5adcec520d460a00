"""Sentences of the 情况说明 → rows of `narrative`: each amount with its subject and its change on the year before.

A sentence is read from left to right, from figure to figure: the words between two figures say what the second is —
an amount of a new subject, a change of the last one, a share (left out) or a limit (left out).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from loaders.model import Leftover, NarrativeFact, Repair
from loaders.narrative_clause import Clause, Subject, compared_with, read_clause, resolve
from loaders.narrative_dialect import NarrativeDialect, load_narrative_dialect
from loaders.narrative_draft import Draft, facts_of, printed_number
from loaders.narrative_figure import CENT, fault, is_approximate, percent, signed, to_yuan
from loaders.narrative_lists import Lists, belong, follow, latest, only_main, settle_wholes
from loaders.narrative_state import State
from loaders.narrative_turn import in_turn
from loaders.sentences import Paragraph, paragraphs

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from loaders.model import TextLine

__all__ = ["NarrativeDialect", "Paragraph", "load_narrative_dialect", "paragraphs", "read_narrative"]

_EXCERPT = 100
"""Characters of a sentence kept on either side of a figure that is left over."""
_SECTION_LEVEL = 2
"""Headings down to this level (二、) begin a section of their own."""
_NO_SUBJECT = "未能确定数字所指的对象"


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
    state = State(document_id, fiscal_year, dialect)
    for paragraph in paragraphs(lines, dialect):
        _enter(state, paragraph)
        if not paragraph.heading:
            for sentence in paragraph.sentences():
                _read_sentence(state, sentence)
    settle_wholes(state.drafts, dialect)
    return facts_of(document_id, state.drafts), state.repairs, state.leftovers


def _enter(state: State, paragraph: Paragraph) -> None:
    """Take note of a heading or an ordinal: what was spoken of before it is over."""
    if not paragraph.level and not paragraph.heading:
        return
    state.head = state.last = state.named = None
    if not paragraph.heading:
        return
    level = paragraph.level or 1
    state.section += level <= _SECTION_LEVEL
    state.title = paragraph.text
    state.headings = {rank: topic for rank, topic in state.headings.items() if rank < level}
    topic = next((topic for words, topic in state.dialect.topics if words.search(paragraph.text)), None)
    if topic:
        state.headings[level] = topic


def _read_sentence(state: State, sentence: Paragraph) -> None:
    state.sentence, state.own, state.group, state.qualifier = sentence, [], None, None
    state.lost, state.spoken, state.waiting = False, None, []
    state.parent = state.head if state.dialect.continues.match(sentence.text) else None
    state.lists = Lists(outer=state.parent)
    position = 0
    for event in state.dialect.event.finditer(sentence.text):
        _read_event(state, event, sentence.text[position : event.start()])
        position = event.end()
    if state.dialect.more.match(sentence.text[position:]):
        only_main(state.lists, state.own)
    if not position:
        _name(state, sentence.text)
        _read_count(state, sentence)
    if state.own:
        state.head = state.parent or state.own[0]
        state.last = state.own[-1]
    else:
        # a change that comes later still belongs to the head, but no longer without an inference
        state.last = None
        state.head = None if state.lost else state.head


def _name(state: State, text: str) -> None:
    """Remember the function a sentence without figures names: `…（项）。主要用于：…。全年预算为52.00万元`."""
    found = resolve(read_clause(text.rstrip("。"), state.dialect).rest, state.dialect)
    if found is not None and found.topic == "function":
        state.named = found


def _read_event(state: State, event: re.Match[str], lead: str) -> None:
    for words, topic in state.dialect.groups:
        state.group = topic if words.search(lead) else state.group
    for qualifier in state.dialect.qualifiers:
        for match in qualifier.pattern.finditer(lead):
            state.qualifier = (match[0], qualifier)
    clause = read_clause(lead, state.dialect, state.fiscal_year)
    _follow_lists(state, lead, clause)
    if event["flat"]:
        _read_flat(state, event, clause)
    elif event["percent"]:
        _read_percent(state, event, clause)
    elif not state.dialect.limit.match(state.sentence.text, event.end()):
        _read_amount(state, event, clause, lead)


def _follow_lists(state: State, lead: str, clause: Clause) -> None:
    """Open and close lists; a reason (主要原因是人员经费增加…) is no part of one."""
    if state.dialect.more.match(lead):
        only_main(state.lists, state.own)
    open_before = list(state.lists.open)
    state.spoken = follow(state.lists, lead, state.spoken, state.drafts, state.dialect)
    if clause.reason and state.lists.open == open_before:
        state.lists.open.append((None, False))


def _read_amount(state: State, event: re.Match[str], clause: Clause, lead: str) -> None:
    reason = fault(state.sentence.text, event, state.dialect)
    yuan = None if reason else to_yuan(event, state.dialect)
    if yuan is None:
        _leave(state, reason or "金额精确到分以下，无法如实保存", event)
    elif clause.direction is not None:
        _read_change(state, event, clause, yuan)
    elif clause.base and state.own and not state.lost:
        _read_base(state, event, clause, yuan)
    else:
        subjects = in_turn(state, event, lead) or _subjects(state, clause)
        if not subjects:
            _leave(state, _NO_SUBJECT, event)
        for subject in subjects:
            draft = _open(state, subject, clause, event)
            draft.amount, draft.words = yuan, clause.rest
            draft.print_amount(event)
            draft.approximate = is_approximate(state.sentence.text, event, state.dialect)
            _tell_stages(state, draft)
            draft.count = _count(state, lead) if draft.topic == "performance" else None


def _tell_stages(state: State, settled: Draft) -> None:
    """A figure called 决算 makes the one of the same thing called 预算 before it one of the budget's stage."""
    if not state.dialect.settled.search(settled.words):
        return
    for draft in state.own[:-1]:
        match = state.dialect.budgeted.search(draft.words)
        if match is not None and (draft.subject, draft.year) == (settled.subject, settled.year):
            draft.subject = draft.subject.at_stage(match["stage"])


def _read_base(state: State, event: re.Match[str], clause: Clause, yuan: Decimal) -> None:
    """Read what an amount is compared with: 较2023年预算的1,278万元减少40万元. What follows is about the amount."""
    about = state.spoken if state.spoken in state.own else state.own[-1]
    if clause.against not in {None, about.year - 1}:
        _leave(state, "不是上年的数字", event)
        return
    place = state.sentence.place(event.start())
    draft = Draft(
        about.subject, about.topic, about.year - 1, [state.sentence.text], place.line, place.page, state.section
    )
    draft.amount = yuan
    draft.print_amount(event)
    draft.approximate = is_approximate(state.sentence.text, event, state.dialect)
    state.drafts.append(draft)


def _count(state: State, text: str) -> int | None:
    """How many projects the words before an amount speak of: 涉及项目23个，预算资金…."""
    counts = [match["after"] or match["before"] for match in state.dialect.count.finditer(text)]
    return int(counts[-1]) if counts else None


def _read_count(state: State, sentence: Paragraph) -> None:
    """Read a sentence that says how many projects there are, and no amount."""
    match = state.dialect.count.search(sentence.text)
    above = state.headings[max(state.headings)] if state.headings else None
    if match is not None and above == "performance":
        clause = read_clause(sentence.text[: match.start()], state.dialect)
        draft = _open(state, Subject("项目", "performance"), clause, match)
        draft.count = _count(state, sentence.text)


def _read_percent(state: State, event: re.Match[str], clause: Clause) -> None:
    """Read a rate of change, or a share (占…%); a completion (完成…的…%) is neither and is left out."""
    if clause.direction is not None and not clause.to:
        _read_change(state, event, clause, None)
    elif match := state.dialect.share.match(clause.rest):
        _read_share(state, event, match["base"])


def _read_share(state: State, event: re.Match[str], base: str | None) -> None:
    """Read 占5.00% or 占本年支出合计的5.00%; a share of something else than the list's whole is left out."""
    if not state.own or state.lost or state.own[-1].share is not None:
        return
    draft = state.own[-1]
    if base is not None:
        subject = resolve(base, state.dialect, items=False)
        whole = latest(subject, [d for d in state.drafts if d is not draft]) if subject else None
        if whole is None or draft.whole not in {None, whole}:
            return
        draft.whole = whole
    draft.share, draft.share_text = percent(event), printed_number(event)


def _read_change(state: State, event: re.Match[str], clause: Clause, yuan: Decimal | None) -> None:
    if clause.against not in {None, state.fiscal_year - 1}:
        _leave(state, "不是与上年相比的增减数", event)
        return
    size = signed(event, clause.direction, yuan)
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
    draft.print_change(event)
    draft.approximate = draft.approximate or is_approximate(state.sentence.text, event, state.dialect)
    if draft.direction is None or yuan is not None:
        draft.direction = "flat" if not size else "increase" if size > 0 else "decrease"


def _read_flat(state: State, event: re.Match[str], clause: Clause) -> None:
    """Read 与上年持平: the change is 0; 基本持平 says no figure."""
    compared = compared_with(event["flat"], state.fiscal_year, state.dialect)
    if compared not in {None, state.fiscal_year - 1} or (not clause.generic and not _subjects(state, clause)):
        return
    drafts = [*state.own] if clause.each and not clause.rest else [_target(state, event, clause)]
    for draft in drafts:
        if draft is not None and draft.direction is None:
            draft.direction = "flat"
            draft.change = None if event["about"] else Decimal(0).quantize(CENT)


def _target(state: State, event: re.Match[str], clause: Clause) -> Draft | None:
    """Find whose change this is: of the subject in the clause, of the last amount, or of the sentence before."""
    state.spoken = _whose(state, event, clause)
    return state.spoken


def _whose(state: State, event: re.Match[str], clause: Clause) -> Draft | None:
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


def _nearest(state: State, event: re.Match[str]) -> Draft:
    """The last amount of the sentence; noted as an inference where it ends a list that has no other change."""
    draft = state.spoken if state.spoken in state.own else state.own[-1]
    if len(state.own) > 2 and all(other.direction is None for other in state.own):
        _infer(state, event, draft, "增减数位于一列数字之后，归于最近的对象")
    return draft


def _infer(state: State, event: re.Match[str], draft: Draft, reason: str) -> None:
    place = state.sentence.place(event.start())
    phrase = event["flat"] or state.sentence.text[: event.end()].rpartition("，")[2]
    after = f"{draft.subject.name}：{phrase}"
    state.repairs.append(
        Repair(state.document_id, "narrative", "attach-change", phrase, after, reason, place.page, place.line)
    )


def _subjects(state: State, clause: Clause) -> list[Subject]:
    """Return the subjects a clause speaks of; several only where each has the same amount (均为0万元)."""
    if clause.generic:
        spoken = _spoken_of(state, clause)
        return [spoken.at_stage(clause.stage)] if spoken else []
    if (whole := resolve(clause.rest, state.dialect, items=not clause.each)) is not None:
        return [whole]
    parts = clause.rest.replace("和", "、").split("、") if clause.each else [clause.rest]
    found = [resolve(part, state.dialect) for part in parts]
    return [subject for subject in found if subject] if all(found) else []


def _spoken_of(state: State, clause: Clause) -> Subject | None:
    """The subject of 2024年预算安排…: named in a clause before, the function of the item, or that of the sentence."""
    if not clause.stands_for:
        return None
    if named := _named_before(state, clause):
        return named
    if clause.before or state.lost:
        return None
    head = state.own[-1 if clause.to else 0] if state.own else state.head
    return state.named or (head.subject if head else None)


def _named_before(state: State, clause: Clause) -> Subject | None:
    """A subject of the dialect named in a clause of its own: `机关运行经费，比上年增加…`."""
    found = (resolve(text, state.dialect, items=False) for text in clause.before)
    return next((subject for subject in found if subject is not None), None)


def _open(state: State, subject: Subject, clause: Clause, event: re.Match[str]) -> Draft:
    """Begin a fact."""
    subject, topic = _in_context(state, subject, clause)
    place = state.sentence.place(event.start())
    year = clause.year or (state.fiscal_year - 1 if clause.prior else state.fiscal_year)
    draft = Draft(subject, topic, year, [state.sentence.text], place.line, place.page, state.section)
    state.lost = False
    _place_in_list(state, draft)
    state.drafts.append(draft)
    state.own.append(draft)
    state.spoken = draft
    if subject.topic == "function":
        state.named = subject
    return draft


def _place_in_list(state: State, draft: Draft) -> None:
    belong(state.lists, draft, state.own, state.dialect)
    words, qualifier = state.qualifier or ("", None)
    if qualifier is None or qualifier.part_of is None or not draft.subject.label.startswith(f"{words}·"):
        return
    draft.whole, draft.partial = None, True
    wanted = (qualifier.topic, qualifier.part_of)
    for other in state.drafts:
        if other.subject.measure and (other.topic, other.subject.measure) == wanted:
            draft.whole = other


def _in_context(state: State, subject: Subject, clause: Clause) -> tuple[Subject, str]:
    """Settle the topic, and with it measure and code: the same words mean other money under another heading."""
    if subject.near and subject.near not in state.sentence.text + state.title:
        subject = replace(subject.plain(), topic=None)
    topic = _topic(state, subject)
    if subject.bound and topic != subject.topic:
        subject = subject.plain()
    if state.qualifier is not None and state.qualifier[1].topic == topic:
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


def _topic(state: State, subject: Subject) -> str:
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


def _leave(state: State, reason: str, event: re.Match[str]) -> None:
    """Record a figure that is not loaded; what follows without a subject may be about it, so it is not either."""
    state.lost = True
    text, place = state.sentence.text, state.sentence.place(event.start())
    near = text[max(0, event.start() - _EXCERPT) : event.end() + _EXCERPT]
    row = Leftover(state.document_id, state.title, f"{event[0]}：{reason}", near, place.page, place.line)
    state.leftovers.append(row)
