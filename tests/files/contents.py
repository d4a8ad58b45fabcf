"""Contents of the formats that are taken, as small as they may be."""

from __future__ import annotations

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(20)
OFFICE_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20)
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(20)
PROGRAM = b"MZ\x90\x00" + bytes(60)
PAGE = b"<html><script>alert(1)</script></html>"


def package(*names: str) -> bytes:
    """Return a ZIP file with empty members of these names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return held.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")
OFD = package("OFD.xml", "Doc_0/Document.xml")
ZIP = package("说明.txt")
