from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.assembly import make_body, make_office, make_organisation, make_person, make_post
from zhixing.assembly.posts import appoint, relieve

pytestmark = pytest.mark.django_db

DAY = date(2026, 1, 1)


def test_appoint_enters_a_post() -> None:
    unit, person = make_organisation(make_body()), make_person()
    post = appoint(person=person, organisation=unit, kind="head", since=DAY, title="局长")
    assert (post.person, post.organisation, post.kind, post.title, post.since, post.until) == (
        person,
        unit,
        "head",
        "局长",
        DAY,
        None,
    )


def test_a_post_is_not_held_twice_at_once() -> None:
    unit, person = make_organisation(make_body()), make_person()
    post = appoint(person=person, organisation=unit, kind="head", since=DAY)
    with pytest.raises(ValidationError, match="already"):
        appoint(person=person, organisation=unit, kind="head", since=date(2026, 6, 1))
    relieve(post=post, until=date(2026, 3, 1))
    appoint(person=person, organisation=unit, kind="head", since=date(2026, 3, 1))


def test_one_person_may_hold_several_posts() -> None:
    unit, person = make_organisation(make_body()), make_person()
    appoint(person=person, organisation=unit, kind="liaison", since=DAY)
    appoint(person=person, organisation=unit, kind="handler", since=DAY)
    assert person.posts.count() == 2


@pytest.mark.parametrize("held", ["sysadmin", "secadmin", "auditor"])
@pytest.mark.parametrize("new", ["sysadmin", "secadmin", "auditor"])
def test_one_person_is_at_most_one_administrator_anywhere(held: str, new: str) -> None:
    person = make_person("左浩初")
    appoint(person=person, organisation=make_office(make_body()), kind=held, since=DAY)
    with pytest.raises(ValidationError, match="the three administrators are three people"):
        appoint(person=person, organisation=make_office(make_body()), kind=new, since=DAY)


def test_an_administrator_may_become_another_after_the_first_ends() -> None:
    person, office = make_person(), make_office(make_body())
    appoint(person=person, organisation=office, kind="sysadmin", since=DAY, until=date(2026, 7, 1))
    with pytest.raises(ValidationError):
        appoint(person=person, organisation=office, kind="auditor", since=date(2026, 6, 30))
    appoint(person=person, organisation=office, kind="auditor", since=date(2026, 7, 1))
    with pytest.raises(ValidationError):
        appoint(person=person, organisation=office, kind="secadmin", since=date(2025, 1, 1), until=date(2026, 1, 2))
    appoint(person=person, organisation=office, kind="secadmin", since=date(2025, 1, 1), until=DAY)


def test_the_database_refuses_two_administrators_without_end() -> None:
    person, office = make_person(), make_office(make_body())
    make_post(office, "sysadmin", person)
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        make_post(office, "auditor", person)


def test_nobody_is_appointed_to_what_does_not_exist() -> None:
    unit = make_organisation(make_body(), "市旅游局", until=DAY)
    with pytest.raises(ValidationError, match="市旅游局 does not exist on 2026-01-01"):
        appoint(person=make_person(), organisation=unit, kind="head", since=DAY)


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(ValidationError, match="emperor"):
        appoint(person=make_person(), organisation=make_organisation(make_body()), kind="emperor", since=DAY)


def test_a_post_does_not_end_before_it_begins() -> None:
    post = make_post(make_organisation(make_body()), "head", since=DAY)
    with pytest.raises(ValidationError, match="began on 2026-01-01"):
        relieve(post=post, until=date(2025, 12, 31))
