from __future__ import annotations

from django.db import models
from typing_extensions import override

from zhixing.cases.models import Content


class Permit(Content):
    """What is kept of a permit: a column of each type a field may have."""

    street = models.CharField(max_length=40, blank=True)
    purpose = models.TextField(blank=True)
    wanted_from = models.DateField(null=True)  # NULL: not said
    places = models.IntegerField(null=True)  # NULL: not said
    covered = models.BooleanField(null=True)  # NULL: not said
    kept_by = models.CharField(max_length=200, blank=True)
    witnesses = models.CharField(max_length=200, blank=True)
    scan = models.CharField(max_length=400, blank=True)
    evidence = models.CharField(max_length=400, blank=True)
    decision = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)

    @override
    def __str__(self) -> str:
        return self.street
