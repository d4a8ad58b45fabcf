"""The frame of the one door: a call repeated is answered as the first time, a lost race is a conflict.

Whoever performs an act comes in by :mod:`zhixing.cases.acts`; the day's clocks, which do what fell due day by day, by
:func:`by_clock`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from zhixing.assembly.actors import system_actor
from zhixing.assembly.models import Body
from zhixing.cases import adopting
from zhixing.cases.calls import Call, Data, Done, made
from zhixing.cases.entering import enter
from zhixing.cases.locking import locked, named_cases
from zhixing.cases.models import Case
from zhixing.cases.words import CHANGED, KEY_REUSED, NO_SUCH_CASE
from zhixing.procedure.engine import find_act
from zhixing.procedure.facts import Refused
from zhixing.procedure.fields import keepable
from zhixing.procedure.words import Sentence
from zhixing.register.keys import used


def by_clock(
    case: str, act: str, *, body: Body, data: Data, at: datetime, key: str, late: datetime | None = None
) -> Done:
    """Perform an act that happens because its day has come; ``late`` is the moment when that day was missed.

    Raises:
        Refused: when the act is not due; nothing has changed then.
    """
    call = replace(made(case, act, actor=system_actor(body), data=data, at=at, key=key), late=late)
    return through_the_door(call, lambda: perform_locked(case, call))


def through_the_door(call: Call, doing: Callable[[], Done]) -> Done:
    """Answer a repeated call as the first time, and a call that lost a race with a conflict."""
    try:
        with transaction.atomic():
            return doing()
    except IntegrityError as error:
        prior = prior_of(call)
        if prior is None:
            raise Refused("conflict", Sentence(CHANGED)) from error
        return prior


def prior_of(call: Call) -> Done | None:
    """Return what an earlier call with this key did; refuse the key when it carried something else."""
    if call.key is None:
        return None
    entry = used(call.key, actor=call.actor.person_id, body=call.actor.body_id)
    if entry is None:
        return None
    if entry.payload != call.payload:
        act = find_act(adopting.by_digest(entry.procedure).procedure, entry.act)
        raise Refused("conflict", Sentence(KEY_REUSED, key=call.key), act.article)
    case = Case.objects.unscoped("found by the actor's own entry").get(number=entry.case)
    state: str = json.loads(entry.outcome)["state"]
    return Done(case, entry.number, state)


def perform_locked(number: str, call: Call, seen: int | None = None) -> Done:
    """Perform a call on a case that is locked for the transaction.

    Raises:
        Refused: with code, sentence and article.
    """
    case = locked(number, body=call.actor.body_id, beside=named_cases(call.data)) if keepable(number) else None
    prior = prior_of(call)  # asked under the lock: the same call may just have been done by another process
    if prior is not None:
        return prior
    if case is None or not call.may_see(case):
        raise Refused("unknown", Sentence(NO_SUCH_CASE, number=number))
    return enter(case, call, seen=seen)
