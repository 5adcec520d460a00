"""The narrative as lines of text, and its facts in one line each, for tests to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.model import Leftover, NarrativeFact, Repair, TextLine
from loaders.narrative import load_narrative_dialect, read_narrative

if TYPE_CHECKING:
    from decimal import Decimal

Read = tuple[list[NarrativeFact], list[Repair], list[Leftover]]


def read(lines: list[TextLine], year: int = 2024) -> Read:
    return read_narrative(lines, "doc", year, load_narrative_dialect())


def say(*texts: str, year: int = 2024) -> Read:
    return read([TextLine(text, number + 1) for number, text in enumerate(texts)], year)


def printed(fact: NarrativeFact) -> str:
    def wan(value: Decimal | None) -> str:
        return "-" if value is None else f"{(value / 10000).normalize():f}"

    rate = "-" if fact.change_pct is None else f"{fact.change_pct.normalize():f}"
    fields = (fact.topic, fact.subject, fact.measure, fact.code, wan(fact.amount_yuan), wan(fact.change_yuan), rate)
    return "|".join("-" if field is None else field for field in (*fields, fact.direction))
