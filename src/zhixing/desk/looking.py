"""What is looked over beside the cases: accounts, units named by ledgers alone, and the record of acts itself.

Each page belongs to the holders of some posts; :mod:`zhixing.desk.duties` says how much there is to look over.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from zhixing.accounts.models import AccessLog, Account, SignInAttempt
from zhixing.assembly.actors import held_post
from zhixing.assembly.models import Body, Membership, Organisation, Person, Post
from zhixing.assembly.vocabulary import Status
from zhixing.cases import adopting, kinds
from zhixing.cases.models import CaseParty
from zhixing.desk.speech import say
from zhixing.procedure.roles import keys_of_roles
from zhixing.register.models import Entry, Seal

RECENT = timedelta(days=30)
MENDING = ("correct", "redact", "direct", "migrate")
"""The standing acts by which people mend the record; all others of them are the clock's or an import's."""


def accounts_of(body: Body | int) -> QuerySet[Account]:
    """Return the open accounts of everybody who has or had a post or a seat in a committee, in order of their names."""
    return Account.objects.filter(is_active=True, person__in=Person.objects.of_body(body)).order_by("sign_in")


def unused(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Keep the accounts with which nobody has signed in yet: their slips lie about."""
    return accounts.filter(last_signed_in_at=None)


def left_over(accounts: QuerySet[Account], on: date) -> QuerySet[Account]:
    """Keep the accounts of people who hold nothing any more, in no committee."""
    posts = Post.objects.unscoped("posts of one person").held(on).filter(person=OuterRef("person"))
    seats = Membership.objects.unscoped("seats of one person").sitting(on).filter(person=OuterRef("person"))
    return accounts.exclude(Exists(posts)).exclude(Exists(seats))


def changed(accounts: QuerySet[Account], body: Body | int, on: date) -> QuerySet[Account]:
    """Keep the accounts of people whose posts began or ended lately."""
    lately = Q(since__range=(on - RECENT, on)) | Q(until__range=(on - RECENT, on))
    return accounts.filter(Exists(Post.objects.of_body(body).filter(lately, person=OuterRef("person"))))


def mending(accounts: QuerySet[Account], body: Body, on: date) -> QuerySet[Account]:
    """Keep the accounts of people whose posts let them mend the record, in any kind of case."""
    wanted: set[str] = set()
    for procedure in adopting.all_in_force(body):
        roles = {role for name in MENDING for role in procedure.acts[name].by}
        wanted.update(keys_of_roles(procedure, roles, parties=(), body=body.pk))
    posts = Post.objects.of_body(body).held(on).select_related("organisation")
    people = {post.person_id for post in posts if not wanted.isdisjoint(held_post(post).keys())}
    return accounts.filter(person__in=people)


def posts_by_person(body: Body, people: Iterable[int], on: date) -> Mapping[int, list[str]]:
    """Return what people hold in a committee today, in words: organisation and post. Two queries."""
    found: dict[int, list[str]] = defaultdict(list)
    held = Post.objects.of_body(body).held(on).filter(person__in=list(people)).select_related("organisation")
    for post in held.order_by("pk"):
        found[post.person_id].append(f"{post.organisation.called} {post.title or post.get_kind_display()}")
    return found


def members_among(body: Body, people: Iterable[int], on: date) -> frozenset[int]:
    """Return who of these people sits in the committee today."""
    seats = Membership.objects.of_body(body).sitting(on).filter(person__in=list(people))
    return frozenset(seats.values_list("person", flat=True))


def proposed_units(body: Body | int) -> QuerySet[Organisation]:
    """Return the units that a ledger named and nobody confirmed, those with most cases first, ``cases`` counted."""
    parties = CaseParty.objects.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    cases = parties.annotate(n=Count("case", distinct=True)).values("n")
    rows = Organisation.objects.of_body(body).filter(status=Status.PROPOSED, until=None)
    return rows.annotate(cases=cases).order_by(F("cases").desc(nulls_last=True), "pk")


def mends(body: Body | int) -> QuerySet[Entry]:
    """Return the entries that mended the record, the newest first, with who made them."""
    return Entry.objects.of_body(body).filter(act__in=MENDING).select_related("actor").order_by("-pk")


def looks(body: Body | int, at: datetime) -> QuerySet[AccessLog]:
    """Return who looked at what is sensitive, lately, the newest first."""
    return AccessLog.objects.of_body(body).filter(at__gte=at - RECENT).select_related("person")


def refused_sign_ins(body: Body | int, at: datetime) -> QuerySet[SignInAttempt]:
    """Return the attempts to sign in that failed lately, with accounts of the committee's people, the newest first."""
    failed = SignInAttempt.objects.exclude(outcome=SignInAttempt.Outcome.SUCCEEDED).filter(at__gte=at - RECENT)
    return failed.filter(account__person__in=Person.objects.of_body(body)).select_related("account__person")


def last_seal() -> Seal | None:
    """Return the last seal over the whole register."""
    return Seal.objects.order_by("-number").first()


def since_seal(body: Body, seal: Seal | None) -> int:
    """Return how many entries of a committee no seal covers yet."""
    heads = json.loads(seal.heads) if seal else []
    sealed = next((head["size"] for head in heads if head["body"] == body.slug), 0)
    return max(0, Entry.objects.of_body(body).count() - int(sealed))


def act_title(entry: Entry) -> str:
    """Return what an entry's act is called by the procedure it was entered under."""
    return say(adopting.by_digest(entry.procedure).procedure.acts[entry.act].title)


def kind_title(entry: Entry) -> str:
    """Return the kind of the case an entry belongs to, in words."""
    return str(kinds.get(entry.kind).title)
