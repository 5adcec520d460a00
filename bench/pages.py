"""How long each page takes from a filter change to idle in chromium, beside pages with nothing on them."""

from __future__ import annotations

import ast
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
from typing import TYPE_CHECKING, Final
from urllib.error import URLError

import users
from loading import BUDGETLENS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

EMPTY_APP = Path(__file__).with_name("empty_app.py")
EMPTY_PAGE = Path(__file__).with_name("empty_page.py")
APP = ROOT / "dashboard" / "app.py"
ENVIRONMENT = "BUDGETLENS_DB"
MOST_OPTIONS = 5
PRESET: Final = ".st-key-preset-0 button"
"""On the page of scenarios: the first ready-made rule."""
ANOTHER_UNIT: Final = ".st-key-money button"
"""What is drawn anew by it needs no answer of the database, but warms the browser up, as the empty pages are."""
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


USERS: Final = 20


@dataclass(frozen=True)
class PageTime:
    """Medians in milliseconds of one page, with the two baselines measured in turn with it.

    `first` is the first time that a filter is chosen, which asks the database, and `again` the times after that;
    `shell` is the dashboard's own empty page on the same database, `empty` an app of one choice and nothing else.
    """

    name: str
    first: float
    again: float
    shell: float
    empty: float


@dataclass(frozen=True)
class Measured:
    """One database: its pages, and the page of scenarios where a rule is added instead of a filter changed; the medians
    (ms) of one user and of `USERS` at once, and the server's memory (MB).
    """

    figures: int
    pages: list[PageTime]
    rule: PageTime
    alone: float
    together: float
    megabytes: float


def chromium() -> str | None:
    """Return the path of an installed chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


def page_paths() -> list[str]:
    """Return the paths of all pages that show figures, as the entry script names them."""
    tree = ast.parse(APP.read_text(encoding="utf-8"))
    named = {
        target.id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id in {"PAGES", "DATA_PAGES"}
    }
    names = [name for name in (*named["PAGES"], *named["DATA_PAGES"]) if name != "upload"]
    return ["" if name == "overview" else name.replace("_", "-") for name in names]


def measure(database: Path, figures: int, widget: str, rounds: int) -> Measured:
    """Measure all pages on a database.

    Args:
        database: the file.
        figures: how many figures it holds, for the table.
        widget: the key of the filter that is changed: `region` or `year`.
        rounds: changes on each page.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - large; children started before it stay small

    with ExitStack() as stack:
        serve = [*BUDGETLENS, "serve", "--no-browser", "--db", str(database)]
        dashboard, process = stack.enter_context(_server(serve, "--port"))
        shell, _ = stack.enter_context(_server(_streamlit(EMPTY_PAGE), "--server.port", {ENVIRONMENT: str(database)}))
        empty, _ = stack.enter_context(_server(_streamlit(EMPTY_APP), "--server.port"))
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=chromium(), args=FLAGS)
        stack.callback(browser.close)
        floors = (_open(browser, shell, f".st-key-{widget}"), _open(browser, empty, ".st-key-choice"))
        options = _options(floors[0], f".st-key-{widget}")
        key = f".st-key-{widget}"
        opened = (_open(browser, f"{dashboard}{path}", key) for path in page_paths())
        found = [_page(page, floors, key, options, rounds) for page in opened]
        rule = _rule(_open(browser, f"{dashboard}whatif", PRESET), floors[0], key, options, rounds)
        browser.close()
        alone = users.measure(users.Crowd(dashboard, widget, options, 12), 1)
        together = users.measure(users.Crowd(dashboard, widget, options, 6), USERS)
        return Measured(figures, found, rule, alone, together, _memory(process))


def _streamlit(script: Path) -> list[str]:
    options = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--runner.postScriptGC", "false"]
    return [sys.executable, "-m", "streamlit", "run", str(script), *options, "--server.fileWatcherType", "none"]


def _page(page: Page, floors: tuple[Page, Page], widget: str, names: list[str], rounds: int) -> PageTime:
    """The first time that a filter is chosen asks the database; after that the answers are known."""
    name = page.locator("h1").first.inner_text()
    shell, empty = floors
    times: dict[str, list[float]] = {"first": [], "again": [], "shell": [], "empty": []}
    _choose(empty, ".st-key-choice", "四")
    _choose(empty, ".st-key-choice", "一")
    for button in page.locator(ANOTHER_UNIT).all()[::-1]:
        _press(page, button)
    for number in range(rounds):
        times["empty"].append(_choose(empty, ".st-key-choice", "二三四一"[number % 4]))
        option = names[number % len(names)]
        times["shell"].append(_choose(shell, widget, option))
        _take_back(shell, widget)
        times["first" if number < len(names) else "again"].append(_choose(page, widget, option))
        _take_back(page, widget)
    page.close()
    return PageTime(name, *(median(times[kind] or [0.0]) for kind in ("first", "again", "shell", "empty")))


def _rule(page: Page, shell: Page, widget: str, names: list[str], rounds: int) -> PageTime:
    """A rule that is added to a scenario, and taken away again, against the empty page's change of a filter."""
    name = page.locator("h1").first.inner_text()
    added, floor = [], []
    for number in range(rounds):
        added.append(_press(page, page.locator(PRESET)))
        _press(page, page.locator(".st-key-rule-0 button").last)
        floor.append(_choose(shell, widget, names[number % len(names)]))
        _take_back(shell, widget)
    page.close()
    return PageTime(name, added[0], median(added[1:]), median(floor), 0.0)


def _press(page: Page, button: Locator) -> float:
    page.bring_to_front()
    button.click()
    page.wait_for_function(SETTLED)
    taken: float = page.evaluate(TAKEN)
    return taken


def _memory(process: int) -> float:
    """The resident memory of a server with its children, after all of that, in megabytes."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,rss="], check=True, capture_output=True, text=True)  # noqa: S607
    rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    family = {process}
    for pid, parent, _ in sorted(rows):
        if parent in family:
            family.add(pid)
    return sum(size for pid, _, size in rows if pid in family) / 1024


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
    # The first one chooses all where that is offered.
    return [name for name in names if not name.startswith(("Select", "全选"))][:MOST_OPTIONS]


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
def _server(command: list[str], port_option: str, more: dict[str, str] | None = None) -> Iterator[tuple[str, int]]:
    """Run a server on a free port, in a process group of its own that is ended with it; give its address and id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [*command, port_option, str(port)],
        cwd=ROOT,
        env=os.environ | (more or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(f"http://localhost:{port}/_stcore/health")
        yield f"http://localhost:{port}/", server.pid
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
