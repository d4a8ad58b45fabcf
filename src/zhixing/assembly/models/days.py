"""The yearly arrangement of public holidays 节假日安排, from which working days are counted."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class YearArrangement(models.Model):
    """What is known about a year's days off; written by ``calendars.set_arrangement`` alone."""

    year = models.PositiveSmallIntegerField(unique=True)
    # Not official: an expectation; limits counted with it are shown as provisional.
    official = models.BooleanField()
    source = models.CharField(max_length=200)
    # New at every writing; a process that holds a calendar compares it.
    revision = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("year's arrangement of days off")
        verbose_name_plural = _("yearly arrangements of days off")
        ordering = ["year"]
        constraints = [
            models.CheckConstraint(condition=Q(year__range=(1949, 2200)), name="yeararrangement_year_is_sane")
        ]

    @override
    def __str__(self) -> str:
        return str(self.year)


class DayOff(models.Model):
    """A day off by arrangement, weekend days within a holiday included."""

    # Replaced as a whole when the year is written anew, hence no PROTECT.
    arrangement = models.ForeignKey(YearArrangement, on_delete=models.CASCADE, related_name="days_off")
    day = models.DateField()

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["arrangement", "day"], name="dayoff_stands_once_in_its_year")]

    @override
    def __str__(self) -> str:
        return self.day.isoformat()


class MakeUpDay(models.Model):
    """A weekend day worked by arrangement 调休."""

    # Replaced as a whole when the year is written anew, hence no PROTECT.
    arrangement = models.ForeignKey(YearArrangement, on_delete=models.CASCADE, related_name="make_up_days")
    day = models.DateField()

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["arrangement", "day"], name="makeupday_stands_once_in_its_year")]

    @override
    def __str__(self) -> str:
        return self.day.isoformat()
