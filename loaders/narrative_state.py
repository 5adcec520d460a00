"""What is known at a place of the narrative."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.narrative_lists import Lists
from loaders.sentences import Paragraph

if TYPE_CHECKING:
    from loaders.model import Leftover, Repair
    from loaders.narrative_clause import Subject
    from loaders.narrative_dialect import NarrativeDialect, Qualifier
    from loaders.narrative_draft import Draft


@dataclass(slots=True)
class State:
    """The headings above, the subject spoken of, the rows so far.

    Of the whole text: `head` is whom a sentence with a change of its own speaks of, `named` the function of the item,
    `section` how many sections began. Of a sentence: `own` its rows, `spoken` the row spoken of last, `lists` what is
    open, `waiting` the names whose amounts are still to come, `lost` that a figure was left over.
    """

    document_id: str
    fiscal_year: int
    dialect: NarrativeDialect
    headings: dict[int, str] = field(default_factory=dict)
    title: str = ""
    drafts: list[Draft] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    head: Draft | None = None
    last: Draft | None = None
    named: Subject | None = None
    sentence: Paragraph = field(default_factory=lambda: Paragraph("", ()))
    own: list[Draft] = field(default_factory=list)
    parent: Draft | None = None
    group: str | None = None
    qualifier: tuple[str, Qualifier] | None = None
    lost: bool = False
    section: int = 0
    lists: Lists = field(default_factory=Lists)
    spoken: Draft | None = None
    waiting: list[Subject] = field(default_factory=list)
