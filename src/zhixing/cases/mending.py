"""What `correct direct migrate redact` need beyond the procedure: earlier entries, a second person, a new procedure.

A field that child cases took over at their opening is mended in them too.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from typing import cast

from zhixing.assembly.actors import actor_for
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Person
from zhixing.cases import adopting
from zhixing.cases.adopting import Adopted
from zhixing.cases.calls import Call, made
from zhixing.cases.directory import BodyDirectory
from zhixing.cases.folding import Folded, facts_of
from zhixing.cases.models import Adoption, Case
from zhixing.cases.words import (
    NO_STATE_THERE,
    NO_SUCH_PROCEDURE,
    NO_SUCH_VALUE,
    NOT_CORRECTABLE,
    REDACT_ORIGIN,
    SECOND_IS_SELF,
    SECOND_LACKS_ROLE,
)
from zhixing.files.naming import let_go
from zhixing.procedure.effects import DATE_FIELD
from zhixing.procedure.engine import awaited
from zhixing.procedure.facts import Facts, Given, Outcome, Refused
from zhixing.procedure.fields import check_one
from zhixing.procedure.model import Act, Field, Procedure
from zhixing.procedure.roles import held_roles
from zhixing.procedure.standing import NAMES as STANDING
from zhixing.procedure.words import Sentence
from zhixing.register.models import Entry, FieldValue
from zhixing.register.writer import remove_value

CORRECTABLE = ("text", "prose", "date", "choice", "integer")


def correctable(procedure: Procedure, field: Field) -> bool:
    """Tell whether a correction may replace a field: nothing from which a clock, a draw or a link was reckoned."""
    reckoned = {clock.extends.field for clock in procedure.clocks.values() if clock.extends}
    reckoned |= {name for act in procedure.acts.values() for one in act.fields.values() for name in one.worked_out}
    integer = field.type == "integer" and (field.entry_of or field.name in reckoned)
    return field.type in CORRECTABLE and not integer and not field.worked_out and field.name not in reckoned


def checked(
    case: Case, act: Act, call: Call, outcome: Outcome, adopted: Adopted, facts: Facts
) -> tuple[Adopted, Outcome]:
    """Return the procedure and the outcome of a standing act that holds against the case's own entries and people.

    Raises:
        Refused: as invalid, naming the field at fault.
    """
    match act.name:
        case "correct":
            return adopted, _corrected(case, act, call, outcome)
        case "redact":
            _check_redaction(case, act, outcome)
        case "direct":
            _check_second(case, act, call, outcome, adopted)
        case "migrate":
            return _migrated(case, act, call, outcome, facts)
    return adopted, outcome


def _invalid(act: Act, field: str, sentence: Sentence) -> Refused:
    return Refused("invalid", sentence, act.article, ((field, sentence),))


def _entry_number(outcome: Outcome) -> int:
    return cast("int", outcome.data["entry"])


def _named_value(case: Case, act: Act, outcome: Outcome) -> Entry:
    """Return the entry whose field is named, or refuse with the fields it has."""
    number, name = _entry_number(outcome), str(outcome.data["field"])
    entry = Entry.objects.of_body(case.body_id).filter(case=case.number, number=number).first()
    values = FieldValue.objects.filter(entry=entry, value__isnull=False).values_list("name", flat=True)
    known = sorted(values) if entry else []
    if entry is None or name not in known:
        raise _invalid(act, "field", Sentence(NO_SUCH_VALUE, entry=number, field=name, known=", ".join(known) or "-"))
    return entry


def _corrected(case: Case, act: Act, call: Call, outcome: Outcome) -> Outcome:
    """Return the outcome with the correct value in the form in which the corrected field keeps it."""
    name = str(outcome.data["field"])
    if name == DATE_FIELD:
        return outcome
    entry = _named_value(case, act, outcome)
    adopted = adopting.by_digest(entry.procedure)
    field = adopted.procedure.acts[entry.act].fields[name]
    if not correctable(adopted.procedure, field) or (
        entry.act in STANDING and (entry.act != "import" or name == "state")
    ):
        raise _invalid(act, "field", Sentence(NOT_CORRECTABLE, field=field.title))
    result = check_one(
        adopted.procedure,
        field,
        outcome.data.get("value", ""),
        facts=facts_of(case.folded, body=case.body_id, settings=adopted.settings),
        given=Given(
            on=call.on,
            calendar=work_calendar(),
            directory=BodyDirectory(case.body_id, call.on, seeing=call.actor.keys or None, person=call.actor.person_id),
            guards={},
        ),
    )
    if result.faults:
        raise _invalid(act, "value", result.faults[0][1])
    return replace(outcome, data={**outcome.data, "value": result.values[name]}) if result.values else outcome


def _check_redaction(case: Case, act: Act, outcome: Outcome) -> None:
    entry = _named_value(case, act, outcome)
    if entry.act == "correct" and outcome.data["field"] == "value":
        mend = json.loads(entry.outcome)["corrects"]
        raise _invalid(act, "field", Sentence(REDACT_ORIGIN, entry=mend["entry"], field=mend["field"]))


def _check_second(case: Case, act: Act, call: Call, outcome: Outcome, adopted: Adopted) -> None:
    named = cast("dict[str, int]", outcome.data["second"])
    person = Person.objects.get(pk=named["id"])
    if person.pk == call.actor.person_id:
        raise _invalid(act, "second", Sentence(SECOND_IS_SELF))
    second = actor_for(person, body=case.body, on=call.on)
    facts = facts_of(case.folded, body=case.body_id, settings=adopted.settings)
    roles = held_roles(adopted.procedure, second.keys, parties=facts.parties, body=case.body_id)
    if roles.isdisjoint(act.by):
        raise _invalid(act, "second", Sentence(SECOND_LACKS_ROLE, name=person.name))


def _target(case: Case, act: Act, outcome: Outcome) -> tuple[Adopted, str]:
    """Return the procedure a case moves to and the state it will be in there."""
    digest, state = str(outcome.data["procedure"]), str(outcome.data["state"])
    if not Adoption.objects.filter(body=case.body_id, kind=case.kind, procedure=digest).exists():
        raise _invalid(act, "procedure", Sentence(NO_SUCH_PROCEDURE, digest=digest[:16]))
    adopted = adopting.by_digest(digest)
    if state not in adopted.procedure.states:
        known = ", ".join(adopted.procedure.states)
        raise _invalid(act, "state", Sentence(NO_STATE_THERE, state=state, known=known))
    return adopted, state


def _migrated(case: Case, act: Act, call: Call, outcome: Outcome, facts: Facts) -> tuple[Adopted, Outcome]:
    """Return the new procedure and the outcome under it; clocks it does not know are stopped."""
    adopted, name = _target(case, act, outcome)
    state = adopted.procedure.states[name]
    clocks = {
        clock: value if clock in adopted.procedure.clocks and not state.final else value.ended_on(call.on)
        for clock, value in outcome.clocks.items()
    }
    moved = replace(
        outcome,
        state=name,
        clocks=clocks,
        final=state.final,
        next=awaited(adopted.procedure, name, facts),
        milestones=adopted.procedure.milestones_in(name),
    )
    return adopted, moved


def remove_redacted(case: Case, outcome: Outcome) -> None:
    """Remove a redacted value, the files it names, and whatever corrections put in its place."""
    number, name = _entry_number(outcome), str(outcome.data["field"])
    entries = Entry.objects.of_body(case.body_id).filter(case=case.number)
    entry = entries.get(number=number)
    removed = FieldValue.objects.get(entry=entry, name=name).value
    remove_value(entry_id=entry.pk, name=name)
    let_go([json.loads(removed or "null")])
    for correction in entries.filter(act="correct"):
        if json.loads(correction.outcome)["corrects"] == {"entry": number, "field": name}:
            remove_value(entry_id=correction.pk, name="value")


def remove_values(case: Case, names: Collection[str]) -> None:
    """Remove what any entry of a case says in fields of these names, with the files it names and what mends it."""
    if not names:
        return
    entries = Entry.objects.of_body(case.body_id).filter(case=case.number)
    wanted = [(entry.pk, name) for entry in entries for name in names]
    mends = [(entry.pk, json.loads(entry.outcome)["corrects"]["field"]) for entry in entries if entry.act == "correct"]
    wanted += [(pk, "value") for pk, field in mends if field in names]
    stored = FieldValue.objects.filter(entry__in={pk for pk, _name in wanted}, value__isnull=False)
    kept = {(pk, name): value for pk, name, value in stored.values_list("entry_id", "name", "value")}
    for pk, name in wanted:
        if (pk, name) in kept:
            remove_value(entry_id=pk, name=name)
            let_go([json.loads(kept[pk, name] or "null")])


def carried_on(
    case: Case, folded: Folded, call: Call, outcome: Outcome, procedure: Procedure
) -> list[tuple[Case, Call]]:
    """Return the same correction or redaction for every child case that took the field over at its opening.

    ``folded`` is the case before the act: a child took over what stood in the case, not what had stood there earlier.
    """
    name = outcome.data.get("field")
    if outcome.act not in {"correct", "redact"} or folded["sources"].get(name) != outcome.data["entry"]:
        return []
    openings = [opening for act in procedure.acts.values() for opening in act.opens]
    takers = {opening.kind for opening in openings if name in opening.carries}
    if not takers:
        return []
    children = list(
        Case.objects.of_body(case.body_id).filter(parent=case, kind__in=takers).select_related("body").order_by("pk")
    )
    openings_of = Entry.objects.of_body(case.body_id).filter(case__in=[child.number for child in children], number=1)
    opened = dict(openings_of.values_list("pk", "case"))
    kept = FieldValue.objects.filter(entry__in=list(opened), name=name, value__isnull=False)
    took = {opened[entry] for entry in kept.values_list("entry_id", flat=True)}
    return [(child, _same(child, call, outcome)) for child in children if child.number in took]


def _same(child: Case, call: Call, outcome: Outcome) -> Call:
    """Return the call by which an act of the parent is done to a child; the child's opening is its first entry."""
    by = adopting.by_digest(child.procedure).procedure.acts[outcome.act].by
    data = {**outcome.data, "entry": 1}
    return made(child.number, outcome.act, actor=call.actor, data=data, at=call.at, key=None, granted=frozenset(by))
