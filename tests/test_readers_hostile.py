"""Files that are broken, hostile or not what they claim: refused in Chinese, in bounded time and memory."""

from __future__ import annotations

import io
import resource
import time
import zipfile
from typing import TYPE_CHECKING, Final

import pytest

from loaders.errors import EmptyDocumentError, UnreadableDocumentError
from loaders.readers import archive, legacy, web, word, workbook
from loaders.readers.limits import DEFAULT_LIMITS, Limits
from loaders.readers.ole import SIGNATURE
from loaders.readers.sniff import kind_of
from tests.office_files import CELL, PARAGRAPH, S, body, docx, rows, xlsx, zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECONDS: Final = 60
MEMORY_KB: Final = 700_000


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """No test here may take long, or more memory than a laptop has to spare."""
    start = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.monotonic() - start < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY_KB


def refused(read: Callable[[bytes], object], content: bytes, reason: str) -> UnreadableDocumentError:
    with pytest.raises(UnreadableDocumentError, match=reason) as caught:
        read(content)
    assert caught.value.remedy
    return caught.value


def test_the_plain_packages_are_read() -> None:
    """What the others here are broken forms of."""
    assert kind_of(docx(body(PARAGRAPH))) == "docx"
    assert word.read(docx(body(PARAGRAPH))).blocks
    assert kind_of(xlsx(rows(CELL))) == "xlsx"
    assert workbook.read(xlsx(rows(CELL))).blocks


# ── archives ──


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("read", [word.read, archive.refuse], ids=["as docx", "as zip"])
def test_truncated(share: float, read: Callable[..., object]) -> None:
    content = docx(body(PARAGRAPH * 50))
    cut = content[: int(len(content) * share)]
    assert kind_of(cut) == "zip"
    refused(lambda c: read(c, DEFAULT_LIMITS), cut, "不完整|损坏")


def test_damaged_inside() -> None:
    content = bytearray(docx(body("".join(f"<w:p>{number}</w:p>" for number in range(3000)))))
    start = content.find(b"word/document.xml") + 200
    content[start : start + 50] = bytes(50)
    refused(word.read, bytes(content), "损坏")


def test_encrypted_member() -> None:
    content = bytearray(docx(body(PARAGRAPH)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    assert kind_of(bytes(content)) == "zip"
    refused(lambda c: archive.refuse(c, DEFAULT_LIMITS), bytes(content), "密码")


def test_renamed_archive() -> None:
    content = zipped({"报告.docx": docx(body(PARAGRAPH)), "readme.txt": "x"})
    assert kind_of(content) == "zip"
    error = refused(lambda c: archive.refuse(c, DEFAULT_LIMITS), content, "压缩文件，不是 docx 或 xlsx")
    assert "报告.docx" in error.reason
    assert "解压" in error.remedy


@pytest.mark.parametrize("name", ["../evil.xml", "a/../../evil", "/etc/passwd", "C:\\evil", "..\\evil", "word\\..\\x"])
def test_member_names_that_lead_elsewhere(name: str) -> None:
    content = docx(body(PARAGRAPH), **{name: "x"})
    refused(word.read, content, "指向文件之外")


def test_same_name_twice() -> None:
    file = io.BytesIO(docx(body(PARAGRAPH)))
    with zipfile.ZipFile(file, "a") as target, pytest.warns(UserWarning, match="Duplicate name"):
        target.writestr("word/document.xml", body(""))
    refused(word.read, file.getvalue(), "重名")


def test_decompression_bomb_by_size() -> None:
    refused(word.read, docx(body(" " * 140 * 1024 * 1024)), "128 MB")


def test_decompression_bomb_by_ratio() -> None:
    content = docx(body(PARAGRAPH), bomb=bytes(30 * 1024 * 1024))
    refused(word.read, content, "压缩比")


def test_archive_that_claims_little_and_unpacks_to_much() -> None:
    """The claimed size is changed in both directories; the content is a hundred times that."""
    content = bytearray(docx(body(" " * 20 * 1024 * 1024)))
    size = len(body(" " * 20 * 1024 * 1024)).to_bytes(4, "little")
    assert content.count(size) == 2
    changed = bytes(content).replace(size, (200_000).to_bytes(4, "little"))
    refused(word.read, changed, "损坏")


def test_workbook_that_claims_200_mb() -> None:
    content = bytearray(xlsx(rows(CELL)))
    place = content.rfind(b"xl/worksheets/sheet1.xml") - 46
    content[place + 24 : place + 28] = (200 * 1024 * 1024).to_bytes(4, "little")
    refused(workbook.read, bytes(content), "超过128 MB")


def test_too_many_members() -> None:
    content = docx(body(PARAGRAPH), **{f"x{number}": "" for number in range(5000)})
    refused(word.read, content, "4096个")


def test_directory_larger_than_any() -> None:
    content = bytearray(docx(body(PARAGRAPH)))
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = (1 << 31).to_bytes(4, "little")
    refused(word.read, bytes(content), "个的上限")


def test_larger_than_allowed() -> None:
    limits = Limits(most_bytes=1000, most_html_bytes=1000)
    big = docx(body(PARAGRAPH)) + bytes(1000)
    refused(lambda c: word.read(c, limits), big, "上限")
    refused(lambda c: web.read(c, limits), b"<html>" + b"x" * 1000, "上限")
    refused(lambda c: legacy.read(c, limits), SIGNATURE + bytes(1000), "上限")


def test_limits_are_positive() -> None:
    with pytest.raises(ValueError, match="most_cells"):
        Limits(most_cells=0)


# ── XML ──

ENTITIES: Final = [("a0", "哈哈"), *((f"a{number}", f"&a{number - 1};" * 10) for number in range(1, 10))]
LAUGHS: Final = f"<!DOCTYPE x [{''.join(f'<!ENTITY {name} {text!r}>' for name, text in ENTITIES)}]>"


def test_billion_laughs() -> None:
    refused(word.read, docx(LAUGHS + body(PARAGRAPH.replace("收支总表", "&a9;"))), "实体")
    refused(workbook.read, xlsx(LAUGHS + rows("<row><c t='inlineStr'><is><t>&a9;</t></is></c></row>")), "实体")
    wide = (LAUGHS + body(PARAGRAPH)).encode("utf-16")
    refused(word.read, docx(wide), "实体")
    document = web.read((LAUGHS.replace("DOCTYPE x", "DOCTYPE html") + "<html><p>&a9;</p><p>完</p></html>").encode())
    assert sum(len(block.text) for block in document.blocks if hasattr(block, "text")) < 5000


def test_external_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    head = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    refused(word.read, docx(head + body(PARAGRAPH.replace("收支总表", "&a;"))), "实体")
    page = web.read((head.replace("DOCTYPE x", "DOCTYPE html") + "<html><p>&a;</p><p>完</p></html>").encode())
    assert "SECRET" not in str(page)


def test_deep_nesting() -> None:
    depth = 100_000
    refused(word.read, docx(body("<w:ins>" * depth + "</w:ins>" * depth)), "嵌套")
    refused(word.read, docx(body("<w:tbl><w:tr><w:tc>" * 80 + "</w:tc></w:tr></w:tbl>" * 80)), "嵌套")
    refused(workbook.read, xlsx(rows("<a>" * depth + "</a>" * depth)), "嵌套")


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "font", "span", "b"])
def test_deep_web_page(tag: str) -> None:
    page = f"<html><body>{f'<{tag}>' * 50_000}收支总表</body></html>".encode()
    assert kind_of(page) == "html"
    refused(web.read, page, "嵌套")


def test_not_xml() -> None:
    refused(word.read, docx("收支总表"), "损坏")
    refused(word.read, docx(body(PARAGRAPH)[:-20]), "损坏")
    refused(workbook.read, xlsx(rows(CELL)[:-20]), "损坏")
    refused(workbook.read, xlsx(rows(CELL), **{"xl/_rels/workbook.xml.rels": "x"}), "损坏")


def test_missing_parts() -> None:
    refused(word.read, zipped({"[Content_Types].xml": "<Types/>"}), "没有正文")
    refused(workbook.read, xlsx(rows(CELL)).replace(b"worksheets/sheet1.xml", b"worksheets/sheet9.xml"), "缺少|损坏")


# ── sheets ──


def test_sheet_with_a_cell_far_out() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert workbook.read(xlsx(rows(far))).blocks  # columns and rows without text take no room


def test_sheet_wider_than_allowed() -> None:
    wide = "".join(f"<c><v>{number}</v></c>" for number in range(2000))
    refused(workbook.read, xlsx(rows(f"<row>{wide}</row><row>{wide}</row>")), "上限")


def test_more_cells_than_allowed() -> None:
    limits = Limits(most_cells=100)
    content = xlsx(rows("".join(f"<row>{'<c><v>1</v></c>' * 11}</row>" for _ in range(10))))
    refused(lambda c: workbook.read(c, limits), content, "100格")


def test_merged_cells_as_large_as_the_sheet() -> None:
    merged = "".join(f'<mergeCell ref="A1:XFD{1048576 - number}"/>' for number in range(20_000))
    sheet = f"<worksheet {S}><sheetData>{CELL}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    assert workbook.read(xlsx(sheet)).blocks
    more = sheet.replace("</mergeCells>", '<mergeCell ref="A1:B2"/>' * 40_000 + "</mergeCells>")
    refused(workbook.read, xlsx(more), "合并单元格")


@pytest.mark.parametrize("cell", ["<f>SUM(B1:B9)</f>", "<f>SUM(B1:B9)</f><v></v>", "<f>SUM(B1:B9)</f><v/>"])
def test_formula_without_result(cell: str) -> None:
    error = refused(workbook.read, xlsx(rows(f'<row r="7"><c r="AB7">{cell}</c></row>')), "AB7单元格是公式")
    assert error.where.line == 7
    assert "保存" in error.remedy


def test_formula_whose_result_is_not_calculated_yet() -> None:
    content = xlsx(rows('<row r="1"><c r="A1"><f>1+1</f><v>0</v></c></row>'), '<calcPr fullCalcOnLoad="1"/>')
    refused(workbook.read, content, "没有保存计算结果")


@pytest.mark.parametrize("cell", ['t="s"><v>99</v>', 't="s"><v>x</v>', "><v>1,5</v>", "><v>NaN</v>", 's="x"><v>1</v>'])
def test_broken_cell(cell: str) -> None:
    refused(workbook.read, xlsx(rows(f'<row r="1"><c r="A1" {cell}</c></row>')), "A1单元格")


# ── pages and tables ──


def test_spans_without_end() -> None:
    cells = "<td colspan=999999999 rowspan=999999999>a</td>"
    refused(web.read, f"<table><tr>{cells * 2}</tr><tr><td>b</td></tr></table>".encode(), "列的上限")
    document = web.read(b"<table><tr><td rowspan=0>a</td><td>1</td></tr><tr><td>2</td></tr></table>")
    assert len(document.blocks) == 1
    grid = "<w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr></w:tc>" * 2
    refused(word.read, docx(body(f"<w:tbl><w:tr>{grid}</w:tr></w:tbl>")), "列的上限")


def test_many_cells_of_a_page() -> None:
    limits = Limits(most_cells=1000)
    page = "<table>" + "<tr><td>1<td>2<td>3</tr>" * 400 + "</table>"
    refused(lambda c: web.read(c, limits), page.encode(), "1000格")


def test_page_of_unclosed_tags() -> None:
    assert web.read(b"<table>" + b"<tr><td>1<td>2" * 20_000).blocks


def test_encoding_of_no_kind() -> None:
    refused(web.read, b"<html><p>\xff\xff\xfe\x80\x80</p></html>", "编码")


def test_nothing_at_all() -> None:
    assert kind_of(b"") == "text"
    for read in (word.read, workbook.read):
        refused(read, b"", "不完整")
    for page in (b"", b" \n", b"<html><body><script>1</script></body></html>"):
        with pytest.raises(EmptyDocumentError):
            web.read(page)
    with pytest.raises(EmptyDocumentError):
        word.read(docx(body("")))
    with pytest.raises(EmptyDocumentError):
        workbook.read(xlsx(rows("")))


# ── old Office files ──


def ole(*names: str) -> bytes:
    """The least of an OLE2 file: header, one sector of allocation table, one sector of directory."""
    header = bytearray(512)
    header[:8] = SIGNATURE
    header[30:32] = (9).to_bytes(2, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[76:512] = b"\xff" * 436
    header[76:80] = bytes(4)
    entries = bytearray()
    for index, name in enumerate(("Root Entry", *names)):
        text = name.encode("utf-16-le")
        entry = bytearray(128)
        entry[: len(text)] = text
        entry[64:66] = (len(text) + 2).to_bytes(2, "little")
        following = index + 1 if 0 < index < len(names) else 0xFFFFFFFF
        child = 1 if index == 0 and names else 0xFFFFFFFF
        entry[68:80] = b"\xff\xff\xff\xff" + following.to_bytes(4, "little") + child.to_bytes(4, "little")
        entries += entry
    return bytes(header) + b"\xfe\xff\xff\xff" * 128 + bytes(entries.ljust(512, b"\0"))


def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _program: None)


@pytest.mark.parametrize(
    ("content", "kind", "target"),
    [
        (ole("WordDocument"), "旧版 Word", "docx"),
        (ole("x", "Workbook"), "旧版 Excel", "xlsx"),
        (ole("Book"), "旧版 Excel", "xlsx"),
        (b"{\\rtf1 text}", "旧版 Word", "docx"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "旧版 Excel", "xlsx"),
    ],
)
def test_old_file_without_libreoffice(content: bytes, kind: str, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without_office(monkeypatch)
    assert kind_of(content) == "legacy"
    error = refused(legacy.read, content, kind)
    assert f"另存为 {target}" in error.remedy


def test_old_files_that_are_never_read() -> None:
    refused(legacy.read, ole("EncryptionInfo", "EncryptedPackage"), "密码")
    refused(legacy.read, ole("Contents"), "不是 Word 或 Excel")
    refused(legacy.read, SIGNATURE, "不是 Word 或 Excel")
    mht = b"From: <Saved by WebKit>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related"
    assert kind_of(mht) == "legacy"
    refused(legacy.read, mht, "MHT")


def test_directory_that_goes_in_circles() -> None:
    content = bytearray(ole("a", "b"))
    content[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")  # the directory's sector follows itself
    content[1024 + 256 + 72 : 1024 + 256 + 76] = (1).to_bytes(4, "little")  # the last entry leads to the first
    refused(legacy.read, bytes(content), "不是 Word 或 Excel")


def office(tmp_path: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program in LibreOffice's place."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda _program: str(program))


def test_old_file_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(docx(body(PARAGRAPH)))
    office(tmp_path, f'cp "{tmp_path}/made.docx" source.docx', monkeypatch)
    document = legacy.read(ole("WordDocument"))
    assert document.source_format == "docx"
    assert [getattr(block, "text", "") for block in document.blocks] == ["收支总表"]


def test_old_file_that_cannot_be_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(tmp_path, "exit 1", monkeypatch)
    refused(legacy.read, ole("WordDocument"), "无法转换")


def test_conversion_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(tmp_path, f'sleep 60 & echo $! > "{tmp_path}/child"; wait', monkeypatch)
    refused(lambda c: legacy.read(c, Limits(legacy_seconds=1)), ole("Workbook"), "1秒")
    child = int((tmp_path / "child").read_text())
    time.sleep(0.2)
    assert not is_running(child), "the whole group of processes is ended"


def is_running(process: int) -> bool:
    from pathlib import Path  # noqa: PLC0415 - only here

    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
