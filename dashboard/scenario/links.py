"""Scenarios in a link: short, the same for the same scenarios, and legible.

    压减;percent-5,s:project,$:gap;amount1000,c:20805+208|另一情景;remove,n:strict

`|` between scenarios, `;` between name, growth (where it is not the usual one) and rules, `,` between the fields of a
rule, `+` between values. `~2C` stands for a sign that has a meaning here.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from dashboard.scenario.files import FORMAT, VERSION, body, from_body
from dashboard.scenario.model import MOST_SCENARIOS, OPERATIONS, ScenarioError, Selection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.scenario.model import Scenario

MOST_LETTERS: Final = 20_000
_KEYS: Final = {
    "jurisdictions": "j",
    "units": "u",
    "documents": "d",
    "years": "y",
    "codes": "c",
    "split": "s",
    "fund": "f",
    "projects": "p",
    "component": "k",
    "pension": "n",
}
_NAMES: Final = {key: name for name, key in _KEYS.items()}
_LISTS: Final = frozenset(field.name for field in fields(Selection) if str(field.type).startswith("tuple"))
_MEANT: Final = re.compile(r"[~,;|:+\x00-\x20]")
_ESCAPED: Final = re.compile(r"~([0-9A-F]{2})")
_OPERATION: Final = re.compile(rf"({'|'.join(OPERATIONS)})(-?[\d.]*)")
_USUAL_GROWTH: Final = {"percent": "0", "margin": "2", "until": 2030}


def encode(scenarios: Sequence[Scenario]) -> str:
    """Return some scenarios as one text for a link; empty for none.

    Raises:
        ScenarioError: there are more than four.
    """
    if len(scenarios) > MOST_SCENARIOS:
        raise ScenarioError("scenario_file.too_many", most=MOST_SCENARIOS)
    return "|".join(_scenario(body(scenario)) for scenario in scenarios)


def _scenario(read: Mapping[str, Any]) -> str:
    growth = read["growth"]
    parts = [_safe(read["name"])]
    if growth != _USUAL_GROWTH:
        parts.append(f"g:{growth['percent']}+{growth['margin']}+{growth['until']}")
    return ";".join([*parts, *map(_rule, read["rules"])])


def _rule(rule: Mapping[str, Any]) -> str:
    parts = [f"{rule['operation']}{rule.get('value', '')}"]
    parts += [f"{_KEYS[name]}:{_values(value)}" for name, value in rule["selection"].items()]
    parts += [f"t{_KEYS[name]}:{_values(value)}" for name, value in rule.get("to", {}).items()]
    funding = rule.get("funding")
    if funding:
        parts.append(f"$:{funding.get('source', funding['kind'])}")
    if rule.get("name"):
        parts.append(f"_:{_safe(rule['name'])}")
    return ",".join(parts)


def _values(value: object) -> str:
    return "+".join(_safe(str(item)) for item in value) if isinstance(value, list) else _safe(str(value))


def _safe(text: str) -> str:
    return _MEANT.sub(lambda sign: f"~{ord(sign[0]):02X}", text)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


def decode(text: str) -> tuple[Scenario, ...]:
    """Return the scenarios of a link.

    Raises:
        ScenarioError: the text is no such link, or what it says is no scenario.
    """
    if not text:
        return ()
    parts = text.split("|")
    if len(text) > MOST_LETTERS or len(parts) > MOST_SCENARIOS:
        raise ScenarioError("scenario_file.too_many", most=MOST_SCENARIOS)
    return tuple(from_body(_read(part)) for part in parts)


def _read(text: str) -> dict[str, Any]:
    name, *rules = text.split(";")
    growth: dict[str, Any] = {}
    if rules and rules[0].startswith("g:"):
        values = rules.pop(0)[2:].split("+")
        if len(values) != len(_USUAL_GROWTH) or not re.fullmatch(r"\d{4}", values[2], re.ASCII):
            raise ScenarioError("scenario_file.link", part=text[:60])
        growth = {"percent": values[0], "margin": values[1], "until": int(values[2])}
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": _plain(name),
        "rules": [_read_rule(rule) for rule in rules],
        "growth": growth,
    }


def _read_rule(text: str) -> dict[str, Any]:
    first, *rest = text.split(",")
    operation = _OPERATION.fullmatch(first)
    if operation is None:
        raise ScenarioError("scenario_file.link", part=text[:60])
    rule: dict[str, Any] = {"operation": operation[1], "selection": {}}
    if operation[2]:
        rule["value"] = operation[2]
    if operation[1] == "shift":
        rule["to"] = {}
    for part in rest:
        key, _, value = part.partition(":")
        _take(rule, key, value, part)
    return rule


def _take(rule: dict[str, Any], key: str, value: str, part: str) -> None:
    if key == "$":
        kinds = {"same", "carryover", "gap"}
        rule["funding"] = {"kind": value} if value in kinds else {"kind": "source", "source": value}
    elif key == "_":
        rule["name"] = _plain(value)
    elif key in _NAMES:
        rule["selection"][_NAMES[key]] = _read_value(_NAMES[key], value)
    elif key[:1] == "t" and key[1:] in _NAMES and "to" in rule:
        rule["to"][_NAMES[key[1:]]] = _read_value(_NAMES[key[1:]], value)
    else:
        raise ScenarioError("scenario_file.link", part=part[:60])


def _read_value(name: str, value: str) -> object:
    if name not in _LISTS:
        return _plain(value)
    values = [_plain(item) for item in value.split("+")]
    return [int(item) if item.isdecimal() else item for item in values] if name == "years" else values
