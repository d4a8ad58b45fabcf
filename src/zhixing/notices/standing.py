"""How much waits and how much did not arrive, for whoever keeps the installation running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from zhixing.notices.models import Message, Telling
from zhixing.notices.vocabulary import Status

PATIENCE = timedelta(hours=1)
"""What a running worker never leaves so long."""
_WHY = "the whole installation is looked at"


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts over all committees; ``left_waiting`` tells whether some of what waits has been forgotten."""

    undelivered: int
    waiting: int
    left_waiting: bool


def standing(*, at: datetime) -> Standing:
    """Count what waits and what could not be delivered."""
    messages = Message.objects.unscoped(_WHY)
    waiting = messages.filter(status=Status.WAITING)
    forgotten = (
        Telling.objects.filter(made_at__lt=at - PATIENCE).exists() or waiting.filter(next_at__lt=at - PATIENCE).exists()
    )
    return Standing(
        undelivered=messages.filter(status=Status.FAILED).count(),
        waiting=Telling.objects.count() + waiting.count(),
        left_waiting=forgotten,
    )
