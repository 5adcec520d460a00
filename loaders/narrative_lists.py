"""Which figure is a part of which: lists opened by 其中 or 包括, components of one table, items of one section."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.narrative_clause import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.narrative_clause import Subject
    from loaders.narrative_dialect import NarrativeDialect
    from loaders.narrative_draft import Draft

_CLOSED = re.compile(r"[）)]")


@dataclass(slots=True)
class Lists:
    """The lists that are open at a place of a sentence, the outermost first; brackets hold those open before them."""

    open: list[tuple[Draft | None, bool]] = field(default_factory=list)
    brackets: list[tuple[list[tuple[Draft | None, bool]], Draft | None]] = field(default_factory=list)
    outer: Draft | None = None


def follow(
    lists: Lists, lead: str, last: Draft | None, drafts: Sequence[Draft], dialect: NarrativeDialect
) -> Draft | None:
    """Take note of what the words before a figure open and close; return whom the sentence speaks of after them.

    After a bracket it is whom it spoke of before: 公务用车…6万元（其中：…运行费6万元），比上年减少….

    Args:
        lists: changed in place; `outer` is the whole of the sentence before, if this one goes on with its parts.
        lead: the words between the figure before and this one.
        last: the figure spoken of last in this sentence.
        drafts: all figures so far, for a whole that is named (财政拨款支出预算中，…).
        dialect: the words.
    """
    for mark in dialect.list_mark.finditer(lead):
        if mark["sign"]:
            last = _bracket(lists, mark["sign"], last)
            if mark.start() == 0 and mark["sign"] in "（(" and last is not None and not _CLOSED.search(lead):
                # a bracket that a figure opens holds its parts: 本年收入90万元（一般公共预算80万元，…）
                lists.open.append((last, False))
        elif mark["within"]:
            whole = _named(mark["within"], drafts, dialect)
            lists.open = [(whole, False)] if whole is not None else lists.open
        else:
            _open(lists, mark, last)
    return last


def _bracket(lists: Lists, sign: str, last: Draft | None) -> Draft | None:
    if sign in "（(":
        lists.brackets.append((list(lists.open), last))
    elif sign in "）)":
        lists.open, last = lists.brackets.pop() if lists.brackets else (lists.open, last)
    elif len(lists.open) > 1:
        # a semicolon ends the inner list: 人员经费…，包括：…；公用经费…
        lists.open.pop()
    return last


def _open(lists: Lists, mark: re.Match[str], last: Draft | None) -> None:
    partial = mark["main"] is not None
    if mark["side"]:
        # 收入包括：…；支出包括：…: both are lists of the outermost whole
        whole = lists.open[0][0] if lists.open else (last or lists.outer)
        lists.open = [(whole, partial)]
    elif last is None and lists.outer is not None:
        lists.open = [(lists.outer, partial)]
    elif last is not None:
        lists.open.append((last, partial))


def _named(text: str, drafts: Sequence[Draft], dialect: NarrativeDialect) -> Draft | None:
    subject = resolve(text, dialect, items=False)
    return latest(subject, drafts) if subject is not None and subject.measure else None


def latest(subject: Subject, drafts: Sequence[Draft]) -> Draft | None:
    """Return the last figure of a subject that has an amount, by its words, else by its meaning."""
    known = [draft for draft in drafts if draft.amount is not None and draft.subject.stage is None]
    same = [draft for draft in known if draft.subject.label == subject.label]
    alike = [draft for draft in known if (draft.topic, draft.subject.measure) == (subject.topic, subject.measure)]
    found = same or alike
    return found[-1] if found else None


def belong(lists: Lists, draft: Draft, own: Sequence[Draft], dialect: NarrativeDialect) -> None:
    """Make a new figure a part of the list it stands in, unless the list is about a smaller or an equal thing."""
    if draft.subject.measure in dialect.floating and _in_doubt(lists):
        for whole, _ in lists.open:
            _mark_partial(whole, own)
        return
    while lists.open:
        whole, partial = lists.open[-1]
        if whole is None:
            return
        if _may_hold(whole, draft, dialect):
            draft.whole, draft.partial = whole, partial
            return
        lists.open.pop()


def _may_hold(whole: Draft, part: Draft, dialect: NarrativeDialect) -> bool:
    if whole is part:
        return False
    if part.subject.item or part.topic == "function":
        return not whole.subject.item and part.subject.label != whole.subject.label
    for ranks in dialect.ranks:
        inner, outer = ranks.get(part.subject.measure or ""), ranks.get(whole.subject.measure or "")
        if inner is not None and outer is not None and inner <= outer:
            return False
    return True


def only_main(lists: Lists, own: Sequence[Draft]) -> None:
    """等 after a figure: the list names only some of its parts."""
    if lists.open:
        _mark_partial(lists.open[-1][0], own)


def _in_doubt(lists: Lists) -> bool:
    """Money of another year in a list that is not about the total: of this list, or of one around it?"""
    whole = lists.open[-1][0] if lists.open else None
    return whole is not None and whole.subject.measure != "total" and not whole.subject.item


def _mark_partial(whole: Draft | None, own: Sequence[Draft]) -> None:
    for draft in own:
        draft.partial = draft.partial or (whole is not None and draft.whole is whole)


def settle_wholes(drafts: Sequence[Draft], dialect: NarrativeDialect) -> None:
    """Find the wholes that no list names: components of 三公 by their codes, functions by their section."""
    for index, draft in enumerate(drafts):
        before = drafts[:index]
        parent = dialect.components.get(draft.subject.code or "")
        if parent is not None:
            draft.whole = _component(draft, parent, before)
        elif draft.topic == "function" and draft.whole is None:
            draft.whole = _section_total(draft, before, dialect)
        elif draft.whole is not None and draft.whole.year != draft.year:
            draft.whole = None


def _component(draft: Draft, parent: str, before: Sequence[Draft]) -> Draft | None:
    wanted = (parent, draft.year, draft.subject.stage)
    return next((d for d in reversed(before) if (d.subject.code, d.year, d.subject.stage) == wanted), None)


def _section_total(draft: Draft, before: Sequence[Draft], dialect: NarrativeDialect) -> Draft | None:
    """The total of the fund that a section of 类、款、项 is about: of the same year and the same stage."""
    wanted = (draft.section, draft.year, draft.subject.stage)
    return next(
        (
            d
            for d in reversed(before)
            if d.subject.measure in dialect.section_totals
            and d.amount is not None
            and d.topic != "function"
            and (d.section, d.year, d.subject.stage) == wanted
        ),
        None,
    )
