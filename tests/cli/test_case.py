"""`zhixing case`: a case as somebody may read it, and as the office does when nobody is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_django.fixtures import Settings as DjangoSettings

from tests.cli.conftest import Zhixing
from tests.factories.accounts import make_account
from tests.world.story import told
from tests.world.town import Town, build_town
from zhixing.accounts.models import Account
from zhixing.assembly import clock
from zhixing.cases.acts import open_by_clock
from zhixing.cases.calls import Earlier

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def shown(zhixing: Zhixing, *words: object) -> Any:
    said = zhixing("case", *words, "--json")
    assert (said.code, said.err) == (0, "")
    return json.loads(said.out)


def test_shape_of_a_case(town: Town, zhixing: Zhixing) -> None:
    story = told(town, "assign")

    case = shown(zhixing, "1005001", "--as", "chen")

    assert list(case) == [
        *["number", "official_number", "kind", "title", "state", "body", "session", "year", "opened", "closed"],
        *["parties", "clocks", "entries", "children", "acts"],
    ]
    assert {name: case[name] for name in ("number", "official_number", "kind", "state", "body", "session")} == {
        "number": story.proposal.number,
        "official_number": "1005001",
        "kind": "proposal",
        "state": "assigned",
        "body": "331097",
        "session": "十届五次",
    }
    assert (case["opened"], case["closed"], case["year"]) == ("2026-01-21", None, 2026)
    assert [(party["capacity"], party["type"], party["name"]) for party in case["parties"]] == [
        ("proposer", "person", "安行"),
        ("handler", "organisation", "市住房和城乡建设局"),
    ]
    assert [entry["act"] for entry in case["entries"]] == ["submit", "first_review", "file", "assign"]
    assert case["entries"][1]["data"] == {"advice": "file", "opinion": "同意"}
    assert case["entries"][3]["data"]["unit"]["name"] == "市住房和城乡建设局"
    assert case["children"] == [
        {"number": story.handling.number, "official_number": "1005001-1", "kind": "handling", "state": "assigned"}
    ]
    assert {clock["clock"]: (clock["status"], clock["due"]) for clock in case["clocks"]}["assign"] == (
        "stopped",
        "2026-02-24",
    )
    assert {"act": "note", "article": "proposal-work-rules/36"} in case["acts"]


def test_everybody_reads_what_is_theirs(town: Town, zhixing: Zhixing) -> None:
    told(town, "assign")

    clerk, member = shown(zhixing, "1005001", "--as", "chen"), shown(zhixing, "1005001", "--as", "an")

    assert clerk["entries"][1]["data"] == {"advice": "file", "opinion": "同意"}
    assert member["entries"][1]["data"] == {}
    assert zhixing("case", "1005001", "--as", "bo") == (
        1,
        "",
        "There is no case 1005001 that you may see. Check the number.\n",
    )


def test_nobody_named_is_the_office(town: Town, zhixing: Zhixing) -> None:
    told(town, "assign")

    office, clerk = shown(zhixing, "1005001"), shown(zhixing, "1005001", "--as", "chen")

    assert office["entries"] == clerk["entries"]
    assert "assign" not in {offer["act"] for offer in office["acts"]}


def test_case_in_lines(town: Town, zhixing: Zhixing) -> None:
    told(town, "assign")

    lines = zhixing("case", "1005001", "--as", "chen").out.splitlines()

    assert lines[1] == "State assigned, opened 2026-01-21"
    assert lines[-2:] == [
        "  4. 2026-03-02T09:00 assign by 提案委员会 陈阅 → assigned",
        "You may: note, correct",
    ]


def test_imported_case_says_what_is_not_known(town: Town, zhixing: Zhixing) -> None:
    imported(town, "1")

    said = zhixing("case", "1")

    assert said.out.splitlines()[1:3] == [
        "State filed, opened on a day not known",
        "  1. undated import by an earlier record → filed",
    ]
    assert shown(zhixing, "1")["entries"][0]["undated"] is True


def imported(town: Town, official: str) -> None:
    earlier = Earlier(facts={"number": official, "session": None, "year": None, "undated": True})
    data = {"state": "filed", "title": "关于修路的提案"}
    open_by_clock("proposal", "import", body=town.body, data=data, at=clock.now(), key=official, earlier=earlier)


def test_unknown_number(town: Town, zhixing: Zhixing) -> None:
    assert zhixing("case", "9") == (1, "", "There is no case 9. Check the number.\n")


def test_number_that_several_committees_use(town: Town, zhixing: Zhixing) -> None:
    for one in (town, build_town("331098", "别处市")):
        imported(one, "1")

    assert zhixing("case", "1") == (
        1,
        "",
        (
            "Several committees have a case 1. Give the permanent number, "
            "one of 331097-2026-000001, 331098-2026-000001.\n"
        ),
    )
    assert shown(zhixing, "331098-2026-000001")["body"] == "331098"


@pytest.mark.parametrize(
    ("user", "sentence"), [("nobody", "There is no account nobody."), ("idle", "idle holds no post")]
)
def test_who_cannot_look(town: Town, zhixing: Zhixing, user: str, sentence: str) -> None:
    make_account("idle")

    said = zhixing("case", "1", "--as", user)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(sentence)


def test_production_knows_nobody_at_the_command_line(town: Town, zhixing: Zhixing, settings: DjangoSettings) -> None:
    imported(town, "1")
    settings.ZHIXING_MODE = "production"

    for words in (["case", "1"], ["case", "1", "--as", "chen"]):
        said = zhixing(*words)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("In production nobody is known at the command line without signing in.")


def test_before_anybody_has_an_account_the_office_looks_in_production_too(
    town: Town, zhixing: Zhixing, settings: DjangoSettings
) -> None:
    imported(town, "1")
    Account.objects.all().delete()
    settings.ZHIXING_MODE = "production"

    assert shown(zhixing, "1")["title"] == "关于修路的提案"
