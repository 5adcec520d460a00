"""Answers already given, within a bound of memory; each is worked out once, however many ask at the same time."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import polars as pl

    from dashboard.queries import Question


def name(question: Question) -> tuple[str, bytes]:
    """Return a short name of a question with its parameters: those may list very many documents."""
    return question.name, blake2b(repr(question.parameters).encode(), digest_size=16).digest()


class Answers:
    """Frames by key; those unused for longest go first. Handed out without a copy, for nobody changes them in place."""

    def __init__(self, most: int) -> None:
        """Keep at most `most` bytes of frames."""
        self.most = most
        self.size = 0
        self._kept: OrderedDict[Hashable, pl.DataFrame] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """Return the answer to `key`; `make` is called where there is none, and its errors are passed on."""
        with self._lock:
            if (kept := self._touched(key)) is not None:
                return kept
            turn = self._making.setdefault(key, Lock())
        with turn:
            with self._lock:
                if (kept := self._touched(key)) is not None:
                    return kept
            try:
                made = make()
                with self._lock:
                    self._keep(key, made)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made

    def _touched(self, key: Hashable) -> pl.DataFrame | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def _keep(self, key: Hashable, frame: pl.DataFrame) -> None:
        self._kept[key] = frame
        self.size += _size(frame)
        while self.size > self.most:
            _, gone = self._kept.popitem(last=False)
            self.size -= _size(gone)


def _size(frame: pl.DataFrame) -> int:
    return int(frame.estimated_size()) + 1000
