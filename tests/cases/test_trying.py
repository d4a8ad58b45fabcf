"""A changed rule tried on a session's cases: who would have been late, what refused; and nothing is written."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.world.story import LATER, Story, told
from tests.world.town import Town, moment
from zhixing.cases import adopting, trying
from zhixing.cases.acts import perform
from zhixing.cases.adopting import Adopted
from zhixing.cases.models import Adoption, Case
from zhixing.cases.trial import Trial
from zhixing.cases.trying import last_completed
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def changed(town: Town, kind: str, *swaps: tuple[str, str]) -> Adopted:
    text = adopting.shipped(kind)
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return adopting.proposed(town.body, kind, source=text)[1]


def overlay(town: Town, kind: str, text: str) -> Adopted:
    return adopting.proposed(town.body, kind, source=text)[1]


def trial(town: Town, new: Adopted) -> Trial:
    return trying.tried(town.body, new, session=town.session)


def said(found: Trial, locale: str = "en") -> list[str]:
    return [sentence.say(locale) for sentence in found.sentences()]


@pytest.fixture
def story(town: Town) -> Story:
    """Return two proposals: one told to the end, one sent back and still with its unit."""
    told(town, "accept")
    return told(town, "archive")


@pytest.mark.parametrize("kind", ["proposal", "handling"])
def test_unchanged_procedure_changes_nothing(town: Town, story: Story, kind: str) -> None:
    found = trial(town, changed(town, kind))

    assert (found.cases, found.left_out, found.inexact, found.changes_nothing) == (2, 0, (), True)
    assert said(found)[-1] == "No case would have gone otherwise."


def test_shorter_limit_makes_named_cases_late(town: Town, story: Story) -> None:
    found = trial(town, overlay(town, "handling", "[settings]\nreply_months = 1\n"))

    assert list(found.shifts) == ["reply"]
    _title, shift = found.shifts["reply"]
    late = story.handling.official_number
    assert (shift.late, shift.on_time, len(shift.moved)) == ([late], [], 2)
    assert said(found)[1:] == [
        f"Reply: another due date in 2 cases: 1005001-1, {late}.",
        f"Reply: 1 cases would be late instead of on time: {late}.",
    ]
    assert said(found, "zh-hans")[2] == f"“答复期限”：1 件由按期变为逾期：{late}。"


def test_longer_limit_makes_a_late_case_on_time(town: Town) -> None:
    late = told(town, "accept")
    assert late.handling.folded["clocks"]["accept"]["on_time"] is True
    adopting.adopt(town.body, "handling", at=None, actor=None, source="[settings]\naccept_days = 1\n")
    slow = told(town, "assign")
    perform(slow.handling, "accept", actor=town.actor("liao"), at=moment(date(2026, 3, 6)))
    assert slow.handling.folded["clocks"]["accept"]["on_time"] is False

    found = trial(town, changed(town, "handling", ("accept_days = { value = 3", "accept_days = { value = 9")))

    assert (found.cases, found.left_out) == (1, 1)
    assert found.shifts["accept"][1].on_time == [slow.handling.official_number]
    assert "1 more stand under another procedure and are left out." in said(found)


def test_new_required_field_refuses(town: Town, story: Story) -> None:
    new = changed(
        town,
        "handling",
        ("officer = { type", 'room = { type = "text", required = true, title = "房间" }\nofficer = { type'),
    )

    found = trial(town, new)

    (refusals,) = found.refusals
    assert (refusals.act, refusals.article, len(refusals.cases)) == ("accept", "proposal-handling-measures/15", 2)
    assert said(found)[1] == (
        "“Receive” would have been refused 2 times (proposal-handling-measures/15): Fill in 房间. Cases: 1005001-1, "
        "1005002-1."
    )
    assert found.shifts == {}


def test_role_taken_away_refuses_those_who_acted_in_it(town: Town, story: Story) -> None:
    director_only = changed(
        town,
        "proposal",
        (
            'proposals_office = { function = "proposals_committee", posts = ["clerk", "director"]',
            'proposals_office = { function = "proposals_committee", posts = ["director"]',
        ),
    )

    acts = [one.act for one in trial(town, director_only).refusals]

    assert {"first_review", "assign", "conclude", "archive"} <= set(acts)
    assert "file" not in acts


def test_field_act_and_choice_that_are_gone(town: Town, story: Story) -> None:
    found = trial(
        town,
        changed(
            town,
            "handling",
            ('telephone = { zh-hans = "电话", en = "Telephone" }\n', ""),
            ('visit = { zh-hans = "走访面商", en = "Visit" }\n', ""),
        ),
    )

    assert [(one.act, one.sentence.say("en")) for one in found.refusals] == [
        ("contact", "Way does not offer visit. Choose one of: meeting, writing.")
    ]


def test_act_after_the_case_would_have_closed_by_itself(town: Town) -> None:
    story = told(town, "release_reply")
    perform(story.handling, "rate", actor=town.actor("an"), at=moment(date(2026, 5, 12)), data={"grade": "satisfied"})

    found = trial(town, overlay(town, "handling", "[settings]\nfeedback_days = 3\n"))

    (refusals,) = found.refusals
    assert (refusals.act, refusals.cases) == ("rate", (story.handling.official_number,))
    assert refusals.sentence.say("en") == (
        "“Rate the reply” would come too late: “Feedback time over” would have happened by itself before."
    )


def test_removed_values_are_not_known_and_counted(town: Town, story: Story, second: object) -> None:
    contact = Entry.objects.of_body(town.body).get(case=story.handling.number, act="contact")
    # the record of a contact must be at least so long now; what was removed is not held against anybody
    told(town, "release_reply")
    open_handling = (
        Case.objects.of_body(town.body).filter(kind="handling").exclude(pk=story.handling.pk).order_by("pk").last()
    )
    assert open_handling is not None
    perform(
        open_handling,
        "redact",
        actor=town.actor("ding"),
        data={"entry": contact.number, "field": "record", "reason": "隐私"},
    )
    new = changed(
        town,
        "handling",
        (
            'record = { type = "prose", required = true, most = 1000',
            'record = { type = "prose", required = true, least = 30, most = 1000',
        ),
    )

    found = trial(town, new)

    assert found.removed == 1
    assert [(one.act, one.cases) for one in found.refusals] == [("contact", (story.handling.official_number,))]
    assert "1 values were removed under the rules and count as not known." in said(found)


def test_state_of_another_name_is_followed(town: Town, story: Story) -> None:
    assert trial(town, changed(town, "handling", ("drafted", "written"))).changes_nothing


def test_state_that_is_gone_ends_the_trial_of_a_case(town: Town, story: Story) -> None:
    found = trial(town, changed(town, "handling", ("drafted", "written"), ("draft_reply", "compose_reply")))

    assert found.lost == (story.handling.official_number,)
    assert [one.act for one in found.refusals] == ["draft_reply"]
    assert found.shifts == {}


def test_child_cases_are_asked_as_they_were(town: Town, story: Story) -> None:
    found = trial(
        town,
        changed(
            town,
            "proposal",
            ('{ kind = "handling", milestone = "settled" }', '{ kind = "handling", milestone = "replied" }'),
        ),
    )

    assert found.changes_nothing


def test_trial_writes_nothing(town: Town, story: Story) -> None:
    before = (Entry.objects.of_body(town.body).count(), Adoption.objects.count())

    trial(town, overlay(town, "handling", "[settings]\nreply_months = 1\n"))

    assert (Entry.objects.of_body(town.body).count(), Adoption.objects.count()) == before


def test_trial_as_data(town: Town, story: Story) -> None:
    found = trial(town, overlay(town, "handling", "[settings]\nreply_months = 1\n")).as_json("en")

    assert json.loads(json.dumps(found))["clocks"]["reply"]["became_late"] == [story.handling.official_number]
    assert (found["kind"], found["cases"], found["refused"]) == ("handling", 2, [])


def test_session_tried_is_the_one_before_the_current(town: Town) -> None:
    assert last_completed(town.body, LATER.date()) == town.session
