"""Whom stories of joint supervision need beside the town's people: the offices' heads, and the policy research office.

Yuan heads the government's and Shan the party's supervision office; Ying heads the policy research office, in which Lu
is a clerk.
"""

from __future__ import annotations

from tests.stories.telling import HOUSING, Teller, promised
from tests.world.town import OPENED
from zhixing.assembly.models import Organisation, Person, Post
from zhixing.assembly.vocabulary import OrganisationKind, PostKind, Side

COMMITTEE, PARTY, GOVERNMENT = "提案委员会", "市委督查室", "市政府督查室"
OFFICES = [COMMITTEE, PARTY, GOVERNMENT]
LETTER = "贵单位承办的提案逾期未答复，请于十个工作日内书面说明原因和办结时间。"


def with_heads(tell: Teller) -> Teller:
    """Return the same town with the heads of its supervision offices and a policy research office."""
    town = tell.town
    town.organisations["research"] = Organisation.objects.create(
        body=town.body,
        name="市委政策研究室",
        kind=OrganisationKind.PARTY_COMMITTEE_DEPARTMENT,
        side=Side.PARTY,
        functions=["policy_research"],
        official_order=90,
        since=OPENED,
    )
    posts = (
        ("yuan", "袁度", "gov", PostKind.DIRECTOR),
        ("shan", "单行", "party", PostKind.DIRECTOR),
        ("ying", "应远", "research", PostKind.DIRECTOR),
        ("lu", "陆研", "research", PostKind.CLERK),
    )
    for key, name, organisation, kind in posts:
        person = town.people[key] = Person.objects.create(name=name)
        Post.objects.create(person=person, organisation=town.organisations[organisation], kind=kind, since=OPENED)
    return tell


def with_promise(tell: Teller) -> tuple[str, str, str]:
    """Return an answered proposal, its handling and the promise of the reply."""
    number = tell.assigned()
    (handling,) = tell.below(number)
    tell.replied(tell.drafted(handling), **promised())
    tell.act(handling, "rate", "an", {"grade": "satisfied"})
    (promise,) = tell.below(handling, "promise")
    return number, handling, promise


def letter_about(tell: Teller, *about: str, sort: str = "letter") -> str:
    """Let Gu draft a letter of all three offices to the housing bureau; return its number."""
    data = {
        "sort": sort,
        "title": "关于加装电梯管护承诺事项的督办函",
        "about": list(about),
        "units": [HOUSING],
        "offices": OFFICES,
        "reason": "承诺到期未见进展",
        "text": LETTER,
    }
    return tell.open("letter", "draft", "gu", data)


def signed_by_all(tell: Teller, number: str) -> None:
    """Let the heads of the three offices sign."""
    for head in ("ding", "shan", "yuan"):
        tell.act(number, "sign", head, {"read": True})


def check_of(tell: Teller, *about: str, on: str) -> str:
    """Let Chen plan a joint check of the housing bureau; return its number."""
    data = {
        "title": "加装电梯管护承诺联合督查",
        "unit": HOUSING,
        "about": list(about),
        "held_on": on,
        "team": ["陈阅", "顾衍", "潘屿"],
        "with_offices": OFFICES,
        "purpose": "看责任公示是否到位",
    }
    return tell.open("check", "plan", "chen", data)
