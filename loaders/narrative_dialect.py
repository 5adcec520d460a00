"""The words of the narrative, read from `dialects/narrative.toml` and compiled to patterns once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

QUOTES = "“”\"‘’'"
_YEAR = r"20\d{2}年度?"
_NUMBER = r"(?<![\d.,])(?P<sign>[-−－])?(?P<number>\d[\d,]*(?:\.\d+)?)"


@dataclass(frozen=True, slots=True)
class SubjectWord:
    """One kind of subject: the pattern of its words and what an amount of it means.

    `fixed` keeps its topic whatever the heading says; `loose` lets any words stand before it; `bound` gives up
    measure and code outside its own topic; `near` is a word that must stand in the sentence or the heading.
    """

    pattern: re.Pattern[str]
    topic: str | None
    measure: str | None
    code: str | None
    fixed: bool
    loose: bool
    bound: bool
    near: str | None
    item: bool


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Words that make what follows a part of the money of their topic; `part_of` is the measure of the whole."""

    pattern: re.Pattern[str]
    topic: str
    part_of: str | None


@dataclass(frozen=True, slots=True)
class NarrativeDialect:
    """What `read_narrative` knows of words; every pattern runs on text without white space."""

    units: Mapping[str, Decimal]
    event: re.Pattern[str]
    comparison: re.Pattern[str]
    own_year: re.Pattern[str]
    direction: re.Pattern[str]
    copula: re.Pattern[str]
    lead: re.Pattern[str]
    tail: re.Pattern[str]
    loose_tail: re.Pattern[str]
    prefix: re.Pattern[str]
    own: re.Pattern[str]
    stage: re.Pattern[str]
    budgeted: re.Pattern[str]
    settled: re.Pattern[str]
    stands_for: re.Pattern[str]
    each: re.Pattern[str]
    reason: re.Pattern[str]
    continues: re.Pattern[str]
    prior: re.Pattern[str]
    as_of: re.Pattern[str]
    limit: re.Pattern[str]
    comparator: re.Pattern[str]
    item: re.Pattern[str]
    heading_end: re.Pattern[str]
    title_end: re.Pattern[str]
    path: re.Pattern[str]
    path_mark: re.Pattern[str]
    path_follow: str
    account: re.Pattern[str]
    list_mark: re.Pattern[str]
    more: re.Pattern[str]
    respective: re.Pattern[str]
    share: re.Pattern[str]
    count: re.Pattern[str]
    approximate_before: re.Pattern[str]
    approximate_after: re.Pattern[str]
    ranks: tuple[Mapping[str, int], ...]
    components: Mapping[str, str]
    section_totals: frozenset[str]
    floating: frozenset[str]
    groups: tuple[tuple[re.Pattern[str], str], ...]
    qualifiers: tuple[Qualifier, ...]
    topics: tuple[tuple[re.Pattern[str], str], ...]
    strong: frozenset[str]
    carried_after: re.Pattern[str]
    carried: re.Pattern[str]
    subjects: tuple[SubjectWord, ...]


@cache
def load_narrative_dialect() -> NarrativeDialect:
    """Read and compile the dialect; the result is shared, for it cannot change."""
    text = resources.files("loaders.dialects").joinpath("narrative.toml").read_text(encoding="utf-8")
    return compile_dialect(tomllib.loads(text))


def compile_dialect(words: Mapping[str, Any]) -> NarrativeDialect:
    """Compile the tables of `narrative.toml`.

    Raises:
        KeyError: a table or a list of words is missing.
    """
    clause = words["clause"]
    compare = _comparison(words["compare"])
    return NarrativeDialect(
        units={unit: Decimal(factor) for unit, factor in words["units"].items()},
        event=re.compile(_event(words, compare)),
        comparison=re.compile(compare),
        own_year=re.compile(f"^(?:{_any(words['compare']['lead'])})(?:{_any(words['compare']['own_year'])})"),
        direction=re.compile(_direction(words["direction"])),
        copula=re.compile(f"(?:{_any(clause['copula'])})+$"),
        lead=re.compile(
            f"^(?:{_any(clause['lead'])}|[（(]?[一二三四五六七八九十]{{1,3}}[）)、]|"
            r"[（(]\d{1,2}[）)]|[（(](?![^（(]*[）)])|[①-⑳]|\d{1,2}[.．、](?!\d)|\d{1,2}[.．](?=20\d\d年))"
        ),
        tail=_tail(clause["tail"] + clause["stage"]),
        loose_tail=_tail(clause["tail"] + clause["stage"] + clause["loose_tail"]),
        prefix=re.compile(
            f"^(?:|.*(?:{_any(clause['organ'])}))(?:{_any(clause['own'])}|{_YEAR}|[，,]|{_any(clause['prior'])})*$"
        ),
        own=re.compile(f"^(?:{_any(clause['own'])})+"),
        stage=re.compile(_any(clause["stage"])),
        budgeted=re.compile(f"(?P<stage>{_any(clause['budgeted'])})$"),
        settled=re.compile(f"(?:{_any(clause['settled'])})$"),
        stands_for=re.compile(f"{_any(clause['stands_for'])}|{_YEAR}"),
        each=re.compile(f"(?:{_any(clause['each'])})(?:{_any(clause['copula'])})*$"),
        reason=re.compile(_any(clause["reason"])),
        continues=re.compile(f"^(?:{_any(clause['continues'])})"),
        prior=re.compile(_any(clause["prior"])),
        as_of=re.compile(f"(?:{_any(clause['as_of'])})到?(?P<year>20\\d{{2}})年"),
        limit=re.compile(_any(clause["limit"])),
        comparator=re.compile(f"(?:{_any(clause['comparators'])})$"),
        item=re.compile(f"(?:{_any(clause['item'])})$"),
        heading_end=re.compile(f"(?:{_any(words['headings']['ends'])})[。.]?$"),
        title_end=re.compile(f"(?:{_any(words['headings']['titles'])})$"),
        **_functions(words["functions"]),
        groups=_table(words["groups"]),
        qualifiers=tuple(
            Qualifier(re.compile(_any(entry["words"])), entry["topic"], entry.get("part_of"))
            for entry in words["qualifiers"]
        ),
        **_lists(words),
        topics=_table(words["topics"]),
        strong=frozenset(words["headings"]["strong"]),
        carried_after=re.compile(f"(?:{_any(words['carried']['after'])})$"),
        carried=re.compile(f"(?:{_any(words['carried']['words'])})"),
        subjects=tuple(_subject(entry) for entry in words["subjects"]),
    )


def _any(words: Iterable[str]) -> str:
    """Alternatives, the longest first, so that 本年度 wins over 本年."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _comparison(words: Mapping[str, list[str]]) -> str:
    base = f"(?:{_any(words['base'])}|{_YEAR})"
    suffix = f"(?:{_any(words['suffix'])})*"
    return f"(?:{_any(words['alone'])}|(?:{_any(words['lead'])}){base}{suffix}(?:{_any(words['tail'])})?)"


def _event(words: Mapping[str, Any], compare: str) -> str:
    flat = words["flat"]
    said = f"(?P<about>{_any(flat['about'])})?(?:{_any(flat['between'])})*(?:{_any(flat['exact'])})"
    return (
        f"{_NUMBER}(?:(?P<unit>{_any(words['units'])})|(?P<percent>[%％]))"
        f"|(?P<flat>{compare}[，,]?(?:{_any(flat['between'])})*{said})"
    )


def _direction(words: Mapping[str, list[str]]) -> str:
    kinds = "|".join(f"(?P<{kind}>{_any(words[kind])})" for kind in ("either", "increase", "decrease"))
    return f"(?:{kinds})(?P<to>{_any(words['to'])})?$"


def _tail(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{_any(words)}|{_YEAR}|[{QUOTES}])*")


def _lists(words: Mapping[str, Any]) -> dict[str, Any]:
    """Patterns of what opens and closes a list, of shares, counts and approximations; ranks of wholes and parts."""
    lists, share, count, approximate = words["lists"], words["share"], words["count"], words["approximate"]
    no = "".join(f"(?<!{re.escape(word)})" for word in lists["no"])
    things = _any(count["things"])
    return {
        "list_mark": re.compile(
            f"(?P<sign>[（(）)；;])|{no}(?P<side>{_any(lists['sides'])})?(?P<main>{_any(lists['main'])})?"
            f"(?P<opens>{_any(lists['opens'])})|^(?P<within>[^，,。；;：:、（(）)]+)(?:{_any(lists['within'])})[，,：:]"
        ),
        "more": re.compile(f"^(?:{_any(lists['more'])})"),
        "respective": re.compile(f"(?:{_any(lists['respective'])})$"),
        "share": re.compile(
            f"^(?:(?P<plain>{_any(share['before'])})|(?:{_any(share['base'])})(?P<base>.+?)(?:{_any(share['tail'])}))$"
        ),
        "count": re.compile(
            f"(?:{things})(?:[为共有]|共计){{0,3}}(?P<after>\\d{{1,6}}){count['unit']}"
            f"|(?<!\\d)(?P<before>\\d{{1,6}}){count['unit']}(?:{things})"
        ),
        "approximate_before": re.compile(f"(?:{_any(approximate['before'])})$"),
        "approximate_after": re.compile(f"^(?:{_any(approximate['after'])})"),
        "ranks": tuple(
            {measure: rank for rank, measures in enumerate(words["parts"][axis]) for measure in measures}
            for axis in ("nature", "source")
        ),
        "components": words["parts"]["components"],
        "section_totals": frozenset(words["parts"]["section_totals"]),
        "floating": frozenset(words["parts"]["floating"]),
    }


def _functions(words: Mapping[str, Any]) -> dict[str, Any]:
    markers = _any(words["markers"])
    return {
        "path": re.compile(f"(?P<label>.*(?:{markers})(?:{re.escape(words['follow'])})?)(?P<tail>.*)"),
        "path_mark": re.compile(_any(mark for mark in words["markers"] if mark.isascii() or "(" in mark)),
        "path_follow": words["follow"],
        "account": re.compile(f"[{QUOTES}](?P<label>[^{QUOTES}]+)[{QUOTES}]{re.escape(words['account'])}(?P<tail>.*)"),
    }


def _table(entries: Iterable[Mapping[str, Any]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_any(entry["words"])), entry["topic"]) for entry in entries)


def _subject(entry: Mapping[str, Any]) -> SubjectWord:
    quoted = re.sub(f"[{QUOTES}]", f"[{QUOTES}]?", _any(entry["words"]))
    return SubjectWord(
        pattern=re.compile(f"(?:{quoted})"),
        topic=entry.get("topic"),
        measure=entry.get("measure"),
        code=entry.get("code"),
        fixed=entry.get("fixed", False),
        loose=entry.get("loose", False),
        bound=entry.get("bound", False),
        near=entry.get("near"),
        item=entry.get("item", False),
    )
