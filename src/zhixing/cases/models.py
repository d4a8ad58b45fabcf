"""The case row and what is read from the register: time limits, to-dos, readers, parties, notices.

All of it is projection: it can be thrown away and rebuilt from the entries (:mod:`zhixing.cases.rebuilding`). The
procedures a body has adopted and the counters of numbers stand here too.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from typing_extensions import override

from zhixing.assembly.models import Body, Organisation, Person, Session
from zhixing.cases.querysets import CaseQuerySet
from zhixing.register.models import HASH


class Case(models.Model):
    """A matter under a procedure. ``folded`` is what the entries so far amount to; the columns are read from it."""

    number = models.CharField(max_length=40, unique=True)
    # Both without an index of their own: a planner without statistics would take it instead of a narrower one below.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    official_number = models.CharField(max_length=40, null=True)  # NULL: not numbered yet
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="+")  # NULL: none known
    year = models.PositiveSmallIntegerField(null=True)  # NULL: an old record does not say
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")  # NULL: a root
    # NULL: a root itself.
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    procedure = models.CharField(max_length=HASH)
    folded = models.JSONField()
    entries = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    head = models.CharField(max_length=HASH)
    final = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)
    opened_on = models.DateField(null=True)  # NULL: an old record does not say
    closed_on = models.DateField(null=True)  # NULL: open, or an old record does not say
    moved_at = models.DateTimeField()
    due_on = models.DateField(null=True)  # NULL: no clock runs
    warn_on = models.DateField(null=True)  # NULL: no clock runs
    # The day on which the clock next does something by itself. NULL: nothing to come.
    rings_on = models.DateField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["body", "kind", "official_number"],
                condition=models.Q(official_number__isnull=False),
                name="cases_case_official_number",
            ),
        )
        indexes = (
            # a kind's list, newest first, and its keyset pages
            models.Index(fields=["body", "kind", "-id"], name="cases_case_list"),
            # a kind's list filtered by state
            models.Index(fields=["body", "kind", "state"], name="cases_case_by_state"),
            # the children of a case, and its whole family; with the state, or a planner without statistics would go
            # through all cases of a kind for those in some state
            models.Index(fields=["body", "parent", "kind", "state"], name="cases_case_below"),
            models.Index(fields=["body", "root", "kind", "state"], name="cases_case_of_family"),
            # a case by its official number, in one kind or any
            models.Index(
                fields=["body", "official_number"],
                condition=models.Q(official_number__isnull=False),
                name="cases_case_by_official",
            ),
            # what is near or overdue
            models.Index(fields=["body", "due_on"], name="cases_case_by_due"),
            # what the clock does on a day, in all bodies
            models.Index(fields=["rings_on"], condition=models.Q(rings_on__isnull=False), name="cases_case_by_ring"),
        )

    @override
    def __str__(self) -> str:
        return self.number

    @property
    def called(self) -> str:
        """The number the case goes by: the official one, or the permanent one."""
        return self.official_number or self.number

    @property
    def body_slug(self) -> str:
        """The slug of the case's body, which its permanent number begins with and which never changes."""
        return self.number.rsplit("-", 2)[0]


class CountedBy(models.Model):
    """By which arrangements of working days ``Case.rings_on`` was counted last; one row, none before the first run."""

    calendar = models.TextField()

    @override
    def __str__(self) -> str:
        return self.calendar


class Deadline(models.Model):
    """One clock of a case."""

    # a projection follows its case; the constraint and the index below begin with it
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deadlines", db_index=False)
    clock = models.CharField(max_length=60)
    status = models.CharField(max_length=10)
    started_on = models.DateField()
    due_on = models.DateField()
    warn_on = models.DateField()
    ended_on = models.DateField(null=True)  # NULL: not stopped
    on_time = models.BooleanField(null=True)  # NULL: not settled
    provisional = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "clock"], name="cases_deadline_case_clock"),)
        indexes = (
            # a case's clocks that run or stand still; one by status or date alone would be walked for every case
            models.Index(fields=["case", "status"], name="cases_deadline_of_case"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.case_id}.{self.clock}"


class Todo(models.Model):
    """Whose turn it is: an awaited act of a case, addressed to the keys of those who may perform it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="todos")  # a projection follows its case
    act = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    since = models.DateTimeField()
    due_on = models.DateField(null=True)  # NULL: no limit
    warn_on = models.DateField(null=True)  # NULL: no limit

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "act", "key"], name="cases_todo_case_act_key"),)
        indexes = (
            # the inbox: what is addressed to my keys, in the order of the time left
            models.Index(fields=["key", "due_on"], name="cases_todo_inbox"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.case_id}.{self.act} → {self.key}"


class CaseReader(models.Model):
    """An address key whose holders may see a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readers")  # a projection follows its case
    key = models.CharField(max_length=80)

    class Meta:
        constraints = (
            # also the index of "may I see this": a case's row for my keys
            models.UniqueConstraint(fields=["key", "case"], name="cases_casereader_key_case"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.case_id} ← {self.key}"


class CaseParty(models.Model):
    """A person or organisation in a case, in some capacity."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")  # a projection follows its case
    capacity = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # NULL: an organisation
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )  # NULL: a person

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "place"], name="cases_caseparty_case_place"),)
        indexes = (
            # "mine", and counts by unit
            models.Index(fields=["capacity", "organisation"], name="cases_caseparty_by_unit"),
            models.Index(fields=["capacity", "person"], name="cases_caseparty_by_person"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.case_id}.{self.capacity}"


class Notice(models.Model):
    """Something to read: an entry that somebody is told of."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")  # a projection follows its case
    entry = models.PositiveIntegerField()
    act = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "entry", "key"], name="cases_notice_case_entry_key"),)
        indexes = (
            # "to read", newest first
            models.Index(fields=["key", "-at"], name="cases_notice_inbox"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.case_id}#{self.entry} → {self.key}"


class Reading(models.Model):
    """That a person has read of a case up to an entry. Not projection: it is nobody's act and nobody's credit."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readings")  # worth nothing without its case
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")  # worth nothing without its person
    entry = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "person"], name="cases_reading_case_person"),)

    @override
    def __str__(self) -> str:
        return f"{self.case_id} read to {self.entry}"


class ProcedureText(models.Model):
    """A procedure file with a committee's settings and lists, as once adopted; found by digest and never changed."""

    digest = models.CharField(max_length=HASH, primary_key=True)
    kind = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    file = models.CharField(max_length=200)
    source = models.TextField()
    settings: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    overlay: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Adoption(models.Model):
    """That a body adopted a procedure for a kind of matter; the last one is in force."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    procedure = models.ForeignKey(ProcedureText, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # NULL: at set-up

    class Meta:
        indexes = (
            # the procedure in force for a body and kind
            models.Index(fields=["body", "kind", "-id"], name="cases_adoption_in_force"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.body_id} {self.kind}"


class Counter(models.Model):
    """The last number given in a series of a body. Numbers are never given twice; gaps show."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=80)
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["body", "series"], name="cases_counter_body_series"),)

    @override
    def __str__(self) -> str:
        return f"{self.body_id} {self.series}: {self.value}"


class Content(models.Model):
    """What a kind keeps of its cases beside the case row; subclassed by each kind, one row per case.

    A field of an act fills the column of the same name once everybody who may see the case may read it.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="+")  # a projection

    class Meta:
        abstract = True
