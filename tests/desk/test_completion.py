"""The page of completion: the rate of a session, the session before on the same date, what the rest waits for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Q

from tests.desk.people import Desks, statements
from zhixing.assembly.models import Session
from zhixing.cases import adopting, kinds
from zhixing.cases.daily import run_day
from zhixing.cases.models import Case, CaseReader
from zhixing.insight.waiting import completion_of

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

URL = "/desk/completion/"
PROMISE = {"answer": "列入计划", "letter": "B", "measures": "年内建成", "person": "胡砚", "promised_by": "2026-12-31"}


def page(desks: Desks, who: str = "chen", query: str = "") -> Any:
    """Return the context of the page."""
    return desks.of(who).get(f"{URL}{query}").context


def waits(desks: Desks, who: str = "chen", query: str = "") -> dict[str, list[tuple[str, list[tuple[str, str]]]]]:
    """Return what waits by name: number of the case, and on whom in what state."""
    return {
        group.key: [(row.number, [(one.who, one.state) for one in row.keepers]) for row in group.rows]
        for group in page(desks, who, query)["groups"]
    }


def promised(desks: Desks) -> tuple[Case, Case]:
    """Return a proposal whose answered reply promises something, and the promise."""
    case, handling = desks.assigned()
    desks.act(handling, "accept", "liao", on=date(2026, 3, 3))
    contact = {"way": "visit", "held_on": "2026-03-10", "record": "到小区座谈"}
    desks.act(handling, "contact", "han", contact, on=date(2026, 3, 10))
    desks.act(handling, "draft_reply", "han", {"draft": "拟列入计划，逐条答复如下。" * 3}, on=date(2026, 4, 10))
    signed = {"letter": "B", "reply": "列入今年计划。" * 5, "publishable": "full", "answers": [PROMISE]}
    desks.act(handling, "sign_reply", "hu", signed, on=date(2026, 4, 20))
    desks.act(handling, "release_reply", "gu", on=date(2026, 4, 22))
    desks.act(handling, "rate", "an", {"grade": "basically"}, on=date(2026, 4, 28))
    return case, Case.objects.of_body(case.body_id).get(kind="promise", parent=handling)


@pytest.mark.parametrize("who", ["an", "liao", "hu"])
def test_it_is_nobody_elses_page(desks: Desks, who: str) -> None:
    assert desks.of(who).get(URL).status_code == 403
    assert URL not in desks.of(who).get("/desk/").text


@pytest.mark.parametrize("who", ["zhu", "gu", "pan", "chen", "ding"])
def test_it_stands_in_the_menu_of_those_whose_page_it_is(desks: Desks, who: str) -> None:
    assert f'href="{URL}"' in desks.of(who).get("/desk/").text
    assert desks.of(who).get(URL).status_code == 200


def test_the_rate_counts_what_is_answered_and_promises_nothing_more(desks: Desks) -> None:
    desks.rated()
    _case, promise = promised(desks)
    desks.assigned(unit="school")
    desks.submit("bo")

    figure = page(desks)["figure"]
    assert (figure["value"], figure["top"]["n"], figure["bottom"]["n"]) == ("33.3", 1, 3)
    assert [(one["value"], one["top"]["n"]) for one in page(desks)["beside"]] == [("66.7", 2), ("33.3", 1)]

    desks.act(promise, "claim_done", "han", {"evidence": "停车场已建成并投入使用。"}, on=date(2026, 5, 6))
    assert page(desks)["figure"]["top"]["n"] == 1
    desks.act(promise, "verify", "chen", {"found": "kept", "way": "on_spot", "how": "现场核验"}, on=date(2026, 5, 8))
    assert page(desks)["figure"]["top"]["n"] == 2
    assert [one["top"]["n"] for one in page(desks)["beside"]] == [2, 2]


def test_numbers_open_their_lists_where_the_reader_sees_all(desks: Desks) -> None:
    desks.rated()
    promised(desks)
    desks.assigned(unit="school")

    shown = page(desks)
    for figure in (shown["figure"], *shown["beside"]):
        for part in (figure["top"], figure["bottom"]):
            assert desks.of("chen").get(part["url"]).context["total"] == part["n"]
    for part in shown["parts"]["rows"][:2]:
        assert bool(part["url"]) is (part["count"] > 0)


def test_opinions_that_came_and_time_that_ran_out_are_shown_apart(desks: Desks) -> None:
    desks.rated()
    _case, handling = desks.signed()
    handling = desks.act(handling, "release_reply", "gu", on=date(2026, 4, 22))
    run_day(date(2026, 5, 29))

    rows = page(desks)["parts"]["rows"]
    assert [(row["title"], row["count"]) for row in rows] == [
        ("Complete, opinion in", 1),
        ("Complete, time for an opinion over", 1),
        ("Not complete", 0),
    ]


def test_each_open_proposal_stands_under_what_must_happen_first(desks: Desks) -> None:
    _rated, _work = desks.rated()
    promise = promised(desks)[0]
    replied, work = desks.signed()
    desks.act(work, "release_reply", "gu", on=date(2026, 6, 10))
    signed = desks.signed()[0]
    late = desks.assigned(unit="school")[0]
    filed = desks.submit("bo")
    desks.act(filed, "first_review", "chen", {"advice": "file", "opinion": "同意"}, on=date(2026, 1, 22))
    filed = desks.act(filed, "file", "ding", on=date(2026, 1, 23))

    shown = waits(desks)

    assert list(shown) == ["opinion", "release", "overdue", "promise", "assign", "conclude"]
    assert shown["overdue"] == [(called(late), [("市教育局", "To be received")])]
    assert shown["release"] == [(called(signed), [("市住房和城乡建设局", "Reply under review")])]
    assert [number for number, _who in shown["opinion"]] == [called(replied)]
    assert [number for number, _who in shown["promise"]] == [called(promise)]
    assert [number for number, _who in shown["assign"]] == [called(filed)]
    assert list(waits(desks, query="?wait=release")) == ["release"]
    assert list(waits(desks, query="?wait=dragon")) == list(shown)


def called(case: Case) -> str:
    return str(Case.objects.unscoped("test").get(pk=case.pk).official_number)


def test_the_register_says_what_was_complete_on_an_earlier_day(desks: Desks) -> None:
    desks.rated()
    promised(desks)
    desks.assigned(unit="school")
    then = completion_of(kinds.get("proposal")).then
    cases = Case.objects.of_body(desks.town.body)

    assert {day: [then(cases, date(2026, *day))[name] for name in ("filed", "all_replied", "completed")] for day in (
        (1, 22), (1, 23), (4, 21), (4, 22), (4, 27), (4, 28), (6, 15),
    )} == {
        (1, 22): [0, 0, 0], (1, 23): [3, 0, 0], (4, 21): [3, 0, 0], (4, 22): [3, 2, 0],
        (4, 27): [3, 2, 0], (4, 28): [3, 2, 1], (6, 15): [3, 2, 1],
    }  # fmt: skip


def test_the_session_before_is_compared_on_the_same_date(desks: Desks) -> None:
    rated = desks.rated()[0]
    promised(desks)
    session = desks.town.session
    assert session.opens
    days = (date(2026, 6, 15) - session.opens).days
    opens = date(2026, 4, 28) - timedelta(days=days)
    last = Session.objects.create(term=session.term, number=session.number - 1, opens=opens)
    Case.objects.unscoped("test").filter(root=rated.pk).update(session=last)
    Case.objects.unscoped("test").filter(pk=rated.pk).update(session=last)

    earlier = page(desks)["earlier"]

    assert (earlier["session"], earlier["day"], earlier["days"]) == (last, date(2026, 4, 28), days)
    assert [(row["now"]["fraction"], row["then"]["fraction"]) for row in earlier["rows"]] == [
        ("0/1", "1/1"), ("0/1", "1/1"), ("0/1", "0/1"), ("1/1", "1/1"), ("0/1", "1/1"),
    ]  # fmt: skip
    assert earlier["difference"] == "-100.0"


@pytest.mark.parametrize("who", ["zhu", "gu", "pan", "ding"])
def test_all_offices_speak_of_the_same_figure(desks: Desks, who: str) -> None:
    desks.rated()
    desks.assigned(unit="propaganda")

    assert page(desks, who)["figure"]["value"] == "50.0"


def test_a_number_the_reader_may_not_see_whole_is_no_link(desks: Desks) -> None:
    desks.assigned()
    other = desks.assigned(unit="school")[0]
    CaseReader.objects.filter(Q(case=other.pk) | Q(case__root=other.pk), key__in=desks.town.actor("gu").keys).delete()

    shown = page(desks, "gu")

    assert (shown["figure"]["bottom"]["n"], shown["figure"]["bottom"]["url"]) == (2, "")
    assert [len(group.rows) for group in shown["groups"]] == [1]


def test_statements_do_not_depend_on_how_much_there_is(desks: Desks) -> None:
    desks.assigned()
    promised(desks)
    one = statements(desks.of("chen"), URL)
    desks.assigned(unit="school")
    desks.assigned(unit="propaganda")
    desks.rated()

    assert statements(desks.of("chen"), URL) == one


def test_nothing_filed_is_said(desks: Desks) -> None:
    response = desks.of("chen").get(URL)

    assert response.context["figure"]["value"] == ""
    assert "Every filed proposal you may see is complete." in response.text


OWN_STATES = {
    "handling": (("answered", "heard_out"), ("replied", "sent_out")),
    "promise": (("claimed", "reported"), ("cleared", "struck_off")),
    "proposal": (("answered", "all_in"), ("closed", "over")),
}
"""States by names of a committee's own; what they amount to its milestones say."""


def _renamed(text: str, old: str, new: str) -> str:
    text = re.sub(rf'(?<!milestone = )"{old}"', f'"{new}"', text)
    return re.sub(rf"^{old} = [{{] ", f"{new} = {{ ", text, flags=re.MULTILINE)


def test_committees_own_states_count_by_their_milestones(desks: Desks) -> None:
    for slug, names in OWN_STATES.items():
        text = kinds.get(slug).procedure.read_text(encoding="utf-8")
        for old, new in names:
            text = _renamed(text, old, new)
        adopting.adopt(desks.town.body, slug, at=None, actor=desks.town.actor("ding"), source=text)
    desks.rated()
    _case, promise = promised(desks)
    desks.assigned(unit="school")
    assert promise.parent is not None
    assert promise.parent.state == "heard_out"

    assert page(desks)["figure"]["top"]["n"] == 1
    desks.act(promise, "claim_done", "han", {"evidence": "停车场已建成并投入使用。"}, on=date(2026, 5, 6))
    assert page(desks)["figure"]["top"]["n"] == 1
    desks.act(promise, "verify", "chen", {"found": "kept", "way": "on_spot", "how": "现场核验"}, on=date(2026, 5, 8))
    assert page(desks)["figure"]["top"]["n"] == 2
    assert [one["top"]["n"] for one in page(desks)["beside"]] == [2, 2]
    then = completion_of(kinds.get("proposal")).then
    cases = Case.objects.of_body(desks.town.body)
    assert [then(cases, day)["completed"] for day in (date(2026, 5, 7), date(2026, 5, 8))] == [1, 2]
