"""What was chosen on the assignment board, read from its form: only what differs from what the page showed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from zhixing.desk.boards.placings import Choice
from zhixing.desk.boards.waiting import CHOSEN, Waiters, Waiting

UNIT, WAS, OPENED, OTHERS, SEPARATE = "unit-", "was-", "open-", "others-", "separate-"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What to keep by case, and the cases that somebody else has changed since the page was shown."""

    choices: Mapping[str, Choice] = field(default_factory=dict)
    overtaken: tuple[Waiting, ...] = ()


def read(sent: QueryDict, waiters: Waiters, *, decided: frozenset[str] = frozenset()) -> Chosen:
    """Return what somebody chose. ``decided`` are cases ticked to be assigned: what stands in their boxes is a choice.

    A row that somebody else changed after it was shown is left as it is now: nobody's choice is overwritten unseen.
    """
    choices, overtaken = {}, []
    for one in waiters.waiting:
        number = one.case.number
        if WAS + number not in sent:
            continue
        shown, now = Choice.read(sent.get(WAS + number, "")), one.choice
        chosen = _of_row(sent, number, shown, waiters)
        if now != shown and chosen not in {now, shown}:
            overtaken.append(one)
        elif now == shown and (chosen != shown or (number in decided and chosen.unit and one.origin != CHOSEN)):
            choices[number] = chosen
    return Chosen(choices, tuple(overtaken))


def _of_row(sent: QueryDict, number: str, shown: Choice, waiters: Waiters) -> Choice:
    """Return what stands in the boxes of a row; units that may not be given work are not taken."""
    unit = _unit(sent.get(UNIT + number, ""), waiters)
    if OPENED + number not in sent:
        return Choice(unit, shown.others, shown.separate)
    others = [found for text in sent.getlist(OTHERS + number) if (found := _unit(text, waiters))]
    return Choice(unit, tuple(others), bool(sent.get(SEPARATE + number)) and bool(others))


def _unit(text: str, waiters: Waiters) -> int | None:
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(2**31)) else 0
    return wanted if wanted in waiters.known else None
