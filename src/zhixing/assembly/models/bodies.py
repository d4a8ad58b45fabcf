"""Committees with their terms 届 and plenary sessions 次. Several committees share one installation."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from zhixing.assembly import numerals
from zhixing.assembly.codes import NATIONAL_AREA, area_level, check_area_code
from zhixing.assembly.kept import (
    Dated,
    DatedQuerySet,
    KeptModel,
    KeptQuerySet,
    KeptScopedQuerySet,
    ends_after_it_begins,
)
from zhixing.assembly.querysets import ChecksWholeTable
from zhixing.assembly.vocabulary import Level, Status


class BodyQuerySet(KeptQuerySet["Body"]):
    """Committees, which are not scoped: they are what scopes everything else."""

    def confirmed(self) -> Self:
        """Keep the committees someone has confirmed."""
        return self.filter(status=Status.CONFIRMED)


class Body(KeptModel):
    """A committee 政协委员会, the one everything else in the installation belongs to."""

    scopes_queries: ClassVar[bool] = True

    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40)
    level = models.CharField(max_length=12, choices=Level)
    # NULL: a proposed committee, known by name only.
    area_code = models.CharField(max_length=6, null=True, blank=True, validators=[check_area_code])
    # Part of every case number, so it stays when a proposed committee is confirmed.
    slug = models.CharField(max_length=12, unique=True, validators=[RegexValidator(r"^(\d{6}|x\d{4,})$")])
    # NULL: no committee above it works in this installation.
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    status = models.CharField(max_length=10, choices=Status, default=Status.CONFIRMED)
    modules_off = models.JSONField(default=list, blank=True)
    demo_clock = models.BooleanField(default=False)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        ordering = ["area_code", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="body_name_is_unique",
                violation_error_message=_("A committee of this name exists already."),
            ),
            models.UniqueConstraint(
                fields=["area_code"],
                name="body_has_its_area_alone",
                violation_error_message=_("Another committee has this area code already."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PROPOSED) | Q(area_code__isnull=False), name="body_confirmed_has_area"
            ),
            models.CheckConstraint(
                condition=Q(area_code=None)
                | Q(level=Level.NATIONAL, area_code=NATIONAL_AREA)
                | Q(level=Level.PROVINCE, area_code__endswith="0000") & ~Q(area_code=NATIONAL_AREA)
                | Q(level=Level.PREFECTURE, area_code__endswith="00") & ~Q(area_code__endswith="0000")
                | Q(level=Level.COUNTY) & ~Q(area_code__endswith="00"),
                name="body_area_fits_level",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="body_is_not_its_own_parent"),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    @override
    def clean(self) -> None:
        if self.area_code and area_level(self.area_code) not in (None, self.level):
            raise ValidationError(
                {"area_code": _("The area code %(code)s is not one of this level.") % {"code": self.area_code}}
            )

    def has_module(self, slug: str) -> bool:
        """Tell whether this committee uses a module; all are on unless switched off."""
        return slug not in self.modules_off


class TermQuerySet(DatedQuerySet["Term"]):
    """Terms of office."""


class Term(Dated, ChecksWholeTable):
    """A term of office 届 of a committee, normally five years."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["body", "number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="term_number_is_unique_in_body"),
            models.CheckConstraint(condition=Q(number__gte=1), name="term_number_begins_at_one"),
            ends_after_it_begins("term"),
        ]

    @override
    def __str__(self) -> str:
        return f"{numerals.to_chinese(self.number)}届"


class SessionQuerySet(KeptScopedQuerySet["Session"]):
    """Plenary sessions, always with their term, which their names need."""

    body_path = "term__body"

    def opened(self, on: date) -> Self:
        """Keep the sessions that have opened by the day, the latest first."""
        return self.filter(opens__lte=on).select_related("term").order_by("-opens", "-number")

    def begun(self, on: date) -> Self:
        """Keep the sessions that have begun by the day, the latest first, and then those whose day nobody knows.

        The first is meant where none is asked for: never one that a ledger alone tells of, while another is known.
        """
        begun = self.filter(Q(opens=None) | Q(opens__lte=on)).select_related("term")
        return begun.order_by(F("opens").desc(nulls_last=True), "-term__number", "-number")

    def named(self, text: str) -> Self:
        """Keep the sessions a person means by 十届三次会议 or 10届3次; none when the text names no session."""
        try:
            term, number = numerals.parse_session(text)
        except ValueError:
            return self.none()
        return self.filter(term__number=term, number=number).select_related("term")


class Session(KeptModel, ChecksWholeTable):
    """A yearly plenary session 次会议 of a term; work between two plenaries counts to the earlier one."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    # NULL: known from an old ledger alone, which does not say.
    opens = models.DateField(null=True, blank=True)
    # NULL: the closing day is not fixed yet.
    closes = models.DateField(null=True, blank=True)
    # When plenary proposals are taken. NULL: nobody has said.
    window_opens = models.DateField(null=True, blank=True)
    window_closes = models.DateField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["term", "number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="session_number_is_unique_in_term"),
            models.CheckConstraint(condition=Q(number__gte=1), name="session_number_begins_at_one"),
            models.CheckConstraint(
                condition=Q(closes=None) | Q(closes__gte=F("opens")), name="session_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(window_opens=None, window_closes=None)
                # Said outright, since a comparison with NULL would let a window with one end pass.
                | Q(window_opens__isnull=False, window_closes__isnull=False, window_closes__gte=F("window_opens")),
                name="session_window_has_both_ends",
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The full name, such as 十届三次会议; needs the term."""
        return numerals.session_name(term=self.term.number, session=self.number)

    @property
    def short_name(self) -> str:
        """The name in lists and numbers, such as 十届三次; needs the term."""
        return numerals.session_short_name(term=self.term.number, session=self.number)

    @classmethod
    def receiving(cls, body: Body, on: date) -> Session | None:
        """Return the session a proposal of the day counts to: the one whose window is open, else the current one."""
        window = cls.objects.of_body(body).filter(window_opens__lte=on, window_closes__gte=on)
        return window.select_related("term").order_by("-window_opens").first() or cls.current(body, on)

    @classmethod
    def window_open(cls, body: Body | int, on: date) -> bool | None:
        """Tell whether a plenary's window is open on the day; None when the committee has never set one."""
        windows = list(
            cls.objects.of_body(body).exclude(window_opens=None).values_list("window_opens", "window_closes")
        )
        return any(opens <= on <= closes for opens, closes in windows if opens and closes) if windows else None

    @classmethod
    def current(cls, body: Body, on: date) -> Session | None:
        """Return the session, with its term, that opened last by the day; None before the first."""
        return cls.objects.of_body(body).opened(on).first()
