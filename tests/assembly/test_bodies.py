from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.assembly import make_body, make_session, make_term
from zhixing.assembly.models import Body, Session
from zhixing.assembly.proposed import confirm_body, propose_body
from zhixing.assembly.vocabulary import Level, Status

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("level", "code"),
    [
        (Level.NATIONAL, "100000"),
        (Level.PROVINCE, "330000"),
        (Level.PREFECTURE, "330100"),
        (Level.COUNTY, "330185"),
    ],
)
def test_an_area_code_that_fits_its_level_is_taken(level: Level, code: str) -> None:
    body = make_body(area_code=code, level=level)
    body.full_clean()
    assert body.area_code == code


@pytest.mark.parametrize(
    ("level", "code"),
    [
        (Level.NATIONAL, "330000"),
        (Level.PROVINCE, "330100"),
        (Level.PROVINCE, "100000"),
        (Level.PREFECTURE, "330000"),
        (Level.PREFECTURE, "330185"),
        (Level.COUNTY, "330100"),
    ],
)
def test_an_area_code_of_another_level_is_refused_by_form_and_database(level: Level, code: str) -> None:
    body = Body(name="政协某委员会", short_name="某", area_code=code, level=level, slug=code)
    with pytest.raises(ValidationError, match="is not one of this level"):
        body.full_clean()
    with pytest.raises(IntegrityError, match="body_area_fits_level"), transaction.atomic():
        body.save()


def test_an_unknown_province_is_refused() -> None:
    body = Body(name="政协某县委员会", short_name="某", area_code="990101", level=Level.COUNTY, slug="990101")
    with pytest.raises(ValidationError, match="not an area code"):
        body.full_clean()


def test_a_confirmed_body_has_an_area() -> None:
    with pytest.raises(IntegrityError, match="body_confirmed_has_area"), transaction.atomic():
        Body.objects.create(name="政协某县委员会", short_name="某", level=Level.COUNTY, slug="x0001")


def test_a_body_is_not_its_own_parent() -> None:
    body = make_body()
    body.parent = body
    with pytest.raises(IntegrityError, match="body_is_not_its_own_parent"), transaction.atomic():
        body.save()


def test_two_bodies_never_share_an_area() -> None:
    make_body(area_code="330185")
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        make_body(area_code="330185", slug="x0009")


def test_a_slug_in_use_is_refused_in_words() -> None:
    make_term(make_body(area_code="330185"), 10)
    twin = Body(name="政协某市委员会", short_name="某", area_code="330186", level=Level.COUNTY, slug="330185")
    with pytest.raises(ValidationError, match="already exists"):
        twin.full_clean()


def test_modules_are_on_unless_switched_off() -> None:
    body = make_body()
    body.modules_off = ["office"]
    assert body.has_module("proposals")
    assert not body.has_module("office")


def test_proposed_bodies_get_slugs_in_turn_and_are_entered_once() -> None:
    first, second = propose_body(name="政协某县委员会"), propose_body(name="政协另一县委员会")
    assert (first.slug, second.slug) == ("x0001", "x0002")
    assert propose_body(name="政协某县委员会") == first
    assert first.status == Status.PROPOSED
    assert not Body.objects.confirmed().exists()


def test_confirming_a_body_keeps_its_slug() -> None:
    body = confirm_body(body=propose_body(name="政协某县委员会"), area_code="330185", level=Level.COUNTY)
    assert (body.slug, body.area_code, body.status) == ("x0001", "330185", Status.CONFIRMED)
    with pytest.raises(ValidationError, match="is not one of this level"):
        confirm_body(body=propose_body(name="政协另一市委员会"), area_code="330186", level=Level.PREFECTURE)


def test_current_session_is_the_one_opened_last() -> None:
    body, other = make_body(), make_body()
    third = make_session(body, 3, opens=date(2024, 2, 26))
    fourth = make_session(body, 4, opens=date(2025, 2, 18))
    make_session(other, 1, opens=date(2025, 6, 1), term=11)
    assert Session.current(body, date(2024, 2, 25)) is None
    assert Session.current(body, date(2024, 2, 26)) == third
    assert Session.current(body, date(2025, 2, 17)) == third
    assert Session.current(body, date(2026, 1, 1)) == fourth


def test_a_session_receives_while_its_window_is_open_and_else_the_current_one() -> None:
    body, other = make_body(), make_body()
    fourth = make_session(body, 4, opens=date(2025, 2, 18))
    fifth = make_session(body, 5, opens=date(2026, 1, 20))
    make_session(other, 5, opens=date(2026, 1, 20))
    assert [Session.window_open(body, date(2026, 1, 10)), Session.receiving(body, date(2026, 1, 10))] == [None, fourth]

    fifth.window_opens, fifth.window_closes = date(2026, 1, 5), date(2026, 1, 22)
    fifth.save()

    days = [date(2026, 1, day) for day in (4, 5, 22, 23)]
    assert [Session.window_open(body, day) for day in days] == [False, True, True, False]
    assert [Session.receiving(body, day) for day in days] == [fourth, fifth, fifth, fifth]
    assert Session.window_open(other, date(2026, 1, 10)) is None


@pytest.mark.parametrize(
    ("opens", "closes"),
    [(date(2026, 1, 5), None), (None, date(2026, 1, 22)), (date(2026, 1, 22), date(2026, 1, 5))],
)
def test_a_window_has_both_ends_in_order(opens: date | None, closes: date | None) -> None:
    session = make_session(make_body(), 5, opens=date(2026, 1, 20))
    session.window_opens, session.window_closes = opens, closes
    with pytest.raises(IntegrityError, match="session_window_has_both_ends"), transaction.atomic():
        session.save()


def test_a_session_of_unknown_day_is_never_current() -> None:
    body = make_body()
    term = make_term(body, 9, since=None, until=date(2022, 1, 12))
    Session.objects.create(term=term, number=3)
    assert Session.current(body, date(2026, 1, 1)) is None


def test_a_new_term_brings_its_own_first_session() -> None:
    body = make_body()
    make_session(body, 5, opens=date(2026, 2, 25))
    make_term(body, 11, since=date(2027, 1, 12))
    first = make_session(body, 1, opens=date(2027, 1, 12), term=11)
    assert Session.current(body, date(2027, 2, 1)) == first
    assert first.name == "十一届一次会议"


def test_sessions_are_found_by_what_people_write() -> None:
    body = make_body()
    third = make_session(body, 3)
    assert third.name == "十届三次会议"
    assert third.short_name == "十届三次"
    assert list(Session.objects.of_body(body).named("第十届第三次会议")) == [third]
    assert list(Session.objects.of_body(body).named("10届4次")) == []
    assert list(Session.objects.of_body(body).named("去年的会")) == []


@pytest.mark.parametrize("make", [lambda body: make_term(body, 10), lambda body: make_session(body, 5)])
def test_numbers_are_unique(make: object) -> None:
    body = make_body()
    make_session(body, 5)
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        make(body)  # type: ignore[operator]  # one of the two above


def test_a_session_closes_after_it_opens() -> None:
    body = make_body()
    with pytest.raises(IntegrityError, match="session_closes_after_it_opens"), transaction.atomic():
        make_session(body, opens=date(2026, 2, 25), closes=date(2026, 2, 24))
