"""Which ways out this installation has, from its settings. Without settings there are none, and nothing is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from zhixing.notices.gateways.dingtalk import DingTalkGateway
from zhixing.notices.gateways.filing import FileGateway
from zhixing.notices.gateways.gateway import LONGEST_TEXT_MESSAGE, Gateway
from zhixing.notices.gateways.mail import MailGateway
from zhixing.notices.gateways.sms import USUAL_VALUES, TextMessageGateway
from zhixing.notices.gateways.wecom import WeComGateway
from zhixing.notices.vocabulary import Channel

FOLDER = "outbox"
"""Where the file gateway writes, in the data folder."""


@cache
def gateways() -> dict[Channel, Gateway]:
    """Return the gateway of each open channel, in the order of the channels; made once, as settings do not change.

    Raises:
        ImproperlyConfigured: when a setting is wrong, with a sentence naming it.
    """
    if settings.ZHIXING_NOTICES_FILE:
        return {channel: _file(channel) for channel in Channel}
    made = {channel: make() for channel, make in _MAKERS.items()}
    return {channel: gateway for channel, gateway in made.items() if gateway is not None}


def any_open() -> bool:
    """Tell whether there is a way out at all."""
    return bool(gateways())


def _file(channel: Channel) -> FileGateway:
    """Return the file gateway that stands in for a channel, with the limits of the true one."""
    return FileGateway(
        path=settings.ZHIXING_DATA / FOLDER / f"{channel.value}.jsonl",
        longest=LONGEST_TEXT_MESSAGE if channel == Channel.SMS else None,
        overheard=channel == Channel.DINGTALK,
    )


def _sms() -> Gateway | None:
    named: Mapping[str, Any] = settings.ZHIXING_SMS
    if not named["url"]:
        return None
    return TextMessageGateway(
        url=named["url"],
        values=_values(named["values"]),
        token=named["token"],
        form=named["form"],
        expects=named["expects"],
        signature=named["signature"],
    )


def _values(text: str) -> dict[str, Any]:
    """Read what is posted to the gateway of text messages."""
    try:
        values = json.loads(text) if text else dict(USUAL_VALUES)
    except ValueError:
        values = None
    if not isinstance(values, dict) or "{to}" not in text + str(values) or "{text}" not in text + str(values):
        raise ImproperlyConfigured(
            'ZHIXING_SMS_VALUES must be a JSON object with {to} and {text} in its texts, such as {"mobile": "{to}", '
            '"content": "{text}"}.'
        )
    return values


def _wecom() -> Gateway | None:
    named: Mapping[str, Any] = settings.ZHIXING_WECOM
    if not named["secret"]:
        return None
    if not named["url"] or not named["corp"] or not named["agent"]:
        raise ImproperlyConfigured(
            "ZHIXING_WECOM_SECRET needs ZHIXING_WECOM_URL, ZHIXING_WECOM_CORP and ZHIXING_WECOM_AGENT beside it."
        )
    return WeComGateway(url=named["url"].rstrip("/"), corp=named["corp"], agent=named["agent"], secret=named["secret"])


def _dingtalk() -> Gateway | None:
    named = settings.ZHIXING_DINGTALK
    if not named["url"]:
        return None
    if not named["secret"] or "access_token=" not in named["url"]:
        raise ImproperlyConfigured(
            "ZHIXING_DINGTALK_URL is the robot's whole address with its access_token, and needs "
            "ZHIXING_DINGTALK_SECRET beside it: the robot's security setting is the signature."
        )
    return DingTalkGateway(url=named["url"], secret=named["secret"])


def _mail() -> Gateway | None:
    if not settings.ZHIXING_MAIL_FROM:
        return None
    if not settings.EMAIL_HOST:
        raise ImproperlyConfigured("ZHIXING_MAIL_FROM needs ZHIXING_MAIL_HOST beside it: the mail server.")
    return MailGateway(sender=settings.ZHIXING_MAIL_FROM)


_MAKERS: dict[Channel, Callable[[], Gateway | None]] = {
    Channel.SMS: _sms,
    Channel.WECOM: _wecom,
    Channel.DINGTALK: _dingtalk,
    Channel.MAIL: _mail,
}
