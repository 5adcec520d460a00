"""A number cell as its reader sees it: the stored number under the cell's number format, exact to the last digit.

Stored numbers are binary floats printed to 17 digits; Excel and WPS show at most 15, and so does this. Signs are
always written as a leading minus, where a format shows brackets or red instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Final

GENERAL: Final = "General"
BUILT_IN: Final = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy-mm-dd"),
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '"¥"#,##0;"¥"-#,##0;"¥""-"',
    43: '#,##0.00;-#,##0.00;"-"??',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥""-"??',
    49: "@",
}
"""Formats that a file names by number alone."""

_GENERALS: Final = frozenset({GENERAL, "G/通用格式", "@", ""})
_DIGITS: Final = 15
_EXACT: Final = Context(prec=60)
_LARGEST: Final = 20
_SMALLEST: Final = -30
_PLACEHOLDERS: Final = frozenset("0#?")
_DATE_LETTERS: Final = frozenset("ymdhsYMDHSaAgGeEbB")
_SIGNS: Final = str.maketrans("", "", "()-（）")


@dataclass(slots=True)
class _Pattern:
    """One section of a format: what stands before, in and after the digits."""

    whole: list[tuple[bool, str]] = field(default_factory=list)
    decimals: str = ""
    prefix: str = ""
    suffix: str = ""
    grouped: bool = False
    thousands: int = 0
    percent: bool = False


class _UnsupportedFormatError(Exception):
    """A format with conditions, fractions, exponents or numerals of its own: the plain number is shown."""


def shown(stored: str, code: str, *, from_1904: bool = False) -> str:
    """Return the text of a number cell.

    `stored` is the number as the file has it, `code` its number format. Where the format cannot be followed, the
    shortest exact decimal is returned. A format may show nothing at all (`;;;`, `#` for zero).

    Raises:
        ValueError: `stored` is no number.
    """
    number = _number(stored)
    if code in _GENERALS or not _SMALLEST < number.adjusted() < _LARGEST:
        return plain(number)
    try:
        if _is_date(code):
            return _date(number, from_1904=from_1904)
        return _formatted(number, code)
    except (_UnsupportedFormatError, InvalidOperation, OverflowError):
        return plain(number)


def plain(number: Decimal) -> str:
    """Return the shortest exact decimal: no exponent, no zeros at the end."""
    text = f"{number:f}" if _SMALLEST < number.adjusted() < _LARGEST else f"{number.normalize():E}"
    if "." in text and "E" not in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _number(stored: str) -> Decimal:
    try:
        number = Decimal(stored.strip())
    except InvalidOperation:
        raise ValueError(stored) from None
    if not number.is_finite():
        raise ValueError(stored)
    return Context(prec=_DIGITS, rounding=ROUND_HALF_UP).plus(number)


# ── sections ──


def _formatted(number: Decimal, code: str) -> str:
    sections = _sections(code)
    signed = len(sections) == 1
    if number < 0 and len(sections) > 1:
        section = sections[1]
    elif number == 0 and len(sections) > 2:
        section = sections[2]
    else:
        section = sections[0]
    if section.strip() in _GENERALS - {""}:
        return plain(number)
    pattern = _pattern(section)
    if not pattern.whole and not pattern.decimals:
        return (pattern.prefix + pattern.suffix).strip()
    digits, zero = _digits(abs(number), pattern)
    prefix, suffix = pattern.prefix, pattern.suffix
    if number < 0 and not signed:
        prefix, suffix = prefix.translate(_SIGNS), suffix.translate(_SIGNS)
    minus = "-" if number < 0 and not zero else ""
    return f"{minus}{prefix.strip()}{digits}{suffix.strip()}".strip()


def _sections(code: str) -> list[str]:
    sections = [""]
    quoted = escaped = False
    for char in code:
        if char == ";" and not quoted and not escaped:
            sections.append("")
            continue
        quoted ^= char == '"' and not escaped
        escaped = char in "\\!_*" and not quoted and not escaped
        sections[-1] += char
    return sections


def _tokens(section: str) -> list[tuple[bool, str]]:
    """Return the marks of a section, and whether each is a literal; fill and spacing marks are left out."""
    tokens: list[tuple[bool, str]] = []
    index = 0
    while index < len(section):
        char = section[index]
        if char == '"':
            end = section.find('"', index + 1)
            end = len(section) if end < 0 else end
            tokens.append((True, section[index + 1 : end]))
            index = end
        elif char in "\\!":
            tokens.append((True, section[index + 1 : index + 2]))
            index += 1
        elif char in "_*":
            index += 1
        elif char == "[":
            end = section.find("]", index)
            tokens.extend(_bracket(section[index + 1 : end]))
            index = end if end > 0 else len(section)
        else:
            tokens.append((False, char))
        index += 1
    return tokens


def _bracket(inner: str) -> list[tuple[bool, str]]:
    """A colour says nothing, a currency is written, a condition is not followed."""
    if inner.startswith("$"):
        symbol = inner[1:].partition("-")[0]
        return [(True, symbol)] if symbol else []
    if inner[:1] in "<>=" or inner.upper().startswith("DBNUM"):
        raise _UnsupportedFormatError(inner)
    return []


def _pattern(section: str) -> _Pattern:
    pattern = _Pattern()
    point = False
    for literal, text in _tokens(section):
        started = bool(pattern.whole or point)
        if not literal and text in _PLACEHOLDERS:
            _require(not (point and pattern.suffix.strip()))
            if point:
                pattern.decimals += text
            else:
                pattern.whole.extend((False, char) for char in pattern.suffix)
                pattern.suffix = ""
                pattern.grouped |= pattern.thousands > 0
                pattern.thousands = 0
                pattern.whole.append((True, text))
        elif not literal and text == "." and not point:
            pattern.whole.extend((False, char) for char in pattern.suffix)
            pattern.suffix = ""
            point = True
        elif not literal and text == "," and started:
            pattern.thousands += 1
        else:
            _add_literal(pattern, literal=literal, text=text, started=started)
    return pattern


def _add_literal(pattern: _Pattern, *, literal: bool, text: str, started: bool) -> None:
    _require(literal or text not in "/Ee@")
    pattern.percent |= text == "%" and not literal
    if started:
        pattern.suffix += text
    else:
        pattern.prefix += text


def _require(condition: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not condition:
        raise _UnsupportedFormatError


# ── digits ──


def _digits(number: Decimal, pattern: _Pattern) -> tuple[str, bool]:
    """Return the digits under a pattern, and whether nothing but zero is left of the number."""
    scaled = number.scaleb(2 if pattern.percent else 0).scaleb(-3 * pattern.thousands)
    places = len(pattern.decimals)
    rounded = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
    whole, _, decimals = f"{rounded:f}".partition(".")
    text = _whole(whole.lstrip("0"), pattern)
    kept = decimals.rstrip("0").ljust(len(pattern.decimals.rstrip("#?")), "0") if decimals else ""
    if kept:
        text = f"{text or '0'}.{kept}"
    return text, rounded == 0


def _whole(digits: str, pattern: _Pattern) -> str:
    """Fill the places before the point from the right; digits that are left over stand before the first place."""
    places = [char for is_place, char in pattern.whole if is_place]
    least = max((len(places) - index for index, char in enumerate(places) if char == "0"), default=0)
    digits = digits.rjust(least, "0")
    if pattern.grouped:
        return _grouped(digits)
    result: list[str] = []
    left = list(digits)
    for is_place, char in reversed(pattern.whole):
        if not is_place:
            result.append(char)
        elif left:
            result.append(left.pop())
    return "".join(left) + "".join(reversed(result))


def _grouped(digits: str) -> str:
    head = len(digits) % 3
    return ",".join(part for part in (digits[:head], *(digits[i : i + 3] for i in range(head, len(digits), 3))) if part)


# ── dates ──


def _is_date(code: str) -> bool:
    first = _sections(code)[0]
    marks = [text for literal, text in _tokens(first) if not literal]
    if GENERAL.lower() in "".join(marks).lower():
        return False
    return any(mark in _DATE_LETTERS for mark in marks) and not any(mark in _PLACEHOLDERS for mark in marks)


def _date(number: Decimal, *, from_1904: bool) -> str:
    if number < 0 or number > 2_958_465:
        raise _UnsupportedFormatError
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a calendar date
    moment = start + timedelta(seconds=int((number * 86_400).to_integral_value(ROUND_HALF_UP)))
    return f"{moment:%Y-%m-%d}" if moment.hour == moment.minute == 0 else f"{moment:%Y-%m-%d %H:%M}"
