"""Inside the door: decide an act, enter it, project it, and let follow what it causes in other cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db import transaction

from zhixing.assembly.actors import system_actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body, Session
from zhixing.cases import adopting, kinds, mending, numbers, projecting, tables
from zhixing.cases.adopting import Adopted
from zhixing.cases.calls import Call, Done, made
from zhixing.cases.directory import BodyDirectory
from zhixing.cases.folding import Folded, facts_of, fold
from zhixing.cases.models import Case
from zhixing.cases.recording import recorded
from zhixing.cases.words import CHANGED, NO_SUCH_KIND, NUMBER_TAKEN
from zhixing.procedure.engine import child_parties, find_act, step, why_not
from zhixing.procedure.facts import Child, Facts, Given, Outcome, Refused
from zhixing.procedure.model import PARENT_ROLE, Act
from zhixing.procedure.words import Sentence, Words
from zhixing.register import writer
from zhixing.register.models import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """An act about to be entered: the procedure it stands under, what follows, and how that is written down."""

    adopted: Adopted
    act: Act
    outcome: Outcome
    written: dict[str, Any]


def enter(case: Case, call: Call, *, seen: int | None = None) -> Done:
    """Perform a call on a locked case.

    Raises:
        Refused: with code, sentence and article.
    """
    adopted = adopting.by_digest(case.procedure)
    act = find_act(adopted.procedure, call.act)
    if seen is not None and not act.commutes and case.version > seen:
        raise Refused("conflict", Sentence(CHANGED), act.article)
    call.check_moment(act, case, adopted.procedure.states[case.state].title)
    children = children_of(case) if act.children else ()
    facts = facts_of(case.folded, body=case.body_id, settings=adopted.settings, children=children)
    known = facts if call.earlier.parties is None else replace(facts, parties=call.earlier.parties)
    outcome = _step(adopted, known, act, call)
    if act.standing:
        adopted, outcome = mending.checked(case, act, call, outcome, adopted)
    written = recorded(adopted.procedure, facts, outcome, body=case.body_id, own=call.actor.keys)
    decided = _Decided(adopted=adopted, act=act, outcome=outcome, written={**written, **call.earlier.facts})
    _give_number(case, decided)
    children_numbers = _give_child_numbers(case, call, decided)
    entry = _append(case, call, decided)
    _follow(case, call, decided, entry)
    for place, number in enumerate(children_numbers):
        _open_child(case, call, decided, place=place, number=number)
    wake_parent(case, call)
    return Done(case, entry.number, outcome.state)


def open_new(kind: str, call: Call, *, body: Body, session: Session | None) -> Done:
    """Open a root case by a call.

    Raises:
        Refused: with code, sentence and article.
    """
    slugs = [one.slug for one in kinds.everyone()]
    if kind not in slugs:
        joined = Words("、".join(slugs), ", ".join(slugs))
        raise Refused("unknown", Sentence(NO_SUCH_KIND, kind=kind, known=joined))
    adopted = adopting.in_force(body, kind)
    act = find_act(adopted.procedure, call.act)
    call.check_moment(act)
    facts = Facts(body=body.pk, settings=adopted.settings)
    outcome = _step(adopted, facts, act, call)
    written = recorded(adopted.procedure, facts, outcome, body=body.pk, own=call.actor.keys)
    written |= {"session": session.pk if session else None, "year": call.on.year}
    decided = _Decided(adopted=adopted, act=act, outcome=outcome, written=written)
    number = new_number(body, call.on.year)
    case = Case(number=number, body=body, kind=kind, procedure=adopted.digest, entries=0, head=writer.FIRST)
    case.folded = {"session": written["session"], "year": written["year"], "number": None}
    _give_number(case, decided)
    return _opened(case, call, decided)


def open_earlier(kind: str, call: Call, *, body: Body, year: int) -> Done:
    """Open a case, or a child of one, by what an earlier record knows of it; its permanent number is of a year.

    Raises:
        Refused: with code, sentence and article.
    """
    adopted = adopting.in_force(body, kind)
    act = find_act(adopted.procedure, call.act)
    call.check_moment(act)
    facts = Facts(body=body.pk, settings=adopted.settings, parties=call.earlier.parties or ())
    outcome = _step(adopted, facts, act, call)
    written = recorded(adopted.procedure, facts, outcome, body=body.pk, own=call.actor.keys)
    written.update(call.earlier.facts)
    parent = call.earlier.parent
    if parent is not None:
        written["parent"] = parent.number
    case = Case(
        number=new_number(body, year),
        body=body,
        kind=kind,
        procedure=adopted.digest,
        entries=0,
        head=writer.FIRST,
        parent=parent,
        root=(parent.root or parent) if parent else None,
    )
    done = _opened(case, call, _Decided(adopted=adopted, act=act, outcome=outcome, written=written))
    wake_parent(case, call)
    return done


def _step(adopted: Adopted, facts: Facts, act: Act, call: Call) -> Outcome:
    procedure = adopted.procedure
    return step(
        procedure,
        facts,
        act.name,
        roles=call.roles(procedure, facts.parties),
        data=call.data,
        given=given_for(procedure.kind, call, body=facts.body),
    )


def given_for(kind: str, call: Call, *, body: int) -> Given:
    """Return what holds in a body on the day of a call, for a kind of matter."""
    return Given(
        on=call.on,
        calendar=work_calendar(),
        directory=BodyDirectory(body, call.on),
        guards=kinds.get(kind).guards,
        actor=call.who,
    )


def new_number(body: Body, year: int) -> str:
    """Return the next permanent number of a body in a year."""
    return numbers.permanent(body.slug, year, numbers.next_in(body.pk, f"case:{year}"))


def _give_number(case: Case, decided: _Decided) -> None:
    """Write the official number down: the one known from a ledger, or the next of the act's series."""
    if not decided.outcome.series:
        return
    numbering = decided.adopted.procedure.numbering[decided.outcome.series]
    session_id, year = case.folded["session"], case.folded["year"]
    session = Session.objects.select_related("term").unscoped("by key").get(pk=session_id) if session_id else None
    series = numbers.official_series(case.kind, numbering, session, year)
    number = numbers.official(numbering, session, year, numbers.next_in(case.body_id, series))
    if Case.objects.of_body(case.body_id).filter(kind=case.kind, official_number=number).exists():
        raise Refused("conflict", Sentence(NUMBER_TAKEN, number=number), decided.act.article)
    decided.written["number"] = number


def _give_child_numbers(case: Case, call: Call, decided: _Decided) -> list[str]:
    opened = [new_number(case.body, call.on.year) for _opening in decided.outcome.opens]
    if opened:
        decided.written["opened"] = opened
    return opened


def _append(case: Case, call: Call, decided: _Decided) -> Entry:
    parties = decided.outcome.parties
    return writer.append(
        writer.NewEntry(
            body_id=case.body_id,
            body_slug=case.body_slug,
            case=case.number,
            number=case.entries + 1,
            prev=case.head,
            kind=case.kind,
            act=decided.act.name,
            actor_id=call.actor.person_id,
            post=call.post(adopting.by_digest(case.procedure).procedure, decided.act, parties),
            at=call.at,
            recorded_at=call.recorded_at,
            key=call.key,
            payload=call.payload,
            procedure=decided.adopted.digest,
            outcome=decided.written,
            values=decided.outcome.data,
        )
    )


def folded_with(before: Folded | None, entry: Entry, outcome: Mapping[str, Any], values: Mapping[str, Any]) -> Folded:
    """Return a folded case with one more entry."""
    at = writer.stamp(entry.at)
    return fold(before, number=entry.number, act=entry.act, at=at, outcome=outcome, values=values)


def _follow(case: Case, call: Call, decided: _Decided, entry: Entry) -> None:
    """Project an entry of an open case."""
    kind = kinds.get(case.kind)
    before: Folded = case.folded
    values = decided.outcome.data
    after = folded_with(before, entry, decided.written, values)
    changes = projecting.content_changes(kind, before, decided.written, values, case=case.number)
    case.head = entry.hash
    case.procedure = decided.adopted.digest
    projecting.update(case, before, after, changes, kind)
    if decided.act.name == "redact":
        mending.remove_redacted(case, decided.outcome)
    _tell(case, entry, decided.written, after)
    for child, same in mending.carried_on(case, before, call, decided.outcome, decided.adopted.procedure):
        enter(child, same)


def _opened(case: Case, call: Call, decided: _Decided) -> Done:
    """Enter and project the first entry of a case."""
    kind = kinds.get(case.kind)
    entry = _append(case, call, decided)
    values = decided.outcome.data
    folded = folded_with(None, entry, decided.written, values)
    columns = projecting.content_changes(kind, None, decided.written, values, case=case.number)
    case.head = entry.hash
    projecting.create(case, folded, kind.content(**columns))
    _tell(case, entry, decided.written, folded)
    return Done(case, entry.number, decided.outcome.state)


def _tell(case: Case, entry: Entry, outcome: Mapping[str, Any], folded: Folded) -> None:
    tables.insert_notices(tables.notice_rows(case.pk, entry, outcome))
    for projector in projecting.projectors():
        projector(case, entry, folded)
    for projector in projecting.projectors(after_commit=True):
        transaction.on_commit(partial(projector, case, entry, folded))


def children_of(case: Case) -> tuple[Child, ...]:
    """Return the children of a case as far as their parent may know them."""
    rows = Case.objects.of_body(case.body_id).filter(parent=case).values_list("kind", "folded")
    return tuple(Child(kind, tuple(folded["milestones"])) for kind, folded in rows)


def _open_child(parent: Case, call: Call, decided: _Decided, *, place: int, number: str) -> None:
    """Open one child case as an effect of its parent's act, under the same actor and moment."""
    opening, handler = decided.outcome.opens[place]
    adopted = adopting.in_force(parent.body, opening.kind)
    act = adopted.procedure.opening_acts()[0]
    known = {**parent.folded["values"], "title": parent.folded["title"]}
    data = {name: known[name] for name in opening.carries if name in known}
    cause = made(
        opening.kind, act.name, actor=call.actor, data=data, at=call.at, key=None, granted=frozenset({PARENT_ROLE})
    )
    facts = Facts(
        body=parent.body_id, settings=adopted.settings, parties=child_parties(decided.outcome, opening, handler)
    )
    outcome = _step(adopted, facts, act, cause)
    written = recorded(adopted.procedure, facts, outcome, body=parent.body_id, own=call.actor.keys)
    written |= {"session": parent.folded["session"], "year": parent.folded["year"], "parent": parent.number}
    if parent.official_number:
        siblings = Case.objects.of_body(parent.body_id).filter(parent=parent).count()
        written["number"] = f"{parent.official_number}-{siblings + 1}"
    child = Case(
        number=number,
        body=parent.body,
        kind=opening.kind,
        procedure=adopted.digest,
        entries=0,
        head=writer.FIRST,
        parent=parent,
        root=parent.root or parent,
    )
    _opened(child, cause, _Decided(adopted=adopted, act=act, outcome=outcome, written=written))


def wake_parent(case: Case, call: Call) -> None:
    """Perform the automatic acts of the parent whose condition on its children has just come true."""
    if case.parent_id is None:
        return
    parent = Case.objects.of_body(case.body_id).select_related("body", "parent").get(pk=case.parent_id)
    adopted = adopting.by_digest(parent.procedure)
    automatic = [act for act in adopted.procedure.acts.values() if act.automatic and act.children]
    if not any(parent.state in act.start for act in automatic):
        return
    cause = made("", "", actor=system_actor(parent.body), data={}, at=call.at, key=None)
    facts = facts_of(parent.folded, body=parent.body_id, settings=adopted.settings, children=children_of(parent))
    for act in automatic:
        refusal = why_not(
            adopted.procedure,
            facts,
            act,
            roles=cause.roles(adopted.procedure, facts.parties),
            given=given_for(parent.kind, cause, body=parent.body_id),
        )
        if refusal is None:
            enter(parent, made(parent.number, act.name, actor=cause.actor, data={}, at=call.at, key=None))
            return
