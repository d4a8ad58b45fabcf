"""Text as words that both databases index alike: every two neighbouring Chinese characters, every Latin word.

Chinese writes no spaces, and most of its words have two characters. So 加装电梯 becomes 加装 装电 电梯 and, since a
single character is looked for as the beginning of a pair, 梯. A text is found where its pairs stand in a row. The words
are spelled in ASCII, one letter and hexadecimal digits, because each database has its own idea of a letter,
above all of the rare characters that names have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

LONGEST_WORD = 40
"""Of a longer Latin word the beginning counts."""
CODE = 5
"""So many digits spell a character."""
_RUNS = re.compile(r"[a-z0-9]+|[^\W_]+?(?=[a-z0-9]|\W|_|$)")
_UNTYPED = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_LATIN = re.compile(r"[a-z0-9]+")


def typed_line(text: str) -> str:
    """Return what was typed as one line, without what nobody can type and PostgreSQL does not take."""
    return " ".join(_UNTYPED.sub(" ", text).split())


def folded(text: str) -> str:
    """Return a text in small letters and half width, each character still in its place."""
    return "".join(map(_folded, text))


@cache
def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


@cache
def _code(character: str) -> str:
    return f"{ord(character):0{CODE}x}"


def words_of(text: str) -> str:
    """Return the words of a text, joined by spaces."""
    return " ".join(_words(folded(text)))


def _words(plain: str) -> Iterator[str]:
    for run in _RUNS.findall(plain):
        if _LATIN.match(run):
            yield f"w{run[:LONGEST_WORD]}"
            continue
        codes = list(map(_code, run))
        for first, second in pairwise(codes):
            yield f"x{first}{second}"
        yield f"x{codes[-1]}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand in a row; the last one may go on where it is ``open``."""

    words: tuple[str, ...]
    open: bool = True


def phrase_of(term: str) -> Phrase | None:
    """Return what is looked for in the index for something typed; None where it holds no letter or digit."""
    words = list(_words(folded(term)))
    if not words:
        return None
    pair, last = words[-2:] if len(words) > 1 else ("", words[-1])
    # What was typed may go on: its last character is looked for as the end of a pair.
    if _is_pair(pair) and pair.endswith(last[1:]) and term[-1:].isalnum():
        words.pop()
    # A pair is whole, and a number is meant as it stands: 52 is not 5200.
    last = words[-1]
    return Phrase(tuple(words), open=not (_is_pair(last) or (last.startswith("w") and last[1:].isdecimal())))


def pairs_of(term: str) -> tuple[str, ...]:
    """Return the words by which a text may be found that holds only a part of what was typed, each once."""
    words = list(_words(folded(term)))
    return tuple(dict.fromkeys(word for word in words if word.startswith("w") or _is_pair(word))) or tuple(words)


def _is_pair(word: str) -> bool:
    return word.startswith("x") and len(word) > CODE + 1
