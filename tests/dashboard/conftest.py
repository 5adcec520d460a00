"""Fixtures: databases of the public schema, small enough to read; a browser and what it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboard.database import ENVIRONMENT
from tests.dashboard import sample
from tests.dashboard.browser import CHROMIUM, FLAGS, WATCH, served, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.dashboard.browser import Open


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
