"""The one door. Every act on every kind of matter, by a person, a script or the clock, is performed here.

What fell due on an earlier day and was not done yet is done first, so that nobody acts in a state that was over. Then
the order of checks is fixed: the key of the call, whether the actor may see the case, the version seen, the moment,
then state, role, guards and data (:func:`zhixing.procedure.engine.step`). A refused act changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor, system_actor
from zhixing.assembly.models import Body, Session
from zhixing.cases.calls import NOTHING_EARLIER, Call, Data, Done, Earlier, made
from zhixing.cases.catching_up import settle
from zhixing.cases.door import perform_locked, prior_of, through_the_door
from zhixing.cases.entering import open_earlier, open_new
from zhixing.cases.locking import lock_named, named_cases
from zhixing.cases.models import Case


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
    _settle_first(call, number)
    return through_the_door(call, lambda: perform_locked(number, call, seen))


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
        prior = prior_of(call)
        if prior is not None:
            return prior
        body = Body.objects.get(pk=actor.body_id)
        lock_named(call.data, body=body.pk)
        return open_new(kind, call, body=body, session=session or Session.receiving(body, call.on))

    _settle_first(call)
    return through_the_door(call, opening)


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
    _settle_first(call, case)
    return through_the_door(call, lambda: perform_locked(case, call))


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
    return through_the_door(call, lambda: prior_of(call) or open_earlier(kind, call, body=body, year=year))


def _settle_first(call: Call, *numbers: str) -> None:
    """Do what the clocks missed up to the day of a call, in the family of its case and of those that it names."""
    settle([*numbers, *named_cases(call.data)], body=call.actor.body_id, on=call.on)
