"""Old Office files (.doc, .xls, .rtf, OpenDocument, Office XML): converted by LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loaders.errors import UnreadableDocumentError
from loaders.readers import word, workbook
from loaders.readers.archive import refuse_size
from loaders.readers.limits import DEFAULT_LIMITS
from loaders.readers.sniff import legacy_kind

if TYPE_CHECKING:
    from loaders.model import RawDocument
    from loaders.readers.limits import Limits

_PROGRAMS: Final = ("soffice", "libreoffice")
_NAMES: Final = {"word": ("Word", "docx"), "sheet": ("Excel", "xlsx")}


def read(content: bytes, limits: Limits = DEFAULT_LIMITS) -> RawDocument:
    """Return the text and tables of an old Office file.

    Raises:
        EmptyDocumentError: no text at all.
        UnreadableDocumentError: encrypted, no document, LibreOffice is missing, fails or takes too long.
    """
    if len(content) > limits.most_bytes:
        refuse_size("文件", limits.most_bytes)
    kind = legacy_kind(content)
    if kind == "encrypted":
        raise UnreadableDocumentError("文件有密码保护", remedy="请提供未加密的文件")
    if kind == "mht":
        raise UnreadableDocumentError("这是 MHT 网页存档", remedy="请用浏览器打开后另存为“网页，仅 HTML”")
    if kind == "unknown":
        raise UnreadableDocumentError("不是 Word 或 Excel 文件，或文件已损坏", remedy="请重新下载，或另存为 docx、xlsx")
    name, target = _NAMES[kind]
    converted = _converted(content, name, target, limits)
    return word.read(converted, limits) if target == "docx" else workbook.read(converted, limits)


def _converted(content: bytes, name: str, target: str, limits: Limits) -> bytes:
    """Return the file as docx or xlsx; LibreOffice works in a folder and with a profile of its own."""
    program = next((found for program in _PROGRAMS if (found := shutil.which(program))), None)
    remedy = f"请用 {name} 或 WPS 打开后另存为 {target}"
    if program is None:
        raise UnreadableDocumentError(
            f"这是旧版 {name} 文件，本机没有安装 LibreOffice，无法转换", remedy=f"{remedy}，或安装 LibreOffice 后重试"
        )
    with tempfile.TemporaryDirectory(prefix="budgetlens-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "source"
        source.write_bytes(content)
        command = [
            program,
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", target, "--outdir", folder),
            str(source),
        ]
        if not _finished(command, folder, limits.legacy_seconds):
            raise UnreadableDocumentError(f"LibreOffice 转换超过{limits.legacy_seconds}秒，已中止", remedy=remedy)
        result = source.with_suffix(f".{target}")
        if not result.is_file():
            raise UnreadableDocumentError(f"LibreOffice 无法转换这个旧版 {name} 文件", remedy=remedy)
        return result.read_bytes()


def _finished(command: list[str], folder: str, seconds: int) -> bool:
    """Run LibreOffice in a process group of its own, which is ended as a whole when its time is up."""
    environment = {**os.environ, "HOME": folder, "TMPDIR": folder}
    process = subprocess.Popen(  # noqa: S603 - the program found on the path; nothing of the file is in the command
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        return False
    return True
