"""What is kept of a proposal and of a unit's handling beside the case row. Projections, filled by the acts' fields."""

from __future__ import annotations

from django.db import models
from typing_extensions import override

from zhixing.cases.models import Content


class Proposal(Content):
    """A proposal's text in its three parts, and what it is filed under."""

    category = models.CharField(max_length=40, blank=True)
    situation = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    suggestions = models.TextField(blank=True)
    suggested_unit = models.CharField(max_length=200, blank=True)
    occasion = models.CharField(max_length=20, blank=True)
    publishable = models.CharField(max_length=10, blank=True)
    proposers = models.CharField(max_length=500, blank=True)
    proposer_kind = models.CharField(max_length=20, blank=True)
    co_units = models.CharField(max_length=1000, blank=True)
    url = models.CharField(max_length=500, blank=True)
    ledger = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (
            # the list filtered by category
            models.Index(fields=["category"], name="proposals_proposal_by_category"),
        )

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Handling(Content):
    """A unit's work on a proposal, as far as everybody who sees the case may know it."""

    officer = models.CharField(max_length=100, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    letter = models.CharField(max_length=4, blank=True)
    ledger_letter = models.CharField(max_length=10, blank=True)
    reply = models.TextField(blank=True)
    promise = models.TextField(blank=True)
    promised_by = models.DateField(null=True)  # NULL: nothing promised
    publishable = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = (
            # the list filtered by result letter
            models.Index(fields=["letter"], name="proposals_handling_by_letter"),
        )

    @override
    def __str__(self) -> str:
        return str(self.pk)
