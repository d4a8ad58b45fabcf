"""What the worker does with messages that go, that do not, and that two workers want."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from tests.notices.conftest import PHONE, Post
from zhixing.assembly import clock
from zhixing.notices import delivering
from zhixing.notices.channels import gateways
from zhixing.notices.gateways.gateway import Gateway, Outgoing, Undeliverable
from zhixing.notices.models import Choice, Message
from zhixing.notices.office import try_again
from zhixing.notices.standing import standing
from zhixing.notices.vocabulary import Channel, Reason, Status, Wants

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


@dataclass
class Broken:
    """A gateway that answers as it is told."""

    failure: Exception
    longest: int | None = 70
    overheard: bool = False
    tried: list[str] = field(default_factory=list)

    def send(self, message: Outgoing) -> None:
        self.tried.append(message.id)
        raise self.failure


def broken(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> Broken:
    gateway = Broken(failure)
    ways: dict[Channel, Gateway] = {Channel.SMS: gateway}
    monkeypatch.setattr(delivering, "gateways", lambda: ways)
    return gateway


def assigned(post: Post) -> None:
    post.want("liao", Channel.SMS)
    post.desks.assigned()


def only() -> Message:
    return Message.objects.unscoped("test").get()


def test_a_busy_gateway_is_tried_again_with_growing_pauses_and_then_listed(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = broken(monkeypatch, Undeliverable(Reason.BUSY, f"no room for {PHONE}", temporary=True))
    assigned(post)

    minutes, tries = 1, []
    for pause in (0, 1, 5, 30, 120, 480):
        minutes += pause
        post.work(after=timedelta(minutes=minutes, seconds=-1))
        post.work(after=timedelta(minutes=minutes))
        tries.append(only().tries)
        minutes += 1

    message = only()
    assert tries == [1, 2, 3, 4, 5, 6]
    assert (message.status, message.reason) == (Status.FAILED, Reason.BUSY)
    assert (message.masked, message.detail) == ("139****0001", "no room for 139****0001")
    assert set(gateway.tried) == {f"zhixing-{message.pk}"}
    assert post.work(after=timedelta(days=1)).failed == 0


def test_a_wrong_address_is_listed_at_once(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch, Undeliverable(Reason.WRONG_ADDRESS, temporary=False))
    assigned(post)

    assert post.work().failed == 1
    assert (only().status, only().tries) == (Status.FAILED, 1)


def test_a_fault_of_ours_keeps_no_other_message_back(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken(monkeypatch, RuntimeError("a mistake"))
    post.want("an", Channel.SMS)
    assigned(post)

    assert post.work().put_off == 3
    assert "could not be sent" in caplog.text
    assert PHONE not in caplog.text


def test_no_address_is_listed(post: Post) -> None:
    post.want("liao", Channel.SMS, address="")
    post.desks.assigned()

    post.work()

    assert (only().status, only().reason) == (Status.FAILED, Reason.NO_ADDRESS)


def test_tried_again_it_goes(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        broken(patch, Undeliverable(Reason.WRONG_ADDRESS, temporary=False))
        assigned(post)
        post.work()

    assert try_again(only(), at=clock.true_now())
    assert post.work().sent == 1
    assert (only().status, only().reason, len(post.sent())) == (Status.SENT, "", 1)
    assert not try_again(only(), at=clock.true_now())


def test_what_nobody_wants_any_more_is_dropped(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        broken(patch, Undeliverable(Reason.BUSY, temporary=True))
        assigned(post)
        post.work()
    Choice.objects.update(wants=Wants.NOTHING)

    report = post.work(after=timedelta(minutes=5))

    assert (report.sent, report.dropped, Message.objects.unscoped("test").count()) == (0, 1, 0)


def test_a_turn_that_somebody_else_took_meanwhile_is_dropped(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date  # noqa: PLC0415 - for this story alone

    post.want("liao", Channel.SMS)
    _case, handling = post.desks.assigned()
    with monkeypatch.context() as patch:
        broken(patch, Undeliverable(Reason.BUSY, temporary=True))
        post.work()
    post.desks.act(handling, "accept", "liao", on=date(2026, 3, 3))

    report = post.work(after=timedelta(minutes=5))

    assert (report.sent, report.dropped, post.sent()) == (0, 1, [])


def test_a_taken_message_is_taken_by_nobody_else_and_comes_back_after_a_while(post: Post) -> None:
    assigned(post)
    delivering.tell_some(at=post.start, on=clock.today())
    now = clock.true_now()

    assert [message.tries for message in delivering._taken(now)] == [1]
    assert delivering._taken(now) == []
    assert delivering._taken(now + timedelta(minutes=14)) == []
    assert [message.tries for message in delivering._taken(now + timedelta(minutes=15))] == [2]


def test_a_worker_that_lost_its_message_does_not_overwrite_the_other(post: Post) -> None:
    assigned(post)
    delivering.tell_some(at=post.start, on=clock.today())
    now = clock.true_now()
    (slow,) = delivering._taken(now)
    (quick,) = delivering._taken(now + timedelta(minutes=15))

    delivering._note(quick, Status.SENT, next_at=now)
    delivering._note(slow, Status.FAILED, next_at=now)

    assert only().status == Status.SENT


def test_what_went_long_ago_is_forgotten(post: Post) -> None:
    assigned(post)
    post.work()
    post.work(after=timedelta(days=89))
    assert Message.objects.unscoped("test").count() == 1

    post.work(after=timedelta(days=91))
    assert Message.objects.unscoped("test").count() == 0


def test_standing_tells_what_was_forgotten(post: Post) -> None:
    assigned(post)
    later = clock.true_now() + timedelta(hours=2)
    waiting = standing(at=clock.true_now())
    assert (waiting.undelivered, waiting.waiting > 0, waiting.left_waiting) == (0, True, False)
    assert standing(at=later).left_waiting

    post.work()
    assert standing(at=later) == type(waiting)(undelivered=0, waiting=0, left_waiting=False)


def test_gateways_of_a_test_write_files() -> None:
    assert {type(gateway).__name__ for gateway in gateways().values()} == {"FileGateway"}
