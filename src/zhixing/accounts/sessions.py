"""What a session remembers: that its owner is still there, and which committee was chosen."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth import login
from django.http import HttpRequest

from zhixing.accounts.models import Account
from zhixing.assembly.models import Body

BODY_KEY = "zhixing_body"
_SEEN_KEY = "zhixing_seen"
# The idle time (settings.SESSION_COOKIE_AGE) starts anew at most this often, to spare a write per page.
_EVERY = timedelta(minutes=10)


def begin(request: HttpRequest, account: Account, *, at: datetime) -> None:
    """Sign the account in under a new session key, so that a key known before is worth nothing."""
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    request.session.pop(BODY_KEY, None)
    request.session[_SEEN_KEY] = at.timestamp()


def keep_alive(request: HttpRequest, *, at: datetime) -> None:
    """Start the idle time anew when the last note is ten minutes old or more."""
    seen = request.session.get(_SEEN_KEY)
    if not isinstance(seen, int | float) or abs(at.timestamp() - seen) >= _EVERY.total_seconds():
        request.session[_SEEN_KEY] = at.timestamp()


def chosen_body(request: HttpRequest, bodies: tuple[Body, ...]) -> Body | None:
    """Return the committee chosen in this session if it is still one of these, else the first, if any."""
    chosen = request.session.get(BODY_KEY)
    return next((body for body in bodies if body.pk == chosen), bodies[0] if bodies else None)


def choose_body(request: HttpRequest, body: Body) -> None:
    """Remember the committee to act in until the session ends or another is chosen."""
    request.session[BODY_KEY] = body.pk
