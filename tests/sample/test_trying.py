"""The small city's cases tried again: the present procedure retraces each of them, and changes nothing."""

from time import monotonic

import pytest

from tests.sample.conftest import Built
from zhixing.assembly.models import Session
from zhixing.cases import adopting, trying

pytestmark = pytest.mark.database


@pytest.mark.parametrize("kind", ["proposal", "handling"])
def test_unchanged_procedure_changes_nothing(built: Built, kind: str) -> None:
    for body in (built.city, built.county):
        for session in Session.objects.of_body(body).select_related("term"):
            _own, same = adopting.proposed(body, kind)

            found = trying.tried(body, same, session=session)

            assert found.inexact == ()
            assert found.changes_nothing


def test_shorter_limit_shows_at_once(built: Built) -> None:
    session = Session.objects.of_body(built.city).select_related("term").order_by("-number").first()
    assert session is not None
    _own, shorter = adopting.proposed(built.city, "handling", source="[settings]\nreply_months = 1\n")

    began = monotonic()
    found = trying.tried(built.city, shorter, session=session)

    assert found.shifts["reply"][1].moved
    assert (monotonic() - began) / found.cases < 0.05
