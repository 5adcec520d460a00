"""数据质量 in a real browser, on the five documents: an identity, both sides, the printed line, Back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest

from tests.dashboard.browser import IN_A_BROWSER, PHONE, again, fits, is_whole, mark_first, metrics, same, settle

if TYPE_CHECKING:
    from pathlib import Path

    from tests.dashboard.browser import Open

pytestmark = IN_A_BROWSER
SIDES = ".st-key-quality-sides"


def test_a_chosen_identity_opens_its_figures_and_their_place_and_back_closes_it(visit: Open) -> None:
    page = visit(f"quality?statement={quote('一般公共预算基本支出表 Basic, by economic class')}")
    mark_first(page, ".st-key-quality-list")
    page.wait_for_selector(".st-key-quality-detail")
    settle(page)
    assert "check=yantai-hrss-2024|" in unquote(page.url)
    assert metrics(page, SIDES)[:3] == ["11,905.89", "11,402.40", "503.49"]
    mark_first(page, ".st-key-table-quality-operands")
    page.wait_for_selector(".st-key-source-line-marked")
    assert "304" in page.locator(".st-key-source-line-marked").inner_text()
    fresh = visit(again(page))
    assert same(lambda: metrics(fresh, SIDES)[:3], ["11,905.89", "11,402.40", "503.49"])
    page.locator(".st-key-check-close button").click()
    page.wait_for_selector(".st-key-quality-detail", state="detached")
    assert "check=" not in page.url
    page.go_back()
    page.wait_for_selector(".st-key-quality-detail")


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("quality", ["quality-download"]),
        ("sources?relation=out_findings", ["download-csv", "download-parquet", "download-xlsx"]),
    ],
)
def test_a_phone_never_scrolls_sideways_and_files_are_made_when_they_are_asked_for(
    visit: Open, path: str, keys: list[str], tmp_path: Path
) -> None:
    page = visit(path, **PHONE)
    assert is_whole(page)
    assert fits(page)
    for key in keys:
        with page.expect_download() as waiting:
            page.locator(f".st-key-{key} button").click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        head = {".xlsx": b"PK", ".csv": b"\xef\xbb\xbf", ".parquet": b"PAR1"}[file.suffix]
        assert file.read_bytes().startswith(head), key
