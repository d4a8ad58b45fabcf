"""Carrying a draft from one way of opening a case to another: who changes their mind does not type it all again.

The old draft stays until the case is entered; what only the old way asks for stays in it till then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from zhixing.common.parts import Link
from zhixing.desk import drafts
from zhixing.desk.acting import Task
from zhixing.desk.drafts import Place
from zhixing.desk.speech import say
from zhixing.procedure.model import Act

FROM = "from"
"""In the address of an editor: the act whose draft is carried over."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A draft of another act that opens the same kind of case: the act, and what both acts ask for."""

    act: Act
    data: Mapping[str, Any]


def elsewhere(task: Task) -> Iterator[Elsewhere]:
    """Yield the actor's drafts of the other ways to open such a case, the latest first. One query."""
    if task.case is not None:
        return
    acts = {act.name: act for act in task.adopted.procedure.opening_acts() if act.name != task.act.name}
    for draft in drafts.openings(task.actor, task.kind.slug):
        act = acts.get(draft.act)
        shared = {name: value for name, value in draft.data.items() if _fits(task.act, act, name)}
        if act is not None and shared:
            yield Elsewhere(act, shared)


def _fits(to: Act, source: Act | None, name: str) -> bool:
    """Tell whether both acts ask for a field of this name in the same form."""
    here, there = to.fields.get(name), source.fields.get(name) if source else None
    return here is not None and there is not None and here.type == there.type


def carried(task: Task, act: str) -> Mapping[str, Any] | None:
    """Return what the draft of another act gives to this one; None when there is no such draft."""
    return next((one.data for one in elsewhere(task) if one.act.name == act), None) if act else None


def offers(task: Task) -> list[Link]:
    """Return the other ways in which a draft waits, each with the address that carries it over."""
    return [Link(title=say(one.act.title), url=f"?{urlencode({FROM: one.act.name})}") for one in elsewhere(task)]


def drop_carried(task: Task, act: str, entered: Mapping[str, Any]) -> None:
    """Throw the drafts away of which a case has been made: the one carried over, and any that says nothing else."""
    for one in list(elsewhere(task)):
        if one.act.name == act or all(entered.get(name) == value for name, value in one.data.items()):
            drafts.drop(task.actor, Place(task.kind.slug, one.act.name))
