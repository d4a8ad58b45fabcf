"""The stories beside the proposals: the call before each plenary, and suggestions of the people's deputies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from zhixing.assembly import numerals
from zhixing.assembly.models import Person
from zhixing.assembly.vocabulary import Function, OrganisationKind, PostKind, Side
from zhixing.cases.models import Case
from zhixing.sample.hours import Hours
from zhixing.sample.populate import Town
from zhixing.sample.scheduling import Year
from zhixing.sample.telling import Asked, Story
from zhixing.sample.ways import WAIT
from zhixing.sample.wording import Wording

_CALLED_BEFORE = timedelta(days=10)
"""So long before its window opens a call is issued."""
_WITHDRAWN_FROM = 3
"""Every so many calls one is closed by hand, before its window is over by itself."""


def call_story(year: Year, place: int, town: Town, *, hours: Hours, wording: Wording) -> Story:
    """Tell the call for a plenary: issued, once with its window made longer, and over in the end."""
    text = year.text
    office = town.office(Function.PROPOSALS_COMMITTEE)
    clerk, director = (town.holder(office, kind)[0] for kind in (PostKind.CLERK, PostKind.DIRECTOR))
    issued, changed, closed = hours.moments(
        [
            hours.before(text.window_opens - _CALLED_BEFORE, 0, 2),
            hours.after(text.window_opens, 5, 9),
            hours.before(text.window_closes + timedelta(days=1), 1, 1),
        ]
    )
    ends = text.window_closes
    data = {
        "title": wording.note("call_title").replace("{session}", f"第{numerals.to_chinese(text.number)}次"),
        "text": wording.note("call"),
        "topics": wording.note("call_topics"),
        "window_opens": text.window_opens.isoformat(),
    }
    first = {"window_closes": (ends - timedelta(days=1)).isoformat()}
    done = yield Asked(at=issued, act="issue", kind="call", who=clerk, data=data | first)
    if done is None:
        return
    window = {"window_opens": text.window_opens.isoformat(), "window_closes": ends.isoformat()}
    longer = window | {"reason": wording.note("call_extended")}
    yield Asked(at=changed, act="change_window", who=director, case=done.case.number, data=longer)
    if place % _WITHDRAWN_FROM == 0:
        yield Asked(at=closed, act="close", who=clerk, case=done.case.number)


def suggestion_story(year: Year, town: Town, *, hours: Hours, wording: Wording) -> Story:
    """Tell a suggestion of the people's deputies, which the government office runs through the same handling."""
    random = hours.random
    government = town.office(Function.GOVERNMENT_SUPERVISION)
    director = town.holder(government, PostKind.DIRECTOR)[0]
    place = random.choice([unit.name for unit in town.text.units if unit.kind == OrganisationKind.TOWNSHIP])
    unit = random.choice(
        [
            one.name
            for one in town.text.units
            if one.side == Side.GOVERNMENT and one.kind == OrganisationKind.GOVERNMENT_DEPARTMENT
        ]
    )
    data = {
        "title": wording.note("suggestion").replace("{place}", place),
        "deputies": f"{place}代表团",
        "text": wording.note("suggestion_text").replace("{place}", place),
        "occasion": "plenary",
    }
    days = [hours.after(year.text.closes, 1, 6), year.text.assigned_on]
    registered, assigned = hours.moments([hours.calendar.next_working(day) for day in days])
    done = yield Asked(at=registered, act="register", kind="suggestion", who=director, data=data, session=year.row)
    if done is None:
        return
    number = done.case.number
    done = yield Asked(at=assigned, act="assign", who=director, case=number, data={"unit": unit, "mode": "sole"})
    if done is None:
        return
    handling = Case.objects.of_body(town.body).get(parent=done.case, kind="handling").number
    for act, who, day, entered in _of_the_unit(unit, town, year.text.assigned_on, hours=hours, wording=wording):
        at = hours.moments([day])[0]
        yield Asked(at=at, act=act, who=who, case=handling, data=entered)
    over = hours.after(day, 24, 30)
    yield Asked(at=hours.moments([over])[0], act=WAIT)
    yield Asked(at=hours.moments([hours.after(over, 1, 3)])[0], act="close", who=director, case=number)


def _of_the_unit(
    unit: str, town: Town, assigned: date, *, hours: Hours, wording: Wording
) -> Iterator[tuple[str, Person, date, dict[str, object]]]:
    """Yield what the unit does, and the office when it lets the reply out, each on a day of its own."""
    liaison, head = town.holder(unit, PostKind.LIAISON)[0], town.holder(unit, PostKind.HEAD)[0]
    office = town.holder(town.office(Function.GOVERNMENT_SUPERVISION), PostKind.CLERK)[0]
    contact = wording.contact("before")
    reply = {"letter": "A", "reply": wording.note("suggestion_reply"), "publishable": "full"}
    day = hours.after(assigned, 1, 2)
    yield "accept", liaison, day, {"officer": liaison.name, "telephone": liaison.phone}
    day = hours.after(day, 3, 8)
    yield "contact", liaison, day, {"way": contact.way, "held_on": day.isoformat(), "record": contact.note}
    day = hours.after(day, 15, 25)
    yield "draft_reply", liaison, day, {"draft": reply["reply"]}
    day = hours.after(day, 1, 2)
    yield "sign_reply", head, day, {**reply}
    day = hours.after(day, 1, 3)
    yield "release_reply", office, day, {"opinion": wording.review("release")}
