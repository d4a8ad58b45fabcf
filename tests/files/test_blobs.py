"""Contents on the disk: whole or not at all, each once, under their digests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.files.contents import PDF
from zhixing.files import blobs
from zhixing.register import verifier

PLAN = (b"abc",)
ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
"""The digest of "abc" in the appendix of GB/T 32905."""


def put(*chunks: bytes) -> str:
    written = blobs.write(chunks, most=1000)
    blobs.settle(written)
    return written.digest


def test_content_lies_under_its_digest_for_its_owner_alone(store: Path) -> None:
    assert put(b"a", b"bc") == ABC

    place = store / ABC[:2] / ABC[2:]
    assert place.read_bytes() == b"abc"
    assert place.stat().st_mode & 0o777 == 0o600
    assert (store / ".coming").stat().st_mode & 0o777 == 0o700


def test_digest_is_the_same_without_openssl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(verifier.SM3, "native", False)

    assert put(*PLAN) == ABC


def test_same_content_lies_there_once(store: Path) -> None:
    put(*PLAN)
    first = blobs.place(ABC).stat()

    put(*PLAN)

    assert blobs.place(ABC).stat().st_ino == first.st_ino
    assert [path.name for path in store.rglob("*") if path.is_file()] == [ABC[2:]]


def test_content_is_on_the_disk_before_it_has_its_name(monkeypatch: pytest.MonkeyPatch, store: Path) -> None:
    done: list[str] = []
    flush, rename = os.fsync, os.rename

    def flushed(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        done.append(f"flush {'content' if path.parent.name == '.coming' else path.name}")
        flush(handle)

    def renamed(source: str, target: str, **_more: object) -> None:
        done.append("rename")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "rename", renamed)
    put(*PLAN)

    # The folder above is flushed first, because it names a folder that was just made.
    assert done == [f"flush {store.parent.name}", "flush content", "rename", "flush 66", "flush files"]


def test_what_is_too_large_leaves_nothing(store: Path) -> None:
    with pytest.raises(blobs.TooLarge):
        blobs.write([b"x" * 600, b"x" * 401], most=1000)

    assert list((store / ".coming").iterdir()) == []


def test_writing_that_fails_leaves_nothing(store: Path) -> None:
    def failing() -> object:
        yield b"x"
        raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"):
        blobs.write(failing(), most=1000)

    assert list((store / ".coming").iterdir()) == []


def test_removing_may_be_repeated() -> None:
    digest = put(PDF)

    blobs.remove(digest)
    blobs.remove(digest)

    assert not blobs.place(digest).exists()


@pytest.mark.parametrize("wrong", ["", "../../etc/passwd", ABC.upper(), ABC[:-1], f"{ABC}\n"])
def test_only_a_digest_has_a_place(wrong: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        blobs.place(wrong)
