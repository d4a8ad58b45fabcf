"""Slips printed for chosen cases and accounts: a page each, with no more than everybody who may see the case reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse

from tests.desk.people import SECRET_WORDS, Desks, said, statements
from tests.factories.accounts import make_account
from tests.world.town import OPENED, moment, proposal_data
from zhixing.accounts.models import AccessLog, Account
from zhixing.assembly import clock
from zhixing.assembly.models import Membership, Person, Post
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases.acts import open_case
from zhixing.cases.models import Case
from zhixing.desk.boards.slips import Slip
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def printed(desks: Desks, slip: str, *cases: Case, who: str = "chen", query: str = "") -> HttpResponse:
    """Let somebody choose cases in a list and go to their slips."""
    kind = f"{cases[0].kind}s"
    sent = {"do": "print", "slip": slip, "source": kind, "case": [case.pk for case in cases], "back": f"/desk/{kind}/"}
    begun = desks.of(who).post("/desk/bulk/", sent)
    return desks.of(who).get(f"{begun['Location']}{query}")


def fields(slip: Slip) -> dict[str, Any]:
    return {str(field.label): field.value for field in slip.fields}


def slips(response: HttpResponse) -> Sequence[Slip]:
    found: Sequence[Slip] = response.context["slips"]
    return found


def test_receipts_of_what_was_received_in_the_order_chosen(desks: Desks) -> None:
    first, second = desks.submit(), desks.submit("bo", title="关于保护老城树木的建议")
    before = Entry.objects.unscoped("test").count()

    response = printed(desks, "receipt", second, first)

    assert [fields(slip)["Title"] for slip in slips(response)] == [second.title, first.title]
    assert fields(slips(response)[1]) == {
        "Session": "十届五次会议",
        "Number": first.number,
        "Title": first.title,
        "Proposers": "安行",
        "Received on": "21 Jan 2026",
        "State": "Submitted",
    }
    assert "2 pages in print" in response.text
    assert Entry.objects.unscoped("test").count() == before


@pytest.mark.parametrize("of", ["proposal", "handling"])
def test_an_assignment_slip_for_each_unit(desks: Desks, of: str) -> None:
    proposal, handling = desks.assigned()

    (slip,) = slips(printed(desks, "assignment", proposal if of == "proposal" else handling))

    told = fields(slip)
    assert told["Handling unit"] == "市住房和城乡建设局"
    assert [told[name] for name in ("Assigned on", "Receipt", "Reply")] == ["2 Mar 2026", "5 Mar 2026", "2 Jun 2026"]
    assert slip.boxes == ["Received by", "Received on", "Officer in charge and telephone"]


def test_signers_in_official_order_or_by_strokes(desks: Desks) -> None:
    town = desks.town
    for name in ("万里", "于山"):
        person = Person.objects.create(name=name)
        Membership.objects.create(body=town.body, term=town.session.term, person=person, since=OPENED)
    day = date(2026, 1, 21)
    data = proposal_data(cosigners=["柏川", "万里", "于山"], sign_by="2026-01-30")
    case = open_case("proposal", "invite", actor=town.actor("an", day), data=data, at=moment(day)).case
    desks.act(case, "cosign", "bo", {"read": True}, on=date(2026, 1, 22))
    desks.act(case, "submit", "an", on=date(2026, 1, 26))
    again = open_case("proposal", "invite", actor=town.actor("an", day), data=data, at=moment(day)).case

    (own,) = slips(printed(desks, "signatures", case))
    assert [(one.name, one.signed) for one in own.signers] == [("柏　川", True)]
    # What waits for signatures is seen by those asked alone, and printed by none of the offices.
    assert slips(printed(desks, "signatures", case, again))[0].number == case.number


def test_by_strokes(desks: Desks) -> None:
    town, day = desks.town, date(2026, 1, 21)
    people = ("万里", "于山", "王一")
    for name in people:
        person = Person.objects.create(name=name)
        Membership.objects.create(body=town.body, term=town.session.term, person=person, since=OPENED)
    data = proposal_data(proposer="安行", cosigners=["王一", "万里", "于山"])
    case = open_case("proposal", "enter", actor=town.actor("chen", day), data=data, at=moment(day)).case

    official = slips(printed(desks, "signatures", case))[0]
    by_strokes = slips(printed(desks, "signatures", case, query="?order=strokes"))[0]

    assert [one.name for one in official.signers] == ["王　一", "万　里", "于　山"]
    assert [one.name for one in by_strokes.signers] == ["于　山", "万　里", "王　一"]


def test_no_secret_is_printed(desks: Desks) -> None:
    proposal, handling = desks.rated()

    for slip in ("receipt", "assignment", "signatures"):
        assert SECRET_WORDS not in printed(desks, slip, proposal).text
    assert SECRET_WORDS not in printed(desks, "assignment", handling, who="gu").text


def test_a_slip_that_does_not_exist_is_said(desks: Desks) -> None:
    response = printed(desks, "assignment", desks.submit())

    assert "There is no such slip of the cases chosen." in response.text


@pytest.mark.parametrize(("who", "slip"), [("an", "receipt"), ("liao", "receipt"), ("chen", "dragon"), ("chen", "")])
def test_only_the_offices_print_and_only_what_there_is(desks: Desks, who: str, slip: str) -> None:
    case = desks.submit()
    sent = {"do": "print", "slip": slip, "source": "proposals", "case": [case.pk], "back": "/desk/proposals/"}

    response = desks.of(who).post("/desk/bulk/", sent)

    assert (response.status_code, response["Location"]) == (302, "/desk/proposals/")
    assert said(response) == ["Tick the cases first, choose what to print, then press the button."]


def test_slips_are_seen_by_whoever_chose_them(desks: Desks) -> None:
    case = desks.submit()
    sent = {"do": "print", "slip": "receipt", "source": "proposals", "case": [case.pk]}
    url = desks.of("chen").post("/desk/bulk/", sent)["Location"]

    assert desks.of("ding").get(url).status_code == 404


def test_the_bar_offers_them_to_the_offices(desks: Desks) -> None:
    desks.submit()

    assert [sort.name for sort in desks.of("chen").get("/desk/proposals/").context["bulk"].slips] == [
        "receipt",
        "assignment",
        "signatures",
    ]
    bar = desks.of("an").get("/desk/proposals/").context["bulk"]
    assert bar is None or not bar.slips


def test_the_page_costs_the_same_for_one_and_for_many(desks: Desks) -> None:
    cases = [desks.assigned()[0] for _time in range(4)]
    urls = []
    for chosen in (cases[:1], cases):
        sent = {"do": "print", "slip": "assignment", "source": "proposals", "case": [case.pk for case in chosen]}
        urls.append(desks.of("chen").post("/desk/bulk/", sent)["Location"])

    assert statements(desks.of("chen"), urls[0]) == statements(desks.of("chen"), urls[1])


# --- accounts ---


@pytest.fixture
def admin(desks: Desks) -> Desks:
    """A system administrator, and two accounts: one never used, one used."""
    person = desks.town.people["admin"] = Person.objects.create(name="管机")
    Post.objects.create(
        person=person, organisation=desks.town.organisations["office"], kind=PostKind.SYSADMIN, since=OPENED
    )
    make_account("fresh", person=desks.town.people["an"])
    used = make_account("used", person=desks.town.people["bo"])
    Account.objects.filter(pk=used.pk).update(last_signed_in_at=clock.now())
    return desks


def test_new_codes_for_accounts_that_nobody_has_used(admin: Desks) -> None:
    fresh, used = (Account.objects.get(sign_in=name) for name in ("fresh", "used"))
    page = admin.of("admin").get("/desk/accounts/?show=unused")
    assert fresh.pk in page.context["table"].ticks
    assert used.pk not in page.context["table"].ticks

    response = admin.of("admin").post("/desk/accounts/slips/", {"account": [fresh.pk, used.pk]})

    (slip,) = response.context["slips"]
    fresh.refresh_from_db()
    assert (slip.name, slip.sign_in) == ("安　行", "fresh")
    assert slip.code in response.text
    assert fresh.check_password(slip.code)
    assert fresh.must_change_password
    assert Account.objects.get(pk=used.pk).password == used.password
    assert "no-store" in response["Cache-Control"]
    assert [(row.what, row.subject) for row in AccessLog.objects.of_body(admin.town.body)] == [
        ("activation_slip", "fresh")
    ]


@pytest.mark.parametrize("sent", [{}, {"account": ["dragon"]}, {"account": ["99999999999999999999"]}])
def test_nothing_ticked_is_said(admin: Desks, sent: dict[str, Any]) -> None:
    response = admin.of("admin").post("/desk/accounts/slips/", sent)

    assert said(response) == ["Tick accounts that nobody has used yet, then press the button."]


def test_accounts_by_strokes(admin: Desks) -> None:
    rows = admin.of("admin").get("/desk/accounts/?order=strokes").context["table"].rows

    assert [row[0] for row in rows] == ["安　行", "柏　川", "管　机"]
