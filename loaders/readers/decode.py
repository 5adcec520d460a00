"""Bytes to text: UTF-8, UTF-16 with a mark, GB18030; anything else is refused with the reason."""

from __future__ import annotations

import codecs
from typing import Final

from loaders.errors import EmptyDocumentError, UnreadableDocumentError

_SIGNATURES: Final = {
    b"PK\x03\x04": "Office 或压缩文件（docx、xlsx、zip）",
    b"\xd0\xcf\x11\xe0": "旧版 Office 文件（doc、xls）",
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
    b"GIF8": "GIF 图片",
    b"\x1f\x8b": "gzip 压缩文件",
    b"7z\xbc\xaf": "7z 压缩文件",
    b"Rar!": "RAR 压缩文件",
}
_CONTROL_SHARE: Final = 0.002
_PLAIN_CONTROLS: Final = frozenset("\t\n\r\f")


def decode(content: bytes) -> str:
    """Return the text of a file, line ends made line feeds.

    Raises:
        EmptyDocumentError: nothing but white space.
        UnreadableDocumentError: a known binary format, rubbish, or text in no known encoding.
    """
    if not content.strip():
        raise EmptyDocumentError("文件为空", remedy="请检查文件是否下载完整")
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise UnreadableDocumentError(f"这是{kind}，不是文本", remedy="请提供文本或 Markdown 形式的公开文件")
    text = _decode_text(content)
    _refuse_rubbish(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff\u200b\u3000 \t\n\f"):
        raise EmptyDocumentError("文件为空", remedy="请检查文件是否下载完整")
    return text


def _decode_text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableDocumentError(
            f"第{line}行（第{error.start}字节）起不是 UTF-8 或 GB18030 文本",
            remedy="文件可能损坏或被截断，请重新下载，或另存为 UTF-8 文本",
        ) from error
    raise UnreadableDocumentError("不是 UTF-16 文本", remedy="请另存为 UTF-8 文本")


def _refuse_rubbish(text: str) -> None:
    controls = sum(1 for char in text if (char < " " and char not in _PLAIN_CONTROLS) or char == "\ufffd")
    unassigned = sum(1 for char in text if "\ue000" <= char <= "\uf8ff")
    if "\x00" in text or controls + unassigned > max(2, _CONTROL_SHARE * len(text)):
        raise UnreadableDocumentError("内容是二进制数据，不是文本", remedy="请确认选择的是预算公开文件")
