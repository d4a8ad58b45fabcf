"""How messages are found: those whose time has come, and those that did not arrive."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from zhixing.assembly.querysets import ScopedQuerySet
from zhixing.notices.vocabulary import Status

if TYPE_CHECKING:
    from zhixing.notices.models import Message  # noqa: F401 - names the row type


class MessageQuerySet(ScopedQuerySet["Message"]):
    """Messages of one committee."""

    def due(self, at: datetime) -> Self:
        """Keep the messages to be sent now, the longest waiting first."""
        return self.filter(status=Status.WAITING, next_at__lte=at).order_by("next_at", "pk")

    def undelivered(self) -> Self:
        """Keep what could not be delivered and nobody has noted yet, newest first, with what a list shows of it."""
        found = self.filter(status=Status.FAILED).select_related("person", "case").defer("case__folded")
        return found.order_by("-pk")
