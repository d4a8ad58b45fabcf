"""What a letter or a joint check begins with that is opened about a late reply: all that its unit owes as long.

A draft and no more: whoever opens it says who signs or goes along, edits, and sends or goes (design, 4.20).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, Subquery

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Organisation
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import late_limits
from zhixing.cases.models import Case
from zhixing.papers.paper import day_in_words
from zhixing.supervision.circulars import WORK, by_unit

MOST = 50
"""So many cases a paper names, those late the longest; what stands behind them is due again once these are named."""
RULE = "《提案办理办法》第三十四条"


def letter(actor: Actor, about: Sequence[str]) -> Mapping[str, Any]:
    """Return what a letter to the unit of a late reply begins with; empty when none is due to it.

    Takes the numbers of the cases it is opened about; of those that the actor may see and a letter is due for, the
    unit of the first is written to.
    """
    unit, late = _owed(actor, about, "letter_due")
    if unit is None:
        return {}
    n, today = len(late), clock.today()
    adopted = adopting.in_force(Body.objects.get(pk=actor.body_id), "letter")
    days = adopted.procedure.number("answer_days", adopted.settings)
    lines = [
        f"{unit.name}：",
        f"截至{day_in_words(today)}，你单位承办的下列{n}件提案，答复逾期已满十五日：",
        *_numbered(late),
        f"请查明原因，明确责任人和答复时间，抓紧办理，并于收到本函后{days}个工作日内书面回复。",
    ]
    return {
        "sort": "letter",
        "title": f"关于催办{n}件逾期提案的函",
        "about": [case.called for case in late],
        "units": [str(unit.pk)],
        "reason": f"答复逾期已满十五日，按{RULE}发函督办。",
        "text": "\n".join(lines),
    }


def check(actor: Actor, about: Sequence[str]) -> Mapping[str, Any]:
    """Return what a joint check at the unit of a late reply begins with; empty when none is due there.

    Takes what :func:`letter` takes.
    """
    unit, late = _owed(actor, about, "check_due")
    if unit is None:
        return {}
    lines = [
        f"答复逾期已满三十日，按{RULE}现场督查下列{len(late)}件提案的办理情况、逾期原因和答复时间：",
        *_numbered(late),
    ]
    return {
        "title": f"关于{unit.name}逾期提案办理情况的联合督查"[:100],
        "unit": str(unit.pk),
        "about": [case.called for case in late],
        "purpose": _within("\n".join(lines), 1000),
    }


def _owed(actor: Actor, about: Sequence[str], due: str) -> tuple[Organisation | None, Sequence[Any]]:
    """Return the unit of the first of some cases for which a decision is to be taken, and all such cases of it."""
    kind = kinds.get(WORK)
    decision = next(one for one in kind.decisions if one.name == due)
    cases: Any = Case.objects.visible_to(actor).filter(decision.holds(), kind=WORK, final=False).defer("folded")
    # What is next in a case may be another limit, as of taking it on; the reply's own is spoken of.
    cases = cases.annotate(owed=Subquery(late_limits(kind, clock.today()).values("due_on")[:1])).order_by("owed", "pk")
    named = cases.filter(Q(number__in=about) | Q(official_number__in=about))[:1]
    unit = next(iter(by_unit(list(named), kind.unit)), None)
    if unit is None:
        return None, ()
    theirs = cases.filter(parties__capacity=kind.unit, parties__organisation=unit)
    return unit, list(theirs[:MOST])


def _numbered(late: Sequence[Any]) -> list[str]:
    today = clock.today()
    return [
        f"{place}.{one.called}　{one.title}，应于{day_in_words(one.owed)}前答复，已逾期{(today - one.owed).days}日。"
        for place, one in enumerate(late, start=1)
    ]


def _within(text: str, most: int) -> str:
    """Return the text, cut after the last line that fits."""
    while len(text) > most:
        text = text.rpartition("\n")[0]
    return text
