"""Mending the record: the entry and the field are chosen from what is there, and the record says what was mended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse

from tests.desk.people import Desks
from tests.desk.test_acting import send
from tests.world.town import OPENED
from zhixing.assembly.models import Person, Post
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def options(response: HttpResponse, name: str) -> dict[str, str]:
    """Return what a list of the form offers, by value."""
    choices: Any = response.context["form"].fields[name].widget.choices
    return dict(choices)


def test_a_correction_names_an_entry_and_its_field_in_one_choice(desks: Desks) -> None:
    case = desks.submit()
    desks.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意立"}, on=date(2026, 1, 22))
    client, url = desks.of("chen"), f"/cases/{case.number}/acts/correct/"

    offered = options(client.get(url), "which")
    assert offered["2:opinion"] == "2 · First review · Opinion · 同意立"
    assert offered["2:at"] == "2 · First review · the day"
    assert offered["1:situation"].endswith("…")
    response = send(client, url, which="2:opinion", value="同意立案", reason="漏字")

    assert response.status_code == 302
    entry = client.get(f"/cases/{case.number}/").context["timeline"][0]
    assert [(field.label, field.value) for field in entry.fields] == [
        ("Entry", "2"),
        ("Field", "Opinion"),
        ("Correct value", "同意立案"),
        ("Reason", "漏字"),
    ]


def test_a_choice_is_corrected_by_its_words(desks: Desks) -> None:
    case = desks.submit()
    url = f"/cases/{case.number}/acts/correct/"

    assert send(desks.of("chen"), url, which="1:category", value="生态文明建设", reason="归类有误").status_code == 302

    assert desks.of("chen").get(f"/cases/{case.number}/").context["case"].meta[0] == "Ecology"


def test_what_cannot_be_corrected_is_said_at_the_choice(desks: Desks) -> None:
    case = desks.submit()
    url = f"/cases/{case.number}/acts/correct/"

    missing = send(desks.of("chen"), url, which="", value="x", reason="y")
    wrong = send(desks.of("chen"), url, which="1:title", value="短", reason="y")

    assert missing.context["form"].errors["which"] == ["Fill in Entry.", "Fill in Field."]
    assert wrong.context["form"].errors == {"value": ["Title needs 6 characters and has 1. Add to it."]}


def test_a_removal_is_called_grave_and_takes_the_text_away(desks: Desks) -> None:
    case = desks.submit()
    client, url = desks.of("ding"), f"/cases/{case.number}/acts/redact/"
    assert client.get(url).context["act"]["grave"].startswith("What is removed cannot be brought back.")

    assert send(client, url, which="1:analysis", reason="涉及个人隐私").status_code == 302

    page = client.get(f"/cases/{case.number}/")
    assert "管护责任不清" not in page.text
    assert "(removed under the rules)" in page.text
    assert "1:analysis" not in options(client.get(url), "which")


def test_directing_wants_a_second_person_from_the_list(desks: Desks) -> None:
    case = desks.submit()
    second = Person.objects.create(name="方序")
    committee = desks.town.organisations["committee"]
    Post.objects.create(person=second, organisation=committee, kind="director", since=OPENED)
    client, url = desks.of("ding"), f"/cases/{case.number}/acts/direct/"
    assert options(client.get(url), "second")[str(second.pk)] == "方序 · 提案委员会"

    response = send(client, url, state="declined", resolution="主席会议纪要〔2026〕3号", second=second.pk)

    assert response.status_code == 302
    assert Case.objects.of_body(case.body_id).get(pk=case.pk).state == "declined"


def test_migrating_offers_the_procedures_adopted_since(desks: Desks) -> None:
    case = desks.submit()
    source = (
        kinds.get("proposal").procedure.read_text(encoding="utf-8").replace('version = "2026-3"', 'version = "2026-4"')
    )
    newer = adopting.adopt(desks.town.body, "proposal", at=None, actor=None, source=source)
    client, url = desks.of("ding"), f"/cases/{case.number}/acts/migrate/"
    page = client.get(url)
    assert options(page, "procedure") == {"": "—", newer.digest: f"2026-4 · {newer.digest[:12]}"}
    assert options(page, "state")["submitted"] == "Submitted"

    assert send(client, url, procedure=newer.digest, state="submitted").status_code == 302

    assert Case.objects.of_body(case.body_id).get(pk=case.pk).procedure == newer.digest
