"""What is found of a case: its title and every text its entries hold now, each with the roles that may read it.

It says the same as the case's page (``cases.reading.timeline``): a field is read by its reader classes until it is
revealed, and a correction stands in the place of what it corrects.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import Adopted
from zhixing.cases.folding import REMOVED_TITLE
from zhixing.cases.models import Case
from zhixing.procedure.model import CASE_READERS, Act, Field
from zhixing.register.models import Entry

PART = 8000
"""Characters of a passage; a longer text is found in several, since PostgreSQL counts words up to 16,383."""
OVERLAP = 60
"""So much of a passage stands in the next one too, so that words across the cut are found."""
TITLE = "title"
WRITTEN = frozenset({"text", "prose"})
MENDING = frozenset({"correct", "redact"})
NAMED = frozenset({"organisation", "organisations", "person", "persons", "files"})
Values = Mapping[int, Mapping[str, str]]
"""The canonical text of the values that were not removed, by entry and name."""
Place = tuple[int, str, int]
"""An entry's number, a field and the part of its text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a case; ``roles`` may read it, None for everybody who may see the case."""

    entry: int
    act: str
    field: str
    text: str
    roles: str | None = None
    part: int = 0

    @property
    def place(self) -> Place:
        """Where the text stands in the case."""
        return self.entry, self.field, self.part


def pieces(case: Case, entries: Iterable[Entry], values: Values) -> dict[Place, Piece]:
    """Return the texts of a case by place, none of a closed kind; ``entries`` are all of the case, oldest first."""
    if kinds.get(case.kind).closed:
        return {}
    found: dict[tuple[int, str], Piece] = {}
    known: dict[int, tuple[Adopted, Act]] = {}
    if case.title and case.title != REMOVED_TITLE:
        found[0, TITLE] = Piece(0, "", TITLE, case.title)
    for entry in entries:
        adopted = adopting.by_digest(entry.procedure)
        act = adopted.procedure.acts[entry.act]
        known[entry.number] = adopted, act
        if entry.act == "correct":
            _correct(found, entry, values.get(entry.pk, {}))
        for name, text in _texts(act, values.get(entry.pk, {})):
            roles = _roles(case, *_origin(entry, name, known))
            found[entry.number, name] = Piece(entry.number, act.name, name, text, roles)
    return {part.place: part for piece in found.values() for part in _parts(piece)}


def _correct(found: dict[tuple[int, str], Piece], entry: Entry, values: Mapping[str, str]) -> None:
    """Put a corrected text in the place of the one it corrects."""
    mend = json.loads(entry.outcome)["corrects"]
    place = mend["entry"], mend["field"]
    if place in found and place != (0, TITLE) and "value" in values:
        found[place] = replace(found[place], text=str(json.loads(values["value"])))


def _texts(act: Act, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, field in act.fields.items():
        if name not in values or not _is_found(act, field):
            continue
        text = _worded(field, json.loads(values[name]))
        if text:
            yield name, text


def _is_found(act: Act, field: Field) -> bool:
    """Tell whether a field holds what people write or name; the title is the case's own, and codes are no text."""
    if field.name == TITLE or (act.name == "correct" and field.name == "value"):
        return False
    if act.standing and act.name != "import":
        return field.type == "prose"
    return field.type in WRITTEN or field.type in NAMED or field.type == "rows"


def _worded(field: Field, raw: Any) -> str:  # noqa: ANN401  # a recorded value
    if field.type == "rows":
        cells = [_worded(column, row[name]) for row in raw for name, column in field.columns.items() if name in row]
        return "\n".join(cell for cell in cells if cell)
    if field.type in NAMED:
        return "、".join(str(one["name"]) for one in (raw if isinstance(raw, list) else [raw]))
    return str(raw) if field.type in WRITTEN else ""


def _origin(entry: Entry, name: str, known: Mapping[int, tuple[Adopted, Act]]) -> tuple[int, Field | None, Adopted]:
    """Return whose readers may read a field of an entry: its own, or those of the field that the entry mends."""
    adopted, act = known[entry.number]
    if entry.act not in MENDING:
        return entry.number, act.fields[name], adopted
    outcome = json.loads(entry.outcome)
    mends = outcome.get("corrects") or outcome["redacts"]
    adopted, act = known[mends["entry"]]
    return mends["entry"], act.fields.get(mends["field"]), adopted


def _roles(case: Case, number: int, field: Field | None, adopted: Adopted) -> str | None:
    if field is None or CASE_READERS in field.readers or number in case.folded["revealed"].get(field.name, []):
        return None
    readers = adopted.procedure.readers
    return " ".join(sorted({role for name in field.readers for role in readers[name]}))


def _parts(piece: Piece) -> Iterator[Piece]:
    step = PART - OVERLAP
    for part, start in enumerate(range(0, max(len(piece.text) - OVERLAP, 1), step)):
        yield replace(piece, text=piece.text[start : start + PART], part=part)
