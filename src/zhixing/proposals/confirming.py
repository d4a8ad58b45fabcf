"""What was read from a Word file, beside the form that confirms it: whom it names, and what was not understood.

Whoever is named exactly, and alone, is filled in; of two of one name nobody is, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Membership, Organisation, Post
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases import adopting
from zhixing.cases.directory import BodyDirectory
from zhixing.cases.models import Case
from zhixing.cases.panels import Cell, LongText, Panel, Part, Table

BETWEEN = "、"
FIRST = ("proposer", "organisation")
"""The fields in which the first that a file names may stand: a person or an organisation."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a file has it, with the numbers of the members and of the organisations that it may mean today."""

    text: str
    people: tuple[int, ...] = ()
    units: tuple[int, ...] = ()

    @property
    def meant(self) -> tuple[str, str] | None:
        """What the name means, where it means one thing alone: "person" or "unit", and its number."""
        match self.people, self.units:
            case (one,), ():
                return "person", str(one)
            case (), (one,):
                return "unit", str(one)
        return None


@dataclass(frozen=True, slots=True)
class Found:
    """What the file of a case said when it was read: the texts of its act, and the names among them looked up."""

    texts: dict[str, str]
    proposers: tuple[Named, ...] = ()
    unit: Named | None = None
    category: str = ""
    filled: dict[str, str | list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case) -> Found | None:
        """Return what was read for a case; None where no file was read."""
        directory = BodyDirectory(case.body_id, clock.today(), number=case.number)
        read = next(iter(directory.entries(["receive_file"])), None)
        if read is None:
            return None
        texts = {name: value for name, value in read.values.items() if isinstance(value, str)}
        names = [name.strip() for name in texts.get("proposer_names", "").split(BETWEEN) if name.strip()]
        unit = texts.get("unit_read", "").strip()
        looked = _looked_up(case.body_id, [*names, unit])
        titles = adopting.by_digest(case.procedure).procedure.lists.get("categories", {})
        wanted = texts.get("category_read", "").strip()
        category = next((code for code, words in titles.items() if wanted in (words.zh, words.en)), "")
        proposers, named = tuple(looked[name] for name in names), looked.get(unit) if unit else None
        return cls(texts, proposers, named, category, _filled(proposers, named, category))


def _looked_up(body: int, names: list[str]) -> dict[str, Named]:
    """Look names up among the sitting members, those of a higher committee, and confirmed organisations in force."""
    today = clock.today()
    people: dict[str, set[int]] = {}
    seats = Membership.objects.of_body(body).sitting(today).filter(person__name__in=names)
    posts = Post.objects.of_body(body).held(today).filter(kind=PostKind.HIGHER_MEMBER, person__name__in=names)
    for rows in (seats, posts):
        for name, number in rows.values_list("person__name", "person"):
            people.setdefault(name, set()).add(number)
    units: dict[str, set[int]] = {}
    called = Q(name__in=names) | Q(short_name__in=names)
    for pk, *both in (
        Organisation.objects.of_body(body)
        .in_force(today)
        .confirmed()
        .filter(called)
        .values_list("pk", "name", "short_name")
    ):
        for name in both:
            units.setdefault(name, set()).add(pk)
    return {
        name: Named(name, tuple(sorted(people.get(name, ()))), tuple(sorted(units.get(name, ()))))
        for name in names
        if name
    }


def _filled(proposers: tuple[Named, ...], unit: Named | None, category: str) -> dict[str, str | list[str]]:
    """Return what the form begins with; the first that a file names proposes, the others join."""
    filled: dict[str, str | list[str]] = {}
    if proposers and proposers[0].meant:
        sort, number = proposers[0].meant
        filled["proposer" if sort == "person" else "organisation"] = number
    first = {filled.get(name) for name in FIRST}
    for sort, to in (("person", "cosigners"), ("unit", "co_organisations")):
        joined = dict.fromkeys(one.meant[1] for one in proposers[1:] if one.meant and one.meant[0] == sort)
        if numbers := [number for number in joined if number not in first]:
            filled[to] = list(numbers)
    if unit is not None and len(unit.units) == 1:
        filled["suggested_unit"] = str(unit.units[0])
    if category:
        filled["category"] = category
    return filled


FILLED_IN = ("proposer", "organisation", "cosigners", "co_organisations", "suggested_unit", "category")
"""The fields of ``confirm_entry`` that are filled in from what was read."""


def from_the_file(case: Case | None, _actor: Actor) -> Mapping[str, str | list[str]] | None:
    """Return what the form begins with, by field. Only the office that may confirm sees such a case."""
    found = Found.of(case) if case is not None else None
    return found.filled if found else None


def as_read(case: Case, _actor: Actor) -> Panel:
    """Return what was read, for whoever compares it with its file: each name with what became of it, then the rest."""
    found = Found.of(case)
    if found is None:
        return ()
    rows = [[Cell(text=what), Cell(text=text), Cell(text=became)] for what, text, became in _rows(found)]
    texts = (
        ("not_understood", _("What was not understood")),
        ("whole", _("Text that could not be divided")),
        ("remarks", _("How the file was read")),
    )
    return [
        Part(
            title=_("Read from the file"),
            note=found.texts.get("original", ""),
            table=Table(columns=[_("Box"), _("As read"), _("In the form")], rows=rows) if rows else None,
            texts=[
                LongText(title=title, text=found.texts[name], opened=True)
                for name, title in texts
                if name in found.texts
            ],
            below=_("Compare with the file. Where nothing was filled in, choose from the lists."),
        )
    ]


def _rows(found: Found) -> Iterator[tuple[str | Promise, str, str | Promise]]:
    for place, one in enumerate(found.proposers):
        yield _("Proposer") if place == 0 else _("Co-signers"), one.text, _became(one)
    if found.unit is not None:
        units = Named(found.unit.text, units=found.unit.units)
        yield _("Suggested unit"), units.text, _became(units)
    if category := found.texts.get("category_read"):
        yield _("Category"), category, FILLED if found.category else _("Not filled in: not in the list.")


def _became(one: Named) -> str | Promise:
    if one.meant:
        return FILLED
    if one.people or one.units:
        return _("Not filled in: several are called so.")
    return _("Not filled in: nobody in office and no unit in force is called so.")


FILLED = _("Filled in.")
