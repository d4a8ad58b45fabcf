"""Signing: the text stands open before whoever is asked, until which day one may sign, and how to decline."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.people import Desks
from tests.stories.supervising import letter_about, with_heads
from tests.stories.telling import Teller
from tests.world.town import moment, proposal_data
from zhixing.cases.acts import open_case
from zhixing.cases.models import Case

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

TEXT = ("situation", "analysis", "suggestions")


def invited(desks: Desks) -> Case:
    on = date(2026, 6, 10)
    data = proposal_data(cosigners=["柏川"], sign_by="2026-06-18")
    return open_case("proposal", "invite", actor=desks.town.actor("an", on), data=data, at=moment(on)).case


def test_the_whole_text_stands_open(desks: Desks) -> None:
    case = invited(desks)

    page = desks.of("bo").get(f"/cases/{case.number}/acts/cosign/")

    assert "The text you are asked to sign" in page.text
    before_form = page.text.partition('class="to-sign"')[2].partition("<form class=")[0]
    assert "<details" not in before_form
    for part in TEXT:
        assert str(proposal_data()[part]).splitlines()[0] in before_form


def test_a_letter_is_signed_and_not_co_signed(desks: Desks) -> None:
    tell = with_heads(Teller(desks.town, date(2026, 6, 10)))
    letter = letter_about(tell, *tell.below(tell.assigned()))

    page = Desks(desks.town, language="zh-hans").of("ding").get(f"/cases/{letter}/acts/sign/")

    assert "请您签署的全文" in page.text
    assert "附议" not in page.text


def test_until_when_and_what_else(desks: Desks) -> None:
    case = invited(desks)

    signing = desks.of("bo").get(f"/cases/{case.number}/acts/cosign/").context["signing"]

    assert [(one.name, one.day, one.lamp.word) for one in signing.until] == [
        ("Signatures", date(2026, 6, 18), "In time, 3 working days left")
    ]
    assert [(link.title, link.url) for link in signing.instead] == [
        ("Decline to sign", f"/cases/{case.number}/acts/decline_cosign/")
    ]


def test_other_acts_keep_the_text_folded(desks: Desks) -> None:
    case = invited(desks)

    page = desks.of("bo").get(f"/cases/{case.number}/acts/decline_cosign/")

    assert page.context["signing"] is None
    assert '<details class="at-hand">' in page.text


def test_declined_with_a_reason_for_the_proposer(desks: Desks) -> None:
    case = invited(desks)
    url = f"/cases/{case.number}/acts/decline_cosign/"

    response = desks.of("bo").post(url, {"do": "act", "key": "k", "seen": "1", "reason": "我已另有一件同题提案。"})

    assert response.status_code == 302
    assert "我已另有一件同题提案。" in desks.of("an").get(f"/cases/{case.number}/").text


def test_after_the_last_day_the_lamp_says_so(desks: Desks) -> None:
    on = date(2026, 6, 1)
    data = proposal_data(cosigners=["柏川"], sign_by="2026-06-12")
    case = open_case("proposal", "invite", actor=desks.town.actor("an", on), data=data, at=moment(on)).case

    signing = desks.of("bo").get(f"/cases/{case.number}/acts/cosign/").context["signing"]

    assert [one.lamp.kind for one in signing.until] == ["over"]
