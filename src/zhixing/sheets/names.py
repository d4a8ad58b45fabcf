"""Several names in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from zhixing.sheets.text import Cell, is_nothing, on_one_line, written

_SEPARATORS = "、，,;；/／|｜\n\r"
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]+")


@lru_cache(maxsize=8192)
def split(text: str) -> tuple[str, ...]:
    """Return the names in a text: separated by 、 and the like outside brackets, or by spaces between whole names."""
    pieces, depth, piece = [], 0, ""
    for character in text:
        depth += (character in "(（[〔") - (character in ")）]〕" and depth > 0)
        if character in _SEPARATORS and not depth:
            pieces.append(piece)
            piece = ""
        else:
            piece += character
    names = [name for part in (*pieces, piece) for name in _spaced(on_one_line(part).strip())]
    return tuple(name for name in names if not is_nothing(name))


def _spaced(text: str) -> list[str]:
    """Split at spaces between Chinese names; a space within a name of two characters (王　芳) is only typesetting."""
    words = text.split()
    if len(words) < 2 or not all(map(_HAN.fullmatch, words)):  # noqa: PLR2004 - nothing to split
        return [text]
    if all(len(word) == 1 for word in words) and len(words) % 2 == 0:
        return [first + second for first, second in zip(words[::2], words[1::2], strict=True)]
    if any(len(word) == 1 for word in words):
        return [text]
    return words


def listed(cells: Iterable[Cell]) -> Iterable[str]:
    """Yield the names in cells that hold several, or a list of them."""
    for cell in cells:
        if isinstance(cell, list | tuple):
            yield from (name for name in (on_one_line(written(one)) for one in cell) if not is_nothing(name))
        else:
            yield from split(written(cell))
