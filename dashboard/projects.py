"""What a person looks for among projects, size bands, and a cost ceiling beside its budget; pure and exact."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = dict[str, Any]
Targets = Literal["all", "with", "without"]
Sort = Literal["amount", "share", "targets", "name"]

EDGES: Final = tuple(Decimal(edge) for edge in ("0.01", "100000", "1000000", "10000000", "100000000"))
"""Where a size band begins, in 元: band n holds edge n up to, not including, edge n + 1; band 0 holds 0 and less."""
NOT_PRINTED: Final = -1
"""The band of projects that print no amount: a blank is not 0."""
BANDS: Final = (*range(len(EDGES), -1, -1), NOT_PRINTED)
"""All bands, the largest amounts first."""
_FACTORS: Final = {"": Decimal(10_000), "元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_LEAST: Final = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)(元|万元|亿元|)")
_FEN: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the page; amounts in 元; `documents` is None for all of them."""

    documents: Sequence[str] | None
    text: str = ""
    categories: tuple[str, ...] = ()
    least: Decimal | None = None
    targets: Targets = "all"
    size: int | None = None

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of the questions about projects."""
        text = self.text.strip().lower()
        return {
            "documents": None if self.documents is None else list(self.documents),
            "text": text,
            "letters": text != text.upper(),
            "categories": list(self.categories),
            "least": self.least,
            "targets": self.targets,
            "size": self.size,
            "edges": list(EDGES),
        }


def least(text: str) -> Decimal | None:
    """Return the amount of 元 that a text means, 万元 where it names no unit; None for a text that is no amount.

    >>> least("1,000"), least("2 亿元"), least("3.5元"), least("lots")
    (Decimal('10000000.00'), Decimal('200000000.00'), Decimal('3.50'), None)
    """
    bare = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))
    found = _LEAST.fullmatch(bare)
    return (Decimal(found[1]) * _FACTORS[found[2]]).quantize(_FEN) if found else None


def key_of(document_id: str, project_no: int) -> str:
    """Return what stands in the URL for a project: names may repeat, numbers in a document do not."""
    return f"{document_id}|{project_no}"


def split_key(key: str) -> tuple[str, int] | None:
    """Return document and number of a project's key; None for a text that is no key."""
    document_id, _, number = key.rpartition("|")
    # Nine digits: what is longer is no number of a project, and no INTEGER of the database.
    return (document_id, int(number)) if document_id and re.fullmatch(r"[0-9]{1,9}", number) else None


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A cost target that limits money, beside the project's budget (元).

    `difference` is budget less ceiling; None for a price or a standard per head, for one of several ceilings of a form
    (`together`), which may limit parts, and where no amount is printed.
    """

    row: Row
    ceiling: Decimal
    budget: Decimal | None
    together: int

    @property
    def difference(self) -> Decimal | None:
        """What the budget is above (or, negative, below) the ceiling."""
        comparable = self.together == 1 and not self.row["is_unit_cost"]
        return self.budget - self.ceiling if comparable and self.budget is not None else None


def ceilings(targets: Iterable[Row], budget: Decimal | None) -> list[Ceiling]:
    """Return the cost ceilings among the targets of one project, in printed order."""
    found = [row for row in targets if row["ceiling_yuan"] is not None]
    together = Counter(row["form_no"] for row in found if not row["is_unit_cost"])
    return [Ceiling(row, row["ceiling_yuan"], budget, together[row["form_no"]]) for row in found]


def parts_of_budget(found: Sequence[Ceiling]) -> Decimal | None:
    """Return the sum of ceilings that one form sets for parts of its project; None where there are not several.

    Forms of one project repeat each other, so that ceilings of different forms are never added.
    """
    limits = [ceiling for ceiling in found if not ceiling.row["is_unit_cost"]]
    if len(limits) < 2 or len({ceiling.row["form_no"] for ceiling in limits}) > 1:
        return None
    return sum((ceiling.ceiling for ceiling in limits), Decimal(0))
