"""What is worked out of an assessment inside the door: the frame when it is opened, the draw when the seed is known."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Session
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import condition
from zhixing.cases.models import Case
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words
from zhixing.supervision.assessment_models import Assessment
from zhixing.supervision.drawing import digest, drawn, written

DIGITS = 12
"""So many digits has a seed that the software makes."""


def frame_of(body: Body, _case: Case | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the frame: the handlings of a session's proposals whose reply is released, as they are now.

    Raises:
        Refused: as invalid, when there is no such session, or it has fewer replies than are to be drawn.
    """
    named = str(data.get("of_session") or "").strip()
    session = Session.objects.of_body(body).named(named).first()
    if session is None:
        if not named:
            return {}
        known = "、".join(one.name for one in Session.objects.of_body(body).begun(clock.today()))
        raise _invalid("of_session", Sentence(NO_SESSION, name=named, known=known or "-"))
    procedure = adopting.in_force(body, "handling").procedure
    replied = condition(kinds.get("handling"), {"above": "proposal", "reached": "replied"}, [procedure])
    cases = Case.objects.of_body(body).filter(replied, kind="handling", session=session)
    numbers = list(cases.values_list("number", flat=True))
    wanted = str(data.get("how_many") or "")
    if wanted.isdecimal() and int(wanted) > len(numbers):
        raise _invalid("how_many", Sentence(TOO_FEW, session=session.name, known=len(numbers)))
    frame = written(numbers)
    return {"frame": frame, "frame_size": len(numbers), "frame_digest": digest(frame)} if numbers else {}


def draw_of(_body: Body, case: Case | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the draw from the frame that was fixed when the assessment was opened."""
    seed = str(data.get("seed") or "").strip()
    if case is None or not seed:
        return {}
    frame = Assessment.objects.get(case=case).frame.split()
    return {"drawn": drawn(seed, frame, case.folded["values"]["how_many"])}


def session_begins(_case: Case | None, actor: Actor) -> str | None:
    """Return the session an assessment is most likely about: the current one."""
    session = Session.objects.of_body(actor.body_id).opened(clock.today()).first()
    return session.name if session else None


def title_begins(_case: Case | None, actor: Actor) -> str:
    """Return a title for an assessment of the current session."""
    return f"{session_begins(None, actor) or ''}提案办理第三方评估"


def count_begins(_case: Case | None, actor: Actor) -> int:
    """Return how many are drawn where nothing else is said, as the committee has settled it."""
    adopted = adopting.in_force(Body.objects.get(pk=actor.body_id), "assessment")
    return adopted.procedure.number("draw_count", adopted.settings)


def seed_begins(case: Case | None, _actor: Actor) -> str | None:
    """Return a seed made by the software, where that was laid down before; any other comes from outside."""
    if case is None or case.folded["values"].get("seed_source") != "machine":
        return None
    return str(secrets.randbelow(10**DIGITS)).zfill(DIGITS)


def what_to_enter(case: Case) -> str:
    """Return how the seed is to come about, for whoever is about to draw."""
    return _("Laid down at the opening: %(rule)s") % {"rule": Assessment.objects.get(case=case).seed_rule}


def _invalid(field: str, sentence: Sentence) -> Refused:
    return Refused("invalid", sentence, ARTICLE, ((field, sentence),))


ARTICLE = "proposal-handling-measures/32-1"
NO_SESSION = Words("没有“{name}”这次会议。请从中填写：{known}。", "There is no session {name}. Write one of: {known}.")
TOO_FEW = Words(
    "{session}已答复的办理件只有 {known} 件。请减少抽取件数。",
    "Only {known} handlings of {session} are replied. Draw fewer.",
)
