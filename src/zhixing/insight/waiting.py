"""What open cases wait for before they are complete, and on whom: as their kind declares it (``measures.Wait``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as Cases
from django.db.models import CharField, Count, DateField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from zhixing.assembly import clock
from zhixing.cases.conditions import NOT, condition
from zhixing.cases.kinds import Kind
from zhixing.cases.measures import Completion, Wait
from zhixing.cases.models import Case, Deadline
from zhixing.cases.querysets import CaseQuerySet
from zhixing.procedure.model import Procedure

BELOW = "cases below those that were chosen"
OTHER = "other"
"""The name of what waits for nothing the kind has declared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A case that something waits for: the open case itself or one below it, with the nearest limit that is asked."""

    case: Case
    due: date | None
    warn: date | None


def completion_of(kind: Kind) -> Completion:
    """Return when a kind's cases are complete. LookupError for a kind that does not say so."""
    if kind.completion is None:
        raise LookupError(kind.slug)
    return kind.completion


def waits_of(kind: Kind) -> list[Wait]:
    """Return what cases of a kind may wait for, in the order in which work on it completes most."""
    said = completion_of(kind)
    named = {wait.name: wait for wait in (*said.waits, said.concluding)}
    return [named[name] for name in said.working]


def waiting(kind: Kind, cases: CaseQuerySet, procedures: Iterable[Procedure]) -> CaseQuerySet:
    """Keep the cases of a kind that are to be completed or concluded; annotate what each ``waits_for`` first.

    They stand in working order, the nearest limit first; ``wait_due`` is that limit.
    """
    said = completion_of(kind)
    complete = condition(kind, {said.complete: "1"}, ())
    open_now = condition(kind, {"reached": said.among}, procedures) & (
        condition(kind, {f"{NOT}{said.complete}": "1"}, ()) | Q(state__in=said.concluding.states)
    )
    # Each said once: naming one by another would put the whole of it wherever it is named.
    holding = [(complete, said.concluding), *((_holds(wait), wait) for wait in said.waits)]
    places = {name: place for place, name in enumerate(said.working)}
    rows: Any = cases.filter(open_now, kind=kind.slug).annotate(
        waits_for=Cases(
            *(When(holds, then=Value(wait.name)) for holds, wait in holding),
            default=Value(OTHER),
            output_field=CharField(),
        ),
        wait_place=Cases(
            *(When(holds, then=Value(places.get(wait.name, len(places)))) for holds, wait in holding),
            default=Value(places.get(OTHER, len(places))),
        ),
        wait_due=Cases(
            *(When(holds, then=_due(wait)) for holds, wait in holding),
            default=Value(None),
            output_field=DateField(),
        ),
    )
    ordered: CaseQuerySet = rows.order_by("wait_place", F("wait_due").asc(nulls_last=True), "pk")
    return ordered


def only(rows: CaseQuerySet, name: str) -> CaseQuerySet:
    """Keep the cases that wait for this first."""
    annotated: Any = rows
    kept: CaseQuerySet = annotated.filter(waits_for=name)
    return kept


def counted(rows: CaseQuerySet) -> Mapping[str, int]:
    """Return how many of the cases wait for what, in one query."""
    annotated: Any = rows.order_by()
    return dict(annotated.values("waits_for").annotate(n=Count("pk")).values_list("waits_for", "n"))


def awaited(kind: Kind, page: Sequence[Case]) -> Mapping[int, list[Awaited]]:
    """Return, for the cases of a page, what each waits for; three queries: cases, limits and parties."""
    known = {wait.name: wait for wait in waits_of(kind)}
    wanted = {case.pk: known.get(getattr(case, "waits_for", "")) for case in page}
    below = [pk for pk, wait in wanted.items() if wait and wait.below]
    children = Case.objects.unscoped(BELOW).filter(root__in=below).defer("folded").order_by("pk")
    found: dict[int, list[Case]] = {case.pk: [] if case.pk in below else [case] for case in page}
    for child in children.prefetch_related("parties__organisation", "parties__person"):
        wait = wanted.get(child.root_id or 0)
        if wait and child.kind == wait.below and child.state in wait.states:
            found[child.root_id or 0].append(child)
    limits = _running(found.values())
    return {pk: [_with_limit(case, wanted[pk], limits) for case in cases] for pk, cases in found.items()}


def _running(cases: Iterable[Iterable[Case]]) -> Mapping[int, list[Deadline]]:
    wanted = [case.pk for some in cases for case in some]
    limits: dict[int, list[Deadline]] = {}
    for deadline in Deadline.objects.filter(case__in=wanted, status="running").order_by("due_on"):
        limits.setdefault(deadline.case_id, []).append(deadline)
    return limits


def _with_limit(case: Case, wait: Wait | None, limits: Mapping[int, list[Deadline]]) -> Awaited:
    clocks = wait.clocks if wait else ()
    nearest = next((one for one in limits.get(case.pk, []) if one.clock in clocks), None)
    return Awaited(case=case, due=nearest.due_on if nearest else None, warn=nearest.warn_on if nearest else None)


def _due(wait: Wait) -> Subquery | Value:
    return Subquery(_limits(wait)) if wait.clocks else Value(None)


def _holds(wait: Wait) -> Q:
    """Return the condition on a case that it waits for this."""
    if wait.imported:
        return Q(imported=True)
    own = Q(state__in=wait.states)
    if wait.overdue is not None:
        passed = Exists(
            Deadline.objects.filter(
                case=OuterRef("pk"), clock__in=wait.clocks, status="running", due_on__lt=clock.today()
            )
        )
        own &= Q(passed) if wait.overdue else ~Q(passed)
    if not wait.below:
        return own
    return Q(Exists(_family(wait).filter(own)))


def _family(wait: Wait) -> CaseQuerySet:
    return Case.objects.unscoped(BELOW).filter(body=OuterRef("body"), root=OuterRef("pk"), kind=wait.below)


def _limits(wait: Wait) -> QuerySet[Deadline, tuple[date]]:
    """Return the nearest running limit of what a case waits for.

    The least of a family's limits: were they put in order, a database might walk all limits in that order instead.
    """
    running = Deadline.objects.filter(clock__in=wait.clocks, status="running")
    if wait.below:
        of_family = running.filter(
            case__body=OuterRef("body"),
            case__root=OuterRef("pk"),
            case__kind=wait.below,
            case__state__in=wait.states,
        )
    else:
        of_family = running.filter(case=OuterRef("pk"))
    together = of_family.order_by().annotate(together=Value(1)).values("together")
    return together.annotate(nearest=Min("due_on")).values_list("nearest")
