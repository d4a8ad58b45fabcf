"""What a field's readers close is nowhere: not on the page, not in a list, not in an export, not in a form.

Each test first puts there what could leak.
"""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from tests.desk.people import DRAFT, REPLY, SECRET_WORDS, Desks
from zhixing.cases.models import Case

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.once]

UNIT, OTHER_UNIT = ("liao", "han", "hu"), "ye"
OPINION = "同意立案"


def everything(desks: Desks, who: str, *cases: Case) -> str:
    """Return all that somebody can read of cases: pages, lists, exports, inbox, figures and the forms open to them."""
    client = desks.of(who)
    urls = ["/desk/", "/desk/?tab=read", "/desk/?tab=done", "/desk/?tab=mine", "/desk/drafts/", "/desk/figures/"]
    for kind in ("proposals", "handlings"):
        urls += [f"/desk/{kind}/", f"/desk/{kind}/export.csv"]
    for case in cases:
        urls += [f"/cases/{case.number}/", f"/cases/{case.number}/?why=1"]
        acts = client.get(urls[-1]).context["acts"]
        urls += [act.url for act in getattr(acts, "can", [])]
    return "".join(client.get(url).content.decode("utf-8-sig") for url in urls)


def test_the_committee_and_the_proposer_read_the_whole_rating(desks: Desks) -> None:
    case, handling = desks.rated()

    for who in ("chen", "ding", "an"):
        text = everything(desks, who, case, handling)
        assert SECRET_WORDS in text
        assert "Basically satisfied" in text
        assert "Please call me" in text


@pytest.mark.parametrize("who", [*UNIT, "gu"])
def test_the_unit_and_the_supervision_office_never_read_aspects_and_words(desks: Desks, who: str) -> None:
    case, handling = desks.rated()

    text = everything(desks, who, case, handling)

    assert "Rate the reply" in text
    for secret in (SECRET_WORDS, "Please call me", "In your own words", "Attitude", "Dissatisfied"):
        assert secret not in text, secret


def test_the_unit_reads_what_to_handle_again_and_not_the_grade(desks: Desks) -> None:
    case, handling = desks.rated("dissatisfied")

    text = everything(desks, "han", case, handling)

    assert "请写明共管账户何时设立" in text
    assert SECRET_WORDS not in text
    assert "Overall" not in text
    assert "Overall" in everything(desks, "gu", case, handling)


def test_a_unit_cannot_list_by_what_it_may_not_read(desks: Desks) -> None:
    desks.rated()

    everything_there = desks.of("han").get("/desk/handlings/").context["total"]

    assert desks.of("han").get("/desk/handlings/?grade=basically&attitude=x").context["total"] == everything_there


@pytest.mark.parametrize("who", ["an", "chen", "ding", "gu", "zhu"])
def test_a_units_draft_is_its_own(desks: Desks, who: str) -> None:
    case, handling = desks.signed()

    text = everything(desks, who, case, handling)

    assert "Draft the reply" in text
    assert DRAFT not in text
    assert DRAFT in everything(desks, "liao", case, handling)


def test_an_unreleased_reply_is_between_the_unit_and_its_reviewers(desks: Desks) -> None:
    case, handling = desks.signed()

    for who in ("liao", "hu", "gu", "chen"):
        assert REPLY in everything(desks, who, case, handling)
    for who in ("an", "zhu"):
        text = everything(desks, who, case, handling)
        assert REPLY not in text
        listed = desks.of(who).get("/desk/handlings/?letter=A").context
        assert listed["total"] == 0


def test_a_released_reply_is_open_to_the_proposer(desks: Desks) -> None:
    case, handling = desks.signed()
    desks.act(handling, "release_reply", "gu", {"opinion": "内部：已电话核实"}, on=date(2026, 4, 22))

    text = everything(desks, "an", case, handling)

    assert REPLY in text
    assert "内部：已电话核实" not in text


def test_the_first_opinion_stays_with_the_committee(desks: Desks) -> None:
    case, handling = desks.assigned()

    assert OPINION in everything(desks, "ding", case, handling)
    for who in ("an", "liao", "gu"):
        assert OPINION not in everything(desks, who, case, handling)


@pytest.mark.parametrize("who", [OTHER_UNIT, "bo", "pu"])
def test_those_with_no_part_see_nothing_at_all(desks: Desks, who: str) -> None:
    case, handling = desks.rated()
    client = desks.of(who)

    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert client.get(f"/cases/{handling.number}/").status_code == 404
    assert client.get(f"/cases/{handling.number}/acts/accept/").status_code == 404
    for kind in ("proposals", "handlings"):
        page = client.get(f"/desk/{kind}/?q={case.title[:6]}")
        assert (page.context["rows"], page.context["total"]) == ([], 0)
        assert case.title not in page.text
        assert len(client.get(f"/desk/{kind}/export.csv").content.splitlines()) == 1
        sheet = load_workbook(io.BytesIO(client.get(f"/desk/{kind}/export.xlsx").content)).active
        assert sheet is not None
        assert sheet.max_row == 1
    assert client.get("/desk/figures/").context["units"]["rows"] == []


def test_the_unit_does_not_see_a_proposal_before_it_is_assigned(desks: Desks) -> None:
    case = desks.submit()

    assert desks.of("liao").get(f"/cases/{case.number}/").status_code == 404


def test_a_members_draft_is_met_by_nobody(desks: Desks) -> None:
    text = "关于某位局长作风的提案"
    desks.of("an").post("/desk/proposals/new/submit/", {"do": "save", "title": text})

    assert text in desks.of("an").get("/desk/drafts/").text
    for who in ("bo", "chen", "ding", "zhu"):
        assert text not in everything(desks, who)
        assert desks.of(who).get("/desk/drafts/").context["rows"] == []
