"""What the page of a committee's choices shows: every number and list, what it was before, and who adopted it when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhixing.assembly import clock
from zhixing.assembly.models import Body
from zhixing.cases import adopting, chosen, kinds
from zhixing.cases.chosen import Choice, ListChoice
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Adoption
from zhixing.desk.speech import joined, say
from zhixing.procedure.reader import parse
from zhixing.procedure.source import ProcedureError


def parts(body: Body) -> list[Mapping[str, Any]]:
    """Return for every kind what a committee may choose and has chosen. Nothing is adopted by looking."""
    return [_part(body, kind) for kind in kinds.everyone()]


def _part(body: Body, kind: Kind) -> Mapping[str, Any]:
    adoption = adopting.last_adoption(body, kind.slug)
    part: dict[str, Any] = {"key": kind.slug, "title": kind.title, "adopted": _adopted(adoption)}
    try:
        own = adopting.by_digest(adoption.procedure_id) if adoption else adopting.own_of(body, kind.slug).adopted()
    except ProcedureError as error:
        return part | {"faults": [say(problem.what) for problem in error.problems]}
    shipped = parse(adopting.shipped(kind.slug), file=str(kind.procedure))
    return part | {
        "version": own.procedure.version,
        "numbers": [_number(one) for one in chosen.numbers(own)],
        "lists": [_list(one) for one in chosen.lists(own)],
        "changes": [say(sentence) for sentence in chosen.told(shipped, own)],
    }


def _adopted(adoption: Adoption | None) -> str:
    if adoption is None:
        return _("Not needed yet; it is adopted with the first case.")
    day = adoption.adopted_at.astimezone(clock.ZONE).date().isoformat()
    if adoption.adopted_by is None:
        return _("Adopted on %(day)s, when it was first needed or from the command line.") % {"day": day}
    return _("Adopted on %(day)s by %(name)s.") % {"day": day, "name": adoption.adopted_by.name}


def _number(one: Choice) -> Mapping[str, Any]:
    return {
        "title": say(one.title),
        "value": one.value,
        "default": one.default,
        "bounds": _("%(least)d to %(most)d") % {"least": one.least, "most": one.most},
        "source": one.source,
        "changed": one.changed,
    }


def _list(one: ListChoice) -> Mapping[str, Any]:
    return {
        "title": say(one.title),
        "codes": joined(say(title) for _code, title, _flags in one.codes),
        "source": one.source,
        "changed": one.changed,
    }
