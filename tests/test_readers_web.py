"""Web pages: tables and text as shown, in any encoding, and what they are worth after the whole pipeline."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from loaders.document import load_bytes
from loaders.model import RawDocument, TextLine
from loaders.readers import read_document, web, word, workbook
from loaders.readers.sniff import kind_of
from tests import typeset_office
from tests.conftest import disclosure, loaded_disclosure
from tests.test_readers_word import texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loaders.model import Amount

TABLE = "<table><tr><th>项目<th>预算数</tr><tr><td>甲</td><td>1.00</td></tr></table>"


def read(page: str, encoding: str = "utf-8") -> RawDocument:
    return web.read(page.encode(encoding))


# ── what a page shows ──


def test_text_and_tables_in_order() -> None:
    document = read(
        f"<html><body>\n<h1>收支 总表</h1>\n<p>单位：<b>万</b>元</p>\n{TABLE}\n<div>说明。</div></body></html>"
    )
    assert texts(document) == ["收支 总表", "单位：万元", [["项目", "预算数"], ["甲", "1.00"]], "说明。"]
    assert [block.line for block in document.blocks] == [2, 3, 4, 5]


def test_spans() -> None:
    header = (
        "<tr><td colspan=2>科目编码</td><td rowspan=2>科目名称</td><td colspan='2'>基本支出</td>"
        '<td rowspan="2">项目支出</td></tr><tr><td>类</td><td>款</td><td>小计</td><td>人员支出</td></tr>'
    )
    row = "<tr><td>208<td>01<td>行政运行<td>3.00<td>3.00<td>&nbsp;</tr>"
    assert texts(read(f"<table><thead>{header}</thead><tbody>{row}</tbody></table>")) == [
        [
            ["科目编码", "", "科目名称", "基本支出", "", "项目支出"],
            ["类", "款", "", "小计", "人员支出", ""],
            ["208", "01", "行政运行", "3.00", "3.00", ""],
        ]
    ]


def test_row_under_cells_that_reach_down_is_a_row() -> None:
    page = "<table><tr><td rowspan=3>指标<td>一级<td>值</tr><tr><td>成本<td>1</tr><tr><td>产出</tr></table>"
    assert texts(read(page)) == [[["指标", "一级", "值"], ["", "成本", "1"], ["", "产出", ""]]]


def test_title_and_note_within_the_table() -> None:
    inner = TABLE.replace("<table>", "<table><tr><td colspan=2>收支总表</tr><tr><td colspan=2>单位：万元</tr>")
    inner = inner.replace("</table>", "<tr><td colspan=2>注：无。</td></tr></table>")
    assert texts(read(inner)) == ["收支总表", "单位：万元", [["项目", "预算数"], ["甲", "1.00"]], "注：无。"]


def test_nothing_that_is_not_text() -> None:
    page = (
        "<head><title>网站</title><style>p{}</style></head><body><script>document.write('<td>9.99</td>')</script>"
        "<!-- <p>8.88</p> --><noscript>7.77</noscript><p>合<!-- x -->计<select><option>2024</option></select></p>"
        "<!--[if mso]><p>6.66</p><![endif]--><template>5</template><iframe>4</iframe></body>"
    )
    assert texts(read(page)) == ["合计"]


def test_entities_and_breaks() -> None:
    page = "<p>&ldquo;三公&rdquo;&nbsp;&#32463;&#x8d39;&lt;5%<br>单位：万元</p>"
    page += "<table><tr><td>甲<br/>乙<td>1</tr><tr><td>丙<td>2"
    assert texts(read(page)) == ["“三公” 经费<5%", "单位：万元", [["甲\n乙", "1"], ["丙", "2"]]]


def test_layout_tables_become_text() -> None:
    page = (
        "<table><tr><td><a>首页</a></td><td><table><tr><td><p>收支总表</p></td></tr>"
        f"<tr><td>{TABLE}</td></tr></table></td></tr><tr><td>版权所有</td></tr></table>"
    )
    assert texts(read(page)) == ["首页", "收支总表", [["项目", "预算数"], ["甲", "1.00"]], "版权所有"]


def test_caption_of_a_table() -> None:
    assert texts(read(TABLE.replace("<table>", "<table><caption>收支总表</caption>")))[0] == "收支总表"


def test_html_tables_between_lines_of_text() -> None:
    text = f"# 收支总表\n\n单位：万元\n\n{TABLE}\n\n说明一。\n说明二。\n"
    assert kind_of(text.encode()) == "html"
    document = read(text)
    assert texts(document) == ["# 收支总表", "单位：万元", [["项目", "预算数"], ["甲", "1.00"]], "说明一。", "说明二。"]
    assert [block.line for block in document.blocks if isinstance(block, TextLine)][:2] == [1, 3]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("gb2312", "utf-8"),  # declared wrongly
        ("", "gb18030"),
        ("", "utf-8"),
        ("utf-16", "utf-16"),
        ("big5", "big5"),
        ("no-such", "gb18030"),
    ],
)
def test_encodings(declared: str, encoding: str) -> None:
    words = "收支總表" if encoding == "big5" else "收支总表㐀" if encoding.startswith("u") else "收支总表朱镕基"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    page = f"<html><head>{meta}</head><body><p>{words}</p></body></html>"
    assert kind_of(page.encode(encoding)) == "html"
    assert texts(read(page, encoding)) == [words]


def test_xhtml_with_a_declaration() -> None:
    page = f'<?xml version="1.0" encoding="gb2312"?>\n<!DOCTYPE html>\n<html><body>{TABLE}</body></html>'
    assert kind_of(page.encode("gb2312")) == "html"
    assert len(read(page, "gb2312").blocks) == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"\n\n%PDF-1.4", "pdf"),
        ("2024年部门预算\n收支<总>表\n".encode(), "text"),
        (b"a < b <table of contents>", "text"),
        (b"<5% <table>", "text"),
        (b"\xff\xd8\xff\xe0", "text"),
        ("  <!-- x --><DIV>收支总表</DIV>".encode("gbk"), "html"),
        (b"<table><tr><td>1", "html"),
    ],
)
def test_kind_is_found_from_the_content(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


# ── the whole pipeline ──

FORMS: dict[str, tuple[Callable[[RawDocument], bytes], Callable[[bytes], RawDocument]]] = {
    "docx": (typeset_office.docx, word.read),
    "xlsx numbers": (lambda raw: typeset_office.xlsx(raw, numbers=True), workbook.read),
    "xlsx texts": (lambda raw: typeset_office.xlsx(raw, numbers=False), workbook.read),
    "html gb2312": (lambda raw: typeset_office.page(raw, "gb2312"), web.read),
    "html utf-8": (lambda raw: typeset_office.page(raw, "utf-8"), web.read),
}


def meaning(amount: Amount) -> tuple[object, ...]:
    """Return everything of a figure but its place."""
    names = (
        "statement fiscal_year side code gov_code name paired_name level parent_code is_total measure amount_yuan "
        "amount_text unit_text origin row_no"
    )
    return tuple(getattr(amount, name) for name in names.split())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("document_id", ["yantai-hrss-2024", "zibo-hitech-hrss-2024"])
def test_same_figures_from_every_form(
    document_id: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tables of a real document, set with merged header cells, give the very same rows."""
    path = disclosure(document_id)
    expected = loaded_disclosure(document_id).loaded
    write, read_form = FORMS[form]
    content = write(read_document(path.read_bytes()))
    assert kind_of(content) == form.partition(" ")[0]
    monkeypatch.setattr("loaders.document.read_document", read_form)
    result = load_bytes(content, tmp_path / path.name)
    loaded = result.loaded
    assert not result.errors
    assert Counter(map(meaning, loaded.amounts)) == Counter(map(meaning, expected.amounts))
    assert [p.name for p in loaded.projects] == [p.name for p in expected.projects]
    assert [(t.level3, t.value_text) for t in loaded.targets] == [(t.level3, t.value_text) for t in expected.targets]
    assert [s.status for s in loaded.statements] == [s.status for s in expected.statements]
    assert len(loaded.narrative) == len(expected.narrative)
    assert all(amount.line is not None for amount in loaded.amounts)
