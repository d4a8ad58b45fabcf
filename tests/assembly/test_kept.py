"""Nothing is deleted, and everything has its period."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from tests.factories.assembly import (
    make_body,
    make_committee_membership,
    make_membership,
    make_organisation,
    make_person,
    make_post,
    make_sector,
    make_session,
    make_term,
)
from zhixing.assembly.kept import NothingDeleted
from zhixing.assembly.models import Body, Organisation, Person, Sector

pytestmark = pytest.mark.django_db

KEPT: dict[str, Callable[[Body], models.Model]] = {
    "body": lambda body: body,
    "term": make_term,
    "session": make_session,
    "organisation": make_organisation,
    "person": lambda _body: make_person(),
    "post": lambda body: make_post(make_organisation(body), "head"),
    "membership": make_membership,
    "committee membership": lambda body: make_committee_membership(make_organisation(body)),
    "sector": lambda _body: make_sector(),
}


@pytest.mark.parametrize("make", KEPT.values(), ids=KEPT)
def test_a_row_refuses_to_be_deleted(make: Callable[[Body], Any]) -> None:
    row = make(make_body())
    with pytest.raises(NothingDeleted, match=f"{type(row).__name__} rows are kept"):
        row.delete()
    assert type(row)._base_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("query", [Person.objects.all, Body.objects.all, Sector.objects.all])
def test_a_queryset_refuses_to_delete(query: Callable[[], Any]) -> None:
    with pytest.raises(NothingDeleted, match="rows are kept"):
        query().delete()


def test_a_scoped_queryset_refuses_to_delete() -> None:
    with pytest.raises(NothingDeleted):
        Organisation.objects.of_body(make_body()).delete()


def test_managers_offer_no_delete() -> None:
    assert not hasattr(Organisation.objects, "delete")
    assert not hasattr(Person.objects, "delete")


@pytest.mark.parametrize(
    ("since", "until", "on", "counts"),
    [
        (date(2020, 1, 1), date(2021, 1, 1), date(2019, 12, 31), False),
        (date(2020, 1, 1), date(2021, 1, 1), date(2020, 1, 1), True),
        (date(2020, 1, 1), date(2021, 1, 1), date(2020, 12, 31), True),
        (date(2020, 1, 1), date(2021, 1, 1), date(2021, 1, 1), False),
        (None, date(2021, 1, 1), date(1990, 1, 1), True),
        (date(2020, 1, 1), None, date(2099, 1, 1), True),
        (None, None, date(2020, 1, 1), True),
        (date(2020, 1, 1), date(2020, 1, 1), date(2020, 1, 1), False),
    ],
)
def test_row_and_query_agree_on_what_is_in_force(
    since: date | None,
    until: date | None,
    on: date,
    *,
    counts: bool,
) -> None:
    body = make_body()
    unit = make_organisation(body, since=since, until=until)
    assert unit.in_force(on) is counts
    assert Organisation.objects.of_body(body).in_force(on).exists() is counts


def test_the_database_refuses_a_period_that_runs_backwards() -> None:
    body = make_body()
    with pytest.raises(IntegrityError, match="organisation_ends_after_it_begins"), transaction.atomic():
        make_organisation(body, since=date(2020, 1, 2), until=date(2020, 1, 1))
