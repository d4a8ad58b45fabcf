"""Which acts in other cases follow from an act: in its parent, in its children, in cases it names.

What is caused is decided and entered like any act, in the same transaction: a refusal there refuses the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from zhixing.cases import adopting
from zhixing.cases.calls import Call, Earlier, made
from zhixing.cases.folding import parties_of
from zhixing.cases.models import Case
from zhixing.cases.words import ELSEWHERE, NAMES_ITSELF, NO_SUCH_CASE
from zhixing.procedure.facts import Caused, Outcome, Refused
from zhixing.procedure.model import CHILD_ROLE, PARENT_ROLE, RELATED_ROLE, Cause, Procedure
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
            itself = Sentence(NAMES_ITSELF, number=case.called)
            raise Refused("invalid", itself, article, ((one.cause.cases, itself),))
        for key in _targets(case, one):
            # Read only now: what was caused before may have reached this case too, as by waking a common parent.
            target = cases.get(pk=key)
            if not (one.cause.children and target.final):
                yield target, replace(_call(case, target, call, outcome, one.cause), late=call.late)


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
        earlier=Earlier(parties=_parties(case, target, outcome.parties, cause)),
    )


def _role(cause: Cause) -> str:
    """Return the role under which the other case lets the act happen: as seen from there."""
    if cause.parent:
        return CHILD_ROLE
    return PARENT_ROLE if cause.children else RELATED_ROLE


def _parties(case: Case, target: Case, own: tuple[Party, ...], cause: Cause) -> tuple[Party, ...] | None:
    """Return the parties of the other case with those that are brought or taken; None when it keeps its own.

    Whoever another case brought there too stays until that one takes them as well.
    """
    if not cause.brings and not cause.takes:
        return None
    here = {(party.person, party.organisation) for party in own}
    others = _brought_by_others(case, target, cause) if cause.takes and cause.cases else set()
    kept = [
        party
        for party in parties_of(target.folded)
        if party.capacity not in cause.takes or (party.person, party.organisation) not in here or party in others
    ]
    return tuple(dict.fromkeys([*kept, *brought(own, cause.brings)]))


def brought(own: Iterable[Party], brings: Mapping[str, tuple[str, ...]]) -> list[Party]:
    """Return the parties of a case as they become parties of another, by their capacity there and those here."""
    return [
        replace(party, capacity=capacity)
        for capacity, former in brings.items()
        for party in own
        if party.capacity in former
    ]


def _brought_by_others(case: Case, target: Case, taking: Cause) -> set[Party]:
    """Return whom other cases of the kind have brought to a case and not taken from it since, in what is taken."""
    found: set[Party] = set()
    for act, cause in _causes(adopting.by_digest(case.procedure).procedure):
        if not cause.cases or cause.brings.keys().isdisjoint(taking.takes):
            continue
        naming = Case.objects.of_body(case.body_id).filter(kind=case.kind, folded__values__has_key=cause.cases)
        for other in naming.exclude(pk=case.pk):
            if _is_in(other, target, act, cause, taking):
                found.update(brought(parties_of(other.folded), cause.brings))
    return found


def _is_in(other: Case, target: Case, act: str, bringing: Cause, taking: Cause) -> bool:
    """Tell whether a case has brought its parties to another and not taken them since."""
    named = other.folded["values"][bringing.cases]
    listed = named if isinstance(named, list) else [named]
    last = other.folded["last"]
    taken = {
        name
        for name, cause in _causes(adopting.by_digest(other.procedure).procedure)
        if not set(cause.takes).isdisjoint(taking.takes)
    }
    return any(one["id"] == target.pk for one in listed) and last.get(act, 0) > max(
        (last.get(name, 0) for name in taken), default=0
    )


def _causes(procedure: Procedure) -> Iterator[tuple[str, Cause]]:
    """Yield everything that a procedure's acts cause, each with the act."""
    for act in procedure.acts.values():
        for cause in act.causes:
            yield act.name, cause


def elsewhere(target: Case, refused: Refused) -> Refused:
    """Return a refusal of a caused act as a refusal of the act that causes it: it says in which case."""
    faults = [sentence for _field, sentence in refused.faults] or [refused.sentence]
    said = Words(
        " ".join(one.say("zh-hans") for one in faults),
        " ".join(one.say("en") for one in faults),
    )
    number = target.called
    return Refused(refused.code, Sentence(ELSEWHERE, number=number, said=said), refused.article)
