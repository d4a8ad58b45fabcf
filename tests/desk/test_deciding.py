"""The queue of decisions: all that waits for a reader's decision in one list, each to its form, and then the next."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils.html import escape

from tests.desk.people import Desks, at, statements
from tests.desk.test_overview import MORE_TIME, OBJECTION, accepted, dissatisfied_twice
from zhixing.cases.models import Case

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

URL = "/desk/deciding/"


def page(desks: Desks, who: str, query: str = "") -> Any:
    """Return the context of the page."""
    return desks.of(who).get(f"{URL}{query}").context


def listed(desks: Desks, who: str, query: str = "") -> list[tuple[str, str, list[str]]]:
    """Return what stands in the queue: which case, what is asked, and by which acts it is decided."""
    return [
        (row.number, ", ".join(map(str, row.asked)), [way.url.split("/")[4] for way in row.acts])
        for row in page(desks, who, query)["rows"]
    ]


def much(desks: Desks) -> tuple[Case, Case, Case]:
    """Return what a supervision office has to decide: more time, an objection, and a reply to check."""
    asked = accepted(desks)
    desks.act(asked, "request_extension", "liao", MORE_TIME, on=date(2026, 3, 4))
    _case, objected = desks.assigned()
    desks.act(objected, "object", "liao", OBJECTION, on=date(2026, 3, 4))
    _case, signed = desks.signed()
    return asked, objected, signed


@pytest.mark.parametrize("who", ["an", "liao", "hu", "min", "jie", "shen"])
def test_it_is_nobody_elses_page(desks: Desks, who: str) -> None:
    assert desks.of(who).get(URL).status_code == 403
    assert URL not in desks.of(who).get("/desk/").text


@pytest.mark.parametrize("who", ["zhu", "wei", "gu", "pan", "chen", "ding"])
def test_it_stands_in_the_menu_of_those_whose_page_it_is(desks: Desks, who: str) -> None:
    assert f'href="{URL}"' in desks.of(who).get("/desk/").text
    assert "Nothing needs your decision today." in desks.of(who).get(URL).text


def test_all_that_waits_stands_in_one_list_by_day(desks: Desks) -> None:
    asked, objected, signed = much(desks)

    rows = page(desks, "gu")["rows"]

    assert [row.due for row in rows] == sorted(row.due for row in rows)
    assert listed(desks, "gu") == [
        (objected.official_number, "Handling: Decide the objection", ["decide_objection"]),
        (asked.official_number, "Overdue replies to urge", ["urge"]),
        (asked.official_number, "Handling: Decide on more time", ["decide_extension"]),
        (signed.official_number, "Handling: Release the reply", ["release_reply", "return_reply"]),
    ]
    with at(date(2026, 7, 10)):
        late = next(
            ", ".join(map(str, row.asked))
            for row in page(desks, "gu")["rows"]
            if "Urge the unit" in [act.title for act in row.acts]
        )
    assert late == (
        "Late by fifteen days: a supervision letter is due, Late by thirty days: a joint check is due, "
        "Late at the end of the last quarter: a circular is due, Overdue replies to urge"
    )
    assert [one[0] for one in listed(desks, "pan")] == []


def test_each_sort_stands_alone_with_its_number(desks: Desks) -> None:
    asked, _objected, signed = much(desks)

    (filters,) = page(desks, "gu")["filters"]

    numbers = {link.title: link.count for link in filters.entries}
    assert numbers["All"] == 4
    assert numbers["Handling: Release the reply"] == 1
    assert numbers["Overdue replies to urge"] == 1
    for sort, case in (("handling-release_reply", signed), ("handling-overdue", asked)):
        assert [one[0] for one in listed(desks, "gu", f"?sort={sort}")] == [case.official_number]
    assert len(listed(desks, "gu", "?sort=dragon")) == 4


def test_after_an_act_the_next_of_its_sort_is_offered(desks: Desks) -> None:
    signed = [desks.signed()[1] for _n in range(3)]
    first, second = (page(desks, "gu", "?sort=handling-release_reply")["rows"][n] for n in (0, 1))
    form = first.acts[0].url
    shown = desks.of("gu").get(form).context
    assert shown["cancel_url"] == f"{URL}?sort=handling-release_reply"

    done = desks.of("gu").post(form, {"do": "act", "key": "k1", "seen": signed[0].entries}, follow=True)

    following = done.context["following"]
    assert done.redirect_chain[-1][0].startswith(f"/cases/{signed[0].number}/?queue=handling-release_reply")
    assert (following.row.url, following.n) == (second.url, 2)
    assert escape(following.row.acts[0].url) in done.text
    assert following.url == f"{URL}?sort=handling-release_reply"
    # What was passed over is offered last, so that nothing is skipped for good.
    last = page(desks, "gu", "?sort=handling-release_reply")["rows"][-1].acts[0].url
    done = desks.of("gu").post(last, {"do": "act", "key": "k2", "seen": signed[2].entries}, follow=True)
    assert done.context["following"].row.url == second.url
    only = done.context["following"].row.acts[0].url
    done = desks.of("gu").post(only, {"do": "act", "key": "k3", "seen": signed[1].entries}, follow=True)
    assert done.context["following"].row is None
    assert "Nothing else of this sort waits for your decision." in done.text


def test_nobody_else_is_offered_anything_on_a_case(desks: Desks) -> None:
    _case, handling = desks.signed()

    for who in ("hu", "liao"):
        answer = desks.of(who).get(f"/cases/{handling.number}/?queue=all&after=x")
        assert answer.status_code == 200
        assert "following" not in answer.context
    assert "following" not in desks.of("gu").get(f"/cases/{handling.number}/").context


@pytest.mark.parametrize("after", ["", "x", "2026-01-01", "2026-01-01.x.y", f"2026-01-01.{9**40}.y"])
def test_any_address_is_answered(desks: Desks, after: str) -> None:
    _case, handling = desks.signed()

    answer = desks.of("gu").get(f"/cases/{handling.number}/", {"queue": "all", "after": after})

    assert answer.context["following"].row.url == f"/cases/{handling.number}/"


def test_leaders_have_their_own(desks: Desks) -> None:
    handling = dissatisfied_twice(desks)

    ((number, _asked, ways),) = listed(desks, "zhu")

    assert (number, ways) == (handling.official_number, ["reopen", "instruct"])


def test_it_stands_in_pages(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhixing.desk.leading.queue.ON_A_PAGE", 2)
    for _n in range(3):
        desks.signed()

    first = page(desks, "gu")

    assert (len(first["rows"]), first["pager"].text) == (2, "1–2 of 3")
    second = desks.of("gu").get(first["pager"].next_url).context
    assert (len(second["rows"]), second["pager"].next_url) == (1, "")


def test_statements_do_not_grow_with_what_waits(desks: Desks) -> None:
    much(desks)
    few = statements(desks.of("gu"), URL)
    for _n in range(3):
        much(desks)

    assert statements(desks.of("gu"), URL) == few
    assert few <= 45


def test_quarters_late_cases_bring_the_circular_along(desks: Desks) -> None:
    much(desks)
    with at(date(2026, 7, 10)):
        shown = page(desks, "gu", "?sort=handling-circular_due")

    assert shown["draft"].url == "/desk/letters/new/draft/?begins=circular"
