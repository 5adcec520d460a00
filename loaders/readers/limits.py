"""How much of a file is read before it is refused: every bound in one place."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

_MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that no real disclosure comes near, and that keep time and memory bounded for a hostile file.

    Bytes where the name says bytes, seconds where it says seconds, else counts. A member of an archive is held to
    `most_ratio` (unpacked to packed) only where it unpacks to more than `free_ratio_bytes`: small parts of empty
    cells shrink far more than any other honest content.

    Raises:
        ValueError: a bound is not positive.
    """

    most_bytes: int = 64 * _MEBIBYTE
    most_members: int = 4096
    most_unpacked_bytes: int = 128 * _MEBIBYTE
    most_ratio: int = 200
    free_ratio_bytes: int = 8 * _MEBIBYTE
    most_xml_bytes: int = 32 * _MEBIBYTE
    most_html_bytes: int = 16 * _MEBIBYTE
    most_cells: int = 1_000_000
    most_columns: int = 1024
    deepest: int = 200
    legacy_seconds: int = 90

    def __post_init__(self) -> None:
        """Refuse bounds that would refuse everything."""
        wrong = [field.name for field in fields(self) if getattr(self, field.name) < 1]
        if wrong:
            raise ValueError(f"not positive: {', '.join(wrong)}")


DEFAULT_LIMITS: Final = Limits()
