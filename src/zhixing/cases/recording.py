"""Write an outcome down so that replay needs nothing else: no procedure, no calendar, no directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhixing.procedure.clocks import ClockState
from zhixing.procedure.engine import emptied
from zhixing.procedure.facts import KEPT_TYPES, Facts, Outcome
from zhixing.procedure.model import CASE_READERS, Act, Procedure
from zhixing.procedure.roles import Party, keys_of_roles, performers

JsonObject = dict[str, Any]


def recorded(
    procedure: Procedure, facts: Facts, outcome: Outcome, *, body: int, own: frozenset[str] = frozenset()
) -> JsonObject:
    """Return the entry's outcome: state, clocks, parties, whose turn it is, who is told and who may see.

    ``own`` are the keys of who acts: nobody is told of an act of their own.
    """
    act = procedure.acts[outcome.act]
    parties = outcome.parties
    clocks = {name: clock.as_json() for name, clock in outcome.clocks.items() if facts.clocks.get(name) != clock}
    written: JsonObject = {
        "state": outcome.state,
        "final": outcome.final,
        "commutes": act.commutes,
        "clocks": clocks,
        "milestones": list(outcome.milestones),
        "todo": _todo(procedure, outcome, body=body),
        "tells": [key for key in keys_of_roles(procedure, outcome.tells, parties=parties, body=body) if key not in own],
        "papers": list(outcome.papers),
        "records": sorted(name for name in outcome.data if not act.standing or act.name == "import"),
        "keeps": sorted(name for name in outcome.data if _is_kept(act, name)),
        "shown": sorted(name for name in outcome.data if _is_shown(act, name)),
        "reveals": list(outcome.reveals),
    }
    if dropped := emptied(facts, act, outcome.data):
        written["drops"] = dropped
        written["clears"] = [name for name in dropped if _is_shown(act, name)]
    if parties != facts.parties or not facts.state:
        written["parties"] = parties_as_json(parties)
    readers = procedure.readers_in(outcome.state)
    if "parties" in written or act.name == "migrate" or readers != procedure.readers_in(facts.state):
        written["readers"] = keys_of_roles(procedure, readers, parties=parties, body=body)
    if outcome.signs:
        written["signs"] = outcome.signs
    if act.removes:
        written["removes"] = list(act.removes)
    if act.name == "correct":
        written["corrects"] = {"entry": outcome.data["entry"], "field": outcome.data["field"]}
    if act.name == "redact":
        written["redacts"] = {"entry": outcome.data["entry"], "field": outcome.data["field"]}
    if act.name == "import":
        written["imported"] = True
    return written


def _is_kept(act: Act, name: str) -> bool:
    return act.fields[name].type in KEPT_TYPES and (not act.standing or act.name == "import") and name != "state"


def _is_shown(act: Act, name: str) -> bool:
    return act.fields[name].readers == (CASE_READERS,)


def _todo(procedure: Procedure, outcome: Outcome, *, body: int) -> list[JsonObject]:
    """Return the awaited acts with the keys of those whose turn it is and the limit they are under."""
    rows = []
    for name in outcome.next:
        entitled = performers(procedure, procedure.acts[name], opened=True)
        keys = keys_of_roles(procedure, entitled, parties=outcome.parties, body=body)
        rows.append({"act": name, "keys": keys, "clock": _clock_for(procedure, outcome, name, keys, body=body)})
    return rows


def _clock_for(procedure: Procedure, outcome: Outcome, act: str, keys: list[str], *, body: int) -> str:
    """Return the running clock an awaited act is under: the nearest of those it stops or its performers hold."""
    running = {name: clock for name, clock in outcome.clocks.items() if clock.status == "running"}
    stopped = [name for name in running if act in procedure.clocks[name].stops]
    if stopped:
        return _nearest(running, stopped)
    holders = {
        name: keys_of_roles(procedure, procedure.clocks[name].holder, parties=outcome.parties, body=body)
        for name in running
    }
    return _nearest(running, [name for name, holding in holders.items() if not set(keys).isdisjoint(holding)])


def _nearest(clocks: Mapping[str, ClockState], names: list[str]) -> str:
    return min(names, key=lambda name: clocks[name].due, default="")


def parties_as_json(parties: Iterable[Party]) -> list[list[Any]]:
    """Return parties as a folded case keeps them."""
    return [[one.capacity, one.person, one.organisation, one.side] for one in parties]
