"""Shared support: the five documents, their complete forms where they are at hand, and their golden tables."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from loaders.document import LoadResult, load_bytes, load_document
from loaders.load import load

ROOT = Path(__file__).parents[1]
DISCLOSURES = ROOT / "data" / "disclosures"
GOLDEN = Path(__file__).parent / "golden"
SEEDS = Path(os.environ.get("BUDGETLENS_SEEDS", ROOT.parent / "shared" / "seeds"))
SEED_NUMBER = {
    "yantai-hrss-2024": "000",
    "yantai-sic-2023": "001",
    "haigang-hrss-2024": "002",
    "zibo-hitech-hrss-2024": "003",
    "haidong-hrss-2023": "004",
}
DOCUMENTS = tuple(SEED_NUMBER)

settings.register_profile(
    "budgetlens",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
settings.load_profile("budgetlens")


LONGEST = (
    "test_browser",
    "test_quality.py",
    "test_identities.py",
    "test_store.py",
    "test_properties.py",
    "test_hostile.py",
    "test_uploads.py",
    "test_upload_page.py",
    "test_pdf_round_trip.py",
    "test_slides.py",
    "test_layout.py",
    "test_overview.py",
    "test_pages.py",
    "test_whatif",
    "test_basic_project.py",
    "test_spending",
)
"""Files that take long, or how their names begin, in the order in which they are handed out."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: a long file handed out last keeps all workers waiting for one of them."""
    items.sort(key=lambda item: next((n for n, long in enumerate(LONGEST) if item.path.name.startswith(long)), 99))


def pytest_configure(config: pytest.Config) -> None:
    """Let the workers take the files in this order, not in that of their numbers of tests."""
    config.option.loadscopereorder = False


@dataclass(frozen=True)
class GoldenRow:
    """One figure of a golden table, as its CSV prints it."""

    statement: str
    fiscal_year: int
    side: str
    code: str
    gov_code: str
    name: str
    is_total: bool
    measure: str
    amount_text: str
    line: int


@cache
def golden(document_id: str) -> tuple[GoldenRow, ...]:
    with (GOLDEN / f"{document_id}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            GoldenRow(
                row["statement"],
                int(row["fiscal_year"]),
                row["side"],
                row["code"],
                row["gov_code"],
                row["name"],
                row["is_total"] == "true",
                row["measure"],
                row["amount_text"],
                int(row["line"]),
            )
            for row in csv.DictReader(file)
        )


def disclosure(document_id: str) -> Path:
    return next(DISCLOSURES.glob(f"{document_id}.*"))


def seed(document_id: str) -> Path:
    if not SEEDS.is_dir():
        pytest.skip("the complete documents are not part of the repository")
    return next(SEEDS.glob(f"{SEED_NUMBER[document_id]}_*"))


@cache
def loaded_disclosure(document_id: str) -> LoadResult:
    return load_document(disclosure(document_id))


@cache
def _loaded_seed(path: Path, document_id: str) -> LoadResult:
    return load_bytes(path.read_bytes(), path.with_name(f"{document_id}{path.suffix}"))


def loaded_seed(document_id: str) -> LoadResult:
    return _loaded_seed(seed(document_id), document_id)


@cache
def loaded_pdf(path: Path) -> LoadResult:
    return load_document(path)


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the five documents; never changed by a test."""
    path = tmp_path_factory.mktemp("five") / "budget.duckdb"
    assert load([DISCLOSURES], path).ok
    return path


@pytest.fixture(params=DOCUMENTS)
def document_id(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["tables", "complete"])
def loaded(request: pytest.FixtureRequest, document_id: str) -> LoadResult:
    """One document as the repository holds it, and as it was published with all its prose."""
    return loaded_disclosure(document_id) if request.param == "tables" else loaded_seed(document_id)
