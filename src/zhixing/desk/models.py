"""Drafts: what somebody has typed and not submitted. They are read and logged by nobody else (design.md 4.9).

On SQLite they have a file of their own, so nothing here is a foreign key: no database could keep it. What work on many
cases keeps stands with the boards (:mod:`zhixing.desk.boards.models`), in the one database.
"""

from __future__ import annotations

from django.db import models
from typing_extensions import override

from zhixing.desk.boards.models import Batch, BatchItem, Phrase, Placing

__all__ = ["Batch", "BatchItem", "Draft", "Phrase", "Placing"]


class Draft(models.Model):
    """What a person has begun to write for one act; worth nothing once the act is entered, and deleted then."""

    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    # Empty: for a case that the act will open.
    case = models.CharField(max_length=40, blank=True)
    act = models.CharField(max_length=60)
    data: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            # also the index of a person's drafts
            models.UniqueConstraint(fields=["person_id", "kind", "case", "act"], name="desk_draft_one_for_each_act"),
        )

    @override
    def __str__(self) -> str:
        # Never the text: this may stand in a log.
        return f"draft {self.pk}"
