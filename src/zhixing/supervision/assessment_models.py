"""What is kept of assessments and of what was drawn, beside the case row. Projections, filled by the acts' fields."""

from __future__ import annotations

from django.db import models
from typing_extensions import override

from zhixing.cases.models import Content


class Assessment(Content):
    """An assessment by a third party: of which session, by whom, the frame, the seed and what came of it."""

    of_session = models.CharField(max_length=40, blank=True)
    how_many = models.PositiveSmallIntegerField(null=True)  # NULL: removed under the rules
    assessor = models.CharField(max_length=100, blank=True)
    seed_source = models.CharField(max_length=20, blank=True)
    seed_rule = models.CharField(max_length=200, blank=True)
    frame = models.TextField(blank=True)
    frame_size = models.PositiveIntegerField(null=True)  # NULL: removed under the rules
    frame_digest = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=100, blank=True)
    witnesses = models.CharField(max_length=200, blank=True)
    report = models.TextField(blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)


class Scoring(Content):
    """One drawn handling as the third party found it; ``points`` is the sum of the four."""

    about = models.CharField(max_length=300, blank=True)
    assessed_on = models.DateField(null=True)  # NULL: not assessed yet
    found = models.CharField(max_length=20, blank=True)
    contact_points = models.PositiveSmallIntegerField(null=True)  # NULL, as below: not assessed
    answer_points = models.PositiveSmallIntegerField(null=True)
    measures_points = models.PositiveSmallIntegerField(null=True)
    effect_points = models.PositiveSmallIntegerField(null=True)
    points = models.PositiveSmallIntegerField(null=True)
    found_words = models.TextField(blank=True)

    @override
    def __str__(self) -> str:
        return str(self.pk)
