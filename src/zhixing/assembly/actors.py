"""Who is acting: a person with the posts and seats held on a day, as the address keys that rules and pages ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhixing.assembly.models import Body, Membership, Person, Post
from zhixing.assembly.vocabulary import OrganisationKind, PostKind

_RANK = {kind: rank for rank, kind in enumerate(PostKind.values)}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPost:
    """A post as held on the day in question."""

    post_id: int
    organisation_id: int
    organisation_name: str
    organisation_kind: str
    body_id: int
    side: str
    functions: tuple[str, ...]
    kind: str
    title: str

    def keys(self) -> Iterator[str]:
        """Yield the addresses the post answers to."""
        yield f"o{self.organisation_id}.{self.kind}"
        yield f"h{self.body_id}.{self.kind}"
        for function in self.functions:
            yield f"d{self.body_id}.{function}.{self.kind}"
        # A unit's director is no director of the committee: only its leadership and office answer for the body.
        if self.organisation_kind == OrganisationKind.COMMITTEE_OFFICE:
            yield f"b{self.body_id}.{self.kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone acting in one committee on one day. ``person_id`` is None for the system itself."""

    person_id: int | None
    name: str
    body_id: int
    posts: tuple[HeldPost, ...]
    member_of: frozenset[int]
    keys: frozenset[str]

    @property
    def main_post(self) -> HeldPost | None:
        """The highest post held in this committee, the earliest of equals; None for a member without a post."""
        return self.posts[0] if self.posts else None

    @property
    def is_member(self) -> bool:
        """Whether the person sits in this committee today."""
        return self.body_id in self.member_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything a person holds on a day, in all committees of the installation."""

    person: Person
    posts: tuple[Post, ...]
    memberships: tuple[Membership, ...]

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The committees the person has a post or a seat in: those of posts first, each once."""
        found = [post.organisation.body for post in self.posts] + [seat.body for seat in self.memberships]
        return tuple({body.pk: body for body in found}.values())

    def actor(self, body: Body) -> Actor:
        """Return the person acting in one committee: posts there, seats wherever they are."""
        held = [held_post(post) for post in self.posts if post.organisation.body_id == body.pk]
        held.sort(key=lambda post: (_RANK.get(post.kind, len(_RANK)), post.post_id))
        member_of = frozenset(seat.body_id for seat in self.memberships)
        keys = {f"p{self.person.pk}", *(f"m{body_id}" for body_id in member_of)}
        for post in held:
            keys.update(post.keys())
        return Actor(
            person_id=self.person.pk,
            name=self.person.name,
            body_id=body.pk,
            posts=tuple(held),
            member_of=member_of,
            keys=frozenset(keys),
        )


def standing_of(person: Person, *, on: date) -> Standing:
    """Return what the person holds on the day, in two queries."""
    return Standing(
        person=person,
        posts=tuple(person.posts.held(on).select_related("organisation__body").order_by("id")),
        memberships=tuple(person.memberships.sitting(on).select_related("body").order_by("id")),
    )


def actor_for(person: Person, *, body: Body, on: date) -> Actor:
    """Return the person acting in the committee on the day, with the keys of posts and seats held then. Two queries."""
    return standing_of(person, on=on).actor(body)


def keys_of(person: int, *, body: int, on: date) -> frozenset[str]:
    """Return the address keys of a person in one committee on a day. Two queries."""
    keys = {f"p{person}"}
    for post in Post.objects.of_body(body).held(on).filter(person=person).select_related("organisation"):
        keys.update(held_post(post).keys())
    if Membership.objects.of_body(body).sitting(on).filter(person=person).exists():
        keys.add(f"m{body}")
    return frozenset(keys)


def system_actor(body: Body) -> Actor:
    """Return the software itself acting for a committee, for what happens because a day has come."""
    return Actor(person_id=None, name="", body_id=body.pk, posts=(), member_of=frozenset(), keys=frozenset({"system"}))


def held_post(post: Post) -> HeldPost:
    """Return a post, fetched with its organisation, as held on the day it was asked for."""
    organisation = post.organisation
    return HeldPost(
        post_id=post.pk,
        organisation_id=organisation.pk,
        organisation_name=organisation.name,
        organisation_kind=organisation.kind,
        body_id=organisation.body_id,
        side=organisation.side,
        functions=tuple(organisation.functions),
        kind=post.kind,
        title=post.title,
    )
