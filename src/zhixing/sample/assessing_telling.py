"""The stories of assessments: a third party looks into a sample of each session's replies, drawn by lot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from zhixing.assembly.models import Person
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases.models import Case
from zhixing.sample.joint_telling import Joint
from zhixing.sample.telling import Asked, Story
from zhixing.sample.ways import WAIT
from zhixing.supervision.sampling import frame_of

AFTER, AGO = 205, 8
"""So many working days after a plenary its assessment begins; of the session still at work, so many days ago."""
MOST, FEW, LEAST = 50, 5, 3
"""So many are drawn at most, and in a smaller city a third, but as many as may be summed where there are so many."""
LOOKED_INTO = 3
"""So many are looked into each day."""
_NOT, _PART, _LEFT_OUT = 1, 2, 4
"""The places in the draw of one that is not as replied, one that is in part, one that cannot be assessed."""
_FINDINGS = {"as_replied": 84, "in_part": 13, "not_as_replied": 3}
_SEEN = {"as_replied": "assess_seen_as", "in_part": "assess_seen_part", "not_as_replied": "assess_seen_not"}
_POINTS = {
    "as_replied": ((16, 20), (16, 20), (25, 30), (24, 30)),
    "in_part": ((14, 19), (13, 18), (16, 23), (15, 22)),
    "not_as_replied": ((9, 16), (8, 14), (5, 12), (4, 12)),
}
"""The least and the most of each aspect, in the order of the form, by what was found."""
_ASPECTS = ("contact_points", "answer_points", "measures_points", "effect_points")
_WAYS = ("on_site", "interview", "telephone", "documents")


def assessment_story(joint: Joint) -> Story:
    """Tell one session's assessment: framed, drawn two working days later, scored day by day, reported, followed up."""
    day = joint.day(AFTER, AGO)
    yield joint.asked(day, WAIT)
    session, add = joint.year.row.name, joint.hours.calendar.add_working
    size = frame_of(joint.town.body, None, {"of_session": session}).get("frame_size", 0)
    if size < LEAST:
        return
    opened = {
        "title": f"{session}提案办理第三方评估",
        "of_session": session,
        "how_many": min(size, MOST, max(FEW, size // 3)),
        "assessor": joint.note("assess_assessor"),
        "seed_source": "lottery",
        "seed_rule": joint.note("assess_seed_rule"),
    }
    done = yield joint.asked(add(day, 1), "open", joint.clerk, kind="assessment", data=opened, session=joint.year.row)
    if done is None:
        return
    number, drawn_on = done.case.number, add(day, 3)
    seed = f"{drawn_on:%y%j}-{joint.hours.random.randrange(10**5):05}"
    draw = {"seed": seed, "witnesses": joint.note("assess_witnesses")}
    done = yield joint.asked(drawn_on, "draw", joint.clerk, case=number, data=draw)
    if done is None:
        return
    scorings = list(Case.objects.of_body(joint.town.body).filter(parent=done.case, kind="scoring").order_by("pk"))
    for place, scoring in enumerate(scorings):
        yield _scored(joint, scoring.number, place, add(drawn_on, 2 + place // LOOKED_INTO))
    reported = add(drawn_on, 8 + len(scorings) // LOOKED_INTO)
    data = {"report": joint.note("assess_report")}
    yield joint.asked(reported, "report", _director(joint), case=number, data=data)
    yield joint.asked(reported + timedelta(days=1), WAIT)
    yield from _followed(joint, number, add(reported, 4))


def _director(joint: Joint) -> Person:
    return joint.town.holder(joint.offices[0], PostKind.DIRECTOR)[0]


def _scored(joint: Joint, number: str, place: int, day: date) -> Asked:
    """Return how one is scored, or left out."""
    if place == _LEFT_OUT:
        return joint.asked(day, "leave_out", joint.clerk, case=number, data={"reason": joint.note("assess_left_out")})
    random = joint.hours.random
    drawn = random.choices([*_FINDINGS], [*_FINDINGS.values()])[0]
    found = {_NOT: "not_as_replied", _PART: "in_part"}.get(place, drawn)
    points = {name: random.randint(*bounds) for name, bounds in zip(_ASPECTS, _POINTS[found], strict=True)}
    data: dict[str, Any] = {
        "assessed_on": day.isoformat(),
        "way": random.choice(_WAYS),
        "found": found,
        **points,
        "found_words": joint.note(_SEEN[found]),
        "said": joint.note("assess_said"),
    }
    return joint.asked(day, "score", joint.clerk, case=number, data=data)


def _followed(joint: Joint, number: str, day: date) -> Iterator[Asked]:
    """Yield what follows from what was not found as replied."""
    open_ones = Case.objects.of_body(joint.town.body).filter(parent__number=number, kind="scoring", state="to_follow")
    for one in open_ones.order_by("pk"):
        followed = {"followed": "talk", "follow_words": joint.note("assess_follow")}
        yield joint.asked(day, "follow_up", joint.clerk, case=one.number, data=followed)
