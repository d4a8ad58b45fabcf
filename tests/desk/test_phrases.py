"""Common phrases: one's own and the office's, added, removed, and seen by nobody else."""

from __future__ import annotations

import pytest

from tests.desk.people import Desks, statements
from zhixing.desk.boards import phrases
from zhixing.desk.boards.models import Phrase
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

PAGE = "/desk/phrases/"


def known(desks: Desks, who: str) -> list[list[str]]:
    """Return the shared and the own phrases somebody sees."""
    return [[one.text for one in group["rows"]] for group in desks.of(who).get(PAGE).context["groups"]]


def test_own_phrases_are_for_oneself_and_shared_ones_for_the_office(desks: Desks) -> None:
    chen = desks.of("chen")
    chen.post(PAGE, {"do": "add", "text": " 事实清楚，\n同意立案。 "})
    chen.post(PAGE, {"do": "add", "text": "请补充数据来源。", "shared": "1"})

    # The same again is the same.
    chen.post(PAGE, {"do": "add", "text": "请补充数据来源。", "shared": "1"})
    assert known(desks, "chen") == [["请补充数据来源。"], ["事实清楚， 同意立案。"]]
    assert known(desks, "ding") == [["请补充数据来源。"], []]
    assert known(desks, "liao") == [[], []]


def test_what_one_sees_one_may_remove(desks: Desks) -> None:
    desks.of("chen").post(PAGE, {"do": "add", "text": "自用", "shared": ""})
    desks.of("chen").post(PAGE, {"do": "add", "text": "共用", "shared": "1"})
    own, shared = Phrase.objects.order_by("pk")

    for who in ("ding", "liao"):
        desks.of(who).post(PAGE, {"do": "drop", "phrase": own.pk})
    desks.of("liao").post(PAGE, {"do": "drop", "phrase": shared.pk})
    assert known(desks, "chen") == [["共用"], ["自用"]]
    desks.of("ding").post(PAGE, {"do": "drop", "phrase": shared.pk})
    desks.of("chen").post(PAGE, {"do": "drop", "phrase": "x"})

    assert known(desks, "chen") == [[], ["自用"]]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": "  "}, "Write the phrase that is to be kept."),
        ({"text": "长" * 301}, "A phrase has at most 300 characters. Shorten it."),
        (
            {"text": "共用", "shared": "1"},
            "You hold no post in an office, so there is nobody to share it with. Keep it",
        ),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_typed(desks: Desks, sent: dict[str, str], sentence: str) -> None:
    response = desks.of("an").post(PAGE, {"do": "add", **sent})

    assert response.status_code == 422
    assert response.context["refusal"].sentence.startswith(sentence)
    assert response.context["text"] == sent["text"]
    assert not Phrase.objects.exists()


def test_nobody_keeps_more_than_can_be_found(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "MOST", 1)
    desks.of("an").post(PAGE, {"do": "add", "text": "一"})

    response = desks.of("an").post(PAGE, {"do": "add", "text": "二"})

    assert response.context["refusal"].sentence == "At most 1 phrases are kept. Remove some first."


def test_the_page_takes_the_same_statements_for_one_and_for_three(desks: Desks) -> None:
    client = desks.of("chen")
    client.post(PAGE, {"do": "add", "text": "一", "shared": "1"})
    one = statements(client, PAGE)
    for text in ("二", "三"):
        client.post(PAGE, {"do": "add", "text": text})

    assert statements(client, PAGE) == one


def test_they_stand_at_bulk_acts_and_work_without_a_script(desks: Desks) -> None:
    chen = desks.of("chen")
    chen.post(PAGE, {"do": "add", "text": "事实清楚，同意立案。"})
    cases = [desks.submit(), desks.submit("bo")]
    begun = chen.post("/desk/bulk/", {"act": "proposal.first_review", "case": [case.pk for case in cases]})
    url = begun["Location"]
    assert "事实清楚，同意立案。" in chen.get(url).text

    sent = {"do": f"phrase:{Phrase.objects.get().pk}", "opinion": "经核，", "case": [cases[1].number]}
    page = chen.post(url, sent)

    assert page.context["form"]["opinion"].value() == "经核，事实清楚，同意立案。"
    assert [one["chosen"] for one in page.context["can"]] == [False, True]
    assert Entry.objects.unscoped("test").filter(act="first_review").count() == 0
