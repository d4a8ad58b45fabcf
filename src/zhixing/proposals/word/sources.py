"""Word files in a folder, in a ZIP or alone, as names and bytes; nothing is ever unpacked onto the disk."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from zhixing.proposals.word.found import FileRefused

LARGEST = 50 << 20
"""Bytes of one file; a proposal with its photographs has a few megabytes."""
LARGEST_TOTAL = 2 << 30
"""Bytes of all files of a ZIP, unpacked."""
MOST = 10_000
"""Files of a ZIP."""
MOST_SWOLLEN = 1000
"""So many times larger than packed no honest file is; Word's own text is packed to a twentieth at best."""
PASSED_OVER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
"""What systems leave behind, beside names that begin with a dot or with ``~$`` (a file somebody has open)."""
DAMAGE = (BadZipFile, EOFError, OSError, RuntimeError, ValueError, struct.error, zlib.error)
"""What the reader of ZIPs raises for broken ones and for methods of packing that it does not know."""
_ENCRYPTED, _UTF8 = 0x1, 0x800

Source = tuple[str, "bytes | FileRefused"]


def sources(path: Path) -> Iterator[Source]:
    """Yield each file's name and bytes, or why they cannot be had; FileRefused when nothing can be read at all.

    A folder is read with its folders in the order of names, a ZIP in its own order. A name is a path from there.
    """
    if path.is_dir():
        yield from _of_folder(path)
    elif path.suffix.lower() == ".zip":
        yield from _of_zip(path)
    else:
        yield told(os.fsencode(path.name)), _bytes(path)


def _of_folder(folder: Path) -> Iterator[Source]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_dir() or is_left_behind(name.parts):
            continue
        yield told(os.fsencode(name.as_posix())), _linked(path) if path.is_symlink() else _bytes(path)


def is_left_behind(parts: tuple[str, ...]) -> bool:
    """Return whether a system or Word left the file behind, and nobody wrote it."""
    return any((part.startswith((".", "~$")) and part != "..") or part.lower() in PASSED_OVER for part in parts)


def told(name: bytes) -> str:
    """Return a file's name as it was meant: in UTF-8 or, where it cannot be that, in GBK."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", errors="replace")


def _linked(path: Path) -> FileRefused:
    return FileRefused(
        f"{path.name} 是指向别处的链接，没有读取；请把文件本身放进文件夹。",
        f"{path.name} is a link to somewhere else and was not read; put the file itself into the folder.",
    )


def _bytes(path: Path) -> bytes | FileRefused:
    try:
        if path.stat().st_size > LARGEST:
            return _too_large(path.name)
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return FileRefused(f"打不开 {path.name}：{reason}。", f"{path.name} cannot be opened: {reason}.")


def _too_large(name: str) -> FileRefused:
    return FileRefused(
        f"{name} 超过 {LARGEST >> 20} MB，没有读取；请压缩其中的图片，或把附件另外保存。",
        f"{name} is larger than {LARGEST >> 20} MB and was not read; compress its pictures or save attachments apart.",
    )


def _of_zip(path: Path) -> Iterator[Source]:
    try:
        with ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            _refuse_bomb(path, parts)
            for part in parts:
                name = zip_name(part)
                if not is_left_behind(PurePosixPath(name).parts):
                    yield name, _part(archive, part, name)
    except DAMAGE as error:
        raise FileRefused(
            f"{path.name} 不是完好的 ZIP 压缩包；请重新压缩后再导入，或直接导入文件夹。",
            f"{path.name} is no whole ZIP; pack it again, or bring in the folder itself.",
        ) from error


def _refuse_bomb(path: Path, parts: list[ZipInfo]) -> None:
    if len(parts) > MOST or sum(part.file_size for part in parts) > LARGEST_TOTAL:
        raise FileRefused(
            f"{path.name} 解压后超过 {MOST} 个文件或 {LARGEST_TOTAL >> 30} GB，没有读取；请分成几个压缩包。",
            f"{path.name} holds more than {MOST} files or {LARGEST_TOTAL >> 30} GB and was not read; split it.",
        )


def zip_name(part: ZipInfo) -> str:
    """Return the name of a ZIP's file as it was meant: in UTF-8 where it says or proves so, otherwise in GBK."""
    name = part.orig_filename
    if not part.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name.replace("\\", "/")
        name = told(raw)
    return name.replace("\\", "/")


def _part(archive: ZipFile, part: ZipInfo, name: str) -> bytes | FileRefused:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\0" in name or (parts and parts[0].endswith(":")):
        return FileRefused(
            f"压缩包中 {name} 的路径指向压缩包之外，没有读取；请重新压缩。",
            f"The path {name} in the ZIP leads out of it, so it was not read; pack the ZIP again.",
        )
    if part.flag_bits & _ENCRYPTED:
        return FileRefused(
            f"{name} 在压缩包中加了密码，没有读取；请去掉密码后重新压缩。",
            f"{name} is locked by a password in the ZIP; pack it again without one.",
        )
    if part.file_size > LARGEST:
        return _too_large(name)
    try:
        return unpacked(archive, part)
    except FileRefused as refused:
        return refused


def unpacked(archive: ZipFile, part: ZipInfo) -> bytes:
    """Return a part's bytes, at most as many as may be; FileRefused when it is damaged, swollen or oddly packed."""
    if part.file_size > LARGEST or part.file_size > max(1 << 20, part.compress_size * MOST_SWOLLEN):
        raise FileRefused(
            "这个文件解压后异常庞大，没有读取；请用 Word 或 WPS 打开后另存为 .docx。",
            "This file swells abnormally when unpacked and was not read; open it and save it again as .docx.",
        )
    try:
        with archive.open(part) as file:
            return file.read(LARGEST)
    except DAMAGE as error:
        raise damaged() from error


def damaged() -> FileRefused:
    """Return the refusal of a file that is broken."""
    return FileRefused(
        "文件已损坏，无法读取；请用 Word 或 WPS 打开并修复后，另存为 .docx 再导入。",
        "The file is damaged; open it in Word or WPS, let it be repaired and save it again as .docx.",
    )
