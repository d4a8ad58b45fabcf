"""Whom a field may name is found while typing: by name or pinyin, and never beyond the field's own list."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.people import Desks, statements
from zhixing.assembly.models import Person

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

INVITE = "/desk/proposals/new/invite/names/{}/"


def names(desks: Desks, who: str, url: str, typed: str) -> list[str]:
    response = desks.of(who).get(url, {"q": typed})
    assert response.status_code == 200
    return [one["name"] for one in response.json()["choices"]]


@pytest.fixture
def co_signing(desks: Desks) -> str:
    """Return the address of the field in which a member names co-signers."""
    form = desks.of("an").get("/desk/proposals/new/invite/")
    assert form.status_code == 200
    assert b'data-names="persons"' in form.content
    return INVITE.format("cosigners")


@pytest.mark.parametrize("typed", ["柏", "柏川", "bc", "BC", "\x00柏", "baichuan", "bai chuan", "bochuan"])
def test_a_member_is_found_by_name_and_by_pinyin(desks: Desks, co_signing: str, typed: str) -> None:
    assert names(desks, "an", co_signing, typed) == ["柏川"]


def test_the_answer_gives_the_value_that_the_form_sends(desks: Desks, co_signing: str) -> None:
    bo = Person.objects.get(name="柏川")

    response = desks.of("an").get(co_signing, {"q": "bc"})

    assert response.json() == {"choices": [{"value": str(bo.pk), "name": "柏川", "about": "Member"}]}


def test_nobody_is_offered_beyond_the_list_of_the_field(desks: Desks, co_signing: str) -> None:
    form = desks.of("an").get("/desk/proposals/new/invite/").content.decode()
    offered = set(names(desks, "an", co_signing, ""))

    assert all(name in form for name in offered)
    assert len(offered) <= 20
    Person.objects.create(name="柏路人")
    assert names(desks, "an", co_signing, "柏") == ["柏川"]


def test_units_are_found_by_the_letters_of_their_short_names(desks: Desks) -> None:
    proposal = desks.submit()
    desks.act(proposal, "first_review", "chen", {"advice": "file", "opinion": "同意立案"}, on=date(2026, 1, 22))
    desks.act(proposal, "file", "ding", on=date(2026, 1, 23))
    url = f"/cases/{proposal.number}/acts/assign/names/unit/"

    assert names(desks, "chen", url, "zjj") == ["市住房和城乡建设局"]
    assert names(desks, "chen", url, "教育局") == ["市教育局"]
    assert names(desks, "chen", url, "aaaa") == []


def test_who_is_usually_called_so_stands_first(desks: Desks, co_signing: str) -> None:
    def called(person: str, name: str) -> None:
        desks.town.people[person].name = name
        desks.town.people[person].name_sort = ""
        desks.town.people[person].save()

    called("bo", "仇可")
    called("ci", "陈可")
    assert names(desks, "an", co_signing, "ck") == ["陈可", "仇可"]

    called("ci", "裘可")
    assert names(desks, "an", co_signing, "qk") == ["仇可", "裘可"]


@pytest.mark.parametrize("field", ["title", "dragons", "cosigners-0-name", "category"])
def test_other_fields_have_no_names(desks: Desks, field: str) -> None:
    response = desks.of("an").get(INVITE.format(field), {"q": "bc"})

    assert response.status_code == 404
    assert response.json() == {"reason": "There is no field for names here. Open the form again."}


def test_who_may_not_perform_the_act_is_offered_nobody(desks: Desks) -> None:
    proposal, _handling = desks.assigned()
    url = f"/cases/{proposal.number}/acts/assign/names/unit/"

    assert [desks.of(who).get(url, {"q": "zjj"}).status_code for who in ("an", "bo", "liao", "ye")] == [
        409,
        404,
        409,
        404,
    ]


def test_the_answer_takes_few_statements(desks: Desks, co_signing: str) -> None:
    assert statements(desks.of("an"), f"{co_signing}?q=bc") == 11
