"""By which ways people want to be told: what they chose, else what their committee set, else the desk alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from zhixing.assembly.models import Body, Membership, Person, Post
from zhixing.assembly.names import masked
from zhixing.notices.channels import gateways
from zhixing.notices.models import Choice, CommitteeDefault
from zhixing.notices.vocabulary import BY_PHONE, MEMBER, Channel, Sort, Wants

_SHOWN_OF_A_NAME = 2


@dataclass(frozen=True, slots=True)
class Way:
    """A channel to a person. ``address`` is empty when none is known; ``chosen`` is False for a committee's default."""

    address: str
    wants: Wants
    chosen: bool

    def takes(self, sort: Sort) -> bool:
        """Tell whether a notice of this sort is wanted."""
        return self.wants == Wants.ALL or (self.wants == Wants.TURN and sort == Sort.TURN)


Ways = Mapping[Channel, Way]


def ways_of(people: Collection[int], *, body: int, on: date) -> Mapping[int, Ways]:
    """Return the open ways to each of the people, told of a matter of this committee; in five queries at most."""
    found: dict[int, dict[Channel, Way]] = defaultdict(dict)
    if not people:
        return found
    open_channels = gateways()
    for choice in Choice.objects.filter(person__in=people, channel__in=open_channels).select_related("person"):
        channel, phone = Channel(choice.channel), choice.person.phone
        address = choice.address or (normal_phone(phone) if channel in BY_PHONE else "")
        found[choice.person_id][channel] = Way(address, Wants(choice.wants), chosen=True)
    if Channel.SMS in open_channels:
        left = [person for person in people if Channel.SMS not in found[person]]
        for person, way in _by_default(left, body, on).items():
            found[person][Channel.SMS] = way
    return found


def _by_default(people: Collection[int], body: int, on: date) -> Mapping[int, Way]:
    """Return the text messages a committee sends to those of the people who have a number on file."""
    defaults = {row.who: Wants(row.wants) for row in CommitteeDefault.objects.filter(body=body)}
    if not defaults or not people:
        return {}
    posts = Post.objects.of_body(body).held(on).filter(person__in=people, kind__in=defaults)
    held = list(posts.values_list("person_id", "kind"))
    if MEMBER in defaults:
        seats = Membership.objects.of_body(body).sitting(on).filter(person__in=people)
        held += [(person, MEMBER) for person in seats.values_list("person_id", flat=True)]
    widest: dict[int, Wants] = {}
    for person, who in held:
        # Two posts: whoever is to get all by one of them gets all.
        if widest.get(person) != Wants.ALL:
            widest[person] = defaults[who]
    phones = Person.objects.filter(pk__in=widest).exclude(phone="").values_list("pk", "phone")
    return {person: Way(normal_phone(phone), widest[person], chosen=False) for person, phone in phones}


def normal_phone(phone: str) -> str:
    """Return a phone number without the spaces and strokes people write into it."""
    return "".join(sign for sign in phone if sign not in " -－　()（）")


def masked_address(address: str) -> str:
    """Return an address with its middle hidden; of a mailbox its first two letters and the server are left."""
    name, at, server = address.rpartition("@")
    if at:
        return name[:_SHOWN_OF_A_NAME] + "***@" + server
    return masked(address)


@transaction.atomic
def choose(person: Person, chosen: Mapping[Channel, tuple[Wants | None, str]]) -> None:
    """Write what a person wants by some channels, and to which address; None takes the committee's default again."""
    Choice.objects.filter(
        person=person, channel__in=[name for name, (wants, _to) in chosen.items() if not wants]
    ).delete()
    for channel, (wants, address) in chosen.items():
        if wants:
            row = {"wants": wants, "address": address}
            Choice.objects.update_or_create(person=person, channel=channel, defaults=row)


@transaction.atomic
def set_default(body: Body, *, who: Collection[str], wants: Wants) -> None:
    """Write whom a committee sends text messages to unless they chose otherwise."""
    CommitteeDefault.objects.filter(body=body).delete()
    CommitteeDefault.objects.bulk_create(CommitteeDefault(body=body, who=one, wants=wants) for one in who)
