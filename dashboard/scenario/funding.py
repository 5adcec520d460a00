"""What pays for a change of a line, or which source has less: amounts by source, from what the tables print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.scenario.book import FUND_TABLES, Book, wholes
from dashboard.scenario.flows import column, income_rows, umbrellas
from dashboard.scenario.model import GAP, Funding, Message
from dashboard.scenario.shares import to_yuan

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Paid:
    """Some 分 of a change by one source; `fund` is the fund whose tables change, `shown` the source to name for it."""

    source: str
    fund: str | None
    fen: int
    shown: str


class RefusedError(Exception):
    """A rule cannot be worked out; the message says why."""

    def __init__(self, key: str, **values: object) -> None:
        """Keep the reason as a message."""
        super().__init__(key)
        self.message = Message(key, values)


def paid_by(  # noqa: PLR0913, PLR0917 - a line of a document, and what happens to it
    book: Book, change: Mapping[int, int], code: str | None, fund: str | None, fen: int, funding: Funding
) -> list[Paid]:
    """Return which sources carry a change of a line.

    Args:
        book: the document.
        change: what earlier changes did to each figure.
        code: the line's function code, None where it is not known.
        fund: the fund that pays for it, None where it is no fund's.
        fen: the change.
        funding: what the rule says.

    Raises:
        RefusedError: the source has not enough money, or cannot be told.
    """
    kept = fund if fund in FUND_TABLES else None
    if funding.kind == "gap" and fen > 0:
        return [Paid(GAP, None, fen, GAP)]
    if funding.kind in {"same", "gap"}:
        found = _same(book, change, code, kept, fen)
        return [Paid(p.source, p.fund, p.fen, GAP) for p in found] if funding.kind == "gap" else found
    source = "carryover" if funding.kind == "carryover" else str(funding.source)
    if source in FUND_TABLES:
        return [Paid(source, source, fen, source)]
    _clear(book, source)
    if fen < 0:
        _require(book, change, code, source, -fen)
        return [Paid(source, kept if source == "carryover" else None, fen, source)]
    return [Paid(source, None, fen, source)]


def _same(book: Book, change: Mapping[int, int], code: str | None, fund: str | None, fen: int) -> list[Paid]:
    balances = _balances(book, change, code)
    if fund is None:
        return _others(balances, fen, has_income=bool(book.rows("income")))
    if fen >= 0 or balances is None:
        return [Paid(fund, fund, fen, fund)]
    own = min(-fen, balances.get(fund, 0))
    rest = -fen - own
    if rest > balances.get("carryover", 0):
        raise RefusedError("scenario.source_short", code=code or "", need=to_yuan(-fen), have=to_yuan(own))
    paid = [Paid(fund, fund, -own, fund), Paid("carryover", fund, -rest, "carryover")]
    return [part for part in paid if part.fen]


def _others(balances: dict[str, int] | None, fen: int, *, has_income: bool) -> list[Paid]:
    """Spread money that is no fund's over the line's other sources, the largest first."""
    other = {source: fen for source, fen in (balances or {}).items() if source not in FUND_TABLES and fen > 0}
    if not other:
        if has_income:
            raise RefusedError("scenario.source_unknown")
        return [Paid("other", None, fen, "other")]
    order = sorted(other, key=lambda source: -other[source])
    if fen > 0:
        return [Paid(order[0], None, fen, order[0])]
    paid, rest = [], -fen
    for source in order:
        part = min(rest, other[source])
        rest -= part
        if part:
            paid.append(Paid(source, None, -part, source))
    if rest:
        raise RefusedError("scenario.source_short", code="", need=to_yuan(-fen), have=to_yuan(-fen - rest))
    return paid


def _balances(book: Book, change: Mapping[int, int], code: str | None) -> dict[str, int] | None:
    """Return what each source of a line's row of the income statement holds by now; None where no row is the line's."""
    rows = income_rows(book, code)
    if not rows:
        return None
    printed = book.row(rows[0])
    inner = {whole for measure in printed for whole in wholes()["income"].get(measure, ())}
    found = {m: book.figures[no].fen + change.get(no, 0) for m, no in printed.items() if m not in inner}
    for fund in FUND_TABLES:
        # a row that prints 财政拨款 unsplit pays every fund from it
        if fund not in found and "fiscal" in found:
            found[fund] = found["fiscal"]
    if printed.keys() == {"total"}:
        return None
    return {source: fen for source, fen in found.items() if source != "fiscal"}


def _clear(book: Book, source: str) -> None:
    """An umbrella term beside a source that it covers: nobody can tell what is in which.

    Raises:
        RefusedError: the income statement prints such a source.
    """
    covered = umbrellas().get(source, frozenset())
    if covered & book.columns.get(("income", None), set()) and source not in book.columns["income", None]:
        raise RefusedError("scenario.source_umbrella", source=source)


def _require(book: Book, change: Mapping[int, int], code: str | None, source: str, fen: int) -> None:
    balances = _balances(book, change, code)
    measure = column(book, "income", source)
    if balances is not None and balances.get(measure, 0) < fen:
        have = to_yuan(max(0, balances.get(measure, 0)))
        raise RefusedError("scenario.source_short", code=code or "", need=to_yuan(fen), have=have)
