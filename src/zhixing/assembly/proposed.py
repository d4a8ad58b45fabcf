"""Committees and units an import names before anyone has entered them: proposed, and confirmed by a person later.

They carry cases, but nothing can be assigned to them and nobody acts for them until confirmed.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from zhixing.assembly.models import Body, Organisation
from zhixing.assembly.vocabulary import Level, OrganisationKind, Side, Status


@transaction.atomic
def propose_body(*, name: str, level: Level = Level.COUNTY) -> Body:
    """Return the committee of that name, entered as proposed under a slug such as x0001 if it was not known."""
    known = Body.objects.filter(name=name).first()
    if known is not None:
        return known
    used = [int(slug[1:]) for slug in Body.objects.filter(slug__startswith="x").values_list("slug", flat=True)]
    return Body.objects.create(
        name=name,
        short_name=name[: Body._meta.get_field("short_name").max_length],
        level=level,
        slug=f"x{max(used, default=0) + 1:04d}",
        status=Status.PROPOSED,
    )


def confirm_body(*, body: Body, area_code: str, level: Level, parent: Body | None = None) -> Body:
    """Confirm a proposed committee with its area and level. Its slug stays, because case numbers contain it.

    ValidationError with a sentence if the code is none, fits another level or is another committee's.
    """
    body.area_code, body.level, body.parent, body.status = area_code, level, parent, Status.CONFIRMED
    body.full_clean()
    body.save()
    return body


def propose_organisation(*, body: Body, name: str) -> Organisation:
    """Return the unit of that name in force in the committee's area, entered as proposed if it was not known."""
    known = Organisation.objects.of_body(body).filter(name=name, until=None).first()
    return known or Organisation.objects.create(body=body, name=name, status=Status.PROPOSED)


def confirm_organisation(
    *, organisation: Organisation, kind: OrganisationKind, side: Side, since: date | None = None
) -> Organisation:
    """Confirm a proposed unit with its kind and side; ``since`` None means that it stood before our records began."""
    organisation.kind, organisation.side, organisation.since = kind, side, since
    organisation.status = Status.CONFIRMED
    organisation.full_clean()
    organisation.save()
    return organisation
