"""Which figures a reader should not take as they stand, and why: a sign in tables and on charts, with its reason.

A row is named by its document, its statement, and its number in its table or its own first place, as the questions give
them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import polars as pl

    from dashboard.text import Text

KINDS: Final = ("mismatch", "alert", "inferred")
"""The hardest first: in an identity that does not hold; in one that is only an alert; in a column that was inferred."""
SIGNS: Final = {"mismatch": "⚠", "alert": "⚑", "inferred": "≈"}
LONGEST: Final = 120
"""Characters of a reason beside a figure; the page 数据质量 has it in full."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One kind of mark with its reasons, each once."""

    kind: str
    reasons: tuple[str, ...]

    @property
    def sign(self) -> str:
        """The sign that stands for the kind."""
        return SIGNS[self.kind]


class Marks:
    """The marks of some documents, by row."""

    def __init__(self, frame: pl.DataFrame | None) -> None:
        """Take the answer to the question `figure_marks`; None: nothing is marked."""
        self._rows: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
        for row in () if frame is None else frame.iter_rows(named=True):
            for name in _names(row):
                self._rows[row["document_id"], row["statement"], *name].append(row)

    def at(
        self,
        row: Mapping[str, Any],
        statement: str,
        measures: Collection[str] = (),
        *,
        year: int | None = None,
        code: str | None = None,
    ) -> tuple[Mark, ...]:
        """Return the marks of a row with document_id, page and line, the hardest first.

        Args:
            row: any row of a question that has its number in its table, or its first place.
            statement: the statement that prints it.
            measures: the columns that count; all of them where none is named.
            year: where a table prints several, the one that counts.
            code: where several rows stand in one line, the one that counts.
        """
        found = self._rows.get((row["document_id"], statement, *_name(row)), [])
        return _merged(
            one
            for one in found
            if (not measures or one["measure"] in measures)
            and (year is None or one["fiscal_year"] == year)
            and (code is None or one["code"] == code)
        )


def _names(row: Mapping[str, Any]) -> set[tuple[Any, ...]]:
    """Whatever a row may be named by; one that is wrapped over lines has its first place, and a figure its own."""
    places = {(row["row_page"], row["row_line"]), (row["page"], row["line"])}
    return {("row", row["table_no"], row["row_no"]), ("code", row["code"]), *(("place", *place) for place in places)}


def _name(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What is known of a row, the surest first: where formats have neither pages nor lines, only its code is left."""
    if row.get("row_no") is not None and row.get("table_no") is not None:
        return "row", row["table_no"], row["row_no"]
    if row["page"] is not None or row["line"] is not None:
        return "place", row["page"], row["line"]
    return "code", row.get("code")


def _merged(rows: Iterable[Mapping[str, Any]]) -> tuple[Mark, ...]:
    reasons: dict[str, dict[str, None]] = {}
    for row in rows:
        found = reasons.setdefault(row["mark"], {})
        found |= dict.fromkeys(reason for reason in row["reason"].split("\n") if reason)
    return tuple(Mark(kind, tuple(reasons[kind])) for kind in KINDS if kind in reasons)


def together(several: Iterable[tuple[Mark, ...]]) -> tuple[Mark, ...]:
    """Return the marks of several rows as those of one: of a sum, or of what is drawn as one."""
    return _merged({"mark": mark.kind, "reason": "\n".join(mark.reasons)} for marks in several for mark in marks)


def signs(marks: Iterable[Mark]) -> str:
    """Return the signs alone, for a name on a chart; nothing where there is no mark."""
    return "".join(mark.sign for mark in marks)


def lines(t: Text, marks: Iterable[Mark], longest: int = LONGEST) -> list[str]:
    """Return one line for each mark: sign, word, the first reason in so many characters, how many more there are."""
    return [_line(t, mark, longest) for mark in marks]


def _line(t: Text, mark: Mark, longest: int) -> str:
    word = f"{mark.sign} {t(f'mark.{mark.kind}')}"
    if not mark.reasons:
        return word
    first = mark.reasons[0]
    reason = first if len(first) <= longest else first[:longest] + "…"
    more = t("mark.more", count=len(mark.reasons) - 1) if len(mark.reasons) > 1 else ""
    return t("mark.because", mark=word, reason=reason) + more


def trust(t: Text, marks: Iterable[Mark]) -> str:
    """Return what stands in the column 可信度 of a table: the marks with their reasons, or that all is as printed."""
    return "；".join(lines(t, marks)) or t("mark.printed")
