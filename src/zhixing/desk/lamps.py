"""Lamps: what is overdue, near, in time, paused or without a limit, in working days (design.md 4.8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhixing.common.parts import Lamp
from zhixing.procedure.clocks import ClockState
from zhixing.procedure.days import WorkCalendar


@dataclass(slots=True)
class Lamps:
    """Lights lamps as of one day. Days between are counted once for each date, so that long lists stay fast."""

    today: date
    calendar: WorkCalendar
    _counted: dict[date, int] = field(default_factory=dict)

    def days_to(self, due: date) -> int:
        """Return the working days from today to a date; negative when it has passed."""
        if due not in self._counted:
            self._counted[due] = self.calendar.working_between(self.today, due)
        return self._counted[due]

    def short(self, due: date | None, warn: date | None, *, held: bool = False) -> Lamp:
        """Return the lamp of a row, its number being working days left or passed."""
        if due is None:
            return Lamp(kind="held", word=_("Paused")) if held else Lamp(kind="none", word=_("No limit"))
        if due < self.today:
            return Lamp(kind="over", word=_("Overdue"), number=max(1, -self.days_to(due)))
        if warn is not None and warn <= self.today:
            return Lamp(kind="near", word=_("Near"), number=self.days_to(due))
        return Lamp(kind="fine", word=_("In time"), number=self.days_to(due))

    def full(self, clock: ClockState) -> Lamp:
        """Return the lamp of a clock in a whole phrase."""
        if clock.status == "held":
            return Lamp(kind="held", word=_("Paused"))
        if clock.status == "stopped":
            return (
                Lamp(kind="done", word=_("Done in time")) if clock.on_time else Lamp(kind="held", word=_("Done late"))
            )
        days = self.days_to(clock.due)
        if clock.due < self.today:
            text = ngettext("Overdue by %(n)d working day", "Overdue by %(n)d working days", max(1, -days))
            return Lamp(kind="over", word=text % {"n": max(1, -days)})
        near = clock.warn_on <= self.today
        if clock.due == self.today:
            return Lamp(kind="near", word=_("Near, due today"))
        left = (
            ngettext("Near, %(n)d working day left", "Near, %(n)d working days left", days)
            if near
            else ngettext("In time, %(n)d working day left", "In time, %(n)d working days left", days)
        )
        return Lamp(kind="near" if near else "fine", word=left % {"n": days})


def stopped(*, on_time: bool) -> Lamp:
    """Return the lamp of a limit that an act ended."""
    return Lamp(kind="done", word=_("On time")) if on_time else Lamp(kind="held", word=_("Late"))
