"""Who is told of an entry, and who is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.notices.conftest import PHONE, Post
from tests.world.town import moment
from zhixing.assembly.models import Membership
from zhixing.assembly.models import Post as HeldPost
from zhixing.cases.bulk import Batch, session_facts, write
from zhixing.cases.models import Case, CaseReader
from zhixing.notices.listening import remember_entry
from zhixing.notices.models import Message, Telling
from zhixing.notices.telling import keys_told
from zhixing.notices.vocabulary import Channel, Status, Wants
from zhixing.procedure.facts import Refused
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def told(post: Post) -> list[tuple[str, str, str]]:
    """Return whom the messages went to: name, act, and the act that is theirs."""
    rows = Message.objects.unscoped("test").order_by("pk").select_related("person")
    return [(row.person.name, row.act, row.awaits) for row in rows]


def test_nobody_listens_and_nothing_is_written(post: Post) -> None:
    post.desks.assigned()

    assert post.work().entries == 0
    assert (Telling.objects.count(), post.sent()) == (0, [])


def test_looking_whether_anybody_listens_takes_one_statement(post: Post) -> None:
    case = post.desks.submit()
    entry = Entry.objects.unscoped("test").get(case=case.number)

    with CaptureQueriesContext(connection) as looked:
        remember_entry(case, entry, case.folded)
    assert len(looked) == 1

    post.want("an", Channel.SMS)
    with CaptureQueriesContext(connection) as looked:
        remember_entry(case, entry, case.folded)
    assert len(looked) == 2


def test_the_liaison_is_told_that_it_is_their_turn_and_the_member_of_filing(post: Post) -> None:
    post.want("liao", Channel.SMS, address="13900000002")
    post.want("an", Channel.SMS)

    post.desks.assigned()
    report = post.work()

    assert (report.sent, report.dropped) == (3, 0)
    assert told(post) == [("安行", "file", ""), ("安行", "assign", ""), ("廖闻", "open", "accept")]
    assert [message["to"] for message in post.sent()] == [PHONE, PHONE, "13900000002"]


def test_whoever_acted_is_told_nothing(post: Post) -> None:
    post.want("chen", Channel.SMS)

    post.desks.submit()
    post.work()
    post.desks.act(
        Case.objects.unscoped("test").get(),
        "first_review",
        "chen",
        {"advice": "file", "opinion": "可"},
        on=date(2026, 1, 22),
    )
    post.work()

    assert [act for _who, act, _awaits in told(post)] == ["submit"]


def test_only_what_is_to_do(post: Post) -> None:
    post.want("an", Channel.SMS, Wants.TURN)
    _case, handling = post.desks.signed()
    post.work()
    assert told(post) == []

    post.desks.act(handling, "release_reply", "gu", on=date(2026, 4, 22))
    post.work()
    assert told(post) == [("安行", "release_reply", "rate")]


def test_nothing_chosen_is_nothing(post: Post) -> None:
    post.want("an", Channel.SMS, Wants.NOTHING)
    post.want("bo", Channel.SMS)

    post.desks.assigned()
    post.work()

    assert told(post) == []


def test_the_holder_of_today_is_told_and_not_the_one_of_then(post: Post) -> None:
    post.want("liao", Channel.SMS)
    post.want("ye", Channel.SMS, address="13900000003")
    post.desks.assigned()
    housing = post.desks.town.organisations["housing"]
    HeldPost.objects.of_body(post.desks.town.body).filter(person=post.desks.town.people["liao"]).update(
        until=date(2026, 6, 1)
    )
    HeldPost.objects.create(
        organisation=housing, person=post.desks.town.people["ye"], kind="liaison", since=date(2026, 6, 1)
    )

    post.work()

    assert told(post) == [("叶桥", "open", "accept")]


def test_whoever_may_not_see_the_case_is_not_sent_its_title(post: Post) -> None:
    post.want("liao", Channel.SMS)
    _case, handling = post.desks.assigned()
    CaseReader.objects.filter(case=handling, key__startswith="o").delete()

    report = post.work()

    assert (report.sent, report.dropped, post.sent()) == (0, 1, [])


def test_whoever_holds_nothing_any_more_is_told_nothing(post: Post) -> None:
    post.want("an", Channel.SMS)
    post.desks.assigned()
    Membership.objects.of_body(post.desks.town.body).filter(person=post.desks.town.people["an"]).update(
        until=date(2026, 6, 1)
    )

    report = post.work()

    assert (report.sent, report.dropped) == (0, 2)


def test_each_entry_goes_once_however_often_the_worker_runs(post: Post) -> None:
    post.want("liao", Channel.SMS)
    post.want("liao", Channel.MAIL, address="liao@example.cn")

    post.desks.assigned()
    post.work()
    post.work()

    assert [len(post.sent(channel)) for channel in (Channel.SMS, Channel.MAIL)] == [1, 1]


def test_what_waited_for_days_is_listed_and_not_sent(post: Post) -> None:
    post.want("liao", Channel.SMS)
    post.desks.assigned()
    Telling.objects.update(made_at=post.start - timedelta(days=4))

    post.work()

    assert post.sent() == []
    assert list(Message.objects.unscoped("test").values_list("status", "reason")) == [(Status.FAILED, "stale")]


def test_an_earlier_record_is_no_news(post: Post) -> None:
    post.want("chen", Channel.SMS)
    post.want("an", Channel.SMS)
    batch = Batch(post.desks.town.body, now=moment(date(2026, 6, 1)))
    case = batch.case("proposal")
    data = {"state": "submitted", "title": "关于整治占道停车的建议"}
    batch.enter(case, "import", data, at=batch.now, also=session_facts(post.desks.town.session, 2026))
    batch.add(case)

    write(batch.taken())

    assert Case.objects.unscoped("test").count() == 1
    assert Telling.objects.count() == 0


def test_an_act_that_fails_leaves_nothing_to_tell(post: Post) -> None:
    post.want("chen", Channel.SMS)
    case = post.desks.submit()
    waiting = Telling.objects.count()

    with pytest.raises(Refused):
        post.desks.act(case, "archive", "chen", on=date(2026, 1, 22))

    assert (waiting, Telling.objects.count()) == (1, 1)


def outcome(*todo: tuple[str, list[str]], tells: tuple[str, ...] = ()) -> dict[str, object]:
    return {"tells": list(tells), "todo": [{"act": act, "keys": keys, "clock": ""} for act, keys in todo]}


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        ({}, outcome(("accept", ["o1.liaison"])), {"o1.liaison": "accept"}),
        (outcome(("accept", ["o1.liaison"])), outcome(("accept", ["o1.liaison"])), {}),
        (outcome(("accept", ["o1.liaison"])), outcome(("accept", ["o2.liaison"])), {"o2.liaison": "accept"}),
        (
            outcome(("accept", ["o1.liaison"])),
            outcome(("accept", ["o1.liaison"]), tells=("o1.liaison", "p7")),
            {"o1.liaison": "accept", "p7": ""},
        ),
        ({}, outcome(("file", ["p1"]), ("decline", ["p1"])), {"p1": "file"}),
    ],
    ids=["new turn", "same turn", "successor", "reminder", "two ways on"],
)
def test_keys_told(before: dict[str, object], after: dict[str, object], keys: dict[str, str]) -> None:
    assert keys_told(after, before) == keys


def test_a_hundred_entries_take_no_more_statements_than_one(post: Post) -> None:
    from zhixing.notices.telling import tell_some  # noqa: PLC0415 - beside its only use

    post.want("chen", Channel.SMS)

    def statements(cases: int) -> int:
        for _number in range(cases):
            post.desks.submit()
        with CaptureQueriesContext(connection) as made:
            assert tell_some(at=post.start, on=date(2026, 6, 15)) == cases
        return len(made)

    assert statements(1) == statements(3)
