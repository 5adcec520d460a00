"""Office files written member by member: whole, so that a test can break one thing in them."""

from __future__ import annotations

import io
import zipfile
from typing import Final

W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES: Final = "application/vnd.openxmlformats-officedocument."


def zipped(members: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return file.getvalue()


def package(main: str, content_type: str, parts: dict[str, bytes | str]) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/{main}" ContentType="{TYPES}{content_type}"/></Types>',
            "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{REL}/officeDocument" Target="{main}"/>'
            "</Relationships>",
            **parts,
        }
    )


def docx(document: bytes | str, **more: bytes | str) -> bytes:
    return package("word/document.xml", "wordprocessingml.document.main+xml", {"word/document.xml": document, **more})


def xlsx(sheet: bytes | str, workbook_more: str = "", **more: bytes | str) -> bytes:
    return package(
        "xl/workbook.xml",
        "spreadsheetml.sheet.main+xml",
        {
            "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="表一" sheetId="1" r:id="s"/></sheets>'
            f"{workbook_more}</workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="s" Type="{REL}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": sheet,
            **more,
        },
    )


def body(inner: str) -> str:
    return f"<w:document {W}><w:body>{inner}</w:body></w:document>"


def rows(inner: str) -> str:
    return f"<worksheet {S}><sheetData>{inner}</sheetData></worksheet>"


PARAGRAPH: Final = "<w:p><w:r><w:t>收支总表</w:t></w:r></w:p>"
CELL: Final = '<row r="1"><c r="A1"><v>17</v></c></row>'
