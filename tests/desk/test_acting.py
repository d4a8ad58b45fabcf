"""Performing acts on pages: nothing typed is lost, nothing happens twice, and nothing happens unseen."""

from __future__ import annotations

import logging
import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.desk.people import REPLY, SECRET_WORDS, Desks, said
from tests.stories.supervising import with_promise
from tests.stories.telling import Teller
from tests.world.town import moment, proposal_data
from zhixing.cases.models import Case
from zhixing.desk.models import Draft
from zhixing.desk.uploads import DROP, NEW
from zhixing.procedure.checker import FORM_NAMES
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

WRITE = "/desk/proposals/new/submit/"


def hidden(response: HttpResponse) -> dict[str, Any]:
    """Return what the form carries unseen."""
    return {one["name"]: one["value"] for one in response.context["hidden"]}


def send(client: Client, url: str, **typed: Any) -> HttpResponse:
    """Open a form, fill it and send it."""
    opened = client.get(url)
    assert opened.status_code == 200
    return client.post(url, hidden(opened) | typed | {"do": "act"})


def entries(case: Case) -> int:
    """Return how many entries a case has."""
    return Entry.objects.unscoped("test").filter(case=case.number).count()


def test_an_act_is_entered_and_the_page_says_whose_turn_it_is(desks: Desks) -> None:
    case = desks.submit()
    url = f"/cases/{case.number}/acts/first_review/"

    response = send(desks.of("chen"), url, advice="file", opinion="事实清楚")

    assert (response.status_code, response["Location"]) == (302, f"/cases/{case.number}/")
    case.refresh_from_db()
    assert (case.state, case.entries) == ("first_reviewed", 2)
    assert said(response) == [
        "“First review” is entered as entry 2. Now it is the turn of: the director of the proposals committee: File."
    ]


def test_what_an_act_asks_for_is_said_beside_what_the_case_waits_for(desks: Desks) -> None:
    tell = Teller(desks.town, date(2026, 6, 1))
    _number, handling, promise = with_promise(tell)
    why = {"explanation": "安置房项目停工，共管账户无法按期设立。"}

    response = send(desks.of("hu"), f"/cases/{promise}/acts/ask_release/", **why)

    (words,) = said(response)
    turns = "the handling unit: Claim it done, the committee's leaders: Decide whether it can be kept"
    assert words.endswith(f"Now it is the turn of: {turns}.")
    waiting = desks.of("hu").get(f"/cases/{handling}/").context["acts"].waiting
    assert [(one.who, one.act) for one in waiting] == [
        ("市住房和城乡建设局", "Claim it done"),
        ("the committee's leaders", "Decide whether it can be kept"),
    ]


def test_what_a_form_sends_beside_its_fields_is_no_name_of_a_field(desks: Desks) -> None:
    case, office = desks.submit(), desks.of("chen")
    batch = office.post("/desk/bulk/", {"act": "proposal.first_review", "case": [case.pk]})["Location"]
    found: set[str] = set()
    for client, url in (
        (office, f"/cases/{case.number}/acts/first_review/"),
        (office, batch),
        (desks.of("an"), WRITE),
    ):
        page = client.get(url)
        forms = re.findall(r'<form[^>]* method="post".*?</form>', page.text, re.DOTALL)
        (form,) = (one for one in forms if page.context["form"][next(iter(page.context["form"].fields))].name in one)
        sent = set(re.findall(r'<(?:input|button|select|textarea)[^>]* name="([^"]+)"', form))
        own = set(page.context["form"].fields)
        found |= {one for one in sent if one.removesuffix(NEW).removesuffix(DROP) not in own}

    assert found == FORM_NAMES


def test_the_message_tells_the_device_what_to_forget(desks: Desks) -> None:
    case = desks.submit()
    client = desks.of("chen")
    send(client, f"/cases/{case.number}/acts/first_review/", advice="file", opinion="事实清楚")

    page = client.get(f"/cases/{case.number}/")

    name = f"{desks.town.people['chen'].pk}-proposal-{case.number}-first_review"
    assert f'data-forget="{name}"' in page.text


def test_opening_a_proposal(desks: Desks) -> None:
    response = send(desks.of("an"), WRITE, **proposal_data(suggested_unit=desks.town.organisations["housing"].pk))

    case = Case.objects.unscoped("test").get()
    assert (response.status_code, response["Location"]) == (302, f"/cases/{case.number}/")
    assert (case.state, case.session) == ("submitted", desks.town.session)


def test_an_assignment_names_the_unit_and_opens_its_case(desks: Desks) -> None:
    case = desks.submit()
    desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意"}, on=date(2026, 1, 22))
    desks.act(case, "file", "ding", on=date(2026, 1, 23))

    url = f"/cases/{case.number}/acts/assign/"
    response = send(desks.of("chen"), url, unit=desks.town.organisations["housing"].pk, note="请于三个月内答复")

    assert response.status_code == 302
    assert Case.objects.unscoped("test").get(parent=case).state == "assigned"
    assert said(response) == ["“Assign” is entered as entry 4. The handling unit is at work; see the units below."]


@pytest.mark.parametrize(("co_units", "mode"), [(["市教育局"], "lead"), ([], None)])
def test_an_assignment_begins_with_the_units_proposed_and_the_way_they_mean(
    desks: Desks, co_units: list[str], mode: str | None
) -> None:
    case = desks.submit()
    desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意"}, on=date(2026, 1, 22))
    desks.act(case, "file", "ding", on=date(2026, 1, 23))
    data = {"proposed_unit": "市住房和城乡建设局", "proposed_co_units": co_units}
    desks.act(case, "propose_units", "chen", data, on=date(2026, 2, 2))

    form = desks.of("chen").get(f"/cases/{case.number}/acts/assign/").context["form"]

    assert form["unit"].value()
    assert (form["mode"].value(), bool(form["co_units"].value())) == (mode, bool(co_units))


def test_a_refused_form_keeps_everything_and_ties_faults_to_fields(desks: Desks) -> None:
    client = desks.of("an")

    response = send(client, WRITE, **proposal_data(title="太短", analysis=""))

    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors == {
        "title": ["Title needs 6 characters and has 2. Add to it."],
        "analysis": ["Fill in Analysis."],
    }
    assert form["situation"].value() == proposal_data()["situation"]
    assert str(response.context["refusal"].sentence) == "2 entries need mending; what was typed is kept."
    assert not Case.objects.unscoped("test").exists()
    assert client.get(WRITE).context["form"]["situation"].value() == proposal_data()["situation"]


def test_an_act_that_is_not_yours_is_refused_before_the_form(desks: Desks) -> None:
    case = desks.submit()

    response = desks.of("an").get(f"/cases/{case.number}/acts/first_review/")

    assert response.status_code == 403
    assert "Only the proposals committee&#x27;s office may perform “First review”." in response.text
    assert response.context["form"] is None
    assert response.context["refusal"].article.title == "proposal-work-rules/18"


def test_an_act_of_another_state_is_refused_before_the_form(desks: Desks) -> None:
    case = desks.submit()

    response = desks.of("ding").get(f"/cases/{case.number}/acts/file/")

    assert response.status_code == 409
    assert "The case is Submitted; “File” belongs to First reviewed." in response.text


def test_a_form_that_was_opened_in_time_and_sent_too_late_is_refused(desks: Desks) -> None:
    case = desks.submit()
    client = desks.of("an")
    opened = hidden(client.get(f"/cases/{case.number}/acts/withdraw/"))
    desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意"}, on=date(2026, 1, 22))
    desks.act(case, "file", "ding", on=date(2026, 1, 23))

    opened["seen"] = 3
    response = client.post(f"/cases/{case.number}/acts/withdraw/", opened | {"reason": "另行提出"})

    assert response.status_code == 422
    assert response.context["form"]["reason"].value() == "另行提出"
    assert "The case is Filed; “Withdraw” belongs to" in response.context["refusal"].sentence


def test_unknown_acts_and_cases_and_kinds_are_not_found(desks: Desks) -> None:
    case = desks.submit()
    client = desks.of("an")

    for url in (
        f"/cases/{case.number}/acts/fly/",
        "/cases/nothing/acts/submit/",
        "/desk/dragons/",
        "/desk/dragons/new/submit/",
        "/desk/proposals/new/fly/",
    ):
        assert client.get(url).status_code == 404
    assert client.post(f"/cases/{case.number}/acts/fly/").status_code == 404


def test_a_case_that_moved_on_is_shown_before_it_is_decided_again(desks: Desks) -> None:
    case = desks.submit()
    client, url = desks.of("chen"), f"/cases/{case.number}/acts/first_review/"
    opened = hidden(client.get(url))
    desks.act(case, "return_draft", "ding", {"opinion": "请补充停运天数"}, on=date(2026, 1, 22))
    data = {name: proposal_data()[name] for name in ("title", "situation", "analysis", "suggestions")}
    desks.act(case, "resubmit", "an", data, on=date(2026, 1, 23))

    refused = client.post(url, opened | {"advice": "file", "opinion": "事实清楚"})

    assert refused.status_code == 422
    assert "The case has moved on since you looked." in refused.context["refusal"].sentence
    assert [entry.act for entry in refused.context["news"]] == ["Submit again", "Send back to revise"]
    assert refused.context["form"]["opinion"].value() == "事实清楚"
    again = hidden(refused)
    assert again["seen"] == 3
    assert again["key"] != opened["key"]
    assert client.post(url, again | {"advice": "file", "opinion": "事实清楚"}).status_code == 302
    assert entries(case) == 4


def test_a_form_without_its_place_is_shown_before_it_counts(desks: Desks) -> None:
    case = desks.submit()

    response = desks.of("chen").post(f"/cases/{case.number}/acts/first_review/", {"advice": "file", "opinion": "可"})

    assert response.status_code == 422
    assert [entry.number for entry in response.context["news"]] == [1]


def test_sent_twice_is_entered_once(desks: Desks) -> None:
    case = desks.submit()
    client, url = desks.of("chen"), f"/cases/{case.number}/acts/first_review/"
    form = hidden(client.get(url)) | {"advice": "file", "opinion": "事实清楚"}

    first, second = client.post(url, form), client.post(url, form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert entries(case) == 2


def test_opening_twice_with_one_key_opens_one_case(desks: Desks) -> None:
    client = desks.of("an")
    form = hidden(client.get(WRITE)) | proposal_data()

    first, second = client.post(WRITE, form), client.post(WRITE, form)

    assert first["Location"] == second["Location"]
    assert Case.objects.unscoped("test").count() == 1


def test_a_key_used_for_something_else_is_refused_with_a_fresh_one(desks: Desks) -> None:
    client = desks.of("an")
    form = hidden(client.get(WRITE)) | proposal_data()
    client.post(WRITE, form)

    response = client.post(WRITE, form | {"category": "economy"})

    assert response.status_code == 422
    assert "was used for something else" in response.context["refusal"].sentence
    assert hidden(response)["key"] != form["key"]


def test_acts_that_disturb_nobody_ask_for_no_place(desks: Desks) -> None:
    handling = desks.assigned()[1]
    desks.act(handling, "accept", "liao", on=date(2026, 3, 3))
    client, url = desks.of("han"), f"/cases/{handling.number}/acts/contact/"
    opened = hidden(client.get(url))
    desks.act(handling, "request_extension", "liao", {"months": 1, "reason": "需要专家论证"}, on=date(2026, 3, 9))

    typed = {"way": "visit", "held_on": "2026-06-12", "record": "到小区座谈"}

    assert client.post(url, opened | typed).status_code == 302
    assert entries(handling) == 4


def test_a_promise_is_wanted_when_the_letter_says_so(desks: Desks) -> None:
    handling = desks.signed()[1]
    desks.act(handling, "return_reply", "gu", {"opinion": "请写明时间"}, on=date(2026, 4, 21))
    desks.act(handling, "draft_reply", "han", {"draft": REPLY}, on=date(2026, 4, 22))
    url = f"/cases/{handling.number}/acts/sign_reply/"
    client = desks.of("hu")
    assert client.get(url).context["form"]["reply"].value() == REPLY

    response = send(client, url, letter="B", reply=REPLY, publishable="full")

    assert response.context["form"].errors == {"answers": ["Fill in Answer to each suggestion."]}


def test_what_is_sent_back_begins_with_what_was_written(desks: Desks) -> None:
    case = desks.submit()
    desks.act(case, "return_draft", "chen", {"opinion": "请补充"}, on=date(2026, 1, 22))

    form = desks.of("an").get(f"/cases/{case.number}/acts/resubmit/").context["form"]

    assert {name: form[name].value() for name in form.fields} == {
        name: proposal_data()[name] for name in ("title", "situation", "analysis", "suggestions")
    }


def test_effects_are_said_beforehand(desks: Desks) -> None:
    case = desks.submit()

    act = desks.of("an").get(f"/cases/{case.number}/acts/withdraw/").context["act"]

    assert act["effects"] == [
        "The case becomes “Withdrawn”.",
        "The limit “First review” ends.",
        "Told of it: the proposals committee's office, the co-signers.",
    ]
    assert act["grave"] == "This ends the case. Only a resolution can take it up again."


def test_rating_a_reply_is_not_called_grave(desks: Desks) -> None:
    handling = desks.signed()[1]
    desks.act(handling, "release_reply", "gu", on=date(2026, 6, 4))

    act = desks.of("an").get(f"/cases/{handling.number}/acts/rate/").context["act"]

    assert act["effects"][0] == ("The case becomes one of “Answered”, “Handled again”, depending on what is entered.")
    assert act["grave"] == ""


def test_a_draft_is_kept_by_its_button_and_comes_back(desks: Desks) -> None:
    client = desks.of("an")

    response = client.post(WRITE, {"do": "save", "title": "关于夜间公交的提案", "situation": "末班车太早"})

    assert (response.status_code, response["Location"]) == (302, WRITE)
    assert said(response) == ["The draft is saved. Only you can read it."]
    page = client.get(WRITE)
    assert page.context["form"]["title"].value() == "关于夜间公交的提案"
    assert page.context["saved"].at == moment(date(2026, 6, 15), 15)
    assert not Case.objects.unscoped("test").exists()


def test_a_draft_is_gone_once_it_is_entered(desks: Desks) -> None:
    client = desks.of("an")
    client.post(WRITE, {"do": "save", "title": "关于夜间公交的提案"})
    assert Draft.objects.count() == 1

    send(client, WRITE, **proposal_data())

    assert Draft.objects.count() == 0


def test_what_is_typed_is_logged_nowhere(desks: Desks, caplog: pytest.LogCaptureFixture) -> None:
    handling = desks.signed()[1]
    desks.act(handling, "release_reply", "gu", on=date(2026, 6, 4))
    url = f"/cases/{handling.number}/acts/rate/"

    with caplog.at_level(logging.DEBUG):
        response = send(desks.of("an"), url, grade="dissatisfied", words=SECRET_WORDS)

    assert response.status_code == 422
    assert SECRET_WORDS not in "".join(record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_refused(desks: Desks, method: str) -> None:
    assert getattr(desks.of("an"), method)(WRITE).status_code == 405
