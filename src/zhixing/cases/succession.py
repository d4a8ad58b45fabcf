"""When units merge or split, their open cases go to the successor, each by an entry of its own; closed ones stay.

Figures therefore keep what a unit did, and nothing waits for a unit that is no more (Measures on handling, art. 11).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from zhixing.assembly.models import Organisation, OrganisationChange
from zhixing.assembly.succession import merge_organisations, split_organisation
from zhixing.cases.acts import perform_by_clock
from zhixing.cases.models import Case


@transaction.atomic
def merge_units(
    *, merged: Sequence[Organisation], into: Organisation, on: date, at: datetime, document: str
) -> tuple[OrganisationChange, int]:
    """Merge units, move their open cases to the one that follows, and return the change and how many cases moved.

    Raises:
        ValidationError: with a sentence, as ``assembly.succession`` says.
    """
    moved = sum(_move_open_cases(one, into, at=at, document=document) for one in merged if one.pk != into.pk)
    return merge_organisations(merged=merged, into=into, on=on, document=document), moved


@transaction.atomic
def split_unit(
    *,
    organisation: Organisation,
    into: Sequence[Organisation],
    heir: Organisation,
    on: date,
    at: datetime,
    document: str,
) -> tuple[OrganisationChange, int]:
    """Split a unit; its open cases go to ``heir``, one of those it becomes.

    Raises:
        ValidationError: with a sentence, as ``assembly.succession`` says.
    """
    moved = 0 if heir.pk == organisation.pk else _move_open_cases(organisation, heir, at=at, document=document)
    return split_organisation(organisation=organisation, into=into, on=on, document=document), moved


def _move_open_cases(former: Organisation, successor: Organisation, *, at: datetime, document: str) -> int:
    """Perform ``succeed`` on every open case the former unit is a party in."""
    cases = (
        Case.objects.of_body(former.body_id)
        .filter(final=False, parties__organisation=former)
        .select_related("body")
        .distinct()
        .order_by("pk")
    )
    moved = 0
    for case in list(cases):
        data = {"former": former.pk, "successor": successor.pk, "reason": document}
        key = f"succeed:{case.number}:{former.pk}:{successor.pk}:{at.isoformat()}"
        perform_by_clock(case.number, "succeed", body=case.body, data=data, at=at, key=key)
        moved += 1
    return moved
