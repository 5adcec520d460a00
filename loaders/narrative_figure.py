"""One number in prose: whether it can be trusted as printed, what it is in 元, and what sign a change has."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from loaders.narrative_dialect import NarrativeDialect

CENT = Decimal("0.01")


def fault(text: str, event: re.Match[str], dialect: NarrativeDialect) -> str | None:
    """Say why a number of a sentence cannot be trusted as printed, if it cannot."""
    number = event["number"]
    before, after = text[: event.start()], text[event.end() :]
    whole = number.split(".")[0].split(",")
    if len(whole) > 1 and not (1 <= len(whole[0]) <= 3 and all(len(part) == 3 for part in whole[1:])):
        return "数字的千分位不完整"
    if before[-1:] in {" ", "，", "、", "．"} and before[-2:-1].isdigit():
        return "数字前紧接另一数字，可能被拆开"
    if dialect.comparator.search(before):
        return "指标值或限额，不是预算金额"
    return "单位定额，不是预算金额" if after[:1] in {"/", "／"} else None


def to_yuan(event: re.Match[str], dialect: NarrativeDialect) -> Decimal | None:
    """The amount in 元, None if it does not fit two decimals."""
    exact = Decimal(event["number"].replace(",", "")) * dialect.units[event["unit"]]
    rounded = exact.quantize(CENT)
    if rounded != exact:
        return None
    return -rounded if event["sign"] else rounded


def percent(event: re.Match[str]) -> Decimal:
    """The rate or the share in percent."""
    return Decimal(event["number"].replace(",", "")) * (-1 if event["sign"] else 1)


def signed(event: re.Match[str], direction: str | None, yuan: Decimal | None) -> Decimal | None:
    """The change (or, without one, the rate) with its sign; 增减 without more tells no sign, except of 0."""
    size = percent(event) if yuan is None else yuan
    if direction == "either" and size:
        return None
    return -size if direction == "decrease" and size else size


def is_approximate(text: str, event: re.Match[str], dialect: NarrativeDialect) -> bool:
    """Tell whether a number is said with 约 before it or 左右 after it."""
    return bool(
        dialect.approximate_before.search(text, 0, event.start())
        or dialect.approximate_after.match(text[event.end() :])
    )
