"""Views to be shown one after the other: kept in the URL as a short text, and in a file as JSON; pure."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode

from dashboard import addresses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from dashboard.addresses import Pairs

MOST: Final = 40
"""Views in one list: more make the URL longer than servers take."""
LONGEST_NAME: Final = 60
LONGEST_QUERY: Final = 2_000
LARGEST: Final = 200_000
"""Bytes of a list: what is longer was not made here."""
_FORMAT: Final = "budgetlens-bookmarks"
_VERSION: Final = 1


class BookmarksError(ValueError):
    """A list cannot be read; `key` names the text that says why."""

    def __init__(self, key: str) -> None:
        """Keep the key of the text."""
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One view: a name, the page, and the parameters of its URL."""

    name: str
    page: str
    pairs: Pairs

    @property
    def query(self) -> str:
        """The parameters as they stand in a URL."""
        return urlencode(self.pairs)


def bookmark(name: str, page: str, pairs: Iterable[tuple[str, str]]) -> Bookmark:
    """Return a bookmark of a view; how it is shown at present is no part of it."""
    return Bookmark(" ".join(name.split())[:LONGEST_NAME], page, addresses.of_view(pairs))


def encode(found: Sequence[Bookmark]) -> str:
    """Return a list as text for a URL; none is empty."""
    if not found:
        return ""
    rows = [[each.name, each.page, each.query] for each in found]
    packed = zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode(text: str, pages: Collection[str]) -> list[Bookmark]:
    """Return the list of a text made by `encode`.

    Args:
        text: as it stands in the URL.
        pages: the pages that there are; a view of any other is left out.

    Raises:
        BookmarksError: the text was not made here, or was damaged on its way.
    """
    if not text:
        return []
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        plain = zlib.decompressobj().decompress(packed, LARGEST)
        rows = json.loads(plain)
        entries = [{"name": name, "page": page, "query": query} for name, page, query in rows]
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError) as error:
        raise BookmarksError("show.bad_link") from error
    return _checked(entries, pages, "show.bad_link")


def to_json(found: Sequence[Bookmark]) -> bytes:
    """Return a list as a file that people can read and change."""
    rows = [{"name": each.name, "page": each.page, "query": each.query} for each in found]
    content = {"format": _FORMAT, "version": _VERSION, "bookmarks": rows}
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def from_json(content: bytes, pages: Collection[str]) -> list[Bookmark]:
    """Return the list of a file made by `to_json`.

    Raises:
        BookmarksError: the file is too large, no JSON, or no list of this kind.
    """
    if len(content) > LARGEST:
        raise BookmarksError("show.too_large")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BookmarksError("show.no_json") from error
    if not isinstance(found, dict) or found.get("format") != _FORMAT or not isinstance(found.get("bookmarks"), list):
        raise BookmarksError("show.other_file")
    return _checked(found["bookmarks"], pages, "show.other_file")


def _checked(entries: Iterable[Any], pages: Collection[str], key: str) -> list[Bookmark]:
    found = []
    for entry in entries:
        if not isinstance(entry, dict) or not all(isinstance(entry.get(k), str) for k in ("name", "page", "query")):
            raise BookmarksError(key)
        if entry["page"] in pages and len(entry["query"]) <= LONGEST_QUERY:
            pairs = parse_qsl(entry["query"], keep_blank_values=True, max_num_fields=100)
            found.append(bookmark(entry["name"], entry["page"], pairs))
    return found[:MOST]


def moved(found: Sequence[Bookmark], number: int, by: int) -> list[Bookmark]:
    """Return the list with one view moved up (-1) or down (1); at an end it stays."""
    order = list(found)
    target = number + by
    if 0 <= number < len(order) and 0 <= target < len(order):
        order[number], order[target] = order[target], order[number]
    return order


def without(found: Sequence[Bookmark], number: int) -> list[Bookmark]:
    """Return the list without one view."""
    return [each for place, each in enumerate(found) if place != number]
