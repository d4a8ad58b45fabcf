"""A register with something in it: a case and its child, a seal over both, a removed value, and entries since."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.world.story import LATER, Story, told
from tests.world.town import build_town
from zhixing.assembly import clock
from zhixing.cases.acts import perform
from zhixing.register.log import seal, sequence


@pytest.fixture
def story(db: None) -> Iterator[Story]:
    """Return a story told to the reply's draft, sealed after the receipt; the clock stands after all of it."""
    with clock.simulated(LATER):
        told_so_far = told(build_town(), "accept")
        redacted = {"entry": 1, "field": "analysis", "reason": "涉及个人隐私"}
        perform(told_so_far.proposal, "redact", actor=told_so_far.town.actor("ding"), data=redacted)
        seal()
        told_so_far.on_to("draft_reply")
        sequence()
        connection.check_constraints()  # what waits for the end of the transaction would stand in the way of changes
        yield told_so_far
