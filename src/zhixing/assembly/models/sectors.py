"""Sectors 界别, by which members are drawn: a national list with dates, and what each committee uses of it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from zhixing.assembly.kept import Dated, DatedQuerySet, KeptQuerySet, ends_after_it_begins, in_force_q
from zhixing.assembly.models.bodies import Body
from zhixing.assembly.querysets import ChecksWholeTable


class SectorQuerySet(KeptQuerySet["Sector"]):
    """The national list, the same for every committee."""

    def in_force(self, on: date) -> Self:
        """Keep the sectors of the national list on the day."""
        return self.filter(in_force_q(on))


class Sector(Dated):
    """A sector of the national list."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    # The place in the national list; lists of sectors stand in this order and say so.
    official_order = models.PositiveSmallIntegerField()

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["official_order", "code"]
        constraints = [ends_after_it_begins("sector")]

    @override
    def __str__(self) -> str:
        return self.name


class BodySectorQuerySet(DatedQuerySet["BodySector"]):
    """Which sectors a committee uses."""


class BodySector(Dated, ChecksWholeTable):
    """A committee's use of a sector; a county uses about twenty, and may keep one longer than the national list."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="sectors")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="uses")
    # Empty: called as in the national list.
    local_name = models.CharField(max_length=40, blank=True)

    objects = BodySectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector in use")
        verbose_name_plural = _("sectors in use")
        ordering = ["sector__official_order"]
        constraints = [
            models.UniqueConstraint(fields=["body", "sector"], name="bodysector_is_used_once"),
            ends_after_it_begins("bodysector"),
        ]

    @override
    def __str__(self) -> str:
        return self.local_name or self.sector.name
