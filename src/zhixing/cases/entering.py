"""Inside the door: decide an act, enter it, project it, and let follow what it causes in other cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db import transaction

from zhixing.assembly.actors import system_actor
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body, Session
from zhixing.cases import adopting, causing, fitting, kinds, mending, numbers, projecting, tables, working_out
from zhixing.cases.adopting import Adopted
from zhixing.cases.calls import Call, Done, made
from zhixing.cases.directory import BodyDirectory
from zhixing.cases.folding import Folded, facts_of, fold, parties_of
from zhixing.cases.models import Case
from zhixing.cases.recording import recorded
from zhixing.cases.words import CHANGED, FILE_GONE, NO_SUCH_KIND, NUMBER_TAKEN
from zhixing.files.naming import note_named
from zhixing.procedure.engine import by_itself, child_parties, find_act, looks_below, step, why_not
from zhixing.procedure.facts import Child, Facts, Given, Outcome, Refused
from zhixing.procedure.model import ACTORS_OFFICE, PARENT_ROLE, Act
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
    reached = tuple(case.folded["milestones"])
    act = find_act(adopted.procedure, call.act)
    if seen is not None and not act.commutes and case.version > seen:
        raise Refused("conflict", Sentence(CHANGED), act.article)
    call.check_moment(act, case, adopted.procedure.states[case.state].title)
    call = working_out.complete(call, act, body=case.body, case=case)
    children = children_of(case) if looks_below(adopted.procedure, act, case.state) else None
    facts = facts_of(case.folded, body=case.body_id, settings=adopted.settings, children=children)
    known = facts if call.earlier.parties is None else replace(facts, parties=call.earlier.parties)
    outcome = _step(adopted, known, act, call, case=case.number)
    if act.standing:
        adopted, outcome = mending.checked(case, act, call, outcome, adopted, facts)
    written = recorded(adopted.procedure, facts, outcome, body=case.body_id, own=call.actor.keys)
    decided = _Decided(adopted=adopted, act=act, outcome=outcome, written={**written, **call.earlier.facts})
    _give_number(case, decided)
    children_numbers = _give_child_numbers(case, call, decided)
    entry = _append(case, call, decided)
    _follow(case, call, decided, entry)
    for place, number in enumerate(children_numbers):
        _open_child(case, call, decided, place=place, number=number)
    _cause(case, call, outcome, article=act.article)
    # What a case above waits for are milestones of the cases below, so other acts need not look.
    if outcome.milestones != reached:
        wake_parent(case, call)
    _go_on(case, call)
    return Done(case, entry.number, case.state)


def _go_on(case: Case, call: Call) -> None:
    """Perform the automatic act of a case that the parties it has now allow, as when the last office has signed."""
    adopted = adopting.by_digest(case.procedure)
    _perform_first(case, call, adopted, by_itself(adopted.procedure, case.state))


def _cause(case: Case, call: Call, outcome: Outcome, *, article: str) -> None:
    """Let happen in other cases what follows there; refused there, it is refused here."""
    for target, following in causing.caused(case, call, outcome, article=article):
        try:
            enter(target, following)
        except Refused as refused:
            raise causing.elsewhere(target, refused) from refused


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
    call = working_out.complete(call, act, body=body, kind=kind)
    facts = Facts(body=body.pk, settings=adopted.settings)
    outcome = _step(adopted, facts, act, call)
    written = recorded(adopted.procedure, facts, outcome, body=body.pk, own=call.actor.keys)
    written |= {"session": session.pk if session else None, "year": call.on.year}
    decided = _Decided(adopted=adopted, act=act, outcome=outcome, written=written)
    number = new_number(body, call.on.year)
    case = Case(number=number, body=body, kind=kind, procedure=adopted.digest, entries=0, head=writer.FIRST)
    case.folded = {"session": written["session"], "year": written["year"], "number": None}
    _give_number(case, decided)
    return _begun(case, call, decided)


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


def _step(adopted: Adopted, facts: Facts, act: Act, call: Call, *, case: str = "") -> Outcome:
    procedure = adopted.procedure
    given = given_for(procedure.kind, call, body=facts.body, act=act, case=case)
    if any(new.source == ACTORS_OFFICE for new in act.parties):
        given = replace(given, office=call.office(procedure, act, facts.parties))
    roles = call.roles(procedure, facts.parties)
    return step(procedure, facts, act.name, roles=roles, data=call.data, given=given)


def given_for(kind: str, call: Call, *, body: int, act: Act | None = None, case: str = "") -> Given:
    """Return what holds in a body on the day of a call, for a kind of matter, an act, and a case by its number."""
    asks = act is not None and any(field.window for field in act.fields.values())
    seeing = None if call.granted or call.actor.person_id is None else call.actor.keys
    return Given(
        on=call.on,
        calendar=work_calendar(),
        directory=BodyDirectory(body, call.on, seeing=seeing, person=call.actor.person_id, number=case),
        guards=kinds.get(kind).guards,
        actor=call.who,
        keys=call.actor.keys,
        window=Session.window_open(body, call.on) if asks else None,
    )


def new_number(body: Body, year: int) -> str:
    """Return the next permanent number of a body in a year."""
    return numbers.permanent(body.slug, year, numbers.next_in(body.pk, f"case:{year}"))


def _give_number(case: Case, decided: _Decided) -> None:
    """Write the official number down: the one known from a ledger, or the next of the act's series."""
    if not decided.outcome.series or case.folded["number"]:
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
    if call.late is not None:
        decided.written["late"] = writer.stamp(call.late)
    if not note_named(decided.outcome.data.values()):
        raise Refused("conflict", Sentence(FILE_GONE), decided.act.article)
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
    changes |= projecting.derived_changes(kind, before, after)
    case.head = entry.hash
    case.procedure = decided.adopted.digest
    projecting.update(case, before, after, changes, kind)
    if decided.act.name == "redact":
        mending.remove_redacted(case, decided.outcome)
    mending.remove_values(case, decided.act.removes)
    _tell(case, entry, decided.written, after)
    for child, same in mending.carried_on(case, before, call, decided.outcome, decided.adopted.procedure):
        enter(child, same)


def _begun(case: Case, call: Call, decided: _Decided) -> Done:
    """Open a case with all that its opening act opens below it and causes elsewhere."""
    children_numbers = _give_child_numbers(case, call, decided)
    done = _opened(case, call, decided)
    for place, number in enumerate(children_numbers):
        _open_child(case, call, decided, place=place, number=number)
    _cause(case, call, decided.outcome, article=decided.act.article)
    _go_on(case, call)
    return replace(done, state=case.state)


def _opened(case: Case, call: Call, decided: _Decided) -> Done:
    """Enter and project the first entry of a case."""
    kind = kinds.get(case.kind)
    entry = _append(case, call, decided)
    values = decided.outcome.data
    folded = folded_with(None, entry, decided.written, values)
    columns = projecting.content_changes(kind, None, decided.written, values, case=case.number)
    columns |= projecting.derived_changes(kind, None, folded)
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
    """Return the children of a case and their children, as far as it may know them."""
    rows = Case.objects.of_body(case.body_id).below(case).values_list("kind", "folded", "parent_id")
    return tuple(Child(kind, tuple(folded["milestones"]), deep=parent != case.pk) for kind, folded, parent in rows)


def _open_child(parent: Case, call: Call, decided: _Decided, *, place: int, number: str) -> None:
    """Open one child case as an effect of its parent's act, under the same actor and moment."""
    opened = decided.outcome.opens[place]
    opening = opened.opening
    adopted = adopting.in_force(parent.body, opening.kind)
    act = next(one for one in adopted.procedure.opening_acts() if PARENT_ROLE in one.by)
    about = Case.objects.of_body(parent.body_id).get(pk=opened.about.id) if opened.about else None
    known = {"title": parent.folded["title"], **parent.folded["values"], **decided.outcome.data}
    takes = partial(fitting.holds, adopted.procedure, act)
    data = {name: known[name] for name in opening.carries if name in known and takes(name, known[name])}
    data |= {name: value for name, value in opened.row.items() if name in act.fields}
    parties = child_parties(decided.outcome, opened)
    if about is not None:
        data |= {opening.names: about.number, "title": about.title}
        parties = (*parties, *causing.brought(parties_of(about.folded), opening.brings))
    cause = made(
        opening.kind, act.name, actor=call.actor, data=data, at=call.at, key=None, granted=frozenset({PARENT_ROLE})
    )
    cause = replace(cause, late=call.late)
    facts = Facts(body=parent.body_id, settings=adopted.settings, parties=parties)
    outcome = _step(adopted, facts, act, cause)
    written = recorded(adopted.procedure, facts, outcome, body=parent.body_id, own=call.actor.keys)
    written |= {"session": parent.folded["session"], "year": parent.folded["year"], "parent": parent.number}
    if parent.official_number:
        siblings = Case.objects.of_body(parent.body_id).filter(parent=parent, kind=opening.kind).count()
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
    _begun(child, cause, _Decided(adopted=adopted, act=act, outcome=outcome, written=written))


def wake_parent(case: Case, call: Call) -> None:
    """Perform the automatic act of the parent, or of a case above, whose condition on the cases below has come true.

    An act that moves that case to another state wakes the case above it in its turn.
    """
    above, deep = case.parent_id, False
    while above is not None:
        parent = Case.objects.of_body(case.body_id).select_related("body", "parent").get(pk=above)
        if _woken(parent, call, deep=deep):
            return
        above, deep = parent.parent_id, True


def _woken(parent: Case, call: Call, *, deep: bool) -> bool:
    """Perform the first automatic act of a case that cases below now allow; tell whether the case moved by it."""
    adopted = adopting.by_digest(parent.procedure)
    automatic = [
        act
        for act in adopted.procedure.acts.values()
        if act.automatic and any(one.deep or not deep for one in act.children)
    ]
    if not any(parent.state in act.start for act in automatic):
        return False
    return _perform_first(parent, call, adopted, automatic, children=children_of(parent))


def _perform_first(
    case: Case, call: Call, adopted: Adopted, acts: Iterable[Act], *, children: tuple[Child, ...] | None = None
) -> bool:
    """Perform the first of some automatic acts that a case allows now; tell whether the case moved by it."""
    cause = replace(made("", "", actor=system_actor(case.body), data={}, at=call.at, key=None), late=call.late)
    facts = facts_of(case.folded, body=case.body_id, settings=adopted.settings, children=children)
    for act in acts:
        roles = cause.roles(adopted.procedure, facts.parties)
        given = given_for(case.kind, cause, body=case.body_id)
        if why_not(adopted.procedure, facts, act, roles=roles, given=given) is None:
            before = case.state
            return enter(case, replace(cause, act=act.name)).state != before
    return False
