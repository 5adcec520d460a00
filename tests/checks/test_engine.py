"""How the rules are run: in bounded groups, by jurisdiction, and with the same result however often."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from loaders import checking, store
from loaders.load import load
from loaders.money import FEN_PER_UNIT
from tests.checks.build import coded, document, fact, summary
from tests.conftest import DISCLOSURES

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.model import LoadedDocument

PLACES = ("甲市", "乙市", "丙市", "丁市")
WRITTEN = ("checks", "check_operands")


def disclosure(place: str, year: int) -> LoadedDocument:
    spent = coded("expenditure", "total basic project", "合计 10.00 4.00 6.00\n208 10.00 4.00 6.00", fiscal_year=year)
    return document(
        spent,
        summary("本年收入合计 10.00\n收入总计 10.00", "社会保障和就业支出 10.00\n支出总计 10.00"),
        document_id=f"{place}-{year}",
        jurisdiction=place,
        fiscal_year=year,
    )


def rows(connection: duckdb.DuckDBPyConnection) -> list[list[tuple[Any, ...]]]:
    order = "document_id, check_no"
    return [
        connection.execute(f"SELECT * FROM {name} ORDER BY {order}, rowid").fetchall()  # noqa: S608
        for name in WRITTEN
    ]


@pytest.fixture
def places() -> list[LoadedDocument]:
    return [disclosure(place, year) for place in PLACES for year in (2023, 2024)]


def test_units_of_the_rules_are_those_of_the_readers() -> None:
    units = [*FEN_PER_UNIT, None]
    with duckdb.connect() as connection, checking._workroom(connection):
        found = [connection.execute("SELECT fen_of(?)", [unit]).fetchall() for unit in units]
    assert found == [[(FEN_PER_UNIT[unit] if unit else 100,)] for unit in units]


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("0.00", "万元", "0.00 万元"),
        ("1234567890.12", "元", "1,234,567,890.12 元"),
        ("12345678.90", "万元", "1,234.56789 万元"),
        ("-5000.00", "万元", "-0.50 万元"),
        ("0.01", "万元", "0.000001 万元"),
        ("150000000.00", "亿元", "1.50 亿元"),
        ("1200.50", "千元", "1.2005 千元"),
        ("1500000.00", "百万元", "1.50 百万元"),
        ("3.00", None, "3.00 元"),
        ("23.00", "个", "23 个"),
    ],
)
def test_amounts_are_said_in_the_printed_unit(amount: str, unit: str | None, words: str) -> None:
    with duckdb.connect() as connection, checking._workroom(connection):
        said = connection.execute("SELECT money_with_unit(?::DECIMAL(18, 2), ?)", [Decimal(amount), unit]).fetchall()
    assert said == [(words,)]


def test_groups_are_bounded_and_hold_whole_jurisdictions(
    places: list[LoadedDocument], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = sum(len(d.amounts) for d in places) // len(PLACES)
    monkeypatch.setattr(checking, "FIGURES_AT_ONCE", 2 * figures)
    with store.in_memory(places, tmp_path) as connection:
        groups = list(checking._groups(connection, None))
        some = list(checking._groups(connection, PLACES[:1]))
    assert sorted(name for names, _ in groups for name in names) == sorted(PLACES)
    assert [count for _, count in groups] == [2 * figures, 2 * figures]
    assert some == [([PLACES[0]], figures)]


def test_groups_give_what_all_together_give(
    places: list[LoadedDocument], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.in_memory(places, tmp_path) as connection:
        checking.check_all(connection)
        together = rows(connection)
        monkeypatch.setattr(checking, "FIGURES_AT_ONCE", 1)
        checking.check_all(connection)
        assert rows(connection) == together
    assert len(together[0]) > 100


def test_one_jurisdiction_checked_again_leaves_every_row_as_it_was(
    places: list[LoadedDocument], tmp_path: Path
) -> None:
    with store.in_memory(places, tmp_path) as connection:
        checking.check_all(connection)
        before = rows(connection)
        checking.check_all(connection, [PLACES[1]])
        assert rows(connection) == before


def test_many_figures_are_checked_as_few_are(
    places: list[LoadedDocument], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.in_memory(places, tmp_path) as connection:
        checking.check_all(connection)
        simply = rows(connection)
        monkeypatch.setattr(checking, "_FEW_FIGURES", 0)
        checking.check_all(connection)
        assert rows(connection) == simply


def test_the_connection_keeps_its_settings(places: list[LoadedDocument], tmp_path: Path) -> None:
    asked = (
        "SELECT current_setting('threads'), current_setting('disabled_optimizers'), current_setting('search_path'), "
        "current_setting('allocator_flush_threshold'), (SELECT count(*) FROM duckdb_databases() WHERE NOT internal)"
    )
    with store.in_memory(places[:1], tmp_path) as connection:
        connection.execute("SET threads = 2")
        connection.execute("SET disabled_optimizers = 'late_materialization'")
        before = connection.execute(asked).fetchall()
        checking.check_all(connection)
        assert connection.execute(asked).fetchall() == before
        assert before[0][:2] == (2, "late_materialization")


def test_a_rule_that_fails_leaves_the_connection_and_its_checks_as_they_were(
    places: list[LoadedDocument], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.in_memory(places, tmp_path) as connection:
        checking.check_all(connection)
        before = rows(connection)
        with monkeypatch.context() as broken:
            broken.setattr(checking, "rule_sql", lambda rule: f"SELECT no_such_column AS {rule}")
            with pytest.raises(duckdb.BinderException):
                checking.check_all(connection)
        assert rows(connection) == before
        checking.check_all(connection)
        assert rows(connection) == before


def test_amounts_of_hundreds_of_billions_are_checked() -> None:
    said = fact(
        "expenditure", "支出预算", "3000", unit="亿元", measure="total", change="700", pct="30", approximate=True
    )
    shared = fact("expenditure", "项目支出", "1500", unit="亿元", measure="project", share="50.00", whole_no=1)
    found = checking.run_checks(document(said, shared))
    shares = [check for check in found if check.rule == "N3"]
    assert [(check.outcome, check.right_yuan) for check in shares] == [("pass", Decimal("150000000000.00"))]
    assert [check.outcome for check in found if check.rule == "N5"] == ["pass"]


def test_two_loads_give_the_checks_of_one(tmp_path: Path) -> None:
    files = sorted(DISCLOSURES.iterdir())
    apart, together = tmp_path / "apart.duckdb", tmp_path / "together.duckdb"
    load(files[:3], apart)
    load(files[3:], apart)
    load(files, together)
    with duckdb.connect(str(apart), read_only=True) as first, duckdb.connect(str(together), read_only=True) as second:
        assert rows(first) == rows(second)
