"""The three forms of text are told apart by their content; every cell keeps its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loaders.errors import UnreadableDocumentError
from loaders.model import RawTable, TextLine
from loaders.readers import read_document
from loaders.readers.decode import decode

if TYPE_CHECKING:
    from loaders.model import RawDocument

TABBED = "标题\n\n甲\t乙\n1\t2\n3\t\n\n又一段\n甲\t乙\n"
CELLS = "标题\n\t序号\n\t名称\n\n\t1\n\t\n\n\n后文\n\t2\n\t乙\n"
COLLAPSED = "标题\n\n208 社会保障 1.00\n务 2.00\n"


def texts(document: RawDocument) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in block.rows] for block in document.blocks if isinstance(block, RawTable)]


def lines(document: RawDocument) -> list[tuple[str, int | None]]:
    return [(block.text, block.line) for block in document.blocks if isinstance(block, TextLine)]


def test_tabs_make_grids() -> None:
    document = read_document(TABBED.encode())
    assert document.source_format == "markdown"
    assert texts(document) == [[["甲", "乙"], ["1", "2"], ["3", ""]], [["甲", "乙"]]]
    assert lines(document) == [("标题", 1), ("又一段", 7)]
    table = document.blocks[1]
    assert isinstance(table, RawTable)
    assert [row[0].line for row in table.rows] == [3, 4, 5]


def test_one_cell_a_line() -> None:
    document = read_document(CELLS.encode())
    assert texts(document) == [[["序号", "名称"], ["1", ""]], [["2", "乙"]]]
    assert [text for text, _ in lines(document)] == ["标题", "后文"]


def test_a_cell_of_several_paragraphs_is_one_cell() -> None:
    document = read_document("\t甲\n\t乙上\n乙下\n\n\t1\n\t2\n".encode())
    assert texts(document) == [[["甲", "乙上\n乙下"], ["1", "2"]]]


def test_anything_else_is_a_stream_of_words() -> None:
    (table,) = read_document(COLLAPSED.encode()).blocks
    assert isinstance(table, RawTable)
    assert table.layout == "stream"
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["标题"],
        ["208", "社会保障", "1.00"],
        ["务", "2.00"],
    ]
    assert [row[0].line for row in table.rows] == [1, 3, 4]


def test_stray_tabs_in_prose_make_no_table() -> None:
    document = read_document("第一段\t有一个制表符\n第二段\n208 科目 1.00\n".encode())
    (table,) = document.blocks
    assert isinstance(table, RawTable)
    assert table.layout == "stream"


def test_form_feeds_count_pages() -> None:
    document = read_document("甲 1.00\n\f乙 2.00\n".encode())
    (table,) = document.blocks
    assert isinstance(table, RawTable)
    assert document.pages == 2
    assert [row[0].page for row in table.rows] == [1, 2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_decoding(encoding: str, end: str) -> None:
    assert decode(TABBED.replace("\n", end).encode(encoding)) == TABBED


def test_broken_utf_8_names_the_line() -> None:
    with pytest.raises(UnreadableDocumentError, match="第3行"):
        decode("一\n二\n三".encode() + b"\xff\xff\xff")
