"""The words of the documents, read from TOML once: titles, column headers, row labels, identities.

Nothing here is code about a province; a new wording is a line in `loaders/dialects/*.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from loaders.text import bare, distance

if TYPE_CHECKING:
    from collections.abc import Mapping

_QUOTES = re.compile(r"[“”\"'‘’「」『』《》]")
_LEADING_YEAR = re.compile(r"^20\d\d年?(?:度)?")
_BRACKETED = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class StatementWords:
    """How one statement is titled."""

    id: str
    zh: str
    patterns: tuple[re.Pattern[str], ...]
    required: bool


@dataclass(frozen=True, slots=True)
class OtherTable:
    """A kind of table that is known and deliberately not loaded."""

    patterns: tuple[re.Pattern[str], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Label:
    """One header cell understood: its concept, and the year it names, if any (`prior` for the year before)."""

    concept: str
    year: int | None = None
    prior: bool = False


@dataclass(frozen=True, slots=True)
class Dialect:
    """All words needed to recognise and interpret statements."""

    statements: tuple[StatementWords, ...]
    others: tuple[OtherTable, ...]
    title_prefixes: tuple[str, ...]
    table_number: re.Pattern[str]
    title_unit: re.Pattern[str]
    title_scope: re.Pattern[str]
    title_tail: re.Pattern[str]
    plain_tail: re.Pattern[str]
    continued: re.Pattern[str]
    running: re.Pattern[str]
    any_title: re.Pattern[str]
    noise: tuple[re.Pattern[str], ...]
    part: re.Pattern[str]
    note: re.Pattern[str]
    declared_empty: re.Pattern[str]
    empty_table: re.Pattern[str]
    conditional: re.Pattern[str]
    narrative_heading: re.Pattern[str]
    caption: re.Pattern[str]
    unit: re.Pattern[str]
    header_unit: re.Pattern[str]
    any_unit: re.Pattern[str]
    aliases: Mapping[str, str]
    aliases_in: Mapping[str, Mapping[str, str]]
    ignored: Mapping[str, str]
    ignored_patterns: tuple[tuple[re.Pattern[str], str], ...]
    apart: frozenset[str]
    kept_bracket: re.Pattern[str]
    beside: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, frozenset[str]]
    this_year: tuple[re.Pattern[str], ...]
    prior_year: tuple[re.Pattern[str], ...]
    blank_marks: frozenset[str]
    total_rows: frozenset[str]
    subtotal_suffix: str
    code_starts: Mapping[str, tuple[str, ...]]
    coded_name: re.Pattern[str]
    coded_header: re.Pattern[str]
    total_measures: Mapping[str, str]
    income_item: re.Pattern[str]
    expenditure_item: re.Pattern[str]
    item_tail: re.Pattern[str]
    summary_totals: frozenset[str]
    grand_totals: frozenset[str]
    sources: tuple[tuple[str, re.Pattern[str]], ...]
    categories: frozenset[str]
    components: Mapping[str, str]
    identities: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    economic_components: Mapping[str, str]

    def label(self, text: str, statement: str) -> Label | None:
        """Return what a header cell says, or None where no alias fits."""
        word = _QUOTES.sub("", bare(text))
        if not word or word in self.ignored:
            return None
        return self._plain_label(word, statement) or self._yearly_label(word, statement)

    def _plain_label(self, word: str, statement: str) -> Label | None:
        for candidate in (word, word.removeprefix("其中:"), self._without_brackets(word)):
            if candidate in self.aliases_in.get(statement, ()):
                return Label(self.aliases_in[statement][candidate])
            if candidate in self.aliases:
                return Label(self.aliases[candidate])
        return None

    def _without_brackets(self, word: str) -> str:
        """Return a header without what it says in brackets, unless that makes it another column."""
        return _BRACKETED.sub(lambda match: match[0] if self.kept_bracket.search(match[0]) else "", word)

    def _yearly_label(self, word: str, statement: str) -> Label | None:
        for pattern in self.prior_year:
            if pattern.match(word):
                return Label("total", prior=True)
        for pattern in self.this_year:
            match = pattern.match(word)
            if match is None:
                continue
            year = int(match["year"]) if "year" in match.groupdict() else None
            rest = word[match.end() :]
            if rest and not match.group(0).endswith(("年", "年度")):
                continue
            inner = self._plain_label(rest, statement) if rest else Label("total")
            if inner is not None:
                return Label(inner.concept, year=year)
        return None

    def ignored_reason(self, text: str) -> str | None:
        """Return why a column of figures under this header is no amount of the statement, or None where it may be."""
        word = bare(text)
        if word in self.ignored:
            return self.ignored[word]
        return next((reason for pattern, reason in self.ignored_patterns if pattern.fullmatch(word)), None)

    def parts_of(self, concept: str) -> frozenset[str]:
        """Return the measures that keep their meaning beneath a header, at any depth."""
        if concept in self.apart:
            return frozenset()
        children = self.groups.get(concept, frozenset())
        return children.union(*(self.parts_of(child) for child in children if child != concept))

    def replacements(self, words: set[str]) -> dict[str, str]:
        """Return what some of a header's words mean because of the others."""
        return {old: new for trigger, pairs in self.beside.items() if trigger in words for old, new in pairs.items()}

    def nearest_alias(self, text: str) -> str:
        """Return the known header nearest to an unknown one."""
        word = bare(text)
        return min(self.aliases, key=lambda alias: (distance(word, alias), alias))

    def unit_of(self, line: str) -> str | None:
        """Return the currency unit a line names, empty where it names one that is not known, None where none."""
        text = bare(line)
        match = self.unit.search(text)
        if match is not None:
            return match["unit"]
        return "" if self.any_unit.search(text) else None

    def unit_of_header(self, label: str) -> str | None:
        """Return the currency unit in a column's header, or None where none stands there."""
        match = self.header_unit.search(bare(label))
        return match["unit"] if match else None

    def is_total_row(self, name: str) -> bool:
        """Tell whether a row label means the sum of the table."""
        return bare(name) in self.total_rows

    def statement_of(self, text: str) -> StatementWords | None:
        """Return the statement a whole line is the title of, or None."""
        title = self.plain_title(text)
        for words in self.statements:
            if any(pattern.fullmatch(title) for pattern in words.patterns):
                return words
        return None

    def split_title(self, text: str) -> tuple[StatementWords, tuple[str, ...]] | None:
        """Return the statement a line is the title of, and what stands behind the title; None where it is none.

        Behind a title may stand a unit, a year, a table number, a word of continuation and a note of emptiness.
        """
        title, tails = bare(text), []
        while (words := self.statement_of(title)) is None:
            match = self.title_tail.match(title)
            if match is None or not self._is_tail(match["tail"]):
                return None
            title = match["title"]
            tails.append(match["tail"].strip("-—()"))
        return words, tuple(tails)

    def _is_tail(self, tail: str) -> bool:
        patterns = (self.plain_tail, self.continued, self.declared_empty)
        return self.unit_of(tail) is not None or any(pattern.search(tail) for pattern in patterns)

    def is_continuation(self, text: str) -> bool:
        """Tell whether a line says that the table above goes on."""
        return self.continued.match(bare(text)) is not None

    def other_table_of(self, text: str) -> OtherTable | None:
        """Return the known table that is not loaded and that a line is the title of, or None."""
        title = self.plain_title(text)
        return next((o for o in self.others if any(p.fullmatch(title) for p in o.patterns)), None)

    def nearest_title(self, text: str) -> str:
        """Return the usual title of the statement whose title is nearest to an unknown one."""
        title = self.plain_title(text)
        return min((words.zh for words in self.statements), key=lambda zh: (distance(title, self.plain_title(zh)), zh))

    def plain_title(self, text: str) -> str:
        """Return a title without quotation marks, year, table number and the words before its name."""
        title = self.title_scope.sub("", _QUOTES.sub("", bare(text)))
        previous = None
        while previous != title:
            previous = title
            title = _LEADING_YEAR.sub("", title)
            title = self.title_unit.sub("", self.table_number.sub("", title))
            for prefix in self.title_prefixes:
                rest = title.removeprefix(prefix)
                if len(rest) > 3:
                    title = rest
        return title

    def is_noise(self, text: str) -> bool:
        """Tell whether a line is a page number or a table number, with no content."""
        squeezed = " ".join(text.split())
        return any(pattern.match(squeezed) or pattern.match(bare(text)) for pattern in self.noise)

    def calls_empty(self, note: str) -> bool:
        """Tell whether a note says of the table above it that it is empty."""
        word = bare(note)
        return self.empty_table.search(word) is not None and self.conditional.search(word) is None

    def source_of(self, item: str) -> str | None:
        """Return the measure that an item of the income half stands for, or None."""
        word = bare(item)
        return next((measure for measure, pattern in self.sources if pattern.search(word)), None)


@cache
def load_dialect() -> Dialect:
    """Return the words of `loaders/dialects/statements.toml` and `labels.toml`."""
    folder = files("loaders") / "dialects"
    titles = tomllib.loads((folder / "statements.toml").read_text("utf-8"))
    labels = tomllib.loads((folder / "labels.toml").read_text("utf-8"))
    return _build(titles, labels)


def _build(titles: dict[str, Any], labels: dict[str, Any]) -> Dialect:
    return Dialect(
        statements=tuple(
            StatementWords(s["id"], s["zh"], _compiled(s["patterns"]), s["required"]) for s in titles["statement"]
        ),
        others=tuple(OtherTable(_compiled(o["patterns"]), o["reason"]) for o in titles["other"]),
        title_prefixes=tuple(titles["title_prefixes"]),
        table_number=re.compile(titles["table_number"]),
        title_unit=re.compile(titles["title_unit"]),
        title_scope=re.compile(titles["title_scope"]),
        title_tail=re.compile(titles["title_tail"]),
        plain_tail=re.compile(titles["plain_tail"]),
        continued=re.compile(titles["continued"]),
        running=re.compile(titles["running"]),
        any_title=re.compile(titles["any_title"]),
        noise=_compiled(titles["noise"]),
        part=re.compile(titles["part"]),
        note=re.compile(titles["note"]),
        declared_empty=re.compile(titles["declared_empty"]),
        empty_table=re.compile(titles["empty_table"]),
        conditional=re.compile(titles["conditional"]),
        narrative_heading=re.compile(titles["narrative_heading"]),
        caption=re.compile(titles["caption"]),
        unit=re.compile(titles["unit"]),
        header_unit=re.compile(titles["header_unit"]),
        any_unit=re.compile(titles["any_unit"]),
        aliases=_by_alias(labels["columns"]),
        aliases_in={key: _by_alias(columns) for key, columns in labels["columns_in"].items()},
        ignored={bare(word): reason for word, reason in labels["ignored"].items()},
        ignored_patterns=tuple((re.compile(pattern), reason) for pattern, reason in labels["ignored_patterns"].items()),
        apart=frozenset(labels["apart"]["headers"]),
        kept_bracket=re.compile(labels["brackets"]["kept"]),
        beside=labels["beside"],
        groups={group: frozenset(children) for group, children in labels["groups"].items()},
        this_year=_compiled(labels["years"]["this_year"]),
        prior_year=_compiled(labels["years"]["prior_year"]),
        blank_marks=frozenset(labels["rows"]["blank"]),
        total_rows=frozenset(map(bare, labels["rows"]["total"])),
        subtotal_suffix=labels["rows"]["subtotal_suffix"],
        code_starts={
            statement: tuple(starts) for starts, words in labels["code_starts"].items() for statement in words
        },
        coded_name=re.compile(labels["rows"]["coded_name"]),
        coded_header=re.compile(labels["rows"]["coded_header"]),
        total_measures=_by_alias(labels["rows"]["measures"]),
        income_item=re.compile(labels["summary"]["income"]),
        expenditure_item=re.compile(labels["summary"]["expenditure"]),
        item_tail=re.compile(labels["summary"]["tail"]),
        summary_totals=frozenset(map(bare, labels["summary"]["totals"])),
        grand_totals=frozenset(map(bare, labels["summary"]["grand_totals"])),
        sources=tuple((measure, re.compile(pattern)) for measure, pattern in labels["summary"]["sources"].items()),
        categories=frozenset(map(bare, labels["categories"]["project"])),
        components={bare(alias): code for code, words in labels["components"].items() for alias in words},
        identities={
            key: tuple((whole, tuple(parts)) for whole, parts in rules) for key, rules in labels["identities"].items()
        },
        economic_components=labels["economic_components"],
    )


def _by_alias(columns: Mapping[str, list[str]]) -> dict[str, str]:
    return {bare(alias): concept for concept, words in columns.items() for alias in words}


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)
