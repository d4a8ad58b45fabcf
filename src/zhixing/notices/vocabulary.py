"""The ways a message can go, what somebody wants to be told of, and why a message did not arrive."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhixing.assembly.vocabulary import SEPARATED_POSTS, PostKind


class Channel(models.TextChoices):
    """A way outside the desk."""

    SMS = "sms", _("Text message")
    WECOM = "wecom", _("WeCom for government")
    DINGTALK = "dingtalk", _("DingTalk")
    MAIL = "mail", _("E-mail")


BY_PHONE = (Channel.SMS, Channel.DINGTALK)
"""Channels whose address is a phone number: the one on file does where no other is given."""


class Wants(models.TextChoices):
    """Which notices somebody wants by a channel."""

    NOTHING = "nothing", _("Nothing")
    TURN = "turn", _("Only what I have to do")
    ALL = "all", _("What I have to do and what I may read")


class Sort(models.TextChoices):
    """Why somebody is told."""

    TURN = "turn", _("To do")
    READ = "read", _("To read")


class Status(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not delivered")
    NOTED = "noted", _("Not delivered, noted")


class Reason(models.TextChoices):
    """Why a message was not delivered."""

    NO_ADDRESS = "no_address", _("There is no address. Ask for it, then try again.")
    WRONG_ADDRESS = "wrong_address", _("The gateway knows no such address. Correct it, then try again.")
    UNREACHABLE = "unreachable", _("The gateway did not answer. Check the network, then try again.")
    BUSY = "busy", _("The gateway was too busy. Try again later.")
    SETTINGS = "settings", _("The gateway does not accept our settings. The system administrator mends them.")
    REFUSED = "refused", _("The gateway refused the message.")
    STALE = "stale", _("It had waited too long to be news. See that the worker runs.")
    ERROR = "error", _("Something went wrong in the software. The log says what.")


MEMBER = "member"
"""Beside the kinds of post: whoever has a seat."""


def default_receivers() -> list[tuple[str, object]]:
    """Return whom a committee may tell by default: members, and holders of every post but the three administrators'."""
    posts = [(kind.value, kind.label) for kind in PostKind if kind not in SEPARATED_POSTS]
    return [(MEMBER, _("Members")), *posts]
