"""Opening a case that speaks of another: a letter about a late handling, a problem from a promise that was not kept.

An act that opens a case and has a field ``about`` for cases of some kinds is offered on their pages, and its form
begins with the case it was offered on; on the page of a case that stands for another, with that one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from zhixing.assembly.actors import Actor
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case
from zhixing.common.parts import Link
from zhixing.desk.acting import Task
from zhixing.desk.speech import say
from zhixing.procedure import fields as procedure_fields
from zhixing.procedure.model import Field
from zhixing.procedure.roles import may_open

ABOUT = "about"
"""The field, and in the address of an editor the numbers of the cases it begins with."""
MOST_ABOUT = 50
BEGINS = "begins"
"""In the address of an editor the name of what it begins with, as its kind declares (``Kind.begun``)."""


def offered(case: Case, actor: Actor) -> list[Link]:
    """Return the ways in which the actor may open a case that speaks of this one, as the procedures in force say.

    One query, and none where no such kind is for an office the actor works in.
    """
    return list(_offered(case, actor))


def _offered(case: Case, actor: Actor) -> Iterator[Link]:
    subject, number = _subject(case)
    # Whatever speaks of other cases is an office's.
    offices = {function for post in actor.posts for function in post.functions}
    of_offices = {kind.slug: kind for kind in kinds.everyone() if offices.intersection(kind.menu_for)}
    in_force = adopting.each_in_force(case.body, of_offices) if of_offices else {}
    for slug, kind in of_offices.items():
        procedure = in_force[slug].procedure
        for act in procedure.opening_acts():
            field = act.fields.get(ABOUT)
            if field is None or subject not in field.kinds:
                continue
            if may_open(procedure, act, actor.keys, body=case.body_id):
                address = reverse("desk:open", args=[kind.plural, act.name])
                title = f"{kind.title} · {say(act.title)}"
                yield Link(title=title, url=f"{address}?{urlencode({ABOUT: number})}")


def _subject(case: Case) -> tuple[str, str]:
    """Return the kind and the number of what is spoken of: the case, or the one it stands for."""
    name = kinds.get(case.kind).stands_for
    if not name:
        return case.kind, case.called
    (kind,) = adopting.by_digest(case.procedure).procedure.opening_acts()[0].fields[name].kinds
    return kind, case.folded["values"][name]["number"]


def _codes(task: Task, field: Field) -> Collection[str]:
    """Return the codes that a choice of an act offers."""
    return procedure_fields.offered(task.adopted.procedure, field, task.adopted.settings)


def begins_with(task: Task, asked: QueryDict) -> Mapping[str, Any] | None:
    """Return what a form begins with that was opened to speak of other cases; None when it does not.

    The address says by what name the kind's own beginning is called; or it names the cases, and may name codes of
    lists. Whether those cases may be named is found when the act is performed, as for one that was typed.
    """
    numbers = asked.getlist(ABOUT)[:MOST_ABOUT]
    begun = task.kind.begun.get(task.act.name, {}).get(asked.get(BEGINS, "")) if task.case is None else None
    if begun is not None:
        return begun(task.actor, numbers) or None
    field = task.act.fields.get(ABOUT)
    if task.case is not None or not numbers or field is None or field.type != "cases":
        return None
    chosen = {
        name: asked[name]
        for name, one in task.act.fields.items()
        if one.type == "choice" and asked.get(name, "") in _codes(task, one)
    }
    return {ABOUT: numbers, **chosen}
