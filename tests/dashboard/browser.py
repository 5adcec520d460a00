"""Test support: the dashboard served to a real chromium, and what a person does and sees there."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from dashboard import serve
from dashboard.database import ENVIRONMENT

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM: Final = Path("/usr/bin/chromium")
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IN_A_BROWSER: Final = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"chromium is not installed at {CHROMIUM}"),
]
"""What a file of tests in a browser is marked with, as its `pytestmark`."""

PHONE: Final = {"width": 390, "height": 844}
_DONE: Final = "[data-testid=stApp][data-test-script-state=notRunning]"
# A page, or what stands there instead of it: a message has no title above it.
_SHOWN: Final = "h1, [data-testid=stMain] [data-testid=stAlert]"
# When the page last changed; a table's copy for screen readers, inside its canvas, changes long after what is seen.
WATCH: Final = """
window.__changed = performance.now();
const inside = change => (change.target.closest ? change.target : change.target.parentElement)?.closest('canvas');
document.addEventListener('DOMContentLoaded', () => new MutationObserver(changes => {
  if (!changes.every(inside)) window.__changed = performance.now();
}).observe(document.body, {childList: true, subtree: true, characterData: true}));
"""
_QUIET: Final = f"() => document.querySelector('{_DONE}') && performance.now() - window.__changed > 300"
Open = Callable[..., "Page"]


@contextmanager
def served(database: Path) -> Iterator[str]:
    """A server on a database, with the theme and the options of `serve`; it runs where the documents' files are."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 - our own command
        serve.command(port, "127.0.0.1", open_browser=False),
        env=os.environ | {ENVIRONMENT: str(database)},
        cwd=serve.home(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 0.3).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start")


# ── waiting ──


def settle(page: Page) -> None:
    """Wait until no script runs and nothing has changed for a while."""
    page.wait_for_selector(_SHOWN)
    page.wait_for_function(_QUIET)


def same(found: Callable[[], object], wanted: object) -> bool:
    """Whether the page comes to show what is wanted, within a few seconds."""
    for _ in range(80):
        if found() == wanted:
            return True
        time.sleep(0.1)
    return False


# ── doing ──


def choose(page: Page, key: str, option: str) -> None:
    """Choose from a list; one that a late answer of the server has closed is opened again."""
    from playwright.sync_api import TimeoutError as NotShownError  # noqa: PLC0415 - may not be installed

    wanted = page.locator("[role=option]").filter(has_text=option).first
    for _ in range(5):
        page.locator(f".st-key-{key} input").click()
        with suppress(NotShownError):
            wanted.click(timeout=4000)
            break
    else:
        pytest.fail(f"{option} is not offered")
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=option]", state="detached")
    settle(page)


def click(page: Page, key: str, label: str | None = None) -> None:
    """Click the button of a control, or the one of its buttons that has a label."""
    button = page.locator(f".st-key-{key} button")
    (button.filter(has_text=label) if label else button).click()
    settle(page)


def mark_first(page: Page, within: str) -> None:
    """Choose the first row of a table by the box at its start, below the header."""
    canvas = page.locator(f"{within} [data-testid=stDataFrame] canvas").first
    canvas.wait_for()
    settle(page)
    box = canvas.bounding_box()
    assert box
    page.mouse.click(box["x"] + 16, box["y"] + 52)


def at_both_widths(visit: Open, path: str, scheme: str) -> Page:
    """Open a page on a phone, where nothing may need scrolling sideways, and make it as wide as a screen."""
    page = visit(path, scheme=scheme, **PHONE)
    assert is_whole(page)
    assert fits(page)
    page.set_viewport_size({"width": 1400, "height": 3200})
    settle(page)
    assert is_whole(page)
    return page


# ── seeing ──


def again(page: Page) -> str:
    """The path of the page's own link."""
    return page.url.split("/", 3)[3]


def cards(page: Page) -> dict[str, str]:
    """The big figure of each card by document."""
    found = {}
    for card in page.locator("[class*='st-key-card-']").all():
        document = re.search(r"st-key-card-(\S+)", card.get_attribute("class") or "")
        assert document
        found[document.group(1)] = card.locator(".card-figures dd").first.inner_text().strip()
    return found


def grid(page: Page, key: str) -> str:
    """The text of a table as its accessible copy holds it."""
    return page.locator(f".st-key-table-{key} table").first.text_content() or ""


def metrics(page: Page, within: str = "") -> list[str]:
    """The figures of the page, or of a part of it."""
    values = page.locator(f"{within} [data-testid=stMetricValue], {within} dl dd:not(.below)").all_inner_texts()
    return [value.strip() for value in values]


def is_whole(page: Page) -> bool:
    """Whether no error stands on the page."""
    return page.locator("[data-testid=stException]").count() == 0


def fits(page: Page) -> bool:
    """Whether the page needs no scrolling sideways."""
    size = page.viewport_size
    assert size
    width: int = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    return width <= size["width"]
