"""The jurisdiction a unit's name begins with, after the table of GB/T 2260 codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEVELS = ("province", "prefecture", "county")


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A jurisdiction; a zone has no code of its own but lies within a division that has one."""

    name: str
    code: str | None
    within: str | None = None


@cache
def division_table() -> dict[str, str]:
    """Return code → name of every division in `loaders/dialects/divisions.tsv`."""
    text = (files("loaders") / "dialects" / "divisions.tsv").read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return dict(line.split("\t") for line in lines)


def jurisdiction_of(unit: str, zones: Mapping[str, str]) -> Jurisdiction | None:
    """Return the jurisdiction whose name a unit's name begins with, or None where it begins with none.

    A province may be left out before a city, and 市 before a zone; a county without its city counts only if no other
    division bears its name.
    """
    table = division_table()
    best = _deepest(unit, table)
    zone = _zone(unit, table, zones, best)
    return zone or best


def _deepest(unit: str, table: Mapping[str, str]) -> Jurisdiction | None:
    found: tuple[int, str] | None = None
    start = unit[:2]
    for code, name in table.items():
        if start not in {name[:2], table.get(f"{code[:4]}00", "")[:2], table.get(f"{code[:2]}0000", "")[:2]}:
            continue
        for path in _paths(code, name, table):
            if unit.startswith(path) and (found is None or len(path) > found[0]):
                found = (len(path), code)
    if found is None:
        return None
    length, code = found
    return Jurisdiction(unit[:length], code)


def _paths(code: str, name: str, table: Mapping[str, str]) -> list[str]:
    province = table.get(f"{code[:2]}0000", "")
    prefecture = table.get(f"{code[:4]}00", "")
    if code.endswith("0000"):
        return [name]
    if code.endswith("00"):
        return [name, province + name]
    above = prefecture or province
    paths = [above + name, province + prefecture + name]
    if _is_unique(name):
        paths.append(name)
    return paths


@cache
def _name_counts() -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in division_table().values():
        counts[name] = counts.get(name, 0) + 1
    return counts


def _is_unique(name: str) -> bool:
    return _name_counts()[name] == 1 and len(name) > 2


def _zone(
    unit: str, table: Mapping[str, str], zones: Mapping[str, str], best: Jurisdiction | None
) -> Jurisdiction | None:
    """A zone named after its city: the city's name with or without 市, then the words for a zone."""
    for code, name in table.items():
        if not code.endswith("00") or code.endswith("0000"):
            continue
        for stem in (name, name.removesuffix("市")):
            if not unit.startswith(stem):
                continue
            for printed, short in zones.items():
                if unit.startswith(stem + printed):
                    return Jurisdiction(stem.removesuffix("市") + short, None, code)
    if best is not None and best.code is not None:
        for printed, short in zones.items():
            if unit.startswith(best.name + printed):
                return Jurisdiction(best.name + short, None, best.code)
    return None
