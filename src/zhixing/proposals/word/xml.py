"""Elements of a Word file by their local names, so that the strict and the usual form of the format read alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml has no other name for the type of its elements


LONGEST_NUMBER = 10
"""Digits of a number that a file of Word may hold."""


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(element: Element) -> str:
    """Return an element's name without its namespace; empty for comments and instructions."""
    tag: object = element.tag  # not the str of the stubs where the element is a comment
    return _local(tag) if isinstance(tag, str) else ""


def children(element: Element) -> Iterator[Element]:
    """Yield an element's child elements."""
    return element.iterchildren(tag=etree.Element)


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child element of a name, or None."""
    if element is None:
        return None
    return next((one for one in children(element) if local(one) == name), None)


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute, written with the element's own namespace or with none."""
    if element is None:
        return None
    space = element.tag.rpartition("}")[0]
    found = element.get(f"{space}}}{name}" if space else name)
    return found if found is not None else element.get(name)


def value(element: Element | None, name: str) -> str | None:
    """Return the ``val`` of the first child of a name, None when there is no such child or it has none."""
    return attribute(child(element, name), "val")


def whole(text: str | None, otherwise: int) -> int:
    """Return a whole number written in digits; another one where none is written, as in a damaged file."""
    return int(text) if text and text.isdecimal() and len(text) < LONGEST_NUMBER else otherwise


def is_on(element: Element | None, name: str) -> bool | None:
    """Return whether a switch such as ``b`` is on; None where the element does not say."""
    found = child(element, name)
    if found is None:
        return None
    return attribute(found, "val") not in {"0", "false", "off", "none"}
