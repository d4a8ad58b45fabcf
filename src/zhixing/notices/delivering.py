"""Send what waits, try again what did not go, and put aside what cannot go. The worker's second half.

A message is taken for a while by moving its next moment ahead, so that several workers share the work and one that dies
loses nothing. Whoever died between sending and noting it lets the message go twice; the gateway gets the same id.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from zhixing.assembly.actors import Actor, standing_of
from zhixing.cases.models import CaseReader, Todo
from zhixing.notices import wording
from zhixing.notices.channels import gateways
from zhixing.notices.choosing import masked_address, ways_of
from zhixing.notices.gateways.gateway import Outgoing, Undeliverable
from zhixing.notices.models import Message
from zhixing.notices.telling import tell_some
from zhixing.notices.vocabulary import Channel, Reason, Sort, Status

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
"""How long a message waits after each failed try; after the last it is put on the list."""
AT_ONCE = 10
TAKEN_FOR = timedelta(minutes=15)
"""Longer than a worker needs for the messages it takes at once, each waiting for a slow gateway."""
KEPT = timedelta(days=90)
"""How long it is known that a message went."""

_log = logging.getLogger(__name__)
_WHY = "the worker serves all bodies"


@dataclass(slots=True)
class Report:
    """What a run did: entries told of, messages sent, put off, given up, and dropped because nobody wants them now."""

    entries: int = 0
    sent: int = 0
    put_off: int = 0
    failed: int = 0
    dropped: int = 0


def run(*, at: datetime, on: date) -> Report:
    """Tell of every entry that waits and send every message whose time has come; ``on`` is the day of the posts."""
    report = Report()
    while some := tell_some(at=at, on=on):
        report.entries += some
    while messages := _taken(at):
        for message in messages:
            _deliver(message, at=at, on=on, report=report)
    forget_old(at)
    return report


def forget_old(at: datetime) -> None:
    """Delete what was settled long ago."""
    settled = Message.objects.unscoped(_WHY).filter(status__in=(Status.SENT, Status.NOTED), next_at__lt=at - KEPT)
    settled.delete()


@transaction.atomic
def _taken(at: datetime) -> list[Message]:
    """Take some messages that nobody else can take meanwhile."""
    due = Message.objects.unscoped(_WHY).due(at).select_for_update(skip_locked=True)
    numbers = list(due.values_list("pk", flat=True)[:AT_ONCE])
    mine = Message.objects.unscoped(_WHY).filter(pk__in=numbers)
    mine.update(next_at=at + TAKEN_FOR, tries=F("tries") + 1, tried_at=at)
    return list(mine.select_related("person", "body", "case__session").order_by("pk"))


def _deliver(message: Message, *, at: datetime, on: date, report: Report) -> None:
    """Send one message and note what came of it."""
    actor = standing_of(message.person, on=on).actor(message.body)
    way = (
        ways_of([message.person_id], body=message.body_id, on=on)
        .get(message.person_id, {})
        .get(Channel(message.channel))
    )
    sort = Sort.TURN if message.awaits else Sort.READ
    if way is None or not way.takes(sort) or not _still_news(message, actor):
        message.delete()
        report.dropped += 1
        return
    message.masked = masked_address(way.address)
    try:
        _send(message, way.address, actor)
    except Undeliverable as failed:
        _put_off(message, failed, at=at, report=report, address=way.address)
    except Exception:  # noqa: BLE001 - one message that meets a fault of ours must not keep back the others
        _log.exception("Message %s could not be sent.", message.pk)
        _put_off(message, Undeliverable(Reason.ERROR, temporary=True), at=at, report=report, address=way.address)
    else:
        message.reason, message.detail = "", ""
        _note(message, Status.SENT, next_at=at)
        report.sent += 1


def _still_news(message: Message, actor: Actor) -> bool:
    """Tell whether the person may see the case, and an act said to be theirs still waits for them."""
    keys = sorted(actor.keys)
    if not actor.posts and not actor.is_member:
        return False
    if not CaseReader.objects.filter(case=message.case_id, key__in=keys).exists():
        return False
    return not message.awaits or Todo.objects.filter(case=message.case_id, act=message.awaits, key__in=keys).exists()


def _send(message: Message, address: str, actor: Actor) -> None:
    gateway = gateways()[Channel(message.channel)]
    if not address:
        raise Undeliverable(Reason.NO_ADDRESS, temporary=False)
    text = wording.worded(message, actor, longest=gateway.longest, overheard=gateway.overheard)
    gateway.send(Outgoing(id=f"zhixing-{message.pk}", to=address, subject=text.subject, text=text.text))


def _put_off(message: Message, failed: Undeliverable, *, at: datetime, report: Report, address: str) -> None:
    message.reason = failed.reason
    detail = failed.detail.replace(address, message.masked) if address else failed.detail
    message.detail = " ".join(detail.split())[:200]
    if failed.temporary and message.tries <= len(PAUSES):
        _note(message, Status.WAITING, next_at=at + PAUSES[message.tries - 1])
        report.put_off += 1
    else:
        _note(message, Status.FAILED, next_at=at)
        report.failed += 1


def _note(message: Message, status: Status, *, next_at: datetime) -> None:
    """Write what came of a try, unless another worker has taken the message since."""
    same = Message.objects.of_body(message.body_id).filter(pk=message.pk, status=Status.WAITING, tries=message.tries)
    same.update(status=status, next_at=next_at, masked=message.masked, reason=message.reason, detail=message.detail)
