"""What every gateway takes and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from zhixing.notices.vocabulary import Reason

LONGEST_TEXT_MESSAGE = 70
"""Characters of one text message with Chinese in it; a longer one is split, and paid for twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message ready to go. ``id`` is the same at every try, for gateways that drop what they have sent already."""

    id: str
    to: str
    subject: str
    text: str


class Undeliverable(Exception):
    """A message did not go. ``temporary`` tells whether it is worth trying again by itself."""

    def __init__(self, reason: Reason, detail: str = "", *, temporary: bool) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.temporary = temporary


class Gateway(Protocol):
    """A way out."""

    @property
    def longest(self) -> int | None:
        """How many characters a text should have at most; None where it may be a letter."""

    @property
    def overheard(self) -> bool:
        """Whether others read along, as in a chat group: such a message names nothing of the case but its number."""

    def send(self, message: Outgoing) -> None:
        """Hand a message over.

        Raises:
            Undeliverable: when it was not taken.
        """
