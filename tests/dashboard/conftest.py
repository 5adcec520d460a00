"""Fixtures: databases of the public schema, small enough to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboard.database import ENVIRONMENT
from loaders.load import load
from tests.conftest import DISCLOSURES
from tests.dashboard import sample

if TYPE_CHECKING:
    from pathlib import Path


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test in a browser is tried again: on a busy machine a picture may come later than it waits."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=2))


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample database; never changed by a test."""
    return sample.build(tmp_path_factory.mktemp("sample") / "budget.duckdb")


@pytest.fixture
def shown(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample database as the one the dashboard shows."""
    monkeypatch.setenv(ENVIRONMENT, str(database))
    return database


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the five documents; never changed by a test."""
    path = tmp_path_factory.mktemp("five") / "budget.duckdb"
    load([DISCLOSURES], path)
    return path
