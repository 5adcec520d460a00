"""A rule as a person fills it in: texts and choices on the one side, the rule on the other, and what is wrong between.

Pure. Nothing that was typed is changed on the way; what cannot become a rule is said of the field that it stands in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from dashboard.scenario.model import Funding, FundingKind, Message, Operation, Pension, Rule, Selection, Split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.format import MoneyUnit
    from dashboard.scenario.model import Fund

Aim = Literal["functions", "projects", "three_public", "pension"]
"""What a rule takes hold of: these kinds of lines do not go together in one selection."""
Field = Literal["value", "codes", "projects", "source", "to"]
AIMS: Final[tuple[Aim, ...]] = ("functions", "projects", "three_public", "pension")
RATES: Final[tuple[Operation, ...]] = ("percent", "grow")
"""Operations whose value is percent; of the others it is money."""
CENT: Final = Decimal("0.01")
PERCENT: Final = (-100, 10_000)
GROWTH: Final = (-100, 1000)
MARGIN: Final = (0, 100)
"""Least and most of what may be typed as percent: what a file of a scenario may hold."""
MOST_DECIMALS: Final = 6
MOST_YUAN: Final = Decimal(10) ** 13
LONGEST_NAME: Final = 40
_NUMBER: Final = re.compile(r"[+-]?\d{1,20}(\.\d{1,12})?")
_CODE: Final = re.compile(r"\d{3}(\d{2}(\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is in the fields; `value` as typed, `codes` as offered or typed: a code, perhaps with its name behind it."""

    operation: Operation = "percent"
    value: str = ""
    aim: Aim = "functions"
    regions: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    split: Split = "any"
    fund: Fund = "any"
    projects: tuple[str, ...] = ()
    component: str = "total"
    pension: Pension = "strict"
    to: tuple[str, ...] = ()
    funding: FundingKind = "same"
    source: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a draft is no rule yet: the field, and what is expected in it."""

    field: Field
    message: Message


def rule(draft: Draft, unit: MoneyUnit, before: Rule | None = None) -> Rule | Fault:
    """Return the rule that a draft says, or the first thing that is wrong with it.

    `before` is the rule that is edited: what has no field of its own (the documents a file names) stays as it was.
    """
    for found in (_codes(draft.codes, "codes"), _codes(draft.to, "to") if draft.operation == "shift" else ()):
        if isinstance(found, Fault):
            return found
    if draft.operation == "shift" and not draft.to:
        return Fault("to", Message("whatif.fault_to"))
    if draft.aim == "projects" and not draft.projects:
        return Fault("projects", Message("whatif.fault_projects"))
    if draft.funding == "source" and not draft.source:
        return Fault("source", Message("whatif.fault_source"))
    value = _value(draft, unit)
    if isinstance(value, Fault):
        return value
    selection = _selection(draft, before.selection if before else Selection())
    return Rule(
        operation=draft.operation,
        value=value,
        selection=selection,
        to=_target(draft, selection),
        funding=Funding(draft.funding, draft.source if draft.funding == "source" else None),
        name=name(draft.name),
    )


def of_rule(found: Rule, unit: MoneyUnit) -> Draft:
    """Return the draft that says a rule again, for editing it."""
    selection = found.selection
    return Draft(
        operation=found.operation,
        value=_shown(found, unit),
        aim=aim(selection),
        regions=selection.jurisdictions,
        units=selection.units,
        years=selection.years,
        codes=selection.codes,
        split=selection.split,
        fund=selection.fund,
        projects=selection.projects,
        component=selection.component or "total",
        pension=selection.pension or "strict",
        to=found.to.codes if found.to else (),
        funding=found.funding.kind,
        source=found.funding.source,
        name=found.name,
    )


def aim(selection: Selection) -> Aim:
    """Return which kind of lines a selection takes hold of."""
    if selection.component:
        return "three_public"
    if selection.projects:
        return "projects"
    return "pension" if selection.pension else "functions"


def number(text: str) -> Decimal | None:
    """Return a number as people type it, full-width digits, thousands separators and % allowed; None where it is none.

    >>> number("１，２００．５０"), number("−5 %"), number("1e9")
    (Decimal('1200.50'), Decimal('-5'), None)
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2013", "-")
    plain = re.sub(r"[\s,，_]|%$", "", plain.strip())
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def rate(text: str, bounds: tuple[int, int]) -> Decimal | Message:
    """Return percent as typed, or what is expected."""
    found = number(text)
    if found is None or not bounds[0] <= found <= bounds[1] or round(found, MOST_DECIMALS) != found:
        return Message("whatif.fault_percent", {"text": text, "least": bounds[0], "most": bounds[1]})
    return found


def name(text: str) -> str:
    """Return a name as it may stand in a file and in a link: in one line, without invisible signs, not too long."""
    return "".join(sign for sign in text if sign.isprintable()).strip()[:LONGEST_NAME]


def plain(value: Decimal) -> str:
    """Return a number as it would be typed: no exponent, no needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _value(draft: Draft, unit: MoneyUnit) -> Decimal | Fault | None:
    if draft.operation == "remove":
        return None
    if draft.operation in RATES:
        if not draft.value.strip():
            return None
        found = rate(draft.value, PERCENT)
        return Fault("value", found) if isinstance(found, Message) else found
    return _money(draft, unit)


def _money(draft: Draft, unit: MoneyUnit) -> Decimal | Fault:
    typed = number(draft.value)
    if typed is None:
        return Fault("value", Message("whatif.fault_money", {"text": draft.value, "unit": unit.value}))
    yuan = typed * unit.factor
    if yuan != yuan.quantize(CENT) or abs(yuan) > MOST_YUAN:
        return Fault("value", Message("whatif.fault_cent", {"text": draft.value, "unit": unit.value}))
    if yuan < 0 and draft.operation != "amount":
        return Fault("value", Message("whatif.fault_negative", {"text": draft.value}))
    return yuan.quantize(CENT)


def converted(text: str, before: MoneyUnit, after: MoneyUnit) -> str:
    """Return an amount as typed in one unit as it is typed in another; what is no number stays as it is."""
    typed = number(text)
    return text if typed is None or before is after else plain(typed * before.factor / after.factor)


def _shown(found: Rule, unit: MoneyUnit) -> str:
    if found.value is None:
        return ""
    return plain(found.value if found.operation in RATES else found.value / unit.factor)


def _codes(texts: Sequence[str], field: Field) -> tuple[str, ...] | Fault:
    """The code at the start of each text."""
    found = []
    for text in texts:
        code = code_of(text)
        if code is None:
            return Fault(field, Message("whatif.fault_code", {"text": text}))
        found.append(code)
    return tuple(dict.fromkeys(found))


def code_of(text: str) -> str | None:
    """Return the function code that a text begins with; None where it begins with none.

    >>> code_of("20805 行政事业单位养老支出"), code_of("2080"), code_of("社保")
    ('20805', None, None)
    """
    words = unicodedata.normalize("NFKC", text).split()
    return words[0] if words and _CODE.fullmatch(words[0]) else None


def _selection(draft: Draft, before: Selection) -> Selection:
    found = Selection(jurisdictions=draft.regions, units=draft.units, years=draft.years, documents=before.documents)
    if draft.aim == "projects":
        return replace(found, projects=draft.projects)
    if draft.aim == "three_public":
        return replace(found, component=draft.component)
    codes = _codes(draft.codes, "codes")
    lines = replace(found, codes=() if isinstance(codes, Fault) else codes, split=draft.split, fund=draft.fund)
    return replace(lines, pension=draft.pension) if draft.aim == "pension" else lines


def _target(draft: Draft, selection: Selection) -> Selection | None:
    """Money is shifted to lines of the same documents, of the same kind of spending and fund."""
    if draft.operation != "shift":
        return None
    codes = _codes(draft.to, "to")
    place = Selection(
        jurisdictions=selection.jurisdictions,
        units=selection.units,
        years=selection.years,
        documents=selection.documents,
        codes=() if isinstance(codes, Fault) else codes,
    )
    return replace(place, split=selection.split, fund=selection.fund)


def codes(printed: pl.DataFrame, documents: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the function codes that some documents print, each with its most frequent name.

    Args:
        printed: rows of `sql/whatif_codes.sql`.
        documents: rows of `sql/documents.sql`.
        most: how many codes at most.

    Returns:
        `code` and `name`, in the order of the codes.
    """
    named = (
        printed.explode("documents", "times")
        .filter(pl.col("documents").is_in(documents["number"].implode()))
        .group_by("code", "name")
        .agg(pl.col("times").sum())
        .sort("code", "times", "name", descending=[False, True, False])
    )
    return named.unique("code", keep="first", maintain_order=True).head(most).select("code", "name")
