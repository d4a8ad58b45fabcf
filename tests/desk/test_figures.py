"""Figures: every number says what it is made of and opens exactly its list; nothing is ranked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.desk.people import Desks, statements
from zhixing.assembly.models import Membership, Organisation, Sector
from zhixing.assembly.vocabulary import Status
from zhixing.cases.models import Case, CaseParty
from zhixing.insight import days

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


RATES = ("filing_rate", "assignment_rate", "reply_rate", "on_time_rate", "completion_rate")


@pytest.fixture
def world(desks: Desks) -> Desks:
    """One reply on time with letter A, one assigned to the school bureau, one filed, one submitted, one declined."""
    desks.rated()
    desks.assigned(unit="school")
    filed = desks.submit("bo")
    desks.act(filed, "first_review", "chen", {"advice": "file", "opinion": "同意"}, on=date(2026, 1, 22))
    desks.act(filed, "file", "ding", on=date(2026, 1, 23))
    desks.submit("bo")
    return desks


def figures(client: Client, query: str = "") -> Any:
    """Return the context of the page."""
    return client.get(f"/desk/figures/{query}").context


def test_rates_with_their_parts(world: Desks) -> None:
    client = world.of("chen")
    shown = {name: figures(client, f"?rate={name}")["figure"] for name in (*RATES, "")}

    assert {name: (one["value"], one["top"]["title"], one["bottom"]["title"]) for name, one in shown.items()} == {
        "filing_rate": ("75.0", "Filed 3", "Submitted 4"),
        "assignment_rate": ("66.7", "Assigned 2", "Filed 3"),
        "reply_rate": ("50.0", "Replied 1", "With the unit 2"),
        "on_time_rate": ("50.0", "On time 1", "Reply due by today 2"),
        "completion_rate": ("33.3", "Complete 1", "Filed 3"),
        "": ("50.0", "Replied 1", "With the unit 2"),
    }
    assert str(shown["filing_rate"]["definition"]) == "Proposals that were filed, out of all that were submitted."


def test_every_number_opens_its_list(world: Desks) -> None:
    client = world.of("chen")

    for name in RATES:
        figure = figures(client, f"?rate={name}")["figure"]
        for part in (figure["top"], figure["bottom"]):
            assert client.get(part["url"]).context["total"] == int(part["title"].rpartition(" ")[2])
    for row in figures(client)["units"]["rows"]:
        for cell in row["cells"]:
            assert bool(cell["url"]) is (cell["text"] > 0)
            if cell["url"]:
                assert client.get(cell["url"]).context["total"] == cell["text"]


def test_units_stand_in_official_order(world: Desks) -> None:
    units = figures(world.of("chen"))["units"]

    assert [column["title"] for column in units["columns"]] == [
        "With the unit", "Replied", "On time", "A", "B", "C", "Waiting", "From ledgers",
    ]  # fmt: skip
    assert [(row["title"], [cell["text"] for cell in row["cells"]], row["rate"]) for row in units["rows"]] == [
        ("市住房和城乡建设局", [1, 1, 1, 1, 0, 0, 0, 0], "100.0%"),
        ("市教育局", [1, 0, 0, 0, 0, 0, 1, 0], "0.0%"),
    ]
    assert [cell["text"] for cell in units["total"]["cells"]] == [2, 1, 1, 1, 0, 0, 1, 0]
    assert units["note"] == "In official order. This is not a ranking."


def test_a_letter_counts_once_it_is_released(desks: Desks) -> None:
    handling = desks.signed()[1]
    assert [cell["text"] for cell in figures(desks.of("chen"))["units"]["rows"][0]["cells"]] == [1, 0, 0, 0, 0, 0, 1, 0]

    desks.act(handling, "release_reply", "gu", on=date(2026, 4, 22))

    assert [cell["text"] for cell in figures(desks.of("chen"))["units"]["rows"][0]["cells"]] == [1, 1, 1, 1, 0, 0, 0, 0]


def test_a_unit_counts_its_own_and_a_stranger_nothing(world: Desks) -> None:
    assert [row["title"] for row in figures(world.of("liao"))["units"]["rows"]] == ["市住房和城乡建设局"]
    empty = figures(world.of("pu"))
    assert (empty["figure"]["value"], empty["units"]["rows"], empty["units"]["total"]) == ("", [], None)


def test_sessions_are_counted_apart(world: Desks) -> None:
    Case.objects.unscoped("test").update(session=None)
    client = world.of("chen")

    assert figures(client)["figure"]["value"] == ""
    assert figures(client, "?session=all")["figure"]["bottom"]["title"] == "With the unit 2"
    assert figures(client, "?session=999")["figure"]["value"] == ""


def test_units_that_a_ledger_named_stand_apart(world: Desks) -> None:
    case = Case.objects.unscoped("test").filter(kind="proposal").order_by("-pk")[0]
    named = Organisation.objects.create(body=world.town.body, name="市水务局", status=Status.PROPOSED, official_order=0)
    CaseParty.objects.create(case=case, capacity="handler", place=9, organisation=named)
    housing = world.town.organisations["housing"]
    CaseParty.objects.create(case=case, capacity="handler", place=10, organisation=housing)
    Case.objects.unscoped("test").filter(pk=case.pk).update(imported=True)
    client = world.of("chen")

    rows = figures(client)["units"]["rows"]

    assert [(row["title"], row["cells"][-1]["text"]) for row in rows] == [
        ("市住房和城乡建设局", 1),
        ("市教育局", 0),
        ("市水务局 (named by a ledger, to be confirmed)", 1),
    ]
    assert client.get(rows[2]["cells"][-1]["url"]).context["total"] == 1


def test_a_rate_of_nothing_is_no_number(desks: Desks) -> None:
    client = desks.of("chen")

    shown = [figures(client, f"?rate={name}")["figure"] for name in RATES]

    assert [(one["value"], one["bottom"]["title"].rpartition(" ")[2]) for one in shown] == [("", "0")] * len(RATES)


def test_the_page_takes_the_same_statements_for_one_unit_and_for_three(desks: Desks) -> None:
    desks.assigned()
    client = desks.of("chen")
    one = statements(client, "/desk/figures/")
    desks.assigned(unit="school")
    desks.assigned(unit="propaganda")

    assert statements(client, "/desk/figures/") == one == 19


DIMENSIONS = ("category", "proposer_kind", "occasion", "focus", "livelihood", "sector")


@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_number_of_a_dimension_opens_its_list(world: Desks, by: str) -> None:
    client = world.of("chen")
    table = figures(client, f"?by={by}")["units"]

    counted = [row["cells"][0]["text"] for row in table["rows"]]
    assert sum(counted) == 4
    for row in table["rows"]:
        for cell in row["cells"]:
            if cell["url"]:
                assert client.get(cell["url"]).context["total"] == cell["text"]


@pytest.mark.parametrize("by", DIMENSIONS)
def test_one_value_can_be_counted_alone(world: Desks, by: str) -> None:
    client = world.of("chen")
    rows = [row for row in figures(client, f"?by={by}")["units"]["rows"] if row["url"]]
    # Nothing of the world is in focus or has a livelihood field or a sector.
    assert bool(rows) is (by in {"category", "proposer_kind", "occasion"})
    for row in rows:
        shown = client.get(row["url"]).context
        assert row["cells"][0]["text"] == int(
            client.get(f"{row['url']}&rate=filing_rate").context["figure"]["bottom"]["title"].rpartition(" ")[2]
        )
        for unit in shown["units"]["rows"]:
            for cell in unit["cells"]:
                if cell["url"]:
                    assert client.get(cell["url"]).context["total"] == cell["text"]


def test_satisfaction_is_told_to_those_who_may_know_and_from_five_on(desks: Desks) -> None:
    name = "?rate=satisfaction_rate"
    for _n in range(4):
        desks.rated("satisfied")
    assert "satisfaction_rate" not in tabs(desks, "chen"), "of four one might guess"
    desks.rated("dissatisfied")

    figure = figures(desks.of("chen"), name)["figure"]
    assert (figure["value"], figure["top"]["title"], figure["bottom"]["title"]) == (
        "80.0", "Satisfied or basically satisfied 4", "Opinion known 5",
    )  # fmt: skip
    for part, n in (("top", 4), ("bottom", 5)):
        assert desks.of("chen").get(figure[part]["url"]).context["total"] == n
    assert "satisfaction_rate" in tabs(desks, "gu")
    assert [who for who in ("an", "liao", "hu", "zhu", "ye") if "satisfaction_rate" in tabs(desks, who)] == []


def tabs(desks: Desks, who: str) -> str:
    """Return the addresses of the rates that somebody may choose."""
    return " ".join(tab.url for tab in figures(desks.of(who))["tabs"])


def test_values_of_several_dimensions_are_counted_together_and_taken_off_one_by_one(world: Desks) -> None:
    client = world.of("chen")
    both = "?rate=filing_rate&category=society&occasion=plenary"

    page = figures(client, both)
    (alone,) = [group for group in page["filters"] if group.title == "Only (choose to take off)"]
    assert [link.title for link in alone.entries] == ["Category: Society", "Occasion: Plenary proposal"]
    assert [link.url for link in alone.entries] == [
        "/desk/figures/?rate=filing_rate&occasion=plenary", "/desk/figures/?rate=filing_rate&category=society",
    ]  # fmt: skip
    bottom = page["figure"]["bottom"]
    assert bottom["title"] == f"Submitted {client.get(bottom['url']).context['total']}"
    assert figures(client, both.replace("plenary", "between"))["figure"]["bottom"]["title"] == "Submitted 0"


def test_sectors_are_those_of_the_first_proposers_seat(world: Desks) -> None:
    seats = Membership.objects.of_body(world.town.body)
    sectors = [
        Sector.objects.create(code=f"sector-{n}", name=f"界别{n}", official_order=800 + n, since=date(2020, 1, 1))
        for n in (1, 2)
    ]
    for name, sector in zip(("an", "bo"), sectors, strict=True):
        seats.filter(person=world.town.people[name]).update(sector=sector)

    rows = figures(world.of("chen"), "?by=sector")["units"]["rows"]

    assert [(row["title"], row["cells"][0]["text"]) for row in rows] == [(sectors[0].name, 2), (sectors[1].name, 2)]


def test_days_are_told_from_five_replies_on(world: Desks) -> None:
    assert figures(world.of("chen"))["spread"] == {"n": 1, "enough": 5}


def test_quantiles_are_of_nearest_rank() -> None:
    found = days.spread([1, 2, 3, 40, 200])

    assert found
    assert (found.quarter, found.median, found.three_quarters, found.nine_tenths) == (2, 3, 40, 200)
    assert [(one.first, one.n) for one in found.bins if one.n] == [(0, 3), (30, 1), (180, 1)]
    assert days.spread([1, 2, 3, 4]) is None
