"""What lists are narrowed by that came with the numbers of papers: days, and codes that acts entered."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from tests.stories.telling import Teller
from tests.world.town import build_town
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import Days, condition, told
from zhixing.cases.models import Case
from zhixing.desk.criteria import Criteria

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


@pytest.mark.parametrize("value", ["rate:2026-06-01:2026-06-30", "rate,rate_again::2026-06-30", ":2026-06-01:"])
def test_days_are_read_and_said_alike(value: str) -> None:
    assert Days.read(value).said() == value


@pytest.mark.parametrize(
    "value", ["", "rate", "rate::", "rate:june:", "rate:2026-06-01:2026-06-30:x", "rate:2026-06-31:"]
)
def test_what_says_nothing_of_days_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Days.read(value)


def found(kind: str, **filters: str) -> list[str]:
    """Return the numbers of the cases that meet filters."""
    asked = condition(kinds.get(kind), filters, [])
    return list(Case.objects.unscoped("test").filter(asked, kind=kind).order_by("pk").values_list("number", flat=True))


def test_an_act_is_looked_for_in_days_of_the_committees_own_time() -> None:
    tell = Teller(build_town())
    number = tell.submitted()
    tell.on(2, 1)
    tell.reviewed(number)

    assert found("proposal", during="submit,enter:2026-01-21:2026-01-21") == [number]
    assert found("proposal", during="first_review::2026-01-31") == []
    assert found("proposal", during="first_review:2026-02-01:") == [number]
    assert found("proposal", during="submit:2026-02-01:") == []


def test_late_at_the_end_of_a_day_stays_late_then_when_it_was_done_since() -> None:
    tell = Teller(build_town())
    tell.on(3, 2)
    (handling,) = tell.below(tell.assigned())
    assert tell.limit(handling, "reply") == ("running", "2026-06-02")
    assert found("handling", falls=":2026-06-01:2026-06-30") == [handling]
    assert found("handling", falls="rework:2026-06-01:2026-06-30") == []
    assert found("handling", falls=":2026-06-03:") == []
    tell.on(6, 20)
    tell.replied(tell.drafted(handling))

    lateness = {day: found("handling", overdue_on=f"2026-06-{day:02}") for day in (2, 3, 19, 20)}
    assert lateness == {2: [], 3: [handling], 19: [handling], 20: []}


def test_organisation_that_proposes_is_told_from_one_that_handles() -> None:
    tell = Teller(build_town())
    own = tell.open("proposal", "submit_collective", "min", {"organisation": "民盟安澜市委", **_text()})
    tell.assigned()
    party, housing = (tell.town.organisations[name].pk for name in ("minmeng", "housing"))

    assert found("proposal", author=str(party)) == [own]
    assert found("proposal", author=str(housing)) == []


def _text() -> dict[str, str]:
    text = dict.fromkeys(("title", "situation", "analysis", "suggestions"), "关于推动工业园区循环化改造的建议")
    return text | {"category": "ecology", "occasion": "plenary", "publishable": "yes"}


def rated(tell: Teller, unit: str, people: tuple[str, str, str, str]) -> str:
    """Return a handling whose reply left its proposer dissatisfied."""
    liaison, handler, head, office = people
    (handling,) = tell.below(tell.assigned(unit=unit))
    tell.replied(tell.drafted(handling, liaison, handler), head=head, office=office)
    tell.act(handling, "rate", "an", {"grade": "dissatisfied", "again": "请写明时限"})
    return handling


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("chen", ["市住房和城乡建设局"]),
        ("gu", ["市住房和城乡建设局"]),
        ("pan", []),
        ("zhu", None),
        ("hu", None),
        ("an", None),
    ],
)
def test_codes_entered_in_confidence_narrow_for_their_readers_alone(who: str, seen: list[str] | None) -> None:
    tell = Teller(build_town())
    tell.on(3, 2)
    handling = rated(tell, "市住房和城乡建设局", ("liao", "han", "hu", "gu"))
    kind, actor = kinds.get("handling"), tell.actor(who)
    procedure = adopting.in_force(tell.town.body, "handling").procedure
    may = told(kind, ["first_opinion"], procedure, actor.keys, actor.body_id)

    assert (may is None) is (seen is None)
    asked = Criteria.asked(QueryDict("first_opinion=dissatisfied"), kind, procedure, actor=actor)
    assert ("first_opinion" in asked.coded) is (seen is not None)
    listed = asked.cases(kind, procedure, actor=actor, on=date(2026, 6, 1))
    if seen is not None:
        assert [case.number for case in listed] == ([handling] if seen else [])


def test_codes_that_are_no_secret_narrow_for_everybody() -> None:
    tell = Teller(build_town())
    number = tell.reviewed(tell.submitted(), "convert")
    tell.act(number, "ask_conversion", "chen", {"into": "brief", "opinion": "更适合作为社情民意反映"})
    tell.act(number, "agree_conversion", "an")

    assert found("proposal", converted_into="brief") == [number]
    assert found("proposal", converted_into="letter,brief") == [number]
    assert found("proposal", converted_into="letter") == []


def test_nonsense_in_an_address_narrows_nothing() -> None:
    town = build_town()
    procedure = adopting.in_force(town.body, "handling").procedure
    sent = QueryDict("during=called::2026-06-30&falls=tea::2026-06-30&overdue_on=soon&first_opinion=grand&author=x")
    wanted = Criteria.asked(sent, kinds.get("handling"), procedure, actor=Teller(town).actor("chen"))

    assert not wanted.is_narrow
