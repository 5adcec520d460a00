"""Office Open XML packages: the parts of a docx or xlsx, found by their relationships and parsed without entities."""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from loaders.errors import UnreadableDocumentError
from loaders.readers.archive import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.readers.archive import Archive
    from loaders.readers.limits import Limits

CONTENT_TYPES: Final = "[Content_Types].xml"
_RELATIONSHIPS: Final = "_rels/.rels"
_DECLARATION: Final = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y|E\x00?N\x00?T\x00?I)", re.IGNORECASE)
_SAFE: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of one Office file."""

    archive: Archive
    limits: Limits

    def tree(self, name: str) -> Any:  # noqa: ANN401 - lxml has no types
        """Return the root element of a part.

        Raises:
            UnreadableDocumentError: missing, too large, too deep, or not the XML of an Office file.
        """
        from lxml import etree  # noqa: PLC0415 - only needed for Office files

        content = self.checked(name, self.limits.most_xml_bytes)
        try:
            root = etree.fromstring(content, etree.XMLParser(**_SAFE))
        except etree.XMLSyntaxError as error:
            raise broken_part(name) from error
        refuse_deep(root, self.limits)
        return root

    def checked(self, name: str, most_bytes: int) -> bytes:
        """Return the bytes of an XML part that declares no entities and no document type of its own."""
        content = self.archive.read(name, most_bytes)
        if _DECLARATION.search(content):
            raise UnreadableDocumentError(
                f"文件内部的“{name}”含有实体声明，可能是恶意文件", remedy="请从发布网站重新下载"
            )
        return content

    def main_part(self) -> str:
        """Return the name of the part that holds the document."""
        targets = [target for kind, target in self.related("").values() if kind == "officeDocument"]
        if not targets:
            raise UnreadableDocumentError("文件内部没有正文部分", remedy="请用 Office 或 WPS 打开后另存")
        return targets[0]

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return kind and part name of each relationship of a part (`""`: of the package), by its id."""
        folder, base = posixpath.split(name)
        part = posixpath.join(folder, f"_rels/{base}.rels") if name else _RELATIONSHIPS
        if part not in self.archive.names:
            return {}
        return {
            item.get("Id", ""): (item.get("Type", "").rpartition("/")[2], _resolved(folder, item.get("Target", "")))
            for item in self.tree(part)
            if item.get("TargetMode") != "External"
        }


def open_package(content: bytes, limits: Limits) -> Package:
    """Return the package of an Office file.

    Raises:
        UnreadableDocumentError: broken, encrypted or over a bound.
    """
    return Package(open_archive(content, limits), limits)


def elements(content: bytes, name: str, tags: tuple[str, ...]) -> Iterator[Any]:
    """Yield the elements of a large part one by one, each dropped once it has been looked at.

    Raises:
        UnreadableDocumentError: not XML.
    """
    from lxml import etree  # noqa: PLC0415 - only needed for Office files

    wanted = [f"{{*}}{tag}" for tag in tags]
    try:
        for _, element in etree.iterparse(io.BytesIO(content), events=("end",), tag=wanted, **_SAFE):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise broken_part(name) from error


def local(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return an element's tag without its namespace; empty for a comment or processing instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:  # noqa: ANN401 - lxml has no types
    """Return an attribute by its name without namespace."""
    for key, value in element.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def broken_part(name: str) -> UnreadableDocumentError:
    """Return the error for a part that is not well-formed."""
    return UnreadableDocumentError(f"文件内部的“{name}”已损坏或嵌套过深", remedy="请用 Office 或 WPS 打开后另存")


def refuse_deep(root: Any, limits: Limits) -> None:  # noqa: ANN401 - lxml has no types
    """Refuse a tree that is nested deeper than any real document: it would be walked by recursion.

    Raises:
        UnreadableDocumentError: too deep.
    """
    if root.xpath(f"boolean({'/*' * (limits.deepest + 1)})"):
        raise UnreadableDocumentError(
            f"内容嵌套超过{limits.deepest}层，可能是恶意文件", remedy="请用 Office 或 WPS 打开后另存"
        )


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
