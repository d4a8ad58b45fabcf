"""Which codes and flags of its lists a procedure speaks of itself, so that no committee's list can do without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from zhixing.procedure.model import Procedure, Target

CONDITIONS = ("required_when", "starts_when", "when", "where")
"""The keys of a procedure's parts that hold a condition: a table of fields with the values they must have."""


def used_codes(procedure: Procedure) -> Mapping[str, tuple[str, ...]]:
    """Return, by list, the codes that conditions and targets name; a flag stands with its ``#``."""
    found: dict[str, dict[str, None]] = {}
    for field_name, code in _named(procedure.acts) + _named(procedure.clocks):
        for name in lists_of(procedure, field_name):
            found.setdefault(name, {})[code] = None
    return {name: tuple(codes) for name, codes in found.items()}


def lists_of(procedure: Procedure, field_name: str) -> tuple[str, ...]:
    """Return the lists from which fields of a name are chosen."""
    chosen = (act.fields[field_name] for act in procedure.acts.values() if field_name in act.fields)
    return tuple(dict.fromkeys(field.choices for field in chosen if field.choices in procedure.lists))


def _named(part: object) -> list[tuple[str, str]]:
    return list(_walk(part))


def _walk(part: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any part of the model
    """Yield every field and the value a condition wants of it, wherever in a part it stands."""
    if isinstance(part, Target):
        yield from ((part.field, value) for value in part.by_value)
    elif is_dataclass(part):
        for one in fields(part):
            value = getattr(part, one.name)
            if one.name in CONDITIONS and isinstance(value, Mapping):
                yield from value.items()
            else:
                yield from _walk(value)
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _walk(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _walk(value)
