"""What forms of this room begin with: the special report with its problems, the agenda with what is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q

from zhixing.assembly.actors import Actor
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import overdue
from zhixing.cases.models import Case, CaseParty
from zhixing.supervision.models import Problem

MOST_ON_AGENDA = 20
"""So many late cases, those late the longest, stand on a draft agenda; a meeting gets through no more."""
LATE_KINDS = ("handling", "promise")


def special_report(case: Case | None, actor: Actor) -> str | None:
    """Return the beginning of a topic's report: the topic, and each of its problems as it stands in the bank."""
    if case is None:
        return None
    numbers = [one["number"] for name in ("problems", "more_problems") for one in case.folded["values"].get(name) or ()]
    problems = Case.objects.visible_to(actor).filter(number__in=numbers).order_by("pk")
    lines = [f"关于{case.title.removeprefix('关于')}的专报", "", "一、基本情况"]
    lines += [f"（{place}）{line}" for place, line in enumerate(_problem_lines(problems), start=1)]
    return "\n".join([*lines, "", "二、原因分析", "", "三、对策建议", ""])


def _problem_lines(problems: Iterable[Case]) -> Iterator[str]:
    for case in problems:
        procedure = adopting.by_digest(case.procedure).procedure
        facts = Problem.objects.filter(pk=case.pk).values_list("facts", flat=True).first() or ""
        units = CaseParty.objects.filter(case=case, capacity="unit").values_list("organisation__name", flat=True)
        of_unit = f"，责任单位：{'、'.join(units)}" if units else ""
        state = procedure.states[case.state].title.say("zh-hans")
        yield f"{case.called}　{case.title}（{state}{of_unit}）。{facts}"


def late_cases(_case: Case | None, actor: Actor) -> list[str] | None:
    """Return the numbers of the late handlings and promises the actor may see, those late the longest first."""
    late = Q()
    for slug in LATE_KINDS:
        late |= Q(kind=slug) & overdue(kinds.get(slug))
    found = Case.objects.visible_to(actor).filter(late, final=False).order_by("due_on", "pk")
    return list(found.values_list("number", flat=True)[:MOST_ON_AGENDA]) or None
