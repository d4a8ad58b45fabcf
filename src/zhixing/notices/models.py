"""Who wants to be told how, what is still to be told, and the messages made of it.

A message holds no text and no address: both are taken when it is sent, so that a removed title and a changed number
are nowhere else, and whoever may no longer see a case is told nothing of it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from zhixing.assembly.models import Body, Person
from zhixing.cases.models import Case
from zhixing.notices.querysets import MessageQuerySet
from zhixing.notices.vocabulary import Channel, Reason, Status, Wants


class Choice(models.Model):
    """What a person wants to be told by a channel. Without a row the committee's default holds, or nothing."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notice_choices")
    channel = models.CharField(max_length=10, choices=Channel)
    wants = models.CharField(max_length=10, choices=Wants)
    # Empty: the phone number on file, for a channel that goes by number.
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "channel"], name="notices_choice_person_channel"),
        ]
        indexes: ClassVar = [
            # listening.somebody_listens: whether anybody wants anything.
            models.Index(fields=["wants"], name="notices_choice_by_wants"),
        ]

    @override
    def __str__(self) -> str:
        # Never the address: this may stand in a log.
        return f"{self.person_id} {self.channel}: {self.wants}"


class CommitteeDefault(models.Model):
    """That a committee sends text messages to a sort of people with a phone number on file, unless they chose."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    # A kind of post, or "member".
    who = models.CharField(max_length=20)
    wants = models.CharField(max_length=10, choices=Wants)

    class Meta:
        verbose_name = _("default of notices")
        verbose_name_plural = _("defaults of notices")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "who"], name="notices_committeedefault_body_who"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.body_id} {self.who}: {self.wants}"


class Telling(models.Model):
    """An entry of which people are still to be told outside the desk; written in the transaction of the act."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")  # worth nothing without its case
    entry = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "entry"], name="notices_telling_case_entry"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.case_id}#{self.entry}"


class Message(models.Model):
    """That a person is told of an entry by a channel, and what became of it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")  # worth nothing without its case
    entry = models.PositiveIntegerField()
    channel = models.CharField(max_length=10, choices=Channel)
    act = models.CharField(max_length=60)
    # The act that is the person's to perform. Empty: something to read.
    awaits = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    # When it is to be tried; while somebody tries, when another may take it for abandoned.
    next_at = models.DateTimeField()
    # NULL: not tried yet.
    tried_at = models.DateTimeField(null=True)
    # Where it went at the last try, with the middle hidden.
    masked = models.CharField(max_length=200, blank=True)
    # Empty: nothing has gone wrong.
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    # What the gateway answered, without the address.
    detail = models.CharField(max_length=200, blank=True)
    # NULL: nobody noted it.
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "channel", "case", "entry"], name="notices_message_once_for_each_entry"
            ),
        ]
        indexes: ClassVar = [
            # MessageQuerySet.due: what is to be sent now.
            models.Index(
                fields=["next_at", "id"], name="notices_message_due", condition=models.Q(status=Status.WAITING)
            ),
            # MessageQuerySet.undelivered: a committee's list.
            models.Index(
                fields=["body", "-id"], name="notices_message_undelivered", condition=models.Q(status=Status.FAILED)
            ),
            # delivering.forget_old: what was settled long ago.
            models.Index(fields=["status", "next_at"], name="notices_message_by_age"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.case_id}#{self.entry} → {self.person_id} {self.channel}"
