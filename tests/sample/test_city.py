"""The small sample city as it stands: states, work for everybody, and a register that holds."""

from collections import Counter
from datetime import time, timedelta

import pytest

from tests.sample.conftest import Built
from zhixing.accounts.models import Account
from zhixing.accounts.sign_in import authenticate
from zhixing.assembly import clock
from zhixing.assembly.actors import Actor, standing_of
from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.models import Body
from zhixing.cases import adopting
from zhixing.cases.models import Case, Deadline, Notice
from zhixing.cases.reading import acts as acts_for
from zhixing.cases.rebuilding import rebuild
from zhixing.desk.queues import todos, unread
from zhixing.proposals.models import Handling, Proposal
from zhixing.register.log import verify_database
from zhixing.register.models import Entry
from zhixing.rules.citing import missing_articles
from zhixing.sample.guide import five_things, unawaited, visitors
from zhixing.sample.populate import PASSWORD
from zhixing.sample.reading import read_content, read_proposals

pytestmark = pytest.mark.database

TODAY = read_content().today
ACTING = (
    "member", "member2", "member3", "convener", "clerk", "director", "unit", "unit.handler", "unit.head", "unit2",
    "minmeng", "county.clerk", "party", "gov",
)  # fmt: skip


def actor(sign_in: str) -> Actor:
    standing = standing_of(Account.objects.get(sign_in=sign_in).person, on=TODAY)
    return standing.actor(standing.bodies[0])


def states(body: Body, kind: str) -> Counter[str]:
    return Counter(Case.objects.of_body(body).filter(kind=kind).values_list("state", flat=True))


def people(body: Body) -> list[Entry]:
    return list(Entry.objects.of_body(body).filter(actor__isnull=False).select_related("actor"))


def test_it_is_built_in_time(built: Built) -> None:
    assert built.acts > 450
    assert built.seconds < 60


def test_every_state_is_to_be_found(built: Built) -> None:
    shown = states(built.city, "proposal").keys() | {"archived", "merged_archived"}
    assert adopting.in_force(built.city, "proposal").procedure.states.keys() - {"abandoned"} == shown
    # What is over at a unit otherwise than by a reply is for larger cities.
    handling = adopting.in_force(built.city, "handling").procedure.states.keys()
    assert handling - states(built.city, "handling").keys() == {"moved", "stopped"}
    assert states(built.county, "proposal").total() == 8


@pytest.mark.parametrize("sign_in", ACTING)
def test_whoever_can_act_has_three_things_to_do(built: Built, sign_in: str) -> None:
    waiting = {(row.case_id, row.act) for row in todos(actor(sign_in))}

    assert len(waiting) >= 3


@pytest.mark.parametrize("sign_in", ["chair", "vicechair", "secretary"])
def test_leaders_read_who_was_dissatisfied_twice_and_may_reopen_it(built: Built, sign_in: str) -> None:
    leader = actor(sign_in)
    told = [row for row in unread(leader).select_related("case") if row.act == "rate_again"]

    assert len(told) >= 2
    offered = [acts_for(row.case, leader, on=TODAY, with_refusals=False) for row in told]
    assert sum("reopen" in {offer.act.name for offer in one.can} for one in offered) >= 2


def test_whoever_has_nothing_to_do_is_named_with_the_reason(built: Built) -> None:
    idle = {account.sign_in for account in Account.objects.all() if not todos(actor(account.sign_in)).exists()}

    assert idle == dict(unawaited("en")).keys()
    assert idle.isdisjoint(ACTING)
    assert all(reason for _sign_in, reason in unawaited("zh-hans"))


@pytest.mark.parametrize(
    ("sign_in", "acts"),
    [
        ("member", {"cosign", "submit", "resubmit", "rate"}),
        ("member2", {"cosign", "rate", "rate_again"}),
        ("member3", {"cosign", "rate", "agree_conversion"}),
        ("convener", {"cosign", "resubmit", "rate"}),
        ("minmeng", {"cosign", "resubmit", "rate"}),
        ("clerk", {"first_review", "confirm_entry", "assign", "conclude", "verify"}),
        ("director", {"file"}),
        ("unit", {"accept", "draft_reply", "claim_done"}),
        ("unit.handler", {"draft_reply"}),
        ("unit.head", {"accept", "sign_reply"}),
        ("unit2", {"accept"}),
        ("gov", {"release_reply", "decide_objection"}),
        ("party", {"release_reply", "decide_objection"}),
    ],
)
def test_work_waits_for_the_accounts(built: Built, sign_in: str, acts: set[str]) -> None:
    assert acts <= {row.act for row in todos(actor(sign_in))}


def test_requests_for_more_time_await_both_supervision_offices(built: Built) -> None:
    for sign_in in ("gov", "party"):
        asked = Notice.objects.filter(key__in=actor(sign_in).keys, act="request_extension", case__state="accepted")

        assert asked.exists(), sign_in


def test_the_county_sees_nothing_of_the_city(built: Built) -> None:
    clerk = actor("county.clerk")

    assert Case.objects.visible_to(clerk).filter(body=built.city).count() == 0
    assert Case.objects.visible_to(clerk).count() == Case.objects.of_body(built.county).count() > 8


def test_limits_are_near_passed_and_kept(built: Built) -> None:
    running = Deadline.objects.filter(status="running", case__body=built.city)

    assert running.filter(due_on__lt=TODAY).exists()
    assert running.filter(due_on__gte=TODAY, warn_on__lte=TODAY).exists()
    stopped = Counter(Deadline.objects.filter(status="stopped").values_list("on_time", flat=True))
    assert stopped[True] > 5 * stopped[False]


def test_people_act_in_office_hours_on_working_days(built: Built) -> None:
    calendar = work_calendar()
    moments = [entry.at.astimezone(clock.ZONE) for entry in people(built.city)]

    assert [one for one in moments if not calendar.is_working(one.date())] == []
    assert [one for one in moments if not time(8, 30) <= one.time() < time(17, 30)] == []
    assert max(one.date() for one in moments) < TODAY


def test_nothing_is_recorded_at_a_simulated_moment(built: Built) -> None:
    recorded = {entry.recorded_at for entry in Entry.objects.of_body(built.city)}

    assert max(recorded) - min(recorded) < timedelta(minutes=10)


def test_the_clock_reminds_urges_and_lets_feedback_lapse(built: Built) -> None:
    acts = Counter(Entry.objects.of_body(built.city).filter(actor=None).values_list("act", flat=True))

    assert min(acts["tick"], acts["lapse"], acts["all_answered"]) > 0


def test_most_proposals_came_for_the_plenary(built: Built) -> None:
    submitted = Entry.objects.of_body(built.city).filter(act="submit")
    months = Counter(entry.at.astimezone(clock.ZONE).strftime("%Y-%m") for entry in submitted)

    assert months["2026-02"] > submitted.count() / 3


def test_no_text_serves_twice(built: Built) -> None:
    titles = Counter(Case.objects.unscoped("both").filter(kind="proposal").values_list("title", flat=True))
    written = {text.title for text in read_proposals("proposals_*.toml")}

    assert set(titles.values()) == {1}
    assert len(titles.keys() - written) <= 1  # what is merged is like another


def test_released_replies_answer_each_suggestion(built: Built) -> None:
    released = Handling.objects.exclude(reply="").filter(case__parent__kind="proposal").select_related("case")
    suggestions = {row.case_id: row.suggestions for row in Proposal.objects.all()}

    assert released.count() > 10
    for handling in released:
        answers = handling.reply.splitlines()[1:-1]
        assert len(answers) == len(suggestions[handling.case.parent_id or 0].splitlines()), handling.case.number
        promised = Case.objects.unscoped("both").filter(parent=handling.case, kind="promise").exists()
        assert promised or handling.letter != "B", handling.case.number


def test_the_register_holds_and_explains_every_row(built: Built) -> None:
    assert verify_database().broken == []
    assert rebuild(check=True) == []


def test_both_committees_are_marked_as_demonstrations(built: Built) -> None:
    assert built.city.demo_clock
    assert built.county.demo_clock


def test_every_article_that_is_cited_can_be_read(built: Built) -> None:
    for body in (built.city, built.county):
        for kind in ("proposal", "handling"):
            assert missing_articles(body, adopting.in_force(body, kind).procedure, TODAY) == []


def test_accounts_sign_in_with_the_password_of_all(built: Built) -> None:
    at = clock.now()

    signed_in = [
        authenticate(sign_in=text.sign_in, password=PASSWORD, address=None, at=at) for text in read_content().accounts
    ]

    assert [account.must_change_password for account in signed_in] == [False] * 23


def test_an_inbox_is_not_full_of_old_news(built: Built) -> None:
    told = [unread(actor(sign_in)).count() for sign_in in ACTING]

    assert max(told) <= 8


def test_the_guide_names_everybody_and_five_things(built: Built) -> None:
    guests = {guest.sign_in: guest for guest in visitors(TODAY, "en")}

    assert len(guests) == 23
    assert (guests["member"].name, guests["member"].title) == ("闻静川", "Member")
    assert guests["unit.head"].first.startswith("Claim it done 1004")
    assert guests["chair"].first.startswith("Enter what the chair's meeting decided ")
    assert guests["auditor"].first.startswith("The seal of ")
    assert [name for name, guest in guests.items() if guest.things < 3] == []
    assert len(five_things(TODAY, "en")) == len(five_things(TODAY, "zh-hans")) == 5


def test_every_person_of_the_register_acted_under_a_post_or_as_a_party(built: Built) -> None:
    assert [entry.case for entry in people(built.city) if not entry.post] == []
