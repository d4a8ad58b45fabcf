"""The review desk: the queue, the form beside the text, going on to the next, and who may sit there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse

from tests.desk.people import Desks, said, statements
from tests.factories.assembly import make_post
from zhixing.assembly.models import Person
from zhixing.cases.models import Case
from zhixing.desk.boards.models import Phrase
from zhixing.desk.models import Draft

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

DESK = "/desk/proposals/review/"
ADVICE = {"advice": "file", "opinion": "事实清楚，同意立案。"}


def waiting(desks: Desks, n: int) -> list[Case]:
    """Return so many proposals that wait for the first review, the one whose time is up first in front."""
    return [desks.submit(title=f"关于第 {place} 件事的建议", on=date(2026, 6, place)) for place in range(1, n + 1)]


def send(desks: Desks, who: str, page: HttpResponse, **data: Any) -> HttpResponse:
    """Send the form of a page with what somebody enters."""
    hidden = {one["name"]: one["value"] for one in page.context["hidden"]}
    response: HttpResponse = desks.of(who).post(page.context["form_url"], {**hidden, "do": "act", **data})
    return response


def titles(page: HttpResponse) -> list[str]:
    """Return the acts a page offers."""
    return [link.title for link in page.context["acts"]]


def test_the_first_that_waits_lies_open_with_the_likeliest_act(desks: Desks) -> None:
    first, second = waiting(desks, 2)

    page = desks.of("chen").get(DESK)

    assert [(row.number, row.current) for row in page.context["queue"]] == [
        (first.number, True),
        (second.number, False),
    ]
    assert page.context["total"] == 2
    assert titles(page) == ["First review", "Send back to revise"]
    assert list(page.context["form"].fields) == ["advice", "opinion"]
    assert [section.heading for section in page.context["texts"]] == ["Situation", "Analysis", "Suggestions"]
    assert page.context["crumbs"] == []


def test_after_a_decision_the_next_lies_open(desks: Desks) -> None:
    first, second, third = waiting(desks, 3)
    client = desks.of("chen")

    sent = send(desks, "chen", client.get(f"{DESK}?case={second.number}"), **ADVICE)

    assert sent["Location"] == f"{DESK}?case={third.number}"
    page = client.get(sent["Location"])
    assert said(page) == [
        "“First review” is entered as entry 2. Now it is the turn of: the director of the proposals committee: File."
    ]
    assert page.context["case"].number == third.number
    # From the end of the queue one goes back, and from the last to the empty desk.
    assert send(desks, "chen", page, **ADVICE)["Location"] == f"{DESK}?case={first.number}"
    last = send(desks, "chen", client.get(DESK), **ADVICE)
    assert last["Location"] == DESK
    assert client.get(DESK).context["empty"]["text"] == "Nothing waits for review."
    assert "case" not in client.get(DESK).context


def test_the_director_decides_what_the_clerk_has_looked_at(desks: Desks) -> None:
    case = waiting(desks, 1)[0]
    send(desks, "chen", desks.of("chen").get(DESK), **ADVICE)
    assert desks.of("chen").get(DESK).context["queue"] == []

    page = desks.of("ding").get(DESK)
    assert titles(page) == ["File", "Decline", "Propose conversion", "Convert"]
    assert page.context["merge_url"] == f"/desk/proposals/merge/?case={case.number}"
    declining = desks.of("ding").get(f"{DESK}?case={case.number}&act=decline")
    # Reasons come from the coded list.
    codes = [code for code, _title in declining.context["form"].fields["reason"].widget.choices]
    assert "secret" in codes
    send(desks, "ding", declining, reason="secret", explanation="涉及不宜公开的内容。")

    case.refresh_from_db()
    assert case.state == "declined"


def test_what_is_refused_stays_with_what_was_typed(desks: Desks) -> None:
    case = waiting(desks, 1)[0]

    response = send(desks, "chen", desks.of("chen").get(DESK), advice="file", opinion="")

    assert response.status_code == 422
    assert response.context["form"].errors == {"opinion": ["Fill in Opinion."]}
    assert response.context["form"]["advice"].value() == "file"
    assert response.context["case"].number == case.number
    page = desks.of("chen").get(DESK)
    desks.act(case, "return_draft", "ding", {"opinion": "请补充数据。"}, on=date(2026, 6, 15))
    late = send(desks, "chen", page, **ADVICE)
    assert late.status_code == 422
    assert [entry.act for entry in late.context["news"]] == ["Send back to revise"]
    case.refresh_from_db()
    assert case.state == "revising"


def test_a_reload_enters_nothing_twice(desks: Desks) -> None:
    case = waiting(desks, 1)[0]
    page = desks.of("chen").get(DESK)

    send(desks, "chen", page, **ADVICE)
    send(desks, "chen", page, **ADVICE)

    case.refresh_from_db()
    assert case.entries == 2


def test_a_draft_is_kept_and_a_phrase_put_in_without_a_script(desks: Desks) -> None:
    case = waiting(desks, 1)[0]
    town = desks.town
    phrase = Phrase.objects.create(
        body=town.body, person=town.people["chen"], text="建议具体可行。", added_at="2026-06-15T09:00+08:00"
    )

    page = send(desks, "chen", desks.of("chen").get(DESK), do=f"phrase:{phrase.pk}", opinion="事实清楚，")

    assert page.status_code == 200
    assert page.context["form"]["opinion"].value() == "事实清楚，建议具体可行。"
    assert [one.text for one in page.context["phrases"]] == ["建议具体可行。"]
    assert Draft.objects.get().data == {"opinion": "事实清楚，建议具体可行。"}
    # The same on the case's own form.
    url = f"/cases/{case.number}/acts/first_review/"
    own = desks.of("chen").post(url, {"do": f"phrase:{phrase.pk}", "opinion": "经核，", "key": "1", "seen": "1"})
    assert own.context["form"]["opinion"].value() == "经核，建议具体可行。"
    send(desks, "chen", page, do="save", opinion="改一改")
    assert desks.of("chen").get(DESK).context["form"]["opinion"].value() == "改一改"
    # Nobody puts in the phrase of another.
    foreign = send(desks, "ding", desks.of("ding").get(DESK), do=f"phrase:{phrase.pk}", opinion="我看")
    assert foreign.context["form"]["opinion"].value() == "我看"


def test_only_the_proposals_office_sits_here(desks: Desks) -> None:
    case, handling = desks.assigned()
    for who in ("an", "bo", "liao", "gu", "shen", "zhu"):
        assert desks.of(who).get(DESK).status_code == 403
    assert desks.of("chen").get(f"{DESK}?case={handling.number}").status_code == 404
    assert desks.of("chen").get(f"{DESK}?case=331097-2026-000999").status_code == 404
    # A proposal that is past review can be read, and there is nothing to decide.
    page = desks.of("chen").get(f"{DESK}?case={case.number}")
    assert (page.status_code, page.context["acts"]) == (200, [])
    # An act that does not belong here is refused as everywhere.
    wrong = desks.of("chen").post(f"{DESK}?case={case.number}&act=first_review", {**ADVICE, "do": "act"})
    assert wrong.status_code == 422
    case.refresh_from_db()
    assert case.state == "assigned"


def test_the_menu_leads_whoever_works_there(desks: Desks) -> None:
    def boards(who: str) -> list[str]:
        groups = desks.of(who).get("/desk/").context["nav"].groups
        return [link.title for group in groups for link in group.entries if "/proposals/" in link.url][:-1]

    assert boards("chen") == ["Review desk", "Assignment board"]
    assert boards("gu") == ["Assignment board"]
    assert boards("an") == []
    for place, post in enumerate(("editor", "sysadmin", "auditor")):
        person = desks.town.people[post] = Person.objects.create(name=f"管{'一二三'[place]}")
        make_post(desks.town.organisations["office"], post, person)
        assert boards(post) == [], post


def test_the_desk_takes_the_same_statements_however_many_wait(desks: Desks) -> None:
    # Two at least, so that there are others on the matter to be shown beside.
    waiting(desks, 2)
    few = statements(desks.of("chen"), DESK)
    waiting(desks, 4)

    assert statements(desks.of("chen"), DESK) == few
