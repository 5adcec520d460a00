"""The words before one figure → what they speak of: a subject, a change, a year, a stage of the budget."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loaders.narrative_dialect import QUOTES

if TYPE_CHECKING:
    from loaders.narrative_dialect import NarrativeDialect, SubjectWord

_BREAK = re.compile(r"[，,；;。：:！？]")
_YEAR = re.compile(r"(?P<year>20\d{2})年度?")
_LONGEST_ITEM = 30


@dataclass(frozen=True, slots=True)
class Subject:
    """What an amount is an amount of: `label` as printed, `stage` where it is not the figure of this document.

    `item` says that it is a row of a table, not its total.
    """

    label: str
    topic: str | None = None
    measure: str | None = None
    code: str | None = None
    fixed: bool = False
    bound: bool = False
    near: str | None = None
    stage: str | None = None
    item: bool = False

    @property
    def name(self) -> str:
        """The label with its stage: `…（项）·预算执行`."""
        return f"{self.label}·{self.stage}" if self.stage else self.label

    def plain(self) -> Subject:
        """The same words where they are only the name of an item."""
        return replace(self, measure=None, code=None)

    def under(self, qualifier: str) -> Subject:
        """The same words for a part of the money: no measure, or it would be taken for the whole."""
        return replace(self.plain(), label=f"{qualifier}·{self.label}")

    def at_stage(self, stage: str | None) -> Subject:
        """The same subject at another stage of the budget (年初预算, 执行数)."""
        return replace(self, stage=stage)


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause that ends at a figure.

    `rest` is the subject as printed, comparison and direction taken out. `generic` says that it names no subject of
    its own (预算数, 2024年预算安排, nothing); `stands_for` that it may still stand for the subject spoken of.
    `to` marks 增加到; `reason` that a reason was being given; `before` holds the clauses between the figure before
    and this one, the nearest first; `opening` is the first character after the figure before. `against` is the year
    that a change is measured from, where the clause names it: 比2023年, 比年初预算. `base` says that the figure
    itself is what is compared with: 较2023年预算的….
    """

    rest: str
    direction: str | None = None
    to: bool = False
    year: int | None = None
    prior: bool = False
    each: bool = False
    generic: bool = False
    stands_for: bool = False
    stage: str | None = None
    reason: bool = False
    before: tuple[str, ...] = ()
    opening: str = ""
    against: int | None = None
    base: bool = False


def read_clause(lead: str, dialect: NarrativeDialect, fiscal_year: int = 0) -> Clause:
    """Read the words between the figure before and this one, in a document of a fiscal year."""
    *before, text = _BREAK.split(lead.lstrip("）)、，,；;。：: "))
    whole, against = text, compared_with(text, fiscal_year, dialect)
    text = dialect.comparison.sub("", _strip_lead(text, dialect))
    each = dialect.each.search(text) is not None
    text, direction, to = _take_direction(dialect.copula.sub("", text), dialect)
    text = _strip_lead(text, dialect)
    generic = dialect.tail.fullmatch(text) is not None and _known(text, dialect) is None
    stage = dialect.stage.search(text) if generic else None
    return Clause(
        rest=text,
        direction=direction,
        to=to,
        year=_year(text, lead, dialect),
        prior=dialect.prior.search(text) is not None,
        each=each,
        generic=generic,
        stands_for=to or (generic and dialect.stands_for.search(text) is not None),
        stage=stage[0] if stage else None,
        reason=dialect.reason.search(lead) is not None,
        before=_earlier(before, dialect),
        opening=lead[:1],
        against=against,
        base=any(match.end() == len(whole) for match in dialect.comparison.finditer(whole)),
    )


def compared_with(text: str, fiscal_year: int, dialect: NarrativeDialect) -> int | None:
    """Return the year a comparison names, the own year for its 年初预算; None where it says 上年 or nothing."""
    match = dialect.comparison.search(text)
    if match is None:
        return None
    if dialect.own_year.search(match[0]):
        return fiscal_year
    year = _YEAR.search(match[0])
    return int(year["year"]) if year else None


def resolve(text: str, dialect: NarrativeDialect, *, items: bool = True) -> Subject | None:
    """Tell what a clause speaks of: a function, a subject of the dialect or, if `items`, an item by its last word."""
    return _function(text, dialect) or _known(text, dialect) or (_item(text, dialect) if items else None)


def _strip_lead(text: str, dialect: NarrativeDialect) -> str:
    """Take off 其中, 包括 and ordinals, as many as there are."""
    while match := dialect.lead.match(text):
        text = text[match.end() :]
    return text


def _take_direction(text: str, dialect: NarrativeDialect) -> tuple[str, str | None, bool]:
    match = dialect.direction.search(text)
    if match is None:
        return text, None, False
    rest = dialect.copula.sub("", text[: match.start()])
    if match["to"]:
        return rest, None, True
    return rest, next(kind for kind in ("either", "increase", "decrease") if match[kind]), False


def _year(text: str, lead: str, dialect: NarrativeDialect) -> int | None:
    years = [match["year"] for match in _YEAR.finditer(text)]
    if not years and (as_of := dialect.as_of.search(lead)):
        years = [as_of["year"]]
    return int(years[-1]) if years else None


def _earlier(clauses: list[str], dialect: NarrativeDialect) -> tuple[str, ...]:
    """Clauses that may name the subject: no reason, and more than a comparison (与2023年度相比)."""
    bare = (dialect.comparison.sub("", _strip_lead(text, dialect)) for text in reversed(clauses))
    return tuple(text for text in bare if text and not dialect.reason.search(text))


def _function(text: str, dialect: NarrativeDialect) -> Subject | None:
    """Read `…（类）…（款）…（项）` or `“…-…-…”科目`; the path is the subject."""
    match = dialect.account.search(text) or dialect.path.fullmatch(text)
    if match is None or not dialect.tail.fullmatch(match["tail"]):
        return None
    subject = Subject(_after_year(match["label"], dialect).strip(QUOTES), "function", "total", fixed=True)
    stage = dialect.stage.search(match["tail"])
    return subject.at_stage(stage[0] if stage else None)


def _after_year(text: str, dialect: NarrativeDialect) -> str:
    """Drop the unit and the year before a label: `某市某局2023年办公费`."""
    years = list(_YEAR.finditer(text))
    return dialect.own.sub("", text[years[-1].end() :] if years else text)


def _known(text: str, dialect: NarrativeDialect) -> Subject | None:
    """Find the longest word of the dialect that the rest of the clause agrees with."""
    found = [
        (len(match[0]), -match.start(), word, match)
        for word in dialect.subjects
        for match in word.pattern.finditer(text)
        if _fits(word, match, dialect)
    ]
    if not found:
        return None
    *_, word, match = max(found, key=lambda entry: entry[:2])
    subject = Subject(match[0], word.topic, word.measure, word.code, word.fixed, word.bound, word.near, item=word.item)
    stage = dialect.stage.search(text, match.end())
    return subject.at_stage(stage[0] if stage else None)


def _fits(word: SubjectWord, match: re.Match[str], dialect: NarrativeDialect) -> bool:
    """Tell whether nothing before or after the word makes it another thing (专项支出预算 is not 支出预算)."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    tail = dialect.loose_tail if word.loose else dialect.tail
    return tail.fullmatch(after) is not None and (word.loose or dialect.prefix.fullmatch(before) is not None)


def _item(text: str, dialect: NarrativeDialect) -> Subject | None:
    """Take the words as printed for an item (办公费, 基本工资) if they end as items do and are one thing."""
    label = _after_year(text, dialect)
    if not label or len(label) > _LONGEST_ITEM or "、" in label or not dialect.item.search(label):
        return None
    return Subject(label)
