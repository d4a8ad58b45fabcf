"""Rates of what few may know, as how replies were rated: for those alone, and not of so few that one would show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhixing.assembly.actors import Actor
from zhixing.cases.conditions import condition, told
from zhixing.cases.kinds import Kind
from zhixing.cases.measures import Tally
from zhixing.cases.querysets import CaseQuerySet
from zhixing.insight.counting import Rate, rate_of, tallied
from zhixing.insight.small_numbers import ENOUGH
from zhixing.procedure.model import Procedure


def told_rates(kind: Kind, cases: CaseQuerySet, procedure: Procedure, actor: Actor) -> Iterator[Rate]:
    """Yield the kind's rates of codes that the actor may know in some cases, of these; one query for each.

    A rate of fewer than five is not given at all.
    """
    tallies = {tally.name: tally for tally in kind.tallies if tally.told}
    for one in kind.ratios:
        if one.bottom not in tallies:
            continue
        known = told(kind, [tallies[one.bottom].told], procedure, actor.keys, actor.body_id)
        if known is None:
            continue
        top, bottom = (_spelled(kind, tallies[name], procedure) for name in (one.top, one.bottom))
        asked = {tally.name: condition(kind, tally.filters, [procedure]) for tally in (top, bottom)}
        counts = tallied(kind, cases.filter(known), [procedure], asked)
        if counts[bottom.name] >= ENOUGH:
            yield rate_of(kind, one, top, bottom, counts)


def _spelled(kind: Kind, tally: Tally, procedure: Procedure) -> Tally:
    """Return a tally with the codes it counts among its filters, as lists take them."""
    choices = next(one.choices for one in kind.entered if one.name == tally.told)
    left_out = procedure.codes_with(choices, tally.but) if tally.but else ()
    codes = ",".join(code for code in procedure.lists[choices] if code not in left_out)
    return replace(tally, filters={**tally.filters, tally.told: codes})
