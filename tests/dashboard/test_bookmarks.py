"""Lists of views to present: in the URL, in a file, damaged, hostile; and addresses of views."""

from __future__ import annotations

import base64
import json
import zlib

import pytest

from dashboard import addresses, bookmarks
from dashboard.bookmarks import Bookmark, BookmarksError, bookmark, decode, encode, from_json, to_json

PAGES = ("overview", "basic_project", "pension")
VIEWS = [
    bookmark("开场 <b>粗体</b> **x**", "overview", [("region", "烟台市"), ("region", "海东市"), ("lang", "English")]),
    bookmark("养老", "pension", [("definition", "宽口径 Broad"), ("year", "2024")]),
    bookmark("", "basic_project", []),
]


def test_a_list_survives_the_url_and_the_file() -> None:
    assert decode(encode(VIEWS), PAGES) == VIEWS
    assert from_json(to_json(VIEWS), PAGES) == VIEWS
    assert from_json(b"\xef\xbb\xbf" + to_json(VIEWS), PAGES) == VIEWS


def test_no_list_is_no_text() -> None:
    assert encode([]) == ""
    assert decode("", PAGES) == []


def test_the_text_of_a_list_needs_no_escapes_in_a_url() -> None:
    assert set(encode(VIEWS)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_forty_views_fit_a_url() -> None:
    many = [
        bookmark(f"第{n}个视图", "pension", [("region", "烟台市"), ("year", str(n))]) for n in range(bookmarks.MOST)
    ]
    assert len(encode(many)) < 2_000
    assert decode(encode(many + many), PAGES) == many


def test_how_a_view_is_shown_is_no_part_of_it() -> None:
    pairs = [("present", "1"), ("at", "2"), ("show", "x"), ("year", "2024")]
    assert bookmark("x", "pension", pairs).pairs == (("year", "2024"),)


def test_names_are_one_short_line() -> None:
    assert bookmark("  一\n二\t三 ", "pension", []).name == "一 二 三"
    assert len(bookmark("长" * 500, "pension", []).name) == bookmarks.LONGEST_NAME


@pytest.mark.parametrize(
    "text", ["x", "eJw", "%%%", "啊", encode(VIEWS)[:-8], base64.urlsafe_b64encode(b"{}").decode()]
)
def test_a_damaged_link_is_said_to_be_damaged(text: str) -> None:
    with pytest.raises(BookmarksError) as error:
        decode(text, PAGES)
    assert error.value.key == "show.bad_link"


@pytest.mark.parametrize("content", [[1], [["a", "pension"]], {"a": 1}, [["a", "pension", 3]], [[1, 2, 3]], 7])
def test_a_link_with_something_else_in_it_is_damaged(content: object) -> None:
    text = base64.urlsafe_b64encode(zlib.compress(json.dumps(content).encode())).decode().rstrip("=")
    with pytest.raises(BookmarksError):
        decode(text, PAGES)


def test_a_link_does_not_unpack_without_bound() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(b'[["' + b"a" * 50_000_000, 9)).decode().rstrip("=")
    with pytest.raises(BookmarksError):
        decode(bomb, PAGES)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "show.no_json"),
        (b"PK\x03\x04", "show.no_json"),
        (b"[]", "show.other_file"),
        (b'{"format": "other", "bookmarks": []}', "show.other_file"),
        (b'{"format": "budgetlens-bookmarks", "bookmarks": [{"name": 1}]}', "show.other_file"),
        (b'{"format": "budgetlens-bookmarks", "bookmarks": {}}', "show.other_file"),
        (b"[" * 100_000, "show.no_json"),
        (b" " * (bookmarks.LARGEST + 1), "show.too_large"),
    ],
)
def test_a_file_that_is_no_list_says_why(content: bytes, key: str) -> None:
    with pytest.raises(BookmarksError) as error:
        from_json(content, PAGES)
    assert error.value.key == key


def test_views_of_pages_that_there_are_not_are_left_out() -> None:
    gone = Bookmark("x", "../etc/passwd", ())
    assert decode(encode([gone, *VIEWS]), PAGES) == VIEWS


def test_views_move_and_go() -> None:
    first, second, third = VIEWS
    assert bookmarks.moved(VIEWS, 1, -1) == [second, first, third]
    assert bookmarks.moved(VIEWS, 1, 1) == [first, third, second]
    assert bookmarks.moved(VIEWS, 0, -1) == bookmarks.moved(VIEWS, 2, 1) == bookmarks.moved(VIEWS, 9, 1) == VIEWS
    assert bookmarks.without(VIEWS, 1) == [first, third]


@pytest.mark.parametrize("page", ["overview", "basic_project", "pension"])
@pytest.mark.parametrize("start", ["http://host:8501/", "https://host/app/"])
def test_addresses_lead_back_to_where_the_dashboard_begins(page: str, start: str) -> None:
    assert addresses.root(addresses.link(start, page, []), page) == start
    assert addresses.page_of(addresses.path(page)) == page


def test_an_address_holds_its_parameters_in_order() -> None:
    found = addresses.link("http://host/", "pension", [("region", "甲市"), ("region", "乙&区"), ("year", "2024")])
    assert found == "http://host/pension?region=%E7%94%B2%E5%B8%82&region=%E4%B9%99%26%E5%8C%BA&year=2024"


def test_another_page_takes_the_filters_and_not_a_pages_own() -> None:
    pairs = [("region", "甲市"), ("level", "x|208"), ("money", "亿元"), ("at", "3")]
    assert addresses.shared(pairs) == (("region", "甲市"), ("money", "亿元"))
