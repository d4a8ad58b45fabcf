"""What a unit answered before to a like question: its own replies that were released, beside the work on a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import Truncator

from zhixing.assembly.actors import Actor
from zhixing.cases import adopting
from zhixing.cases.models import Case, CaseParty
from zhixing.desk.acting import Task
from zhixing.desk.ours.work import Ours, units_of
from zhixing.desk.speech import say
from zhixing.insight.earlier import Alike, earlier_like

TAKE = "answer:"
"""Before the number of an earlier case, what its button sends to a form."""
GIST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An earlier answer of the unit: the case and its page, the year, the code in words, its beginning, all of it."""

    number: str
    called: str
    title: str
    url: str
    year: str
    code: str
    gist: str
    text: str


def own_answers(case: Case, actor: Actor) -> list[Answer]:
    """Return the actor's unit's released answers to questions like that of a case; four queries at most.

    Nothing for whoever is not of the unit that works on it, and once that work is over.
    """
    ours = Ours(case, {})
    if ours.kind.work is None or ours.kind.work.answers is None or case.state not in ours.kind.work.states:
        return []
    units, where = ours.units.intersection(units_of(actor)), ours.kind.work.answers
    milestone = adopting.by_digest(case.procedure).procedure.milestones.get(where.milestone)
    if not units or milestone is None:
        return []
    parties = CaseParty.objects.filter(case=OuterRef("pk"), capacity=ours.kind.unit, organisation__in=sorted(units))
    among = Q(Exists(parties), state__in=sorted(milestone.states))
    found = earlier_like(case.title, kind=ours.kind, body=case.body, actor=actor, but=case.pk, among=among)
    return _worded(ours, [one for one in found if one.is_open])


def taken_over(task: Task, sent: QueryDict, wanted: str) -> QueryDict:
    """Return a form as sent with the answer asked for behind what stands in the field that may take it."""
    case, work = task.case, task.kind.work
    field = work.answers.into.get(task.act.name) if work and work.answers else None
    if case is None or field is None:
        return sent
    number = wanted.removeprefix(TAKE)
    text = next((one.text for one in own_answers(case, task.actor) if one.number == number), "")
    if not text:
        return sent
    data = sent.copy()
    data[field] = "\n\n".join(part for part in (str(sent.get(field, "")).strip(), text) if part)
    return data


def takes_over(task: Task) -> bool:
    """Tell whether the form of an act has a field that takes an earlier answer over."""
    work = task.kind.work
    return work is not None and work.answers is not None and task.act.name in work.answers.into


def beside(task: Task) -> Sequence[Answer]:
    """Return the earlier answers that stand beside the form of an act."""
    return own_answers(task.case, task.actor) if task.case is not None and takes_over(task) else ()


def _worded(ours: Ours, found: Sequence[Alike]) -> list[Answer]:
    kind, where = ours.kind, ours.work.answers
    if where is None or not found:
        return []
    contents = kind.content._default_manager.in_bulk([one.case.pk for one in found])
    rows = []
    for one in found:
        text = str(getattr(contents.get(one.case.pk), where.text, "") or "")
        if text:
            code = str(getattr(contents[one.case.pk], where.code, "") or "")
            rows.append(_answer(one.case, text, _titles(one.case, ours, where.code).get(code, "")))
    return rows


def _titles(case: Case, ours: Ours, name: str) -> Mapping[str, str]:
    """Return what the codes of a filter of the kind mean in a case."""
    listed = next((one.choices for one in ours.kind.filters if one.name == name), "")
    titles = adopting.by_digest(case.procedure).procedure.lists.get(listed, {})
    return {code: say(title) for code, title in titles.items()}


def _answer(case: Case, text: str, code: str) -> Answer:
    return Answer(
        number=case.number,
        called=case.called,
        title=case.title,
        url=reverse("desk:case_detail", args=[case.number]),
        year=str(case.year or ""),
        code=code,
        gist=Truncator(" ".join(text.split())).chars(GIST),
        text=text,
    )
