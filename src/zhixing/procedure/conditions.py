"""Conditions on what was entered: a field has a value, or one of the codes that bear a flag."""

from __future__ import annotations

from collections.abc import Mapping

from zhixing.procedure.model import FLAG, Field, Procedure


def met(procedure: Procedure, wanted: Mapping[str, str], data: Mapping[str, object]) -> bool:
    """Tell whether every field has the value wanted, or with ``#flag`` a code of its list that bears the flag."""
    return all(has(procedure, name, value, data.get(name)) for name, value in wanted.items())


def has(procedure: Procedure, name: str, wanted: str, value: object) -> bool:
    """Tell whether a value of a field is the one wanted, or bears the flag wanted."""
    if not wanted.startswith(FLAG):
        return value == wanted
    return any(value in procedure.codes_with(field.choices, wanted[1:]) for field in fields_called(procedure, name))


def fields_called(procedure: Procedure, name: str) -> list[Field]:
    """Return every field of a name that an act records, columns of rows among them."""
    found = []
    for act in procedure.acts.values():
        for field in act.fields.values():
            if field.name == name:
                found.append(field)
            if name in field.columns:
                found.append(field.columns[name])
    return found


def coded(procedure: Procedure, name: str, wanted: str) -> list[str]:
    """Return the codes that meet a wanted value: the value itself, or all that bear its flag."""
    if not wanted.startswith(FLAG):
        return [wanted]
    lists = dict.fromkeys(field.choices for field in fields_called(procedure, name))
    return [code for one in lists for code in procedure.codes_with(one, wanted[1:])]
