"""A figure of the narrative while the text that may yet say more of it is being read, and the row it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.model import NarrativeFact

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence
    from decimal import Decimal

    from loaders.model import Direction
    from loaders.narrative_clause import Subject


@dataclass(slots=True, eq=False)
class Draft:
    """A fact that may yet receive a change, a share or parts; `texts` are its sentence and the one that adds a change.

    `whole` is what it is a part of, `partial` says that the list it stands in names only the main parts, `section`
    counts the headings before it, `words` are those before its figure.
    """

    subject: Subject
    topic: str
    year: int
    texts: list[str]
    line: int | None
    page: int | None
    section: int = 0
    words: str = ""
    amount: Decimal | None = None
    change: Decimal | None = None
    pct: Decimal | None = None
    share: Decimal | None = None
    direction: Direction | None = None
    amount_text: str | None = None
    change_text: str | None = None
    pct_text: str | None = None
    share_text: str | None = None
    unit: str | None = None
    count: int | None = None
    whole: Draft | None = None
    partial: bool = False
    approximate: bool = False

    def print_amount(self, event: re.Match[str]) -> None:
        """Keep the amount as printed."""
        self.amount_text, self.unit = printed_number(event), event["unit"]

    def print_change(self, event: re.Match[str]) -> None:
        """Keep a change or a rate as printed; a change in another unit than the amount keeps its own."""
        if event["percent"]:
            self.pct_text = printed_number(event)
        else:
            self.unit = self.unit or event["unit"]
            self.change_text = printed_number(event) + ("" if event["unit"] == self.unit else event["unit"])


def printed_number(event: re.Match[str]) -> str:
    """Return the number as printed, with its sign if it has one."""
    return (event["sign"] or "") + event["number"]


def facts_of(document_id: str, drafts: Sequence[Draft]) -> list[NarrativeFact]:
    """Return the rows, numbered from 1 in the order of the text."""
    numbers = {id(draft): number for number, draft in enumerate(drafts, start=1)}
    return [_fact(document_id, draft, numbers) for draft in drafts]


def _fact(document_id: str, draft: Draft, numbers: dict[int, int]) -> NarrativeFact:
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
        amount_text=draft.amount_text,
        change_text=draft.change_text,
        pct_text=draft.pct_text,
        unit_text=draft.unit,
        share_pct=draft.share,
        share_text=draft.share_text,
        count_number=draft.count,
        whole_no=numbers[id(draft.whole)] if draft.whole is not None else None,
        is_partial=draft.partial,
        is_approximate=draft.approximate,
        fact_no=numbers[id(draft)],
    )
