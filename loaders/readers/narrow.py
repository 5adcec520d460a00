"""Figures printed in full-width digits in the usual ones."""

from __future__ import annotations

import re
from typing import Final

_WIDE_FIGURE: Final = re.compile(r"[０-９．，－,.\-\s]*[０-９][０-９．，－,.\-\s]*")
_NARROW: Final = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")


def narrow_figure(text: str) -> str:
    """Return a figure printed in full-width digits in the usual ones; any other text as it is."""
    return text.translate(_NARROW) if _WIDE_FIGURE.fullmatch(text) else text
