"""Who answers to an address key today: the other direction of :mod:`zhixing.assembly.actors`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from zhixing.assembly.actors import held_post
from zhixing.assembly.models import Membership, Post

_REASON = "the keys name their bodies and organisations themselves"


def holders(keys: Collection[str], *, on: date) -> Mapping[str, frozenset[int]]:
    """Return the ids of the people who hold each key on a day, in two queries at most.

    A key that nobody holds, or that means no person (``system``), has an empty set. A person's own key (``p7``) is held
    by that person whether or not there is a post or seat.
    """
    found: dict[str, set[int]] = {key: set() for key in keys}
    bodies: list[int] = []
    posts = Q()
    for key in keys:
        place, _dot, rest = key.partition(".")
        number = int(place[1:]) if place[1:].isdigit() else None
        if number is None:
            continue
        kind = rest.rpartition(".")[2]
        match place[0]:
            case "p":
                found[key].add(number)
            case "m":
                bodies.append(number)
            case "o":
                posts |= Q(organisation=number, kind=kind)
            case "b" | "d":
                posts |= Q(organisation__body=number, kind=kind)
    for key, people in {**_by_post(posts, on), **_by_seat(bodies, on)}.items():
        if key in found:
            found[key] |= people
    return {key: frozenset(people) for key, people in found.items()}


def _by_post(wanted: Q, on: date) -> Mapping[str, set[int]]:
    """Return the people by every key that the wanted posts answer to; some keys nobody asked for are among them."""
    people: dict[str, set[int]] = defaultdict(set)
    if not wanted:
        return people
    for post in Post.objects.unscoped(_REASON).held(on).filter(wanted).select_related("organisation"):
        held = held_post(post)
        for key in {*held.keys()}:
            people[key].add(post.person_id)
    return people


def _by_seat(bodies: Collection[int], on: date) -> Mapping[str, set[int]]:
    people: dict[str, set[int]] = defaultdict(set)
    if bodies:
        seats = Membership.objects.unscoped(_REASON).sitting(on).filter(body__in=bodies)
        for body, person in seats.values_list("body_id", "person_id"):
            people[f"m{body}"].add(person)
    return people
