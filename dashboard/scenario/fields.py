"""Reading the fields of a JSON object one by one; what does not fit is said with its path and what was expected."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_VALUES: Final = 400
MOST_LETTERS: Final = 120
_SHOWN: Final = 40
_MOST_DIGITS: Final = 40
_MISSING: Final = object()
_NUMBER: Final = re.compile(r"-?\d{1,16}(\.\d{1,12})?")
Word = TypeVar("Word", bound=str)
Other = TypeVar("Other")


def shown(found: object) -> str:
    """Return what stands in a file as text for a message: short, and nothing in it does anything to a terminal."""
    text = str(found)
    text = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return text if text.isprintable() else ascii(text)[1:-1]


class FieldError(Exception):
    """One field is not what was expected; `expected` is said in signs that any language has."""

    def __init__(self, path: str, found: object, expected: str) -> None:
        """Keep path, what stands there (shortened), and what was expected."""
        super().__init__(path)
        self.path = path or "JSON"
        self.found = "—" if found is _MISSING else shown(found)
        self.expected = expected


class Fields:
    """The fields of one object at a path."""

    def __init__(self, path: str, read: object, known: Sequence[str]) -> None:
        """Take an object; unknown fields are a fault: a misspelt one must not be overlooked.

        Raises:
            FieldError: it is no object, or has a field that is not known.
        """
        if not isinstance(read, dict):
            raise FieldError(path, read, "{…}")
        self.path = path
        self.read: dict[str, Any] = read
        for name in read:
            if name not in known:
                raise FieldError(self._at(shown(name)), read[name], " | ".join(known))

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def __contains__(self, name: str) -> bool:
        """Tell whether a field is given, and not as null."""
        return self.read.get(name) is not None

    def get(self, name: str, otherwise: object) -> object:
        """Return a field as it stands."""
        return self.read.get(name, otherwise)

    def absent(self, name: str) -> None:
        """Require that a field is not given."""
        if name in self:
            raise FieldError(self._at(name), self.read[name], "null")

    def text(self, name: str, most: int = MOST_LETTERS) -> str:
        """Return a text, empty where none is given."""
        found = self.read.get(name, "")
        if not isinstance(found, str) or len(found) > most or not found.isprintable():
            raise FieldError(self._at(name), found, f"0–{most} Aa字")
        return found

    def items(self, name: str, most: int) -> list[Any]:
        """Return a list, empty where none is given."""
        found = self.read.get(name, [])
        if not isinstance(found, list) or len(found) > most:
            raise FieldError(self._at(name), found, f"[…] ≤ {most}")
        return found

    def texts(self, name: str, shape: str | None = None, like: str = "") -> tuple[str, ...]:
        """Return a list of texts, none twice, each of a shape, of which `like` gives examples."""
        found = self.items(name, MOST_VALUES)
        for place, value in enumerate(found):
            fits = isinstance(value, str) and 0 < len(value) <= MOST_LETTERS and value.isprintable()
            if not fits or (shape is not None and not re.fullmatch(shape, value, re.ASCII)):
                raise FieldError(f"{self._at(name)}[{place}]", value, like or f"1–{MOST_LETTERS} Aa字")
        return tuple(dict.fromkeys(found))

    def years(self, name: str) -> tuple[int, ...]:
        """Return a list of years."""
        found = self.items(name, MOST_VALUES)
        for place, value in enumerate(found):
            if not _is_whole(value) or not 1990 <= value <= 2100:
                raise FieldError(f"{self._at(name)}[{place}]", value, "1990–2100")
        return tuple(dict.fromkeys(found))

    def whole(self, name: str, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        found = self.read.get(name, _MISSING)
        if not isinstance(found, int) or not _is_whole(found) or not least <= found <= most:
            raise FieldError(self._at(name), found, f"{least}–{most}")
        return found

    def number(self, name: str, least: int, most: int, *, decimals: int) -> Decimal:
        """Return an exact number within bounds, given as text or as a JSON number."""
        found = self.read.get(name, _MISSING)
        expected = f'"{least}" … "{most}" (±{Decimal(1).scaleb(-decimals)})'
        if not (isinstance(found, str | Decimal) or _is_whole(found)) or not _NUMBER.fullmatch(_plain(found)):
            raise FieldError(self._at(name), found, expected)
        try:
            number = Decimal(_plain(found))
        except InvalidOperation:
            raise FieldError(self._at(name), found, expected) from None
        exponent = number.normalize().as_tuple().exponent
        if not least <= number <= most or (isinstance(exponent, int) and -exponent > decimals):
            raise FieldError(self._at(name), found, expected)
        return number

    @overload
    def choice(self, name: str, words: Sequence[Word]) -> Word: ...
    @overload
    def choice(self, name: str, words: Sequence[Word], otherwise: Other) -> Word | Other: ...
    def choice(self, name: str, words: Sequence[Any], otherwise: Any = _MISSING) -> Any:
        """Return one of some words; `otherwise` where none is given."""
        found = self.read.get(name)
        if found is None:
            found = otherwise
        if found is otherwise and otherwise is not _MISSING:
            return otherwise
        if not isinstance(found, str) or found not in words:
            raise FieldError(self._at(name), found, " | ".join(words))
        return found


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _plain(value: object) -> str:
    # written out, 1e400000000 would be as long as it says
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= _MOST_DIGITS:
        return f"{value:f}"
    return str(value)
