"""Zip archives held to their bounds before anything is unpacked, and read without trust in what they claim."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from loaders.errors import UnreadableDocumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.readers.limits import Limits

_END_OF_DIRECTORY: Final = b"PK\x05\x06"
_DIRECTORY_BYTES_PER_MEMBER: Final = 1024
_PLAIN_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED: Final = 0x1
_CHUNK: Final = 256 * 1024
_OUTSIDE: Final = re.compile(r"^[\\/]|^[A-Za-z]:|(?:^|[\\/])\.\.(?:[\\/]|$)|\x00")
_AGAIN: Final = "文件可能没有下载完整，请重新下载"
_ONLY_THE_FILE: Final = "请只提供预算公开文件本身（docx、xlsx、pdf 或网页）"
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Archive:
    """The members of a zip archive that has passed all guards."""

    file: zipfile.ZipFile
    names: frozenset[str]

    def read(self, name: str, most_bytes: int) -> bytes:
        """Return the content of a member, unpacked in steps, so that a wrong claim of its size costs no memory.

        Raises:
            UnreadableDocumentError: the member is missing, broken, or larger than `most_bytes`.
        """
        if name not in self.names:
            raise UnreadableDocumentError(f"文件内部缺少“{name}”", remedy=_AGAIN)
        parts: list[bytes] = []
        size = 0
        try:
            with self.file.open(name) as stream:
                while part := stream.read(_CHUNK):
                    size += len(part)
                    if size > most_bytes:
                        refuse_size(f"文件内部的“{name}”", most_bytes)
                    parts.append(part)
        except _BROKEN as error:
            raise UnreadableDocumentError(f"文件内部的“{name}”已损坏", remedy=_AGAIN) from error
        return b"".join(parts)


def open_archive(content: bytes, limits: Limits) -> Archive:
    """Return a zip archive's members, none of them unpacked yet.

    Raises:
        UnreadableDocumentError: broken, encrypted, too large when unpacked, or with names that lead elsewhere.
    """
    if len(content) > limits.most_bytes:
        refuse_size("文件", limits.most_bytes)
    _check_directory(content, limits)
    try:
        file = zipfile.ZipFile(io.BytesIO(content))
    except _BROKEN as error:
        raise UnreadableDocumentError("压缩结构已损坏，无法打开", remedy=_AGAIN) from error
    members = file.infolist()
    _check_members(members, limits)
    return Archive(file, frozenset(member.filename for member in members))


def refuse_size(what: str, most_bytes: int) -> NoReturn:
    """Refuse something that is larger than its bound."""
    raise UnreadableDocumentError(f"{what}超过{most_bytes // (1024 * 1024)} MB 的上限", remedy=_ONLY_THE_FILE)


def _check_directory(content: bytes, limits: Limits) -> None:
    """Hold the directory itself to a bound: it is read whole when an archive is opened."""
    end = content.rfind(_END_OF_DIRECTORY)
    if end < 0:
        raise UnreadableDocumentError("压缩结构不完整，文件尾部缺失", remedy=_AGAIN)
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    if size > limits.most_members * _DIRECTORY_BYTES_PER_MEMBER:
        _refuse_count(limits)


def _refuse_count(limits: Limits) -> NoReturn:
    raise UnreadableDocumentError(f"内部文件数超过{limits.most_members}个的上限", remedy=_ONLY_THE_FILE)


def _check_members(members: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.most_members:
        _refuse_count(limits)
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise UnreadableDocumentError("内部有重名文件，无法确定以哪一个为准", remedy="请用 Office 或 WPS 打开后另存")
    if sum(member.file_size for member in members) > limits.most_unpacked_bytes:
        refuse_size("文件解压后的大小", limits.most_unpacked_bytes)
    for member in members:
        _check_member(member, limits)


def _check_member(member: zipfile.ZipInfo, limits: Limits) -> None:
    if _OUTSIDE.search(member.filename) or _OUTSIDE.search(member.orig_filename):
        raise UnreadableDocumentError(
            f"内部文件名“{member.orig_filename[:60]}”指向文件之外，可能是恶意文件", remedy="请从发布网站重新下载"
        )
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableDocumentError("文件有密码保护", remedy="请提供未加密的文件")
    if member.compress_type not in _PLAIN_METHODS:
        raise UnreadableDocumentError("压缩方式不是 Office 文件所用", remedy="请用 Office 或 WPS 打开后另存")
    large = member.file_size > limits.free_ratio_bytes
    if large and member.file_size > limits.most_ratio * max(member.compress_size, 1):
        raise UnreadableDocumentError(
            f"内部文件“{member.filename[:60]}”压缩比异常，可能是恶意文件", remedy="请从发布网站重新下载"
        )


def refuse(content: bytes, limits: Limits) -> NoReturn:
    """Say why a zip archive that is no docx or xlsx is not read: its own fault first, else what it is.

    Raises:
        UnreadableDocumentError: always.
    """
    names = sorted(open_archive(content, limits).names)
    inside = [name for name in names if name.lower().endswith((".doc", ".docx", ".xls", ".xlsx", ".pdf", ".html"))]
    what = f"（内有“{inside[0][:60]}”）" if inside else ""
    raise UnreadableDocumentError(f"这是压缩文件，不是 docx 或 xlsx{what}", remedy="请先解压，再提供其中的预算公开文件")
