"""Post to a gateway over HTTP and read its answer; what goes wrong on the way becomes an `Undeliverable`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import urllib3

from zhixing.notices.gateways.gateway import Undeliverable
from zhixing.notices.vocabulary import Reason

TIMEOUT = urllib3.Timeout(connect=5, read=10)
_MOST_ANSWERED = 64 * 1024
_POOL = urllib3.PoolManager(
    num_pools=4,
    retries=False,  # a second try of ours could send twice; the message waits for its next turn instead
    timeout=TIMEOUT,
)


def ask(url: str, *, fields: Mapping[str, str]) -> str:
    """Return what the address answers to a GET with these fields. As :func:`post` otherwise."""
    return _answer("GET", url, fields=dict(fields))


def post(url: str, values: Mapping[str, Any], *, form: bool = False, headers: Mapping[str, str] | None = None) -> str:
    """Post values, as JSON or as a form, and return the answer's text.

    Raises:
        Undeliverable: when nobody answers, or the answer is an error.
    """
    if form:
        return _answer("POST", url, fields=dict(values), encode_multipart=False, headers=dict(headers or {}))
    body = json.dumps(values, ensure_ascii=False).encode()
    return _answer("POST", url, body=body, headers={**(headers or {}), "Content-Type": "application/json"})


def read_json(text: str) -> dict[str, Any]:
    """Return an answer that has to be a JSON object.

    Raises:
        Undeliverable: when it is something else, such as the page of a proxy.
    """
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Undeliverable(Reason.REFUSED, "the answer is no JSON object", temporary=True)
    return answer


def _answer(method: str, url: str, **request: Any) -> str:  # noqa: ANN401  # urllib3's own arguments
    try:
        response = _POOL.request(method, url, redirect=False, preload_content=False, **request)
        try:
            text = response.read(_MOST_ANSWERED).decode(errors="replace")
        finally:
            response.release_conn()
    except (urllib3.exceptions.HTTPError, OSError) as error:
        # The error's own words may hold the address with its token.
        raise Undeliverable(Reason.UNREACHABLE, type(error).__name__, temporary=True) from None
    _raise_for(response.status)
    return text


def _raise_for(status: int) -> None:
    """Raise unless the status says that the message was taken."""
    if 200 <= status < 300:  # noqa: PLR2004  # the statuses of success
        return
    said = f"HTTP {status}"
    match status:
        case 401 | 403 | 404 | 405:
            raise Undeliverable(Reason.SETTINGS, said, temporary=True)
        case 408 | 425 | 429:
            raise Undeliverable(Reason.BUSY, said, temporary=True)
        case _ if status >= 500:  # noqa: PLR2004  # the statuses of a server in trouble
            raise Undeliverable(Reason.UNREACHABLE, said, temporary=True)
    raise Undeliverable(Reason.REFUSED, said, temporary=False)
