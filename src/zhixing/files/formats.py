"""Which files are taken, by their ending, and how the content of each shows that it is what the ending says.

No ending of a program or of a page that runs scripts is known here, so no setting can let one in.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HEAD = 4096
"""So many bytes from the beginning tell one format from another."""
Proof = Callable[[bytes, Path], bool]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, the proof that a content is of it, and whether a browser may show it in its place."""

    type: str
    proof: Proof
    inline: bool = False
    image: bool = False


def _begins(*marks: bytes) -> Proof:
    return lambda head, _path: head.startswith(marks)


def _pdf(head: bytes, _path: Path) -> bool:
    return b"%PDF-" in head[:1024]


def _media(*brands: bytes) -> Proof:
    """Return the proof of an ISO media file, whose fifth byte begins ``ftyp`` and the brand."""
    return lambda head, _path: head[4:8] == b"ftyp" and (not brands or head[8:12] in brands)


def _package(*members: str) -> Proof:
    """Return the proof of a ZIP file that holds members with one of these beginnings; any ZIP when none is given."""

    def proof(head: bytes, path: Path) -> bool:
        if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return False
        try:
            with zipfile.ZipFile(path) as package:
                return not members or any(name.startswith(members) for name in package.namelist())
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            return False

    return proof


def _text(head: bytes, _path: Path) -> bool:
    """Plain text has no zero bytes, and the mark of no program."""
    return b"\x00" not in head and not head.startswith((b"MZ", b"\x7fELF", b"#!", b"%PDF-", b"PK\x03\x04"))


def _either(*proofs: Proof) -> Proof:
    return lambda head, path: any(proof(head, path) for proof in proofs)


OFFICE_97 = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
JPEG = Format("image/jpeg", _begins(b"\xff\xd8\xff"), inline=True, image=True)
TIFF = Format("image/tiff", _begins(b"II*\x00", b"MM\x00*"), image=True)
_OPEN_XML = "application/vnd.openxmlformats-officedocument"

FORMATS: dict[str, Format] = {
    "pdf": Format("application/pdf", _pdf, inline=True),
    "ofd": Format("application/ofd", _package("OFD.xml")),
    "doc": Format("application/msword", OFFICE_97),
    "docx": Format(f"{_OPEN_XML}.wordprocessingml.document", _package("word/")),
    "wps": Format("application/vnd.ms-works", _either(OFFICE_97, _package("word/"))),
    "xls": Format("application/vnd.ms-excel", OFFICE_97),
    "xlsx": Format(f"{_OPEN_XML}.spreadsheetml.sheet", _package("xl/")),
    "et": Format("application/vnd.ms-excel", _either(OFFICE_97, _package("xl/"))),
    "ppt": Format("application/vnd.ms-powerpoint", OFFICE_97),
    "pptx": Format(f"{_OPEN_XML}.presentationml.presentation", _package("ppt/")),
    "jpg": JPEG,
    "jpeg": JPEG,
    "png": Format("image/png", _begins(b"\x89PNG\r\n\x1a\n"), inline=True, image=True),
    "tif": TIFF,
    "tiff": TIFF,
    "heic": Format("image/heic", _media(b"heic", b"heix", b"mif1", b"msf1"), image=True),
    "mp4": Format("video/mp4", _media()),
    "mp3": Format("audio/mpeg", _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "zip": Format("application/zip", _package()),
    "txt": Format("text/plain", _text),
    "csv": Format("text/csv", _text),
}
INLINE = frozenset(one.type for one in FORMATS.values() if one.inline)
"""Media types that a browser shows in its own window; everything else is saved to the reader's device."""


def ending_of(name: str) -> str:
    """Return what stands behind a name's last dot, in small letters; "" where there is no dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def type_of(name: str) -> str:
    """Return the media type that a name's ending says, "" for an unknown one."""
    known = FORMATS.get(ending_of(name))
    return known.type if known else ""


def fits(name: str, path: Path) -> bool:
    """Tell whether the content of a file is what its name's ending says."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    return FORMATS[ending_of(name)].proof(head, path)
