"""An upload in a real browser: choose a file, look at what it holds, add it, see it on the overview."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dashboard
from dashboard import serve
from dashboard.database import ENVIRONMENT
from loaders.load import load
from tests.dashboard.test_browser import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

DISCLOSURES = Path(dashboard.__file__).resolve().parent.parent / "data" / "disclosures"
PRESENT, SENT = DISCLOSURES / "yantai-sic-2023.txt", DISCLOSURES / "haidong-hrss-2023.txt"
NEW = "我的-新文件"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"chromium is not installed at {CHROMIUM}"),
]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server on a database of one document."""
    db = tmp_path / "data" / "cache" / "budget.duckdb"
    load([PRESENT], db)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 - our own command
        serve.command(port, "127.0.0.1", open_browser=False),
        env=os.environ | {ENVIRONMENT: str(db)},
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
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), 0.3).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the server did not start")


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        opened = chromium.new_page(viewport={"width": 1400, "height": 2400})
        opened.goto(f"{address}/upload")
        opened.wait_for_selector("[data-testid=stFileUploaderDropzone]")
        yield opened
        chromium.close()


def test_a_file_is_looked_at_and_added(page: Page, tmp_path: Path) -> None:
    assert (
        page.locator("[class*='st-key-files-'] button").first.evaluate(
            "b => getComputedStyle(b.querySelector('p'), '::after').content"
        )
        == '"选择文件"'
    )
    sent = {"name": f"../{NEW}.txt", "mimeType": "text/plain", "buffer": SENT.read_bytes()}
    page.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
    card = page.locator("[class*='st-key-upload-']").first
    card.wait_for(timeout=60_000)
    card.get_by_text("这是新文档").wait_for()
    assert "2023" in card.inner_text()
    assert page.locator("[data-testid=stException]").count() == 0
    page.locator("[class*='st-key-add-'] button").click()
    page.get_by_text("已加入数据").wait_for(timeout=60_000)
    assert (tmp_path / "data" / "uploads" / f"{NEW}.txt").read_bytes() == SENT.read_bytes()
    page.get_by_role("link", name="总览").click()
    unit = page.get_by_text("人力资源和社会保障局 2023年预算", exact=False).first
    unit.wait_for()
    assert page.locator("[class*='st-key-card-']").count() == 2
