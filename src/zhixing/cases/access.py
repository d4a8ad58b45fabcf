"""Fetching and permission are one act: nobody gets a case without the question whether they may see it."""

from __future__ import annotations

from zhixing.assembly.actors import Actor
from zhixing.cases.models import Case
from zhixing.cases.words import NO_SUCH_CASE
from zhixing.procedure.facts import Refused
from zhixing.procedure.fields import keepable
from zhixing.procedure.words import Sentence


def visible_case(number: str, actor: Actor) -> Case:
    """Return the case with this permanent or official number, if the actor may see it.

    An official number may be used in several kinds; the oldest case bearing it is meant.

    Raises:
        Refused: as unknown, with the same words whether the case is absent or closed to the actor.
    """
    cases = Case.objects.visible_to(actor).select_related("body", "session__term", "parent").order_by("pk")
    case = None
    if keepable(number):
        # One after the other: no index answers for both at once.
        case = cases.filter(number=number).first() or cases.filter(official_number=number).first()
    if case is None:
        raise Refused("unknown", Sentence(NO_SUCH_CASE, number=number))
    return case
