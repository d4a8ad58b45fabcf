"""Opening a case that speaks of another: a letter about a late handling, a problem from a promise that was not kept.

An act that opens a case and has a field ``about`` for cases of some kinds is offered on their pages, and its form
begins with the case it was offered on; on the page of a case that stands for another, with that one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from zhixing.assembly.actors import Actor
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case
from zhixing.common.parts import Link
from zhixing.desk.acting import Task
from zhixing.desk.speech import say
from zhixing.procedure.reader import read
from zhixing.procedure.roles import held_roles

ABOUT = "about"
"""The field, and in the address of an editor the number of the case it begins with."""


def offered(case: Case, actor: Actor) -> list[Link]:
    """Return the ways in which the actor may open a case that speaks of this one; no query.

    The shipped procedures say who may; where a committee's own one knows better, the form refuses with its sentence.
    """
    return list(_offered(case, actor))


def _offered(case: Case, actor: Actor) -> Iterator[Link]:
    subject, number = _subject(case)
    for kind in kinds.everyone():
        if not kind.menu_for:
            continue  # whatever speaks of other cases is an office's
        procedure = read(kind.procedure)
        held = held_roles(procedure, actor.keys, parties=(), body=case.body_id)
        for act in procedure.opening_acts():
            field = act.fields.get(ABOUT)
            if field is not None and subject in field.kinds and not held.isdisjoint(act.by):
                address = reverse("desk:open", args=[kind.plural, act.name])
                title = f"{kind.title} · {say(act.title)}"
                yield Link(title=title, url=f"{address}?{urlencode({ABOUT: number})}")


def _subject(case: Case) -> tuple[str, str]:
    """Return the kind and the number of what is spoken of: the case, or the one it stands for."""
    name = kinds.get(case.kind).stands_for
    if not name:
        return case.kind, case.official_number or case.number
    (kind,) = adopting.by_digest(case.procedure).procedure.opening_acts()[0].fields[name].kinds
    return kind, case.folded["values"][name]["number"]


def begins_with(task: Task, number: str) -> Mapping[str, Any] | None:
    """Return what a form begins with that was opened from another case's page; None when it does not speak of cases.

    Whether that case may be named is found when the act is performed, as for one that was typed.
    """
    field = task.act.fields.get(ABOUT)
    if task.case is not None or not number or field is None or field.type != "cases":
        return None
    return {ABOUT: [number]}
