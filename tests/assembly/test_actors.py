"""Who may act as what, on which day."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.assembly import (
    make_body,
    make_membership,
    make_office,
    make_organisation,
    make_person,
    make_post,
    make_proposals_committee,
    make_term,
)
from zhixing.assembly.actors import actor_for, standing_of, system_actor
from zhixing.assembly.models import Body, Person
from zhixing.assembly.vocabulary import Status

pytestmark = pytest.mark.django_db

ON = date(2026, 6, 17)
DAY = timedelta(days=1)


@pytest.fixture
def body() -> Body:
    return make_body("政协安澜市委员会")


@pytest.fixture
def person() -> Person:
    return make_person("岑知微")


def keys(person: Person, body: Body, on: date = ON) -> set[str]:
    return set(actor_for(person, body=body, on=on).keys)


def test_someone_without_post_or_seat_is_nothing_but_himself(body: Body, person: Person) -> None:
    actor = actor_for(person, body=body, on=ON)
    assert actor.keys == {f"p{person.pk}"}
    assert (actor.person_id, actor.name, actor.body_id) == (person.pk, "岑知微", body.pk)
    assert (actor.posts, actor.main_post, actor.member_of, actor.is_member) == ((), None, frozenset(), False)


def test_a_post_in_a_unit_answers_for_the_unit_alone(body: Body, person: Person) -> None:
    unit = make_organisation(body)
    make_post(unit, "director", person)
    assert keys(person, body) == {f"p{person.pk}", f"o{unit.pk}.director", f"h{body.pk}.director"}


def test_a_post_in_an_organisation_with_functions_answers_for_each(body: Body, person: Person) -> None:
    unit = make_organisation(body, functions=["party_supervision", "policy_research"])
    make_post(unit, "director", person)
    assert keys(person, body) == {
        f"p{person.pk}",
        f"o{unit.pk}.director",
        f"h{body.pk}.director",
        f"d{body.pk}.party_supervision.director",
        f"d{body.pk}.policy_research.director",
    }


def test_a_post_in_the_office_answers_for_the_body(body: Body, person: Person) -> None:
    office = make_office(body)
    make_post(office, "clerk", person)
    assert keys(person, body) == {
        f"p{person.pk}",
        f"o{office.pk}.clerk",
        f"h{body.pk}.clerk",
        f"d{body.pk}.general_office.clerk",
        f"b{body.pk}.clerk",
    }


def test_a_post_in_a_special_committee_answers_for_its_function_not_for_the_body(body: Body, person: Person) -> None:
    committee = make_proposals_committee(body)
    make_post(committee, "director", person)
    assert keys(person, body) == {
        f"p{person.pk}",
        f"o{committee.pk}.director",
        f"h{body.pk}.director",
        f"d{body.pk}.proposals_committee.director",
    }


def test_seats_count_in_every_committee_the_person_sits_in(body: Body, person: Person) -> None:
    above = make_body()
    make_membership(body, person)
    make_membership(above, person)
    actor = actor_for(person, body=body, on=ON)
    assert actor.keys == {f"p{person.pk}", f"m{body.pk}", f"m{above.pk}"}
    assert actor.member_of == {body.pk, above.pk}
    assert actor.is_member


def test_posts_in_another_committee_do_not_count_here(body: Body, person: Person) -> None:
    elsewhere = make_body()
    make_post(make_office(elsewhere), "clerk", person)
    actor = actor_for(person, body=body, on=ON)
    assert actor.keys == {f"p{person.pk}"}
    assert actor.posts == ()


@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [
        (ON, None, True),
        (ON + DAY, None, False),
        (None, ON + DAY, True),
        (None, ON, False),
        (None, None, True),
    ],
)
def test_a_post_counts_from_its_first_day_until_the_day_it_ends(
    body: Body,
    person: Person,
    since: date | None,
    until: date | None,
    *,
    counts: bool,
) -> None:
    unit = make_organisation(body)
    make_post(unit, "head", person, since=since, until=until)
    assert (f"o{unit.pk}.head" in keys(person, body)) is counts


def test_a_post_in_a_closed_organisation_does_not_count(body: Body, person: Person) -> None:
    unit = make_organisation(body, until=ON)
    make_post(unit, "head", person)
    assert f"o{unit.pk}.head" in keys(person, body, ON - DAY)
    assert keys(person, body, ON) == {f"p{person.pk}"}


def test_a_post_in_a_proposed_organisation_does_not_count(body: Body, person: Person) -> None:
    unit = make_organisation(body, status=Status.PROPOSED)
    make_post(unit, "head", person)
    assert keys(person, body) == {f"p{person.pk}"}


def test_a_seat_does_not_outlast_its_term(body: Body, person: Person) -> None:
    term = make_term(body, until=ON)
    make_membership(body, person, term=term)
    assert f"m{body.pk}" in keys(person, body, ON - DAY)
    assert f"m{body.pk}" not in keys(person, body, ON)


def test_the_main_post_is_the_highest(body: Body, person: Person) -> None:
    office = make_office(body)
    make_post(office, "clerk", person)
    make_post(office, "secretary_general", person, title="秘书长")
    main = actor_for(person, body=body, on=ON).main_post
    assert main is not None
    assert (main.kind, main.title, main.organisation_id, main.side) == (
        "secretary_general",
        "秘书长",
        office.pk,
        "cppcc",
    )


def test_bodies_are_those_of_posts_then_of_seats_each_once(body: Body, person: Person) -> None:
    seat_only, work = make_body(), make_body()
    make_membership(seat_only, person)
    make_membership(work, person)
    make_post(make_office(work), "clerk", person)
    make_post(make_organisation(body, until=ON), "head", person)
    assert standing_of(person, on=ON).bodies == (work, seat_only)


def test_an_actor_costs_two_queries(
    body: Body, person: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(3):
        make_post(make_organisation(body, functions=["general_office"]), "head", person)
        make_membership(make_body(), person)
    with django_assert_num_queries(2):
        actor = actor_for(person, body=body, on=ON)
    assert len(actor.posts) == 3


def test_the_system_is_nobody(body: Body) -> None:
    actor = system_actor(body)
    assert (actor.person_id, actor.keys, actor.main_post) == (None, {"system"}, None)
