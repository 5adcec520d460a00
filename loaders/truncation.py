"""Signs that a document broke off, or that a table it must have stands under a title nobody knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from loaders.errors import TruncatedDocumentError, UnknownTitleError, Where
from loaders.grid import OTHER_TABLE
from loaders.model import RawTable
from loaders.money import is_figure
from loaders.readers.decode import decode
from loaders.unread import UNKNOWN_TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.dialect import Dialect
    from loaders.model import Leftover, Statement
    from loaders.recognise import Recognised

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


def missing_statements(statements: Iterable[Statement], dialect: Dialect) -> list[str]:
    """Return the usual titles of the statements that every disclosure has and this one does not."""
    present = {row.statement for row in statements if row.status != "absent"}
    return [words.zh for words in dialect.statements if words.required and words.id not in present]


def unknown_titles(recognised: Recognised, missing: Sequence[str], dialect: Dialect) -> Iterator[UnknownTitleError]:
    """Yield an error for each table of amounts under an unknown title, where a statement is missing."""
    for seen in recognised.seen if missing else ():
        if seen.reason == UNKNOWN_TITLE and _WHOLE.search(seen.text):
            yield UnknownTitleError(
                f"表名“{seen.title}”不在词表中（最接近的是“{dialect.nearest_title(seen.title)}”），"
                f"而文件缺少{'、'.join(missing)}",
                where=Where(seen.page, seen.line, seen.title),
                remedy="如为新的写法，请在 loaders/dialects/statements.toml 中补充",
            )


def other_tables(leftovers: Iterable[Leftover], missing: Sequence[str]) -> Iterator[UnknownTitleError]:
    """Yield an error for each table found under another one's title, where a statement is missing."""
    named: set[str] = set()
    for note in leftovers if missing else ():
        if note.reason.startswith(OTHER_TABLE) and note.reason not in named:
            named.add(note.reason)
            yield UnknownTitleError(
                f"{note.reason.removesuffix('，未载入')}，未载入，而文件缺少{'、'.join(missing)}",
                where=Where(note.page, note.line, note.title),
                remedy="如为新的表名，请在 loaders/dialects/statements.toml 中补充",
            )


def refuse_broken_off(recognised: Recognised, missing: Sequence[str]) -> None:
    """Refuse a document that ends in a table, with statements missing that every disclosure has.

    Raises:
        TruncatedDocumentError: names the last table, its last line and what is missing.
    """
    last = recognised.sections[-1] if recognised.sections else None
    if not missing or last is None or recognised.last_block is None:
        return
    table = next((block for block in reversed(last.blocks) if isinstance(block, RawTable)), None)
    line = table.rows[-1][0].line if table else last.line
    raise TruncatedDocumentError(
        f"文件在此表之后中断，缺少{'、'.join(missing)}",
        where=Where(last.page, line, last.title),
        remedy="请重新下载完整文件",
    )
