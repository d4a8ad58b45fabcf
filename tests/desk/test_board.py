"""The assignment board: what stands on it, how choices are kept, shared and taken back, and what is assigned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse

from tests.desk.people import Desks, said, statements
from tests.world.town import moment
from zhixing.assembly.models import Membership, Organisation
from zhixing.assembly.vocabulary import Status
from zhixing.cases import adopting
from zhixing.cases.models import Case
from zhixing.desk.boards.models import Batch, Placing

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

BOARD, PLACE, PRINT = "/desk/proposals/board/", "/desk/proposals/board/place", "/desk/proposals/board/print/"


def filed(desks: Desks, **changes: Any) -> Case:
    """Return a proposal that waits to be assigned."""
    case = desks.submit(**changes)
    desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意立案"}, on=date(2026, 1, 22))
    return desks.act(case, "file", "ding", on=date(2026, 1, 23))


def rows(response: HttpResponse) -> Mapping[str, Any]:
    """Return the rows of the board by the number of their case."""
    return {row.key: row for row in response.context["rows"]}


def unit(desks: Desks, name: str) -> int:
    """Return the id of a unit."""
    return desks.town.organisations[name].pk


def boxes(case: Case, *, was: str = "/", unit: int | str = "", **more: Any) -> dict[str, Any]:
    """Return what the form says of one row."""
    number = case.number
    return {f"was-{number}": was, f"unit-{number}": unit} | {f"{name}-{number}": value for name, value in more.items()}


def test_what_speaks_for_a_unit_stands_in_the_box_and_is_told_apart_from_a_choice(desks: Desks) -> None:
    plain = filed(desks)
    suggested = filed(desks, title="关于第二件事的建议", suggested_unit="市住房和城乡建设局")
    proposed = filed(desks, title="关于第三件事的建议", suggested_unit="市住房和城乡建设局")
    data = {"proposed_unit": "市教育局", "proposed_co_units": ["市委宣传部"], "grounds": "职责第四条"}
    desks.act(proposed, "propose_units", "chen", data, on=date(2026, 2, 2))

    page = desks.of("chen").get(BOARD)

    shown = {key: (row.unit, row.others, row.mode, row.origin, row.facts) for key, row in rows(page).items()}
    assert shown == {
        plain.number: ("", "", "", "", []),
        suggested.number: (
            "市住房和城乡建设局",
            "",
            "Sole handler",
            "suggested",
            [("The proposer", "suggests 市住房和城乡建设局")],
        ),
        proposed.number: (
            "市教育局",
            "市委宣传部",
            "Lead with co-handlers",
            "proposed",
            [
                ("The proposer", "suggests 市住房和城乡建设局"),
                ("The office", "proposes 市教育局, with 市委宣传部"),
                ("Grounds", "职责第四条"),
            ],
        ),
    }
    assert [(tab.title, tab.count) for tab in page.context["tabs"]] == [
        ("To be chosen", 3),
        ("Chosen", 0),
        ("No suggestion", 1),
        ("Disputed", 0),
    ]
    loads = {load.name: (load.now, load.in_hand) for load in page.context["loads"]}
    # In official order, whatever the numbers are.
    assert list(loads.items()) == [("市住房和城乡建设局", (1, 0)), ("市委宣传部", (1, 0)), ("市教育局", (1, 0))]


def test_a_choice_is_kept_at_once_shared_and_taken_back(desks: Desks) -> None:
    case = filed(desks)
    housing, school = unit(desks, "housing"), unit(desks, "school")
    chen, ding = desks.of("chen"), desks.of("ding")

    placed = chen.post(PLACE, {**boxes(case, unit=housing), "row": case.number})

    assert placed.status_code == 200
    assert placed.context["row"].was == f"{housing}/"
    seen = rows(ding.get(f"{BOARD}?tab=chosen"))[case.number]
    assert (seen.unit, seen.chosen_by, seen.mode) == ("市住房和城乡建设局", "陈阅", "Sole handler")
    ding.post(BOARD, {**boxes(case, was=f"{housing}/", unit=school), "do": "save"})
    assert rows(chen.get(f"{BOARD}?tab=chosen"))[case.number].chosen_by == "丁衡"
    # Each takes back what is theirs.
    ding.post(BOARD, {"do": "undo"})
    assert rows(chen.get(f"{BOARD}?tab=chosen"))[case.number].chosen_by == "陈阅"
    chen.post(BOARD, {"do": "undo"})
    assert rows(chen.get(BOARD))[case.number].unit == ""
    assert said(chen.post(BOARD, {"do": "undo"}, follow=True)) == ["There is nothing of yours to take back."]
    case.refresh_from_db()
    assert (case.state, case.entries) == ("filed", 3)


def test_other_units_are_ticked_and_may_handle_each_by_itself(desks: Desks) -> None:
    case = filed(desks)
    housing, school, propaganda = (unit(desks, name) for name in ("housing", "school", "propaganda"))
    client = desks.of("chen")
    opened = rows(client.get(f"{BOARD}?open={case.number}"))[case.number]
    assert opened.is_open
    assert "教育界活动组" not in [one.name for one in opened.choices]

    part = client.get(f"{PLACE}?row={case.number}&open={case.number}")
    assert [one.name for one in part.context["row"].choices] == [one.name for one in opened.choices]

    client.post(BOARD, {**boxes(case, unit=housing, others=[school, propaganda], open=1, separate=1), "do": "save"})
    # What lies open is shown, in whichever tab it belongs by now.
    assert rows(client.get(f"{BOARD}?open={case.number}"))[case.number].is_open

    row = rows(client.get(f"{BOARD}?tab=chosen"))[case.number]
    assert (row.was, row.mode) == (f"{housing}/*{school},{propaganda}", "Separate handlers")
    # The lead chosen anew in the closed row leaves the others as they are.
    client.post(BOARD, {**boxes(case, was=row.was, unit=school), "do": "save"})
    page = client.get(f"{BOARD}?tab=disputed")
    assert rows(page)[case.number].warnings == ["The lead unit stands among the other units too. Take it off there."]


def test_nobodys_choice_is_overwritten_unseen(desks: Desks) -> None:
    case = filed(desks)
    housing, school, propaganda = (unit(desks, name) for name in ("housing", "school", "propaganda"))
    desks.of("ding").post(BOARD, {**boxes(case, unit=school), "do": "save"})

    late = desks.of("chen").post(BOARD, {**boxes(case, unit=housing), "do": "save"}, follow=True)

    number = case.official_number
    assert said(late) == [f"{number}: 丁衡 chose something else meanwhile. Your choice was not kept; look at it again."]
    assert Placing.objects.get().unit_id == school
    # A unit that may not be given work is not taken at all.
    sector = unit(desks, "sector")
    desks.of("chen").post(BOARD, {**boxes(case, was=f"{school}/", unit=sector), "do": "save"})
    assert rows(desks.of("chen").get(BOARD))[case.number].unit == ""
    assert propaganda


def test_conflicts_are_named(desks: Desks) -> None:
    unknown = Organisation.objects.create(
        body=desks.town.body, name="市新局", status=Status.PROPOSED, since=date(2022, 1, 1)
    )
    agreed = filed(desks)
    desks.act(agreed, "propose_units", "chen", {"proposed_unit": "市教育局"}, on=date(2026, 2, 2))
    desks.act(agreed, "agree_for_government", "gu", on=date(2026, 2, 3))
    renamed = filed(desks, title="关于第二件事的建议")
    Placing.objects.create(
        body=desks.town.body,
        case=renamed.number,
        unit=unknown,
        person=desks.town.people["chen"],
        at="2026-06-15T09:00+08:00",
        gesture="1",
    )
    housing = unit(desks, "housing")
    school = unit(desks, "school")
    client = desks.of("chen")

    client.post(BOARD, {**boxes(agreed, was=f"{school}/", unit=housing), "do": "save"})

    row = rows(client.get(f"{BOARD}?tab=disputed"))[agreed.number]
    assert row.warnings == ["Agreed was 市教育局; whoever agreed is asked again."]
    assert row.agreed == "Agree for the government side"


def test_self_handling_is_told_to_those_who_assign(desks: Desks) -> None:
    case = filed(desks)
    Membership.objects.unscoped("test").filter(person=desks.town.people["an"]).update(
        employer_organisation=desks.town.organisations["housing"]
    )
    client = desks.of("chen")

    client.post(BOARD, {**boxes(case, unit=unit(desks, "housing")), "do": "save"})

    row = rows(client.get(f"{BOARD}?tab=chosen"))[case.number]
    assert row.warnings == ["A proposer works at this unit (self-handling)."]
    # The general office is not among those who are told.
    assert rows(desks.of("shen").get(f"{BOARD}?tab=chosen"))[case.number].warnings == []


def test_the_ticked_are_assigned_one_by_one_as_the_boxes_say(desks: Desks) -> None:
    first = filed(desks, suggested_unit="市住房和城乡建设局")
    second = filed(desks, title="关于第二件事的建议")
    third = filed(desks, title="关于第三件事的建议")
    housing, school = unit(desks, "housing"), unit(desks, "school")
    client = desks.of("chen")
    sent = {
        **boxes(first, was=f"{housing}/", unit=housing),
        **boxes(second, unit=school, open=1, others=[housing]),
        **boxes(third),
        "case": [first.number, second.number, third.number],
        "do": "assign",
    }

    begun = client.post(BOARD, sent)

    page = client.get(begun["Location"])
    assert said(page)[1:] == ["1 ticked proposal has no lead unit and stays on the board."]
    assert [one["row"].own for one in page.context["can"]] == [
        "Sole handler · Handling (lead) unit: 市住房和城乡建设局",
        "Lead with co-handlers · Handling (lead) unit: 市教育局 · Co-handling units: 市住房和城乡建设局",
    ]
    # Only what is the same for all is asked once.
    assert list(page.context["form"].fields) == ["note"]
    client.post(begun["Location"], {"case": [first.number, second.number], "note": "请按期办复。"})

    result = client.get(begun["Location"])
    assert [row.number for row in result.context["done"]] == [first.number, second.number]
    second.refresh_from_db()
    assert second.state == "assigned"
    parties = [(one.capacity, one.organisation_id) for one in second.parties.order_by("place") if one.organisation_id]
    assert parties == [("handler", school), ("cohandler", housing)]
    assert list(rows(client.get(BOARD))) == [third.number]
    in_hand = {load.name: load.in_hand for load in client.get(BOARD).context["loads"]}
    # The one it leads and the one it helps with.
    assert in_hand == {"市住房和城乡建设局": 2, "市教育局": 1}


def test_where_three_offices_must_agree_each_agrees_in_bulk_and_only_then_it_is_assigned(desks: Desks) -> None:
    own = "[settings]\nsides_must_agree = 1\n"
    adopting.adopt(desks.town.body, "proposal", at=moment(date(2026, 1, 1)), actor=None, source=own)
    case = filed(desks)
    housing = unit(desks, "housing")
    client = desks.of("chen")

    def handed_on(do: str) -> HttpResponse:
        url = client.post(BOARD, {**boxes(case, was=f"{housing}/", unit=housing), "case": case.number, "do": do})
        client.post(url["Location"], {"case": case.number})
        return client.get(url["Location"])

    client.post(BOARD, {**boxes(case, unit=housing), "do": "save"})
    early = client.post(BOARD, {"case": case.number, "do": "assign"})
    cannot = client.get(early["Location"]).context["cannot"]
    assert [row.number for row in cannot] == [case.number]
    assert [row.number for row in handed_on("propose").context["done"]] == [case.number]

    # What was sent is what is agreed to; another choice is to be sent again.
    school = unit(desks, "school")
    client.post(BOARD, {**boxes(case, was=f"{housing}/", unit=school), "do": "save"})
    changed = rows(client.get(f"{BOARD}?tab=chosen"))[case.number]
    assert changed.warnings == ["Sent to be agreed was 市住房和城乡建设局; send the new choice before anybody agrees."]
    client.post(BOARD, {"do": "undo"})

    for name, act in (("gu", "government"), ("pan", "party"), ("shen", "cppcc")):
        office = desks.of(name)
        page = office.get(f"{BOARD}?tab=chosen")
        assert not page.context["writable"]
        value = page.context["agreement"]["value"]
        assert value == f"proposal.agree_for_{act}"
        asked = page.context["agreement"]
        all_of_them = {"all": "1", "source": asked["source"], "query": asked["query"]}
        begun = office.post("/desk/bulk/", {"act": value, "back": BOARD, **all_of_them})
        office.post(begun["Location"], {"case": case.number, "opinion": ""})

    assert [row.number for row in handed_on("assign").context["done"]] == [case.number]


def test_offices_that_agree_read_and_do_not_choose(desks: Desks) -> None:
    case = filed(desks)
    for who in ("gu", "pan", "shen"):
        assert desks.of(who).get(BOARD).status_code == 200
        assert desks.of(who).post(BOARD, {**boxes(case, unit=unit(desks, "school")), "do": "save"}).status_code == 403
        assert desks.of(who).post(PLACE, {**boxes(case), "row": case.number}).status_code == 403
    for who in ("an", "liao", "ye", "zhu"):
        assert desks.of(who).get(BOARD).status_code == 403
        assert desks.of(who).get(PRINT).status_code == 403
    assert not Placing.objects.exists()
    assert not Batch.objects.exists()


def test_the_lists_have_a_part_for_each_unit_in_official_order(desks: Desks) -> None:
    case = filed(desks)
    housing, school = unit(desks, "housing"), unit(desks, "school")
    client = desks.of("chen")
    client.post(BOARD, {**boxes(case, unit=school, open=1, others=[housing]), "do": "save"})

    page = client.get(PRINT)

    shown = [(one.unit, [(line.number, line.part, line.beside) for line in one.lines]) for one in page.context["lists"]]
    number = case.official_number
    assert shown == [
        ("市住房和城乡建设局", [(number, "co-handler", "市教育局")]),
        ("市教育局", [(number, "lead", "市住房和城乡建设局")]),
    ]
    assert client.get(f"{PRINT}?of=assigned").context["lists"] == []
    assigned = desks.assigned(title="关于另一件事的建议")[0]
    after = client.get(f"{PRINT}?of=assigned").context["lists"]
    assert [(one.unit, [line.number for line in one.lines]) for one in after] == [
        ("市住房和城乡建设局", [assigned.official_number])
    ]
    assert [one.unit for one in client.get(f"{PRINT}?unit={school}").context["lists"]] == ["市教育局"]


@pytest.mark.parametrize("url", [BOARD, f"{BOARD}?tab=chosen", PRINT])
def test_the_board_takes_the_same_statements_for_one_and_for_three(desks: Desks, url: str) -> None:
    client = desks.of("chen")
    housing = unit(desks, "housing")
    counts = []
    for n in (1, 2):
        for place in range(n):
            case = filed(desks, title=f"关于第 {n}{place} 件事的建议", suggested_unit="市教育局")
            if "chosen" in url or url == PRINT:
                school = unit(desks, "school")
                client.post(BOARD, {**boxes(case, was=f"{school}/", unit=housing), "do": "save"})
        counts.append(statements(client, url))

    assert counts[0] == counts[1]
