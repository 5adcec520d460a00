"""Every word of the dashboard, Chinese and English, from the TOML files here: one for each page, `ui.toml` for all."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
FOLDER: Final = Path(__file__).parent


@lru_cache(maxsize=1)
def entries() -> dict[str, dict[str, str]]:
    """Return all texts: key → language → text."""
    files = sorted(FOLDER.glob("*.toml"))
    return {
        f"{group}.{name}": both
        for file in files
        for group, names in tomllib.loads(file.read_text(encoding="utf-8")).items()
        for name, both in names.items()
    }


@dataclass(frozen=True, slots=True)
class Text:
    """The texts of one language; call it with a key and the values of its placeholders."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """Return one text with its placeholders filled in.

        Raises:
            KeyError: there is no such text, or a placeholder got no value.
        """
        template = entries()[key][self.language]
        return template.format(**values) if values else template

    def known(self, key: str, otherwise: str) -> str:
        """Return one text, or `otherwise` for a word of the data that has none."""
        found = entries().get(key)
        return found[self.language] if found else otherwise

    def names(self, group: str) -> list[str]:
        """Return the names of a group of texts: the words of the data that have one."""
        return [key.removeprefix(f"{group}.") for key in entries() if key.startswith(f"{group}.")]
