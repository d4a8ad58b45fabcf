"""The call for a plenary's proposals sets the window in which ``occasion = plenary`` is taken."""

from __future__ import annotations

from datetime import date

import pytest

from tests.stories.telling import Teller
from tests.world.town import moment, proposal_data
from zhixing.assembly.models import Session
from zhixing.cases.acts import open_case
from zhixing.procedure.facts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CALL = {
    "title": "关于征集十届六次会议提案的通知",
    "window_opens": "2026-11-24",
    "window_closes": "2027-01-15",
    "text": "请各委员、各参加单位认真调研，提出提案。",
}


def _called(tell: Teller) -> str:
    Session.objects.create(term=tell.town.session.term, number=6, opens=date(2027, 1, 20))
    tell.on(11, 20)
    return tell.open("call", "issue", "chen", CALL)


def _plenary_is_refused(tell: Teller, day: date) -> bool:
    actor = tell.town.actor("an", on=day)
    try:
        open_case("proposal", "submit", actor=actor, data=proposal_data(), at=moment(day))
    except Refused as refused:
        return (refused.code, [name for name, _said in refused.faults]) == ("invalid", ["occasion"])
    return False


def test_call_reaches_all_who_may_propose_and_opens_the_window(tell: Teller) -> None:
    number = _called(tell)

    assert tell.state(number) == "open"
    assert tell.told("an", number) == ["issue"]
    assert (tell.told("min", number), tell.told("jie", number)) == (["issue"], ["issue"])
    assert {"an", "min", "jie", "ding", "zhu"} <= tell.who_sees(number)
    assert {"liao", "gu"}.isdisjoint(tell.who_sees(number))
    assert tell.papers(number) == ["call"]
    assert tell.limit(number, "window") == ("running", "2027-01-15")
    assert tell.whose_turn(number) == {}

    assert _plenary_is_refused(tell, date(2026, 11, 23))
    between = tell.submitted(occasion="between")
    assert tell.case(between).session == tell.town.session
    assert not _plenary_is_refused(tell, date(2026, 11, 24))
    tell.on(11, 24)
    assert tell.case(tell.submitted()).session.number == 6


def test_window_is_changed_and_runs_out(tell: Teller) -> None:
    number = _called(tell)
    both_ends = {"window_opens": "2026-12-20", "window_closes": "2026-12-10", "reason": "调整"}
    assert tell.refused(number, "change_window", "ding", both_ends).code == "invalid"
    assert tell.refused(number, "change_window", "chen", both_ends).code == "not_allowed"
    shorter = {"window_opens": "2026-11-24", "window_closes": "2026-12-10", "reason": "会期提前"}
    assert tell.act(number, "change_window", "ding", shorter) == "open"
    assert tell.limit(number, "window") == ("running", "2026-12-10")
    assert tell.told("bo", number) == ["issue", "change_window"]

    tell.on(12, 5)
    tell.day_comes()
    assert tell.told("bo", number) == ["issue", "change_window", "tick"]
    tell.on(12, 10)
    tell.day_comes()
    assert tell.state(number) == "open"
    tell.on(12, 11)
    tell.day_comes()
    assert (tell.state(number), tell.acts(number)[-1]) == ("closed", "run_out")
    assert tell.told("chen", number)[-1] == "run_out"
    assert not _plenary_is_refused(tell, date(2026, 12, 10))
    assert _plenary_is_refused(tell, date(2026, 12, 11))


def test_call_that_is_closed_ends_the_window_on_that_day(tell: Teller) -> None:
    number = _called(tell)
    tell.on(12, 1)

    assert tell.act(number, "close", "chen") == "closed"
    assert not _plenary_is_refused(tell, date(2026, 12, 1))
    assert _plenary_is_refused(tell, date(2026, 12, 2))
