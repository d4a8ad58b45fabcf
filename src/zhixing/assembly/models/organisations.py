"""Organisations a committee deals with, the names they bore, and how they merged, split and were renamed."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from zhixing.assembly import following
from zhixing.assembly.codes import check_uscc
from zhixing.assembly.kept import Dated, DatedQuerySet, KeptModel, KeptScopedQuerySet, ends_after_it_begins
from zhixing.assembly.models.bodies import Body
from zhixing.assembly.querysets import ChecksWholeTable
from zhixing.assembly.vocabulary import ChangeKind, Function, OrganisationKind, Side, Status


def check_functions(codes: object) -> None:
    """Raise ValidationError unless the value is a list of known functions, each once."""
    listed = codes if isinstance(codes, list) else [None]
    if any(code not in Function.values for code in listed) or len(set(listed)) != len(listed):
        raise ValidationError(
            _("Give a list of functions, each once, out of: %(known)s."),
            code="functions",
            params={"known": ", ".join(Function.values)},
        )


class OrganisationQuerySet(DatedQuerySet["Organisation"]):
    """Organisations of one committee's area."""

    def confirmed(self) -> Self:
        """Keep the organisations someone has confirmed; nothing is assigned to others."""
        return self.filter(status=Status.CONFIRMED)

    def with_function(self, function: str) -> Self:
        """Keep the organisations that have a function; combine with ``in_force(on)``."""
        # SQLite has no "contains" for JSON lists; the quoted code in the text is the same in both databases.
        return self.alias(functions_text=Cast("functions", models.TextField())).filter(
            functions_text__contains=f'"{function}"'
        )


class Organisation(Dated, ChecksWholeTable):
    """A unit, party, office or group that handles, supervises or proposes."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=30, choices=OrganisationKind, default=OrganisationKind.OTHER)
    # Names may hold rare characters (GB 18030-2022), so nothing here limits the alphabet.
    name = models.CharField(max_length=100)
    # Empty: the full name is used everywhere.
    short_name = models.CharField(max_length=40, blank=True)
    # Empty: not known.
    uscc = models.CharField(max_length=18, blank=True, validators=[check_uscc])
    side = models.CharField(max_length=12, choices=Side, default=Side.OTHER)
    functions = models.JSONField(default=list, blank=True, validators=[check_functions])
    # The place in official lists; unknown ones stand last.
    official_order = models.PositiveIntegerField(default=9999)
    status = models.CharField(max_length=10, choices=Status, default=Status.CONFIRMED)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["official_order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "name"],
                condition=Q(until=None),
                name="organisation_name_is_unique_today",
                violation_error_message=_("A unit of this name exists already. Use it, or end it first."),
            ),
            models.UniqueConstraint(
                fields=["body", "uscc"],
                condition=Q(until=None) & ~Q(uscc=""),
                name="organisation_uscc_is_unique_today",
                violation_error_message=_("Another unit has this unified social credit code. Check both."),
            ),
            ends_after_it_begins("organisation"),
        ]
        indexes = [
            # Lists of a body's units in official order: Organisation.objects.of_body(body).
            models.Index(fields=["body", "official_order"], name="organisation_official_list"),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        following.tell_followers(self)

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    def name_on(self, on: date) -> str:
        """Return the full name the organisation bore on a day. One query unless ``former_names`` is prefetched."""
        later = [former for former in self.former_names.all() if former.until is None or former.until > on]
        return min(later, key=lambda former: former.until or date.max).name if later else self.name


class OrganisationNameQuerySet(DatedQuerySet["OrganisationName"]):
    """Names organisations bore before the one they bear."""

    body_path = "organisation__body"


class OrganisationName(Dated):
    """A former name; ``until`` is the first day of the name after it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40, blank=True)

    objects = OrganisationNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["organisation", "until"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "until"], name="organisationname_ends_once_a_day"),
            models.CheckConstraint(condition=Q(until__isnull=False), name="organisationname_has_ended"),
            ends_after_it_begins("organisationname"),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        following.tell_followers(self)


class OrganisationChangeQuerySet(KeptScopedQuerySet["OrganisationChange"]):
    """The changes of a committee's organisations."""


class OrganisationChange(KeptModel):
    """An act by which organisations became others, on one day and by one document."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="organisation_changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    # The first day of the new state.
    on = models.DateField()
    document = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = OrganisationChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of organisations")
        verbose_name_plural = _("changes of organisations")
        ordering = ["on", "id"]
        indexes = [
            # succession.successors: a body's changes up to a day, in order.
            models.Index(fields=["body", "on"], name="organisationchange_by_day"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on.isoformat()}"


class OrganisationChangeStepQuerySet(KeptScopedQuerySet["OrganisationChangeStep"]):
    """The rows of changes."""

    body_path = "change__body"


class OrganisationChangeStep(KeptModel):
    """One organisation before a change and one after it; a surviving organisation stands on both sides."""

    change = models.ForeignKey(OrganisationChange, on_delete=models.PROTECT, related_name="steps")
    before = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="changes_from")
    after = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="changes_into")

    objects = OrganisationChangeStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a change")
        verbose_name_plural = _("steps of a change")
        ordering = ["change", "id"]
        constraints = [
            models.UniqueConstraint(fields=["change", "before", "after"], name="organisationchangestep_is_unique")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
