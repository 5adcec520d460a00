"""Fixtures: databases of the public schema, small enough to read; a browser and what it looks at."""

from __future__ import annotations

import shutil
from functools import cache
from typing import TYPE_CHECKING

import pytest

from dashboard.database import ENVIRONMENT
from loaders.load import load
from tests.dashboard import sample
from tests.dashboard.browser import CHROMIUM, FLAGS, WATCH, served, settle
from tests.dashboard.uploaded import SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.dashboard.browser import Open
    from tests.dashboard.sample import Content


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


@pytest.fixture
def published(five: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The five documents as what the dashboard shows."""
    monkeypatch.setenv(ENVIRONMENT, str(five))
    return five


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The sample with one document, or with none; never changed by a test."""

    @cache
    def built(document: str) -> Path:
        content = sample.only(document) if document else {}
        return sample.build(tmp_path_factory.mktemp("part") / "budget.duckdb", content)

    return built


@pytest.fixture
def alone(parts: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Show one document of the sample, or an empty database."""
    return lambda document: monkeypatch.setenv(ENVIRONMENT, str(parts(document)))


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Content], Path]:
    """Show a database of these rows."""

    def built(content: Content) -> Path:
        path = sample.build(tmp_path / "own.duckdb", content)
        monkeypatch.setenv(ENVIRONMENT, str(path))
        return path

    return built


@pytest.fixture(scope="session")
def one_loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds one document under its own name; never changed by a test."""
    path = tmp_path_factory.mktemp("loaded") / "budget.duckdb"
    assert load([SOURCE], path).ok
    return path


@pytest.fixture
def db(one_loaded: Path, tmp_path: Path) -> Path:
    """A copy of it to write to, laid out as in the project."""
    path = tmp_path / "data" / "cache" / "budget.duckdb"
    path.parent.mkdir(parents=True)
    shutil.copyfile(one_loaded, path)
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[Callable[[str], BrowserContext]]:
    """One context for each colour scheme, whose pages share what was fetched once."""
    made: dict[str, BrowserContext] = {}

    def context(scheme: str) -> BrowserContext:
        if scheme not in made:
            made[scheme] = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
            made[scheme].add_init_script(WATCH)
        return made[scheme]

    yield context
    for each in made.values():
        each.close()


@pytest.fixture(scope="session")
def address(five: Path) -> Iterator[str]:
    """A server on the five documents; a file of tests that looks at others has its own."""
    with served(five) as found:
        yield found


@pytest.fixture
def visit(contexts: Callable[[str], BrowserContext], address: str) -> Iterator[Open]:
    """Open a page and wait until it has settled; a request to elsewhere fails the test."""
    pages = []
    foreign: list[str] = []
    own = (address, "data:", "blob:")

    def open_page(path: str, *, scheme: str = "light", width: int = 1400, height: int = 3200) -> Page:
        page = contexts(scheme).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.on("request", lambda request: None if request.url.startswith(own) else foreign.append(request.url))
        page.goto(f"{address}/{path}")
        settle(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert foreign == []
