"""Rows that are never deleted, and periods with which they come and go instead."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn, Protocol, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from typing_extensions import override

from zhixing.assembly.querysets import ScopedQuerySet

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class NothingDeleted(RuntimeError):
    """Someone tried to delete a row that history stands on. A mistake of the programmer, never of a user."""


def _refuse(model: type[models.Model]) -> NoReturn:
    raise NothingDeleted(
        f"{model.__name__} rows are kept: old cases, letters and figures name them. Set “until” to end one, "
        "or enter a change of organisations."
    )


class _OfModel(Protocol):
    @property
    def model(self) -> type[models.Model]: ...


class KeepsRows:
    """Put before a queryset class: it refuses to delete."""

    def delete(self: _OfModel) -> NoReturn:
        """Refuse."""
        _refuse(self.model)

    # Deleting stays off the manager, as Django has it.
    delete.queryset_only = True  # type: ignore[attr-defined]  # an attribute Django reads


class KeptQuerySet(KeepsRows, models.QuerySet[M_co]):
    """Rows of the whole installation that are never deleted."""


class KeptScopedQuerySet(KeepsRows, ScopedQuerySet[M_co]):
    """Rows of a committee that are never deleted."""


class KeptModel(models.Model):
    """A model whose rows are never deleted."""

    class Meta:
        abstract = True

    @override
    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(type(self))


def in_force_q(on: date, *, path: str = "") -> Q:
    """Return the condition that a dated row is in force on the day; ``path`` leads to it, such as ``organisation``.

    The first day counts, the day of ``until`` no longer does.
    """
    way = f"{path}__" if path else ""
    return (Q(**{f"{way}since": None}) | Q(**{f"{way}since__lte": on})) & (
        Q(**{f"{way}until": None}) | Q(**{f"{way}until__gt": on})
    )


class DatedQuerySet(KeptScopedQuerySet[M_co]):
    """Scoped rows that are kept, and in force from one day until another."""

    def in_force(self, on: date) -> Self:
        """Keep the rows in force on the day."""
        return self.filter(in_force_q(on))


class Dated(KeptModel):
    """A kept row with its period: the first day counts, the day of ``until`` no longer does."""

    # NULL: since before our records began.
    since = models.DateField(null=True, blank=True)
    # NULL: no end is known.
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def in_force(self, on: date) -> bool:
        """Tell whether the row is in force on the day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


def ends_after_it_begins(table: str) -> models.CheckConstraint:
    """Return the constraint every dated table carries; a period may be empty but not run backwards."""
    return models.CheckConstraint(
        condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name=f"{table}_ends_after_it_begins"
    )
