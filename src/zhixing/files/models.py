"""What is known of stored files. The content lies in the data folder (:mod:`zhixing.files.blobs`), not in a table."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from typing_extensions import override

from zhixing.assembly.models import Person

DIGEST = 64
LONGEST_NAME = 120


class StoredFile(models.Model):
    """A content that was handed in, once for all who handed it in. ``named``: an entry of the register names it."""

    digest = models.CharField(max_length=DIGEST, unique=True)
    size = models.PositiveBigIntegerField()
    type = models.CharField(max_length=100)
    first_seen = models.DateTimeField()
    # NULL: the software itself, as when earlier records are taken over.
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    named = models.BooleanField(default=False)

    class Meta:
        indexes = (
            # sweeping.sweep: the contents that nobody may need any more
            models.Index(fields=["first_seen"], condition=Q(named=False), name="files_storedfile_unnamed"),
        )

    @override
    def __str__(self) -> str:
        return self.digest


class Upload(models.Model):
    """That somebody handed a content in under a name: they may name it in an act, for as long as this row stands."""

    # CASCADE: whoever removes a content takes back every right to name it.
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="uploads")
    # NULL: the software itself.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["file", "person"], name="files_upload_one_for_each_person"),
            models.UniqueConstraint(
                fields=["file"], condition=Q(person__isnull=True), name="files_upload_one_for_the_software"
            ),
        )
        indexes = (
            # sweeping.sweep: uploads too old to be waited for
            models.Index(fields=["at"], name="files_upload_by_age"),
        )

    @override
    def __str__(self) -> str:
        # Never the name: it may tell what a confidential file is about, and this may stand in a log.
        return f"upload {self.pk}"
