"""Text messages through whatever HTTP interface the office's own gateway has.

The settings name the address, and the values posted with ``{to}``, ``{text}`` and ``{id}`` where those belong; so a
government gateway, a carrier's or a small program in between are all reached without code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhixing.notices.gateways.gateway import LONGEST_TEXT_MESSAGE, Outgoing, Undeliverable
from zhixing.notices.gateways.posting import post
from zhixing.notices.vocabulary import Reason

USUAL_VALUES = {"to": "{to}", "text": "{text}", "id": "{id}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMessageGateway:
    """Posts ``values`` to ``url``, with ``token`` in the header; ``expects`` stands in the answer when all is well."""

    url: str
    values: dict[str, Any]
    token: str = ""
    form: bool = False
    expects: str = ""
    signature: str = ""
    overheard: bool = False

    @property
    def longest(self) -> int:
        """What the signature leaves of one message."""
        return LONGEST_TEXT_MESSAGE - len(self.signature)

    def send(self, message: Outgoing) -> None:
        """Post the message."""
        filled = _filled(self.values, {"{to}": message.to, "{text}": self.signature + message.text, "{id}": message.id})
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        answer = post(self.url, filled, form=self.form, headers=headers)
        if self.expects and self.expects not in answer:
            # Gateways of this sort say in words of their own what is wrong; a person reads them in the list.
            raise Undeliverable(Reason.REFUSED, answer, temporary=False)


def _filled(value: Any, places: dict[str, str]) -> Any:  # noqa: ANN401  # any JSON value
    """Return a JSON value with the places in its texts filled; filled texts are not looked into again."""
    if isinstance(value, dict):
        return {name: _filled(inner, places) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, places) for inner in value]
    if isinstance(value, str):
        return _replaced(value, places)
    return value


def _replaced(text: str, places: dict[str, str]) -> str:
    for place, filling in places.items():
        before, found, after = text.partition(place)
        if found:
            return _replaced(before, places) + filling + _replaced(after, places)
    return text
