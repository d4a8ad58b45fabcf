"""Which acts in other cases follow from an act: in its parent, in its children, in cases it names.

What is caused is decided and entered like any act, in the same transaction: a refusal there refuses the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhixing.cases.calls import Call, Earlier, made
from zhixing.cases.folding import Folded, parties_of
from zhixing.cases.models import Case
from zhixing.cases.words import ELSEWHERE, NAMES_ITSELF, NO_SUCH_CASE
from zhixing.procedure.facts import Caused, Outcome, Refused
from zhixing.procedure.model import CHILD_ROLE, PARENT_ROLE, RELATED_ROLE, Cause
from zhixing.procedure.roles import Party
from zhixing.procedure.words import Sentence, Words


def caused(case: Case, call: Call, outcome: Outcome, *, article: str) -> Iterator[tuple[Case, Call]]:
    """Yield each case in which an act follows, as it stands then, with the call to perform.

    Raises:
        Refused: when the same actor may not see a case in which the act would be their own, or a case names itself.
    """
    cases = Case.objects.of_body(case.body_id).select_related("body", "parent")
    for one in outcome.causes:
        if any(reference.id == case.pk for reference in one.cases):
            itself = Sentence(NAMES_ITSELF, number=case.official_number or case.number)
            raise Refused("invalid", itself, article, ((one.cause.cases, itself),))
        for key in _targets(case, one):
            # Read only now: what was caused before may have reached this case too, as by waking a common parent.
            target = cases.get(pk=key)
            if not (one.cause.children and target.final):
                yield target, _call(case, target, call, outcome, one.cause)


def _targets(case: Case, one: Caused) -> list[int]:
    """Return the keys of the cases that are meant, in the order in which they are reached."""
    if one.cause.parent:
        return [case.parent_id] if case.parent_id else []
    if one.cause.children:
        children = Case.objects.of_body(case.body_id).filter(parent=case, kind=one.cause.children)
        return list(children.order_by("pk").values_list("pk", flat=True))
    return sorted({reference.id for reference in one.cases})


def _call(case: Case, target: Case, call: Call, outcome: Outcome, cause: Cause) -> Call:
    if cause.same:
        data = {name: value for name, value in outcome.data.items() if name != cause.cases}
        own = made(target.number, cause.act, actor=call.actor, data=data, at=call.at, key=None)
        if not own.may_see(target):
            raise Refused("unknown", Sentence(NO_SUCH_CASE, number=target.number))
        return own
    known = {"title": case.folded["title"], **case.folded["values"], **outcome.data}
    data = {name: known[name] for name in cause.carries if name in known}
    return made(
        target.number,
        cause.act,
        actor=call.actor,
        data=data | ({cause.names: case.number} if cause.names else {}),
        at=call.at,
        key=None,
        granted=frozenset({_role(cause)}),
        earlier=Earlier(parties=_parties(target.folded, outcome.parties, cause)),
    )


def _role(cause: Cause) -> str:
    """Return the role under which the other case lets the act happen: as seen from there."""
    if cause.parent:
        return CHILD_ROLE
    return PARENT_ROLE if cause.children else RELATED_ROLE


def _parties(target: Folded, own: tuple[Party, ...], cause: Cause) -> tuple[Party, ...] | None:
    """Return the parties of the other case with those that are brought or taken; None when it keeps its own."""
    if not cause.brings and not cause.takes:
        return None
    brought = [
        replace(party, capacity=capacity)
        for capacity, former in cause.brings.items()
        for party in own
        if party.capacity in former
    ]
    here = {(party.person, party.organisation) for party in own}
    kept = [
        party
        for party in parties_of(target)
        if party.capacity not in cause.takes or (party.person, party.organisation) not in here
    ]
    return tuple(dict.fromkeys([*kept, *brought]))


def elsewhere(target: Case, refused: Refused) -> Refused:
    """Return a refusal of a caused act as a refusal of the act that causes it: it says in which case."""
    faults = [sentence for _field, sentence in refused.faults] or [refused.sentence]
    said = Words(
        " ".join(one.say("zh-hans") for one in faults),
        " ".join(one.say("en") for one in faults),
    )
    number = target.official_number or target.number
    return Refused(refused.code, Sentence(ELSEWHERE, number=number, said=said), refused.article)
