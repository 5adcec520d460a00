"""An upload in a real browser: choose a file, look at what it holds, add it, see it on the overview."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loaders.load import load
from tests.conftest import disclosure
from tests.dashboard.browser import IN_A_BROWSER, is_whole, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.dashboard.browser import Open

PRESENT, SENT = disclosure("yantai-sic-2023"), disclosure("haidong-hrss-2023")
NEW = "我的-新文件"

pytestmark = IN_A_BROWSER


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server on a database of one document."""
    db = tmp_path / "data" / "cache" / "budget.duckdb"
    load([PRESENT], db)
    with served(db) as found:
        yield found


def test_a_file_is_looked_at_and_added(visit: Open, tmp_path: Path) -> None:
    page = visit("upload", height=2400)
    page.wait_for_selector("[data-testid=stFileUploaderDropzone]")
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
    assert is_whole(page)
    page.locator("[class*='st-key-add-'] button").click()
    page.get_by_text("已加入数据").wait_for(timeout=60_000)
    assert (tmp_path / "data" / "uploads" / f"{NEW}.txt").read_bytes() == SENT.read_bytes()
    page.get_by_role("link", name="总览").click()
    unit = page.get_by_text("人力资源和社会保障局 2023年预算", exact=False).first
    unit.wait_for()
    assert page.locator("[class*='st-key-card-']").count() == 2
