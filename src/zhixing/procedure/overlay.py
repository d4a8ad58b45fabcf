"""What a committee chose for itself: numbers, lists and flags that take the place of those of a procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from zhixing.procedure.model import Procedure
from zhixing.procedure.words import Words

Lists = Mapping[str, Mapping[str, Words]]
Flags = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Overlay:
    """A committee's own numbers, lists and flags. What it does not name stays as the procedure has it."""

    settings: Mapping[str, int] = field(default_factory=dict)
    lists: Lists = field(default_factory=dict)
    flags: Flags = field(default_factory=dict)

    def lists_as_json(self) -> dict[str, Any]:
        """Return lists and flags as plain values; codes in rows, because databases keep no order of keys."""
        kept: dict[str, Any] = {}
        if self.lists:
            kept["lists"] = {
                name: [[code, words.zh, words.en] for code, words in codes.items()]
                for name, codes in self.lists.items()
            }
        if self.flags:
            kept["flags"] = {
                name: [[code, list(flags)] for code, flags in codes.items()] for name, codes in self.flags.items()
            }
        return kept

    @classmethod
    def from_json(cls, settings: Mapping[str, int], lists: Mapping[str, Any]) -> Self:
        """Return the overlay of the settings, and of what ``lists_as_json`` returned."""
        return cls(
            settings=settings,
            lists={
                name: {code: Words(zh, en) for code, zh, en in rows} for name, rows in lists.get("lists", {}).items()
            },
            flags={name: {code: tuple(flags) for code, flags in rows} for name, rows in lists.get("flags", {}).items()},
        )


NOTHING_CHOSEN = Overlay()


def overlaid(procedure: Procedure, overlay: Overlay) -> Procedure:
    """Return a procedure with a committee's choices in their places.

    A list that is replaced takes the flags of the codes that stay along, unless the overlay gives flags for it.
    """
    settings = {
        name: replace(setting, value=overlay.settings.get(name, setting.value))
        for name, setting in procedure.settings.items()
    }
    lists = {name: overlay.lists.get(name, codes) for name, codes in procedure.lists.items()}
    kept = {
        name: {code: borne for code, borne in flags.items() if code in lists.get(name, {})}
        for name, flags in procedure.flags.items()
    }
    return replace(procedure, settings=settings, lists=lists, flags={**kept, **overlay.flags})
