"""What narrows a kind's cases, by name and value: the same in lists, behind the numbers of figures, and in exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Self

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, GreaterThan

from zhixing.assembly import clock
from zhixing.assembly.models import Membership
from zhixing.cases import adopting, kinds
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case, CaseParty, CaseReader, Deadline
from zhixing.cases.querysets import BY_NUMBER
from zhixing.procedure.model import FLAG, Procedure
from zhixing.procedure.roles import keys_at_all
from zhixing.register.models import Entry

Filters = Mapping[str, str]
Condition = Callable[[Kind, str, Sequence[Procedure]], Q]
NOT = "not_"
"""Before the name of a kind's own filter or trait: every other code, and none; what it does not hold of."""


@dataclass(frozen=True, slots=True)
class Days:
    """What a filter says of days: ``names:first:last``. Either day may be missing, but not both; names may be."""

    names: tuple[str, ...]
    first: date | None
    last: date | None

    @classmethod
    def read(cls, value: str) -> Self:
        """Return what a value says. ValueError for one that says nothing of the sort."""
        names, first, last = value.split(":")
        days = [date.fromisoformat(one) if one else None for one in (first, last)]
        if days == [None, None]:
            raise ValueError(value)
        return cls(tuple(names.split(",")) if names else (), *days)

    def said(self) -> str:
        """Return the value that says this."""
        return ":".join([",".join(self.names), *(day.isoformat() if day else "" for day in (self.first, self.last))])


def condition(kind: Kind, filters: Filters, procedures: Iterable[Procedure]) -> Q:
    """Return what filters ask of a case that stands under one of the procedures.

    ``above`` is the kind of the case above; ``reached`` and ``unreached`` name milestones; ``on_time``, ``late`` and
    ``settled`` clocks that were stopped in time, too late, or either, ``overdue`` and ``nearing`` what the kind's own
    limits say today, ``overdue_on`` what they say of the end of a day; ``acted`` names an act that was performed,
    ``during`` acts and the days in which one of them was, ``falls`` the days in which a limit of the kind ends
    (:class:`Days`); ``unit``, ``author``, ``sector`` and ``session`` are ids; ``numbered``, ``imported`` and the kind's
    marks ask by being there, as do its traits. The kind's own filters take a code, or with ``#`` a flag that codes
    bear, the codes that acts entered one or several with commas between; who may know those is for :func:`told` to say.
    What held of a case on a day takes the day.
    """
    known = list(procedures)
    found = Q()
    for name, value in filters.items():
        make = (
            _CONDITIONS.get(name)
            or _marked(kind, name)
            or _trait(kind, name)
            or _entered(kind, name)
            or _past(kind, name)
        )
        found &= make(kind, value, known) if make else _coded(kind, name, value, known)
    return found


def _milestone(name: str, procedures: Sequence[Procedure]) -> Q:
    of_all = (procedure.milestones[name].states for procedure in procedures if name in procedure.milestones)
    return Q(state__in=sorted({state for states in of_all for state in states}))


def _clock(name: str, **wanted: bool) -> Q:
    return Q(Exists(Deadline.objects.filter(case=OuterRef("pk"), clock=name, **wanted)))


def overdue(kind: Kind) -> Q:
    """Return the condition that one of the kind's own limits runs and lies before today."""
    return _running(kind, due_on__lt=clock.today())


def nearing(kind: Kind) -> Q:
    """Return the condition that a case is not overdue, and one of its limits runs past its warning day."""
    today = clock.today()
    return ~overdue(kind) & _running(kind, due_on__gte=today, warn_on__lte=today)


def due_between(kind: Kind, first: date, last: date) -> Q:
    """Return the condition that one of the kind's own limits ends on one of these days."""
    return _running(kind, due_on__range=(first, last))


def late_limits(kind: Kind, day: date) -> QuerySet[Deadline]:
    """Return those of the kind's own limits of a case that were over on an earlier day, and still ran then."""
    passed = Deadline.objects.filter(case=OuterRef("pk"), clock__in=kind.limits, due_on__lt=day)
    return passed.filter(Q(status="running") | Q(status="stopped", ended_on__gt=day)).order_by("due_on")


def late_on(kind: Kind, day: date) -> Q:
    """Return the condition that one of the kind's own limits was over on an earlier day, and still ran then."""
    return Q(Exists(late_limits(kind, day)))


def _running(kind: Kind, **wanted: object) -> Q:
    running = Deadline.objects.filter(case=OuterRef("pk"), clock__in=kind.limits, status="running")
    return Q(Exists(running.filter(**wanted)))


def _during(_kind: Kind, value: str, _procedures: Sequence[Procedure]) -> Q:
    days = Days.read(value)
    entries = Entry.objects.unscoped(BY_NUMBER).filter(case=OuterRef("number"), act__in=days.names)
    if days.first:
        entries = entries.filter(at__gte=datetime.combine(days.first, time(), clock.ZONE))
    if days.last:
        entries = entries.filter(at__lt=datetime.combine(days.last + timedelta(days=1), time(), clock.ZONE))
    return Q(Exists(entries))


def _falls(kind: Kind, value: str, _procedures: Sequence[Procedure]) -> Q:
    days = Days.read(value)
    limits = Deadline.objects.filter(case=OuterRef("pk"), clock__in=days.names or kind.limits)
    if days.first:
        limits = limits.filter(due_on__gte=days.first)
    if days.last:
        limits = limits.filter(due_on__lte=days.last)
    return Q(Exists(limits))


def _author(kind: Kind, value: str, _procedures: Sequence[Procedure]) -> Q:
    parties = CaseParty.objects.filter(case=OuterRef("pk"), capacity=kind.author, organisation=int(value))
    return Q(Exists(parties))


def came_after(act: str, *others: str) -> Q:
    """Return the condition that an act was performed, and none of the others since it was last."""
    found = Q(folded__last__has_key=act)
    for other in others:
        last, before = (Cast(KT(f"folded__last__{name}"), IntegerField()) for name in (act, other))
        found &= ~Q(folded__last__has_key=other) | Q(GreaterThan(last, before))
    return found


def names_open(field: str) -> Q:
    """Return the condition that the case which a field of this one names has not ended."""
    named = Cast(OuterRef(f"folded__values__{field}__id"), IntegerField())
    found = Case.objects.unscoped("named by a case that was chosen").filter(
        body=OuterRef("body"), pk=named, final=False
    )
    return Q(folded__values__has_key=field) & Q(Exists(found))


def reached(kind: str, milestone: str) -> Q:
    """Return the condition that a case of a kind has reached a milestone, as the procedure it stands under says.

    One query, for the procedures of the kind.
    """
    return _milestone(milestone, adopting.every(kind))


def _unit(kind: Kind, value: str, _procedures: Sequence[Procedure]) -> Q:
    parties = CaseParty.objects.filter(case=OuterRef("pk"), capacity=kind.unit, organisation=int(value))
    return Q(Exists(parties))


def sector_of(kind: Kind) -> Subquery:
    """Return the sector of a case's first author: that of their seat in the term of the case's session, or NULL.

    An organisation has none, and a roster may not say.
    """
    first = CaseParty.objects.filter(case=OuterRef(OuterRef("pk")), capacity=kind.author).order_by("place")
    seats = Membership.objects.unscoped("seats in the case's own term").filter(
        term=OuterRef("session__term"), person=Subquery(first.values("person")[:1])
    )
    return Subquery(seats.order_by(F("until").desc(nulls_first=True), "-pk").values("sector")[:1])


def _marked(kind: Kind, name: str) -> Condition | None:
    mark = next((mark for mark in kind.marks if mark.name == name), None)
    return (lambda _kind, _value, _procedures: mark.holds()) if mark else None


def _trait(kind: Kind, name: str) -> Condition | None:
    trait = next((one for one in kind.traits if one.name == name.removeprefix(NOT)), None)
    if trait is None:
        return None
    holds = trait.holds
    return lambda _kind, _value, _procedures: ~holds() if name.startswith(NOT) else holds()


def _past(kind: Kind, name: str) -> Condition | None:
    found = next((one for one in kind.past if one.name == name), None)
    return (lambda _kind, value, _procedures: found.holds(date.fromisoformat(value))) if found else None


def _entered(kind: Kind, name: str) -> Condition | None:
    found = next((one for one in kind.entered if one.name == name), None)
    if found is None:
        return None
    holds = found.holds
    return lambda _kind, value, _procedures: reduce(or_, (holds(code) for code in value.split(",")))


def told(kind: Kind, names: Iterable[str], procedure: Procedure, keys: Iterable[str], body: int) -> Q | None:
    """Return the condition that somebody with these keys may know the codes called so in a case, as acts entered them.

    They may where a key under which they read the case is of one of the roles that are told. None: nowhere at all.
    """
    found, held = Q(), set(keys)
    for one in kind.entered:
        if one.name in names and one.readers:
            roles = (procedure.roles[name] for name in one.readers if name in procedure.roles)
            mine = sorted({key for role in roles for key in keys_at_all(role, body)} & held)
            if not mine:
                return None
            found &= Q(Exists(CaseReader.objects.filter(case=OuterRef("pk"), key__in=mine)))
    return found


def _coded(kind: Kind, name: str, value: str, procedures: Sequence[Procedure]) -> Q:
    bare = name.removeprefix(NOT)
    if kind.above and bare not in {one.name for one in kind.filters}:
        content = kinds.get(kind.above).content
        return Q(Exists(content._default_manager.filter(case=OuterRef("parent"), **{bare: value})))
    codes = _codes(kind, bare, value, procedures)
    has = Q(Exists(kind.content._default_manager.filter(case=OuterRef("pk"), **{f"{bare}__in": codes})))
    return has if bare == name else ~has


def _codes(kind: Kind, name: str, value: str, procedures: Sequence[Procedure]) -> list[str]:
    """Return the code that is meant, or all that bear the flag meant in one of the procedures."""
    if not value.startswith(FLAG):
        return [value]
    lists = {one.choices for one in kind.filters if one.name == name}
    bearing = (procedure.codes_with(one, value.removeprefix(FLAG)) for procedure in procedures for one in lists)
    return sorted({code for codes in bearing for code in codes})


_CONDITIONS: Mapping[str, Condition] = {
    "above": lambda _kind, value, _procedures: Q(parent__kind=value),
    "state": lambda _kind, value, _procedures: Q(state=value),
    "session": lambda _kind, value, _procedures: Q(session=int(value)),
    "year": lambda _kind, value, _procedures: Q(year=int(value)),
    "unit": _unit,
    "sector": lambda kind, value, _procedures: Q(Exact(sector_of(kind), int(value))),
    "numbered": lambda _kind, _value, _procedures: Q(official_number__isnull=False),
    "imported": lambda _kind, _value, _procedures: Q(imported=True),
    "reached": lambda _kind, value, procedures: _milestone(value, procedures),
    "unreached": lambda _kind, value, procedures: ~_milestone(value, procedures),
    "on_time": lambda _kind, value, _procedures: _clock(value, on_time=True),
    "late": lambda _kind, value, _procedures: _clock(value, on_time=False),
    "overdue": lambda kind, _value, _procedures: overdue(kind),
    "nearing": lambda kind, _value, _procedures: nearing(kind),
    "acted": lambda _kind, value, _procedures: Q(folded__counts__has_key=value),
    "during": _during,
    "falls": _falls,
    "overdue_on": lambda kind, value, _procedures: late_on(kind, date.fromisoformat(value)),
    "author": _author,
    "settled": lambda _kind, value, _procedures: _clock(value, on_time__isnull=False),
}
