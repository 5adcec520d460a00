"""The walls of the architecture, walked over the syntax trees."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import dashboard
import loaders
from dashboard import queries

DASHBOARD, LOADERS = Path(dashboard.__file__).parent, Path(loaders.__file__).parent
MODULES = sorted(path for root in (DASHBOARD, LOADERS) for path in root.rglob("*.py"))
MAY_USE_STREAMLIT = {"app.py", "asgi.py", "filters.py", "cache.py"}
SQL = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|CREATE\s+(TABLE|VIEW)|DELETE\s+FROM)\b", re.IGNORECASE | re.DOTALL)
MAY_WRITE_SQL = {"store.py", "types.py"}


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def strings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in found if text not in docs]


def name(path: Path) -> str:
    return str(path.relative_to(DASHBOARD.parent))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_streamlit_stays_in_app_screens_filters_and_cache(path: Path) -> None:
    if path.is_relative_to(DASHBOARD) and (path.name in MAY_USE_STREAMLIT or path.parent.name == "screens"):
        return
    assert "streamlit" not in imports(path)


@pytest.mark.parametrize("path", [p for p in MODULES if p.is_relative_to(LOADERS)], ids=name)
def test_loaders_know_nothing_of_the_dashboard(path: Path) -> None:
    assert "dashboard" not in imports(path)


@pytest.mark.parametrize("path", [p for p in MODULES if p.name not in MAY_WRITE_SQL], ids=name)
def test_sql_stays_in_its_files(path: Path) -> None:
    assert [text for text in strings(path) if SQL.search(text)] == []


@pytest.mark.parametrize("path", [p for p in MODULES if "charts" in p.parts], ids=name)
def test_charts_are_pure(path: Path) -> None:
    assert imports(path) & {"streamlit", "duckdb", "express"} == set()
    assert "plotly.express" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [p for p in MODULES if p.is_relative_to(DASHBOARD)], ids=name)
def test_nothing_renders_foreign_markup(path: Path) -> None:
    assert "unsafe_allow" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(queries.SQL.glob("*.sql")), ids=lambda path: path.stem)
def test_each_sql_file_holds_one_select_with_a_question(path: Path) -> None:
    text = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("--"))
    assert text.strip().upper().startswith(("SELECT", "WITH"))
    assert ";" not in text
    assert hasattr(queries, path.stem)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_stay_small(path: Path) -> None:
    if path.is_relative_to(DASHBOARD):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 400
