"""Ready-made rules, as data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.scenario.files import FORMAT, VERSION, from_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.scenario.model import Rule

FILE: Final = Path(__file__).with_name("presets.toml")


@dataclass(frozen=True, slots=True)
class Preset:
    """Rules with a name in each language; they select no documents: a page adds its own filters."""

    key: str
    names: Mapping[str, str]
    rules: tuple[Rule, ...]


@lru_cache(maxsize=1)
def presets() -> tuple[Preset, ...]:
    """Return the presets in the order of display."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Preset(key, {"zh": entry["zh"], "en": entry["en"]}, _rules(entry["zh"], entry["rules"]))
        for key, entry in read.items()
    )


def _rules(name: str, rules: list[object]) -> tuple[Rule, ...]:
    return from_body({"format": FORMAT, "version": VERSION, "name": name, "rules": rules}).rules
