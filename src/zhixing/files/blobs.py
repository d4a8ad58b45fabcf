"""Contents in the data folder, each under its digest: ``files/ab/cdef…``. What is there once is never written over.

A content is written to a file of its own, flushed to the disk, and only then renamed to its place; the folder that
names it is flushed last. After a power cut there is either the whole file or none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from zhixing.register import verifier

COMING = ".coming"
"""The folder of contents that are being written."""
CHUNK = 2**20
OWNER_ALONE = 0o700


class TooLarge(Exception):
    """More was written than may be; the rest was not read."""


@dataclass(frozen=True, slots=True)
class Written:
    """A content that lies on the disk and has no place yet."""

    path: Path
    digest: str
    size: int


def folder() -> Path:
    """Return the folder of all contents."""
    return Path(settings.MEDIA_ROOT)


def place(digest: str) -> Path:
    """Return where a content lies or would lie; ValueError for what is no digest."""
    if not verifier.DIGEST.fullmatch(digest):
        raise ValueError("a digest has 64 hexadecimal digits in small letters")
    return folder() / digest[:2] / digest[2:]


def write(chunks: Iterable[bytes], *, most: int) -> Written:
    """Write a content to the disk, without giving it its place.

    Raises:
        TooLarge: when it has more bytes than ``most``; nothing is left of it then.
    """
    coming = folder() / COMING
    if not coming.is_dir():
        coming.mkdir(mode=OWNER_ALONE, parents=True, exist_ok=True)
        _flush(folder().parent)
    handle, name = tempfile.mkstemp(dir=coming)
    path, size = Path(name), 0
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in _up_to(most, chunks):
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return Written(path, digest_of(path), size)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _up_to(most: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise TooLarge
        yield chunk


def settle(written: Written) -> None:
    """Give a written content its place; one that is there already stays, and the new copy goes."""
    target = place(written.digest)
    if target.exists():
        written.path.unlink()
        return
    target.parent.mkdir(mode=OWNER_ALONE, exist_ok=True)
    written.path.rename(target)
    _flush(target.parent)
    _flush(target.parent.parent)


def discard(written: Written) -> None:
    """Throw a content away that got no place."""
    written.path.unlink(missing_ok=True)


def remove(digest: str) -> None:
    """Remove a content; it may be gone already."""
    target = place(digest)
    target.unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        _flush(target.parent)


def abandoned(before: float) -> Iterator[Path]:
    """Yield what was begun before a moment of the true clock and has no place: the writer died."""
    for path in sorted((folder() / COMING).glob("*")):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                yield path


def digest_of(path: Path) -> str:
    """Return the SM3 digest of a file; where OpenSSL has no SM3 the whole file is read at once, and slowly."""
    if not verifier.SM3["native"]:
        return verifier.sm3_hex(path.read_bytes())
    with path.open("rb") as file:
        digest = hashlib.new("sm3")
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
