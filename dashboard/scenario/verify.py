"""Whether the identities that held as published still hold after a change: what `loaders.checking` settles, on changes.

Soft rules and those that compare with the narrative or with other years are left out: the narrative tells of the
published budget, not of the scenario.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.scenario.book import FUND_TABLES, wholes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboard.scenario.book import Book, Figure, Identity

_WITHIN: Final = frozenset({"X3", "X4"})
_BOUNDS: Final = {"X7": 1, "Y5": 1, "X9": -1}
_CARRIED: Final = frozenset({"carryover", "prior_surplus"})


def broken(
    book: Book,
    change: Mapping[int, int],
    touched: Iterable[int],
    elsewhere: Mapping[str, Mapping[int, int]],
) -> Identity | None:
    """Return the first identity that held as published and does not hold any more, None where all do.

    Args:
        book: the document, with the lines that were added.
        change: the change of each figure against what was published, in 分.
        touched: the figures that the rule under test changed.
        elsewhere: the changes of other documents.
    """
    added = _added(book, change)
    positions = sorted({place for no in touched for place in book.by_figure.get(no, ())})
    identities = (book.identities[place] for place in positions if book.identities[place].rule != "Y5")
    return next((i for i in identities if i.held and not _holds(book, i, change, added, elsewhere)), None)


def broken_between(books: Iterable[Book], change: Mapping[str, Mapping[int, int]]) -> tuple[str, Identity] | None:
    """Return the first document and identity with its units (Y5) that no longer holds, None where all do.

    Args:
        books: all documents that are looked at.
        change: the change of each figure of each document, all documents of the rule included.
    """
    for book in books:
        own = change.get(book.document_id, {})
        for identity in book.identities:
            if identity.rule == "Y5" and identity.held and not _holds(book, identity, own, {}, change):
                return book.document_id, identity
    return None


def _added(book: Book, change: Mapping[int, int]) -> dict[int, list[Figure]]:
    """Return the added figures by what directly contains them."""
    found: dict[int, list[Figure]] = {}
    for no, fen in change.items():
        if no < 0 and fen:
            for whole in book.above.get(no, ()):
                found.setdefault(whole, []).append(book.figures[no])
    return found


def _holds(
    book: Book,
    identity: Identity,
    change: Mapping[int, int],
    added: Mapping[int, list[Figure]],
    elsewhere: Mapping[str, Mapping[int, int]],
) -> bool:
    moved = {
        role: sum(o.sign * _moved(o.no, o.elsewhere, change, elsewhere) for o in identity.side(role))
        for role in ("left", "right", "explains")
    }
    explained = sum(o.sign * o.fen for o in identity.side("explains")) + moved["explains"]
    difference = identity.difference + moved["left"] - moved["right"]
    if identity.rule in _BOUNDS:
        return _BOUNDS[identity.rule] * difference >= -identity.tolerance
    if identity.rule == "X3":
        exact, more = _unlisted(book, identity, change)
        difference -= exact
        explained += more
    elif identity.rule == "X6" or identity.rule.startswith("W"):
        difference -= _beside(book, identity, change, added)
    if identity.rule in _WITHIN:
        return -identity.tolerance <= difference <= max(0, explained) + identity.tolerance
    return _equal(identity, difference, explained)


def _equal(identity: Identity, difference: int, explained: int) -> bool:
    if difference == identity.difference and not any(o.fen for o in identity.side("explains")):
        return True
    if abs(difference) <= identity.tolerance:
        return True
    if any(True for _ in identity.side("explains")):
        return difference == explained or (0 <= difference <= explained and identity.rule == "X6")
    # what is more than the listed projects was never judged
    return identity.rule == "X6" and identity.difference > identity.tolerance and difference >= 0


def _moved(
    no: int | None,
    place: tuple[str, int] | None,
    change: Mapping[int, int],
    elsewhere: Mapping[str, Mapping[int, int]],
) -> int:
    if no is not None:
        return change.get(no, 0)
    return elsewhere.get(place[0], {}).get(place[1], 0) if place else 0


def _beside(book: Book, identity: Identity, change: Mapping[int, int], added: Mapping[int, list[Figure]]) -> int:
    """Return what added figures bring to the right side: of the same row where the identity sums a row."""
    lefts = [book.figures[o.no] for o in identity.side("left") if o.no in book.figures]
    rights = [book.figures[o.no] for o in identity.side("right") if o.no in book.figures]
    if identity.rule == "X6":
        return sum(fen for no, fen in change.items() if no < 0 and _is_line(book.figures[no], "project", "total"))
    if len(lefts) != 1 or not rights:
        return 0
    whole = lefts[0]
    if rights[0].side != whole.side:
        return 0
    sums_row = all(figure.row == whole.row for figure in rights)
    inside = [figure for figure in added.get(whole.no, ()) if figure.statement == whole.statement]
    return sum(change[figure.no] for figure in inside if (figure.row == whole.row) == sums_row)


def _is_line(figure: Figure, statement: str, measure: str) -> bool:
    return figure.statement == statement and figure.measure == measure and not figure.is_total


def _unlisted(book: Book, identity: Identity, change: Mapping[int, int]) -> tuple[int, int]:
    """Return what added money of no fund brings to a code: exactly, and as money that may stand in either table."""
    coded = any(book.any_of(row).code for row in book.rows("income"))
    exact = more = 0
    for no, fen in change.items():
        figure = book.figures[no]
        if no > 0 or figure.statement != "income" or not _is_source(figure.measure):
            continue
        if (
            (figure.is_total and figure.added is None)
            if not coded or not identity.code
            else figure.code == identity.code
        ):
            if coded and identity.measure == "total" and figure.measure not in _CARRIED:
                exact += fen
            else:
                more += fen
    return exact, more


def _is_source(measure: str) -> bool:
    inner = {whole for chain in wholes()["income"].values() for whole in chain}
    return measure not in inner and measure not in FUND_TABLES
