"""What can go wrong while a document is read; the docstring of each class is its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a document, as far as it is known."""

    page: int | None = None
    line: int | None = None
    table: str | None = None

    def __str__(self) -> str:
        """Return the place in Chinese, empty where nothing is known."""
        parts = []
        if self.page is not None:
            parts.append(f"第{self.page}页")
        if self.line is not None:
            parts.append(f"第{self.line}行")
        if self.table:
            parts.append(f"“{self.table}”")
        return " ".join(parts)


class BudgetLensError(Exception):
    """Anything this project reports to its user instead of a traceback."""


class DocumentError(BudgetLensError):
    """A document cannot be loaded: says which file, where in it, why, and what to do."""

    def __init__(self, reason: str, *, where: Where | None = None, remedy: str = "", file: Path | None = None) -> None:
        """Keep the parts apart, so that they can be recorded and shown as columns."""
        super().__init__(reason)
        self.reason = reason
        self.where = where or Where()
        self.remedy = remedy
        self.file = file

    def __str__(self) -> str:
        """Return file, place, reason and remedy in one line."""
        head = " ".join(part for part in (self.file.name if self.file else "", str(self.where)) if part)
        body = f"{self.reason}。{self.remedy}" if self.remedy else self.reason
        return f"{head}：{body}" if head else body


class EmptyDocumentError(DocumentError):
    """The file has no content at all."""


class UnreadableDocumentError(DocumentError):
    """The bytes are not text in a known encoding, or not a format this project reads."""


class NotADisclosureError(DocumentError):
    """The file can be read, but holds none of the statements of a budget disclosure."""


class UnknownHeaderError(DocumentError):
    """A table of a known statement has a column whose header is in no dialect."""


class UnknownTitleError(DocumentError):
    """A table of amounts stands under a title that is in no dialect, and a statement is missing."""


class MissingMetadataError(DocumentError):
    """The document does not say its unit, its fiscal year or a table's currency unit."""


class TruncatedDocumentError(DocumentError):
    """The document ends in the middle of a table."""


class UsageError(BudgetLensError):
    """A command is written wrongly: an option, value or argument that it does not take."""


class StoreError(BudgetLensError):
    """The database cannot be written or opened."""
