"""A small register written by hand, as an honest writer would export it, and a forger's tool to make it consistent."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhixing.register.verifier import (
    ZEROS,
    Frontier,
    Report,
    commitment,
    entry_hash,
    installation_root,
    leaf,
    seal_hash,
    verify,
)

Row = dict[str, Any]
FILES = ("entries", "values", "log", "seals")


@dataclass
class Export:
    """The four files of an exported register."""

    entries: list[Row] = field(default_factory=list)
    values: list[Row] = field(default_factory=list)
    log: list[Row] = field(default_factory=list)
    seals: list[Row] = field(default_factory=list)

    def report(self, root: str | None = None) -> Report:
        """Verify what the files say, each row as a reader would get it."""
        read = [[json.loads(json.dumps(row)) for row in getattr(self, name)] for name in FILES]
        return verify(read[0], read[1], read[2], read[3], root)

    def whats(self, root: str | None = None) -> list[str]:
        """Return what is wrong, without where."""
        return [fault["what"] for fault in self.report(root).broken]

    def write(self, folder: Path) -> Path:
        """Write the folder that `zhixing register export` would write."""
        for name in FILES:
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in getattr(self, name)]
            (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        return folder

    def append(self, body: str, case: str, act: str, **values: object) -> Row:
        """Append an entry of a case with its values."""
        before = [entry for entry in self.entries if entry["case"] == case]
        texts = {name: json.dumps(value, ensure_ascii=False) for name, value in sorted(values.items())}
        pk = len(self.entries) + 1
        salts = {name: bytes([pk, number]) * 8 for number, name in enumerate(texts)}
        entry: Row = {
            "id": pk,
            "body": body,
            "case": case,
            "number": len(before) + 1,
            "kind": "proposal",
            "act": act,
            "actor": 7,
            "post": {"title": "秘书"},
            "at": "2026-03-27T09:00:00.000000+08:00",
            "recorded_at": "2026-03-27T09:00:01.000000+08:00",
            "key": f"key-{pk}",
            "payload": "ab" * 32,
            "procedure": "",
            "outcome": {"state": act},
            "commitments": [[name, commitment(name, salts[name], text)] for name, text in texts.items()],
            "prev": before[-1]["hash"] if before else ZEROS,
        }
        entry["hash"] = entry_hash(entry)
        self.entries.append(entry)
        self.values += [
            {"entry": pk, "name": name, "salt": salts[name].hex(), "value": text} for name, text in texts.items()
        ]
        return entry

    def sequence(self) -> None:
        """Log every entry that has no place yet."""
        logged = {row["entry"] for row in self.log}
        for entry in self.entries:
            if entry["id"] not in logged:
                position = sum(row["body"] == entry["body"] for row in self.log)
                place = {"id": len(self.log) + 1, "body": entry["body"], "position": position}
                self.log.append({**place, "entry": entry["id"], "leaf": leaf(entry["hash"])})

    def seal(self) -> str:
        """Log and seal; return the installation's root, as a reader may note it."""
        self.sequence()
        self._seal_over(self.log)
        return str(self.seals[-1]["root"])

    def value(self, entry: int, name: str) -> Row:
        """Return the row of a value."""
        return next(row for row in self.values if (row["entry"], row["name"]) == (entry, name))

    def forge(self) -> None:
        """Make everything consistent again after a change, as somebody who owns the whole database could."""
        self._forge_entries()
        self._forge_log()
        sizes = [[(head["body"], head["size"]) for head in seal["heads"]] for seal in self.seals]
        self.seals.clear()
        for heads in sizes:
            kept = [row for body, size in heads for row in self.log if row["body"] == body and row["position"] < size]
            self._seal_over(kept)

    def _forge_entries(self) -> None:
        last: dict[str, Row] = {}
        for entry in self.entries:
            before = last.get(entry["case"])
            entry["number"] = before["number"] + 1 if before else 1
            entry["prev"] = before["hash"] if before else ZEROS
            entry["commitments"] = [
                [row["name"], commitment(row["name"], bytes.fromhex(row["salt"]), row["value"])]
                for row in self.values
                if row["entry"] == entry["id"]
            ]
            entry["hash"] = entry_hash(entry)
            last[entry["case"]] = entry
        present = {entry["id"] for entry in self.entries}
        self.values[:] = [row for row in self.values if row["entry"] in present]
        self.log[:] = [row for row in self.log if row["entry"] in present]

    def _forge_log(self) -> None:
        positions: dict[str, int] = {}
        hashes = {entry["id"]: entry["hash"] for entry in self.entries}
        for row in self.log:
            row["position"] = positions.get(row["body"], 0)
            positions[row["body"]] = row["position"] + 1
            row["leaf"] = leaf(hashes[row["entry"]])

    def _seal_over(self, log: Sequence[Row]) -> None:
        heads = heads_of(log)
        seal: Row = {
            "number": len(self.seals) + 1,
            "made_at": "2026-03-27T12:00:00.000000+08:00",
            "heads": heads,
            "root": installation_root(heads),
            "prev": self.seals[-1]["hash"] if self.seals else ZEROS,
        }
        self.seals.append({**seal, "hash": seal_hash(seal)})


def heads_of(log: Iterable[Row]) -> list[Row]:
    """Return the heads of the bodies that a log holds."""
    trees: dict[str, Frontier] = {}
    for row in log:
        trees.setdefault(row["body"], Frontier()).append(row["leaf"])
    return [{"body": body, "size": tree.size, "root": tree.root()} for body, tree in sorted(trees.items())]


def honest() -> Export:
    """Return a whole register of two bodies, four cases, eleven entries and two seals."""
    export = Export()
    export.append("anlan", "anlan-1", "submit", title="关于完善电梯管护机制的提案", situation="老旧小区电梯无人管护。")
    export.append("anlan", "anlan-1", "file", opinion="同意立案。")
    export.append("chengxi", "chengxi-1", "submit", title="关于修建停车场的建议")
    export.append("anlan", "anlan-2", "submit", title="关于推进养老服务的提案")
    export.append("anlan", "anlan-1", "assign")
    export.seal()
    export.append("anlan", "anlan-2", "decline", reason="secrets", note="不予立案")
    export.append("chengxi", "chengxi-1", "file")
    export.append("anlan", "anlan-1", "reply", letter="B", text="已列入今年计划。")
    export.append("anlan", "anlan-3", "submit", title="关于食品安全的提案")
    export.seal()
    export.append("anlan", "anlan-3", "file")
    export.append("chengxi", "chengxi-1", "assign")
    export.sequence()
    return export
