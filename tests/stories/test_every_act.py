"""Every act of every procedure of proposals is performed in one of the stories; none is only written down."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.stories.collected import Told, procedures, stories
from tests.stories.telling import Teller
from tests.world.town import build_town
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.slow]


def _performed(story: Told) -> set[tuple[str, str]]:
    """Tell a story in a town of its own and return the kinds and acts the register holds then."""
    with transaction.atomic():
        story(Teller(build_town()))
        found = set(Entry.objects.unscoped("test").exclude(kind="body").values_list("kind", "act"))
        transaction.set_rollback(True)
    return found


def test_every_act_is_performed_in_a_story() -> None:
    written = {
        (kind, act.name)
        for kind, procedure in procedures().items()
        for act in procedure.acts.values()
        if not act.standing
    }
    performed: set[tuple[str, str]] = set()
    for story in stories():
        performed |= _performed(story)

    assert {(kind, act) for kind, act in performed if act not in {"tick", "correct"}} == written
