"""Queries that know their committee: many bodies live in one installation, and none may see another's rows by accident.

A query on a scoped model says whose rows it wants before it reaches the database; otherwise it raises.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models.query import RawQuerySet
from typing_extensions import override

if TYPE_CHECKING:
    from zhixing.assembly.models import Body

M_co = TypeVar("M_co", bound=models.Model, covariant=True)

_whole_table: ContextVar[bool] = ContextVar("zhixing_whole_table", default=False)


class Unscoped(RuntimeError):
    """A query was about to touch every committee's rows. A mistake of the programmer, never of a user."""


class ScopedQuerySet(models.QuerySet[M_co]):
    """A queryset that raises ``Unscoped`` unless its rows were chosen by ``of_body`` or another scoping method.

    A related manager that starts from a body, a person or a scoped row is scoped by that row. A method of a subclass
    that narrows to what one reader may see ends in ``_scope()``.
    """

    body_path: ClassVar[str] = "body"
    """The lookup from this model to its body; a subclass names another way."""

    _scoped = False

    def of_body(self, body: Body | int) -> Self:
        """Keep the rows of one body, given as the row or its id."""
        return self.filter(**{self.body_path: body})._scope()  # noqa: SLF001  # a copy of itself

    def unscoped(self, reason: str) -> Self:
        """Allow the rows of every body; the reason is written where it is called, for whoever reads the code."""
        if not reason.strip():
            raise ValueError("Say why this query may see every body, such as unscoped('the nightly clock of all').")
        return self._scope()

    def _scope(self) -> Self:
        """Mark a copy of this query as scoped; for methods of subclasses that choose whose rows they give."""
        scoped = self.all()
        scoped._scoped = True  # noqa: SLF001  # a copy of itself
        return scoped

    def _guard(self) -> None:
        """Raise unless the query is scoped."""
        if not self._knows_its_body():
            name = self.model.__name__
            raise Unscoped(
                f"This query on {name} names no body. Call {name}.objects.of_body(body) or another scoping method; "
                f'if every body is meant, {name}.objects.unscoped("reason").'
            )

    def _knows_its_body(self) -> bool:
        return self._scoped or self.query.is_empty() or _whole_table.get() or self._starts_from_a_row()

    def _starts_from_a_row(self) -> bool:
        """Tell whether a related manager began this query at a row that has a body or is one (Django's own hint)."""
        row = self._hints.get("instance")  # type: ignore[attr-defined]  # the stubs leave it out
        if row is None:
            return False
        queries = getattr(type(row)._default_manager, "_queryset_class", None)
        scoped_row = isinstance(queries, type) and issubclass(queries, ScopedQuerySet)
        return scoped_row or bool(getattr(row, "scopes_queries", False))

    # --- The flag goes where the query goes ---

    def _clone(self) -> Self:
        copy: Self = super()._clone()  # type: ignore[misc]  # the stubs leave it out
        copy._scoped = self._scoped  # a copy of itself
        return copy

    @override
    def __or__(self, other: models.QuerySet[M_co]) -> Self:
        return self._joined(super().__or__(other), [other])

    @override
    def __xor__(self, other: models.QuerySet[M_co]) -> Self:
        return self._joined(super().__xor__(other), [other])

    def _combinator_query(self, combinator: str, *other_qs: models.QuerySet[M_co], **options: bool) -> Self:
        combined = super()._combinator_query(combinator, *other_qs, **options)  # type: ignore[misc]  # the stubs leave it out
        return self._joined(combined, other_qs)

    def _joined(self, combined: Self, others: Sequence[models.QuerySet[M_co]]) -> Self:
        """Take a union as scoped only when every part is."""
        parts = [self, *others]
        if any(combined is part for part in parts):
            return combined
        scoped = [isinstance(part, ScopedQuerySet) and part._knows_its_body() for part in parts]  # noqa: SLF001  # its kind
        combined._scoped = False not in scoped  # a copy of itself
        # The row one part began at says nothing about the others.
        hints = {name: hint for name, hint in self._hints.items() if name != "instance"}  # type: ignore[attr-defined]  # the stubs leave it out
        combined._hints = hints  # type: ignore[attr-defined]  # as above
        return combined

    # --- Every way to the database is guarded ---

    @override
    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._guard()
        super()._fetch_all()

    def _iterator(self, *args: object) -> Iterator[Any]:
        self._guard()
        rows: Iterator[Any] = super()._iterator(*args)  # type: ignore[misc]  # the stubs leave it out
        return rows

    @override
    def aiterator(self, chunk_size: int = 2000) -> AsyncIterator[Any]:
        self._guard()
        return super().aiterator(chunk_size)

    @override
    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._guard()
        return super().aggregate(*args, **kwargs)

    @override
    def count(self) -> int:
        self._guard()
        return super().count()

    @override
    def exists(self) -> bool:
        self._guard()
        return super().exists()

    @override
    def update(self, **kwargs: Any) -> int:
        self._guard()
        return super().update(**kwargs)

    @override
    def delete(self) -> tuple[int, dict[str, int]]:
        self._guard()
        return super().delete()

    # Deleting stays off the manager, as Django has it.
    delete.queryset_only = True  # type: ignore[attr-defined]  # an attribute Django reads

    @override
    def raw(self, *args: Any, **kwargs: Any) -> RawQuerySet[Any]:
        self._guard()
        return super().raw(*args, **kwargs)

    @override
    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        # Used as a subquery, it would let every body's rows decide.
        self._guard()
        return super().resolve_expression(*args, **kwargs)

    resolve_expression.queryset_only = True  # type: ignore[attr-defined]  # an attribute Django reads

    @override
    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        # The rows are in the caller's hand, so whose they are was asked when they were fetched.
        return super(ScopedQuerySet, self._scope()).bulk_update(objs, fields, batch_size)


class ChecksWholeTable(models.Model):
    """A model whose uniqueness is checked against every body, as the database's own constraint does."""

    class Meta:
        abstract = True

    @override
    def validate_unique(self, exclude: Any = None) -> None:
        with _unguarded():
            super().validate_unique(exclude)

    @override
    def validate_constraints(self, exclude: Any = None) -> None:
        with _unguarded():
            super().validate_constraints(exclude)


@contextmanager
def _unguarded() -> Iterator[None]:
    token = _whole_table.set(True)
    try:
        yield
    finally:
        _whole_table.reset(token)
