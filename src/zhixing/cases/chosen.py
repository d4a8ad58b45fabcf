"""What a committee may choose of a procedure and has chosen: numbers and lists, with bounds, defaults and sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhixing.cases.adopting import Adopted
from zhixing.procedure.difference import differences
from zhixing.procedure.model import Procedure
from zhixing.procedure.overlay import Overlay, overlaid
from zhixing.procedure.words import Sentence, Words


@dataclass(frozen=True, slots=True)
class Choice:
    """A number that a committee may choose: the one in force, the default with its source, and the bounds."""

    name: str
    title: Words
    value: int
    default: int
    least: int
    most: int
    source: str

    @property
    def changed(self) -> bool:
        """Tell whether the committee chose another number than the default."""
        return self.value != self.default

    def as_json(self, locale: str) -> dict[str, Any]:
        """Return the choice for programs."""
        return {
            "name": self.name,
            "title": self.title.say(locale),
            "value": self.value,
            "default": self.default,
            "least": self.least,
            "most": self.most,
            "source": self.source or None,
            "changed": self.changed,
        }


@dataclass(frozen=True, slots=True)
class ListChoice:
    """A list that a committee may replace: its codes in force, which must stay, and whether it is its own.

    Its title is that of the first field which is chosen from it.
    """

    name: str
    title: Words
    codes: tuple[tuple[str, Words, tuple[str, ...]], ...]
    keeps: tuple[str, ...]
    source: str
    changed: bool

    def as_json(self, locale: str) -> dict[str, Any]:
        """Return the list for programs."""
        return {
            "name": self.name,
            "title": self.title.say(locale),
            "codes": [{"code": code, "title": title.say(locale), "flags": list(f)} for code, title, f in self.codes],
            "keeps": list(self.keeps),
            "source": self.source or None,
            "changed": self.changed,
        }


def numbers(adopted: Adopted) -> list[Choice]:
    """Return the numbers of a procedure in force, in the order of its file."""
    return [
        Choice(
            name=name,
            title=setting.title,
            value=adopted.settings.get(name, setting.value),
            default=setting.value,
            least=setting.least,
            most=setting.most,
            source=setting.source,
        )
        for name, setting in adopted.base.settings.items()
    ]


def lists(adopted: Adopted) -> list[ListChoice]:
    """Return the lists that a committee may replace, in the order of the file."""
    procedure = adopted.procedure
    return [
        ListChoice(
            name=name,
            title=_title(procedure, name),
            codes=tuple(
                (code, title, procedure.flags.get(name, {}).get(code, ()))
                for code, title in procedure.lists[name].items()
            ),
            keeps=opened.keeps,
            source=opened.source,
            changed=name in adopted.overlay.lists or name in adopted.overlay.flags,
        )
        for name, opened in adopted.base.open_lists.items()
    ]


def _title(procedure: Procedure, name: str) -> Words:
    fields = (field for act in procedure.acts.values() for field in act.fields.values())
    return next((field.title for field in fields if field.choices == name), Words(name))


def told(shipped: Procedure, own: Adopted) -> Iterator[Sentence]:
    """Yield in sentences what a committee has otherwise than the shipped procedure, its choices with their sources."""
    yield from differences(shipped, own.base)
    chosen = own.overlay
    for name, value in chosen.settings.items():
        setting = own.base.settings[name]
        if value != setting.value:
            yield Sentence(
                CHOSEN,
                title=setting.title,
                value=value,
                default=setting.value,
                least=setting.least,
                most=setting.most,
                source=setting.source or "—",
            )
    without_numbers = Overlay(lists=chosen.lists, flags=chosen.flags)
    yield from differences(own.base, overlaid(own.base, without_numbers))
    for name, opened in own.base.open_lists.items():
        if opened.source and name in chosen.lists:
            yield Sentence(LIST_SOURCE, name=name, source=opened.source)


CHOSEN = Words(
    "设置“{title}”：规程默认 {default}（出处：{source}），本会定为 {value}；可在 {least} 至 {most} 之间。",
    "Setting “{title}”: by default {default} (source: {source}); the committee chose {value}, from {least} to {most}.",
)
LIST_SOURCE = Words(
    "列表“{name}”：默认列表的出处：{source}。", "List “{name}”: the source of the default list is {source}."
)
