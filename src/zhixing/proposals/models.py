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
    subcategory = models.CharField(max_length=40, blank=True)
    focus = models.CharField(max_length=40, blank=True)
    livelihood = models.CharField(max_length=40, blank=True)
    suggested_unit = models.CharField(max_length=200, blank=True)
    occasion = models.CharField(max_length=20, blank=True)
    publishable = models.CharField(max_length=10, blank=True)
    proposers = models.CharField(max_length=500, blank=True)
    proposer_kind = models.CharField(max_length=20, blank=True)
    co_units = models.CharField(max_length=1000, blank=True)
    url = models.CharField(max_length=500, blank=True)
    ledger = models.CharField(max_length=64, blank=True)
    # Of what was read from a file and waits to be confirmed.
    proposer_names = models.CharField(max_length=500, blank=True)
    whole = models.TextField(blank=True)
    not_understood = models.TextField(blank=True)
    remarks = models.TextField(blank=True)
    original = models.CharField(max_length=200, blank=True)
    original_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (
            # the list filtered by category
            models.Index(fields=["category"], name="proposals_proposal_by_category"),
            # a file that was read in before is recognised
            models.Index(fields=["original_digest"], name="proposals_proposal_by_file"),
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
    mode = models.CharField(max_length=20, blank=True)
    co_units = models.CharField(max_length=1000, blank=True)
    progress = models.TextField(blank=True)
    answers = models.JSONField(default=list)
    publishable = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = (
            # the list filtered by result letter
            models.Index(fields=["letter"], name="proposals_handling_by_letter"),
        )

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Cohandling(Content):
    """A co-handling unit's part, as far as everybody who sees it may know."""

    officer = models.CharField(max_length=100, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Lead(Content):
    """An idea offered to members as a topic."""

    facts = models.TextField(blank=True)
    category = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=20, blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Call(Content):
    """A call for a plenary's proposals: its window, its text and topics."""

    window_opens = models.DateField(null=True)  # NULL: removed under the rules
    window_closes = models.DateField(null=True)  # NULL: removed under the rules
    text = models.TextField(blank=True)
    topics = models.TextField(blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Suggestion(Content):
    """A suggestion of people's deputies."""

    deputies = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=40, blank=True)
    occasion = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        indexes = (
            # the list filtered by category
            models.Index(fields=["category"], name="proposals_suggestion_by_cat"),
        )

    @override
    def __str__(self) -> str:
        return str(self.pk)
