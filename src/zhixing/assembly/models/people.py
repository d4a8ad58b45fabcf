"""People, the posts they hold and the seats they have; one person may sit in committees of several levels."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from zhixing.assembly import following, names
from zhixing.assembly.kept import Dated, DatedQuerySet, KeptModel, KeptQuerySet, ends_after_it_begins, in_force_q
from zhixing.assembly.models.bodies import Body, Term
from zhixing.assembly.models.organisations import Organisation
from zhixing.assembly.models.sectors import Sector
from zhixing.assembly.querysets import ChecksWholeTable
from zhixing.assembly.vocabulary import SEPARATED_POSTS, Gender, PartyAffiliation, PostKind, Status


class PersonQuerySet(KeptQuerySet["Person"]):
    """People, who belong to no single committee."""

    def of_body(self, body: Body | int) -> Self:
        """Keep the people who ever had a post or a seat in the committee."""
        return self.filter(
            Exists(Post.objects.of_body(body).filter(person=OuterRef("pk")))
            | Exists(Membership.objects.of_body(body).filter(person=OuterRef("pk")))
        )


class Person(KeptModel):
    """A natural person. No identity card numbers are kept."""

    scopes_queries: ClassVar[bool] = True

    name = models.CharField(max_length=60)
    # Pinyin, for sorting and for typing a name by its first letters; filled from the name when left empty.
    name_sort = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=60, blank=True)
    # Empty: not stated.
    gender = models.CharField(max_length=1, choices=Gender, blank=True)
    # NULL: not stated.
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_sort", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__range=(1900, 2200)), name="person_birth_year_is_sane"
            )
        ]
        indexes = [
            # An import looks for people it has seen before: Person.objects.filter(name=…).
            models.Index(fields=["name"], name="person_by_name"),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    @override
    def __repr__(self) -> str:
        return f"<Person {self.pk} {self.name} {self.masked_phone}>"

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        # Derived columns, no rule; bulk_create passes this by, so callers of it set them with names.spelled.
        if not self.name_sort:
            self.name_sort, self.initials = names.spelled(self.name)
        super().save(*args, **kwargs)
        following.tell_followers(self)

    @property
    def masked_phone(self) -> str:
        """The phone number with its middle hidden, for pages, logs and messages."""
        return names.masked(self.phone)


class PostQuerySet(DatedQuerySet["Post"]):
    """Posts in one committee's organisations."""

    body_path = "organisation__body"

    def held(self, on: date) -> Self:
        """Keep the posts that count on a day: held then, in a confirmed organisation in force then."""
        return self.in_force(on).filter(in_force_q(on, path="organisation"), organisation__status=Status.CONFIRMED)


class Post(Dated, ChecksWholeTable):
    """A post a person holds in an organisation; roles come from posts held today and from nothing else."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20, choices=PostKind)
    # As letters write it, such as 副局长.
    title = models.CharField(max_length=60, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["organisation", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "kind"], condition=Q(until=None), name="post_is_held_once"
            ),
            # posts.appoint also looks at posts that end on a known day.
            models.UniqueConstraint(
                fields=["person"], condition=Q(until=None, kind__in=SEPARATED_POSTS), name="post_one_administrator"
            ),
            ends_after_it_begins("post"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.person} · {self.title or self.get_kind_display()}"


class MembershipQuerySet(DatedQuerySet["Membership"]):
    """Seats in one committee."""

    def sitting(self, on: date) -> Self:
        """Keep the seats that count on a day: not given up, in a term that runs."""
        return self.in_force(on).filter(in_force_q(on, path="term"))


class Membership(Dated, ChecksWholeTable):
    """A person's seat in a committee for a term; ``body`` repeats the term's so that queries stay short."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    # NULL: an import did not say.
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    # Empty: not stated.
    party = models.CharField(max_length=2, choices=PartyAffiliation, blank=True)
    standing = models.BooleanField(default=False)
    # As the roster writes it; empty: not stated.
    employer = models.CharField(max_length=100, blank=True)
    # NULL: not stated, or its name is not exactly one organisation's.
    employer_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="employed_members"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["body", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "person"],
                condition=Q(until=None),
                name="membership_is_held_once",
                violation_error_message=_("This person has a seat in this term already."),
            ),
            ends_after_it_begins("membership"),
        ]

    @override
    def __str__(self) -> str:
        return str(self.person)


class CommitteeMembershipQuerySet(DatedQuerySet["CommitteeMembership"]):
    """Seats in one committee's special committees."""

    body_path = "organisation__body"


class CommitteeMembership(Dated, ChecksWholeTable):
    """A member's place in a special committee 专门委员会; its director and staff hold posts instead."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="committee_memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="committee_memberships")

    objects = CommitteeMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a special committee")
        verbose_name_plural = _("places in special committees")
        ordering = ["organisation", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(until=None), name="committeemembership_is_held_once"
            ),
            ends_after_it_begins("committeemembership"),
        ]

    @override
    def __str__(self) -> str:
        return str(self.person)
