"""The tables of the register. Rows are added by :mod:`zhixing.register.writer` and never changed.

The database refuses change by triggers (:mod:`zhixing.register.protection`); what each hash covers is specified in
:mod:`zhixing.register.verifier`.
"""

from __future__ import annotations

from django.db import models
from typing_extensions import override

from zhixing.assembly.models import Body, Person
from zhixing.assembly.querysets import ScopedQuerySet

HASH = 64


class Entry(models.Model):
    """One act of one case with its outcome, chained to the entry before it in the case."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    case = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    act = models.CharField(max_length=60)
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # NULL: the clock itself
    post = models.TextField(blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    key = models.CharField(max_length=120, null=True)  # NULL: the caller asked for no protection against repetition
    payload = models.CharField(max_length=HASH)
    procedure = models.CharField(max_length=HASH, blank=True)
    outcome = models.TextField()
    commitments = models.TextField()
    prev = models.CharField(max_length=HASH)
    hash = models.CharField(max_length=HASH)

    objects = ScopedQuerySet["Entry"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "number"], name="register_entry_case_number"),
            # one answer per actor and key; the clock's keys are unique by themselves
            models.UniqueConstraint(
                fields=["actor", "key"], condition=models.Q(key__isnull=False), name="register_entry_actor_key"
            ),
            models.UniqueConstraint(
                fields=["body", "key"],
                condition=models.Q(key__isnull=False, actor__isnull=True),
                name="register_entry_clock_key",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.case} #{self.number} {self.act}"


class FieldValue(models.Model):
    """The value of one field of an entry with its salt. Both may be removed together; the commitment stays."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="values")
    name = models.CharField(max_length=60)
    salt = models.CharField(max_length=HASH, null=True)  # NULL: removed
    value = models.TextField(null=True)  # NULL: removed

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry", "name"], name="register_fieldvalue_entry_name"),)

    @override
    def __str__(self) -> str:
        return f"{self.entry_id}.{self.name}"


class LogItem(models.Model):
    """The place of a committed entry in its body's log."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveBigIntegerField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="log_item")
    leaf = models.CharField(max_length=HASH)

    objects = ScopedQuerySet["LogItem"].as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["body", "position"], name="register_logitem_body_position"),)

    @override
    def __str__(self) -> str:
        return f"{self.body_id}:{self.position}"


class Seal(models.Model):
    """The Merkle roots of all bodies' logs at a moment. Whoever keeps the root can find any later forgery."""

    number = models.PositiveBigIntegerField(unique=True)
    made_at = models.DateTimeField()
    heads = models.TextField()
    root = models.CharField(max_length=HASH)
    prev = models.CharField(max_length=HASH)
    hash = models.CharField(max_length=HASH)

    class Meta:
        # `register verify --root` looks a root up
        indexes = (models.Index(fields=["root"], name="register_seal_by_root"),)

    @override
    def __str__(self) -> str:
        return f"seal {self.number}"
