"""Pages by key lose no row and show none twice, in both directions."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from tests.desk.people import Desks
from tests.world.town import moment
from zhixing.cases.models import Case, Todo
from zhixing.desk import keyset

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

DUE = (date(2026, 6, 1), date(2026, 6, 1), date(2026, 6, 9), None, None)


@pytest.fixture
def todos(desks: Desks) -> list[int]:
    """Five to-dos in the order of the time left, the last two without a limit."""
    cases = [desks.submit() for _ in DUE]
    Todo.objects.all().delete()
    rows = [
        Todo.objects.create(case=case, act="first_review", key="k", since=moment(date(2026, 5, 1)), due_on=due)
        for case, due in zip(cases, DUE, strict=True)
    ]
    return [row.pk for row in rows]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_by_due_walks_every_row_forth_and_back(todos: list[int], size: int) -> None:
    page = keyset.by_due(Todo.objects.all(), {}, size=size)
    pages = [[row.pk for row in page.rows]]
    while page.on:
        page = keyset.by_due(Todo.objects.all(), {"before": page.on}, size=size)
        pages.append([row.pk for row in page.rows])

    assert [pk for rows in pages for pk in rows] == todos
    for rows in reversed(pages[:-1]):
        page = keyset.by_due(Todo.objects.all(), {"after": page.back}, size=size)
        assert [row.pk for row in page.rows] == rows
    assert page.back == ""


@pytest.mark.parametrize("size", [1, 2, 3])
def test_newest_first_walks_every_row_forth_and_back(desks: Desks, size: int) -> None:
    newest = [desks.submit().pk for _ in range(4)][::-1]
    cases = Case.objects.unscoped("test")

    page = keyset.newest_first(cases, {}, size=size)
    pages = [[row.pk for row in page.rows]]
    while page.on:
        page = keyset.newest_first(cases, {"before": page.on}, size=size)
        pages.append([row.pk for row in page.rows])

    assert [pk for rows in pages for pk in rows] == newest
    for rows in reversed(pages[:-1]):
        page = keyset.newest_first(cases, {"after": page.back}, size=size)
        assert [row.pk for row in page.rows] == rows
    assert page.back == ""


@pytest.mark.parametrize("place", ["", "x", "-1", "1.2", "2026-13-01.1.1", ".1.x", "9" * 30, "²"])
def test_a_place_that_is_none_is_the_first_page(todos: list[int], place: str) -> None:
    for name in ("before", "after"):
        assert [row.pk for row in keyset.by_due(Todo.objects.all(), {name: place}).rows] == todos


def test_pager_keeps_the_filters_and_drops_the_place() -> None:
    page: keyset.Page[Case] = keyset.Page([], back="7", on="3")

    pager = keyset.pager(page, "/desk/", QueryDict("tab=done&before=9"), text="")

    assert pager.prev_url == "/desk/?tab=done&after=7"
    assert pager.next_url == "/desk/?tab=done&before=3"
