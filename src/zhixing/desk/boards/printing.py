"""The list of what each unit is given, a unit on a page and in official order: before the meeting, and after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.cases.models import Case
from zhixing.common.parts import Link
from zhixing.desk.boards.placings import Choice
from zhixing.desk.boards.waiting import CHOSEN, KIND, Waiters
from zhixing.desk.parties import in_capacities, in_short
from zhixing.desk.queues import with_parties
from zhixing.desk.speech import joined, say

ASSIGNED = "assigned"
HANDLERS, COHANDLERS = "handler", "cohandler"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A proposal on a unit's list: as what the unit has it, and with whom."""

    number: str
    title: str
    who: str
    part: str
    mode: str
    beside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitList:
    """What one unit is given."""

    unit: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class _Given:
    case: Case
    choice: Choice


def context(waiters: Waiters, asked: QueryDict) -> Mapping[str, Any]:
    """Return the lists of what is chosen on the board, or with ``of=assigned`` of what has been assigned."""
    done = asked.get("of", "") == ASSIGNED
    given = list(_assigned(waiters) if done else _chosen(waiters))
    only = asked.get("unit", "")
    lists = [one for key, one in _lists(given, waiters) if only in {"", str(key)}]
    path = reverse("desk:board_print")
    return {
        "title": _("Assignment lists") if done else _("Assignment lists, proposed"),
        "session": waiters.session.short_name if waiters.session else "",
        "lists": lists,
        "n": len(given),
        "tabs": [
            Link(title=_("Chosen on the board"), url=path, current=not done),
            Link(title=_("Assigned"), url=f"{path}?of={ASSIGNED}", current=done),
        ],
        "back": reverse("desk:board"),
    }


def _chosen(waiters: Waiters) -> Iterator[_Given]:
    yield from (_Given(one.case, one.choice) for one in waiters.waiting if one.origin == CHOSEN)


def _assigned(waiters: Waiters) -> Iterator[_Given]:
    """Yield what the session's proposals have been assigned to, by the parties they have now."""
    states = waiters.adopted.procedure.milestones[ASSIGNED].states
    rows = Case.objects.visible_to(waiters.actor).filter(kind=KIND, state__in=states, session=waiters.session)
    rows = rows.prefetch_related(with_parties()).order_by("official_number", "pk")
    for case in rows:
        leads, others = (
            [party.organisation_id for party in in_capacities(case.parties.all(), name) if party.organisation_id]
            for name in (HANDLERS, COHANDLERS)
        )
        if leads:
            rest = (*leads[1:], *others)
            yield _Given(case, Choice(leads[0], rest, separate=len(leads) > 1))


def _lists(given: Iterable[_Given], waiters: Waiters) -> Iterator[tuple[int, UnitList]]:
    by_unit: dict[int, list[_Given]] = defaultdict(list)
    for one in given:
        for unit in dict.fromkeys([one.choice.unit or 0, *one.choice.others]):
            by_unit[unit].append(one)
    known = {unit.pk: unit.name for unit in waiters.units}
    for pk, name in known.items():
        if by_unit.get(pk):
            lines = [_line(one, pk, known, waiters) for one in by_unit[pk]]
            yield pk, UnitList(unit=name, lines=lines)


def _line(one: _Given, unit: int, known: Mapping[int, str], waiters: Waiters) -> Line:
    choice = one.choice
    mode = waiters.adopted.procedure.lists.get("modes", {}).get(choice.mode)
    beside = [pk for pk in (choice.unit or 0, *choice.others) if pk != unit]
    part = _("lead") if unit == choice.unit or choice.separate else _("co-handler")
    return Line(
        number=one.case.called,
        title=one.case.title,
        who=in_short(in_capacities(one.case.parties.all(), "proposer", "cosigner")),
        part=part if choice.others else _("sole"),
        mode=say(mode) if mode else "",
        beside=joined(known[pk] for pk in beside if pk in known),
    )
