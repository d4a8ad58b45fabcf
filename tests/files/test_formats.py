"""What a file says it is and what it holds must be the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.files import contents
from zhixing.files.formats import FORMATS, INLINE, ending_of, fits, type_of

HOLDING = {
    "pdf": contents.PDF,
    "ofd": contents.OFD,
    "doc": contents.OFFICE_97,
    "docx": contents.DOCX,
    "wps": contents.OFFICE_97,
    "xls": contents.OFFICE_97,
    "xlsx": contents.XLSX,
    "et": contents.XLSX,
    "ppt": contents.OFFICE_97,
    "pptx": contents.package("ppt/presentation.xml"),
    "jpg": contents.JPEG,
    "jpeg": contents.JPEG,
    "png": contents.PNG,
    "tif": b"II*\x00" + bytes(8),
    "tiff": b"MM\x00*" + bytes(8),
    "heic": contents.HEIC,
    "mp4": b"\x00\x00\x00\x18ftypisom" + bytes(8),
    "mp3": b"ID3\x04" + bytes(8),
    "zip": contents.ZIP,
    "txt": "一、二、三。".encode(),
    "csv": "编号,名称\n1,甲\n".encode("gb18030"),
}


def holds(tmp_path: Path, ending: str, content: bytes) -> bool:
    path = tmp_path / "content"
    path.write_bytes(content)
    return fits(f"文件.{ending}", path)


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_each_format_knows_its_own(tmp_path: Path, ending: str) -> None:
    assert holds(tmp_path, ending, HOLDING[ending])


@pytest.mark.parametrize("ending", sorted(FORMATS))
@pytest.mark.parametrize("content", [contents.PROGRAM, b"\x7fELF\x02" + bytes(60)])
def test_no_format_takes_a_program(tmp_path: Path, ending: str, content: bytes) -> None:
    assert not holds(tmp_path, ending, content)


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("pdf", contents.PNG),
        ("pdf", contents.PAGE),
        ("jpg", contents.PNG),
        ("png", contents.JPEG),
        ("docx", contents.XLSX),
        ("docx", contents.ZIP),
        ("docx", contents.OFFICE_97),
        ("xlsx", contents.DOCX),
        ("ofd", contents.ZIP),
        ("zip", contents.PDF),
        ("zip", contents.ZIP[:40]),
        ("txt", contents.PDF),
        ("txt", b"#!/bin/sh\n"),
        ("heic", HOLDING["mp4"]),
    ],
    ids=lambda value: value if isinstance(value, str) else str(len(value)),
)
def test_other_contents_are_found_out(tmp_path: Path, ending: str, content: bytes) -> None:
    assert not holds(tmp_path, ending, content)


def test_nothing_that_runs_is_known_or_shown_in_place() -> None:
    assert {"html", "htm", "svg", "xml", "js", "exe", "bat", "com", "msi", "jar", "apk", "docm"}.isdisjoint(FORMATS)
    assert set(INLINE) == {"application/pdf", "image/jpeg", "image/png"}


@pytest.mark.parametrize(
    ("name", "ending", "kind"), [("a.PDF", "pdf", "application/pdf"), ("a", "", ""), ("a.b", "b", "")]
)
def test_ending_says_the_type(name: str, ending: str, kind: str) -> None:
    assert (ending_of(name), type_of(name)) == (ending, kind)
