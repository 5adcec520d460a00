"""Addresses of views: which page, under which filters; links that open the same view in any browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable

Pairs = tuple[tuple[str, str], ...]
START: Final = "overview"
"""The page without a path of its own."""
EVERYWHERE: Final = ("lang", "money", "province", "region", "year", "unit", "stage", "document", "together")
"""The parameters that mean the same on every page; the others are a page's own."""
PRESENT: Final = "present"
AT: Final = "at"
SHOW: Final = "show"
OF_A_SHOW: Final = (PRESENT, AT, SHOW)
"""The parameters that say how a view is shown, and not which view it is."""


def path(page: str) -> str:
    """Return the path of a page, which the name of its file gives; that of the start page is empty."""
    return "" if page == START else page.replace("_", "-")


def page_of(url_path: str) -> str:
    """Return the name of the page of a path.

    >>> page_of(""), page_of("basic-project")
    ('overview', 'basic_project')
    """
    return url_path.replace("-", "_") or START


def root(url: str, page: str) -> str:
    """Return where the dashboard begins, given the address of one of its pages without parameters; ends with a slash.

    >>> root("http://host/app/pension", "pension"), root("http://host/app", "overview")
    ('http://host/app/', 'http://host/app/')
    """
    own = path(page)
    start = url.rstrip("/").removesuffix(f"/{own}") if own else url.rstrip("/")
    return f"{start}/"


def link(start: str, page: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return the address of a view: `start` as from `root`, then the page and its parameters."""
    query = urlencode(list(pairs))
    return f"{start}{path(page)}" + (f"?{query}" if query else "")


def of_view(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Return the parameters that say which view it is."""
    return tuple((key, value) for key, value in pairs if key not in OF_A_SHOW)


def shared(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Return the parameters that another page has too."""
    return tuple((key, value) for key, value in pairs if key in EVERYWHERE)
