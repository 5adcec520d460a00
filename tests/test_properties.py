"""Whatever the print: the tables of the five documents, set again in three forms of text, come back as they were.

Where a form loses nothing, every figure comes back. Where blank cells are lost, every figure either comes back in its
place or is named among the leftovers: never in a wrong place, never twice, never dropped in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.document import LoadResult, load_bytes
from loaders.money import is_figure
from loaders.readers import read_document
from tests import typeset, typeset_text
from tests.conftest import DOCUMENTS, disclosure, loaded_disclosure, loaded_seed, seed
from tests.typeset import SetTable, Style, amount_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FORMS: dict[str, Callable[[SetTable, Style], str]] = {
    "markdown": typeset_text.markdown,
    "cells": typeset_text.cells,
    "collapsed": typeset_text.collapsed,
}
WAN = Decimal(10_000)
FLAGS = (
    "grouped",
    "spare_columns",
    "separators",
    "repeat_title",
    "repeat_header",
    "repeat_total",
    "inner_spaces",
    "wrapped",
    "glued",
    "ordinals",
)

single = st.sampled_from(typeset.ALL_TABLES()).map(lambda table: (table,))
whole = st.sampled_from(DOCUMENTS).map(typeset.tables)


@st.composite
def styles(draw: st.DrawFn) -> Style:
    seed = draw(st.integers(0, 2**32 - 1))
    codes = draw(st.sampled_from(["whole", "split", "carried"]))
    breaks = draw(st.sampled_from([0, 0, 1, 2, 4]))
    page_number = draw(st.sampled_from(["-{}-", "{}", "第{}页", "— {} —", ""]))
    flags: dict[str, Any] = {name: draw(st.booleans()) for name in FLAGS}
    return Style(Random(seed), codes=codes, breaks=breaks, page_number=page_number, **flags)  # noqa: S311 - layout, no secret


def load(form: str, tables: Sequence[SetTable], style: Style) -> LoadResult:
    text = typeset_text.document([FORMS[form](table, style) for table in tables], tables[0].year)
    return load_bytes(text.encode(), Path("again.txt"))


def compare(result: LoadResult, tables: Sequence[SetTable]) -> Counter[Decimal]:
    """Return the figures, in 万元, that did not come back; whatever came back is what was printed."""
    expected = sum((table.expected for table in tables), Counter())
    found = Counter(map(amount_key, result.loaded.amounts))
    assert list((found - expected).elements()) == [], "a figure in the wrong place, or twice"
    missing: Counter[Decimal] = Counter()
    for key, count in (expected - found).items():
        amount = key[-1]
        assert isinstance(amount, Decimal)
        missing[amount / WAN] += count
    return missing


def reported(result: LoadResult) -> Counter[Decimal]:
    tokens = (token for row in result.loaded.leftovers for token in re.findall(r"\d[\d.,]*", row.text))
    return Counter(Decimal(t) for token in tokens if re.fullmatch(r"\d+(\.\d+)?", t := token.replace(",", "")))


@pytest.mark.parametrize("form", ["markdown", "cells"])
@settings(max_examples=150)
@given(tables=single, style=styles())
def test_a_table_with_its_columns_comes_back_whole(form: str, tables: Sequence[SetTable], style: Style) -> None:
    result = load(form, tables, style)
    assert result.errors == ()
    assert compare(result, tables) == Counter()
    assert result.loaded.leftovers == []
    assert {a.origin for a in result.loaded.amounts} == {"printed"}


@pytest.mark.parametrize("form", ["markdown", "cells"])
@settings(max_examples=12)
@given(tables=whole, style=styles())
def test_a_document_with_its_columns_comes_back_whole(form: str, tables: Sequence[SetTable], style: Style) -> None:
    result = load(form, tables, style)
    assert result.errors == ()
    assert compare(result, tables) == Counter()


@settings(max_examples=450)
@given(tables=single, style=styles())
def test_a_collapsed_table_comes_back_or_says_what_is_open(tables: Sequence[SetTable], style: Style) -> None:
    result = load("collapsed", tables, style)
    assert result.errors == ()
    missing = compare(result, tables)
    assert missing - reported(result) == Counter(), "dropped in silence"


@settings(max_examples=40)
@given(tables=whole, style=styles())
def test_a_collapsed_document_comes_back_or_says_what_is_open(tables: Sequence[SetTable], style: Style) -> None:
    result = load("collapsed", tables, style)
    assert result.errors == ()
    missing = compare(result, tables)
    assert missing - reported(result) == Counter(), "dropped in silence"


def test_most_of_a_collapsed_document_comes_back() -> None:
    """Reporting everything as open would pass the tests above; a whole document settles nearly all of its figures."""
    lost = total = 0
    for document_id in DOCUMENTS:
        tables = typeset.tables(document_id)
        result = load("collapsed", tables, Style(Random(7), spare_columns=False, breaks=2, wrapped=True))  # noqa: S311
        lost += sum(compare(result, tables).values())
        total += sum(sum(table.expected.values()) for table in tables)
    assert lost <= 0.05 * total


# ── nothing is dropped in silence ──────────────────────────────────────────────────────────────────────────


def decimals_by_line(content: bytes) -> Counter[tuple[int, Decimal]]:
    found: Counter[tuple[int, Decimal]] = Counter()
    for number, line in enumerate(content.decode().split("\n"), start=1):
        for token in re.findall(r"(?<![\d.%])\d[\d,]*\.\d+(?![\d.%])", line):
            if is_figure(token):
                found[number, Decimal(token.replace(",", ""))] += 1
    return found


@pytest.mark.parametrize("complete", [False, True])
@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_every_decimal_of_a_statement_is_accounted_for(document_id: str, complete: bool) -> None:  # noqa: FBT001
    """From the first title to the last, each decimal figure is an amount, a target, a leftover or a repeated total."""
    path = seed(document_id) if complete else disclosure(document_id)
    rows = (loaded_seed(document_id) if complete else loaded_disclosure(document_id)).loaded
    lines = [a.line for a in rows.amounts if a.line is not None]
    # A repair's text counts only where it tells of figures left out; the others tell of figures that are loaded.
    texts = [row.text for row in rows.leftovers] + [row.text for row in rows.narrative]
    texts += [row.before for row in rows.repairs if row.kind == "repeated_total"]
    texts += [row.value_text for row in rows.targets]
    known = Counter(a.amount_yuan / WAN for a in rows.amounts)
    known.update(Decimal(t.replace(",", "")) for text in texts for t in re.findall(r"\d[\d,]*\.\d+", text))
    printed: Counter[Decimal] = Counter()
    for (number, figure), count in decimals_by_line(path.read_bytes()).items():
        if min(lines) <= number <= max(lines):
            printed[figure] += count
    assert printed - known == Counter()


def test_typesetting_loses_nothing_itself() -> None:
    """The support module prints each figure of each table once: else the properties above would be empty."""
    for table in typeset.ALL_TABLES():
        style = Style(Random(1), spare_columns=False)  # noqa: S311
        text = typeset_text.markdown(table, style)
        cells = [
            c for block in read_document(text.encode()).blocks if hasattr(block, "rows") for r in block.rows for c in r
        ]
        count = sum(1 for cell in cells if "." in cell.text and is_figure(cell.text))
        assert count == sum(n for key, n in table.expected.items()), table
