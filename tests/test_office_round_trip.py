"""The tables of all five documents, set anew as Word, Excel and web page, load to the same amounts as the text."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest

from loaders.document import load_bytes
from loaders.readers import read_document
from tests import typeset, typeset_office, typeset_text
from tests.conftest import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loaders.model import RawDocument

FORMS: dict[str, Callable[[RawDocument], bytes]] = {
    "docx": typeset_office.docx,
    "xlsx": lambda raw: typeset_office.xlsx(raw, numbers=True),
    "html": lambda raw: typeset_office.page(raw, "utf-8"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("document_id", DOCUMENTS)
@pytest.mark.parametrize("seed", range(3))
def test_tables_set_in_an_office_format_come_back(document_id: str, form: str, seed: int, tmp_path: Path) -> None:
    random = Random(f"{document_id} {seed}")  # noqa: S311 - where lines break is no secret
    style = typeset.Style(
        random,
        codes=random.choice(["split", "whole"]),
        grouped=random.random() < 0.7,
        # A page break of a workbook is no new sheet.
        breaks=0 if form == "xlsx" else random.randint(0, 2),
        repeat_title=False,
        separators=random.random() < 0.5,
    )
    tables = typeset.tables(document_id)
    parts = [typeset_text.markdown(table, style) for table in tables]
    text = typeset_text.document(parts, tables[0].year)
    content = FORMS[form](read_document(text.encode()))
    result = load_bytes(content, tmp_path / f"set.{form}")
    assert result.errors == ()
    assert result.loaded.document.source_format == form
    loaded = Counter(typeset.amount_key(amount) for amount in result.loaded.amounts)
    expected = sum((table.expected for table in tables), Counter())
    assert loaded - expected == Counter()
    assert expected - loaded == Counter()
