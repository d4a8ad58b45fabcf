"""Messages of an application in 政务微信 (WeCom for government), addressed to one person by the person's user id.

The interface is WeCom's own; an office's private server has it at another address. A robot in a group would let others
read along and is not used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zhixing.notices.gateways.gateway import Outgoing, Undeliverable
from zhixing.notices.gateways.posting import ask, post, read_json
from zhixing.notices.vocabulary import Reason

_TOKEN_SPENT = {40001, 40014, 41001, 42001}
_BUSY = {-1, 45009, 45011, 45033}
_NO_SUCH_USER = {40003, 60111, 81013, 82001}


@dataclass(slots=True, kw_only=True)
class WeComGateway:
    """Sends as the application ``agent`` of the organisation ``corp``."""

    url: str
    corp: str
    agent: int
    secret: str
    longest: int | None = None
    overheard: bool = False
    _token: str = field(default="", repr=False)

    def send(self, message: Outgoing) -> None:
        """Send the message; a token that has run out is asked for anew, once."""
        answer = self._sent(message)
        if answer["errcode"] in _TOKEN_SPENT:
            self._token = ""
            answer = self._sent(message)
        code = answer["errcode"]
        if code in _NO_SUCH_USER or answer.get("invaliduser"):
            raise Undeliverable(Reason.WRONG_ADDRESS, f"errcode {code}", temporary=False)
        _raise_unless_taken(answer)

    def _sent(self, message: Outgoing) -> dict[str, Any]:
        values = {
            "touser": message.to,
            "msgtype": "text",
            "agentid": self.agent,
            "text": {"content": message.text},
            "enable_duplicate_check": 1,
        }
        self._token = self._token or self._new_token()
        return _coded(post(f"{self.url}/cgi-bin/message/send?access_token={self._token}", values))

    def _new_token(self) -> str:
        fields = {"corpid": self.corp, "corpsecret": self.secret}
        answer = _coded(ask(f"{self.url}/cgi-bin/gettoken", fields=fields))
        _raise_unless_taken(answer)
        return str(answer.get("access_token", ""))


def _coded(text: str) -> dict[str, Any]:
    """Return an answer with its error code, which is there whenever the gateway itself answers."""
    answer = read_json(text)
    if not isinstance(answer.get("errcode"), int):
        raise Undeliverable(Reason.REFUSED, "the answer has no errcode", temporary=True)
    return answer


def _raise_unless_taken(answer: dict[str, Any]) -> None:
    code = answer["errcode"]
    if code:
        reason = Reason.BUSY if code in _BUSY else Reason.SETTINGS
        raise Undeliverable(reason, f"errcode {code} {answer.get('errmsg', '')}", temporary=True)
