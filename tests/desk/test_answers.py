"""Answering suggestion by suggestion: each stands beside its answer, from the first draft to the signed reply."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.people import DRAFT, REPLY, Desks
from tests.desk.test_acting import hidden
from zhixing.cases.models import Case
from zhixing.desk.models import Draft
from zhixing.desk.row_fields import BoundRows

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

FIRST = "（一）明确每部电梯的使用管理责任主体。"
SECOND = "（二）设立维保资金共管账户。"


def accepted(desks: Desks) -> Case:
    """Return a handling that was received and whose proposer was spoken with."""
    _case, handling = desks.assigned()
    desks.act(handling, "accept", "liao", on=date(2026, 3, 3))
    contact = {"way": "visit", "held_on": "2026-03-10", "record": "到小区座谈"}
    return desks.act(handling, "contact", "han", contact, on=date(2026, 3, 10))


def sent(answers: list[str], field: str = "draft_answers") -> dict[str, str]:
    """Return rows as a form sends them."""
    rows = {}
    for place, (suggestion, answer) in enumerate(zip((FIRST, SECOND), answers, strict=True)):
        rows |= {f"{field}-{place}-suggestion": suggestion, f"{field}-{place}-answer": answer}
    return rows


def test_each_suggestion_stands_beside_its_answer_and_is_not_typed_over(desks: Desks) -> None:
    handling = accepted(desks)

    page = desks.of("han").get(f"/cases/{handling.number}/acts/draft_reply/")

    rows: BoundRows = page.context["form"]["draft_answers"]
    assert rows.unanswered == (2, 2)
    assert "2 of 2 not answered yet" in page.text
    assert f'<blockquote lang="zh-Hans">{FIRST}</blockquote>' in page.text
    assert f'type="hidden" name="draft_answers-0-suggestion" value="{FIRST}"' in page.text
    assert '<textarea name="draft_answers-0-suggestion"' not in page.text
    assert len(rows.rows) == 2


def test_a_draft_may_leave_answers_open_and_is_kept(desks: Desks) -> None:
    handling, han = accepted(desks), desks.of("han")
    url = f"/cases/{handling.number}/acts/draft_reply/"

    saved = han.post(url, {**hidden(han.get(url)), **sent(["已定主体。", ""]), "do": "save"})
    assert saved.status_code == 302
    assert Draft.objects.get().data["draft_answers"][0]["answer"] == "已定主体。"
    page = han.get(url)
    assert "1 of 2 not answered yet" in page.text
    assert page.context["form"]["draft_answers"].rows[0].form["answer"].value() == "已定主体。"

    han.post(url, {**hidden(page), **sent(["已定主体。", ""]), "draft": DRAFT, "do": "act"})
    handling.refresh_from_db()
    assert handling.state == "drafted"


def test_the_drafted_answers_go_into_the_form_of_the_signature(desks: Desks) -> None:
    handling = accepted(desks)
    answers = [{"suggestion": FIRST, "answer": "已定主体。", "letter": "A"}, {"suggestion": SECOND}]
    desks.act(handling, "draft_reply", "han", {"draft": DRAFT, "draft_answers": answers}, on=date(2026, 4, 10))
    hu, url = desks.of("hu"), f"/cases/{handling.number}/acts/sign_reply/"

    page = hu.get(url)
    rows: BoundRows = page.context["form"]["answers"]
    assert [row.form["answer"].value() for row in rows.rows] == ["已定主体。", None]
    assert rows.unanswered == (1, 2)

    signing = {**hidden(page), "letter": "A", "reply": REPLY, "publishable": "full", "do": "act"}
    refused = hu.post(url, {**signing, **sent(["已定主体。", ""], "answers"), "answers-0-letter": "A"})
    assert refused.status_code == 422
    assert "Fill in Answer." in " ".join(refused.context["form"]["answers"].rows[1].faults)
    assert f'<blockquote lang="zh-Hans">{SECOND}</blockquote>' in refused.text


def test_a_row_that_is_added_has_room_for_a_suggestion_of_its_own(desks: Desks) -> None:
    handling, han = accepted(desks), desks.of("han")
    url = f"/cases/{handling.number}/acts/draft_reply/"

    page = han.post(url, {**hidden(han.get(url)), **sent(["甲", "乙"]), "do": "row:draft_answers"})

    assert len(page.context["form"]["draft_answers"].rows) == 3
    assert '<textarea name="draft_answers-2-suggestion"' in page.text
    assert "All 2 answered" in page.text


def test_drafted_answers_are_the_units_own_and_the_cohandlers(desks: Desks) -> None:
    handling = accepted(desks)
    answers = [{"suggestion": FIRST, "answer": "内部拟答。", "letter": "A"}]
    desks.act(handling, "draft_reply", "han", {"draft": DRAFT, "draft_answers": answers}, on=date(2026, 4, 10))

    for who in ("an", "chen", "gu"):
        assert "内部拟答" not in desks.of(who).get(f"/cases/{handling.number}/").text
    assert "内部拟答" in desks.of("hu").get(f"/cases/{handling.number}/").text
