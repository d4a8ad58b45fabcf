"""What a case's entries amount to. Pure: replay folds recorded outcomes and never decides again.

``Folded`` is the case as plain values, kept in the case row; the other projections are read from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from zhixing.procedure.clocks import ClockState
from zhixing.procedure.facts import Child, Facts
from zhixing.procedure.roles import Party

Folded = dict[str, Any]
Values = Mapping[str, Any]

REMOVED_TITLE = "（已遮盖）"


def fold(
    before: Folded | None, *, number: int, act: str, at: str, outcome: Mapping[str, Any], values: Values
) -> Folded:
    """Return the case after one more entry.

    ``outcome`` is the entry's, ``values`` those of its field values that have not been removed, ``at`` its moment.
    """
    old = before or _blank(at, undated=outcome.get("undated", False))
    after = {
        **old,
        "state": outcome["state"],
        "final": outcome["final"],
        "closed": _closed(old, at, outcome),
        "entries": number,
        "version": old["version"] if outcome["commutes"] else number,
        "clocks": {**old["clocks"], **outcome["clocks"]},
        "counts": {**old["counts"], act: old["counts"].get(act, 0) + 1},
        "last": {**old["last"], act: number},
        "sources": _without(old["sources"], outcome.get("drops", ())) | dict.fromkeys(outcome["records"], number),
        "values": _without(old["values"], outcome.get("drops", ()))
        | {name: values[name] for name in outcome["keeps"] if name in values},
        "revealed": _revealed(old, outcome["reveals"]),
        "shown": _without(old["shown"], [*outcome.get("clears", ()), *outcome["reveals"]])
        | {name: old["sources"][name] for name in outcome["reveals"] if name in old["sources"]}
        | {name: number for name in outcome["shown"] if name in outcome["records"]},
        "milestones": outcome["milestones"],
        "todo": outcome["todo"],
        "moved": at,
    }
    if outcome["state"] != old["state"]:
        after |= {"since": at, "since_known": not outcome.get("undated", False)}
    for name in ("parties", "readers", "number", "session", "year", "imported"):
        if name in outcome:
            after[name] = outcome[name]
    if "title" in outcome["records"]:
        after["title"] = values.get("title", REMOVED_TITLE)
    return _mended(after, outcome, values)


def _without(held: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    gone = set(names)
    return {name: value for name, value in held.items() if name not in gone}


def _closed(old: Folded, at: str, outcome: Mapping[str, Any]) -> str | None:
    """Return the day of the entry that brought the case to its end; a later correction does not move it."""
    if not outcome["final"]:
        return None
    if old["final"]:
        closed: str | None = old["closed"]
        return closed
    return None if outcome.get("undated", False) else at[:10]


def _revealed(old: Folded, names: Sequence[str]) -> dict[str, list[int]]:
    """Return which entries' values of a restricted field are open to all readers of the case by now."""
    revealed: dict[str, list[int]] = dict(old["revealed"])
    for name in names:
        source = old["sources"].get(name)
        if source is not None and source not in revealed.get(name, []):
            revealed[name] = [*revealed.get(name, []), source]
    return revealed


def _blank(at: str, *, undated: bool) -> Folded:
    return {
        "state": "",
        "final": False,
        "closed": None,
        "version": 0,
        "clocks": {},
        "counts": {},
        "last": {},
        "sources": {},
        "values": {},
        "revealed": {},
        "shown": {},
        "corrected": {},
        "parties": [],
        "readers": [],
        "number": None,
        "session": None,
        "year": None,
        "imported": False,
        "title": "",
        "opened": None if undated else at[:10],
        "since": at,
        "since_known": True,
    }


def _mended(after: Folded, outcome: Mapping[str, Any], values: Values) -> Folded:
    """Apply to what is kept here what ``correct`` and ``redact`` do, and acts that remove values."""
    if correction := outcome.get("corrects"):
        name = correction["field"]
        if after["sources"].get(name) == correction["entry"]:
            mended = values.get("value", "")
            after["corrected"] = {**after["corrected"], name: [correction["entry"], after["entries"]]}
            if name == "title":
                after["title"] = mended
            if name in after["values"]:
                after["values"] = {**after["values"], name: mended}
    if names := outcome.get("removes"):
        after["sources"] = _without(after["sources"], names)
        after["values"] = _without(after["values"], names)
        after["corrected"] = _without(after["corrected"], names)
    if removal := outcome.get("redacts"):
        name = removal["field"]
        if after["sources"].get(name) == removal["entry"]:
            after["values"] = {key: value for key, value in after["values"].items() if key != name}
            if name == "title":
                after["title"] = REMOVED_TITLE
    return after


def parties_of(folded: Folded | None) -> tuple[Party, ...]:
    """Return the parties of a folded case."""
    rows: Sequence[Sequence[Any]] = folded["parties"] if folded else []
    return tuple(Party(capacity, person, organisation, side) for capacity, person, organisation, side in rows)


def facts_of(
    folded: Folded | None, *, body: int, settings: Mapping[str, int], children: tuple[Child, ...] | None = None
) -> Facts:
    """Return a folded case as the engine wants it; a case that is not open yet has no state."""
    if folded is None:
        return Facts(body=body, settings=settings)
    return Facts(
        body=body,
        state=folded["state"],
        opened=date.fromisoformat(folded["opened"]) if folded["opened"] else None,
        closed=date.fromisoformat(folded["closed"]) if folded["closed"] else None,
        entries=folded["entries"],
        parties=parties_of(folded),
        clocks={name: ClockState.from_json(value) for name, value in folded["clocks"].items()},
        counts=folded["counts"],
        last=folded["last"],
        sources=folded["sources"],
        content=folded["values"],
        children=children,
        settings=settings,
    )
