"""What the address of a list asks of a case, answered from an exported register (:mod:`tests.sample.recounting`).

Lists, figures and papers ask by the same names. Here stands a second answer to those that papers use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tests.sample import recounting
from tests.sample.recounting import FILED, LEFT, NOT_RECEIVED, OWN_LIMITS, REPLIED, Known, World

IN_BANK = {"admitted", "under_research", "under_supervision", "claimed", "verified", "returned"}
SUPERVISED = {"supervised", "reported", "closed"}
STAGES: Mapping[str, Mapping[str, set[str]]] = {
    "proposal": {"filed": FILED, "assigned": FILED - {"filed"}, "merged": {"merged", "merged_archived"}},
    "handling": {"replied": REPLIED, "left": LEFT, "off_desk": REPLIED | LEFT},
    "promise": {"cleared": {"cleared"}},
    "letter": {"sent": {"sent", "answered", "closed"}},
    "check": {"held": {"demanded", "answered", "closed"}},
    "commendation": {
        "decided": {"announced", "objected", "unopposed", "published"},
        "published": {"published"},
    },
    "keyproposal": {
        "confirmed": SUPERVISED | {"confirmed", "planned", "ended"},
        "supervised": SUPERVISED,
        "closed": {"closed"},
    },
    "problem": {"in_bank": IN_BANK, "was_admitted": IN_BANK | {"cleared"}, "cleared": {"cleared"}},
}
"""In which states a case has come how far."""
FOCUSED = {"in_focus": "focus", "on_livelihood": "livelihood"}
STANDING = {"completed", "all_replied", "delivered", "time_over"}
THEN = {"was_filed": "filed", "was_replied": "all_replied", "was_completed": "completed"}


@dataclass(frozen=True)
class Asking:
    """Answers about the cases of a world; ``order`` has the sessions, the earliest first."""

    world: World
    order: Sequence[int]
    sector: Callable[[Known], int]
    then: Callable[[date], World]

    def meets(self, case: Known, asked: Mapping[str, str]) -> bool:
        """Tell whether a case is one of those that an address asks for. KeyError for a name nobody thought of here."""
        return all(self._one(case, name, value) for name, value in asked.items())

    def _one(self, case: Known, name: str, value: str) -> bool:
        if name in STANDING:
            return name in recounting.standing(self.world, case)
        if name in FOCUSED:
            return bool(case.values.get(FOCUSED[name]))
        if name in THEN:
            return self._then(case, THEN[name], value)
        if name in {"category", "focus", "livelihood", "occasion", "proposer_kind"}:
            return recounting.value_of(case, name) == value
        if name in {"letter", "outcome", "sort", "level", "found", "subject"}:
            return case.values.get(name) == value
        answers: Mapping[str, Callable[[Known, str], bool]] = {
            "above": lambda case, value: self.world.cases[case.parent].kind == value,
            "session": lambda case, value: case.session == int(value),
            "state": lambda case, value: case.state == value,
            "reached": self._reached,
            "unreached": lambda case, value: not self._reached(case, value),
            "unit": lambda case, value: int(value) in case.named("handler"),
            "author": lambda case, value: int(value) in case.named("proposer"),
            "sector": lambda case, value: self.sector(case) == int(value),
            "acted": lambda case, value: value in case.acts,
            "during": self._during,
            "falls": self._falls,
            "settled": lambda case, value: case.clocks.get(value, {}).get("on_time") is not None,
            "on_time": lambda case, value: case.clocks.get(value, {}).get("on_time") is True,
            "late": lambda case, value: case.clocks.get(value, {}).get("on_time") is False,
            "reply_due": lambda case, _value: "due" in recounting.work_of(case, self.world.today),
            "overdue": lambda case, _value: case.late(self.world.today),
            "overdue_on": self._overdue_on,
            "in_review": lambda case, _value: (
                case.state in {"submitted", "revising", "first_reviewed", "conversion_asked"}
            ),
            "first_time": self._first_time,
            "decline_reason": lambda case, value: case.state == "declined" and case.values.get("reason") == value,
            "converted_into": lambda case, value: case.state == "converted" and case.values.get("into") == value,
            "silent": lambda case, _value: (
                "lapse" in case.acts and not case.values.get("grade") and not case.values.get("second_grade")
            ),
            "first_opinion": lambda case, value: case.values.get("grade") in value.split(","),
            "second_opinion": lambda case, value: case.values.get("second_grade") in value.split(","),
            "opinion": lambda case, value: (
                (case.values.get("second_grade") or case.values.get("grade")) in value.split(",")
            ),
        }
        return answers[name](case, value)

    def _reached(self, case: Known, name: str) -> bool:
        if name == "received":
            return case.state not in NOT_RECEIVED
        return case.state in STAGES[case.kind][name]

    def _during(self, case: Known, value: str) -> bool:
        names, first, last = value.split(":")
        acts = names.split(",")
        return any(
            act in acts and (first or "0") <= day <= (last or "9")
            for act, day in zip(case.acts, case.days, strict=True)
        )

    def _falls(self, case: Known, value: str) -> bool:
        names, first, last = value.split(":")
        clocks = names.split(",") if names else OWN_LIMITS[case.kind]
        dues = [case.clocks[one]["due"] for one in clocks if one in case.clocks]
        return any((first or "0") <= due <= (last or "9") for due in dues)

    def _overdue_on(self, case: Known, day: str) -> bool:
        limits = [case.clocks[one] for one in OWN_LIMITS[case.kind] if one in case.clocks]
        passed = [one for one in limits if one["started"] <= day and one["due"] < day]
        return any(one["status"] == "running" or (one["ended"] or "0") > day for one in passed)

    def _then(self, case: Known, mark: str, day: str) -> bool:
        if day not in self._thens:
            self._thens[day] = self.then(date.fromisoformat(day))
        world = self._thens[day]
        known = world.cases.get(case.number)
        return known is not None and mark in recounting.standing(world, known)

    @cached_property
    def _thens(self) -> dict[str, World]:
        return {}

    def _first_time(self, case: Known, _value: str) -> bool:
        who = _first(case)
        if who is None or case.session is None:
            return False
        before = set(self.order[: self.order.index(case.session)])
        return not any(_first(one) == who for one in self.world.of("proposal") if one.session in before)


def _first(case: Known) -> int | None:
    """Return the first proposer, where it is a person."""
    first = next((person for said, person, *_rest in case.parties if said == "proposer"), None)
    return first if isinstance(first, int) else None
