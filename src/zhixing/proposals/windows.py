"""Windows of time: a plenary's, read from the call for its proposals, and that for signatures (Rules, art. 10, 12)."""

from __future__ import annotations

from datetime import date

from zhixing.assembly.actors import Actor
from zhixing.assembly.clock import ZONE, today
from zhixing.assembly.models import Session
from zhixing.cases.folding import Folded
from zhixing.cases.models import Case
from zhixing.register.models import Entry


def follow_call(case: Case, entry: Entry, folded: Folded) -> None:
    """Set the window of the session that a call is for: the next to open, else the current one.

    A call that is closed ends the window on that day.
    """
    if case.kind != "call" or entry.act not in {"issue", "change_window", "close"}:
        return
    opens, closes = (date.fromisoformat(folded["values"][name]) for name in ("window_opens", "window_closes"))
    sessions = Session.objects.of_body(case.body_id)
    coming = sessions.filter(opens__gte=opens).order_by("opens").first()
    session = coming or Session.current(case.body, opens)
    if session is None:
        return
    if entry.act == "close":
        last = entry.at.astimezone(ZONE).date()
        opens, closes = min(opens, last), min(closes, last)
    sessions.filter(pk=session.pk).update(window_opens=opens, window_closes=closes)


def sign_by_stands(case: Case | None, _actor: Actor) -> str | None:
    """Return until when a text may be signed, for whoever asks more people; None when that day has passed."""
    day = case.folded["values"].get("sign_by") if case is not None else None
    return day if isinstance(day, str) and day >= today().isoformat() else None
