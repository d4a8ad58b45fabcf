"""A unit's page: what it has in hand by the time left, whose turn it is, and only what is its own."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.desk.people import DRAFT, Desks, at, statements
from tests.factories.assembly import make_post
from zhixing.assembly.models import Organisation
from zhixing.cases.models import Case
from zhixing.desk.ours.page import Row

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

CONTACT = {"way": "visit", "held_on": "2026-03-10", "record": "到小区座谈"}


def rows(client: Client, query: str = "") -> list[Row]:
    response = client.get(f"/desk/ours/{query}")
    assert response.status_code == 200
    found: list[Row] = response.context["rows"]
    return found


def now(row: Row) -> str:
    """Return the step at which a row stands."""
    return next((str(step.title) for step in row.chain if step.status == "now"), "")


def filters(client: Client, query: str = "") -> dict[str, dict[str, object]]:
    """Return the filters by their titles, with their counts."""
    groups = client.get(f"/desk/ours/{query}").context["filters"]
    return {str(group.title): {str(link.title): link.count for link in group.entries} for group in groups}


def accepted(desks: Desks, **changes: object) -> Case:
    """Return a handling that its unit received on 3 March."""
    _case, handling = desks.assigned(**changes)
    return desks.act(handling, "accept", "liao", on=date(2026, 3, 3))


def together(desks: Desks) -> tuple[Case, Case]:
    """Return a lead's handling and the school bureau's co-handling of 1 June."""
    case = desks.submit()
    desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意立案"}, on=date(2026, 1, 22))
    desks.act(case, "file", "ding", on=date(2026, 1, 23))
    names = {key: one.name for key, one in desks.town.organisations.items()}
    units = {"mode": "lead", "unit": names["housing"], "co_units": [names["school"]]}
    desks.act(case, "assign", "chen", units, on=date(2026, 6, 1))
    of_body = Case.objects.of_body(case.body_id)
    handling = of_body.get(parent=case)
    return handling, of_body.get(parent=handling)


def test_what_is_ours_stands_by_the_working_days_left(desks: Desks) -> None:
    with at(date(2026, 3, 5)):
        fine = accepted(desks)
        _case, near = desks.assigned()

        found = rows(desks.of("liao"))

    assert [(row.id, row.lamp and (row.lamp.kind, row.lamp.number), row.limit) for row in found] == [
        (near.pk, ("near", 0), "Receipt"),
        (fine.pk, ("fine", 12), "First contact"),
    ]
    assert [(now(row), row.turn, row.ours) for row in found] == [
        ("Receive", "Liaison, Head of unit", True),
        ("Contact", "Liaison, Handler, Head of unit", True),
    ]
    assert {(row.proposer, row.number) for row in found} == {
        ("安行", one.official_number) for one in Case.objects.of_body(desks.town.body).filter(kind="proposal")
    }


def test_the_limits_of_others_are_not_ours(desks: Desks) -> None:
    _case, handling = desks.signed()

    (row,) = rows(desks.of("hu"))

    assert handling.due_on is not None
    assert (row.due, row.limit, row.lamp and row.lamp.kind) == (None, "", "done")
    assert (now(row), row.turn, row.ours) == ("Review", "the supervision office", False)


def test_only_the_units_own_work_is_there(desks: Desks) -> None:
    handling, below = together(desks)
    accepted(desks)

    assert [row.id for row in rows(desks.of("ye"))] == [below.pk]
    assert handling.pk in {row.id for row in rows(desks.of("liao"))}
    assert rows(desks.of("pu")) == []
    assert "Your unit has nothing in hand." in desks.of("pu").get("/desk/ours/").text


def test_who_works_in_no_unit_is_told_so(desks: Desks) -> None:
    response = desks.of("chen").get("/desk/ours/")

    assert response.status_code == 403
    assert "This page is for the liaison, handlers and head of a unit" in response.text
    assert "/desk/ours/" not in desks.of("an").get("/desk/").text
    assert "/desk/ours/" in desks.of("han").get("/desk/").text


@pytest.mark.parametrize("kind", ["township", "stationed_here"])
def test_townships_and_units_stationed_here_have_the_same_page(desks: Desks, kind: str) -> None:
    Organisation.objects.of_body(desks.town.body).filter(pk=desks.town.organisations["school"].pk).update(kind=kind)
    _case, handling = desks.assigned(unit="school")

    assert [row.id for row in rows(desks.of("yan"))] == [handling.pk]


def test_given_out_inside_it_is_the_officers_turn_and_theirs_to_find(desks: Desks) -> None:
    mine, other = accepted(desks), accepted(desks)
    for handling, officer, section in ((mine, "han", "物业科"), (other, "liao", "房产科")):
        desks.act(handling, "contact", "han", CONTACT, on=date(2026, 3, 10))
        given = {"section": section, "officer_in_charge": desks.town.people[officer].pk}
        desks.act(handling, "distribute", "liao", given, on=date(2026, 3, 11))
    accepted(desks)

    han = desks.of("han")
    assert {(row.turn, row.given) for row in rows(han)} == {
        ("韩拓", "物业科 · 韩拓"),
        ("廖闻", "房产科 · 廖闻"),
        ("Liaison, Handler, Head of unit", ""),
    }
    assert [row.id for row in rows(han, "?officer=mine")] == [mine.pk]
    assert [row.id for row in rows(han, "?section=房产科")] == [other.pk]
    assert filters(han)["Officer"] == {"All": "", "Mine": 1, "廖闻": 1, "Not given out": 1}
    assert filters(han)["Section"] == {"All": "", "房产科": 1, "物业科": 1}
    assert filters(han, "?section=房产科")["Officer"]["Mine"] == 0


def test_a_corrected_section_is_the_one_that_counts(desks: Desks) -> None:
    handling = accepted(desks)
    handling = desks.act(handling, "distribute", "liao", {"section": "物业科"}, on=date(2026, 3, 11))
    mended = {"entry": handling.entries, "field": "section", "value": "房产科", "reason": "科室写错"}
    desks.act(handling, "correct", "chen", mended, on=date(2026, 3, 12))

    assert [row.given for row in rows(desks.of("liao"))] == ["房产科"]


def test_filters_by_time_part_and_step_say_how_many(desks: Desks) -> None:
    late, (_lead, below) = accepted(desks), together(desks)
    make_post(desks.town.organisations["school"], "liaison", desks.town.people["liao"])
    liao = desks.of("liao")

    assert [row.id for row in rows(liao, "?part=cohandling")] == [below.pk]
    assert [row.unit for row in rows(liao, "?part=cohandling")] == ["市教育局"]
    assert [row.id for row in rows(liao, "?step=contact")] == [late.pk]
    assert rows(liao, "?step=contact&part=cohandling") == []
    assert filters(liao)["Our part"] == {"All": "", "Lead or sole": 2, "Co-handler": 1}
    assert filters(liao)["Step"] == {"All": "", "Receive": 2, "Contact": 1}
    assert filters(liao)["Time limit"] == {"All": "", "Overdue": 3, "Near": 0}
    assert filters(liao)["Unit"] == {"All": "", "市住房和城乡建设局": 2, "市教育局": 1}


def test_both_sides_of_a_cohandling_see_what_the_other_has_done(desks: Desks) -> None:
    handling, below = together(desks)
    desks.act(handling, "accept", "liao", on=date(2026, 6, 2))
    desks.act(below, "accept", "ye", on=date(2026, 6, 2))

    (helper,) = rows(desks.of("ye"))
    assert helper.notes == ["Lead: 市住房和城乡建设局", "no draft from it yet"]
    assert (now(helper), helper.limit) == ("Opinion", "Opinion")
    (lead,) = rows(desks.of("liao"))
    assert lead.notes == ["Co-handlers: 0 of 1 opinions in"]

    desks.act(below, "give_opinion", "ye", {"opinion": "建议一并考虑校园周边小区。"}, on=date(2026, 6, 8))
    desks.act(handling, "draft_reply", "han", {"draft": DRAFT}, on=date(2026, 6, 9))
    (helper,), (lead,) = rows(desks.of("ye")), rows(desks.of("liao"))
    assert (helper.notes[1], now(helper)) == ("its draft is here", "Countersign")
    assert lead.notes == ["Co-handlers: 1 of 1 opinions in"]


def test_what_is_over_stands_apart(desks: Desks) -> None:
    _case, handling = desks.rated()

    assert rows(desks.of("liao")) == []
    (row,) = rows(desks.of("liao"), "?tab=done")
    assert (row.id, row.state, row.due) == (handling.pk, "Answered", None)
    assert rows(desks.of("ye"), "?tab=done") == []


def test_cases_are_given_out_together(desks: Desks) -> None:
    first, second = accepted(desks), accepted(desks)
    liao = desks.of("liao")
    bar = liao.get("/desk/ours/").context["bulk"]
    assert "handling.distribute" in {act.value for act in bar.acts}

    sent = {"act": "handling.distribute", "all": "1", "source": bar.source, "query": bar.query, "back": bar.back}
    response = liao.post("/desk/bulk/", sent)

    numbers = {row["row"].number for row in liao.get(response["Location"]).context["can"]}
    assert numbers == {first.number, second.number}
    officer = {"section": "物业科", "officer_in_charge": desks.town.people["han"].pk}
    liao.post(response["Location"], {"case": sorted(numbers), **officer})
    assert [row.id for row in rows(desks.of("han"), "?officer=mine")] == [first.pk, second.pk]
    assert rows(liao)[0].given == "物业科 · 韩拓"


def test_many_pages(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhixing.desk.ours.page.PAGE", 2)
    made = [accepted(desks).pk for _place in range(5)]
    liao = desks.of("liao")

    first = liao.get("/desk/ours/?lamp=over")
    assert [row.id for row in first.context["rows"]] == made[:2]
    assert first.context["pager"].text == "1-2 of 5"
    second = liao.get(first.context["pager"].next_url)
    assert [row.id for row in second.context["rows"]] == made[2:4]
    assert [row.id for row in rows(liao, "?page=99")] == made[4:]
    assert [row.id for row in rows(liao, "?page=x")] == made[:2]


def test_statements_do_not_grow_with_the_cases(desks: Desks) -> None:
    accepted(desks)
    together(desks)
    few = statements(desks.of("liao"), "/desk/ours/")
    for _place in range(4):
        handling = accepted(desks)
        given = {"section": "物业科", "officer_in_charge": desks.town.people["han"].pk}
        desks.act(handling, "distribute", "liao", given, on=date(2026, 3, 11))
    together(desks)

    assert statements(desks.of("liao"), "/desk/ours/") <= few + 1  # what is given out is asked for once, if any is
