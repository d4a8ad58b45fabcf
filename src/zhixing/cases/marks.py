"""Marks that a kind puts on cases: something to look at, which refuses nothing and is told to some roles alone."""

from __future__ import annotations

from zhixing.assembly.actors import Actor
from zhixing.cases import adopting, kinds, reading
from zhixing.cases.kinds import Kind, Mark
from zhixing.cases.models import Case
from zhixing.procedure.model import Procedure
from zhixing.procedure.roles import held_roles


def marks_on(case: Case, actor: Actor) -> list[Mark]:
    """Return the marks a case bears that the actor is told of; one query for each mark of theirs."""
    kind = kinds.get(case.kind)
    if not kind.marks:
        return []
    roles = reading.roles_in(case, actor, adopting.by_digest(case.procedure))
    told = [mark for mark in kind.marks if roles.intersection(mark.roles)]
    itself = Case.objects.of_body(case.body_id).filter(pk=case.pk)
    return [mark for mark in told if itself.filter(mark.holds()).exists()]


def marks_for(kind: Kind, procedure: Procedure, actor: Actor) -> list[Mark]:
    """Return the marks by which the actor may filter a whole list: those told to a role held without being a party."""
    if not kind.marks:
        return []
    roles = held_roles(procedure, actor.keys, parties=(), body=actor.body_id)
    return [mark for mark in kind.marks if roles.intersection(mark.roles)]
