"""A kind that no room declares, with fields of every type, runs through door, register and desk as they are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.desk.people import Desks
from tests.throwaway.kinds import PERMIT
from tests.throwaway.models import Permit
from tests.world.town import Town, moment
from zhixing.assembly import clock
from zhixing.cases import kinds
from zhixing.cases.acts import open_case, perform
from zhixing.cases.checks import check_kinds
from zhixing.cases.daily import run_day
from zhixing.cases.models import Case, CaseParty, CaseReader, Deadline, Notice, Todo
from zhixing.cases.rebuilding import rebuild
from zhixing.procedure.facts import Refused
from zhixing.register.log import verify_database

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

ASKED = date(2026, 6, 8)


@pytest.fixture(autouse=True)
def _permits() -> Iterator[None]:
    """Let there be permits during a test."""
    kinds.register(PERMIT)
    yield
    kinds.forget("permit")


def asked(town: Town, **changes: Any) -> Case:
    """Return a permit that An has asked for, to be kept by two units and witnessed by Bo."""
    data = {
        "title": "西门停车证",
        "street": "安澜西路",
        "purpose": "参加界别协商。\n每周两次。",
        "wanted_from": "2026-07-01",
        "places": "2",
        "covered": True,
        "kept_by": ["市住房和城乡建设局", town.organisations["school"].pk],
        "witnesses": [town.people["bo"].pk],
    }
    done = open_case("permit", "ask", actor=town.actor("an"), data=data | changes, at=moment(ASKED))
    return done.case


def act(town: Town, case: Case, name: str, who: str, day: date, **data: Any) -> str:
    return perform(case, name, actor=town.actor(who), data=data, at=moment(day)).state


def whole() -> None:
    """Make sure that the register explains every row and every hash follows."""
    assert rebuild(check=True) == []
    assert verify_database().broken == []


def test_kind_passes_the_systems_checks() -> None:
    assert check_kinds() == []


def test_case_keeps_fields_of_every_type(town: Town) -> None:
    case = asked(town)

    content = Permit.objects.get(case=case)
    assert (content.street, content.purpose) == ("安澜西路", "参加界别协商。\n每周两次。")
    assert (content.wanted_from, content.places, content.covered) == (date(2026, 7, 1), 2, True)
    assert (content.kept_by, content.witnesses) == ("市住房和城乡建设局、市教育局", "柏川")
    assert {party.capacity for party in case.parties.all()} == {"holder", "keeper"}
    assert set(Todo.objects.filter(case=case).values_list("key", flat=True)) == {
        f"d{town.body.pk}.general_office.{post}" for post in ("clerk", "chair")
    }
    whole()


def test_held_clock_gives_the_time_back(town: Town) -> None:
    case = asked(town)
    assert Deadline.objects.get(case=case).due_on == date(2026, 6, 15)

    act(town, case, "want_papers", "zhu", date(2026, 6, 10))
    held, waiting = Deadline.objects.get(case=case), Case.objects.unscoped("test").get(pk=case.pk)
    act(town, case, "send_papers", "an", date(2026, 6, 24))
    resumed, going_on = Deadline.objects.get(case=case), Case.objects.unscoped("test").get(pk=case.pk)

    # Nine working days lie between, the Dragon Boat Festival left out.
    assert (held.status, waiting.due_on) == ("held", None)
    assert (resumed.status, resumed.due_on) == ("running", date(2026, 6, 29))
    assert going_on.due_on == date(2026, 6, 29)
    whole()


def test_decision_gives_a_number_and_reveals_its_reason(town: Town) -> None:
    first, second = asked(town), asked(town)

    states = [
        act(town, first, "decide", "zhu", date(2026, 6, 11), decision="no", reason="西门施工。"),
        act(town, second, "decide", "zhu", date(2026, 6, 15), decision="yes"),
    ]

    assert states == ["refused", "granted"]
    numbers = Case.objects.unscoped("test").order_by("pk").values_list("official_number", flat=True)
    assert list(numbers) == ["P2026-01", "P2026-02"]
    assert Permit.objects.get(case=first).decision == "no"
    assert Deadline.objects.get(case=second).on_time is True
    assert Notice.objects.filter(case=second, act="decide").count() == 5, "the applicant and both keepers' posts"
    whole()


def test_party_takes_the_place_of_others(town: Town) -> None:
    case = asked(town)
    propaganda = town.organisations["propaganda"]

    act(town, case, "hand_over", "zhu", date(2026, 6, 9), new_keeper=propaganda.pk)

    keepers = CaseParty.objects.filter(case=case, capacity="keeper").values_list("organisation", flat=True)
    assert list(keepers) == [propaganda.pk]
    assert CaseReader.objects.filter(case=case, key=f"o{propaganda.pk}.liaison").exists()
    whole()


def test_guard_refuses_in_the_procedures_words(town: Town) -> None:
    case = asked(town, places=4)

    with pytest.raises(Refused) as refused:
        act(town, case, "decide", "zhu", date(2026, 6, 11), decision="yes")

    assert (refused.value.code, refused.value.article) == ("not_allowed", "parking/6")
    assert refused.value.sentence.say("en") == "At most three places at once, never more than 9."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"covered": "yes"}, "covered"),
        ({"places": 10}, "places"),
        ({"kept_by": []}, "kept_by"),
        ({"kept_by": ["市教育局", "市档案馆"]}, "kept_by"),
        ({"witnesses": [True]}, "witnesses"),
        ({"wanted_from": "2026-06-07"}, "wanted_from"),
        ({"street": "安澜\n西路"}, "street"),
        ({"purpose": "  \n "}, "purpose"),
        ({"title": 7}, "title"),
    ],
)
def test_fields_refuse_what_does_not_fit(town: Town, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        asked(town, **changes)

    assert [name for name, _sentence in refused.value.faults] == [field]


def test_request_that_nobody_decides_lapses(town: Town) -> None:
    """The limit of 15 June and thirty days run out on a working day, 15 July."""
    case = asked(town)

    with clock.simulated(moment(date(2026, 7, 20))):
        reports = [run_day(date(2026, 7, day)) for day in (15, 16)]

    assert [(report.automatic, report.refused) for report in reports] == [(0, []), (1, [])]
    assert Case.objects.unscoped("test").get(pk=case.pk).state == "lapsed"
    whole()


def test_correction_and_redaction_reach_columns_of_every_type(town: Town) -> None:
    case = asked(town)
    chair = town.actor("zhu")
    mend = {"entry": 1, "reason": "误填"}

    perform(case, "correct", actor=chair, data={**mend, "field": "wanted_from", "value": "20260801"})
    assert Permit.objects.get(case=case).wanted_from == date(2026, 8, 1)
    for field in ("wanted_from", "places", "covered", "kept_by", "street"):
        perform(case, "redact", actor=chair, data={**mend, "field": field})

    content = Permit.objects.get(case=case)
    assert (content.wanted_from, content.places, content.covered) == (None, None, None)
    assert (content.kept_by, content.street) == ("", "")
    whole()


# --- At the desk ---


@pytest.fixture
def desks(town: Town) -> Desks:
    """Return the town with everybody signed in, reading English."""
    return Desks(town)


def text_of(client: Client, path: str, **data: Any) -> str:
    """Return a page's text, tags left out."""
    response = client.get(path, data)
    assert response.status_code == 200, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_desk_shows_the_kind(desks: Desks) -> None:
    case = asked(desks.town)
    office = desks.of("zhu")

    inbox, listed = text_of(office, "/desk/"), text_of(office, "/desk/permits/")
    page = text_of(office, f"/cases/{case.number}/")

    assert "西门停车证" in inbox
    assert "Permits" in listed
    assert all(word in listed for word in ("西门停车证", "安澜西路", "安行", "Asked"))
    assert all(word in page for word in ("西门停车证", "参加界别协商", "市教育局", "柏川", "Decide", "Permit"))


def test_desk_opens_and_acts(desks: Desks) -> None:
    member, office = desks.of("an"), desks.of("zhu")
    form = text_of(member, "/desk/permits/new/ask/")
    assert all(word in form for word in ("Street", "Wanted from", "Covered", "Kept by", "Witnesses"))
    case = asked(desks.town)
    decide = office.get(f"/cases/{case.number}/acts/decide/")
    key, seen = (re.search(rf'name="{name}" value="([^"]*)"', decide.content.decode()) for name in ("key", "seen"))
    assert key
    assert seen
    typed = {"key": key[1], "seen": seen[1], "decision": "no"}

    refused = office.post(f"/cases/{case.number}/acts/decide/", typed)
    done = office.post(f"/cases/{case.number}/acts/decide/", {**typed, "reason": "西门施工。"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert Case.objects.unscoped("test").get(pk=case.pk).state == "refused"


def test_desk_exports_what_the_list_shows(desks: Desks) -> None:
    asked(desks.town)

    response = desks.of("zhu").get("/desk/permits/export.csv")

    content = b"".join(response) if response.streaming else response.content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert {"西门停车证", "安澜西路", "安行"} <= set(rows[1])


def test_desk_closes_the_kind_to_strangers(desks: Desks) -> None:
    case = asked(desks.town)

    assert desks.of("gu").get(f"/cases/{case.number}/").status_code == 404
    assert "西门停车证" not in text_of(desks.of("gu"), "/desk/permits/")
