"""Verify an exported register with nothing but Python (3.9 or later); this text specifies the format.

    python verify_register.py FOLDER [--root HEX] [--own-sm3] [--json]
    exit 0: whole; 1: broken, each fault with case, entry and what is wrong; 2: wrong call

A digest is SM3 (GB/T 32905) in 64 lower-case hexadecimal digits. Canonical JSON has sorted keys, no spaces, no escapes
beyond those JSON demands, and is UTF-8. A folder holds four files of one JSON object a line:

entries.jsonl, ascending by id: id, body (slug), case (permanent number), number (1, 2, … within the case), kind, act,
    actor, post, at, recorded_at, key, payload, procedure, outcome, commitments (list of [name, digest] sorted by name),
    prev (hash of the case's entry before; 64 zeros in the first), hash = SM3(canonical JSON of all but id and hash)
values.jsonl, ascending by entry: entry (its id), name, salt (at least 16 bytes, in hexadecimal), value (JSON text).
    commitment = SM3(02 + salt + name + 00 + value), neither name nor value containing the byte 00. A value removed by
    law is null, as is its salt, which breaks nothing and is counted.
log.jsonl, ascending by id, in which committed entries are put in order for good, one writer at a time: id, body,
    position (0, 1, … within the body), entry, leaf = SM3(00 + bytes of the entry's hash)
seals.jsonl, ascending by number (1, 2, …): number, made_at, heads ({body, size, root} sorted by body, no size being 0),
    root = SM3(canonical JSON of heads), prev (hash of the seal before; 64 zeros in the first), hash as of entries

A body's root is the Merkle tree of RFC 6962 over its leaves with node = SM3(01 + left + right) and SM3("") when empty.
The installation's root is that of a seal made now. A register consistent in itself may still have lost its tail, or be
forged throughout: so ``--root`` takes a root noted earlier, which must be that of a seal, or the installation's or a
body's after some line of the log. In the export of one body, which has no seals, only that body's roots can be found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import xor
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
ZEROS = "0" * 64
SALT_BYTES = 16
LOST = "the given root is not in this register's history: something was cut, removed or rewritten since it was noted"
DIGEST = re.compile("[0-9a-f]{64}")
SHAPES: dict[str, dict[str, Any]] = {
    "entries": {"id": int, "body": str, "case": str, "number": int, "commitments": list, "hash": DIGEST},
    "values": {"entry": int, "name": str, "salt": (str, type(None)), "value": (str, type(None))},
    "log": {"id": int, "body": str, "position": int, "entry": int, "leaf": DIGEST},
    "seals": {"number": int, "heads": list, "root": DIGEST, "hash": DIGEST},
    "head": {"body": str, "size": int, "root": DIGEST},
}
ORDER = {"entries": "id", "values": "entry", "log": "id", "seals": "number"}
SM3 = {"native": "sm3" in hashlib.algorithms_available}  # False: this file's own, even where OpenSSL brings one
MASK = 0xFFFFFFFF
START = struct.unpack(">8I", bytes.fromhex("7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e"))
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
EARLY = 16  # the rounds before this one use the first constant and plain exclusive or


def sm3(data: bytes) -> bytes:
    """Return the 32 bytes of the SM3 digest."""
    return hashlib.new("sm3", data).digest() if SM3["native"] else own_sm3(data)


def sm3_hex(data: bytes) -> str:
    """Return the SM3 digest in hexadecimal."""
    return sm3(data).hex()


def own_sm3(data: bytes) -> bytes:
    """Return the SM3 digest without OpenSSL, some hundred times slower."""
    padded = data + b"\x80" + bytes(-(len(data) + 9) % 64) + struct.pack(">Q", len(data) * 8)
    state: tuple[int, ...] = START
    for block in struct.iter_unpack(">16I", padded):
        words = list(block)
        for at in range(16, 68):
            x = words[at - 16] ^ words[at - 9] ^ _rotated(words[at - 3], 15)
            words.append(x ^ _rotated(x, 15) ^ _rotated(x, 23) ^ _rotated(words[at - 13], 7) ^ words[at - 6])
        a, b, c, d, e, f, g, h = state
        for at in range(64):
            turned = _rotated(a, 12)
            constant = _rotated(0x79CC4519 if at < EARLY else 0x7A879D8A, at % 32)
            first = _rotated((turned + e + constant) & MASK, 7)
            ff = a ^ b ^ c if at < EARLY else a & b | a & c | b & c
            gg = e ^ f ^ g if at < EARLY else e & f | ~e & g
            top = (ff + d + (first ^ turned) + (words[at] ^ words[at + 4])) & MASK
            low = (gg + h + first + words[at]) & MASK
            a, b, c, d = top, a, _rotated(b, 9), c
            e, f, g, h = low ^ _rotated(low, 9) ^ _rotated(low, 17), e, _rotated(f, 19), g
        state = tuple(map(xor, state, (a, b, c, d, e, f, g, h)))
    return struct.pack(">8I", *state)


def _rotated(word: int, by: int) -> int:
    return (word << by | word >> (32 - by)) & MASK


def canonical(value: object) -> str:
    """Return canonical JSON; ValueError for numbers that JSON cannot say."""
    return CANONICAL.encode(value)


def commitment(name: str, salt: bytes, value: str) -> str:
    """Return the commitment to a named value; ValueError for a short salt or a zero byte."""
    if len(salt) < SALT_BYTES or "\0" in name or "\0" in value:
        raise ValueError("a salt has at least 16 bytes, and neither name nor value contains a zero byte")
    return sm3_hex(b"\x02" + salt + name.encode() + b"\x00" + value.encode())


def entry_hash(fields: Row) -> str:
    """Return the hash of an entry's or a seal's fields; ``id`` and ``hash`` are left out when given."""
    return sm3_hex(canonical({name: value for name, value in fields.items() if name not in {"id", "hash"}}).encode())


seal_hash = entry_hash


def leaf(entry_hash: str) -> str:
    """Return the leaf that stands for an entry in its body's log."""
    return sm3_hex(b"\x00" + bytes.fromhex(entry_hash))


def installation_root(heads: Iterable[Row]) -> str:
    """Return the root over the heads ``{body, size, root}`` of all bodies; empty ones do not count."""
    listed = sorted((dict(head) for head in heads if head["size"]), key=lambda head: str(head["body"]))
    return sm3_hex(canonical(listed).encode())


def node(left: bytes, right: bytes) -> bytes:
    """Return the digest of a tree from those of its halves."""
    return sm3(b"\x01" + left + right)


class Frontier:
    """A growing Merkle tree, kept as the roots of its complete subtrees, the largest first."""

    def __init__(self, size: int = 0, peaks: Sequence[str] = ()) -> None:
        """Take up a tree where :meth:`as_list` left it; ValueError when size and peaks do not fit."""
        if f"{size:b}".count("1") != len(peaks):
            raise ValueError(f"a tree of {size} leaves does not have {len(peaks)} complete subtrees")
        self.size = size
        self._peaks = [bytes.fromhex(peak) for peak in peaks]

    def append(self, leaf: str) -> None:
        """Add a leaf on the right."""
        top, size = bytes.fromhex(leaf), self.size
        while size & 1:
            top, size = node(self._peaks.pop(), top), size >> 1
        self._peaks.append(top)
        self.size += 1

    def root(self) -> str:
        """Return the tree's root."""
        if not self._peaks:
            return sm3_hex(b"")
        top = self._peaks[-1]
        for peak in self._peaks[-2::-1]:
            top = node(peak, top)
        return top.hex()

    def as_list(self) -> list[str]:
        """Return the roots of the complete subtrees; with the size they are the whole frontier."""
        return [peak.hex() for peak in self._peaks]


@dataclass
class Report:
    """What a check found: how many entries, the root now, each fault, and how many values were removed by law."""

    entries: int
    root: str
    broken: list[dict[str, Any]]
    redacted: int


def verify(
    entries: Iterable[Row], values: Iterable[Row], log: Iterable[Row], seals: Iterable[Row], root: str | None = None
) -> Report:
    """Check a register as it streams by; memory holds each case's last entry, the seals, and what is not logged yet."""
    check = _Check(root or "")
    check.read_seals(_Rows("seals", seals, check.fault))
    files = {"entries": entries, "values": values, "log": log}
    check.read(*(_Rows(name, rows, check.fault) for name, rows in files.items()))
    return check.finished()


class _Rows:
    """The rows of one file, the next one in view. Rows of the wrong shape or order are faults, the former left out."""

    def __init__(self, name: str, rows: Iterable[Row], fault: Callable[[str], None]) -> None:
        self.name, self.rows, self.fault, self.last = name, iter(rows), fault, -1
        self.head: Row = {}
        self.take()

    def take(self) -> Row:
        taken, self.head = self.head, {}
        for row in self.rows:
            if _fits(row, SHAPES[self.name]):
                at = row[ORDER[self.name]]
                if at < self.last or (at == self.last and self.name != "values"):
                    self.fault(f"{self.name} are not in order: {ORDER[self.name]} {at} comes after {self.last}")
                self.head, self.last = row, at
                break
            self.fault(f"a row of {self.name} is not what the format says: {str(row)[:80]}")
        return taken

    def all(self) -> Iterator[Row]:
        while self.head:
            yield self.take()


def _fits(row: object, shape: Mapping[str, Any]) -> bool:
    return isinstance(row, Mapping) and all(
        DIGEST.fullmatch(str(row.get(name))) if kind is DIGEST else isinstance(row.get(name, ...), kind)
        for name, kind in shape.items()
    )


class _Check:
    """What is known of a register while its rows stream by."""

    def __init__(self, root: str) -> None:
        self.wanted = "" if root in {installation_root(()), sm3_hex(b"")} else root  # until it is found
        self.entries = self.redacted = self.highest = 0
        self.broken: list[dict[str, Any]] = []
        self.cases: dict[str, tuple[int, str]] = {}
        self.waiting: dict[int, tuple[str, str, int, bytes]] = {}
        self.trees: dict[str, Frontier] = {}
        self.ends: dict[str, tuple[int, int]] = {}
        self.heads: dict[str, str] = {}
        self.sealed: dict[tuple[str, int], list[tuple[int, str]]] = {}

    def fault(self, what: str, case: str = "", entry: int = 0) -> None:
        self.broken.append({"case": case, "entry": entry, "what": what})

    def read_seals(self, seals: _Rows) -> None:
        prev, number = ZEROS, 0
        for seal in seals.all():
            number += 1
            name = f"seal {seal['number']}"
            if seal["number"] != number:
                self.fault(f"{name} stands where seal {number} was expected: seals were removed or repeated")
            if seal.get("prev") != prev:
                self.fault(f"{name} does not follow from the seal before it")
            if _digest(seal_hash, seal) != seal["hash"]:
                self.fault(f"{name} does not match its hash: it was altered")
            if _digest(installation_root, seal["heads"]) != seal["root"]:
                self.fault(f"the root of {name} does not follow from its heads")
            prev, number = seal["hash"], seal["number"]
            for head in seal["heads"]:
                if not _fits(head, SHAPES["head"]):
                    self.fault(f"{name} has a head that is not what the format says")
                    continue
                self.sealed.setdefault((head["body"], head["size"]), []).append((seal["number"], head["root"]))
            if seal["root"] == self.wanted:
                self.wanted = ""

    def read(self, entries: _Rows, values: _Rows, log: _Rows) -> None:
        for entry in entries.all():
            self.highest = max(self.highest, entry["id"])
            self._entry(entry)
            self._values(entry, values)
            while log.head and (log.head["entry"] in self.waiting or log.head["entry"] <= self.highest):
                self._log(log.take())
        self._strays(values, float("inf"))
        for row in log.all():
            self._log(row)

    def _entry(self, entry: Row) -> None:
        self.entries += 1
        case, number = sys.intern(entry["case"]), entry["number"]
        last, prev = self.cases.get(case, (0, ZEROS))
        if _digest(entry_hash, entry) != entry["hash"]:
            self.fault("it does not match its hash: it was altered", case, number)
        if number <= last:
            self.fault(f"its number comes after {last}: entries were repeated or reordered", case, number)
        elif number > last + 1:
            self.fault(f"the entries from {last + 1} to {number - 1} before it are missing", case, number)
        elif entry.get("prev") != prev:
            self.fault("it does not follow from the entry before it", case, number)
        if number > last:
            self.cases[case] = (number, entry["hash"])
        self.waiting[entry["id"]] = (sys.intern(entry["body"]), case, number, bytes.fromhex(entry["hash"]))

    def _values(self, entry: Row, values: _Rows) -> None:
        case, number = entry["case"], entry["number"]
        pairs = [
            pair for pair in entry["commitments"] if isinstance(pair, list) and list(map(type, pair)) == [str, str]
        ]
        committed = dict(pairs)
        if entry["commitments"] != [[name, committed[name]] for name in sorted(committed)]:
            self.fault("its commitments are not what the format says", case, number)
        self._strays(values, entry["id"])
        while values.head and values.head["entry"] == entry["id"]:
            value = values.take()
            name = value["name"]
            digest = committed.pop(name, None)
            if digest is None:
                self.fault(f"the value {name!r} has no commitment or comes twice", case, number)
            elif value["value"] is None:
                self.redacted += 1
            elif _digest(_recommitted, value) != digest:
                self.fault(f"the value {name!r} does not match its commitment: it was altered", case, number)
        for name in committed:
            self.fault(f"the value {name!r} is missing", case, number)

    def _strays(self, values: _Rows, before: float) -> None:
        while values.head and values.head["entry"] < before:
            value = values.take()
            self.fault(f"the value {value['name']!r} belongs to entry id {value['entry']}, which is not there")

    def _log(self, row: Row) -> None:
        body, position = row["body"], row["position"]
        where = f"position {position} in the log of {body}"
        expected, last = self.ends.get(body, (0, 0))
        if position != expected:
            self.fault(f"{where} stands where {expected} was expected: lines were removed, repeated or reordered")
        self.ends[body] = (position + 1, max(row["entry"], last))
        known = self.waiting.pop(row["entry"], None)
        if known is None:
            self.fault(f"{where} names entry id {row['entry']}, which is not there or was named before")
        elif (known[0], leaf(known[3].hex())) != (body, row["leaf"]):
            self.fault(f"{where}, which should be its place, names another body or another hash", known[1], known[2])
        tree = self.trees.setdefault(body, Frontier())
        tree.append(row["leaf"])
        for seal, root in self.sealed.pop((body, tree.size), ()):
            if tree.root() != root:
                self.fault(f"the log of {body} up to {tree.size} lines does not have the root that seal {seal} says")
        if self.wanted:
            self.heads[body] = canonical({"body": body, "size": tree.size, "root": tree.root()})
            heads = ",".join(self.heads[name] for name in sorted(self.heads))
            if self.wanted in {tree.root(), sm3_hex(f"[{heads}]".encode())}:
                self.wanted = ""

    def finished(self) -> Report:
        for entry, (body, case, number, _) in self.waiting.items():
            if entry < self.ends.get(body, (0, 0))[1]:
                self.fault(f"it is missing from the log of {body}, which holds later entries", case, number)
        for (body, size), seals in self.sealed.items():
            self.fault(
                f"seal {seals[0][0]} covers {size} lines of the log of {body}, which has fewer: its tail was cut"
            )
        if self.wanted:
            self.fault(LOST)
        heads = [{"body": body, "size": tree.size, "root": tree.root()} for body, tree in self.trees.items()]
        return Report(self.entries, installation_root(heads), self.broken, self.redacted)


def _digest(function: Callable[[Any], str], value: object) -> str:
    """Return a digest, or nothing for what cannot have one."""
    try:
        return function(value)
    except (KeyError, TypeError, ValueError):
        return ""


def _recommitted(value: Row) -> str:
    return commitment(value["name"], bytes.fromhex(value["salt"] or ""), value["value"])


def read_rows(path: Path, broken: list[dict[str, Any]]) -> Iterator[Row]:
    """Yield the rows of a file; lines that are no JSON are added to the faults."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                if b"\\u" in line:  # half of a pair of surrogates is no text, and nothing can be hashed with it
                    canonical(row).encode()
                yield row
            except (ValueError, RecursionError):
                broken.append({"case": "", "entry": 0, "what": f"line {number} of {path.name} cannot be read"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description="Verify an exported register.")
    parser.add_argument("folder", type=Path, help="the folder with entries.jsonl, values.jsonl, log.jsonl, seals.jsonl")
    parser.add_argument("--root", type=str.lower, help="a root noted earlier, which must be in the register's history")
    parser.add_argument("--own-sm3", action="store_true", help="use this file's SM3 instead of OpenSSL's; slow")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    asked = parser.parse_args(arguments)
    paths = [asked.folder / f"{name}.jsonl" for name in ORDER]
    if missing := [path.name for path in paths if not path.is_file()]:
        parser.error(f"{asked.folder} is not an exported register: it has no {', '.join(missing)}")
    if asked.root is not None and not DIGEST.fullmatch(asked.root):
        parser.error("a root has 64 hexadecimal digits")
    SM3["native"] = SM3["native"] and not asked.own_sm3
    unread: list[dict[str, Any]] = []
    entries, values, log, seals = (read_rows(path, unread) for path in paths)
    report = verify(entries, values, log, seals, asked.root)
    report.broken += unread
    told = [f"case {one['case']}, entry {one['entry']}: {one['what']}" for one in report.broken]
    told.append(f"{report.entries} entries, {report.redacted} values removed by law, root {report.root}")
    told.append(f"BROKEN in {len(told) - 1} places" if report.broken else "whole")
    print(json.dumps(asdict(report)) if asked.json else "\n".join(told))  # noqa: T201 - a command
    return 1 if report.broken else 0


if __name__ == "__main__":
    sys.exit(main())
