"""By which ways people are told: their own choice, the committee's default, or the desk alone."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.assembly import (
    make_body,
    make_membership,
    make_office,
    make_person,
    make_post,
    make_proposals_committee,
)
from zhixing.assembly.models import Body, Person
from zhixing.notices.choosing import Way, choose, masked_address, normal_phone, set_default, ways_of
from zhixing.notices.vocabulary import Channel, Wants

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ON = date(2026, 6, 15)
SMS = Channel.SMS


@pytest.fixture
def body() -> Body:
    return make_body()


def liaison(body: Body, phone: str = "139 0000-0001") -> Person:
    return make_post(make_proposals_committee(body), "liaison", make_person(phone=phone)).person


def ways(person: Person, body: Body) -> dict[Channel, Way]:
    return dict(ways_of([person.pk], body=body.pk, on=ON).get(person.pk, {}))


def test_the_desk_alone_unless_told_otherwise(body: Body) -> None:
    assert ways(liaison(body), body) == {}


def test_a_choice_goes_to_its_address_or_to_the_number_on_file(body: Body) -> None:
    person = liaison(body)
    choose(person, {SMS: (Wants.TURN, ""), Channel.MAIL: (Wants.ALL, "a@example.cn"), Channel.WECOM: (Wants.ALL, "")})

    assert ways(person, body) == {
        SMS: Way("13900000001", Wants.TURN, chosen=True),
        Channel.MAIL: Way("a@example.cn", Wants.ALL, chosen=True),
        Channel.WECOM: Way("", Wants.ALL, chosen=True),
    }


def test_the_default_is_for_holders_of_the_post_with_a_number_on_file(body: Body) -> None:
    set_default(body, who=["liaison"], wants=Wants.TURN)
    office = make_office(body)

    assert ways(liaison(body), body) == {SMS: Way("13900000001", Wants.TURN, chosen=False)}
    assert ways(make_post(office, "liaison", make_person()).person, body) == {}
    assert ways(make_post(office, "clerk", make_person(phone="13900000002")).person, body) == {}
    assert ways(liaison(make_body()), body) == {}


def test_the_default_is_for_members_where_they_are_named(body: Body) -> None:
    person = make_membership(body, make_person(phone="13900000002")).person
    set_default(body, who=["liaison"], wants=Wants.ALL)
    assert ways(person, body) == {}

    set_default(body, who=["member"], wants=Wants.ALL)
    assert ways(person, body) == {SMS: Way("13900000002", Wants.ALL, chosen=False)}


def test_ones_own_choice_wins_until_it_is_taken_back(body: Body) -> None:
    person = liaison(body)
    set_default(body, who=["liaison"], wants=Wants.ALL)

    choose(person, {SMS: (Wants.NOTHING, "")})
    assert ways(person, body)[SMS].wants == Wants.NOTHING

    choose(person, {SMS: (None, "")})
    assert ways(person, body)[SMS] == Way("13900000001", Wants.ALL, chosen=False)


def test_a_default_that_is_emptied_is_gone(body: Body) -> None:
    set_default(body, who=["liaison", "head"], wants=Wants.ALL)
    set_default(body, who=[], wants=Wants.ALL)

    assert ways(liaison(body), body) == {}


@pytest.mark.parametrize(
    ("address", "shown"),
    [("13900000001", "139****0001"), ("liaowen@example.cn", "li***@example.cn"), ("liaowen", "*****en"), ("", "")],
)
def test_masked(address: str, shown: str) -> None:
    assert masked_address(address) == shown


@pytest.mark.parametrize(
    ("written", "normal"), [("139 0000-0001", "13900000001"), ("+86（139）00000001", "+8613900000001")]
)
def test_normal_phone(written: str, normal: str) -> None:
    assert normal_phone(written) == normal
