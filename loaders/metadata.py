"""Whose budget a document is, of which year and stage: from its title, else from the lines above its tables."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from loaders.divisions import Jurisdiction, jurisdiction_of
from loaders.errors import MissingMetadataError
from loaders.text import bare, split_ordinal, squeeze, without_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.model import Scope, Stage, TextLine
    from loaders.recognise import Recognised

_HEAD_LINES: Final = 12
_LONGEST_TITLE: Final = 6


@dataclass(frozen=True, slots=True)
class MetadataWords:
    """The patterns of `loaders/dialects/metadata.toml`."""

    titles: tuple[re.Pattern[str], ...]
    unit_captions: tuple[re.Pattern[str], ...]
    year_captions: tuple[re.Pattern[str], ...]
    scopes: dict[str, Scope]
    stages: dict[str, Stage]
    zones: dict[str, str]
    unit_prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself."""

    title: str
    unit: str
    fiscal_year: int
    scope: Scope
    stage: Stage
    jurisdiction: Jurisdiction


@cache
def load_metadata_words() -> MetadataWords:
    """Return the patterns for titles and captions."""
    raw: dict[str, Any] = tomllib.loads((files("loaders") / "dialects" / "metadata.toml").read_text("utf-8"))
    return MetadataWords(
        tuple(re.compile(p) for p in raw["titles"]),
        tuple(re.compile(p) for p in raw["unit_captions"]),
        tuple(re.compile(p) for p in raw["year_captions"]),
        {raw["scope"]["department"]: "department", raw["scope"]["unit"]: "unit"},
        {raw["stage"]["budget"]: "budget", raw["stage"]["final"]: "final"},
        raw["zones"],
        tuple(raw["unit_prefixes"]),
    )


def read_metadata(recognised: Recognised) -> Metadata:
    """Return unit, year, scope, stage and jurisdiction.

    Raises:
        MissingMetadataError: the document does not say its unit or its year.
    """
    words = load_metadata_words()
    title, match = _title(recognised, words)
    unit = _unit(match, recognised.captions, words)
    year = _year(match, recognised, words)
    groups = match.groupdict() if match else {}
    table_titles = "".join(bare(line.text) for line in recognised.titles)
    scope = words.scopes.get(groups.get("scope") or "") or _scope(table_titles, words)
    stage = words.stages.get(groups.get("stage") or "") or _stage(table_titles, words)
    jurisdiction = _jurisdiction(unit, words) or _by_words(unit)
    return Metadata(title or unit, unit, year, scope, stage, jurisdiction)


def _title(recognised: Recognised, words: MetadataWords) -> tuple[str, re.Match[str] | None]:
    for text in _candidates(recognised):
        for pattern in words.titles:
            match = pattern.match(bare(text))
            if match is not None:
                return squeeze(text), match
    return "", None


def _candidates(recognised: Recognised) -> Iterator[str]:
    """Yield lines that may be the document's title: the first lines, also joined, then any line of the prose."""
    head = [_plain(line) for line in recognised.prose[:_HEAD_LINES]]
    first_table = min((s.line or 0 for s in recognised.sections), default=0)
    near = [
        t for t, line in zip(head, recognised.prose, strict=False) if first_table == 0 or (line.line or 0) < first_table
    ]
    for start in range(len(near)):
        for count in range(1, _LONGEST_TITLE + 1):
            yield "".join(near[start : start + count])
    for line in recognised.prose:
        yield _plain(line)


def _plain(line: TextLine) -> str:
    return split_ordinal(without_markup(line.text))[1]


def _unit(match: re.Match[str] | None, captions: Sequence[TextLine], words: MetadataWords) -> str:
    titled = _wide_brackets(match["unit"]) if match is not None else ""
    place = _jurisdiction(titled, words) if titled else None
    if titled and (place is None or place.name != titled):
        return titled
    for line in captions:
        for pattern in words.unit_captions:
            found = pattern.match(bare(line.text))
            if found is not None:
                return _wide_brackets(found["unit"])
    if titled:
        return titled
    raise MissingMetadataError("找不到部门或单位名称", remedy="标题或表头应写明“××部门（单位）20××年预算”")


def _jurisdiction(unit: str, words: MetadataWords) -> Jurisdiction | None:
    """Return the jurisdiction a unit's name begins with, the words before the place left aside."""
    for prefix in words.unit_prefixes:
        unit = unit.removeprefix(prefix)
    return jurisdiction_of(unit, words.zones)


def _wide_brackets(text: str) -> str:
    return text.replace("(", "（").replace(")", "）")


def _year(match: re.Match[str] | None, recognised: Recognised, words: MetadataWords) -> int:
    if match is not None:
        return int(match["year"])
    for line in (*recognised.captions, *recognised.prose):
        for pattern in words.year_captions:
            found = pattern.search(bare(line.text))
            if found is not None:
                return int(found["year"])
    raise MissingMetadataError("找不到预算年度", remedy="标题或表头应写明年度，如“2024年部门预算”")


def _scope(table_titles: str, words: MetadataWords) -> Scope:
    for word, scope in words.scopes.items():
        if word in table_titles:
            return scope
    raise MissingMetadataError("看不出是部门预算还是单位预算", remedy="标题应写明“部门预算”或“单位预算”")


def _stage(table_titles: str, words: MetadataWords) -> Stage:
    final = next(word for word, stage in words.stages.items() if stage == "final")
    return "final" if final in table_titles else "budget"


def _by_words(unit: str) -> Jurisdiction:
    """A name that begins with no known division: up to its first 省, 市, 区 or 县, with no code."""
    found = re.match(r"^.{2,12}?[省市区县旗州盟]", unit)
    return Jurisdiction(found.group(0) if found else unit, None)
