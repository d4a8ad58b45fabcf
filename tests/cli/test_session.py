"""`zhixing session`: a new session with its days, and the days of one that a ledger alone told of."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cli.conftest import Zhixing
from tests.world.town import Town
from zhixing.assembly.models import Session, Term

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def of_town(town: Town, term: int, number: int) -> Session:
    return Session.objects.of_body(town.body).get(term__number=term, number=number)


def test_new_session_of_a_new_term(town: Town, zhixing: Zhixing) -> None:
    said = zhixing("session", "十一届一次", "--opens", "2027-01-20", "--closes", "2027-01-24")

    assert said == (0, f"十一届一次 of {town.body.name} is entered.\n", "")
    session = of_town(town, 11, 1)
    assert (session.opens, session.closes) == (date(2027, 1, 20), date(2027, 1, 24))
    assert Term.objects.of_body(town.body).get(number=11).since == date(2027, 1, 20)


def test_days_of_a_known_session(town: Town, zhixing: Zhixing) -> None:
    term = Term.objects.of_body(town.body).get(number=10)
    Session.objects.create(term=term, number=3)

    said = zhixing("session", "10届3次", "--opens", "2024-01-20", "--body", town.body.slug)

    assert said == (0, f"十届三次 of {town.body.name} has its days.\n", "")
    assert of_town(town, 10, 3).opens == date(2024, 1, 20)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("十届", "--opens", "2027-01-20"), 2, "names no session"),
        (("十届六次",), 2, "--opens"),
        (("十届六次", "--opens", "2027-01-20", "--closes", "2027-01-10"), 1, ""),
        (("十届六次", "--opens", "2027-01-20", "--body", "110000"), 1, "110000"),
    ],
)
def test_what_is_refused(town: Town, zhixing: Zhixing, words: tuple[str, ...], code: int, sentence: str) -> None:
    said = zhixing("session", *words)

    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert Session.objects.of_body(town.body).count() == 1
