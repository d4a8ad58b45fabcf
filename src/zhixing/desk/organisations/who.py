"""Who works at the desk of an organisation: the holders of its posts, and the members of a special committee."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import CommitteeMembership, Organisation
from zhixing.assembly.vocabulary import SEPARATED_POSTS, OrganisationKind

KINDS = (
    OrganisationKind.DEMOCRATIC_PARTY,
    OrganisationKind.PEOPLES_ORGANISATION,
    OrganisationKind.SPECIAL_COMMITTEE,
    OrganisationKind.SECTOR_GROUP,
)
"""The organisations that propose in their own name and take part as bodies."""


def holds_a_post(actor: Actor) -> bool:
    """Tell whether somebody holds a post in such an organisation; asks the database nothing."""
    return bool(_of_posts(actor))


def desks_of(actor: Actor, on: date) -> QuerySet[Organisation]:
    """Return the organisations at whose desks somebody works on a day: where they hold a post first; one query."""
    placed = CommitteeMembership.objects.of_body(actor.body_id).in_force(on).filter(person=actor.person_id)
    own = Q(pk__in=_of_posts(actor)) | Q(Exists(placed.filter(organisation=OuterRef("pk"))))
    rows = Organisation.objects.of_body(actor.body_id).in_force(on).confirmed().filter(own, kind__in=KINDS)
    by_post = Case(When(pk__in=_of_posts(actor), then=Value(0)), default=Value(1))
    return rows.order_by(by_post, "official_order", "pk")


def places_in_committees(actor: Actor, on: date) -> QuerySet[CommitteeMembership]:
    """Return somebody's places in special committees on a day."""
    return CommitteeMembership.objects.of_body(actor.body_id).in_force(on).filter(person=actor.person_id)


def _of_posts(actor: Actor) -> set[int]:
    return {
        post.organisation_id
        for post in actor.posts
        if post.organisation_kind in KINDS and post.kind not in SEPARATED_POSTS
    }
