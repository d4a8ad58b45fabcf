"""Earlier proposals on the matter: beside a review, on a case under review, and below a title being written."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.people import Desks, statements
from tests.stories.telling import Teller, promised
from zhixing.desk.beside import AlikePanel
from zhixing.proposals.models import Proposal

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

LIKE = "关于加快老旧小区加装电梯的建议"
SAVE = "/desk/drafts/save?kind=proposal&act=submit&case="


def shown(desks: Desks, who: str, url: str) -> list[tuple[str, str, tuple[str, ...]]]:
    panel: AlikePanel = desks.of(who).get(url).context["alike"]
    return [(row.number, row.url, tuple(row.notes)) for row in panel.rows]


def test_whoever_reviews_sees_what_became_of_earlier_ones(desks: Desks) -> None:
    earlier, _handling = desks.rated("basically")
    case = desks.submit("bo", title=LIKE)

    rows = shown(desks, "chen", f"/cases/{case.number}/acts/first_review/")

    notes = ("十届五次", "Answered", "市住房和城乡建设局", "Basically satisfied")
    assert rows == [("1005001", f"/cases/{earlier.number}/", notes)]
    assert shown(desks, "chen", f"/cases/{case.number}/") == rows
    page = desks.of("chen").get(f"/cases/{case.number}/")
    assert "Earlier proposals on this" in page.text
    assert page.text.count(earlier.title) == 1


def test_a_grade_is_for_those_who_may_read_it(desks: Desks) -> None:
    desks.rated("basically")
    case = desks.submit("bo", title=LIKE)
    desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意立案"}, on=date(2026, 6, 1))

    assert "Basically satisfied" in str(shown(desks, "ding", f"/cases/{case.number}/acts/file/"))
    # A leader sees the case, reviews nothing, and may not read what the proposer thought of the reply.
    assert shown(desks, "zhu", f"/cases/{case.number}/") == []


def test_promises_of_the_same_reply_are_no_earlier_ones(desks: Desks) -> None:
    tell = Teller(desks.town)
    (before,), (now,) = (tell.below(tell.assigned(tell.filed(title=title))) for title in (LIKE, LIKE))
    for handling, n in ((before, 1), (now, 2)):
        (row,) = promised()["answers"]
        tell.replied(tell.drafted(handling), letter="B", answers=[row] * n)
    (earlier,), (one, _other) = tell.below(before, "promise"), tell.below(now, "promise")

    for url in (f"/cases/{one}/", f"/cases/{one}/acts/progress/"):
        assert [address for _number, address, _notes in shown(desks, "han", url)] == [f"/cases/{earlier}/"]


def test_it_is_gone_once_nothing_is_reviewed(desks: Desks) -> None:
    desks.submit(title=LIKE)
    case, handling = desks.assigned()

    assert shown(desks, "chen", f"/cases/{case.number}/") == []
    assert shown(desks, "chen", f"/cases/{handling.number}/") == []


def test_a_member_s_own_case_shows_nothing_of_the_review(desks: Desks) -> None:
    desks.submit("bo", title=LIKE)
    case = desks.submit()

    page = desks.of("an").get(f"/cases/{case.number}/")

    assert page.context["alike"].rows == ()
    assert LIKE not in page.text


def test_a_member_who_writes_sees_own_and_public_ones(desks: Desks) -> None:
    own, hidden, public = desks.submit(), desks.submit("bo"), desks.submit("bo", title=LIKE)
    Proposal.objects.filter(pk=public.pk).update(url="https://example.org/1")
    client = desks.of("an")
    client.post(SAVE, {"title": "关于老旧小区加装电梯的建议"})

    page = client.get("/desk/proposals/new/submit/")

    rows = [(row.number, row.url) for row in page.context["alike"].rows]
    assert rows == [(public.number, ""), (own.number, f"/cases/{own.number}/")]
    assert hidden.number not in page.text
    assert f'<span class="unlinked" lang="zh-Hans">{LIKE}</span>' in page.text


def test_nothing_stands_there_before_a_title_is_written(desks: Desks) -> None:
    desks.submit()

    page = desks.of("an").get("/desk/proposals/new/submit/")

    assert '<section class="alike" id="alike" aria-live="polite"></section>' in page.text


def test_saving_a_new_title_brings_what_is_like_it(desks: Desks) -> None:
    case, client, htmx = desks.submit(), desks.of("an"), {"hx-request": "true"}

    first = client.post(SAVE, {"title": LIKE}, headers=htmx)
    same = client.post(SAVE, {"title": LIKE, "situation": "电梯停运"}, headers=htmx)
    other = client.post(SAVE, {"title": "关于夜间公交的提案"}, headers=htmx)

    assert 'hx-swap-oob="true"' in first.text
    assert f"/cases/{case.number}/" in first.text
    assert 'id="alike"' not in same.text
    assert '<section class="alike" id="alike" aria-live="polite" hx-swap-oob="true"></section>' in other.text


def test_one_and_three_alike_take_the_same_statements(desks: Desks) -> None:
    desks.rated()
    case = desks.submit("bo", title=LIKE)
    url = f"/cases/{case.number}/acts/first_review/"
    one = statements(desks.of("chen"), url)
    for _ in range(2):
        desks.rated()

    assert statements(desks.of("chen"), url) == one
    assert len(shown(desks, "chen", url)) == 3
