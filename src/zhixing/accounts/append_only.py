"""Rows that are written once: the application refuses to change or remove them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn, Protocol, TypeVar

from django.db import models
from typing_extensions import override

from zhixing.assembly.querysets import ScopedQuerySet

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class WrittenOnce(RuntimeError):
    """Someone tried to change or delete a row of a log. A mistake of the programmer, never of a user."""


def _refuse(model: type[models.Model]) -> NoReturn:
    raise WrittenOnce(f"{model.__name__} rows are written once. Write another row; old ones go by their own pruning.")


class _OfModel(Protocol):
    @property
    def model(self) -> type[models.Model]: ...


class WritesOnce:
    """Put before a queryset class: it refuses to update and delete."""

    def update(self: _OfModel, **kwargs: object) -> NoReturn:  # noqa: ARG002  # Django's signature
        """Refuse."""
        _refuse(self.model)

    def bulk_update(
        self: _OfModel,
        objs: Iterable[Any],  # noqa: ARG002  # Django's signature
        fields: Iterable[str],  # noqa: ARG002  # Django's signature
        batch_size: int | None = None,  # noqa: ARG002  # Django's signature
    ) -> NoReturn:
        """Refuse."""
        _refuse(self.model)

    def delete(self: _OfModel) -> NoReturn:
        """Refuse."""
        _refuse(self.model)

    # Deleting stays off the manager, as Django has it.
    delete.queryset_only = True  # type: ignore[attr-defined]  # an attribute Django reads


class AppendOnlyQuerySet(WritesOnce, models.QuerySet[M_co]):
    """Rows of the whole installation that are written once."""


class AppendOnlyScopedQuerySet(WritesOnce, ScopedQuerySet[M_co]):
    """Rows of a committee that are written once."""


class AppendOnlyModel(models.Model):
    """A model whose rows are saved once and never deleted."""

    class Meta:
        abstract = True

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse(type(self))
        super().save(*args, **kwargs)

    @override
    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(type(self))
