"""The page of a case: where it stands, why its dates are what they are, what the reader may do and why not the rest."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.desk.people import DRAFT, REPLY, Desks, at, statements
from tests.factories.rules import make_document, make_version
from tests.world.town import proposal_data
from zhixing.cases.models import Case, CaseReader
from zhixing.common.parts import FlowRow

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def shape(row: FlowRow) -> list[tuple[str, str]]:
    """Return the steps of a row of the flow that are drawn, by title and status."""
    return [(str(step.title), step.status) for step in row.steps]


def test_head_and_text(desks: Desks) -> None:
    case = desks.assigned()[0]

    page = desks.of("an").get(f"/cases/{case.number}/")

    head = page.context["case"]
    assert (head.official_number, head.title) == ("十届五次会议, Proposal 1005001", case.title)
    assert (head.state, head.now, head.meta) == ("Assigned", True, ("Society", "Individual", "Plenary proposal"))
    assert [section.heading for section in page.context["texts"]] == ["Situation", "Analysis", "Suggestions"]
    assert len(page.context["texts"][2].paragraphs) == 2
    assert [(party.label, party.value) for party in page.context["parties"]] == [
        ("First proposer", "安行"),
        ("Handling unit", "市住房和城乡建设局"),
    ]


def test_official_number_finds_the_case_too(desks: Desks) -> None:
    case = desks.assigned()[0]

    assert desks.of("an").get("/cases/1005001/").context["case"].number == case.number


def test_clocks_are_explained_line_by_line(desks: Desks) -> None:
    handling = desks.assigned()[1]
    desks.act(handling, "accept", "liao", on=date(2026, 3, 3))
    with at(date(2026, 5, 20)):
        page = desks.of("liao").get(f"/cases/{handling.number}/")

    contact, reply, objection = page.context["clocks"]
    assert (objection.lamp.kind, str(objection.lamp.word)) == ("done", "Done in time")
    assert (contact.lamp.kind, contact.lamp.word) == ("over", "Overdue by 39 working days")
    assert (reply.lamp.kind, reply.lamp.word) == ("near", "Near, 9 working days left")
    assert reply.day == date(2026, 6, 2)
    assert [str(line.step) for line in reply.lines] == ["Start", "Add 3 months", "Latest day", "From today"]
    assert "2 June" not in reply.lines[-1].note
    assert "9 working days in all" in reply.lines[-1].note
    assert [(clock.key, clock.lamp.kind) for clock in page.context["past_clocks"]] == [("accept", "done")]


def test_a_clock_in_a_year_without_arrangement_says_so(desks: Desks) -> None:
    handling = desks.assigned()[1]
    handling.folded["clocks"]["reply"]["provisional"] = True
    handling.save()

    page = desks.of("liao").get(f"/cases/{handling.number}/")

    assert "Provisional: the days off of that year are not published yet." in page.text


def test_flow_shows_what_was_is_and_is_likely_to_come(desks: Desks) -> None:
    case, handling = desks.assigned()
    desks.act(handling, "accept", "liao", on=date(2026, 3, 3))

    rows = desks.of("chen").get(f"/cases/{case.number}/").context["flow"]

    assert [(row.role, row.who) for row in rows] == [("Proposal", "安行"), ("Handling", "市住房和城乡建设局")]
    assert shape(rows[0]) == [
        ("Submitted", "done"),
        ("First reviewed", "done"),
        ("Filed", "done"),
        ("Assigned", "now"),
        ("Answered", "todo"),
        ("Closed", "todo"),
        ("Archived", "todo"),
        ("", "empty"),
        ("", "empty"),
        ("", "empty"),
    ]
    assert shape(rows[1]) == [
        ("", "empty"),
        ("", "empty"),
        ("", "empty"),
        ("To be received", "done"),
        ("Received", "now"),
        ("To be signed", "todo"),
        ("Reply under review", "todo"),
        ("Replied", "todo"),
        ("Answered", "todo"),
        ("Closed", "todo"),
    ]


def test_what_was_sent_back_counts_once_in_the_flow(desks: Desks) -> None:
    case = desks.submit()
    desks.act(case, "return_draft", "chen", {"opinion": "请补充数据"}, on=date(2026, 1, 22))
    data = {name: proposal_data()[name] for name in ("title", "situation", "analysis", "suggestions")}
    desks.act(case, "resubmit", "an", data, on=date(2026, 1, 23))

    row = desks.of("an").get(f"/cases/{case.number}/").context["flow"][0]

    assert shape(row)[:2] == [("Submitted", "now"), ("First reviewed", "todo")]


def test_timeline_newest_first_with_who_when_what_and_time_used(desks: Desks) -> None:
    handling = desks.rated()[1]

    entries = desks.of("chen").get(f"/cases/{handling.number}/").context["timeline"]

    assert [(entry.number, entry.act, entry.who, entry.post, entry.time_used) for entry in entries] == [
        (7, "Rate the reply", "安行", "", "4 working days"),
        (6, "Release the reply", "顾衍", "市政府督查室", "2 working days"),
        (5, "Sign the reply", "胡砚", "市住房和城乡建设局", "6 working days"),
        (4, "Draft the reply", "韩拓", "市住房和城乡建设局", "27 working days"),
        (3, "Enter a contact", "韩拓", "市住房和城乡建设局", ""),
        (2, "Receive", "廖闻", "市住房和城乡建设局", "1 working day"),
        (1, "Assigned", "陈阅", "提案委员会", ""),
    ]
    assert [entry.lamp and entry.lamp.kind for entry in entries] == ["done", "done", "done", None, "done", "done", None]


def test_a_text_on_the_page_is_not_said_again_in_the_timeline(desks: Desks) -> None:
    handling = desks.rated()[1]

    signed = desks.of("an").get(f"/cases/{handling.number}/").context["timeline"][2]

    assert {str(field.label): str(field.value) for field in signed.fields}["Reply"] == "as above, under “Text”"


def test_articles_are_cited_with_their_page(desks: Desks) -> None:
    make_version(make_document(desks.town.body, "proposal-work-rules"), articles={18: "应当在五个工作日内完成初审。"})
    case = desks.submit()

    page = desks.of("chen").get(f"/cases/{case.number}/")

    cite = page.context["acts"].can[0].article
    assert cite.url == "/rules/proposal-work-rules/#article-18"
    unknown = page.context["acts"].can[1].article
    assert (unknown.title, unknown.url) == ("proposal-work-rules/16", "")


def test_acts_the_likeliest_first_and_mending_apart(desks: Desks) -> None:
    case = desks.submit()

    page = desks.of("ding").get(f"/cases/{case.number}/")

    acts = page.context["acts"]
    assert [(act.title, act.main) for act in acts.can] == [
        ("First review", True),
        ("Send back to revise", False),
        ("Note", False),
    ]
    assert acts.cannot == []
    assert [act.title for act in page.context["mending"]][:2] == ["Correct", "Direct by resolution"]
    assert [(one.who, one.act) for one in acts.waiting] == [("the proposals committee's office", "First review")]


def test_what_the_case_does_not_wait_for_is_not_put_forward(desks: Desks) -> None:
    case = desks.submit()

    page = desks.of("an").get(f"/cases/{case.number}/")

    assert [(act.title, act.main) for act in page.context["acts"].can] == [("Withdraw", False)]
    assert page.context["main_act"] is None


def test_why_not_is_told_when_it_is_asked(desks: Desks) -> None:
    case = desks.submit()
    client = desks.of("an")
    page = client.get(f"/cases/{case.number}/")
    assert page.context["acts"].cannot == []

    asked = client.get(page.context["why_url"].partition("#")[0])

    reasons = {act.title: act.reasons[0] for act in asked.context["acts"].cannot}
    assert reasons["First review"] == (
        "Only the proposals committee's office may perform “First review”. Ask them to do it."
    )
    assert reasons["Assign"].startswith("The case is Submitted; “Assign” belongs to Filed.")
    assert asked.context["why_url"] == ""


def test_children_with_state_and_lamp_and_whose_turn_it_is(desks: Desks) -> None:
    case, handling = desks.assigned()

    page = desks.of("an").get(f"/cases/{case.number}/")

    row = page.context["children"]["rows"][0]
    assert (row.title, row.number, row.state, row.now) == ("市住房和城乡建设局", "1005001-1", "To be received", True)
    assert row.lamp.kind == "over"
    assert row.url == f"/cases/{handling.number}/"
    assert [(one.who, one.act) for one in page.context["acts"].waiting] == [("市住房和城乡建设局", "Receive")]


def test_a_child_closed_to_the_reader_is_not_there(desks: Desks) -> None:
    case, handling = desks.assigned()
    handling.folded["readers"] = [key for key in handling.folded["readers"] if not key.startswith("p")]
    handling.save()
    CaseReader.objects.filter(case=handling, key__startswith="p").delete()

    page = desks.of("an").get(f"/cases/{case.number}/")

    assert page.context["children"]["rows"] == []
    assert len(page.context["flow"]) == 1
    assert handling.number not in page.text


def test_a_parent_closed_to_the_reader_is_not_there(desks: Desks) -> None:
    case, handling = desks.assigned()
    case.folded["readers"] = []
    case.save()

    page = desks.of("liao").get(f"/cases/{handling.number}/")

    assert len(page.context["flow"]) == 1
    assert f"/cases/{case.number}/" not in page.text


def test_a_unit_has_the_proposal_at_hand(desks: Desks) -> None:
    handling = desks.assigned()[1]

    page = desks.of("han").get(f"/cases/{handling.number}/")

    assert page.context["parent_text"]["title"] == "Proposal"
    assert "十四部曾停运超过十五日" in page.text


def test_papers_are_listed_by_name(desks: Desks) -> None:
    case = desks.assigned()[0]

    papers = desks.of("an").get(f"/cases/{case.number}/").context["papers"]

    assert [paper["title"] for paper in papers] == ["Assignment notice", "Filing notice", "Receipt"]


def test_absent_and_closed_cases_answer_alike(desks: Desks) -> None:
    case = desks.submit()
    client = desks.of("bo")

    closed = client.get(f"/cases/{case.number}/")
    absent = client.get("/cases/331097-2026-999999/")

    assert (closed.status_code, absent.status_code) == (404, 404)
    assert f"There is no case {case.number} that you may see. Check the number." in closed.text
    assert main_of(closed).replace(case.number, "N") == main_of(absent).replace("331097-2026-999999", "N")


def test_an_ended_case_waits_for_nobody(desks: Desks) -> None:
    case = desks.submit()
    desks.act(case, "withdraw", "an", {"reason": "另行合并提出"}, on=date(2026, 1, 22))

    page = desks.of("an").get(f"/cases/{case.number}/")

    assert page.context["case"].now is False
    assert shape(page.context["flow"][0]) == [("Submitted", "done"), ("Withdrawn", "done")]
    assert page.context["acts"].waiting == []
    assert "Nothing for you to do in this case now." in page.text


def main_of(response: HttpResponse) -> str:
    """Return a page without its bar and menu, whose tokens differ."""
    return response.text.partition("<main")[2]


def opened_again(client: Client, number: str) -> int:
    """Return the statements of a case's page."""
    return statements(client, f"/cases/{number}/")


def test_statements_do_not_grow_with_the_children(desks: Desks) -> None:
    case, handling = desks.assigned()
    client = desks.of("chen")
    one = opened_again(client, case.number)
    for place in (2, 3):
        other = desks.assigned(unit="school" if place == 2 else "propaganda")[1]
        other.parent = other.root = case
        other.save()

    assert len(client.get(f"/cases/{case.number}/").context["children"]["rows"]) == 3
    assert opened_again(client, case.number) == one == 16
    # The office is told how to reach the proposer: a seat, and the special committees.
    assert opened_again(client, handling.number) == 21


def test_a_case_from_a_ledger_waits_for_nobody(desks: Desks) -> None:
    case, handling = desks.assigned()
    for one in (case, handling):
        one.folded |= {"imported": True, "counts": {"import": 1}}
        one.imported = True
        one.save()

    page = desks.of("chen").get(f"/cases/{case.number}/")

    assert page.context["case"].meta[-1] == "from an earlier ledger"
    assert page.context["acts"].waiting == []


def promise_something(desks: Desks, *measures: str) -> Case:
    """Return a proposal whose reply promises these measures."""
    case, handling = desks.assigned()
    contact = {"way": "visit", "held_on": "2026-03-10", "record": "到小区座谈"}
    desks.act(handling, "accept", "liao", on=date(2026, 3, 3))
    desks.act(handling, "contact", "han", contact, on=date(2026, 3, 10))
    desks.act(handling, "draft_reply", "han", {"draft": DRAFT}, on=date(2026, 4, 10))
    row = {"answer": "列入计划", "letter": "B", "person": "胡砚", "promised_by": "2026-09-30"}
    signed = {"letter": "B", "reply": REPLY, "publishable": "full"}
    rows = [row | {"measures": one} for one in measures]
    desks.act(handling, "sign_reply", "hu", signed | {"answers": rows}, on=date(2026, 4, 20))
    desks.act(handling, "release_reply", "gu", on=date(2026, 4, 22))
    return case


def test_promises_stand_below_the_handling_they_were_made_in(desks: Desks) -> None:
    case = promise_something(desks, "设立共管账户")

    children = desks.of("an").get(f"/cases/{case.number}/").context["children"]

    assert children["title"] == "Handling, Promise"
    handling, promise = children["rows"]
    assert (handling.role, handling.sub, handling.gist, promise.role, promise.sub) == (
        "Handling",
        False,
        "",
        "Promise",
        True,
    )
    assert (promise.title, promise.gist, promise.state) == ("市住房和城乡建设局", "设立共管账户", "Open")
    assert (promise.day, promise.number) == (date(2026, 9, 30), "1005001-1-1")


def test_a_promise_closed_to_the_reader_is_not_there(desks: Desks) -> None:
    case = promise_something(desks, "设立共管账户")

    # The party's supervision office reads the proposal; this unit's promises are the government's to follow.
    page = desks.of("pan").get(f"/cases/{case.number}/")

    assert page.context["children"]["rows"] == []
    assert "设立共管账户" not in page.text


def test_statements_do_not_grow_with_the_promises(desks: Desks) -> None:
    one, three = promise_something(desks, "一"), promise_something(desks, "一", "二", "三")
    client = desks.of("chen")

    assert len(client.get(f"/cases/{three.number}/").context["children"]["rows"]) == 4
    assert opened_again(client, one.number) == opened_again(client, three.number) == 17
