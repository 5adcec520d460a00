"""How long each page takes from a filter change to idle in chromium, beside an app of one choice and nothing else."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.error import URLError

from loading import BUDGETLENS, ROOT, load_command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

EMPTY_APP = Path(__file__).with_name("empty_app.py")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"

# From the press of the pointer to the moment when the page has changed for the last time, after the last message of the
# run, and the browser has nothing left to do. The state of the script alone is no measure: a short run ends before it
# is ever shown as running. Nor are the messages: the browser gathers them for a while before it draws. What changes
# inside a canvas is the copy of a table for screen readers, which comes late and is not seen.
WATCH = """
const watch = window.__watch = {start: null, last: null, idle: null};
const touch = () => {
  watch.last = performance.now();
  requestIdleCallback(() => { watch.idle = performance.now(); });
};
const unseen = change => (change.target.closest ? change.target : change.target.parentElement)?.closest('canvas');
document.addEventListener('pointerdown', () => {
  Object.assign(watch, {start: performance.now(), last: null, idle: null});
}, true);
document.addEventListener('DOMContentLoaded', () => {
  new MutationObserver(changes => { if (!changes.every(unseen)) touch(); })
    .observe(document.body, {childList: true, subtree: true, characterData: true});
});
window.WebSocket = class extends window.WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', touch);
  }
};
"""
SETTLED = f"""() => {{
  const {{last, idle}} = window.__watch;
  return last && idle >= last && performance.now() - idle > 500 && document.querySelector('{IDLE}');
}}"""
TAKEN = "() => window.__watch.idle - window.__watch.start"


@dataclass(frozen=True)
class PageTime:
    """Medians in milliseconds: of the page, and of the empty app measured in turn with it."""

    name: str
    first: float
    again: float
    empty: float


def chromium() -> str | None:
    """Return the path of an installed chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


def measure(rounds: int, folder: Path) -> list[PageTime]:
    """Measure all pages of the navigation on a database of the repository's disclosures."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - large; children started before it stay small

    database = folder / "pages.duckdb"
    subprocess.run(load_command(database), cwd=ROOT, check=True, capture_output=True)
    with ExitStack() as stack:
        dashboard = stack.enter_context(
            _server([*BUDGETLENS, "serve", "--no-browser", "--db", str(database)], "--port")
        )
        empty = stack.enter_context(_server(_empty_command(), "--server.port"))
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=chromium(), args=FLAGS)
        stack.callback(browser.close)
        floor = _open(browser, empty, ".st-key-choice")
        first = _open(browser, dashboard, ".st-key-region")
        links = first.eval_on_selector_all("[data-testid=stTopNavLink]", "all => all.map(a => [a.innerText, a.href])")
        first.close()
        return [_page(browser, name.strip().split("\n")[-1], address, floor, rounds) for name, address in links]


def _empty_command() -> list[str]:
    options = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--runner.postScriptGC", "false"]
    return [sys.executable, "-m", "streamlit", "run", str(EMPTY_APP), *options]


def _page(browser: Browser, name: str, address: str, floor: Page, rounds: int) -> PageTime:
    """The first time that a filter is chosen asks the database; after that the answers are known."""
    page = _open(browser, address, ".st-key-region")
    names = _options(page, ".st-key-region")[1:]  # the first one chooses all
    times: dict[str, list[float]] = {"first": [], "again": [], "empty": []}
    _choose(floor, ".st-key-choice", "四")
    _choose(floor, ".st-key-choice", "一")
    for number in range(rounds):
        times["empty"].append(_choose(floor, ".st-key-choice", "二三四一"[number % 4]))
        kind = "first" if number < len(names) else "again"
        times[kind].append(_choose(page, ".st-key-region", names[number % len(names)]))
        _take_back(page, ".st-key-region")
    page.close()
    return PageTime(name, *(median(times[kind]) for kind in ("first", "again", "empty")))


def _open(browser: Browser, address: str, ready: str) -> Page:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector(ready, timeout=60_000)
    page.wait_for_selector(IDLE, timeout=60_000)
    page.wait_for_load_state("networkidle")
    return page


def _options(page: Page, widget: str) -> list[str]:
    page.click(f"{widget} input")
    page.wait_for_selector("[role=option]")
    names: list[str] = page.eval_on_selector_all("[role=option]", "all => all.map(option => option.innerText)")
    _close_list(page)
    return names


def _close_list(page: Page) -> None:
    """A press while the list is still closing would be lost."""
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=option]", state="detached")


def _take_back(page: Page, widget: str) -> None:
    """Show everything again: the last choice goes with Backspace."""
    page.evaluate("() => Object.assign(window.__watch, {last: null, idle: null})")
    page.press(f"{widget} input", "Backspace")
    page.wait_for_function(SETTLED)
    _close_list(page)


def _choose(page: Page, widget: str, option: str) -> float:
    page.bring_to_front()
    page.click(f"{widget} input")
    page.locator("[role=option]").get_by_text(option, exact=True).click()
    page.wait_for_function(SETTLED)
    taken: float = page.evaluate(TAKEN)
    return taken


@contextmanager
def _server(command: list[str], port_option: str) -> Iterator[str]:
    """Run a server on a free port, in a process group of its own that is ended with it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    full = [*command, port_option, str(port)]
    server = subprocess.Popen(
        full, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(f"http://localhost:{port}/_stcore/health")
        yield f"http://localhost:{port}/"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _wait(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit(f"no answer: {address}")
