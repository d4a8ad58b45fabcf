"""People and units that answer a question, as far as the reader meets them in the work.

Members and the committee's own people are known to everybody here. Whoever works for a unit is found by the committee's
offices, by colleagues, and by those with a case that the unit has a part in. No phone number is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Membership, Organisation, Person, Post
from zhixing.assembly.vocabulary import Side
from zhixing.cases.models import CaseParty
from zhixing.finding import name_index
from zhixing.finding.asking import Question, Reader

MOST = 200
"""So many people or units at most."""


@dataclass(frozen=True, slots=True)
class Met:
    """Whom the reader meets: somebody acting, with the cases they may see."""

    actor: Actor
    reader: Reader

    @property
    def _organisations(self) -> Q:
        """Return the condition on organisations whose people the reader knows."""
        if any(post.side == Side.CPPCC for post in self.actor.posts):
            return Q()
        own = [post.organisation_id for post in self.actor.posts]
        parties = CaseParty.objects.filter(case__in=self.reader.cases.values("pk"))
        return Q(side=Side.CPPCC) | Q(pk__in=own) | Q(pk__in=parties.values("organisation"))

    def posts(self) -> QuerySet[Post]:
        """Return the posts held today of those the reader knows."""
        known = Organisation.objects.of_body(self.actor.body_id).filter(self._organisations)
        return Post.objects.of_body(self.actor.body_id).held(self.reader.on).filter(organisation__in=known)

    def seats(self) -> QuerySet[Membership]:
        """Return the seats that count today."""
        return Membership.objects.of_body(self.actor.body_id).sitting(self.reader.on)

    def people(self, question: Question) -> list[Person]:
        """Return the people called so, by the sound of their names: who holds something, or is party to a case."""
        meant = name_index.called(question.text)
        called = name_index.people_called(meant)
        parties = CaseParty.objects.filter(case__in=self.reader.cases.values("pk"), person=OuterRef("pk"))
        known = (
            Exists(self.posts().filter(person=OuterRef("pk")))
            | Exists(self.seats().filter(person=OuterRef("pk")))
            | Exists(parties)
        )
        usual = Exists(name_index.people_called(name_index.usual(meant)).filter(person=OuterRef("pk")))
        people = Person.objects.filter(known, pk__in=called).annotate(usual=usual)
        return list(people.order_by("-usual", "name_sort", "pk")[:MOST])

    def units(self, question: Question) -> list[Organisation]:
        """Return the organisations called so that are in force and confirmed, in official order."""
        called = name_index.organisations_called(name_index.called(question.text))
        rows = Organisation.objects.of_body(self.actor.body_id).in_force(self.reader.on).confirmed()
        return list(rows.filter(pk__in=called).order_by("official_order", "pk")[:MOST])

    def hats(self, people: list[Person]) -> Iterator[tuple[int, Post | Membership]]:
        """Yield what each of these people holds today, posts first, as far as the reader knows it. Two queries."""
        for post in self.posts().filter(person__in=people).select_related("organisation").order_by("pk"):
            yield post.person_id, post
        for seat in self.seats().filter(person__in=people).order_by("pk"):
            yield seat.person_id, seat
