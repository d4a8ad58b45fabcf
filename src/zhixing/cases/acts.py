"""The one door. Every act on every kind of matter, by a person, a script or the clock, is performed here.

The order of checks is fixed: the key of the call, whether the actor may see the case, the version seen, the moment,
then state, role, guards and data (:func:`zhixing.procedure.engine.step`). A refused act changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor, system_actor
from zhixing.assembly.models import Body, Session
from zhixing.cases import adopting
from zhixing.cases.calls import NOTHING_EARLIER, Call, Data, Done, Earlier, made
from zhixing.cases.entering import enter, open_earlier, open_new
from zhixing.cases.locking import lock_named, locked, named_cases
from zhixing.cases.models import Case
from zhixing.cases.words import CHANGED, KEY_REUSED, NO_SUCH_CASE
from zhixing.procedure.engine import find_act
from zhixing.procedure.facts import Refused
from zhixing.procedure.fields import keepable
from zhixing.procedure.words import Sentence
from zhixing.register.keys import used


def perform(
    case: Case | str,
    act: str,
    *,
    actor: Actor,
    data: Data | None = None,
    at: datetime | None = None,
    key: str | None = None,
    seen: int | None = None,
) -> Done:
    """Perform an act on an open case and return what was done.

    ``at`` is the legal moment, now when not given. ``key`` makes the call safe to repeat. ``seen`` is the number of
    the last entry the actor saw; without it the case is taken as it is now.

    Raises:
        Refused: with code, sentence and article; nothing has changed then.
    """
    number = case if isinstance(case, str) else case.number
    call = made(number, act, actor=actor, data=data, at=at or clock.now(), key=key)
    return _through_the_door(call, lambda: _perform_locked(number, call, seen))


def open_case(
    kind: str,
    act: str,
    *,
    actor: Actor,
    data: Data | None = None,
    at: datetime | None = None,
    key: str | None = None,
    session: Session | None = None,
) -> Done:
    """Open a case of a kind by one of its opening acts; in the current session unless another is given.

    Raises:
        Refused: with code, sentence and article; nothing has changed then.
    """
    call = made(kind, act, actor=actor, data=data, at=at or clock.now(), key=key)

    def opening() -> Done:
        prior = _prior(call)
        if prior is not None:
            return prior
        body = Body.objects.get(pk=actor.body_id)
        lock_named(call.data, body=body.pk)
        return open_new(kind, call, body=body, session=session or Session.receiving(body, call.on))

    return _through_the_door(call, opening)


def perform_by_clock(
    case: str,
    act: str,
    *,
    body: Body,
    data: Data | None = None,
    at: datetime,
    key: str,
    earlier: Earlier = NOTHING_EARLIER,
) -> Done:
    """Perform an act that happens because its day has come, or that an earlier record tells of; keys make it safe.

    Raises:
        Refused: when the act is not due; nothing has changed then.
    """
    call = made(case, act, actor=system_actor(body), data=data, at=at, key=key, earlier=earlier)
    return _through_the_door(call, lambda: _perform_locked(case, call, None))


def open_by_clock(
    kind: str,
    act: str,
    *,
    body: Body,
    data: Data | None = None,
    at: datetime,
    key: str,
    earlier: Earlier = NOTHING_EARLIER,
) -> Done:
    """Open a case that an earlier record tells of; it bears the year in which it is entered.

    Raises:
        Refused: with code, sentence and article; nothing has changed then.
    """
    call = made(kind, act, actor=system_actor(body), data=data, at=at, key=key, earlier=earlier)
    year = clock.now().astimezone(clock.ZONE).year
    return _through_the_door(call, lambda: _prior(call) or open_earlier(kind, call, body=body, year=year))


def _through_the_door(call: Call, doing: Callable[[], Done]) -> Done:
    """Answer a repeated call as the first time, and a call that lost a race with a conflict."""
    try:
        with transaction.atomic():
            return doing()
    except IntegrityError as error:
        prior = _prior(call)
        if prior is None:
            raise Refused("conflict", Sentence(CHANGED)) from error
        return prior


def _prior(call: Call) -> Done | None:
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


def _perform_locked(number: str, call: Call, seen: int | None) -> Done:
    case = locked(number, body=call.actor.body_id, beside=named_cases(call.data)) if keepable(number) else None
    prior = _prior(call)  # asked under the lock: the same call may just have been done by another process
    if prior is not None:
        return prior
    if case is None or not call.may_see(case):
        raise Refused("unknown", Sentence(NO_SUCH_CASE, number=number))
    return enter(case, call, seen=seen)
