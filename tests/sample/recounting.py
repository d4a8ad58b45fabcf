"""A second implementation of every figure, in plain Python, from the files of ``zhixing register export`` alone.

It shares nothing with the counting of the product: what a case is comes from its entries, one after the other, and what
a figure is from the definitions of the trade (Rules on proposals; Measures on handling). Only who reads (the keys of a
post) and which seat belongs to which sector is told from outside, for no file of the register says so.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FILED = {"filed", "assigned", "answered", "tracking", "closed", "archived"}
NOT_RECEIVED = {"awaiting_cosign", "intake", "abandoned", "discarded"}
LEFT = {"moved", "stopped"}
REPLIED = {"replied", "replied_again", "answered", "closed"}
AT_WORK = {"assigned", "accepted", "drafted", "rework"}
OWN_LIMITS = {
    "proposal": {"assign"},
    "handling": {"reply", "rework"},
    "promise": {"promise"},
    "letter": {"answer"},
}
"""The limits by which a kind is late or near."""
LONGEST, STEP, FEW = 180, 15, 5


@dataclass
class Known:
    """One case as the file tells it, after its last entry or after those up to a day."""

    number: str
    kind: str
    state: str = ""
    session: int | None = None
    parent: str = ""
    final: bool = False
    parties: list[list[Any]] = field(default_factory=list)
    readers: set[str] = field(default_factory=set)
    clocks: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    acts: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    todo: list[Mapping[str, Any]] = field(default_factory=list)

    def named(self, capacity: str) -> list[int]:
        """Return the organisations that are a party in a capacity."""
        return [organisation for said, _who, organisation, _side in self.parties if said == capacity and organisation]

    def running(self, names: Iterable[str]) -> list[Mapping[str, Any]]:
        """Return the clocks of these names that run."""
        return [self.clocks[one] for one in names if self.clocks.get(one, {}).get("status") == "running"]

    def late(self, today: str, names: Iterable[str] = ()) -> bool:
        """Tell whether one of its own limits, or of these, has passed."""
        return any(one["due"] < today for one in self.running(names or OWN_LIMITS[self.kind]))

    def near(self, today: str) -> bool:
        """Tell whether nothing is late and one of its own limits is near."""
        limits = self.running(OWN_LIMITS[self.kind])
        return not self.late(today) and any((one["warn_on"] or "9") <= today <= one["due"] for one in limits)


@dataclass(frozen=True)
class World:
    """All cases of a committee, with what is below each."""

    cases: Mapping[str, Known]
    today: str

    def of(self, kind: str) -> list[Known]:
        """Return the cases of a kind."""
        return [one for one in self.cases.values() if one.kind == kind]

    def works(self) -> list[Known]:
        """Return units' work on proposals; deputies' suggestions run through the same handling and are not counted."""
        return [one for one in self.of("handling") if self.cases[one.parent].kind == "proposal"]

    def below(self, number: str, kind: str) -> list[Known]:
        """Return the cases of a kind directly below a case."""
        return [one for one in self.cases.values() if one.parent == number and one.kind == kind]


def read(folder: Path, *, body: str, today: date, until: date | None = None) -> World:
    """Return the world that an exported register tells, as it was at the end of a day."""
    values: dict[int, dict[str, Any]] = defaultdict(dict)
    for line in (folder / "values.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["value"] is not None:
            values[row["entry"]][row["name"]] = json.loads(row["value"])
    entries = [json.loads(line) for line in (folder / "entries.jsonl").read_text(encoding="utf-8").splitlines()]
    cases: dict[str, Known] = {}
    for entry in sorted(entries, key=lambda one: (one["case"], one["number"])):
        if entry["body"] != body or entry["kind"] == "body" or (until and entry["at"][:10] > until.isoformat()):
            continue
        case = cases.setdefault(entry["case"], Known(entry["case"], entry["kind"]))
        _followed(case, entry, values[entry["id"]])
    return World(cases, today.isoformat())


def _followed(case: Known, entry: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    outcome = entry["outcome"]
    case.state, case.final, case.todo = outcome["state"], outcome["final"], outcome["todo"]
    case.session = outcome.get("session", case.session)
    case.parent = outcome.get("parent", case.parent)
    case.parties = outcome.get("parties", case.parties)
    case.readers = set(outcome.get("readers", case.readers))
    case.clocks.update(outcome["clocks"])
    case.acts.append(entry["act"])
    case.days.append(entry["at"][:10])
    if "corrects" in outcome:
        case.values[outcome["corrects"]["field"]] = values.get("value")
    else:
        case.values.update(values)


# ── proposals ────────────────────────────────────────────────────────────────────────────────────────────────────────


def form_of(case: Known) -> str:
    """Return whether one proposes, several, or an organisation (Rules on proposals, art. 7)."""
    if case.named("proposer"):
        return "collective"
    if not any(said == "proposer" for said, *_rest in case.parties):
        return ""
    many = sum(said in {"proposer", "cosigner"} for said, *_rest in case.parties)
    return "joint" if many > 1 else "individual"


def value_of(case: Known, name: str) -> str:
    """Return the code by which a proposal is counted."""
    return form_of(case) if name == "proposer_kind" else case.values.get(name) or ""


def standing(world: World, case: Known) -> set[str]:
    """Return what a proposal counts as, by the names of the columns."""
    found = set() if case.state in NOT_RECEIVED else {"received"}
    found |= {case.state} & {"converted", "declined"}
    if "merge" in case.acts and case.state.startswith("merged"):
        found.add("merged")
    if case.state not in FILED:
        return found
    found |= {"filed"} | ({"assigned"} if case.state != "filed" else set())
    works = [one for one in world.below(case.number, "handling") if one.state not in LEFT]
    if not works or any(one.state not in REPLIED for one in works):
        return found
    found.add("all_replied")
    promises = {one.number: world.below(one.number, "promise") for one in works}
    answered = all(one.state in {"answered", "closed"} for one in works)
    if answered and not any(one.state in {"open", "claimed"} for of_one in promises.values() for one in of_one):
        found |= {"completed", "time_over" if any("lapse" in one.acts for one in works) else "heard"}
    if all(_delivered(one, promises[one.number]) for one in works):
        found.add("delivered")
    return found


def _delivered(work: Known, promises: list[Known]) -> bool:
    letter = work.values.get("letter")
    return letter == "A" or (letter == "B" and bool(promises) and all(one.state == "cleared" for one in promises))


def waits_for(world: World, case: Known, stands: set[str]) -> str:
    """Return what a filed proposal that is not behind us waits for first; nothing for what is complete and closed."""
    if "completed" in stands:
        return "conclude" if case.state in {"answered", "tracking"} else ""
    works = world.below(case.number, "handling")
    promises = [one for work in works for one in world.below(work.number, "promise")]
    today = world.today

    def some(cases: Iterable[Known], states: set[str], holds: Callable[[Known], bool] = lambda _one: True) -> bool:
        return any(one.state in states and holds(one) for one in cases)

    asked = (
        ("assign", case.state == "filed"),
        ("objection", some(works, {"return_requested"})),
        ("overdue", some(works, AT_WORK, lambda one: one.late(today))),
        ("rework", some(works, {"rework"})),
        ("reply", some(works, AT_WORK - {"rework"})),
        ("release", some(works, {"reply_review"})),
        ("opinion", some(works, {"replied", "replied_again"}, lambda one: not one.late(today, ["feedback"]))),
        ("opinion_over", some(works, {"replied", "replied_again"})),
        ("promise_overdue", some(promises, {"open"}, lambda one: one.late(today))),
        ("promise", some(promises, {"open"})),
        ("verify", some(promises, {"claimed"})),
    )
    return next((name for name, holds in asked if holds), "other")


# ── units' work ──────────────────────────────────────────────────────────────────────────────────────────────────────


def work_of(case: Known, today: str) -> set[str]:
    """Return what a unit's work counts as; once the unit is rid of it, only what happened with it."""
    happened = {"objected": "object", "more_time": "request_extension", "sent_back": "return_reply"}
    found = {name for name, act in happened.items() if act in case.acts}
    if case.state in LEFT:
        return found
    found.add("handlings")
    reply = case.clocks.get("reply", {})
    grade = case.values.get("second_grade") or case.values.get("grade")
    found |= ({"said"} if grade else set()) | ({"content"} if grade in {"satisfied", "basically"} else set())
    if case.state in REPLIED:
        found |= {"replied"} | ({"due"} if reply.get("on_time") is not None else set())
        found |= {"on_time"} if reply.get("on_time") else set()
        found |= {f"letter_{case.values.get('letter')}"}
        found |= {"solved_or_promised"} if case.values.get("letter") in {"A", "B"} else set()
        found |= {name for name, act in {"contacted": "contact", "rated": "rate"}.items() if act in case.acts}
    else:
        found |= {"waiting"} | ({"overdue", "due"} if case.late(today) else {"near"} if case.near(today) else set())
    return found


def days_taken(cases: Iterable[Known]) -> list[int]:
    """Return the days from the start of the reply's limit to its end, of replies that are out; shortest first."""
    ended = [one.clocks["reply"] for one in cases if one.state in REPLIED and one.clocks.get("reply", {}).get("ended")]
    return sorted(
        (date.fromisoformat(one["ended"]) - date.fromisoformat(one["started"])).days
        for one in ended
        if one["on_time"] is not None
    )


def quantile(days: list[int], percent: int) -> int:
    """Return the first of the sorted days at which at least so many per cent are over."""
    return next(day for place, day in enumerate(days, 1) if place * 100 >= len(days) * percent)


def histogram(days: list[int]) -> list[int]:
    """Return how many took 0 to 14 days, 15 to 29 and so on; all from 180 together."""
    bins = Counter(min(day, LONGEST) // STEP for day in days)
    return [bins[place] for place in range(LONGEST // STEP + 1)]


# ── sums ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def counted(marks: Iterable[set[str]]) -> Counter[str]:
    """Return how many have each mark."""
    return Counter(mark for one in marks for mark in one)


def visible(cases: Iterable[Known], keys: Iterable[str]) -> Iterator[Known]:
    """Yield the cases that somebody with these keys may see."""
    held = set(keys)
    return (one for one in cases if one.readers & held)


def same_day(opens: date, before: date, today: date) -> date:
    """Return the day that lies as long after the opening of the session before as today after this one's."""
    return before + timedelta(days=(today - opens).days)


def ratings(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the case and the grade of every rating, first and second, in the order in which they were entered."""
    cases = {}
    for line in (folder / "entries.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        cases[entry["id"]] = entry["case"]
    rows = [json.loads(line) for line in (folder / "values.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in sorted(rows, key=lambda one: one["entry"]):
        if row["name"] in {"grade", "second_grade"} and row["value"] is not None:
            yield cases[row["entry"]], json.loads(row["value"])
