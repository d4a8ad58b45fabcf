"""Drafts: nobody but their writer meets them, on any page or in any list."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.people import Desks, said, statements
from tests.world.town import proposal_data
from zhixing.assembly import clock
from zhixing.assembly.actors import system_actor
from zhixing.desk import drafts
from zhixing.desk.drafts import MOST_CHARACTERS, Place
from zhixing.desk.models import Draft

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

SAVE = "/desk/drafts/save?kind=proposal&act=submit&case="
TYPED = {"title": "关于夜间公交的提案", "situation": "末班车太早"}


def test_saved_while_writing(desks: Desks) -> None:
    response = desks.of("an").post(SAVE, TYPED | {"key": "k", "seen": "0"}, headers={"hx-request": "true"})

    assert response.status_code == 200
    assert "Saved 15 Jun 15:00. Only you can read this draft." in response.text
    assert response.text.lstrip().startswith('<p class="saved" id="saved"')
    assert Draft.objects.get().data == TYPED


def test_saved_without_a_script(desks: Desks) -> None:
    response = desks.of("an").post(SAVE, TYPED)

    assert (response.status_code, response["Location"]) == (302, "/desk/drafts/")
    assert said(response) == ["The draft is saved. Only you can read it."]


def test_a_draft_for_an_act_belongs_to_its_case(desks: Desks) -> None:
    handling = desks.assigned()[1]
    desks.act(handling, "accept", "liao", on=date(2026, 3, 3))
    url = f"/desk/drafts/save?kind=handling&act=draft_reply&case={handling.number}"

    assert desks.of("han").post(url, {"draft": "初稿"}, headers={"hx-request": "true"}).status_code == 200

    page = desks.of("han").get(f"/cases/{handling.number}/acts/draft_reply/")
    assert page.context["form"]["draft"].value() == "初稿"
    other = desks.of("liao").get(f"/cases/{handling.number}/acts/draft_reply/")
    assert not other.context["form"]["draft"].value()


def test_a_draft_for_a_case_one_cannot_see_is_not_taken(desks: Desks) -> None:
    case = desks.submit()

    for query in (f"kind=proposal&act=first_review&case={case.number}", "kind=x&act=y", "kind=proposal&act=fly"):
        assert desks.of("bo").post(f"/desk/drafts/save?{query}", {"opinion": "x"}).status_code == 404
    assert not Draft.objects.exists()


def test_the_list_shows_ones_own_alone(desks: Desks) -> None:
    handling = desks.assigned()[1]
    desks.of("an").post(SAVE, TYPED)
    desks.of("bo").post(SAVE, {"title": "关于别的事情的提案"})
    desks.of("an").post(f"/desk/drafts/save?kind=handling&act=rate&case={handling.number}", {"words": "还可以"})

    rows = desks.of("an").get("/desk/drafts/").context["rows"]

    assert [(row["title"], row["kind"], row["note"], row["characters"], row["url"]) for row in rows] == [
        (handling.number, "Handling", "Rate the reply", 3, f"/cases/{handling.number}/acts/rate/"),
        ("关于夜间公交的提案", "Proposal", "Submit", 14, "/desk/proposals/new/submit/"),
    ]


def test_no_drafts_says_so_and_offers_to_begin(desks: Desks) -> None:
    page = desks.of("an").get("/desk/drafts/")

    assert "You have no drafts." in page.text
    assert "/desk/proposals/new/submit/" in [link.url for link in page.context["new"]]


def test_thrown_away_by_its_writer_alone(desks: Desks) -> None:
    desks.of("an").post(SAVE, TYPED, headers={"hx-request": "true"})
    named = {"kind": "proposal", "act": "submit", "case": ""}

    desks.of("bo").post("/desk/drafts/drop", named)
    assert Draft.objects.count() == 1
    response = desks.of("an").post("/desk/drafts/drop", named)

    assert said(response) == ["The draft is gone."]
    assert Draft.objects.count() == 0


def test_nothing_typed_is_nothing_kept(desks: Desks) -> None:
    client = desks.of("an")
    client.post(SAVE, TYPED)

    response = client.post(SAVE, {"title": "", "situation": ""}, headers={"hx-request": "true"})

    assert "Nothing saved yet." in response.text
    assert not Draft.objects.exists()


def test_more_than_an_act_may_hold_is_not_kept(desks: Desks) -> None:
    actor, place = desks.town.actor("an"), Place("proposal", "submit")
    drafts.keep(actor, place, TYPED, at=clock.now())

    kept = drafts.keep(actor, place, {"situation": "字" * (MOST_CHARACTERS + 1)}, at=clock.now())

    assert (kept.draft, kept.too_long) == (None, True)
    assert Draft.objects.get().data == TYPED


def test_a_draft_of_a_kind_that_is_gone_is_left_out(desks: Desks) -> None:
    drafts.keep(desks.town.actor("an"), Place("dragon", "fly"), TYPED, at=clock.now())

    assert desks.of("an").get("/desk/drafts/").context["rows"] == []


def test_the_software_itself_has_no_drafts(desks: Desks) -> None:
    with pytest.raises(ValueError, match="writes no drafts"):
        drafts.count(system_actor(desks.town.body))


def test_a_draft_never_shows_its_text_in_a_log() -> None:
    assert str(Draft(pk=7, data=TYPED)) == "draft 7"


def test_the_list_takes_the_same_statements_for_one_draft_and_for_three(desks: Desks) -> None:
    first, second = desks.assigned()[1], desks.assigned()[1]
    client = desks.of("an")
    client.post(f"/desk/drafts/save?kind=handling&act=rate&case={first.number}", {"words": "好"})
    one = statements(client, "/desk/drafts/")
    client.post(f"/desk/drafts/save?kind=handling&act=rate&case={second.number}", {"words": "好"})
    client.post(f"/desk/drafts/save?kind=handling&act=rate_again&case={second.number}", {"words": "好"})

    assert statements(client, "/desk/drafts/") == one == 11


NEW_SUBMIT, NEW_INVITE = "/desk/proposals/new/submit/", "/desk/proposals/new/invite/"


def invited(desks: Desks, **changes: str) -> dict[str, str]:
    """Return what a member sends who asks for signatures."""
    who = {"cosigners": str(desks.town.people["bo"].pk), "sign_by": "2026-06-30"}
    return proposal_data(**changes) | who | {"key": "k", "seen": "0", "do": "act"}


def test_a_draft_of_another_way_is_offered_and_brought_over(desks: Desks) -> None:
    client = desks.of("an")
    client.post(SAVE, TYPED)

    page = client.get(NEW_INVITE)
    assert [(link.title, link.url) for link in page.context["carry"]] == [("Submit", "?from=submit")]
    assert not page.context["form"]["title"].value()
    brought = client.get(f"{NEW_INVITE}?from=submit")

    assert {name: brought.context["form"][name].value() for name in TYPED} == TYPED
    assert brought.context["carry"] == ()
    assert [draft.act for draft in Draft.objects.all()] == ["submit"]


def test_nothing_is_offered_where_something_is_begun_or_nothing_waits(desks: Desks) -> None:
    client = desks.of("an")
    assert client.get(NEW_INVITE).context["carry"] == []
    client.post(SAVE, TYPED)
    client.post(SAVE.replace("submit", "invite"), {"title": "关于别的事情的提案"})

    page = client.get(f"{NEW_INVITE}?from=submit")

    assert page.context["carry"] == ()
    assert page.context["form"]["title"].value() == "关于别的事情的提案"
    assert desks.of("bo").get(NEW_INVITE).context["carry"] == []


def test_both_drafts_are_gone_once_the_case_is_entered(desks: Desks) -> None:
    client = desks.of("an")
    client.post(SAVE, TYPED)
    client.post(SAVE.replace("submit", "invite"), TYPED)

    response = client.post(f"{NEW_INVITE}?from=submit", invited(desks))

    assert response.status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_on_another_matter_stays(desks: Desks) -> None:
    client = desks.of("an")
    client.post(SAVE, TYPED)

    assert client.post(NEW_INVITE, invited(desks)).status_code == 302

    assert [draft.data for draft in Draft.objects.all()] == [TYPED]


def test_a_draft_that_says_nothing_else_goes_too(desks: Desks) -> None:
    client = desks.of("an")
    client.post(SAVE, {name: proposal_data()[name] for name in ("title", "situation")})

    assert client.post(NEW_INVITE, invited(desks)).status_code == 302

    assert not Draft.objects.exists()
