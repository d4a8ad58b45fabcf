"""Appointing people to posts and relieving them; the three administrators stay three people."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhixing.assembly.models import Organisation, Person, Post
from zhixing.assembly.vocabulary import SEPARATED_POSTS, PostKind


@transaction.atomic
def appoint(
    *,
    person: Person,
    organisation: Organisation,
    kind: str,
    since: date,
    until: date | None = None,
    title: str = "",
) -> Post:
    """Enter a post and return it.

    ValidationError with a sentence if the person holds it already, if the organisation is not in force on the first
    day, or if the person would be two of the three administrators at the same time.
    """
    # Two appointments of one person at the same moment would each miss the other.
    Person.objects.select_for_update().get(pk=person.pk)
    post = Post(organisation=organisation, person=person, kind=kind, title=title, since=since, until=until)
    if not organisation.in_force(since):
        raise ValidationError(
            _("%(organisation)s does not exist on %(day)s. Choose the unit that took over its work."),
            code="organisation",
            params={"organisation": organisation.name, "day": since.isoformat()},
        )
    same_time = _at_the_same_time(person=person, since=since, until=until)
    if any(held.organisation_id == organisation.pk and held.kind == kind for held in same_time):
        raise ValidationError(
            _("%(person)s holds this post already. End it first, or leave it as it is."),
            code="held",
            params={"person": person.name},
        )
    other = next((held for held in same_time if held.kind in SEPARATED_POSTS), None)
    if kind in SEPARATED_POSTS and other is not None:
        raise ValidationError(
            _(
                "%(person)s is %(held)s already and cannot also be %(new)s: the three administrators are three people. "
                "Appoint someone else, or end the other post first."
            ),
            code="separated",
            params={"person": person.name, "held": other.get_kind_display(), "new": PostKind(kind).label},
        )
    post.full_clean()
    post.save()
    return post


def relieve(*, post: Post, until: date) -> Post:
    """End a post; the day of ``until`` is the first on which it no longer counts. Return the post as saved."""
    if post.since is not None and until < post.since:
        raise ValidationError(
            _("The post began on %(day)s and cannot end before that."),
            code="period",
            params={"day": post.since.isoformat()},
        )
    post.until = until
    post.save(update_fields=["until"])
    return post


def _at_the_same_time(*, person: Person, since: date, until: date | None) -> list[Post]:
    """Return the person's posts, in any committee, that share at least a day with the period."""
    overlapping = Q(until=None) | Q(until__gt=since)
    if until is not None:
        overlapping &= Q(since=None) | Q(since__lt=until)
    return list(person.posts.filter(overlapping))
