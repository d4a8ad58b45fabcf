"""Find the unit, person, case or stored file somebody meant: by number, name, short name, credit code or digest."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q
from typing_extensions import override

from zhixing.assembly.actors import keys_of
from zhixing.assembly.models import Organisation, Person
from zhixing.assembly.vocabulary import Status
from zhixing.cases.models import Case, CaseReader
from zhixing.files.handing_in import handed_in
from zhixing.procedure.facts import FileReference, Json, PastEntry, Reference
from zhixing.procedure.fields import keepable
from zhixing.register.models import Entry

CREDIT_CODE = 18
"""A unified social credit code has this many characters; a shorter row of digits is a number of ours."""


class BodyDirectory:
    """The organisations, people and cases of one body on a day. Ambiguous names are nobody's: nothing is guessed.

    ``seeing`` are the keys of who asks, for the cases that may be named; None for the system, which sees all.
    ``person`` is who acts, None being the software itself: of the stored files, only those handed in by them are there.
    ``number`` is the case whose entries may be named; empty for one that is not open yet.
    """

    def __init__(
        self,
        body_id: int,
        on: date,
        *,
        seeing: frozenset[str] | None = None,
        person: int | None = None,
        number: str = "",
    ) -> None:
        self.body_id = body_id
        self.on = on
        self.seeing = seeing
        self.handed_in_by = person
        self.number = number

    def organisation(self, wanted: Json, *, ended_too: bool = False) -> Reference | None:
        """Return the organisation that is meant, in force unless others may be meant too, or None."""
        match = _meant(wanted, "name", "short_name", "uscc")
        if match is None:
            return None
        known = Organisation.objects.of_body(self.body_id)
        found = list((known if ended_too else known.in_force(self.on)).filter(match)[:2])
        if len(found) != 1:
            return None
        one = found[0]
        return Reference(
            one.pk,
            one.name,
            side=one.side,
            confirmed=one.status == Status.CONFIRMED,
            kind=one.kind,
            functions=tuple(one.functions),
        )

    def person(self, wanted: Json) -> Reference | None:
        """Return the person meant: anybody by number, by name among the body's members and post holders."""
        match = _meant(wanted, "name")
        if match is None:
            return None
        people = Person.objects.of_body(self.body_id).filter(match).distinct()
        found = list(people[:2])
        return Reference(found[0].pk, found[0].name) if len(found) == 1 else None

    def keys(self, person: int) -> frozenset[str]:
        """Return the address keys that a person answers to in the body on the day."""
        return keys_of(person, body=self.body_id, on=self.on)

    def entries(self, acts: Collection[str]) -> tuple[PastEntry, ...]:
        """Return the entries of the case that were made by these acts, oldest first."""
        found = Entry.objects.of_body(self.body_id).filter(case=self.number, act__in=acts).prefetch_related("values")
        return tuple(
            PastEntry(
                one.number,
                one.actor_id,
                {value.name: json.loads(value.value) for value in one.values.all() if value.value is not None},
            )
            for one in found.order_by("number")
        )

    def case(self, wanted: Json, kinds: tuple[str, ...]) -> Reference | None:
        """Return the case meant by its permanent or official number, of one of these kinds, that the actor may see."""
        if isinstance(wanted, dict):
            wanted = wanted.get("number")
        if not isinstance(wanted, str) or not wanted.strip() or not keepable(wanted):
            return None
        number = wanted.strip()
        cases = Case.objects.of_body(self.body_id).filter(Q(number=number) | Q(official_number=number))
        if kinds:
            cases = cases.filter(kind__in=kinds)
        if self.seeing is not None:
            cases = cases.filter(Exists(CaseReader.objects.filter(case=OuterRef("pk"), key__in=self.seeing)))
        found = list(cases.only("number", "title", "folded")[:2])
        if len(found) != 1:
            return None
        one = found[0]
        return Reference(one.pk, one.title, number=one.number, milestones=tuple(one.folded["milestones"]))

    def file(self, wanted: Json) -> FileReference | None:
        """Return the stored file meant, by its digest, if whoever acts has handed it in."""
        return handed_in(wanted, person=self.handed_in_by)


class RememberingDirectory(BodyDirectory):
    """A directory that asks the database once for each name; for many acts in a row, never across requests."""

    def __init__(self, body_id: int, on: date) -> None:
        super().__init__(body_id, on)
        self._organisations: dict[tuple[str, bool], Reference | None] = {}

    @override
    def organisation(self, wanted: Json, *, ended_too: bool = False) -> Reference | None:
        key = (str(wanted), ended_too)
        if key not in self._organisations:
            self._organisations[key] = super().organisation(wanted, ended_too=ended_too)
        return self._organisations[key]

    def remember(self, reference: Reference) -> None:
        """Take note of an organisation that the caller has found or entered, to be meant by its number."""
        for ended_too in (False, True):
            self._organisations[str(reference.id), ended_too] = reference


def _meant(wanted: Json, *columns: str) -> Q | None:
    if isinstance(wanted, dict):
        wanted = wanted.get("id")
    if isinstance(wanted, bool) or wanted in (None, ""):
        return None
    if isinstance(wanted, int):
        return Q(pk=wanted)
    if isinstance(wanted, str) and keepable(wanted):
        if wanted.isdecimal() and len(wanted) < CREDIT_CODE:
            return Q(pk=int(wanted))
        return Q(*((column, wanted) for column in columns), _connector=Q.OR)
    return None
