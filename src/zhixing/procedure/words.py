"""Texts by locale, so that a pure package can speak to people without a translation catalogue.

Titles in procedure files and the sentences of refusals are :class:`Words`; a :class:`Sentence` is words with the
values that belong into them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The same text in Chinese and, where given, English."""

    zh: str
    en: str = ""

    def say(self, locale: str) -> str:
        """Return the text for a locale code such as ``zh-hans`` or ``en``; Chinese where English is missing."""
        return self.en if locale.startswith("en") and self.en else self.zh


Value = Words | str | int


class Sentence:
    """Words with named places to fill; values may be words themselves."""

    __slots__ = ("template", "values")

    def __init__(self, template: Words, **values: Value) -> None:
        self.template = template
        self.values: Mapping[str, Value] = values

    def say(self, locale: str) -> str:
        """Return the filled sentence in the given locale."""
        spoken = {name: value.say(locale) if isinstance(value, Words) else value for name, value in self.values.items()}
        return self.template.say(locale).format_map(spoken)
