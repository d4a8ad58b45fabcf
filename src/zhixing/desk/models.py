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
    """What a person has begun to write for one act; worth nothing once the act is entered, and deleted then.

    Of one act there may be several texts: the draft itself, and beside it those that were typed in a second tab or on
    a second device, or read from a file. None is laid over another before its writer has chosen.

    A draft that its author has shared is written in common at the desk of an organisation: whoever works there reads
    and changes it, until the author takes it back. Its further texts bear the person who typed them.
    """

    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    # Empty: for a case that the act will open.
    case = models.CharField(max_length=40, blank=True)
    act = models.CharField(max_length=60)
    # Empty: the draft itself. Else the name of a text that stands beside it.
    beside = models.CharField(max_length=40, blank=True, default="")
    data: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    # Another one with each saving, so that a page can say on which text it was typed.
    revision = models.CharField(max_length=40, blank=True, default="")
    # The showing of the form that saved last, and how often it had saved: a page never contradicts itself.
    page = models.CharField(max_length=40, blank=True, default="")
    turn = models.PositiveIntegerField(default=0)
    # The file that was read, if one was, and what was not understood of it: {what, where, text}.
    source = models.CharField(max_length=200, blank=True, default="")
    remarks: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    # Empty: read by its writer alone. Else the name under which it is written in common.
    common = models.CharField(max_length=40, blank=True, default="")
    organisation_id = models.BigIntegerField(null=True)  # NULL: shared with nobody
    saved_by = models.BigIntegerField(null=True)  # NULL: the writer, of a draft that is shared with nobody

    class Meta:
        constraints = (
            # also the index of a person's drafts
            models.UniqueConstraint(
                fields=["person_id", "kind", "case", "act", "common", "beside"], name="desk_draft_one_for_each_text"
            ),
            # also the index of one draft in common
            models.UniqueConstraint(
                fields=["common", "beside"], condition=~models.Q(common=""), name="desk_draft_in_common_once"
            ),
        )
        indexes = (
            # the drafts in common of an organisation
            models.Index(fields=["organisation_id"], name="desk_draft_of_organisation"),
        )

    @override
    def __str__(self) -> str:
        # Never the text: this may stand in a log.
        return f"draft {self.pk}"
