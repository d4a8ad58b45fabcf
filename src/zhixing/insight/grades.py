"""How proposers graded cases: as a reader may know one grade, and as they came in, for sums that tell no single one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from zhixing.assembly.actors import Actor
from zhixing.cases import adopting, reading
from zhixing.cases.models import Case
from zhixing.procedure.conditions import fields_called
from zhixing.procedure.fields import choices_of
from zhixing.procedure.words import Words
from zhixing.register.models import FieldValue

Event = tuple[str, str, str]
"""A grade as it came in: the case, the field and the code."""


def grade_events(
    fields: Sequence[str], numbers: Collection[str] | QuerySet[Case, Any], *, before: int | None = None
) -> Iterator[Event]:
    """Yield the grades of cases, and what corrected them, in the order in which they were entered; one query.

    ``numbers`` are the cases' permanent numbers, or a query for them; ``before`` is the entry at which to stop.
    """
    said = Q(name__in=fields) | Q(name="value", entry__act="correct")
    rows = FieldValue.objects.filter(said, entry__case__in=numbers, value__isnull=False).order_by("entry_id")
    if before is not None:
        rows = rows.filter(entry_id__lt=before)
    for case, outcome, name, value in rows.values_list("entry__case", "entry__outcome", "name", "value"):
        field = name if name in fields else json.loads(outcome)["corrects"]["field"]
        if field in fields:
            yield case, field, json.loads(value or '""')


def last_of(given: Iterable[Event], fields: Sequence[str]) -> Mapping[str, str]:
    """Return the grade of each case: the last that came in of the last of the fields it has."""
    grades: dict[str, dict[str, str]] = defaultdict(dict)
    for case, field, code in given:
        grades[case][field] = code
    return {case: next(own[one] for one in reversed(fields) if one in own) for case, own in grades.items()}


def readable(case: Case, fields: Sequence[str], actor: Actor) -> Words | None:
    """Return the last grade of a case the actor may see, in words, as far as they may read the field; no query."""
    adopted, folded = adopting.by_digest(case.procedure), case.folded
    given = sorted((folded["sources"].get(name, 0), name) for name in fields if folded["values"].get(name))
    if not given:
        return None
    entry, name = given[-1]
    named, roles = fields_called(adopted.procedure, name), reading.roles_in(case, actor, adopted)
    revealed = entry in folded["revealed"].get(name, ())
    # Which act recorded it is not asked: of several fields of a name, the closest circle decides.
    if not named or not (revealed or all(reading.may_read(field, adopted, roles) for field in named)):
        return None
    return choices_of(adopted.procedure, named[0]).get(folded["values"][name])
