"""A guide's text as HTML: its places filled from the procedures in force, its links turned into addresses.

A guide is Markdown without raw HTML. ``{limit handling.reply}`` is the length of a limit, ``{number handling.KEY}`` a
number the committee chose, and ``page:desk:case_list:proposals`` a link to a named page with its arguments.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from zhixing.help.in_force import Rules

_PLACE = re.compile(r"\{(limit|number) (\w+)\.(\w+)\}")
_PAGE = re.compile(r"\(page:(\w+:\w+)((?::[-\w]+)*)((?:\?[^)\s]*)?)\)")


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """Return the reader of Markdown: the plain rules, no raw HTML, and no link that runs a script."""
    return MarkdownIt("commonmark", {"html": False})


def html(text: str, rules: Rules) -> SafeString:
    """Return a guide as HTML.

    Raises:
        KeyError: for a limit, number or kind that is not there.
        NoReverseMatch: for a page that is not there.
    """
    filled = _PLACE.sub(lambda found: _filled(rules, found), text)
    linked = _PAGE.sub(_address, filled)
    return SafeString(_markdown().render(linked))


def _filled(rules: Rules, found: re.Match[str]) -> str:
    what, kind, name = found.groups()
    return rules.length(kind, name) if what == "limit" else rules.number(kind, name)


def _address(found: re.Match[str]) -> str:
    name, arguments, query = found.groups()
    return f"({reverse(name, args=[one for one in arguments.split(':') if one])}{query})"
