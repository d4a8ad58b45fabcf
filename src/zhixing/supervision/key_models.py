"""What is kept of key proposals and commendations beside the case row. Projections, filled by the acts' fields."""

from __future__ import annotations

from django.db import models
from typing_extensions import override

from zhixing.cases.models import Content


class KeyProposal(Content):
    """One matter that leaders follow: who decided what, the unit's plan, how far it is and what came of it."""

    meeting = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField(null=True)  # NULL: not decided yet
    level = models.CharField(max_length=20, blank=True)
    led_by = models.CharField(max_length=60, blank=True)
    measures = models.TextField(blank=True)
    finish_by = models.DateField(null=True)  # NULL: no plan yet
    progress = models.TextField(blank=True)
    findings = models.TextField(blank=True)
    report = models.TextField(blank=True)
    result = models.CharField(max_length=20, blank=True)
    outcome = models.TextField(blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Commendation(Content):
    """A good proposal or a good unit of a year."""

    year = models.PositiveSmallIntegerField(null=True)  # NULL: an old record does not say
    subject = models.CharField(max_length=20, blank=True)
    collective = models.CharField(max_length=10, blank=True)
    meeting = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField(null=True)  # NULL: not decided yet
    citation = models.TextField(blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)
