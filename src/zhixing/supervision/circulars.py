"""The draft of a quarter's circular 通报: what was late when it ended, by unit in official order, with their rates.

A draft and no more: whoever opens it edits, the offices sign, a person sends (design, 4.20).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Subquery

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Organisation, Session
from zhixing.assembly.numerals import to_chinese
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import late_limits
from zhixing.cases.models import Case, CaseParty
from zhixing.insight import counting
from zhixing.insight.counting import Counts
from zhixing.papers.paper import day_in_words

WORK = "handling"
DECISION = "circular_due"
RATES = (("reply_rate", "答复率"), ("on_time_rate", "按时率"))
"""The rates that a circular tells of each unit, as figures name them."""
QUARTERS = "一二三四"
LONGEST = 18_000
"""So long a draft may be; beyond, it counts the cases of each unit and names none."""


def circular(actor: Actor, _about: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return what a circular on the last quarter begins with, of the cases the actor may see; empty when none is due.

    Ten queries, however many cases there are.
    """
    kind, ended = kinds.get(WORK), clock.quarter_end(clock.today())
    decision = next(one for one in kind.decisions if one.name == DECISION)
    cases: Any = Case.objects.visible_to(actor).filter(decision.holds(), kind=WORK, final=False).defer("folded")
    passed = late_limits(kind, ended)
    cases = cases.annotate(due=Subquery(passed.values("due_on")[:1]), replied=Subquery(passed.values("ended_on")[:1]))
    units = by_unit(list(cases.order_by("due", "pk")), kind.unit)
    if not units:
        return {}
    late = [case for some in units.values() for case in some]
    return {
        "sort": "circular",
        "title": f"关于{_quarter(ended)}提案答复逾期情况的通报",
        "about": [case.called for case in dict.fromkeys(late)],
        "units": [str(unit.pk) for unit in units],
        "reason": f"{_quarter(ended)}末提案答复逾期，按督办规定通报。",
        "text": _text(units, ended, _standings(actor)),
    }


def by_unit(late: Sequence[Any], capacity: str) -> Mapping[Organisation, Sequence[Any]]:
    """Return the late cases by unit, the units in official order."""
    keys = [case.pk for case in late]
    parties = CaseParty.objects.filter(case__in=keys, capacity=capacity, organisation__isnull=False)
    units: dict[int, list[Organisation]] = defaultdict(list)
    for party in parties.select_related("organisation").order_by("place"):
        if party.organisation is not None:
            units[party.case_id].append(party.organisation)
    found: dict[Organisation, list[Any]] = defaultdict(list)
    for case in late:
        for unit in units[case.pk]:
            found[unit].append(case)
    return {unit: found[unit] for unit in sorted(found, key=lambda unit: (unit.official_order, unit.pk))}


def _standings(actor: Actor) -> Mapping[object, str]:
    """Return how each unit stands in the latest session, of the whole committee, by its key."""
    body = Body.objects.get(pk=actor.body_id)
    session = next(iter(Session.objects.of_body(body).begun(clock.today())[:1]), None)
    cases = Case.objects.of_body(body).filter(session=session) if session else Case.objects.of_body(body)
    groups = counting.by_unit(kinds.get(WORK), cases, [adopting.in_force(body, WORK).procedure])
    of = f"{session.name}提案" if session else "提案"
    return {group.key: _standing(group.counts, of) for group in groups}


def _standing(counts: Counts, of: str) -> str:
    rates = {rate.name: rate.value for rate in counting.rates(kinds.get(WORK), counts)}
    known = [f"{title}{rates[name]:.1%}" for name, title in RATES if rates.get(name) is not None]
    said = f"承办{of}{counts.get('handlings', 0)}件，已答复{counts.get('replied', 0)}件"
    return "，".join([said, *known])


def _text(units: Mapping[Organisation, Sequence[Any]], ended: date, standings: Mapping[object, str]) -> str:
    whole = _written(units, ended, standings, naming=True)
    return whole if len(whole) <= LONGEST else _written(units, ended, standings, naming=False)


def _written(
    units: Mapping[Organisation, Sequence[Any]], ended: date, standings: Mapping[object, str], *, naming: bool
) -> str:
    n = len({case.pk for some in units.values() for case in some})
    lines = [
        "各承办单位：",
        f"截至{day_in_words(ended)}，提案答复逾期的共{n}件，涉及{len(units)}个单位。现按单位顺序通报如下。",
        "",
    ]
    for place, (unit, late) in enumerate(units.items(), start=1):
        standing = f"{standings[unit.pk]}；" if unit.pk in standings else ""
        lines += [f"{to_chinese(place)}、{unit.name}", f"{standing}季末逾期{len(late)}件{'：' if naming else '。'}"]
        lines += [*(_numbered(late, ended) if naming else ()), ""]
    lines.append("请上述单位查明原因，明确责任人和办结时间，抓紧答复，并按规定时限书面回复。")
    return "\n".join(lines)


def _numbered(late: Iterable[Any], ended: date) -> Iterable[str]:
    for place, case in enumerate(late, start=1):
        since = f"，已于{day_in_words(case.replied)}签发答复" if case.replied else ""
        due = f"应于{day_in_words(case.due)}前答复，至季末逾期{(ended - case.due).days}日{since}"
        yield f"{place}.{case.called}　{case.title}，{due}。"


def _quarter(ended: date) -> str:
    return f"{ended.year}年第{QUARTERS[(ended.month - 1) // 3]}季度"
