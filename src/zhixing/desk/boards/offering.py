"""Which acts can be performed on several cases with one form, and on which of the cases shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from zhixing.assembly.actors import Actor
from zhixing.cases import adopting, kinds
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case
from zhixing.desk.queues import parties_of
from zhixing.desk.speech import say
from zhixing.procedure.engine import find_act
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import NOBODY_ROLES, Act, Procedure
from zhixing.procedure.roles import held_roles, performers
from zhixing.procedure.standing import ANY_STATE
from zhixing.procedure.words import Sentence, Words

OF_ONE_CASE = {"case", "cases", "rows", "files"}
"""Field types whose contents belong to one case: no two cases have the same."""
ONE_BY_ONE = {"cosign", "decline_cosign", "rate", "rate_again", "sign_reply", "release_reply", "countersign"}
"""What somebody signs or judges is read before, each by itself."""
SIDE_BY_SIDE = {("proposal", "merge"): "desk:merge_board"}
"""Acts on several cases that have a page of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAct:
    """An act as the bulk bar offers it: ``value`` names kind and act, ``n`` how many of the cases shown it fits."""

    value: str
    title: str
    n: int


def in_bulk(kind: Kind, act: Act) -> bool:
    """Tell whether one form can do for several cases: nothing in it belongs to one case alone."""
    if act.standing or set(act.by) <= NOBODY_ROLES or not act.start or ANY_STATE in act.start:
        return False
    if act.name in ONE_BY_ONE or act.name in kind.begins_with:
        return False
    own = {"title", *(section.name for section in kind.sections)}
    return not any(one.type in OF_ONE_CASE or one.name in own for one in act.going_on().fields.values())


def check(kind: Kind, name: str, cases: Iterable[Case]) -> None:
    """Let only acts that can be performed in bulk be chosen for cases.

    Raises:
        Refused: as unknown, when no case has such an act; as invalid, when one form cannot do for several.
    """
    procedures = [adopting.by_digest(case.procedure).procedure for case in cases]
    known = next((one for one in procedures if name in one.acts), None)
    act = find_act(known or procedures[0], name)
    if not in_bulk(kind, act):
        raise Refused("invalid", Sentence(ONE_AT_A_TIME, act=act.title), act.article)


def fitting(case: Case, actor: Actor) -> list[str]:
    """Return the values of the acts that fit a case as far as state and role tell; its parties are prefetched.

    What the rules ask beyond that is said case by case before anything is entered.
    """
    kind, procedure = kinds.get(case.kind), adopting.by_digest(case.procedure).procedure
    roles = held_roles(procedure, actor.keys, parties=parties_of(case), body=case.body_id)
    return [
        value_of(kind.slug, act.name)
        for act in procedure.acts.values()
        if case.state in act.start
        and roles.intersection(performers(procedure, act, opened=True))
        and (in_bulk(kind, act) or (kind.slug, act.name) in SIDE_BY_SIDE)
    ]


def offered(cases: Iterable[tuple[Case, list[str]]]) -> list[BulkAct]:
    """Return the acts that fit at least one of the cases shown: those that are awaited first, then by how many."""
    counts: Counter[str] = Counter()
    awaited: Counter[str] = Counter()
    procedures: dict[str, Procedure] = {}
    for case, values in cases:
        procedure = procedures[case.kind] = adopting.by_digest(case.procedure).procedure
        counts.update(values)
        next_acts = {value_of(case.kind, name) for name in procedure.states[case.state].next}
        awaited.update(next_acts.intersection(values))
    several = len(procedures) > 1
    ordered = sorted(counts, key=lambda value: (-awaited[value], -counts[value]))
    return [
        BulkAct(value=value, title=_titled(value, procedures, several=several), n=counts[value]) for value in ordered
    ]


def value_of(kind: str, act: str) -> str:
    """Return kind and act as one word of a form."""
    return f"{kind}.{act}"


def _titled(value: str, procedures: dict[str, Procedure], *, several: bool) -> str:
    slug, _dot, name = value.partition(".")
    title = say(procedures[slug].acts[name].title)
    return f"{kinds.get(slug).title} · {title}" if several else title


ONE_AT_A_TIME = Words(
    "“{act}”须逐件填写或逐件审阅，不能成批办理。请打开各案件办理。",
    "“{act}” is written or read for each case by itself, not for several at once. Open the cases to do it.",
)
