"""What may be opened about a case is offered as the procedures in force say, not as they were shipped."""

from __future__ import annotations

import pytest

from tests.desk.people import Desks
from zhixing.cases import adopting, kinds

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

OPENED = 'opens_case = true\nby = ["proposals_office", "party_supervision", "government_supervision"]'


def offered(desks: Desks, who: str, number: str) -> set[str]:
    """Return what somebody may open about a case, by its address."""
    links = desks.of(who).get(f"/cases/{number}/").context["about"]
    return {link.url.split("?")[0] for link in links}


def test_each_office_is_offered_what_it_may_open(desks: Desks) -> None:
    _case, handling = desks.assigned()

    for who in ("chen", "gu"):
        assert "/desk/letters/new/draft/" in offered(desks, who, handling.number)
    for who in ("liao", "an"):
        assert offered(desks, who, handling.number) == set()


def test_committees_own_procedure_says_who_may(desks: Desks) -> None:
    _case, handling = desks.assigned()
    shipped = kinds.get("letter").procedure.read_text(encoding="utf-8")
    assert OPENED in shipped
    own = shipped.replace(OPENED, 'opens_case = true\nby = ["government_supervision"]')
    adopting.adopt(desks.town.body, "letter", at=None, actor=desks.town.actor("ding"), source=own)

    assert "/desk/letters/new/draft/" in offered(desks, "gu", handling.number)
    assert "/desk/letters/new/draft/" not in offered(desks, "chen", handling.number)
    assert "/desk/checks/new/plan/" in offered(desks, "chen", handling.number)
