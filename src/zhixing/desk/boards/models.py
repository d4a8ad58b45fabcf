"""What work on many cases leaves outside the register: acts to be done one by one, choices not confirmed, phrases.

None of it is an act and none of it counts: an act performed from here stands in the register like any other.
"""

from __future__ import annotations

from django.db import models
from typing_extensions import override

from zhixing.assembly.models import Body, Organisation, Person


class Batch(models.Model):
    """One act on several cases, worked off one after the other; seen by whoever began it and by nobody else."""

    key = models.CharField(max_length=32, primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")  # worth nothing without its body
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")  # worth nothing without its person
    kind = models.CharField(max_length=40)
    act = models.CharField(max_length=60)
    # What the form said for all of them; emptied once every case is through.
    data: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict)
    # The list or board it came from.
    back = models.CharField(max_length=500, blank=True)
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)  # NULL: chosen, not confirmed

    class Meta:
        indexes = (
            # what somebody began and has not finished, and what is old enough to go
            models.Index(fields=["person", "begun_at"], name="desk_batch_of_person"),
        )

    @override
    def __str__(self) -> str:
        return self.key


class BatchItem(models.Model):
    """One case of a batch: what is entered for it alone, and what came of it."""

    class Outcome(models.TextChoices):
        """How far one case has come."""

        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")  # a part of it
    place = models.PositiveSmallIntegerField()
    case = models.CharField(max_length=40)
    # The last entry that whoever chose the case could have seen.
    seen = models.PositiveIntegerField()
    data: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    entry = models.PositiveIntegerField(null=True)  # NULL: nothing was entered
    # The sentence of a refusal by locale, and its article.
    said: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    article = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "case"], name="desk_batchitem_case_once"),)
        indexes = (
            # the next ones to be done, and the page of results
            models.Index(fields=["batch", "outcome", "place"], name="desk_batchitem_next"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.batch_id}-{self.case}"


class Placing(models.Model):
    """To whom a case is to be assigned, as somebody chose it on the board; the latest of a case holds.

    Earlier ones stay until the case is assigned, so that a choice can be taken back.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")  # worth nothing without its body
    case = models.CharField(max_length=40)
    unit = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+"
    )  # NULL: taken off, none chosen
    # The other units by id, in the order chosen, and whether each handles by itself.
    others: models.JSONField[list[int], list[int]] = models.JSONField(default=list)
    separate = models.BooleanField(default=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")  # who chose
    at = models.DateTimeField()
    # What was chosen together is taken back together.
    gesture = models.CharField(max_length=32)

    class Meta:
        indexes = (
            # the choices that hold, and those before them
            models.Index(fields=["body", "case", "-id"], name="desk_placing_latest"),
            # the last thing somebody did, to take it back
            models.Index(fields=["body", "person", "-id"], name="desk_placing_of_person"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.case} → {self.unit_id}"


class Phrase(models.Model):
    """A common phrase for opinions: one's own, or shared in an office."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")  # worth nothing without its body
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")  # who wrote it
    office = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+"
    )  # NULL: the writer's own, shared with nobody
    text = models.CharField(max_length=300)
    added_at = models.DateTimeField()

    class Meta:
        indexes = (
            # somebody's own phrases and those of their offices
            models.Index(fields=["body", "person"], name="desk_phrase_own"),
            models.Index(fields=["body", "office"], name="desk_phrase_shared"),
        )

    @override
    def __str__(self) -> str:
        return f"phrase {self.pk}"
