"""What entries say last in fields that no content column keeps, for several cases; the caller asks who may read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhixing.cases.models import Case
from zhixing.cases.querysets import BY_NUMBER
from zhixing.register.models import Entry, FieldValue

MENDED = "value"
"""The field of an entry that mends another."""


def latest_of(cases: Sequence[Case], names: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return what the entries of cases of one body say in fields of these names, by case and field.

    It is what the latest of them says, as mended; what was removed is not there. One query.
    """
    if not cases:
        return {}
    numbers = [case.number for case in cases]
    rows = FieldValue.objects.filter(
        entry__in=Entry.objects.unscoped(BY_NUMBER).filter(case__in=numbers), name__in=(*names, MENDED)
    )
    found = {
        (case, entry, name): value
        for case, entry, name, value in rows.values_list("entry__case", "entry__number", "name", "value")
    }
    return {case.number: dict(_latest(case, names, found)) for case in cases}


def _latest(
    case: Case, names: Sequence[str], found: Mapping[tuple[str, int, str], str | None]
) -> Iterator[tuple[str, Any]]:
    """Yield what a case's entries say in each field, from the entry that spoke last or the one that mended it."""
    for name in names:
        source = case.folded["sources"].get(name)
        mended_entry, by = case.folded["corrected"].get(name, (None, None))
        place = (case.number, by, MENDED) if by is not None and mended_entry == source else (case.number, source, name)
        value = found.get(place)
        if value is not None:
            yield name, json.loads(value)
