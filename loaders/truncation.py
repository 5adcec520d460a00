"""Signs that a text was cut off in the middle of a figure."""

from __future__ import annotations

import re
from typing import Final

from loaders.errors import TruncatedDocumentError, Where
from loaders.money import is_figure
from loaders.readers.decode import decode

_WHOLE: Final = re.compile(r"\d\.\d{2}\b")
_UNFINISHED: Final = re.compile(r"\d(?:\.\d?)?$")


def refuse_cut_figure(content: bytes) -> None:
    """Refuse a text that ends, with no end of line, in a figure with fewer decimals than its others.

    `1` may be what is left of `16.50`; nothing else in the text can tell, so it is not taken for an amount.

    Raises:
        TruncatedDocumentError: the last figure may be cut off; says the line.
    """
    text = decode(content)
    if text[-1].isspace():
        return
    line = text.rsplit("\n", 1)[-1]
    last = line.split()[-1] if line.split() else ""
    if not is_figure(last.rstrip(".")) or not _UNFINISHED.search(last) or re.search(r"\.\d{2}$", last):
        return
    if _WHOLE.search(text):
        raise TruncatedDocumentError(
            f"文件停在数字“{last}”上，没有行末，数字可能不完整",
            where=Where(line=text.count("\n") + 1),
            remedy="请重新下载完整文件；如文件完整，请在末尾加一个换行",
        )
