"""Lists that are paged by number: the place an address asks for, and the ways on from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhixing.common.parts import Pager


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The rows of one page out of ``n``: from ``first`` to before ``last``, the page being the ``at``th from 0."""

    at: int
    n: int
    size: int

    @property
    def first(self) -> int:
        """The place of the first row."""
        return self.at * self.size

    @property
    def last(self) -> int:
        """The place behind the last row, be there so many or not."""
        return self.first + self.size

    def pager(self, url: Callable[[str], str]) -> Pager | None:
        """Return where the reader is, None where one page holds all; ``url`` gives a page's address by its number."""
        if self.n <= self.size:
            return None
        text = _("%(first)d–%(last)d of %(n)d") % {
            "first": self.first + 1,
            "last": min(self.last, self.n),
            "n": self.n,
        }
        return Pager(
            text=text,
            prev_url=url(str(self.at)) if self.at else "",
            next_url=url(str(self.at + 2)) if self.last < self.n else "",
        )


def span(asked: str, n: int, size: int) -> Span:
    """Return the page that an address asks for by its number; the first where nothing sensible is, at most the last."""
    wanted = max(int(asked) - 1, 0) if asked.isascii() and asked.isdecimal() and len(asked) < len("99999") else 0
    return Span(at=min(wanted, max((n - 1) // size, 0)), n=n, size=size)
