"""Say the words of procedures in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from zhixing.procedure.words import Sentence, Words


def say(words: Words | Sentence) -> str:
    """Return the text in the reader's language."""
    return words.say(get_language() or "zh-hans")


def joined(texts: Iterable[str]) -> str:
    """Return several words as one enumeration in the reader's language."""
    return (", " if (get_language() or "").startswith("en") else "、").join(texts)
