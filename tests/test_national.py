"""The synthetic national database of the benchmarks: exact sums, the same at every run, alterations listed."""

from __future__ import annotations

import sys
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loaders.checking import check_all
from loaders.schemas import STATEMENTS, TABLES

# The benchmarks are scripts, no package.
sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
national: Any = import_module("national")

NONE = 10**12
Key = tuple[Any, ...]


def figures(path: Path) -> dict[Key, Decimal]:
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            "SELECT document_id, statement, fiscal_year, side, code, row_no, measure, amount_yuan FROM amounts"
        ).fetchall()
    found = {tuple(row[:-1]): row[-1] for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("national") / "plain.duckdb"
    made = national.make(path, 20_000, one_in=NONE)
    assert made.altered == []
    return path


@pytest.fixture(scope="module")
def amounts(plain: Path) -> dict[Key, Decimal]:
    return figures(plain)


def test_the_same_seed_gives_the_same_figures_but_for_the_listed_alterations(
    tmp_path: Path, amounts: dict[Key, Decimal]
) -> None:
    made = national.make(tmp_path / "altered.duckdb", 20_000, one_in=500)
    altered = figures(tmp_path / "altered.duckdb")
    assert altered.keys() == amounts.keys()
    different = sorted((key[0], key[1], altered[key], amounts[key]) for key in amounts if altered[key] != amounts[key])
    listed = sorted((a.document_id, a.statement, a.amount_yuan, a.before_yuan) for a in made.altered)
    assert listed
    assert different == listed


def test_every_table_has_the_columns_of_the_schema_and_every_view_answers(plain: Path) -> None:
    with duckdb.connect(str(plain), read_only=True) as connection:
        for table in TABLES:
            names = [row[0] for row in connection.execute(f"DESCRIBE {table.name}").fetchall()]
            assert names == [column.name for column in table.columns]
        for (view,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
            connection.execute(f"SELECT count(*) FROM {view}").fetchall()  # noqa: S608 - a name of the catalogue
        states = connection.execute("SELECT statement, status FROM statements").fetchall()
    assert {statement for statement, _ in states} == set(STATEMENTS)
    assert {status for _, status in states} >= {"figures", "declared_empty", "absent"}


def test_codes_sum_upwards(amounts: dict[Key, Decimal]) -> None:
    coded = ("income", "expenditure", "general_public", "state_capital", "government_fund", "basic_economic")
    sums: dict[Key, Decimal] = {}
    for (document, statement, _, _, code, _, measure), amount in amounts.items():
        if statement in coded and code is not None:
            above = (document, statement, code[:-2] if len(code) > 3 else None, measure)
            sums[above] = sums.get(above, Decimal(0)) + amount
    printed = {(k[0], k[1], k[4], k[6]): amount for k, amount in amounts.items() if k[1] in coded}
    assert sums == {key: printed[key] for key in sums}
    assert len(sums) > 1000


def test_rows_and_tables_agree(amounts: dict[Key, Decimal]) -> None:
    totals: dict[Key, Decimal] = {(k[0], k[1], k[6]): v for k, v in amounts.items() if k[4] is None and k[5] == 1}
    zero = Decimal(0)
    for document in {key[0] for key in amounts}:

        def total(statement: str, measure: str = "total", document: str = document) -> Decimal:
            return totals.get((document, statement, measure), zero)

        spent = total("expenditure")
        assert spent == total("expenditure", "basic") + total("expenditure", "project") == total("income")
        own = total("income", "business") + total("income", "carryover")
        funds = sum((total(f) for f in ("general_public", "government_fund", "state_capital")), zero)
        assert spent == funds + own == total("income", "fiscal") + own
        assert total("general_public", "basic") == total("basic_economic")
        assert total("project") == total("expenditure", "project")


def test_a_department_holds_the_bodies_under_it(plain: Path) -> None:
    query = """
        SELECT unit.total_yuan, department.total_yuan
        FROM out_function_spending AS unit
        JOIN out_function_spending AS department ON department.unit = unit.parent_unit
            AND department.fiscal_year = unit.fiscal_year AND department.stage = unit.stage
            AND department.code = unit.code
        WHERE unit.scope = 'unit' AND unit.code = '2080507'
    """
    with duckdb.connect(str(plain), read_only=True) as connection:
        pairs = connection.execute(query).fetchall()
    assert pairs
    assert all(inside == whole for inside, whole in pairs)


def test_every_identity_holds_but_for_the_altered_figures(tmp_path: Path) -> None:
    made = national.make(tmp_path / "altered.duckdb", 6_000, one_in=100)
    query = """
        SELECT c.document_id, c.check_no, c.message, list(DISTINCT {
            'document': a.document_id, 'statement': a.statement, 'side': a.side, 'code': a.code, 'measure': a.measure,
            'amount': a.amount_yuan
        }) AS figures
        FROM checks AS c
        JOIN rules AS r USING (rule)
        JOIN check_operands AS o USING (document_id, check_no)
        LEFT JOIN amounts AS a ON o.source = 'amounts' AND a.document_id = o.source_document_id
            AND a.figure_no = o.source_no
        WHERE c.outcome IN ('mismatch', 'rounding') AND r.severity = 'hard'
        GROUP BY c.document_id, c.check_no, c.message
    """
    with duckdb.connect(str(made.path)) as connection:
        check_all(connection)
        failed = connection.execute(query).fetchall()
        rules = connection.execute("SELECT count(DISTINCT rule) FROM checks WHERE outcome = 'pass'").fetchall()
    altered = {(a.document_id, a.statement, a.side, a.code, a.measure, a.amount_yuan) for a in made.altered}
    unexplained = [
        message for _, _, message, figures in failed if not altered & {tuple(figure.values()) for figure in figures}
    ]
    assert unexplained == []
    assert len(failed) > len(altered) / 2
    assert rules[0][0] >= 25
