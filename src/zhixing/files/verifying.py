"""Comparing the stored files with what the register says of them: each is there, and is what was handed in."""

from __future__ import annotations

from typing import Any

from zhixing.files import blobs
from zhixing.files.naming import values


def faults() -> list[dict[str, Any]]:
    """Return the faults as the register's verifier reports its own; each content is read once.

    A value that was removed by law names nothing, so its file is not missed.
    """
    known: dict[str, str] = {}
    found = []
    for case, number, field, files in values():
        for one in files:
            digest = str(one["digest"])
            if digest not in known:
                known[digest] = _fault(digest, int(one["size"]))
            if known[digest]:
                what = f"the file {one['name']!r} of {field!r} {known[digest]}"
                found.append({"case": case, "entry": number, "what": what})
    return found


def _fault(digest: str, size: int) -> str:
    path = blobs.place(digest)
    if not path.is_file():
        return "is missing from the store"
    if path.stat().st_size != size or blobs.digest_of(path) != digest:
        return "does not match its digest: it was altered"
    return ""
