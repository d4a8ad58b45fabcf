"""What is kept of a promise beside the case row. A projection, filled by the acts' fields."""

from __future__ import annotations

from django.db import models
from typing_extensions import override

from zhixing.cases.models import Content
from zhixing.supervision.key_models import Commendation, KeyProposal

__all__ = ["Commendation", "KeyProposal", "Promise"]


class Promise(Content):
    """One thing a reply promises: what, by whom, until when."""

    suggestion = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    person = models.CharField(max_length=200, blank=True)
    promised_by = models.DateField(null=True)  # NULL: removed under the rules
    progress = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    found = models.CharField(max_length=20, blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)
