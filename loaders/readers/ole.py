"""The directory of an OLE2 file (doc, xls, wps, et, encrypted Office files): which streams it holds at its top."""

from __future__ import annotations

from typing import Final

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY: Final = 128
_LAST_SECTOR: Final = 0xFFFFFFFA
_NO_ENTRY: Final = 0xFFFFFFFF
_MOST_SECTORS: Final = 4096


def stream_names(content: bytes) -> frozenset[str]:
    """Return the names in the top storage; empty where the file is too broken to tell."""
    if len(content) < 512 or not content.startswith(SIGNATURE):
        return frozenset()
    shift = int.from_bytes(content[30:32], "little")
    if shift not in {9, 12}:
        return frozenset()
    return _top(_directory(content, 1 << shift))


def _directory(content: bytes, size: int) -> bytes:
    """Return the bytes of the directory, sector after sector along its chain."""
    sector = int.from_bytes(content[48:52], "little")
    parts: list[bytes] = []
    seen: set[int] = set()
    while sector < _LAST_SECTOR and sector not in seen and len(parts) < _MOST_SECTORS:
        seen.add(sector)
        parts.append(content[(sector + 1) * size : (sector + 2) * size])
        sector = _next_sector(content, sector, size)
    return b"".join(parts)


def _next_sector(content: bytes, sector: int, size: int) -> int:
    """Return what follows a sector; the first 109 sectors of the table are named in the header, which is enough."""
    per_sector = size // 4
    table = sector // per_sector
    if table >= 109:
        return _LAST_SECTOR
    start = int.from_bytes(content[76 + 4 * table : 80 + 4 * table], "little")
    place = (start + 1) * size + 4 * (sector % per_sector)
    entry = content[place : place + 4]
    return int.from_bytes(entry, "little") if len(entry) == 4 else _LAST_SECTOR


def _top(directory: bytes) -> frozenset[str]:
    """Follow the tree of entries under the root, not those of storages within it."""
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [_number(directory, 0, 76)]
    while waiting:
        index = waiting.pop()
        if index in seen or index == _NO_ENTRY or (index + 1) * _ENTRY > len(directory):
            continue
        seen.add(index)
        entry = directory[index * _ENTRY : (index + 1) * _ENTRY]
        length = min(int.from_bytes(entry[64:66], "little"), 64)
        names.add(entry[: max(length - 2, 0)].decode("utf-16-le", "replace"))
        waiting.extend((_number(directory, index, 68), _number(directory, index, 72)))
    return frozenset(names)


def _number(directory: bytes, index: int, offset: int) -> int:
    place = index * _ENTRY + offset
    return int.from_bytes(directory[place : place + 4].ljust(4, b"\xff"), "little")
