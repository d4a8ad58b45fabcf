"""Noting how far somebody has read a case. It is no act: nothing follows from it but that the inbox stops calling."""

from __future__ import annotations

from contextlib import suppress

from django.db import IntegrityError

from zhixing.assembly.actors import Actor
from zhixing.cases.models import Case, Reading
from zhixing.desk.drafts import person_of


def mark_read(case: Case, actor: Actor) -> None:
    """Note that the actor has read the case up to its last entry; a write only where that is news."""
    rows = Reading.objects.filter(case=case, person=actor.person_id)
    known = rows.values_list("entry", flat=True).first()
    if known is None:
        # Opened twice at the same moment, the other page has noted it already.
        with suppress(IntegrityError):
            Reading(case=case, person_id=person_of(actor), entry=case.entries).save(force_insert=True)
    elif known < case.entries:
        rows.update(entry=case.entries)
