"""What is kept of this room's cases beside the case row. Projections, filled by the acts' fields."""

from __future__ import annotations

from typing import Any

from django.db import models
from typing_extensions import override

from zhixing.cases.models import Content
from zhixing.supervision.assessment_models import Assessment, Scoring
from zhixing.supervision.key_models import Commendation, KeyProposal

__all__ = ["Assessment", "Commendation", "KeyProposal", "Promise", "Scoring"]


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


class Problem(Content):
    """A problem of the bank: its ground, where it comes from, its cause, and how it is dealt with."""

    ground = models.CharField(max_length=40, blank=True)
    origin = models.CharField(max_length=40, blank=True)
    cause = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=40, blank=True)
    facts = models.TextField(blank=True)
    task = models.TextField(blank=True)
    until = models.DateField(null=True)  # NULL: not given out yet
    progress = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    found = models.CharField(max_length=20, blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Topic(Content):
    """A topic of research: problems of one cause, studied together and reported."""

    cause = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    team = models.CharField(max_length=300, blank=True)
    plan = models.TextField(blank=True)
    due = models.DateField(null=True)  # NULL: research is not open yet
    result = models.TextField(blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Letter(Content):
    """A supervision letter, circular or card."""

    sort = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    lacking = models.TextField(blank=True)
    result = models.TextField(blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Check(Content):
    """A joint check on the spot."""

    held_on = models.DateField(null=True)  # NULL: removed under the rules
    place = models.CharField(max_length=200, blank=True)
    purpose = models.TextField(blank=True)
    took_place = models.DateField(null=True)  # NULL: not held yet
    findings = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    demands = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    settled = models.CharField(max_length=20, blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)


class JointPlan(Content):
    """The three offices' plan for a year."""

    aims = models.TextField(blank=True)
    division: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    until = models.DateField(null=True)  # NULL: removed under the rules
    meets_on = models.DateField(null=True)  # NULL: no meeting was called yet
    minutes = models.TextField(blank=True)
    summary = models.TextField(blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)
