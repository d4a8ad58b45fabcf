"""Earlier cases on the same matter, as they stand beside a review and beside what is being written.

Which cases are alike is found by :mod:`zhixing.insight.earlier`; here they are put into words, each with no more than
its reader may know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body
from zhixing.cases import adopting, kinds, reading
from zhixing.cases.kinds import Kind
from zhixing.cases.labels import Label
from zhixing.cases.models import Case
from zhixing.desk.parties import in_capacities, in_short
from zhixing.desk.queues import with_parties
from zhixing.desk.speech import say
from zhixing.insight.earlier import Alike, earlier_like
from zhixing.insight.grades import readable


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeRow:
    """An earlier case: its title, the page where the reader may open it, else nothing, and what is known of it."""

    title: str
    url: str
    number: str
    notes: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikePanel:
    """The earlier cases beside a form or a case; none is no panel."""

    title: Label
    rows: Sequence[AlikeRow]


def beside_act(kind: Kind, act: str, title: str, *, body: Body, actor: Actor, but: Case | None = None) -> AlikePanel:
    """Return what stands beside the form of an act: at most four queries, none for an act that declares nothing.

    ``but`` is the case looked at. Neither it is an earlier case nor what came with it from the same case above.
    """
    if kind.beside is None or act not in kind.beside.acts:
        return AlikePanel(title="", rows=())
    apart = ~Q(parent=but.parent_id) if but is not None and but.parent_id is not None else None
    own = but.pk if but is not None else None
    return _panel(kind, earlier_like(title, kind=kind, body=body, actor=actor, but=own, among=apart), actor)


def beside_case(case: Case, actor: Actor) -> AlikePanel:
    """Return what stands on a case's page for whoever reviews it: while an act that declares it can be performed."""
    kind, adopted = kinds.get(case.kind), adopting.by_digest(case.procedure)
    roles = reading.roles_in(case, actor, adopted)
    for name in kind.beside.acts if kind.beside else ():
        act = adopted.procedure.acts.get(name)
        if act and not act.opens_case and case.state in act.start and roles.intersection(act.by):
            return beside_act(kind, name, case.title, body=case.body, actor=actor, but=case)
    return AlikePanel(title="", rows=())


def _panel(kind: Kind, found: Sequence[Alike], actor: Actor) -> AlikePanel:
    cases = [one.case for one in found]
    if not cases or kind.beside is None:
        return AlikePanel(title="", rows=())
    prefetch_related_objects(cases, with_parties())
    grades = _grades([one.case.pk for one in found if one.is_open], kind.beside.grades, actor)
    rows = [_row(one, kind, grades.get(one.case.pk, ())) for one in found]
    return AlikePanel(title=kind.beside.title, rows=rows)


def _row(alike: Alike, kind: Kind, grades: Iterable[str]) -> AlikeRow:
    case = alike.case
    state = adopting.by_digest(case.procedure).procedure.states[case.state]
    notes = (
        case.session.short_name if case.session else "",
        say(state.title),
        in_short(in_capacities(case.parties.all(), kind.unit)) if kind.unit else "",
        *grades,
    )
    return AlikeRow(
        title=case.title,
        url=reverse("desk:case_detail", args=[case.number]) if alike.is_open else "",
        number=case.called,
        notes=[note for note in notes if note],
    )


def _grades(cases: Sequence[int], fields: Sequence[str], actor: Actor) -> Mapping[int, Sequence[str]]:
    """Return the last grade of each child of these cases, as far as the actor may see the child and read the field."""
    if not cases or not fields:
        return {}
    found: dict[int, list[str]] = defaultdict(list)
    for child in Case.objects.visible_to(actor).filter(parent__in=cases).order_by("pk"):
        words = readable(child, fields, actor)
        grade = say(words) if words else ""
        if grade and child.parent_id is not None:
            found[child.parent_id].append(grade)
    return {case: list(dict.fromkeys(grades)) for case, grades in found.items()}
