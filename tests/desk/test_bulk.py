"""One act on several cases: what is offered, that each is entered by itself, and that nothing happens twice."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.desk.people import Desks, said, statements
from tests.desk.people import at as on_day
from zhixing.cases.models import Case
from zhixing.desk.boards import batches
from zhixing.desk.boards.models import Batch, BatchItem
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

REVIEW = {"advice": "file", "opinion": "事实清楚，同意立案。"}


def several(desks: Desks, n: int) -> list[Case]:
    """Return so many proposals that wait for the first review."""
    return [desks.submit(title=f"关于第 {place} 处积水点改造的建议") for place in range(1, n + 1)]


def begun(client: Client, act: str, *cases: Case, **more: str) -> HttpResponse:
    """Tick cases in the list and choose an act."""
    return client.post("/desk/bulk/", {"act": act, "case": [case.pk for case in cases], **more})


def acts_in(case: Case) -> list[str]:
    """Return the acts of a case in their order."""
    rows = Entry.objects.unscoped("test").filter(case=case.number).order_by("number")
    return list(rows.values_list("act", flat=True))


def test_the_list_and_the_inbox_offer_what_fits_the_cases_shown(desks: Desks) -> None:
    several(desks, 2)
    desks.assigned()

    for url in ("/desk/proposals/", "/desk/"):
        bar = desks.of("chen").get(url).context["bulk"]

        offered = {act.value: (act.title, act.n) for act in bar.acts}
        assert offered["proposal.first_review"] == ("First review", 2)
        assert offered["proposal.return_draft"] == ("Send back to revise", 2)
        # A text of one's own, another case, files: nothing that two cases could have in common.
        assert not {"proposal.confirm_entry", "proposal.resubmit", "proposal.correct"} & set(offered)
    assert desks.of("bo").get("/desk/proposals/").context["bulk"] is None
    assert desks.of("chen").get("/desk/?tab=done").context["bulk"] is None


def test_each_case_is_entered_by_itself_under_its_own_key(desks: Desks) -> None:
    cases = several(desks, 3)
    client = desks.of("chen")
    start = begun(client, "proposal.first_review", *cases, back="/desk/proposals/?state=submitted")
    page = client.get(start["Location"])
    assert [one["row"].title for one in page.context["can"]] == [case.title for case in cases]
    assert acts_in(cases[0]) == ["submit"]

    sent = client.post(start["Location"], {**REVIEW, "case": [case.number for case in cases[:2]]})
    result = client.get(sent["Location"])

    assert sent["Location"] == start["Location"]
    assert [row.number for row in result.context["done"]] == [case.number for case in cases[:2]]
    assert result.context["refused"] == result.context["waiting"] == []
    assert result.context["back"] == "/desk/proposals/?state=submitted"
    assert [acts_in(case) for case in cases] == [["submit", "first_review"]] * 2 + [["submit"]]
    batch = Batch.objects.get()
    keys = Entry.objects.unscoped("test").filter(act="first_review").order_by("case").values_list("key", flat=True)
    assert list(keys) == [f"{batch.key}-{case.number}" for case in cases[:2]]
    # What was written stands in the register; the batch need not keep it.
    assert batch.data == {}


def test_whoever_sends_or_opens_it_again_repeats_nothing(desks: Desks) -> None:
    cases = several(desks, 2)
    client = desks.of("chen")
    url = begun(client, "proposal.first_review", *cases)["Location"]
    sent = {**REVIEW, "case": [case.number for case in cases]}

    for _time in range(3):
        client.post(url, sent)
        client.get(url)

    assert [acts_in(case) for case in cases] == [["submit", "first_review"]] * 2


def test_what_was_entered_before_an_interruption_is_found_by_its_key(desks: Desks) -> None:
    case = several(desks, 1)[0]
    client = desks.of("chen")
    url = begun(client, "proposal.first_review", case)["Location"]
    batch = Batch.objects.get()
    actor = desks.town.actor("chen", date(2026, 6, 15))
    batches.confirm(batch, REVIEW, None, at=batch.begun_at)
    item = batch.items.get()
    # The machine stopped between the entry and the note that it was made.
    batches.work_off(batch, actor)
    BatchItem.objects.filter(pk=item.pk).update(outcome="waiting", entry=None, data={})
    Batch.objects.filter(pk=batch.pk).update(data=REVIEW)

    client.post(url)

    assert acts_in(case) == ["submit", "first_review"]
    assert list(batch.items.values_list("outcome", "entry")) == [("done", 2)]


def test_a_hundred_and_fifty_go_in_chunks_that_can_be_interrupted(desks: Desks) -> None:
    cases = several(desks, 150)
    client = desks.of("chen")
    start = begun(client, "proposal.first_review", all="1", source="proposals", query="state=submitted")
    url = start["Location"]
    assert len(client.get(url).context["can"]) == 150

    client.post(url, {**REVIEW, "case": [case.number for case in cases]})

    page = client.get(url)
    assert (page.context["progress"].done, page.context["progress"].left) == (25, 125)
    assert page.context["goes_on"]
    assert not client.get(f"{url}?pause=1").context["goes_on"]
    drafts = client.get("/desk/drafts/")
    assert [(one["url"], one["left"]) for one in drafts.context["unfinished"]] == [(url, 125)]
    for _time in range(5):
        client.post(url)
    assert client.get(url).context["progress"].left == 0
    entries = Entry.objects.unscoped("test").filter(act="first_review").values_list("case", flat=True)
    assert Counter(entries) == dict.fromkeys([case.number for case in cases], 1)
    assert client.get("/desk/drafts/").context["unfinished"] == []


def test_what_cannot_be_done_is_said_before_and_after(desks: Desks) -> None:
    fresh, reviewed = several(desks, 2)
    desks.act(reviewed, "first_review", "chen", REVIEW, on=date(2026, 1, 22))
    client = desks.of("chen")
    url = begun(client, "proposal.first_review", fresh, reviewed)["Location"]
    page = client.get(url)
    assert [row.number for row in page.context["cannot"]] == [reviewed.number]
    assert page.context["cannot"][0].said.startswith("The case is First reviewed")
    # Somebody is quicker with the other one.
    desks.act(fresh, "return_draft", "ding", {"opinion": "请补充数据。"}, on=date(2026, 6, 15))

    client.post(url, {**REVIEW, "case": [fresh.number]})

    # Nothing is possible any more, so the first look at the data is enough to refuse this one.
    result = client.get(url)
    assert [row.number for row in result.context["refused"]] == [fresh.number]
    assert "moved on since you looked" in result.context["refused"][0].said
    assert acts_in(fresh) == ["submit", "return_draft"]


def test_faults_of_the_form_are_shown_before_any_case_is_entered(desks: Desks) -> None:
    case = several(desks, 1)[0]
    client = desks.of("chen")
    url = begun(client, "proposal.first_review", case)["Location"]

    response = client.post(url, {"advice": "file", "opinion": "", "case": [case.number]})

    assert response.status_code == 422
    assert response.context["form"].errors == {"opinion": ["Fill in Opinion."]}
    assert acts_in(case) == ["submit"]
    assert Batch.objects.get().confirmed_at is None


def test_nothing_ticked_is_told_and_strangers_find_nothing(desks: Desks) -> None:
    case = several(desks, 1)[0]
    client = desks.of("chen")
    nothing = client.post("/desk/bulk/", {"act": "proposal.first_review", "back": "/desk/proposals/"})
    assert (nothing.status_code, nothing["Location"]) == (302, "/desk/proposals/")
    assert said(client.get("/desk/proposals/")) == ["Tick the cases first, choose the act, then press the button."]
    elsewhere = client.post("/desk/bulk/", {"act": "", "back": "//evil.example/"})
    assert elsewhere["Location"] == "/desk/"

    url = begun(client, "proposal.first_review", case)["Location"]

    assert desks.of("ding").get(url).status_code == 404
    assert desks.of("bo").post(url, REVIEW).status_code == 404
    # A case one may not see cannot be ticked at all.
    assert begun(desks.of("bo"), "proposal.first_review", case)["Location"] == "/desk/"
    assert acts_in(case) == ["submit"]


@pytest.mark.parametrize(
    ("act", "status"),
    [("proposal.correct", 422), ("proposal.resubmit", 422), ("proposal.dance", 404), ("dragon.roar", 404)],
)
def test_what_is_not_offered_cannot_be_begun_either(desks: Desks, act: str, status: int) -> None:
    case = several(desks, 1)[0]

    response = begun(desks.of("chen"), act, case)

    assert response.status_code == status
    assert not Batch.objects.exists()


def test_old_batches_go(desks: Desks) -> None:
    case = several(desks, 1)[0]
    with on_day(date(2026, 5, 1)):
        begun(desks.of("chen"), "proposal.first_review", case)

    begun(desks.of("chen"), "proposal.first_review", case)

    assert Batch.objects.count() == 1


@pytest.mark.parametrize("url", ["/desk/proposals/", "/desk/"])
def test_the_bar_costs_no_statements(desks: Desks, url: str) -> None:
    several(desks, 1)
    client = desks.of("chen")
    one = statements(client, url)
    several(desks, 3)

    assert statements(client, url) == one


def test_the_page_of_a_batch_takes_the_same_statements_for_one_and_for_three(desks: Desks) -> None:
    client = desks.of("chen")
    counts = []
    for n in (1, 3):
        url = begun(client, "proposal.first_review", *several(desks, n))["Location"]
        counts.append(statements(client, url))
    assert counts[0] == counts[1]


def test_the_marked_acts_are_those_offered(desks: Desks) -> None:
    several(desks, 1)

    page = desks.of("chen").get("/desk/proposals/").content.decode()

    assert re.search(r'name="case" value="\d+" data-acts="[^"]*proposal\.first_review', page)
