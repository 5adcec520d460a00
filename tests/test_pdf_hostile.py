"""Files that only call themselves PDF: each is refused in bounded time, with page, reason and remedy."""

from __future__ import annotations

import os
import random
import resource
import time
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from loaders.document import load_bytes
from loaders.errors import DocumentError, UnreadableDocumentError
from loaders.readers import pdf, read_document
from tests.pdf_objects import assemble, stream
from tests.typeset_pdf import Sheet, paper, set_pdf

SECONDS = 60
MEGABYTES = 400
FUZZ_SECONDS = float(os.environ.get("BUDGETLENS_FUZZ_SECONDS", "4"))


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
TREE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def one_page(content: bytes, box: bytes = b"0 0 595 842", more: bytes = b"", *, packed: bool = False) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R %s" % (box, more)
    page += b" /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>"
    form = stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return assemble([CATALOG, TREE, page, stream(content, packed=packed), HELVETICA, form])


def printed(count: int) -> bytes:
    line = b"BT /F1 6 Tf 20 %d Td (" + b"0123456789" * 20 + b") Tj ET\n"
    return b"".join(line % (i % 800) for i in range(count // 200))


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + i) for i in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return assemble([CATALOG, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), *[page] * count])


def deep_tree(depth: int) -> bytes:
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (3 + i) for i in range(depth)]
    return assemble([CATALOG, *nodes, b"<< /Type /Page /MediaBox [0 0 9 9] >>"])


def scan() -> bytes:
    image = b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    page += b" /Resources << /XObject << /I 5 0 R >> >> >>"
    return assemble([CATALOG, TREE, page, stream(b"q 595 0 0 842 0 0 cm /I Do Q"), stream(b"\x80" * 64, image)])


def rules(count: int) -> bytes:
    """A grid of rules ten points apart."""
    end = 10 * count
    across = b"".join(b"0 %d m %d %d l S\n" % (10 * i, end, 10 * i) for i in range(count))
    down = b"".join(b"%d 0 m %d %d l S\n" % (10 * i, 10 * i, end) for i in range(count))
    return across + down + printed(200)


def encrypted() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415 - only here
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - only here

    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 100, "123.45")
    canvas.save()
    return out.getvalue()


def disclosure() -> bytes:
    """A small PDF that does load: one page, one ruled table."""
    table = [["项目", "预算数", "项目", "预算数"], ["一、财政拨款收入", "8.00", "一、教育支出", "8.00"]]
    table.append(["收入总计", "8.00", "支出总计", "8.00"])
    lines = ["2024年甲市乙局部门预算", "收支总表", "单位：万元"]
    return set_pdf([Sheet([*lines, paper(table, [150, 80, 150, 80]), "第三部分 名词解释", "财政拨款是预算资金。"])])


HOSTILE: dict[str, tuple[bytes, str]] = {
    "a head alone": (b"%PDF-", "损坏"),
    "random bytes": (b"%PDF-1.7\n" + random.Random(1).randbytes(200_000), "损坏"),  # noqa: S311 - no secret
    "words": (b"%PDF-1.7\n" + "收支总表 单位：万元\n".encode() * 999, "损坏"),
    "too many pages": (many_pages(5000), "页数超过"),
    "a deep page tree": (deep_tree(5000), "损坏"),
    "a page tree in a ring": (assemble([CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]), "没有任何页面"),
    "no pages": (assemble([CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"]), "没有任何页面"),
    "200000 characters": (one_page(printed(200_000)), "超过50000个"),
    "a million commands": (one_page(b"q Q " * 1_500_000), "绘制指令"),
    "a form in itself": (one_page(b"/X Do " * 1000), "没有文字层"),
    "a scan": (scan(), "没有文字层"),
    "a thousand rules each way": (one_page(rules(1000), b"0 0 10000 10000"), "表格线"),
    "a hundred rules each way": (one_page(rules(100), b"0 0 1000 1000"), "表格线"),
    "a stream without end": (one_page(b"\0" * 300_000_000, packed=True), "解压后"),
    "a stream in a stream": (one_page(zlib.compress(b"\0" * 300_000_000), packed=True), "解压后"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_time(name: str) -> None:
    content, reason = HOSTILE[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(content)
    assert time.process_time() - started < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES
    assert reason in caught.value.reason
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["200000 characters", "a million commands", "a thousand rules each way"])
def test_refusal_names_the_page(name: str) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(HOSTILE[name][0])
    assert caught.value.where.page == 1
    assert "第1页" in str(caught.value)


def test_encrypted_file_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="密码"):
        read_document(encrypted())


def test_empty_file_is_refused() -> None:
    with pytest.raises(DocumentError):
        read_document(b"")


def test_page_of_any_size_is_read() -> None:
    """A huge page box is no error by itself: nothing is drawn, so nothing is as large as the page."""
    found = read_document(one_page(printed(400), box=b"0 0 14400000 14400000"))
    assert found.pages == 1
    assert found.blocks


def test_turned_and_shifted_page_boxes_are_read() -> None:
    for box, more in ((b"595 842 0 0", b""), (b"-100 -100 495 742", b""), (b"0 0 595 842", b"/Rotate -90")):
        assert read_document(one_page(printed(400), box=box, more=more)).blocks


def test_wrong_cross_references_are_found_again() -> None:
    content = disclosure()
    start = content.rindex(b"startxref")
    broken = content[:start] + b"startxref\n17\n%%EOF\n"
    assert amounts(broken) == amounts(content)


def amounts(content: bytes) -> list[tuple[object, ...]]:
    result = load_bytes(content, Path("small.pdf"))
    return [(a.side, a.name, a.measure, a.amount_yuan) for a in result.loaded.amounts]


def test_the_small_file_loads() -> None:
    assert len(amounts(disclosure())) == 4


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_truncated_file_is_refused_or_read_whole(part: float) -> None:
    content = disclosure()
    try:
        found = amounts(content[: int(len(content) * part)])
    except DocumentError as error:
        found, remedy = [], error.remedy
    else:
        remedy = ""
    assert remedy or found == amounts(content)


def mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20, 100])):
        at = chance.randrange(5, len(changed))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                changed[at] ^= 1 << chance.randrange(8)
            case 2:
                del changed[at : at + chance.randrange(1, 40)]
            case _:
                changed[at:at] = changed[chance.randrange(len(changed)) :][: chance.randrange(1, 40)]
    return bytes(changed)


def test_mutations_raise_nothing_but_document_errors() -> None:
    """Random changes, in the file as packed and as it reads unpacked; BUDGETLENS_FUZZ_SECONDS asks for more of them."""
    sources = [disclosure(), one_page(printed(400)), one_page(rules(9)), scan()]
    ends = time.monotonic() + FUZZ_SECONDS
    seed = 0
    while time.monotonic() < ends:
        seed += 1
        content = mutated(sources[seed % len(sources)], random.Random(seed))  # noqa: S311 - no secret
        started = time.process_time()
        try:
            load_bytes(content, Path("small.pdf"))
        except DocumentError:
            continue
        finally:
            assert time.process_time() - started < SECONDS, f"seed {seed}"
    assert seed


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        pdf.PdfSettings(snap_tolerance=-1)
    with pytest.raises(ValueError, match="positive"):
        pdf.PdfSettings(most_pages=0)


def test_bounds_are_settings() -> None:
    with pytest.raises(UnreadableDocumentError, match="超过1页"):
        pdf.read(many_pages(2), pdf.PdfSettings(most_pages=1))
    with pytest.raises(UnreadableDocumentError, match="超过10个"):
        pdf.read(disclosure(), pdf.PdfSettings(most_objects=10))
