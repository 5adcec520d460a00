"""The documents that are generated from the code: `make docs` writes them, a test holds them up to date."""

from __future__ import annotations

from pathlib import Path

from loaders.checks import rule_table_markdown
from loaders.dictionary import data_dictionary_markdown

DOCS = Path(__file__).resolve().parent
_RULES_HEAD = """# 勾稽关系 Identities

由 `loaders/checks.py` 的规则登记表生成（`make docs`），请勿手改。结果逐条写入 `checks` 表。

Generated from the registry of rules. Each identity evaluated is one row of `checks`, passes included.

"""


def documents() -> dict[Path, str]:
    """Return path and text of each generated document."""
    return {
        DOCS / "data-dictionary.md": data_dictionary_markdown(),
        DOCS / "rules.md": _RULES_HEAD + rule_table_markdown(),
    }


def main() -> None:
    """Write them."""
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
