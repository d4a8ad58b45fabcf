"""The parties of a case: in a cell as briefly as a list needs, on its page all of them and in which part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhixing.cases.kinds import Kind
from zhixing.cases.models import CaseParty
from zhixing.common.parts import Field
from zhixing.desk.speech import joined, say
from zhixing.procedure.model import Procedure

MOST_NAMED = 2
"""So many parties stand in a cell by name; of more the first is named and the others are counted."""


def name_of(party: CaseParty) -> str:
    """Return what a party is called."""
    if party.organisation is not None:
        return party.organisation.name
    return party.person.name if party.person is not None else ""


def in_capacities(parties: Iterable[CaseParty], *capacities: str) -> list[CaseParty]:
    """Return the parties in these capacities, those of the first capacity first, in the order they joined."""
    known = list(parties)
    return [party for capacity in capacities for party in known if party.capacity == capacity]


def in_short(parties: Sequence[CaseParty]) -> str:
    """Return parties as a cell names them: 张三 等 3 人."""
    if len(parties) <= MOST_NAMED:
        return joined(map(name_of, parties))
    people, units = (all(getattr(party, name) for party in parties) for name in ("person_id", "organisation_id"))
    words = _("%(first)s and others, %(n)d parties in all")
    if people:
        words = _("%(first)s and others, %(n)d people in all")
    elif units:
        words = _("%(first)s and others, %(n)d units in all")
    return words % {"first": name_of(parties[0]), "n": len(parties)}


def by_capacity(parties: Iterable[CaseParty], kind: Kind, procedure: Procedure) -> list[Field]:
    """Return all parties by capacity, in the kind's order and words, else as the procedure names their role."""
    titles: dict[str, str] = {
        role.party: capfirst(say(role.title)) for role in reversed(list(procedure.roles.values())) if role.party
    }
    titles |= {capacity: str(label) for capacity, label in kind.capacities.items()}
    grouped: Mapping[str, list[str]] = {capacity: [] for capacity in kind.capacities}
    found = dict(grouped)
    for party in parties:
        found.setdefault(party.capacity, []).append(name_of(party))
    return [Field(label=titles.get(name, name), value=joined(names)) for name, names in found.items() if names]
