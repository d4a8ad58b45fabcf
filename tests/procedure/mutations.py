"""Every way to change one leaf of a frozen value, to show that no difference between two procedures is passed over."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from zhixing.procedure.words import Words
from zhixing.procedure.working_days import Span

# Values that a type allows nothing else than are changed to another of their kind.
OTHER = {
    "months": "days",
    "days": "working_days",
    "working_days": "months",
    "session": "year",
    "text": "prose",
    "prose": "text",
    "until": "days",
}


def mutations(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The value with one thing about it otherwise, each with the place of the change."""
    match value:
        case None:
            return
        case bool():
            yield path, not value
        case int():
            yield path, value + 1
        case str():
            yield path, OTHER.get(value, f"{value}x")
        case Words():
            yield f"{path}.zh", replace(value, zh=f"{value.zh}改")
            yield f"{path}.en", replace(value, en=f"{value.en}x")
        case Span():
            yield path, Span.of(value.unit, value.amount + 1)
        case tuple():
            yield from _of_tuple(value, path)
        case Mapping():
            yield from _of_mapping(value, path)
        case _:
            assert is_dataclass(value)
            yield from _of_dataclass(value, path)


def _of_tuple(value: tuple[Any, ...], path: str) -> Iterator[tuple[str, Any]]:
    for index, one in enumerate(value):
        rest = value[:index], value[index + 1 :]
        yield f"{path}[{index}] gone", rest[0] + rest[1]
        yield f"{path}[{index}] twice", (*value, one)
        for place, changed in mutations(one, f"{path}[{index}]"):
            yield place, (*rest[0], changed, *rest[1])
    if len(set(value)) > 1:
        yield f"{path} turned", value[::-1]


def _of_mapping(value: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for name, one in value.items():
        yield f"{path}.{name} gone", {key: part for key, part in value.items() if key != name}
        for place, changed in mutations(one, f"{path}.{name}"):
            yield place, {**value, name: changed}


def _of_dataclass(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        one = getattr(value, field.name)
        if one is not None and "None" in str(field.type):
            yield f"{path}.{field.name} gone", replace(value, **{field.name: None})
        for place, changed in mutations(one, f"{path}.{field.name}"):
            yield place, replace(value, **{field.name: changed})
