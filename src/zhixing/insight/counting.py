"""Count what became of cases: the tallies and rates that kinds declare, of all of them or group by group.

Nothing is ranked: groups stand in official order. No answer is never counted as a good one (design, 4.19).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery

from zhixing.assembly.models import Sector, Session
from zhixing.assembly.vocabulary import Status
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import condition, sector_of
from zhixing.cases.kinds import Filter, Kind
from zhixing.cases.labels import Label
from zhixing.cases.measures import Ratio, Tally
from zhixing.cases.models import Case
from zhixing.cases.querysets import CaseQuerySet
from zhixing.procedure.model import Procedure
from zhixing.procedure.reader import read
from zhixing.procedure.words import Words

CHOSEN = "cases that were chosen"
ALIAS = "n_"
"""Before the names of tallies in queries, where a column may have the same name."""
LAST = 2
_RANKS = {Status.CONFIRMED: 0, Status.PROPOSED: 1}
Procedures = Sequence[Procedure]
Counts = Mapping[str, int]
Counted = Mapping[str, Q]
"""What is counted instead of a kind's own tallies, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate with what it is made of: the tallies ``top`` and ``bottom`` of a kind.

    Of ``unknown`` among the denominator nobody knows whether they belong to the numerator, in which they are not.
    """

    name: str
    title: Label
    formula: Label
    numerator: int
    denominator: int
    unknown: int
    kind: Kind
    top: Tally
    bottom: Tally

    @property
    def value(self) -> float | None:
        """The rate between 0 and 1; None where there is nothing to count."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cases counted together: those of a unit, of a category, of a session or in a state.

    ``key`` is the unit's or session's id or the code, None or "" where nobody knows. ``proposed`` units are known from
    a ledger alone. ``body`` is the committee of a unit or session.
    """

    key: Any
    title: Words
    counts: Counts
    proposed: bool = False
    body: str = ""
    order: tuple[Any, ...] = field(default=(), compare=False)


def procedures_of(kind: Kind, cases: CaseQuerySet) -> Procedures:
    """Return the procedures that cases of a kind stand under; the shipped one when there are none."""
    digests = cases.order_by().values_list("procedure", flat=True).distinct()
    return [adopting.by_digest(digest).procedure for digest in sorted(digests)] or [read(kind.procedure)]


def belonging(kind: Kind, cases: CaseQuerySet) -> CaseQuerySet:
    """Keep the cases that are counted as a kind: those below the kind that it is counted under, if it names one."""
    own = cases.filter(kind=kind.slug)
    return own.filter(parent__kind=kind.above) if kind.above else own


def tallied(kind: Kind, cases: CaseQuerySet, procedures: Procedures, counted: Counted | None = None) -> Counts:
    """Return the tallies of a kind over its cases, in one query; or what is ``counted`` instead, by name."""
    found = belonging(kind, cases).order_by().aggregate(**_aggregates(kind, procedures, counted))
    return {name.removeprefix(ALIAS): count for name, count in found.items()}


def rates(kind: Kind, counts: Counts) -> list[Rate]:
    """Return a kind's rates from its tallies; not those of what few may know (``insight.told``)."""
    tallies = {tally.name: tally for tally in kind.tallies if not tally.told}
    return [
        rate_of(kind, one, tallies[one.top], tallies[one.bottom], counts)
        for one in kind.ratios
        if one.bottom in tallies
    ]


def rate_of(kind: Kind, ratio: Ratio, top: Tally, bottom: Tally, counts: Counts) -> Rate:
    """Return one rate of a kind from what was counted of its tallies."""
    return Rate(
        name=ratio.name,
        title=ratio.title,
        formula=ratio.formula,
        numerator=counts.get(top.name, 0),
        denominator=counts.get(bottom.name, 0),
        unknown=counts.get(ratio.unknown, 0),
        kind=kind,
        top=top,
        bottom=bottom,
    )


def by_unit(kind: Kind, cases: CaseQuerySet, procedures: Procedures, counted: Counted | None = None) -> list[Group]:
    """Return the tallies by handling unit in official order, confirmed units first, in one query."""
    return _by_organisation(kind, kind.unit, belonging(kind, cases), procedures, counted)


def by_author(kind: Kind, cases: CaseQuerySet, procedures: Procedures, counted: Counted | None = None) -> list[Group]:
    """Return the tallies by the organisations that are authors, in official order, in one query; people have no row."""
    rows = belonging(kind, cases).filter(parties__capacity=kind.author, parties__organisation__isnull=False)
    of_kind = Case.objects.unscoped(CHOSEN).filter(pk__in=rows.order_by().values("pk"))
    return _by_organisation(kind, kind.author, of_kind, procedures, counted)


def _by_organisation(
    kind: Kind, capacity: str, rows: CaseQuerySet, procedures: Procedures, counted: Counted | None
) -> list[Group]:
    parties = FilteredRelation("parties", condition=Q(parties__capacity=capacity))
    columns = {
        "unit": F("party__organisation"),
        "unit_name": F("party__organisation__name"),
        "unit_status": F("party__organisation__status"),
        "official": F("party__organisation__official_order"),
        "of_body_id": F("party__organisation__body"),
        "of_body": F("party__organisation__body__short_name"),
    }
    groups = [
        Group(
            key=row["unit"],
            title=Words(row["unit_name"]) if row["unit"] else NOT_KNOWN,
            counts=counts,
            proposed=row["unit_status"] == Status.PROPOSED,
            body=row["of_body"] or "",
            order=(
                _RANKS.get(row["unit_status"], LAST),
                row["of_body_id"] or 0,
                row["official"] or 0,
                row["unit"] or 0,
            ),
        )
        for row, counts in _grouped(kind, rows.annotate(party=parties), procedures, columns, counted)
    ]
    return _in_order(groups)


def by_session(kind: Kind, cases: CaseQuerySet, procedures: Procedures) -> list[Group]:
    """Return the tallies by session, the oldest first; two queries."""
    sessions = {one.pk: one for one in belonging(kind, cases).sessions()}
    columns = {"of_session": F("session"), "of_body": F("session__term__body__short_name")}
    groups = []
    for row, counts in _grouped(kind, belonging(kind, cases), procedures, columns):
        session = sessions.get(row["of_session"])
        title = Words(session.short_name) if session else NOT_KNOWN
        order = _session_order(session)
        groups.append(Group(key=row["of_session"], title=title, counts=counts, body=row["of_body"] or "", order=order))
    return _in_order(groups)


def _session_order(session: Session | None) -> tuple[int, ...]:
    return (0, session.term.body_id, session.term.number, session.number) if session else (LAST,)


def _in_order(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: group.order)


def by_sector(kind: Kind, cases: CaseQuerySet, procedures: Procedures, counted: Counted | None = None) -> list[Group]:
    """Return the tallies by the sector of the first author, in the order of the national list; two queries."""
    known = {one.pk: one for one in Sector.objects.all()}
    columns = {"of_sector": sector_of(kind)}
    groups = []
    for row, counts in _grouped(kind, belonging(kind, cases), procedures, columns, counted):
        sector = known.get(row["of_sector"])
        order = (0, sector.official_order, sector.pk) if sector else (LAST,)
        title = Words(sector.name) if sector else NOT_KNOWN
        groups.append(Group(key=row["of_sector"], title=title, counts=counts, order=order))
    return _in_order(groups)


def by_state(kind: Kind, cases: CaseQuerySet, procedures: Procedures) -> list[Group]:
    """Return the tallies by state, in the order of the procedure."""
    titles = {state.name: state.title for procedure in procedures for state in procedure.states.values()}
    places = {name: place for place, name in enumerate(titles)}
    columns = {"in_state": F("state")}
    groups = [
        Group(key=row["in_state"], title=titles[row["in_state"]], counts=counts, order=(places[row["in_state"]],))
        for row, counts in _grouped(kind, belonging(kind, cases), procedures, columns)
    ]
    return _in_order(groups)


def by_code(
    kind: Kind, name: str, cases: CaseQuerySet, procedures: Procedures, counted: Counted | None = None
) -> list[Group]:
    """Return the tallies by the codes of a filter, in the order of its list; a child case has its parent's code."""
    own = next((one for one in kind.filters if one.name == name), None)
    whose = kind if own else next(one for one in kinds.everyone() if any(f.name == name for f in one.filters))
    codes = whose.content._default_manager.filter(case=OuterRef("pk" if own else "parent"))
    columns = {"code": Subquery(codes.values(name)[:1])}
    titles = _titles(whose, name, procedures)
    places = {code: place for place, code in enumerate(titles)}
    groups = [
        Group(
            key=row["code"] or "",
            title=titles.get(row["code"] or "", Words(row["code"]) if row["code"] else NOT_KNOWN),
            counts=counts,
            order=(places.get(row["code"], len(places)), row["code"] or ""),
        )
        for row, counts in _grouped(kind, belonging(kind, cases), procedures, columns, counted)
    ]
    return _in_order(groups)


def filters_of(listed: Iterable[Kind]) -> list[str]:
    """Return the names of the filters by whose codes the cases of kinds can be counted."""
    return list(dict.fromkeys(one.name for kind in listed for one in kind.filters))


def _titles(kind: Kind, name: str, procedures: Procedures) -> Mapping[str, Words]:
    chosen: Filter = next(one for one in kind.filters if one.name == name)
    of_kind = [one for one in procedures if one.kind == kind.slug] or [read(kind.procedure)]
    return {code: title for one in of_kind for code, title in one.lists.get(chosen.choices, {}).items()}


def _grouped(
    kind: Kind,
    cases: CaseQuerySet,
    procedures: Procedures,
    columns: Mapping[str, Any],
    counted: Counted | None = None,
) -> Iterator[tuple[Mapping[str, Any], Counts]]:
    rows = cases.order_by().annotate(**columns).values(*columns).annotate(**_aggregates(kind, procedures, counted))
    for row in rows:
        yield row, {name.removeprefix(ALIAS): count for name, count in row.items() if name.startswith(ALIAS)}


def _aggregates(kind: Kind, procedures: Procedures, counted: Counted | None) -> dict[str, Count]:
    if counted is not None:
        return {f"{ALIAS}{name}": Count("pk", filter=meant or None) for name, meant in counted.items()}
    return {
        f"{ALIAS}{name}": Count("pk", filter=condition(kind, filters, procedures)) if filters else Count("pk")
        for name, filters in _spelled_out(kind, procedures)
    }


def _spelled_out(kind: Kind, procedures: Procedures) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the name and filters of every tally, those of each code one by one."""
    for tally in kind.tallies:
        if tally.told:
            continue
        if not tally.each:
            yield tally.name, tally.filters
            continue
        for code in _titles(kind, tally.each, procedures):
            yield f"{tally.name}_{code}", {**tally.filters, tally.each: code}


NOT_KNOWN = Words("不详", "Not known")
