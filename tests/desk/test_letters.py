"""A late reply calls for a letter, later for a joint check: the overview opens a draft about all that the unit owes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.desk.people import Desks, at, statements
from tests.stories.supervising import OFFICES, check_of, signed_by_all, with_heads
from tests.stories.supervising import letter_about as letter_of
from tests.stories.telling import HOUSING, SCHOOL, Teller
from zhixing.cases import adopting
from zhixing.desk.leading.deciding import Waiting

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

LIMIT = date(2026, 4, 21)
FIFTEEN, THIRTY = date(2026, 5, 6), date(2026, 5, 21)
"""The first days on which a reply has been late by so many days."""


@pytest.fixture
def tell(desks: Desks) -> Teller:
    """Return a teller in the town at its desks, with the offices' heads."""
    return with_heads(Teller(desks.town))


def waiting(desks: Desks, key: str, who: str = "chen") -> list[Waiting]:
    """Return what somebody's overview shows of a sort of decision."""
    groups = desks.of(who).get("/desk/overview/").context["groups"]
    return [row for one in groups if one.key == f"handling-{key}" for row in one.rows]


def begun(desks: Desks, url: str, who: str = "chen") -> dict[str, Any]:
    """Return what the form at an address begins with."""
    form = desks.of(who).get(url).context["form"]
    return {name: form[name].value() for name in form.fields}


def letter_about(handling: str) -> str:
    return f"/desk/letters/new/draft/?begins=letter&about={handling}"


def check_about(handling: str) -> str:
    return f"/desk/checks/new/plan/?begins=check&about={handling}"


def test_reply_late_by_fifteen_days_leads_to_a_drafted_letter(desks: Desks, tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    assert tell.limit(handling, "reply") == ("running", LIMIT.isoformat())

    with at(date(2026, 5, 5)):
        assert waiting(desks, "letter_due") == []
    with at(FIFTEEN):
        (row,) = waiting(desks, "letter_due")
        assert [act.url for act in row.acts] == [letter_about(handling), f"/cases/{handling}/acts/urge/"]
        assert waiting(desks, "check_due") == []
        (also,) = desks.of("gu").get("/desk/deciding/?sort=handling-letter_due").context["rows"]
        assert also.acts[0].url.startswith(f"{letter_about(handling)}&queue=handling-letter_due&after=")
        assert begun(desks, also.acts[0].url, "gu")["text"]


def test_letter_names_all_that_its_unit_owes_as_long_and_nothing_else(desks: Desks, tell: Teller) -> None:
    late = [tell.below(tell.assigned())[0] for _n in range(2)]
    (other,) = tell.below(tell.assigned(unit=SCHOOL))
    (replied,) = tell.below(tell.assigned())
    tell.replied(tell.drafted(replied))
    with at(FIFTEEN):
        draft = begun(desks, letter_about(late[1]))

    called = [tell.case(one).called for one in late]
    assert (draft["sort"], draft["title"], draft["about"]) == ("letter", "关于催办2件逾期提案的函", called)
    assert draft["units"] == [str(tell.town.organisations["housing"].pk)]
    assert not draft["offices"], "who signs is a decision"
    lines = draft["text"].split("\n")
    assert lines[0] == f"{HOUSING}："
    assert lines[1].startswith("截至2026年5月6日，你单位承办的下列2件提案")
    assert lines[2].startswith(f"1.{called[0]}　")
    assert lines[2].endswith("应于2026年4月21日前答复，已逾期15日。")
    assert lines[4].endswith("于收到本函后10个工作日内书面回复。")
    assert tell.case(other).called not in draft["text"]


def test_days_for_the_answer_are_the_committee_s_own(desks: Desks, tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    own = adopting.with_numbers(tell.town.body, "letter", {"answer_days": 7})
    adopting.adopt_own(tell.town.body, own, at=None, actor=tell.actor("ding"))
    with at(FIFTEEN):
        assert "于收到本函后7个工作日内" in begun(desks, letter_about(handling))["text"]


def test_letter_sent_is_no_longer_due_and_the_check_is_after_thirty_days(desks: Desks, tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    tell.on(5, 6)
    with at(FIFTEEN):
        letter = tell.open("letter", "draft", "chen", begun(desks, letter_about(handling)) | {"offices": OFFICES})
        signed_by_all(tell, letter)
        tell.act(letter, "send", "chen")
        assert waiting(desks, "letter_due") == []
        assert begun(desks, letter_about(handling))["text"] is None, "it has been written"
    with at(THIRTY):
        (row,) = waiting(desks, "check_due")
        assert row.acts[0].url == check_about(handling)
        draft = begun(desks, check_about(handling))
    assert draft["title"] == f"关于{HOUSING}逾期提案办理情况的联合督查"
    assert (draft["unit"], draft["about"]) == (
        str(tell.town.organisations["housing"].pk), [tell.case(handling).called]
    )  # fmt: skip
    assert "应于2026年4月21日前答复，已逾期30日。" in draft["purpose"]
    assert [draft[name] for name in ("held_on", "team")] == [None, None]


def test_what_a_paper_being_written_names_is_not_due_until_it_is_dropped(desks: Desks, tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    tell.on(5, 21)
    with at(THIRTY):
        letter = tell.open("letter", "draft", "chen", begun(desks, letter_about(handling)) | {"offices": OFFICES})
        assert waiting(desks, "letter_due") == []
        assert begun(desks, letter_about(handling))["text"] is None, "it is being signed"
        assert waiting(desks, "check_due") != [], "another paper"
        check = check_of(tell, handling, on="2026-05-25")
        assert waiting(desks, "check_due") == []
        assert begun(desks, check_about(handling))["purpose"] is None
        tell.act(letter, "cancel", "chen", {"why_not": "改为约谈"})
        tell.act(check, "cancel", "chen", {"reason": "改为约谈"})
        assert [len(waiting(desks, key)) for key in ("letter_due", "check_due")] == [1, 1]


def test_statements_do_not_grow_with_the_papers_being_written(desks: Desks, tell: Teller) -> None:
    late = [tell.below(tell.assigned())[0] for _n in range(4)]
    tell.on(5, 21)
    with at(THIRTY):
        letter_of(tell, late[0])
        few = statements(desks.of("chen"), "/desk/overview/")
        for handling in late[1:3]:
            letter_of(tell, handling)
        assert statements(desks.of("chen"), "/desk/overview/") <= few
        assert len(waiting(desks, "letter_due")) == 1


def test_purpose_of_a_check_keeps_within_its_length(desks: Desks, tell: Teller) -> None:
    for _n in range(20):
        (handling,) = tell.below(tell.assigned())
    with at(THIRTY):
        draft = begun(desks, check_about(handling))

    assert len(draft["about"]) == 20
    assert 900 < len(draft["purpose"]) <= 1000
    assert draft["purpose"].endswith("日。")


def test_nobody_else_gets_a_draft_and_nothing_unseen_gets_into_one(desks: Desks, tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    with at(THIRTY):
        for url in (letter_about(handling), check_about(handling)):
            assert [desks.of(who).get(url).context["form"] for who in ("an", "hu", "zhu")] == [None] * 3
            assert begun(desks, url, "pan")["about"] is None, "of the other side, which does not see it"
            assert begun(desks, url.replace(handling, "331097-2026-9999"))["about"] is None
        assert waiting(desks, "letter_due", "pan") == []


def test_statements_do_not_grow_with_what_is_late(desks: Desks, tell: Teller) -> None:
    (handling,) = tell.below(tell.assigned())
    with at(THIRTY):
        few = [statements(desks.of("chen"), url) for url in (letter_about(handling), "/desk/overview/")]
        for _n in range(4):
            tell.assigned()
        assert [statements(desks.of("chen"), url) for url in (letter_about(handling), "/desk/overview/")] == few
