"""Write the forms in which names are typed, and find people and units by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from zhixing.assembly.models import Organisation, Person
from zhixing.finding import spelling
from zhixing.finding.models import LONGEST_FORM, NameForm
from zhixing.finding.tokens import folded
from zhixing.register.rows import insert

COLUMNS = ("person_id", "organisation_id", "sort", "form")
ALL = "the names of all bodies are spelled"
Sort = NameForm.Sort
SPELLED = (Sort.PINYIN, Sort.INITIALS, Sort.OTHER)
Form = tuple[str, str]
"""The sort of a form and the form."""
MOST_LETTERS = 6
FEWEST_SKIPPED = 3
"""So many characters must stand in a row, with gaps, to mean a longer name: 住建局 for 住房和城乡建设局."""


def write_people(pks: Sequence[int] | None = None) -> None:
    """Write the forms of people's names, of all people where none are given; what is right is left alone."""
    people = Person.objects.all() if pks is None else Person.objects.filter(pk__in=pks)
    _write("person_id", {pk: set(_person(name)) for pk, name in people.values_list("pk", "name")})


def write_organisations(pks: Sequence[int] | None = None) -> None:
    """Write the forms of organisations' names, short and former ones among them, as for people."""
    rows = Organisation.objects.unscoped(ALL)
    chosen = rows if pks is None else rows.filter(pk__in=pks)
    _write("organisation_id", {one.pk: set(_organisation(one)) for one in chosen.prefetch_related("former_names")})


def _person(name: str) -> Iterator[Form]:
    yield Sort.NAME, folded(name)
    yield from _spelled(spelling.readings(name, family=True))


def _spelled(readings: Sequence[Sequence[str]]) -> Iterator[Form]:
    """Yield the forms of a name's readings, of which the first is the usual one."""
    usual = {spelling.initials(reading) for reading in readings[:1]}
    for place, reading in enumerate(readings):
        yield Sort.OTHER if place else Sort.PINYIN, spelling.whole(reading)
        letters = spelling.initials(reading)
        yield Sort.INITIALS if letters in usual else Sort.OTHER, letters


def _organisation(one: Organisation) -> Iterator[Form]:
    former = [name for row in one.former_names.all() for name in (row.name, row.short_name)]
    for sort, called in ((Sort.NAME, [one.name, one.short_name]), (Sort.FORMER, former)):
        for name in filter(None, called):
            yield sort, folded(name)
            for short in spelling.without_area(name):
                yield from _spelled(spelling.readings(short, family=False))


def _write(owner: str, wanted: dict[int, set[Form]]) -> None:
    standing: dict[int, set[Form]] = {}
    rows = NameForm.objects.filter(**{f"{owner}__isnull": False})
    if len(wanted) == 1:
        rows = rows.filter(**{f"{owner}__in": list(wanted)})
    for pk, sort, form in rows.values_list(owner, "sort", "form"):
        standing.setdefault(pk, set()).add((sort, form))
    cut = {pk: {(str(sort), form[:LONGEST_FORM]) for sort, form in forms if form} for pk, forms in wanted.items()}
    changed = [pk for pk, forms in cut.items() if standing.get(pk) != forms]
    for start in range(0, len(changed), 500):
        NameForm.objects.filter(**{f"{owner}__in": changed[start : start + 500]}).delete()
    made = [(pk, form) for pk in changed for form in sorted(cut[pk])]
    person = owner == "person_id"
    insert(NameForm, COLUMNS, [(pk if person else None, None if person else pk, *form) for pk, form in made])


def called(typed: str) -> Q:
    """Return the condition that a form is meant by what was typed: a part of a name, or the beginning of its pinyin."""
    plain = "".join(folded(typed).split()).replace("'", "")
    if not plain:
        return Q(pk__in=())
    meant = Q(sort__in=[Sort.NAME, Sort.FORMER], form__contains=plain)
    if plain.isascii():
        meant |= Q(sort__in=SPELLED, form__startswith=plain)
        if FEWEST_SKIPPED <= len(plain) <= MOST_LETTERS and plain.isalpha():
            # The first letters of a name in short, of a unit that is known by its long one alone: zjj.
            meant |= Q(sort=Sort.INITIALS, organisation__isnull=False, form__regex=f"^{'.*'.join(plain)}$")
        return meant
    if len(plain) >= FEWEST_SKIPPED and plain.isalnum():
        # The characters stand in the name in this order; only letters and digits get into the expression.
        meant |= Q(sort=Sort.NAME, organisation__isnull=False, form__regex=".*".join(plain))
    return meant


def exactly_called(typed: str) -> Q:
    """Return the condition that a form is meant and nothing longer: for Latin letters the whole of a reading."""
    plain = "".join(folded(typed).split()).replace("'", "")
    return Q(sort__in=SPELLED, form=plain) if plain.isascii() else called(typed)


def people_called(meant: Q) -> QuerySet[NameForm, Any]:
    """Return the numbers of people by a condition on the forms, for ``pk__in``."""
    return NameForm.objects.filter(meant, person__isnull=False).values("person")


def organisations_called(meant: Q) -> QuerySet[NameForm, Any]:
    """Return the numbers of organisations, as for people."""
    return NameForm.objects.filter(meant, organisation__isnull=False).values("organisation")


def usual(meant: Q) -> Q:
    """Return the condition without the readings that characters have elsewhere; who meets it stands first."""
    return meant & ~Q(sort=Sort.OTHER)
