"""Plain rows, few and many: what is written, with which ids, and how the database refuses them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from tests.world.town import Town, build_town, moment
from zhixing.cases.models import Case, CaseReader, Counter
from zhixing.register.rows import MOST_PLACES, insert, new_ids

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MANY = MOST_PLACES + 100
"""More rows than one statement takes."""


@pytest.fixture
def town() -> Town:
    """Return the committee and its people."""
    return build_town()


def a_case(town: Town, number: str, pk: int, at: datetime) -> tuple[object, ...]:
    folded = {"title": "“甲”与乙\n", "list": [1, None]}
    return (
        pk,
        number,
        town.body.pk,
        "proposal",
        "filed",
        "甲",
        "d",
        folded,
        1,
        1,
        "h",
        False,
        True,
        date(2026, 3, 2),
        at,
    )


COLUMNS = (
    *("id", "number", "body_id", "kind", "state", "title", "procedure", "folded", "entries", "version", "head"),
    *("final", "imported", "opened_on", "moved_at"),
)


@pytest.mark.parametrize("many", [1, MANY])
def test_rows_are_written_as_models_write_them(town: Town, many: int) -> None:
    at = moment(date(2026, 3, 2), hour=23)

    ids = new_ids(Case, many)
    insert(Case, COLUMNS, [a_case(town, f"n{pk}", pk, at) for pk in ids])

    last = Case.objects.unscoped("test").get(pk=ids[-1])
    assert (len(set(ids)), Case.objects.unscoped("test").count()) == (many, many)
    assert (last.number, last.folded) == (f"n{ids[-1]}", {"title": "“甲”与乙\n", "list": [1, None]})
    assert (last.opened_on, last.moved_at, last.due_on, last.imported) == (date(2026, 3, 2), at, None, True)


def test_list_is_written_as_a_list(town: Town) -> None:
    at = moment(date(2026, 3, 2))
    (pk,) = new_ids(Case, 1)
    row = list(a_case(town, "n1", pk, at))
    row[COLUMNS.index("folded")] = ["“甲”", None]

    insert(Case, COLUMNS, [tuple(row)])

    assert Case.objects.unscoped("test").get(pk=pk).folded == ["“甲”", None]


def test_ids_go_on_behind_reserved_ones(town: Town) -> None:
    before = Counter.objects.create(body=town.body, series="a").pk
    reserved = new_ids(Counter, 3)
    insert(Counter, ("id", "body_id", "series", "value"), [(pk, town.body.pk, f"s{pk}", 0) for pk in reserved])

    after = Counter.objects.create(body=town.body, series="b").pk

    assert [before, *reserved, after] == sorted({before, *reserved, after})


def test_nothing_is_written_of_no_rows(town: Town) -> None:
    insert(CaseReader, ("case_id", "key"), [])

    assert not CaseReader.objects.exists()


@pytest.mark.parametrize("many", [2, MANY])
def test_a_row_that_may_not_be_is_refused_as_the_database_refuses_it(town: Town, many: int) -> None:
    insert(Case, COLUMNS, [a_case(town, "n", 1, moment(date(2026, 3, 2)))])

    with pytest.raises(IntegrityError), transaction.atomic():
        insert(CaseReader, ("case_id", "key"), [(1, "same")] * many)

    assert not CaseReader.objects.exists()
