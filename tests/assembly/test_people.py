from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories.assembly import make_body, make_membership, make_organisation, make_person, make_term
from zhixing.assembly.models import BodySector, Membership, Person, Sector
from zhixing.assembly.sector_list import NATIONAL_LIST, seed_sectors
from zhixing.assembly.vocabulary import PartyAffiliation

pytestmark = pytest.mark.django_db


def test_a_person_is_spelled_when_saved() -> None:
    person = make_person("单冬梅")
    assert (person.name_sort, person.initials) == ("shan dong mei", "sdm")


def test_a_spelling_given_by_hand_stays() -> None:
    person = Person.objects.create(name="盖某", name_sort="gai mou", initials="gm")
    person.save()
    person.refresh_from_db()
    assert person.name_sort == "gai mou"


@pytest.mark.parametrize("name", ["张𬭎", "某〇", "李\U000312b8"])
def test_rare_names_are_kept_and_found(name: str) -> None:
    make_person(name)
    assert Person.objects.get(name=name).name == name


def test_a_phone_number_is_never_shown_whole() -> None:
    person = make_person("李冬梅", phone="13800138000")
    assert person.masked_phone == "138****8000"
    assert "13800138000" not in f"{person} {person!r}"


def test_a_birth_year_is_a_year() -> None:
    with pytest.raises(IntegrityError, match="person_birth_year_is_sane"), transaction.atomic():
        Person.objects.create(name="李冬梅", birth_year=88)


def test_a_person_may_sit_at_several_levels() -> None:
    city, province, person = make_body(), make_body(), make_person()
    make_membership(city, person)
    make_membership(province, person)
    assert person.memberships.sitting(date(2026, 6, 17)).count() == 2


def test_a_seat_counts_while_it_is_kept_and_its_term_runs() -> None:
    body = make_body()
    term = make_term(body, since=date(2022, 1, 12), until=date(2027, 1, 12))
    stays = make_membership(body, term=term)
    leaves = make_membership(body, term=term, until=date(2025, 1, 1))
    seats = Membership.objects.of_body(body)
    assert set(seats.sitting(date(2024, 12, 31))) == {stays, leaves}
    assert set(seats.sitting(date(2025, 1, 1))) == {stays}
    assert set(seats.sitting(date(2027, 1, 12))) == set()
    assert set(seats.sitting(date(2022, 1, 11))) == set()


def test_a_person_has_one_seat_in_a_term() -> None:
    body, person = make_body(), make_person()
    make_membership(body, person)
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        make_membership(body, person)


def test_the_list_of_parties_is_the_national_one() -> None:
    assert PartyAffiliation.values == [f"{number:02d}" for number in range(1, 14)]


@pytest.mark.parametrize("on", [date(2020, 1, 1), date(2026, 6, 17)])
def test_the_national_list_had_34_sectors_before_and_after_2023(on: date) -> None:
    assert seed_sectors() == len(NATIONAL_LIST)
    assert Sector.objects.in_force(on).count() == 34


def test_the_list_of_2023_joined_the_youth_and_added_the_environment() -> None:
    seed_sectors()
    old = set(Sector.objects.in_force(date(2022, 12, 31)).values_list("code", flat=True))
    new = set(Sector.objects.in_force(date(2023, 1, 1)).values_list("code", flat=True))
    assert old - new == {"youth-league", "youth-federation"}
    assert new - old == {"youth", "environment"}


def test_seeding_again_changes_nothing() -> None:
    seed_sectors()
    Sector.objects.filter(code="economy").update(name="经济界别")
    assert seed_sectors() == 0
    assert Sector.objects.get(code="economy").name == "经济界别"


def test_a_body_uses_a_sector_under_its_own_name() -> None:
    seed_sectors()
    body, sector = make_body(), Sector.objects.get(code="youth")
    use = BodySector.objects.create(body=body, sector=sector)
    assert str(use) == sector.name
    use.local_name = "共青团、青联界"
    assert str(use) == "共青团、青联界"
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        BodySector.objects.create(body=body, sector=sector)


def test_a_seat_knows_its_members_employer_where_it_is_one_of_ours() -> None:
    body = make_body()
    seat, school = make_membership(body), make_organisation(body, "市教育局")
    assert (seat.employer, seat.employer_organisation) == ("", None)

    seat.employer, seat.employer_organisation = "安澜市教育局", school
    seat.full_clean()
    seat.save()

    assert list(school.employed_members.all()) == [seat]
