"""Who answers to a key, as the other direction of the keys an actor has."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world.town import Town, build_town
from zhixing.assembly.holders import holders
from zhixing.assembly.models import Organisation, Post

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ON = date(2026, 6, 15)


def names(town: Town, key: str, on: date = ON) -> list[str]:
    found = {person.pk: name for name, person in town.people.items()}
    return sorted(found[person] for person in holders([key], on=on)[key])


@pytest.mark.parametrize(
    ("key", "who"),
    [
        ("o{housing}.liaison", ["liao"]),
        ("o{housing}.director", []),
        ("d{body}.proposals_committee.clerk", ["chen"]),
        ("d{body}.government_supervision.clerk", ["gu"]),
        ("b{body}.chair", ["zhu"]),
        ("b{body}.director", []),
        ("m{body}", ["an", "bo", "ci"]),
        ("m{other}", []),
        ("p{an}", ["an"]),
        ("system", []),
        ("", []),
    ],
)
def test_who_holds_a_key(key: str, who: list[str]) -> None:
    town, other = build_town(), build_town("331098", "安平县")
    places = {
        "housing": town.organisations["housing"].pk,
        "body": town.body.pk,
        "other": other.body.pk + 1000,
        "an": town.people["an"].pk,
    }

    assert names(town, key.format(**places)) == who


def test_every_key_of_everybody_leads_back_to_them() -> None:
    town = build_town()
    actors = {name: town.actor(name, ON) for name in town.people}
    keys = {key for actor in actors.values() for key in actor.keys}

    with CaptureQueriesContext(connection) as asked:
        found = holders(keys, on=ON)

    assert len(asked) == 2
    for actor in actors.values():
        assert {key for key in keys if actor.person_id in found[key]} == actor.keys


def test_a_post_counts_while_it_is_held_and_its_organisation_is_in_force() -> None:
    town = build_town()
    housing = town.organisations["housing"]
    Post.objects.of_body(town.body).filter(person=town.people["liao"]).update(until=ON)
    Organisation.objects.of_body(town.body).filter(pk=town.organisations["school"].pk).update(until=ON)

    assert names(town, f"o{housing.pk}.liaison") == []
    assert names(town, f"o{housing.pk}.liaison", on=date(2026, 6, 14)) == ["liao"]
    assert names(town, f"o{town.organisations['school'].pk}.liaison") == []
