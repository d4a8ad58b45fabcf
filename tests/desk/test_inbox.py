"""The inbox: what waits for whom, in the order of the time left, and what one statement more would cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.desk.people import Desks, at, statements
from tests.factories.assembly import make_post
from zhixing.cases.models import Reading, Todo
from zhixing.desk.inbox import Row

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def rows(client: Client, query: str = "") -> list[Row]:
    found: list[Row] = client.get(f"/desk/{query}").context["rows"]
    return found


def test_to_dos_stand_in_the_order_of_the_time_left(desks: Desks) -> None:
    late = desks.submit(on=date(2026, 6, 1))
    fine = desks.submit(on=date(2026, 6, 12))
    near = desks.submit(on=date(2026, 6, 9))
    closing = desks.rated()[0]

    found = rows(desks.of("chen"))

    assert [(row.number, row.lamp and (row.lamp.kind, row.lamp.number), row.step) for row in found] == [
        (late.number, ("over", 5), "First review"),
        (near.number, ("near", 1), "First review"),
        (fine.number, ("fine", 4), "First review"),
        (closing.official_number, ("none", ""), "Conclude"),
    ]
    assert [row.who for row in found] == ["安行", "安行", "安行", "市住房和城乡建设局"]


def test_several_keys_make_one_row(desks: Desks) -> None:
    desks.submit()
    make_post(desks.town.organisations["committee"], "director", desks.town.people["chen"])

    assert Todo.objects.filter(act="first_review").count() == 2
    assert len(rows(desks.of("chen"))) == 1


def test_whose_turn_it_is_not_sees_nothing_to_do(desks: Desks) -> None:
    desks.assigned()

    page = desks.of("ye").get("/desk/")

    assert page.context["rows"] == []
    assert "Nothing waits for you." in page.text


def test_filters_narrow_by_lamp_and_kind_and_say_how_many(desks: Desks) -> None:
    late = desks.submit(on=date(2026, 6, 1))
    desks.submit(on=date(2026, 6, 12))
    client = desks.of("chen")

    groups = client.get("/desk/").context["filters"]

    assert [(link.title, link.count) for link in groups[0].entries] == [("All", ""), ("Overdue", 1), ("Near", 0)]
    assert [row.number for row in rows(client, "?lamp=over")] == [late.number]
    assert rows(client, "?kind=handling") == []
    assert "Nothing of this sort waits for you." in client.get("/desk/?lamp=near").text


def test_opening_a_case_takes_it_off_what_is_to_read(desks: Desks) -> None:
    case, handling = desks.assigned()
    client = desks.of("an")
    assert [row.number for row in rows(client, "?tab=read")] == [case.official_number]

    client.get(f"/cases/{case.number}/")

    assert rows(client, "?tab=read") == []
    assert Reading.objects.get(case=case, person=desks.town.people["an"]).entry == case.entries
    desks.act(handling, "accept", "liao", on=date(2026, 3, 3))
    contact = {"way": "visit", "held_on": "2026-03-10", "record": "面谈"}
    desks.act(handling, "contact", "han", contact, on=date(2026, 3, 10))
    assert [(row.number, row.step, row.unread) for row in rows(client, "?tab=read")] == [
        (handling.official_number, "Enter a contact", True)
    ]


def test_a_row_is_bold_until_its_last_entry_was_read(desks: Desks) -> None:
    case = desks.submit()
    client = desks.of("chen")
    assert [row.unread for row in rows(client)] == [True]

    client.get(f"/cases/{case.number}/")

    assert [row.unread for row in rows(client)] == [False]


def test_done_and_mine(desks: Desks) -> None:
    case, handling = desks.assigned()
    other = desks.submit("bo")

    # Assigning opened the unit's case, so that entry is hers too.
    own = [handling.official_number, case.official_number]
    assert [row.number for row in rows(desks.of("chen"), "?tab=done")] == own
    assert rows(desks.of("chen"), "?tab=mine") == []
    assert {row.number for row in rows(desks.of("an"), "?tab=mine")} == {case.official_number, handling.official_number}
    assert [row.number for row in rows(desks.of("bo"), "?tab=mine")] == [other.number]
    assert [row.number for row in rows(desks.of("hu"), "?tab=mine")] == [handling.official_number]


def test_the_unit_reads_who_proposed_and_not_its_own_name(desks: Desks) -> None:
    desks.assigned()

    assert [row.who for row in rows(desks.of("liao"))] == ["安行"]


def test_tabs_and_menu_count_what_waits(desks: Desks) -> None:
    desks.submit()
    desks.submit()

    page = desks.of("chen").get("/desk/")

    tabs = [(tab.title, tab.count) for tab in page.context["tabs"]]
    assert tabs == [("To do", 2), ("To read", 2), ("Done", 0), ("Mine", 0), ("Drafts", 0)]
    menu = page.context["nav"].groups[0].entries
    assert [(link.title, link.count, link.current) for link in menu] == [
        ("Overview", "", False),
        ("To decide", "", False),
        ("Completion", "", False),
        ("Our organisation", "", False),
        ("To do", 2, True),
        ("To read", 2, False),
        ("Done", "", False),
        ("Mine", "", False),
        ("Drafts", "", False),
    ]


def test_every_tab_says_why_it_is_empty(desks: Desks) -> None:
    texts = {
        "": "Nothing waits for you.",
        "?tab=read": "There is nothing new to read.",
        "?tab=done": "You have entered nothing yet.",
        "?tab=mine": "No case is yours yet.",
    }
    for query, text in texts.items():
        assert text in desks.of("pan").get(f"/desk/{query}").text


BY_OFFICES = {"problems/new/nominate/", "letters/new/draft/", "checks/new/plan/", "jointplans/new/draft/"}
"""What the three offices may open to supervise."""


def test_everybody_may_begin_here_what_they_may_open(desks: Desks) -> None:
    offered = {
        who: {link.url.removeprefix("/desk/") for link in desks.of(who).get("/desk/").context["new"]}
        for who in ("an", "chen", "liao", "gu", "pan")
    }

    assert offered["an"] == {"proposals/new/submit/", "proposals/new/invite/", "leads/new/offer/"}
    assert offered["chen"] == {
        "proposals/new/enter/",
        "leads/new/receive/",
        "calls/new/issue/",
        "commendations/new/nominate_proposal/",
        "commendations/new/nominate_unit/",
        "keyproposals/new/nominate/",
        "keyproposals/new/nominate_for_committee/",
        "assessments/new/open/",
        *BY_OFFICES,
    }
    assert offered["liao"] == {"leads/new/offer/"}
    assert offered["gu"] == {"suggestions/new/register/", *BY_OFFICES}
    assert offered["pan"] == BY_OFFICES
    titles = [link.title for link in desks.of("chen").get("/desk/").context["new"]]
    assert "Call for proposals: Issue the call" in titles


def test_what_a_file_opens_is_not_filled_in_but_leads_to_where_it_is_brought_in(desks: Desks) -> None:
    address = "/desk/proposals/new/receive_file/"
    for answer in (desks.of("chen").get(address), desks.of("chen").post(address, {"do": "act"})):
        assert (answer.status_code, answer["Location"]) == (302, "/desk/import/?what=words")
    assert 'name="file"' in desks.of("chen").get("/desk/import/?what=words").text
    assert desks.of("liao").get(address).status_code == 403


def test_htmx_gets_the_list_alone(desks: Desks) -> None:
    desks.submit()

    page = desks.of("chen").get("/desk/?lamp=over", headers={"hx-request": "true"})

    assert page.text.lstrip().startswith('<div id="results"')
    assert "HX-Request" in page["Vary"]


def test_a_paused_limit_is_shown_as_paused(desks: Desks) -> None:
    case = desks.submit()
    Todo.objects.filter(case=case).update(due_on=None, warn_on=None)
    case.deadlines.update(status="held")

    assert [row.lamp and row.lamp.word for row in rows(desks.of("chen"))] == ["Paused"]


def test_pages_go_on_and_back(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [desks.submit().number for _ in range(3)]
    monkeypatch.setattr("zhixing.desk.keyset.by_due.__kwdefaults__", {"size": 2})
    client = desks.of("chen")

    first = client.get("/desk/")
    second = client.get(first.context["pager"].next_url)

    assert [row.number for row in first.context["rows"]] == numbers[:2]
    assert [row.number for row in second.context["rows"]] == numbers[2:]
    assert client.get(second.context["pager"].prev_url).context["rows"] == first.context["rows"]


@pytest.mark.parametrize(("tab", "expected"), [("", 16), ("?tab=read", 14), ("?tab=done", 14), ("?tab=mine", 13)])
def test_the_inbox_takes_the_same_statements_for_one_row_and_for_three(desks: Desks, tab: str, expected: int) -> None:
    desks.assigned()
    desks.submit()
    client = desks.of("chen")
    one = statements(client, f"/desk/{tab}")
    for day in (1, 2):
        desks.assigned()
        desks.submit(on=date(2026, 6, day))

    with at(date(2026, 6, 16)):
        assert statements(client, f"/desk/{tab}") == one == expected


@pytest.mark.parametrize("tab", ["done", "mine"])
def test_more_cases_than_anybody_counts_are_said_to_be_more(
    desks: Desks, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    for _time in range(3):
        desks.submit()
    monkeypatch.setattr("zhixing.desk.queues.MOST_COUNTED", 2)

    page = desks.of("an").get(f"/desk/?tab={tab}")

    assert "More than 2 items" in page.text
    assert len(page.context["rows"]) == 3
