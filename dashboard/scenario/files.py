"""Scenarios as small JSON files: written, read with every fault named by its place, and compared in words."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Any, Final

from dashboard.scenario.fields import FieldError, Fields, shown
from dashboard.scenario.model import (
    COMPONENTS,
    FUNDINGS,
    FUNDS,
    LAST_YEAR,
    OPERATIONS,
    PENSIONS,
    SOURCES,
    SPLITS,
    Funding,
    FundingKind,
    Growth,
    Message,
    Rule,
    Scenario,
    ScenarioError,
    Selection,
)

FORMAT: Final = "budgetlens-scenario"
VERSION: Final = 1
MOST_BYTES: Final = 1_000_000
MOST_RULES: Final = 100
_MOST_DIGITS: Final = 40
_RATES: Final = frozenset({"percent", "grow"})
_VALUELESS: Final = frozenset({"remove"})


def dumps(scenario: Scenario) -> str:
    """Return a scenario as JSON, Chinese as it is; amounts and rates are text, so that they stay exact."""
    return json.dumps(body(scenario), ensure_ascii=False, indent=2) + "\n"


def body(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as what JSON can hold; what stands at its default is left out."""
    growth = scenario.growth
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": scenario.name,
        "rules": [_rule_body(rule) for rule in scenario.rules],
        "growth": {"percent": str(growth.percent), "margin": str(growth.margin), "until": growth.until},
    }


def _rule_body(rule: Rule) -> dict[str, Any]:
    found: dict[str, Any] = {"operation": rule.operation}
    if rule.value is not None:
        found["value"] = str(rule.value)
    found["selection"] = _selection_body(rule.selection)
    if rule.to is not None:
        found["to"] = _selection_body(rule.to)
    if rule.funding != Funding():
        source = {"source": rule.funding.source} if rule.funding.source else {}
        found["funding"] = {"kind": rule.funding.kind, **source}
    if rule.name:
        found["name"] = rule.name
    return found


def _selection_body(selection: Selection) -> dict[str, Any]:
    empty = Selection()
    values = {field.name: getattr(selection, field.name) for field in fields(selection)}
    kept = {name: value for name, value in values.items() if value != getattr(empty, name)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


# ── reading ──


def loads(text: str) -> Scenario:
    """Read a scenario.

    Raises:
        ScenarioError: it is no JSON, no scenario, of another version, or a field is not what was expected: which one,
            what stands there, what was expected.
    """
    if len(text) > MOST_BYTES:
        raise ScenarioError("scenario_file.too_large", most=MOST_BYTES)
    try:
        read = json.loads(
            text.removeprefix("\ufeff"),
            parse_int=_whole,
            parse_float=_exact,
            parse_constant=Decimal,
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as error:
        raise ScenarioError("scenario_file.no_json", line=error.lineno, column=error.colno) from error
    except (RecursionError, ValueError) as error:
        raise ScenarioError("scenario_file.no_json", line=1, column=1) from error
    return from_body(read)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of a field that is given twice nobody knows which is meant."""
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ScenarioError("scenario_file.twice", name=shown(twice))
    return read


def _whole(text: str) -> int | str:
    """Return a whole number; one that is absurdly long stays text, which no field takes for a number."""
    return int(text) if len(text) <= _MOST_DIGITS else text


def _exact(text: str) -> Decimal | str:
    """Return a number; one beyond all bounds stays text, which no field takes for a number."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def from_body(read: object) -> Scenario:
    """Return the scenario that a JSON object describes.

    Raises:
        ScenarioError: as `loads`.
    """
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise ScenarioError("scenario_file.no_scenario", format=FORMAT)
    version = read.get("version")
    if isinstance(version, bool) or version != VERSION:
        raise ScenarioError("scenario_file.other_version", found=shown(version), reads=VERSION)
    try:
        whole = Fields("", read, ("format", "version", "name", "rules", "growth"))
        rules = whole.items("rules", MOST_RULES)
        return Scenario(
            whole.text("name", most=60),
            tuple(_rule(f"rules[{number}]", item) for number, item in enumerate(rules)),
            _growth(whole.get("growth", {})),
        )
    except FieldError as error:
        raise ScenarioError(
            "scenario_file.field", path=error.path, found=error.found, expected=error.expected
        ) from error


def _rule(path: str, read: object) -> Rule:
    given = Fields(path, read, ("operation", "value", "selection", "to", "funding", "name"))
    operation = given.choice("operation", OPERATIONS)
    value = None
    if operation in _VALUELESS:
        given.absent("value")
    elif operation in _RATES:
        # without a value, the printed rate of the year before
        value = given.number("value", -100, 10_000, decimals=6) if "value" in given else None
    else:
        least = 0 if operation in {"set_to", "shift"} else -(10**13)
        value = given.number("value", least, 10**13, decimals=2)
    if operation != "shift":
        given.absent("to")
    return Rule(
        operation,
        value,
        _selection(f"{path}.selection", given.get("selection", {})),
        _selection(f"{path}.to", given.get("to", None)) if operation == "shift" else None,
        _funding(f"{path}.funding", given.get("funding", {})),
        given.text("name", most=60),
    )


def _selection(path: str, read: object) -> Selection:
    given = Fields(path, read, tuple(field.name for field in fields(Selection)))
    return Selection(
        given.texts("jurisdictions"),
        given.texts("units"),
        given.texts("documents"),
        given.years("years"),
        given.texts("codes", shape=r"\d{3}(\d{2}){0,2}", like='"208" | "20805" | "2080507"'),
        given.choice("split", SPLITS, "any"),
        given.choice("fund", FUNDS, "any"),
        given.texts("projects"),
        given.choice("component", COMPONENTS, None),
        given.choice("pension", PENSIONS, None),
    )


def _funding(path: str, read: object) -> Funding:
    given = Fields(path, read, ("kind", "source"))
    kind: FundingKind = given.choice("kind", FUNDINGS, "same")
    if kind == "source":
        return Funding(kind, given.choice("source", SOURCES))
    given.absent("source")
    return Funding(kind)


def _growth(read: object) -> Growth:
    given = Fields("growth", read, ("percent", "margin", "until"))
    usual = Growth()
    return Growth(
        given.number("percent", -100, 1000, decimals=6) if "percent" in given else usual.percent,
        given.number("margin", 0, 100, decimals=6) if "margin" in given else usual.margin,
        given.whole("until", 2000, LAST_YEAR) if "until" in given else usual.until,
    )


# ── comparing ──


def difference(before: Scenario, after: Scenario) -> tuple[Message, ...]:
    """Return in words what is different in `after`; empty where the two work out the same."""
    found: list[Message] = []
    if before.name != after.name:
        found.append(Message("scenario_diff.name", {"before": before.name, "after": after.name}))
    found += _rules_difference(before.rules, after.rules)
    for name in ("percent", "margin", "until"):
        old, new = getattr(before.growth, name), getattr(after.growth, name)
        if old != new:
            found.append(Message(f"scenario_diff.growth_{name}", {"before": str(old), "after": str(new)}))
    return tuple(found)


def _rules_difference(before: tuple[Rule, ...], after: tuple[Rule, ...]) -> list[Message]:
    old, new_ = [_key(rule) for rule in before], [_key(rule) for rule in after]
    keys = (old, new_)
    found: list[Message] = []
    gone: dict[str, int] = {}
    new: dict[str, int] = {}
    for tag, start, end, to_start, to_end in SequenceMatcher(None, old, new_, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        paired = min(end - start, to_end - to_start) if tag == "replace" else 0
        for place in range(paired):
            values = {"number": to_start + place + 1, "before": before[start + place], "after": after[to_start + place]}
            found.append(Message("scenario_diff.changed", values))
        gone |= {keys[0][place]: place for place in range(start + paired, end)}
        new |= {keys[1][place]: place for place in range(to_start + paired, to_end)}
    for key in [key for key in gone if key in new]:
        values = {"before": gone[key] + 1, "after": new[key] + 1, "rule": after[new.pop(key)]}
        found.append(Message("scenario_diff.moved", values))
        del gone[key]
    found += [Message("scenario_diff.removed", {"number": p + 1, "rule": before[p]}) for p in gone.values()]
    found += [Message("scenario_diff.added", {"number": p + 1, "rule": after[p]}) for p in new.values()]
    return found


def _key(rule: Rule) -> str:
    value = None if rule.value is None else rule.value.normalize()
    return json.dumps(_rule_body(replace(rule, value=value)), ensure_ascii=False, sort_keys=True)
