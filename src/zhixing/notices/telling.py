"""From an entry to messages: who is told, and by which ways. The worker's first half.

The people are those who hold the keys on the day of telling. Whose turn it has become by an entry is told so; of the
rest, whoever the entry tells has something to read. Who acted is told nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from zhixing.assembly.holders import holders
from zhixing.notices.choosing import Ways, ways_of
from zhixing.notices.models import Message, Telling
from zhixing.notices.vocabulary import Reason, Sort, Status
from zhixing.register.models import Entry

AT_ONCE = 100
"""So many entries are told of in one transaction."""
STALE = timedelta(days=3)
"""What waited longer, because no worker ran, is no news any more: it is put on the list and not sent."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry to tell of: the act, who acted, and by key the act that is its holders', or "" for something to read."""

    telling: Telling
    act: str
    actor: int | None
    keys: Mapping[str, str]


@transaction.atomic
def tell_some(*, at: datetime, on: date) -> int:
    """Make the messages of the entries that waited longest, and return how many entries these were.

    All or nothing: several workers may do so at once, and none repeats what another did.
    """
    waiting = Telling.objects.select_related("case").defer("case__folded").order_by("pk")
    tellings = list(waiting.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
    told = list(_told(tellings))
    people = holders({key for one in told for key in one.keys}, on=on)
    awaited = {one.telling.pk: _people(one, people) for one in told}
    by_body: dict[int, set[int]] = defaultdict(set)
    for one in told:
        by_body[one.telling.case.body_id] |= awaited[one.telling.pk].keys()
    ways = {body: ways_of(some, body=body, on=on) for body, some in by_body.items()}
    messages = [
        message
        for one in told
        for person, act in awaited[one.telling.pk].items()
        for message in _messages(one, person, act, ways[one.telling.case.body_id].get(person, {}), at)
    ]
    # A restored backup may hold a telling whose messages went before.
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    Telling.objects.filter(pk__in=[telling.pk for telling in tellings]).delete()
    return len(tellings)


def _told(tellings: Iterable[Telling]) -> Iterable[Told]:
    """Yield what each entry tells, read from its outcome and from that of the entry before it."""
    wanted = {(telling.case.number, telling.entry): telling for telling in tellings}
    numbers = {number for _case, entry in wanted for number in (entry - 1, entry)}
    rows = Entry.objects.unscoped("tellings of all bodies").filter(
        case__in={case for case, _entry in wanted}, number__in=numbers
    )
    found = {(row.case, row.number): row for row in rows.only("case", "number", "act", "actor_id", "outcome")}
    for (case, number), telling in wanted.items():
        entry, before = found.get((case, number)), found.get((case, number - 1))
        if entry is not None:
            keys = keys_told(json.loads(entry.outcome), json.loads(before.outcome) if before else {})
            yield Told(telling, entry.act, entry.actor_id, keys)


def keys_told(outcome: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, str]:
    """Return by key the act that is its holders' to perform, or "" where they have something to read.

    An act is news to those it was not awaited of before, and to those the entry tells, as a reminder does.
    """
    known = {(todo["act"], key) for todo in before.get("todo", ()) for key in todo["keys"]}
    keys = dict.fromkeys(outcome["tells"], "")
    for todo in outcome["todo"]:
        for key in todo["keys"]:
            if key in keys or (todo["act"], key) not in known:
                keys[key] = keys.get(key) or todo["act"]
    return keys


def _people(told: Told, holding: Mapping[str, frozenset[int]]) -> dict[int, str]:
    """Return who is told, each with the act that is theirs, or ""; nobody twice, and not who acted."""
    people: dict[int, str] = {}
    for key, act in told.keys.items():
        for person in holding[key]:
            people[person] = people.get(person) or act
    people.pop(told.actor or 0, None)
    return people


def _messages(told: Told, person: int, awaits: str, ways: Ways, at: datetime) -> Iterable[Message]:
    stale = told.telling.made_at < at - STALE
    for channel, way in ways.items():
        if way.takes(Sort.TURN if awaits else Sort.READ):
            yield Message(
                body_id=told.telling.case.body_id,
                person_id=person,
                case=told.telling.case,
                entry=told.telling.entry,
                channel=channel,
                act=told.act,
                awaits=awaits,
                made_at=told.telling.made_at,
                next_at=at,
                status=Status.FAILED if stale else Status.WAITING,
                reason=Reason.STALE if stale else "",
            )
