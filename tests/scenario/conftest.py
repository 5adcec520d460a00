"""The five documents, their baseline and what the checks say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from dashboard import queries
from dashboard.scenario import baseline
from tests.scenario.proof import outcomes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal
    from pathlib import Path

    import polars as pl

    from dashboard.queries import Question
    from dashboard.scenario.baseline import Baseline
    from tests.scenario.proof import Key


@pytest.fixture(scope="session")
def ask(five: Path) -> Iterator[Callable[[Question], pl.DataFrame]]:
    with duckdb.connect(str(five), read_only=True) as connection:
        yield lambda question: queries.run(connection, question)


@pytest.fixture(scope="session")
def published(ask: Callable[[Question], pl.DataFrame]) -> Baseline:
    """All five documents, with what printed rates rest on."""
    from dashboard.scenario.model import Rule, Scenario  # noqa: PLC0415 - only here

    return baseline.read(ask, [Scenario("", (Rule("percent"),))])


@pytest.fixture(scope="session")
def held(five: Path) -> dict[Key, list[tuple[str, Decimal | None]]]:
    return outcomes(five)
