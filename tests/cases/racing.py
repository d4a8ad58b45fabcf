"""Fifty processes that act at the same moment: `python -m tests.cases.racing DATABASE < calls.json > answers.json`.

Given are rounds of calls, a call for each process. Django is set up once and the process then forks, so that fifty
interpreters need not start; every process has a connection of its own, and a barrier lets each round begin at once.
"""

from __future__ import annotations

import json
import os
import sys
import time
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Barrier

Call = dict[str, Any]
PATIENCE = 60
"""Seconds that a process waits for the others to come to a round."""
MOST = 180
"""Seconds that all rounds may take together; whoever is not done by then gives no answers."""


def main() -> None:
    """Read the rounds, race them, and write the answers of each round in the order of its calls."""
    _set_up(sys.argv[1])
    rounds: list[list[Call]] = json.load(sys.stdin)
    processes = get_context("fork")
    many = len(rounds[0])
    barrier = processes.Barrier(many)
    ends = [processes.Pipe(duplex=False) for _place in range(many)]
    runners = [
        processes.Process(target=_run, args=(barrier, [calls[place] for calls in rounds], send))
        for place, (_receive, send) in enumerate(ends)
    ]
    for runner in runners:
        runner.start()
    until = time.monotonic() + MOST
    answers = [receive.recv() if receive.poll(max(0, until - time.monotonic())) else [] for receive, _send in ends]
    for runner in runners:
        runner.join(max(0, until - time.monotonic()))
        runner.kill()
    json.dump([list(one) for one in zip(*answers, strict=True)], sys.stdout)


def _set_up(database: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415 - after the settings are named
    from django.conf import settings  # noqa: PLC0415 - as above

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    import zhixing.cases.acts  # noqa: F401, PLC0415 - loaded before the fork, for all
    from tests.throwaway.kinds import CHAIN  # noqa: PLC0415 - as above
    from zhixing.cases import kinds  # noqa: PLC0415 - as above

    for kind in CHAIN:
        kinds.register(kind)


def _run(barrier: Barrier, calls: list[Call], send: Connection) -> None:
    """Make this process's call of every round."""
    from tests.world.story import LATER  # noqa: PLC0415 - as above
    from zhixing.assembly.clock import simulated  # noqa: PLC0415 - Django is set up by now

    answers = []
    with simulated(LATER):
        for call in calls:
            barrier.wait(PATIENCE)
            answers.append(_answer(call))
    send.send(answers)


def _answer(call: Call) -> Any:
    from django.db import DatabaseError  # noqa: PLC0415 - Django is set up by now

    from zhixing.procedure.facts import Refused  # noqa: PLC0415 - as above

    try:
        return _done(**call)
    except Refused as refused:
        return refused.code
    except DatabaseError as error:
        return f"{type(error).__name__}: {error}"


def _done(*, who: int, act: str, case: str = "", **call: Any) -> Any:
    from tests.world.story import LATER  # noqa: PLC0415 - Django is set up by now
    from zhixing.assembly.actors import actor_for  # noqa: PLC0415 - as above
    from zhixing.assembly.models import Body, Person  # noqa: PLC0415 - as above
    from zhixing.cases.acts import open_case, perform  # noqa: PLC0415 - as above
    from zhixing.register.log import seal, verify_database  # noqa: PLC0415 - as above

    if act == "verify":
        return [len(verify_database(seal().root).broken) for _time in range(5)]
    actor = actor_for(Person.objects.get(pk=who), body=Body.objects.get(), on=LATER.date())
    done = perform(case, act, actor=actor, **call) if case else open_case("proposal", act, actor=actor, **call)
    return [done.case.number, done.entry, done.state]


if __name__ == "__main__":
    main()
