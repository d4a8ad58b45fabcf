"""Who may be named in a field of an act, and which earlier entry; what is wrong with a name, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhixing.procedure.facts import Facts, Given, Json, Reference
from zhixing.procedure.model import ACTOR, Act, Field, Procedure
from zhixing.procedure.roles import Party, keys_of_roles
from zhixing.procedure.words import Sentence, Words

Named = Mapping[str, tuple[Reference, ...]]


def unfit(procedure: Procedure, field: Field, named: Reference, *, facts: Facts, given: Given) -> Sentence | None:
    """Return what is wrong with naming this organisation or person in a field, whatever else is said."""
    if field.type.startswith("person"):
        return _unfit_person(procedure, field, named, facts, given)
    if not named.confirmed:
        return Sentence(NOT_CONFIRMED, field=field.title, name=named.name)
    elsewhere = field.functions and not set(field.functions).intersection(named.functions)
    if elsewhere or (field.kinds and named.kind not in field.kinds):
        return Sentence(WRONG_KIND, field=field.title, name=named.name)
    if field.own and given.keys.isdisjoint(f"o{named.id}.{post}" for post in field.own):
        return Sentence(NOT_YOUR_OWN, field=field.title, name=named.name)
    return None


def _unfit_person(procedure: Procedure, field: Field, named: Reference, facts: Facts, given: Given) -> Sentence | None:
    if not field.kinds:
        return None
    wanted = keys_of_roles(procedure, field.kinds, parties=facts.parties, body=facts.body)
    if not given.directory.keys(named.id).isdisjoint(wanted):
        return None
    titles = [procedure.roles[name].title for name in field.kinds]
    who = Words("或".join(one.zh for one in titles), " or ".join(one.say("en") for one in titles))
    return Sentence(WRONG_PERSON, field=field.title, name=named.name, who=who)


@dataclass(frozen=True, slots=True)
class Taken:
    """Where somebody stands already: the title of a role of the case, or of another field of the act."""

    person: bool
    id: int
    where: Words
    field: str = ""


def taken(procedure: Procedure, act: Act, field: Field, *, facts: Facts, actor: int | None) -> Iterator[Taken]:
    """Yield who may not be named in a field, as far as that is known before anything is entered."""
    for party in facts.parties:
        if party.capacity in field.apart_from:
            yield _taken(procedure, party)
    if actor is not None:
        for new in act.parties:
            if new.source == ACTOR and new.capacity in field.apart_from:
                yield _taken(procedure, Party(new.capacity, person=actor))


def _taken(procedure: Procedure, party: Party) -> Taken:
    titles = (role.title for role in procedure.roles.values() if role.party == party.capacity)
    where = next(titles, Words(party.capacity))
    return Taken(party.person is not None, party.person or party.organisation or 0, where)


def doubled(
    procedure: Procedure, act: Act, named: Named, *, facts: Facts, given: Given
) -> Iterator[tuple[str, Sentence]]:
    """Yield each field that names somebody who stands already where the field may name nobody, with what to do."""
    for field in act.fields.values():
        if field.apart_from and named.get(field.name):
            known = [
                *taken(procedure, act, field, facts=facts, actor=given.actor.id if given.actor else None),
                *_beside(act, field, named),
            ]
            for one in named[field.name]:
                person = field.type.startswith("person")
                standing = next((other for other in known if (other.person, other.id) == (person, one.id)), None)
                if standing is not None:
                    words = ALSO_IN if standing.field else ALREADY
                    yield field.name, Sentence(words, field=field.title, name=one.name, where=standing.where)


def _beside(act: Act, field: Field, named: Named) -> Iterator[Taken]:
    """Yield whom other fields of the same act name that are meant, by their own name or as making such parties."""
    sources = {new.source for new in act.parties if new.capacity in field.apart_from}
    for name in sources.union(field.apart_from) - {field.name}:
        if name in act.fields:
            other = act.fields[name]
            for one in named.get(name, ()):
                yield Taken(other.type.startswith("person"), one.id, other.title, field=name)


def not_meant(procedure: Procedure, act: str, field: Field, number: int, *, given: Given) -> Sentence | None:
    """Return what is wrong with naming an earlier entry by its number in a field."""
    entries = given.directory.entries(field.entry_of)
    entry = next((one for one in entries if one.number == number), None)
    if entry is None:
        titles = [procedure.acts[name].title for name in field.entry_of]
        acts = Words("、".join(one.zh for one in titles), ", ".join(one.say("en") for one in titles))
        known = ", ".join(str(one.number) for one in entries) or "-"
        return Sentence(NO_SUCH_ENTRY, field=field.title, number=number, acts=acts, known=known)
    actor = given.actor.id if given.actor else None
    concerned = _ids(entry.values.get(field.concerns))
    if concerned and actor not in concerned:
        return Sentence(NOT_CONCERNED, field=field.title, number=number)
    own = [one for one in given.directory.entries((act,)) if one.person == actor] if field.once else []
    if any(one.values.get(field.name) == number for one in own):
        return Sentence(DONE_BEFORE, field=field.title, number=number)
    return None


def _ids(value: Json) -> set[Json]:
    listed = value if isinstance(value, list) else [value]
    return {one.get("id") for one in listed if isinstance(one, dict)}


WRONG_KIND = Words(
    "“{field}”：“{name}”不是这里可以填的单位。请从名单中选择。",
    "{field}: {name} is not a unit that can stand here. Choose one from the list.",
)
NOT_YOUR_OWN = Words(
    "“{field}”：您不是“{name}”的签发人。请选择您所代表的单位，或请其签发人办理。",
    "{field}: you do not sign for {name}. Choose the one you sign for, or ask its signer.",
)
NOT_CONFIRMED = Words(
    "“{field}”：单位“{name}”尚待核实，核实后才能使用。",
    "{field}: the unit {name} awaits confirmation and cannot be used yet.",
)
WRONG_PERSON = Words(
    "“{field}”：“{name}”现不是{who}，不能填在这里。请从名单中另选。",
    "{field}: {name} is not {who} today and cannot be named here. Choose somebody from the list.",
)
ALREADY = Words(
    "“{field}”：“{name}”已是本案的{where}，不能再填在这里。请去掉或另选。",
    "{field}: {name} is in this case already ({where}) and cannot be named here too. Leave it out or choose another.",
)
ALSO_IN = Words(
    "“{field}”：“{name}”已填在“{where}”一栏，不能重复。请去掉或另选。",
    "{field}: {name} stands in {where} too. Leave it out or choose another.",
)
NO_SUCH_ENTRY = Words(
    "“{field}”：本案第 {number} 笔不是“{acts}”的记录。可填：{known}。",
    "{field}: entry {number} of this case was not made by {acts}. Such entries: {known}.",
)
NOT_CONCERNED = Words(
    "“{field}”：第 {number} 笔记录的对象不是您，请由所记的人办理，或改填与您有关的一笔。",
    "{field}: entry {number} does not concern you. Leave it to whom it names, or give the one that concerns you.",
)
DONE_BEFORE = Words(
    "“{field}”：第 {number} 笔您已经办理过，不必重复。请改填另一笔。",
    "{field}: you have dealt with entry {number} already. Give another one.",
)
