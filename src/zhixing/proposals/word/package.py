"""A Word file as its parts: the text, styles, numbering and notes; and what is no such file, refused in words.

Parts are found by the relationships, as the standard says, not by their usual names. A reference that leads nowhere,
as WPS and converters leave it, stops nothing.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from zipfile import ZipFile, ZipInfo

from lxml import etree

from zhixing.procedure.words import Words
from zhixing.proposals.word.found import FileRefused
from zhixing.proposals.word.sources import DAMAGE, LARGEST, damaged, unpacked
from zhixing.proposals.word.xml import Element, children, local

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOOKS = (
    (b"%PDF", Words("PDF 文件", "a PDF file")),
    (b"{\\rtf", Words("RTF 文件", "an RTF file")),
    (b"\x89PNG", Words("图片", "a picture")),
    (b"\xff\xd8\xff", Words("图片", "a picture")),
    (b"Rar!", Words("压缩包", "an archive")),
    (b"7z\xbc\xaf", Words("压缩包", "an archive")),
    (b"<", Words("网页或 XML", "a web page or XML")),
)
_MAIN = "officeDocument"
WANTED = ("styles", "numbering", "footnotes", "endnotes", "header", "footer")


@dataclass(frozen=True, slots=True)
class Package:
    """The text of a Word file and the parts it refers to, by what they are to it."""

    document: Element
    parts: Mapping[str, tuple[Element, ...]]

    def part(self, kind: str) -> Element | None:
        """Return the one part of a kind, such as ``styles``, or None."""
        found = self.parts.get(kind, ())
        return found[0] if found else None


def open_package(name: str, data: bytes) -> Package:
    """Return the parts of a Word file; FileRefused, with a sentence, when it is none or cannot be read."""
    _refuse_other(name, data)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            infos = {info.filename.lstrip("/").lower(): info for info in archive.infolist()}
            if sum(info.file_size for info in infos.values()) > 4 * LARGEST:
                raise damaged()
            return _parts(name, archive, infos)
    except DAMAGE as error:
        raise damaged() from error


def _refuse_other(name: str, data: bytes) -> None:
    if not data.strip(b"\0 \r\n"):
        raise FileRefused("文件是空的；请核对原文件后重新导入。", "The file is empty; look for the original.")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise FileRefused(
                "文件加了打开密码；请在 Word 或 WPS 中去掉密码，另存为 .docx 再导入。",
                "The file is locked by a password; take it off in Word or WPS and save it again as .docx.",
            )
        raise FileRefused(
            "这是旧版 Word（.doc）或 WPS（.wps）文件；请用 Word 或 WPS 打开，另存为 .docx 再导入。",
            "This is an old Word (.doc) or WPS (.wps) file; open it and save it as .docx.",
        )
    if not data.startswith(_ZIP):
        looks = next((words for mark, words in _LOOKS if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(mark)), None)
        raise _no_word(looks or Words("其他文件", "something else"))
    if PurePosixPath(name).suffix.lower() == ".zip":
        raise FileRefused(
            "这是压缩包中或文件夹中的压缩包，没有打开；请先解压，或单独导入。",
            "This is a ZIP within the folder or ZIP and was not opened; unpack it first or bring it in by itself.",
        )


def _no_word(looks: Words) -> FileRefused:
    return FileRefused(
        f"这不是 Word 文件，看上去是{looks.zh}；如果它是提案，请用 Word 或 WPS 打开，另存为 .docx 再导入。",
        f"This is no Word file, it looks like {looks.en}; if it is a proposal, open it and save it as .docx.",
    )


def _parts(name: str, archive: ZipFile, infos: Mapping[str, ZipInfo]) -> Package:
    main = next((target for kind, target in _relations(archive, infos, "") if kind == _MAIN), "word/document.xml")
    document = _xml(archive, infos, main)
    if document is None or local(document) != "document":
        if any(part.startswith(("xl/", "ppt/")) for part in infos):
            raise _no_word(Words("电子表格或演示文稿", "a spreadsheet or a presentation"))
        if "word/document.xml" in infos or PurePosixPath(name).suffix.lower() in {".docx", ".docm"}:
            raise damaged()
        raise _no_word(Words("压缩包或其他 Office 文件", "an archive or another Office file"))
    parts: dict[str, tuple[Element, ...]] = {}
    for kind, target in _relations(archive, infos, main):
        part = _xml(archive, infos, target) if kind in WANTED else None
        if part is not None:
            parts[kind] = (*parts.get(kind, ()), part)
    return Package(document, parts)


def _relations(archive: ZipFile, infos: Mapping[str, ZipInfo], source: str) -> list[tuple[str, str]]:
    """Return what a part refers to inside the file: the last word of the relation's type, and the other's name."""
    folder, base = posixpath.split(source)
    root = _xml(archive, infos, posixpath.join(folder, "_rels", f"{base}.rels"))
    found = []
    for relation in children(root) if root is not None else ():
        target = relation.get("Target") or ""
        if relation.get("TargetMode") != "External" and target:
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found.append((kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")))
    return found


def _xml(archive: ZipFile, infos: Mapping[str, ZipInfo], name: str) -> Element | None:
    """Return a part's XML, None when there is no such part; entities and document types are never followed."""
    info = infos.get(name.lower())
    if info is None:
        return None
    if info.flag_bits & 1:
        raise damaged()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(unpacked(archive, info), parser)
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged()
    return root
