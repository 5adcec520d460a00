"""Mistakes put into the documents, one at a time: how many of them the checks notice."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest

from loaders.load import load
from tests.conftest import disclosure, golden

# The benchmarks are scripts, no package.
sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
mutations: Any = import_module("mutations")

TWO: Final = ("haidong-hrss-2023", "zibo-hitech-hrss-2024")
BOUNDS: Final = {"N1", "N4", "X6", "X7", "X9"}
"""Rules that bound a figure, as parts bound a whole: within the bound, a change breaks nothing."""

NOT_HELD: Final = {
    # its ten items do not add up to it as printed; the sum of both is compared by no table
    ("haidong-hrss-2023", "change", "一般公共预算当年拨款"),
    ("haidong-hrss-2023", "change", "财政拨款收支总预算"),
    # neither table of 三公 prints 机关运行经费
    ("haidong-hrss-2023", "amount", "机关运行经费"),
    ("zibo-hitech-hrss-2024", "amount", "事业运行经费"),
    ("zibo-hitech-hrss-2024", "change", "事业运行经费"),
    # without a rate, and of one part of which nobody can tell whether it is all
    *(
        ("zibo-hitech-hrss-2024", "change", subject)
        for subject in ("收支预算", "收入预算", "支出预算", "一般公共预算收入", "项目支出")
    ),
}
"""Figures of the narrative that stand in no hard identity that holds."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mutations") / "budget.duckdb"
    assert set(load([disclosure(document_id) for document_id in TWO], path).loaded) == set(TWO)
    return path


@pytest.fixture(scope="module")
def changed(database: Path) -> list[Any]:
    return list(mutations.mutate(database, TWO))


def of(changed: list[Any], source: str) -> list[Any]:
    return [row for row in changed if row.source == source]


def test_every_figure_of_the_tables_takes_part(changed: list[Any]) -> None:
    counts = {name: sum(row.document_id == name for row in of(changed, "amounts")) for name in TWO}
    assert counts == {name: len(golden(name)) for name in TWO}


def test_all_but_the_named_figures_of_the_narrative_take_part(database: Path, changed: list[Any]) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        printed = connection.execute(
            "SELECT document_id, fact_no, field, subject FROM narrative "
            "CROSS JOIN (VALUES ('amount'), ('change')) AS f (field) "
            "WHERE CASE field WHEN 'amount' THEN amount_yuan ELSE change_yuan END IS NOT NULL"
        ).fetchall()
    taking_part = {(row.document_id, row.no, row.field) for row in of(changed, "narrative")}
    assert {(name, field, subject) for name, no, field, subject in printed if (name, no, field) not in taking_part} == (
        NOT_HELD
    )
    assert (len(printed), len(taking_part)) == (75, 65)


@pytest.mark.parametrize("source", ["amounts", "narrative"])
def test_nearly_every_mistake_is_noticed(changed: list[Any], source: str) -> None:
    assert mutations.rate(of(changed, source)) >= 0.95


def test_what_is_not_noticed_stands_within_a_bound(changed: list[Any]) -> None:
    assert all(set(row.rules.split()) <= BOUNDS for row in changed if not row.caught)


def test_every_mistake_is_of_another_size(changed: list[Any]) -> None:
    sizes = {abs(row.change_yuan) for row in of(changed, "amounts")}
    assert {100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000} == sizes
