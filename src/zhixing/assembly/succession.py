"""Mergers, splits and renamings of organisations: what they become, who moves along, and who answers for old matters.

Open cases are moved by the floors above, which ask ``successors``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhixing.assembly.models import Organisation, OrganisationChange, OrganisationChangeStep, OrganisationName, Post
from zhixing.assembly.vocabulary import ChangeKind


@transaction.atomic
def merge_organisations(
    *, merged: Sequence[Organisation], into: Organisation, on: date, document: str, note: str = ""
) -> OrganisationChange:
    """Let organisations become one, which may be one of them; move their posts to it and close the rest.

    ValidationError with a sentence if fewer than one other organisation merges, if one is not in force, or if they
    belong to different committees.
    """
    others = [organisation for organisation in merged if organisation.pk != into.pk]
    if not others:
        raise ValidationError(_("Name the units that merge into %(unit)s."), code="merge", params={"unit": into.name})
    _check(before=merged, after=[into], on=on)
    change = OrganisationChange.objects.create(
        body_id=into.body_id, kind=ChangeKind.MERGE, on=on, document=document, note=note
    )
    _write_steps(change, [(organisation, into) for organisation in merged])
    for organisation in others:
        for post in _open_posts(organisation, on):
            _move(post, into=into, on=on)
        _close(organisation, on=on)
    return change


@transaction.atomic
def split_organisation(
    *,
    organisation: Organisation,
    into: Sequence[Organisation],
    on: date,
    document: str,
    note: str = "",
    posts: Mapping[int, Organisation] | None = None,
) -> OrganisationChange:
    """Let an organisation become several, of which it may be one.

    ``posts`` says by post id where people go; the others go to the first of ``into``. ValidationError with a sentence
    if there are fewer than two, if one is not in force, or if a post goes elsewhere.
    """
    if len({one.pk for one in into}) < 2:  # noqa: PLR2004  # two is what makes it a split
        raise ValidationError(_("Name at least two units that take over the work."), code="split")
    _check(before=[organisation], after=into, on=on)
    places = {one.pk: one for one in into}
    chosen = dict(posts or {})
    if any(place.pk not in places for place in chosen.values()):
        raise ValidationError(_("A post can only go to one of the units that take over the work."), code="split")
    change = OrganisationChange.objects.create(
        body_id=organisation.body_id, kind=ChangeKind.SPLIT, on=on, document=document, note=note
    )
    _write_steps(change, [(organisation, one) for one in into])
    for post in _open_posts(organisation, on):
        _move(post, into=chosen.get(post.pk, into[0]), on=on)
    if organisation.pk not in places:
        _close(organisation, on=on)
    return change


@transaction.atomic
def rename_organisation(
    *, organisation: Organisation, name: str, on: date, document: str, short_name: str = "", note: str = ""
) -> OrganisationChange:
    """Give an organisation a new name from a day on and keep the old one; posts and cases stay where they are.

    ValidationError with a sentence if the organisation is not in force or was renamed on that day or later.
    """
    _check(before=[organisation], after=[organisation], on=on)
    if organisation.former_names.filter(until__gte=on).exists():
        raise ValidationError(
            _("%(unit)s was renamed on that day or later already."), code="rename", params={"unit": organisation.name}
        )
    last = organisation.former_names.order_by("-until").first()
    OrganisationName.objects.create(
        organisation=organisation,
        name=organisation.name,
        short_name=organisation.short_name,
        since=last.until if last else organisation.since,
        until=on,
    )
    organisation.name, organisation.short_name = name, short_name
    organisation.full_clean()
    organisation.save(update_fields=["name", "short_name"])
    change = OrganisationChange.objects.create(
        body_id=organisation.body_id, kind=ChangeKind.RENAME, on=on, document=document, note=note
    )
    _write_steps(change, [(organisation, organisation)])
    return change


def successors(organisation: Organisation, on: date) -> tuple[Organisation, ...]:
    """Return who answers on a day for what was once this organisation's, in the order the changes name them.

    The organisation itself while it stands; none when it ended without a successor. At most two queries.
    """
    steps = (
        OrganisationChangeStep.objects.of_body(organisation.body_id)
        .filter(change__on__lte=on)
        .order_by("change__on", "change_id", "id")
        .values_list("change_id", "before_id", "after_id")
    )
    ids = [organisation.pk]
    for _change, rows in groupby(steps, key=lambda row: row[0]):
        ids = _followed(ids, [(before, after) for _id, before, after in rows])
    found = Organisation.objects.of_body(organisation.body_id).in_force(on).in_bulk(ids)
    return tuple(found[pk] for pk in ids if pk in found)


def _followed(ids: list[int], rows: Sequence[tuple[int, int]]) -> list[int]:
    """Replace those that a change names by what they became, each once, in order."""
    became: list[int] = []
    for pk in ids:
        became.extend([after for before, after in rows if before == pk] or [pk])
    return list(dict.fromkeys(became))


def _check(*, before: Sequence[Organisation], after: Sequence[Organisation], on: date) -> None:
    """Refuse a change across committees, of something that has ended, or into something that does not exist yet."""
    involved = [*before, *after]
    if len({organisation.body_id for organisation in involved}) != 1:
        raise ValidationError(_("Units of different committees cannot become one another."), code="body")
    gone = next((one for one in involved if not one.in_force(on)), None)
    if gone is not None:
        raise ValidationError(
            _("%(unit)s does not exist on %(day)s."), code="period", params={"unit": gone.name, "day": on.isoformat()}
        )


def _write_steps(change: OrganisationChange, rows: Iterable[tuple[Organisation, Organisation]]) -> None:
    OrganisationChangeStep.objects.bulk_create(
        OrganisationChangeStep(change=change, before=before, after=after) for before, after in rows
    )


def _open_posts(organisation: Organisation, on: date) -> list[Post]:
    return list(organisation.posts.in_force(on))


def _move(post: Post, *, into: Organisation, on: date) -> None:
    """End a post and enter the same one in another organisation, unless the person has it there already."""
    if post.organisation_id == into.pk:
        return
    ends = post.until
    post.until = on
    post.save(update_fields=["until"])
    if into.posts.in_force(on).filter(person=post.person_id, kind=post.kind).exists():
        return
    Post.objects.create(
        organisation=into, person_id=post.person_id, kind=post.kind, title=post.title, since=on, until=ends
    )


def _close(organisation: Organisation, *, on: date) -> None:
    organisation.until = on
    organisation.save(update_fields=["until"])
