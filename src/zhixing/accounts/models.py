"""Accounts, the attempts to sign in, and the log of who looked at what is sensitive."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from zhixing.accounts.append_only import AppendOnlyModel, AppendOnlyQuerySet, AppendOnlyScopedQuerySet
from zhixing.assembly.models import Body, Person


def normalised(sign_in: str) -> str:
    """Return a sign-in name as it is stored and compared: without outer spaces, case and width."""
    return unicodedata.normalize("NFKC", sign_in).strip().casefold()


class AccountManager(BaseUserManager["Account"]):
    """Accounts, always with their person, whose name every page shows."""

    @override
    def get_queryset(self) -> models.QuerySet[Account]:
        return super().get_queryset().select_related("person")

    @override
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(sign_in=normalised(username or ""))


class Account(AbstractBaseUser):
    """A way for one person to sign in. What the person may do comes from posts and seats, never from here."""

    class Language(models.TextChoices):
        """Languages a page can be read in; empty follows the browser."""

        CHINESE = "zh-hans", "中文"
        ENGLISH = "en", "English"

    class TextMode(models.TextChoices):
        """How large a page is drawn; empty follows the browser's cookie."""

        USUAL = "usual", _("Usual size")
        ELDER = "elder", _("Large type")

    class Contrast(models.TextChoices):
        """How strong a page is drawn; empty follows the browser's cookie."""

        USUAL = "usual", _("Usual contrast")
        HIGH = "high", _("High contrast")

    # Django's own column follows the true clock; ours takes the moment from the caller.
    last_login = None

    sign_in = models.CharField(
        _("Sign-in name"),
        max_length=64,
        unique=True,
        error_messages={"unique": _("This sign-in name is taken. Choose another.")},
        validators=[RegexValidator(r"^[\w.@-]+$", _("Use letters, digits and . _ - @ without spaces."))],
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    language = models.CharField(max_length=10, choices=Language, blank=True)
    text_mode = models.CharField(max_length=10, choices=TextMode, blank=True)
    contrast = models.CharField(max_length=10, choices=Contrast, blank=True)
    # NULL: never yet.
    last_signed_in_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "sign_in"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["sign_in"]
        constraints = [
            models.CheckConstraint(condition=Q(sign_in=Lower(F("sign_in"))), name="account_sign_in_is_lower_case"),
            models.CheckConstraint(condition=~Q(sign_in=""), name="account_sign_in_is_given"),
        ]

    @override
    def __str__(self) -> str:
        return self.sign_in

    @override
    def clean(self) -> None:
        # AbstractBaseUser's own clean would keep the case of letters.
        self.sign_in = normalised(self.sign_in)


class SignInAttemptQuerySet(AppendOnlyQuerySet["SignInAttempt"]):
    """Attempts to sign in."""


class SignInAttempt(AppendOnlyModel):
    """One attempt to sign in, kept for six months."""

    class Outcome(models.TextChoices):
        """What came of an attempt."""

        SUCCEEDED = "succeeded", _("Signed in")
        FAILED = "failed", _("Wrong name or password")
        REFUSED = "refused", _("Refused after too many attempts")

    at = models.DateTimeField()
    # What was typed may be a password in the wrong field, so only its keyed digest is kept.
    name_digest = models.CharField(max_length=64)
    # NULL: no account of that name.
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="attempts")
    # NULL: the server did not say, as on a local socket.
    address = models.GenericIPAddressField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)

    objects = SignInAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in attempt")
        verbose_name_plural = _("sign-in attempts")
        ordering = ["-at", "-id"]
        indexes = [
            # sign_in.locked_until: the last attempts for a name.
            models.Index(fields=["name_digest", "at"], name="signinattempt_by_name"),
            # sign_in.locked_until: the last failures from an address.
            models.Index(fields=["address", "at"], name="signinattempt_by_address"),
            # sign_in.prune_attempts: what is older than six months.
            models.Index(fields=["at"], name="signinattempt_by_age"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.outcome}"


class AccessLogQuerySet(AppendOnlyScopedQuerySet["AccessLog"]):
    """Looks at sensitive things in one committee."""


class AccessLog(AppendOnlyModel):
    """Who looked at what, when and in which post; written by ``access_log.note_access`` alone."""

    at = models.DateTimeField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="access_log")
    # NULL: the software itself, such as a nightly export.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="access_log")
    # The post acted in, in words, because posts end and units are renamed.
    post = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    reason = models.CharField(max_length=400, blank=True)
    # NULL: not by way of a page, as in a command.
    address = models.GenericIPAddressField(null=True, blank=True)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at something sensitive")
        verbose_name_plural = _("access log")
        ordering = ["-at", "-id"]
        indexes = [
            # The auditor's list of a body: AccessLog.objects.of_body(body), newest first.
            models.Index(fields=["body", "at"], name="accesslog_by_day"),
            # Who looked at this case: AccessLog.objects.of_body(body).filter(subject=…).
            models.Index(fields=["body", "subject"], name="accesslog_by_subject"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.what} {self.subject}"
