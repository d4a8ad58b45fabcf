"""A robot in a 钉钉 (DingTalk) group that calls somebody by phone number. The group reads along."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote_plus

from zhixing.notices.gateways.gateway import Outgoing, Undeliverable
from zhixing.notices.gateways.posting import post, read_json
from zhixing.notices.vocabulary import Reason

_BUSY = {-1, 130101, 130102, 410100}


def signed(url: str, *, secret: str, millisecond: int) -> str:
    """Return the robot's address with moment and signature, as a robot with the security setting 加签 wants it."""
    digest = hmac.new(secret.encode(), f"{millisecond}\n{secret}".encode(), hashlib.sha256).digest()
    return f"{url}&timestamp={millisecond}&sign={quote_plus(base64.b64encode(digest))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DingTalkGateway:
    """Posts to a robot's address, which carries its access token; ``secret`` signs."""

    url: str
    secret: str
    longest: int | None = None
    overheard: bool = True
    clock: Callable[[], float] = time.time

    def send(self, message: Outgoing) -> None:
        """Post the message to the group and call its receiver."""
        values = {
            "msgtype": "text",
            "text": {"content": f"@{message.to} {message.text}"},
            "at": {"atMobiles": [message.to], "isAtAll": False},
        }
        answer = read_json(post(signed(self.url, secret=self.secret, millisecond=int(self.clock() * 1000)), values))
        code = answer.get("errcode")
        if code:
            reason = Reason.BUSY if code in _BUSY else Reason.SETTINGS
            raise Undeliverable(reason, f"errcode {code} {answer.get('errmsg', '')}", temporary=True)
