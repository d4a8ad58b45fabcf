"""What a list is filtered by at the command line: a name and a value, codes also by their titles."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import Exact

from zhixing.assembly.models import Sector
from zhixing.cases.conditions import sector_of
from zhixing.cases.kinds import Kind
from zhixing.cases.models import CaseParty
from zhixing.cases.querysets import CaseQuerySet
from zhixing.cli.failure import CommandFailed
from zhixing.procedure.reader import read
from zhixing.procedure.words import Words


def known_filters(kind: Kind) -> tuple[str, ...]:
    """Return the names of a kind's filters: those of every kind, and its own."""
    return (*CONDITIONS, *(one.name for one in kind.filters), *(one.name for one in kind.traits))


def filtered(cases: CaseQuerySet, kind: Kind, name: str, value: str) -> CaseQuerySet:
    """Return the cases that meet a filter of the kind.

    Raises:
        CommandFailed: when the value is none of this filter's.
    """
    condition = CONDITIONS.get(name)
    trait = next((one for one in kind.traits if one.name == name), None)
    if trait:
        return cases.filter(trait.holds() if _is_yes(name, value) else ~trait.holds())
    return cases.filter(condition(kind, cases, value) if condition else _coded(kind, name, value))


def _state(kind: Kind, _cases: CaseQuerySet, value: str) -> Q:
    states = read(kind.procedure).states.values()
    return Q(state=_code({state.name: state.title for state in states}, value))


def _session(_kind: Kind, cases: CaseQuerySet, value: str) -> Q:
    return Q(session__in=[one.pk for one in cases.sessions() if value in {one.name, one.short_name, str(one.pk)}])


def _year(_kind: Kind, _cases: CaseQuerySet, value: str) -> Q:
    if not value.isdecimal():
        raise CommandFailed(f"year={value} is no year. Give it in digits, such as year=2024.")
    return Q(year=int(value))


def _body(_kind: Kind, _cases: CaseQuerySet, value: str) -> Q:
    return Q(body__name=value) | Q(body__short_name=value) | Q(body__slug=value)


def _number(_kind: Kind, _cases: CaseQuerySet, value: str) -> Q:
    return Q(official_number=value) | Q(number=value)


def _unit(kind: Kind, _cases: CaseQuerySet, value: str) -> Q:
    named = Q(organisation__name=value) | Q(organisation__short_name=value)
    return Q(Exists(CaseParty.objects.filter(named, case=OuterRef("pk"), capacity=kind.unit)))


def _sector(kind: Kind, _cases: CaseQuerySet, value: str) -> Q:
    if not kind.author:
        raise CommandFailed(f"{kind.plural} have no author whose sector is known. Leave sector={value} out.")
    named = Sector.objects.filter(Q(name=value) | Q(code=value)).values_list("pk", flat=True).first()
    if named is None:
        raise CommandFailed(f"There is no sector {value}. Give its name or code from the list of sectors.")
    return Q(Exact(sector_of(kind), named))


def _imported(_kind: Kind, _cases: CaseQuerySet, value: str) -> Q:
    return Q(imported=_is_yes("imported", value))


def _is_yes(name: str, value: str) -> bool:
    if value not in {"yes", "no"}:
        raise CommandFailed(f"{name}={value} is not understood. Give {name}=yes or {name}=no.")
    return value == "yes"


CONDITIONS: Mapping[str, Callable[[Kind, CaseQuerySet, str], Q]] = {
    "state": _state,
    "session": _session,
    "year": _year,
    "body": _body,
    "number": _number,
    "unit": _unit,
    "imported": _imported,
    "sector": _sector,
}


def _coded(kind: Kind, name: str, value: str) -> Q:
    choices = next(one.choices for one in kind.filters if one.name == name)
    code = _code(read(kind.procedure).lists.get(choices, {}), value)
    return Q(Exists(kind.content._default_manager.filter(case=OuterRef("pk"), **{name: code})))


def _code(titles: Mapping[str, Words], value: str) -> str:
    """Return the code of a title; what is no title is a code, perhaps of a committee's own procedure."""
    return next((code for code, title in titles.items() if value in {title.zh, title.en}), value)
