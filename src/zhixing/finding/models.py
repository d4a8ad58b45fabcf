"""What may be found: pieces of the cases' text, each with who may read it, and names as people type them.

All of it is projection, read from the register and the rosters; ``zhixing insight reindex`` makes it anew. The words
of the pieces stand in a table of the database's own kind, which :mod:`zhixing.finding.word_index` alone touches.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from typing_extensions import override

from zhixing.assembly.models import Organisation, Person
from zhixing.cases.models import Case

LONGEST_FORM = 200


class Waiting(models.Model):
    """That a case has an entry which is not read in yet; several rows of a case are read in at once."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")  # a projection follows its case

    @override
    def __str__(self) -> str:
        return f"{self.case_id}"


class Audience(models.Model):
    """Those who may read some fields of a case that not everybody who sees it may read: the roles, in words and keys.

    ``roles`` are the names of the roles, sorted and joined by a space.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")  # a projection follows its case
    roles = models.CharField(max_length=500)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "roles"], name="finding_audience_case_roles"),)

    @override
    def __str__(self) -> str:
        return f"{self.case_id}: {self.roles}"


class AudienceKey(models.Model):
    """An address key whose holders belong to an audience."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="keys")  # a projection, as above
    key = models.CharField(max_length=80)

    class Meta:
        constraints = (
            # also the index of "may I read this": an audience's row for my keys
            models.UniqueConstraint(fields=["audience", "key"], name="finding_audiencekey_audience_key"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.audience_id} ← {self.key}"


class Passage(models.Model):
    """What a field of an entry says, or a stretch of it where it is long; entry 0 is the case's own title."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="passages")  # a projection follows its case
    entry = models.PositiveIntegerField()
    act = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=60)
    part = models.PositiveSmallIntegerField(default=0)
    # NULL: everybody who may see the case may read it.
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, null=True, related_name="passages")
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "entry", "field", "part"], name="finding_passage_of_a_field"),
        )

    @override
    def __str__(self) -> str:
        # Never the text: this may stand in a log.
        return f"{self.case_id}#{self.entry}.{self.field}"


class NameForm(models.Model):
    """A form in which somebody may type the name of a person or an organisation."""

    class Sort(models.TextChoices):
        """How the form comes about; not shown."""

        NAME = "name"
        FORMER = "former"
        PINYIN = "pinyin"
        INITIALS = "initials"
        # a reading that a character has elsewhere
        OTHER = "other"

    # NULL: an organisation's. Projections follow their rows.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    # NULL: a person's.
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    sort = models.CharField(max_length=10, choices=Sort)
    form = models.CharField(max_length=LONGEST_FORM)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True), name="finding_nameform_is_of_one"
            ),
        )
        indexes = (
            # names that begin with what was typed
            models.Index(fields=["sort", "form"], name="finding_nameform_by_form"),
        )

    @override
    def __str__(self) -> str:
        return self.form
