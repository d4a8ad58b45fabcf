"""Duties: what the holder of a post has to look after beside the cases, on the inbox and on pages of their own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.desk.people import TODAY, Desks, statements
from tests.factories.accounts import make_account
from tests.factories.assembly import make_post
from zhixing.accounts.access_log import note_access
from zhixing.accounts.models import Account, SignInAttempt
from zhixing.assembly import clock
from zhixing.assembly.models import Organisation, Person, Post
from zhixing.assembly.vocabulary import Status
from zhixing.cases import duties
from zhixing.cases.duties import Duty
from zhixing.desk.looking_pages import Table
from zhixing.proposals.models import Handling
from zhixing.register.log import seal

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

CORRECTION = {"entry": "1", "field": "situation", "value": "全市已有二百一十四个单元加装电梯。", "reason": "笔误"}


def in_post(desks: Desks, kind: str, *, name: str = "新人") -> Client:
    """Return the browser of somebody new who holds a post in the general office."""
    person = desks.town.people[kind] = Person.objects.create(name=name)
    make_post(desks.town.organisations["office"], kind, person)
    return desks.of(kind)


def shown(client: Client) -> list[tuple[str, str]]:
    return [(duty.sentence, duty.url) for duty in client.get("/desk/").context["duties"]]


def table(client: Client, url: str) -> Table:
    found: Table = client.get(url).context["table"]
    return found


def test_whoever_holds_no_such_post_has_none(desks: Desks) -> None:
    desks.rated()

    for who in ("an", "liao", "hu", "gu"):
        assert shown(desks.of(who)) == [], who
    assert "To look after" not in desks.of("an").get("/desk/").text


def test_nothing_to_do_is_no_duty_and_a_provider_is_replaced_by_name(desks: Desks) -> None:
    actor = desks.town.actor("an")
    before = duties._providers.copy()
    try:
        duties.add_duties("x", lambda _actor, _on: [Duty(sentence="old", count=1, url="/")])
        duties.add_duties("x", lambda _actor, _on: [Duty(sentence=str(n), count=n, url="/") for n in (0, 2)])

        assert [duty.sentence for duty in duties.duties_of(actor, TODAY)] == ["2"]
    finally:
        duties._providers.clear()
        duties._providers.update(before)


def test_leaders_have_what_is_late_and_what_is_handled_again(desks: Desks) -> None:
    desks.assigned()
    desks.rated("dissatisfied")

    found = shown(desks.of("zhu"))

    assert found == [
        ("2 handlings are overdue", "/desk/handlings/?overdue=1"),
        ("1 proposer was dissatisfied, and the unit handles it again", "/desk/handlings/?state=rework"),
    ]
    assert [len(desks.of("zhu").get(url).context["rows"]) for _sentence, url in found] == [2, 1]


def test_the_general_office_has_what_waits_to_be_assigned(desks: Desks) -> None:
    case = desks.submit(on=date(2026, 6, 1))
    desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意立案"}, on=date(2026, 6, 2))
    desks.act(case, "file", "ding", on=date(2026, 6, 3))
    desks.submit(on=date(2026, 6, 1))

    found = shown(desks.of("shen"))

    assert [url for _sentence, url in found] == [
        "/desk/proposals/?state=filed",
        "/desk/proposals/?lamp=over",
    ]
    assert found[0][0] == "1 filed proposal waits for its unit; you may agree for the CPPCC side"
    assert [len(desks.of("shen").get(url).context["rows"]) for _sentence, url in found] == [1, 1]


def test_units_that_a_ledger_named_wait_for_the_offices(desks: Desks) -> None:
    Organisation.objects.create(body=desks.town.body, name="市园林处", status=Status.PROPOSED)

    words = ("1 unit that a ledger named waits to be confirmed", "/desk/units/")
    assert shown(desks.of("chen")) == [words]
    assert words in shown(desks.of("shen"))
    assert table(desks.of("chen"), "/desk/units/").rows == [("市园林处", "0")]


def test_administrators_look_over_accounts(desks: Desks) -> None:
    sysadmin, secadmin = in_post(desks, "sysadmin", name="系统"), in_post(desks, "secadmin", name="安全")
    make_account("chen", person=desks.town.people["chen"])
    gone = desks.town.people["han"]
    make_account("han", person=gone)
    Account.objects.filter(sign_in="sysadmin").update(last_signed_in_at=clock.now())
    gone.posts.update(until=TODAY - timedelta(days=100))
    Post.objects.of_body(desks.town.body).filter(person=desks.town.people["chen"]).update(since=TODAY)

    assert shown(sysadmin)[-2:] == [
        ("3 accounts were opened and never used", "/desk/accounts/?show=unused"),
        ("1 open account is of somebody who left", "/desk/accounts/?show=left"),
    ]
    assert [url for _sentence, url in shown(secadmin)] == [
        f"/desk/accounts/?show={show}" for show in ("unused", "left", "changed", "mending")
    ]
    listed = {
        show: [row[1] for row in table(secadmin, f"/desk/accounts/?show={show}").rows]
        for show in ("", "unused", "left", "changed", "mending")
    }
    assert listed == {
        "": ["chen", "han", "secadmin", "sysadmin"],
        "unused": ["chen", "han", "secadmin"],
        "left": ["han"],
        "changed": ["chen"],
        "mending": ["chen"],
    }
    rows = {row[1]: row for row in table(sysadmin, "/desk/accounts/").rows}
    assert rows["chen"] == ("陈　阅", "chen", "提案委员会 Clerk", "never")
    assert rows["han"][2:] == ("nothing any more", "never")
    assert rows["sysadmin"][3] == "2026-06-15 15:00"


def test_an_editor_has_what_both_sides_let_publish(desks: Desks) -> None:
    case, _handling = desks.rated()
    desks.assigned()
    editor = in_post(desks, "editor")

    assert shown(editor) == [("1 proposal may be published in full: both sides agree", "/desk/publishable/")]
    rows = table(editor, "/desk/publishable/").rows
    assert rows == [(case.official_number, case.title, "市住房和城乡建设局")]
    assert table(editor, "/desk/publishable/?way=summary").rows == []


def test_what_one_side_keeps_closed_is_not_for_the_editor(desks: Desks) -> None:
    case = desks.rated()[0]
    editor = in_post(desks, "editor")
    Handling.objects.filter(case__parent=case).update(publishable="closed")

    assert shown(editor) == []


def test_an_auditor_sees_where_the_register_stands_and_never_what_was_written(desks: Desks) -> None:
    case, handling = desks.rated()
    desks.act(case, "correct", "chen", CORRECTION, on=TODAY)
    auditor = in_post(desks, "auditor")
    note_access(actor=desks.town.actor("chen"), what="file", subject=handling.number, at=clock.now())
    account = make_account("chen", person=desks.town.people["chen"])
    SignInAttempt.objects.create(at=clock.now(), name_digest="d", account=account, outcome="failed")

    sentences = [sentence for sentence, _url in shown(auditor)]
    page = auditor.get("/desk/register/")

    assert sentences[0].endswith("entries and no seal yet; verify the register and keep its root")
    assert sentences[1:] == [
        "1 entry mended the record",
        "1 sensitive file was opened lately",
        "1 sign-in failed lately",
    ]
    assert [one.total for one in page.context["tables"]] == [1, 1, 1]
    assert page.context["tables"][0].rows[0][1:4] == ("Proposal", "Correct", "陈阅")
    assert "笔误" not in page.text
    assert "二百一十四" not in page.text
    assert case.title not in page.text


def test_the_register_is_verified_on_the_page(desks: Desks) -> None:
    desks.submit()
    seal()
    auditor = in_post(desks, "auditor")

    before = auditor.get("/desk/register/")
    after = auditor.post("/desk/register/verify")

    assert before.context["since"] == 0
    assert shown(auditor)[0][0].startswith("The seal of ")
    assert after.context["report"].broken == []
    assert after.context["report"].root == before.context["seal"].root
    assert f"{after.context['report'].entries} entries checked, no fault." in after.text


def test_a_register_too_long_to_wait_for_is_left_to_the_command(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    desks.submit()
    monkeypatch.setattr("zhixing.desk.views.looking.MOST_VERIFIED", 0)

    page = in_post(desks, "auditor").post("/desk/register/verify")

    assert "report" not in page.context
    assert "zhixing register verify" in page.text


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("secadmin", "/desk/accounts/?show=mending"),
        ("editor", "/desk/publishable/"),
        ("auditor", "/desk/register/"),
        ("secadmin", "/desk/"),
    ],
)
def test_pages_take_the_same_statements_for_one_row_and_for_three(desks: Desks, kind: str, url: str) -> None:
    client = in_post(desks, kind)
    make_account("chen", person=desks.town.people["chen"])
    desks.act(desks.rated()[0], "correct", "chen", CORRECTION, on=TODAY)
    one = statements(client, url)
    for who in ("ding", "gu"):
        make_account(who, person=desks.town.people[who])
        desks.act(desks.rated()[0], "correct", "chen", CORRECTION, on=TODAY)

    assert statements(client, url) == one
