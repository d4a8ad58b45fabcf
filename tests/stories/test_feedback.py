"""The proposer's opinion: satisfied or not, a second reply, silence, and what leaders may do."""

from __future__ import annotations

from datetime import date

import pytest

from tests.stories.telling import REPLY, Teller
from zhixing.cases.models import Case
from zhixing.cases.reading import EntryView, timeline
from zhixing.proposals.ratings import asks_for_a_call
from zhixing.register.models import FieldValue

pytestmark = [pytest.mark.django_db, pytest.mark.database]
AGAIN = {"grade": "dissatisfied", "again": "没有落实到人", "attitude": "satisfied", "words": "态度好，办法少"}


def _replied(tell: Teller) -> tuple[str, str]:
    number = tell.assigned()
    (handling,) = tell.below(number)
    return number, tell.replied(tell.drafted(handling))


def _reworked(tell: Teller) -> tuple[str, str]:
    number, handling = _replied(tell)
    tell.act(handling, "rate", "an", AGAIN)
    tell.act(handling, "draft_reply", "han", {"draft": REPLY})
    return number, tell.replied(handling)


def test_satisfied_proposer_ends_the_handling(tell: Teller) -> None:
    number, handling = _replied(tell)
    tell.act(
        handling, "contact", "han", {"way": "telephone", "stage": "after", "held_on": "2026-01-21", "record": "回访"}
    )
    tell.act(handling, "rate", "an", {"grade": "satisfied", "result": "basically", "call_me": "yes", "words": "办得实"})

    assert (tell.state(handling), tell.state(number)) == ("answered", "answered")
    assert tell.on_time(handling, "feedback") is True
    assert tell.reads(handling, "gu")["grade"] == "satisfied"
    assert {"words", "call_me"} <= tell.reads(handling, "chen").keys()
    assert {"grade", "words", "result"}.isdisjoint(tell.reads(handling, "hu"))
    assert tell.told("chen", handling)[-1] == "rate"

    tell.act(number, "conclude", "chen", {"opinion": "同意结案"})
    assert (tell.state(number), tell.state(handling)) == ("closed", "closed")
    assert tell.told("hu", number) == ["conclude"]
    tell.act(number, "archive", "chen")
    assert (tell.state(number), tell.papers(number)[-1]) == ("archived", "dossier")


def test_dissatisfied_proposer_is_answered_again(tell: Teller) -> None:
    number, handling = _replied(tell)
    tell.on(1, 23)
    assert tell.refused(handling, "rate", "an", {"grade": "dissatisfied"}).code == "invalid"
    assert tell.act(handling, "rate", "an", AGAIN) == "rework"

    assert tell.whose_turn(handling) == {"liao": "draft_reply", "han": "draft_reply"}
    assert tell.limit(handling, "rework") == ("running", "2026-02-24")
    assert tell.reads(handling, "han")["again"] == "没有落实到人"
    assert {"words", "attitude", "grade"}.isdisjoint(tell.reads(handling, "han"))
    assert tell.state(number) == "assigned"

    tell.act(handling, "draft_reply", "han", {"draft": REPLY})
    assert tell.replied(handling) == handling
    assert tell.state(handling) == "replied_again"
    assert tell.limit(handling, "rework")[0] == "stopped"
    assert tell.limit(handling, "feedback")[0] == "running"
    assert tell.act(handling, "rate_again", "an", {"second_grade": "basically"}) == "answered"
    assert tell.told("zhu", handling) == ["rate_again"]
    refused = tell.refused(handling, "reopen", "wei", {"leader_words": "请再办"})
    assert (refused.code, refused.article) == ("not_allowed", "proposal-handling-measures/32")
    assert tell.state(number) == "answered"


def test_leader_has_it_handled_again_after_the_second_dissatisfaction(tell: Teller) -> None:
    number, handling = _reworked(tell)
    tell.act(handling, "instruct", "wei", {"leader_words": "请主要负责人过问"})
    assert tell.told("hu", handling)[-1] == "instruct"
    assert tell.reads(handling, "hu")["leader_words"] == "请主要负责人过问"
    assert "leader_words" not in tell.reads(handling, "han")
    assert "leader_words" not in tell.reads(handling, "an")

    tell.act(handling, "rate_again", "an", {"second_grade": "dissatisfied"})
    assert tell.state(number) == "answered"
    assert tell.refused(handling, "reopen", "chen", {"leader_words": "请再办"}).code == "not_allowed"
    tell.on(2, 2)
    assert tell.act(handling, "reopen", "wei", {"leader_words": "请再办一次"}) == "rework"
    assert (tell.state(number), tell.acts(number)[-1]) == ("assigned", "resume")
    assert tell.told("an", number)[-1] == "resume"
    assert tell.limit(handling, "rework") == ("running", "2026-03-04")

    tell.act(handling, "draft_reply", "han", {"draft": REPLY})
    tell.replied(handling)
    tell.act(handling, "rate_again", "an", {"second_grade": "dissatisfied"})
    assert tell.refused(handling, "reopen", "zhu", {"leader_words": "再办"}).code == "not_allowed"
    assert tell.state(number) == "answered"


def test_silence_after_the_reminder_is_no_answer_and_no_grade(tell: Teller) -> None:
    number, handling = _replied(tell)
    assert tell.limit(handling, "feedback") == ("running", "2026-02-11")
    tell.on(2, 6)
    tell.day_comes()
    assert tell.told("an", handling) == ["contact", "release_reply", "tick"]
    tell.on(2, 25)
    tell.day_comes()
    assert tell.state(handling) == "replied"
    tell.on(2, 26)
    tell.day_comes()

    assert (tell.state(handling), tell.state(number)) == ("answered", "answered")
    assert tell.acts(handling)[-1] == "lapse"
    assert "grade" not in tell.reads(handling, "chen")
    assert tell.told("chen", handling)[-1] == "lapse"
    assert tell.refused(handling, "rate", "an", {"grade": "satisfied"}).code == "wrong_state"


def test_first_proposer_grades_and_cosigners_comment(tell: Teller) -> None:
    number = tell.submitted_together()
    tell.reviewed(number)
    tell.act(number, "file", "ding")
    (handling,) = tell.below(tell.assigned(number))
    tell.drafted(handling)
    tell.act(handling, "confirm_contact", "bo", {"contact_entry": 3, "confirmed": "yes"})
    tell.replied(handling)

    assert tell.told("bo", handling) == ["release_reply"]
    tell.act(handling, "comment", "bo", {"comment": "同意答复"})
    assert tell.reads(handling, "chen")["comment"] == "同意答复"
    assert "comment" not in tell.reads(handling, "hu")
    refused = tell.refused(handling, "rate", "bo", {"grade": "satisfied"})
    assert (refused.code, refused.article) == ("not_allowed", "proposal-handling-measures/29")


def test_a_rating_may_be_changed_until_the_proposal_is_closed(tell: Teller) -> None:
    number, handling = _replied(tell)
    assert tell.refused(handling, "change_rating", "an", {"grade": "basically"}).code == "wrong_state"
    tell.act(handling, "rate", "an", {"grade": "satisfied", "attitude": "satisfied"})
    assert tell.refused(handling, "change_rating", "hu", {"grade": "satisfied"}).code == "not_allowed"

    tell.on(1, 29)
    changed = {"grade": "basically", "pressed": "yes", "why_changed": "当时局里来人守着填表"}
    assert tell.act(handling, "change_rating", "an", changed) == "answered"
    assert tell.state(number) == "answered"
    assert tell.reads(handling, "gu")["grade"] == "basically"
    assert {"pressed", "why_changed"} <= tell.reads(handling, "chen").keys()
    for who in ("gu", "hu", "zhu"):
        assert {"pressed", "why_changed", "attitude"}.isdisjoint(tell.reads(handling, who))
    former = [view for view in _views(tell, handling, "chen") if view.act == "rate"]
    assert [value.raw for view in former for value in view.values if value.name == "grade"] == ["satisfied"]

    tell.act(number, "conclude", "chen", {"opinion": "同意结案"})
    assert tell.refused(handling, "change_rating", "an", {"grade": "satisfied"}).code == "wrong_state"


def test_a_rating_changed_to_dissatisfied_has_it_handled_again(tell: Teller) -> None:
    number, handling = _replied(tell)
    tell.act(handling, "rate", "an", {"grade": "satisfied"})
    assert tell.state(number) == "answered"
    assert tell.refused(handling, "change_rating", "an", {"grade": "dissatisfied"}).code == "invalid"

    tell.on(2, 2)
    assert tell.act(handling, "change_rating", "an", AGAIN) == "rework"
    assert (tell.state(number), tell.acts(number)[-1]) == ("assigned", "resume")
    assert tell.limit(handling, "rework") == ("running", "2026-03-04")
    assert tell.whose_turn(handling) == {"liao": "draft_reply", "han": "draft_reply"}
    assert tell.reads(handling, "han")["again"] == "没有落实到人"

    tell.act(handling, "draft_reply", "han", {"draft": REPLY})
    tell.replied(handling)
    assert tell.state(handling) == "replied_again"
    assert tell.act(handling, "rate_again", "an", {"second_grade": "satisfied"}) == "answered"
    # The first rating was of the first reply; the second may be changed, and goes to the leaders.
    assert tell.refused(handling, "change_rating", "an", {"grade": "satisfied"}).code == "not_allowed"
    assert tell.act(handling, "change_second_rating", "an", {"second_grade": "dissatisfied"}) == "answered"
    assert tell.told("zhu", handling)[-1] == "change_second_rating"
    assert tell.act(handling, "reopen", "wei", {"leader_words": "请再办一次"}) == "rework"


def test_whoever_let_the_time_pass_has_no_rating_to_change(tell: Teller) -> None:
    _number, handling = _replied(tell)
    tell.on(2, 26)
    tell.day_comes()
    assert tell.state(handling) == "answered"
    refused = tell.refused(handling, "change_rating", "an", {"grade": "satisfied"})
    assert (refused.code, refused.article) == ("not_allowed", "proposal-handling-measures/29")
    assert tell.refused(handling, "change_second_rating", "an", {"second_grade": "satisfied"}).code == "not_allowed"


def test_a_call_that_was_asked_for_is_made_and_entered_and_nobody_else_knows(tell: Teller) -> None:
    number, handling = _replied(tell)
    call = {"called_on": "2026-01-23", "call_note": "已与委员通话，转告了对时限的意见"}
    assert tell.refused(handling, "called", "chen", call).code == "not_allowed"
    tell.act(handling, "rate", "an", {"grade": "basically", "call_me": "yes"})
    tell.on(1, 23)
    assert _marked(tell) == [handling]
    assert tell.refused(handling, "called", "gu", call).code == "not_allowed"
    assert tell.act(handling, "called", "chen", call) == "answered"

    assert _marked(tell) == []
    assert tell.refused(handling, "called", "chen", call).code == "not_allowed"
    for who in ("an", "chen", "ding"):
        assert tell.reads(handling, who)["call_note"] == call["call_note"]
    for who in ("gu", "zhu", "liao", "han", "hu"):
        assert "called" not in [view.act for view in _views(tell, handling, who)]
        assert {"called_on", "call_note", "call_me"}.isdisjoint(tell.reads(handling, who))
        assert "called" not in tell.told(who, handling)
    tell.act(handling, "change_rating", "an", {"grade": "basically", "call_me": "yes"})
    assert _marked(tell) == [handling]
    tell.act(number, "conclude", "chen", {"opinion": "同意结案"})
    assert tell.act(handling, "called", "chen", call) == "closed"


def _views(tell: Teller, handling: str, who: str) -> list[EntryView]:
    return timeline(tell.case(handling), tell.actor(who))


def _marked(tell: Teller) -> list[str]:
    """Return the handlings whose proposer waits for a call."""
    return list(Case.objects.unscoped("test").filter(asks_for_a_call()).values_list("number", flat=True))


def test_unit_and_proposer_appraise_each_other_back_to_back(tell: Teller) -> None:
    number, handling = _replied(tell)
    quality = {"quality": "good", "quality_words": "情况属实，建议可行，可再具体些"}
    assert tell.refused(handling, "appraise_proposal", "an", quality).code == "not_allowed"
    tell.act(handling, "appraise_proposal", "hu", quality)
    assert tell.told("an", handling) == ["contact", "release_reply"]
    tell.act(handling, "rate", "an", {"grade": "satisfied"})

    for who in ("liao", "han", "hu", "chen"):
        assert tell.reads(handling, who)["quality"] == "good"
    # The rating may still be changed, so neither is told what the other said.
    for who in ("an", "gu", "zhu"):
        assert {"quality", "quality_words"}.isdisjoint(tell.reads(handling, who))
    assert "grade" not in tell.reads(handling, "hu")
    tell.act(handling, "appraise_proposal", "liao", {"quality": "excellent"})

    tell.act(number, "conclude", "chen", {"opinion": "同意结案"})
    assert tell.reads(handling, "an")["quality"] == "excellent"
    assert "grade" not in tell.reads(handling, "hu")
    assert tell.refused(handling, "appraise_proposal", "hu", quality).code == "wrong_state"


def test_the_details_of_a_rating_are_kept_for_some_months_and_no_longer(tell: Teller) -> None:
    number, handling = _replied(tell)
    said = {"attitude": "satisfied", "words": "电话里态度生硬", "call_me": "yes", "pressed": "yes"}
    tell.act(handling, "rate", "an", {"grade": "basically", **said})
    tell.act(number, "conclude", "chen", {"opinion": "同意结案"})

    tell.today = date(2027, 1, 21)
    tell.day_comes()
    assert tell.reads(handling, "chen")["attitude"] == "satisfied"
    tell.today = date(2027, 1, 22)
    tell.day_comes()
    tell.day_comes()

    assert tell.acts(handling).count("forget_details") == 1
    read = tell.reads(handling, "chen")
    assert read["grade"] == "basically"
    assert [read[name] for name in ("attitude", "words", "call_me", "pressed")] == [None] * 4
    kept = FieldValue.objects.filter(entry__case=handling, value__isnull=False)
    assert not [value for value in kept.values_list("value", flat=True) if "态度生硬" in str(value)]
    assert {"attitude", "call_me", "pressed"}.isdisjoint(tell.case(handling).folded["values"])
    assert "forget_details" not in [view.act for view in _views(tell, handling, "hu")]
