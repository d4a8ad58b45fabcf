"""It makes no difference whether the day's clocks run every day, twice a day, or only on some days.

Some twenty stories happen at once, each in a town of its own, so that cases of every kind stand in many states: while
people act, and once more broken off, so that the clocks run alone. On the last day every case is compared.
"""

from __future__ import annotations

import importlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from tests.stories import collected
from tests.stories.scripted import Script, play, written
from tests.world.town import moment
from zhixing.assembly import clock
from zhixing.assembly.calendars import work_calendar
from zhixing.cases import daily
from zhixing.cases.catching_up import FIRST_MINUTE
from zhixing.cases.daily import run_day
from zhixing.cases.models import Case, CaseParty, CaseReader, Deadline, Todo
from zhixing.desk.lamps import Lamps
from zhixing.register.models import Entry, FieldValue

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.slow]

NINE = 9
BEGIN, END = date(2026, 1, 20), date(2027, 12, 31)
TOLD = {
    "calls": ("window_is_changed_and_runs_out",),
    "cohandling": (
        "opinions_come_in_the_draft_is_countersigned_or_disputed_and_the_lead_replies",
        "silent_cohandler_does_not_hold_the_lead_up",
    ),
    "commendations": ("good_proposal_is_chosen_and_published_after_the_time_for_objections",),
    "feedback": (
        "dissatisfied_proposer_is_answered_again",
        "silence_after_the_reminder_is_no_answer_and_no_grade",
        "the_details_of_a_rating_are_kept_for_some_months_and_no_longer",
    ),
    "handling": (
        "more_time_is_asked_for_and_granted_once",
        "reply_is_sent_back_and_released_after_mending",
    ),
    "joint_supervision": (
        "letter_goes_out_once_each_office_has_signed_the_same_text",
        "check_finds_demands_and_is_answered_twice",
        "plan_of_the_year_is_signed_by_all_and_carries_the_meetings",
    ),
    "keyproposals": ("key_proposal_runs_from_the_nomination_to_its_result", "late_plan_is_urged"),
    "objection": ("objection_that_is_not_followed_leaves_the_case_with_the_unit",),
    "problem_bank": ("proposal_not_carried_out_goes_through_the_bank_until_it_is_cleared",),
    "promises": ("promise_is_kept_at_the_second_attempt_and_the_proposal_concluded",),
    "review": ("silence_is_no_consent_to_a_conversion",),
    "signing": ("the_day_until_which_one_signs_is_set_anew",),
    "suggestions": ("suggestion_is_registered_assigned_answered_and_closed",),
}


def stories() -> list[collected.Told]:
    """Return the stories that are told here."""
    modules = {file: importlib.import_module(f"tests.stories.test_{file}") for file in TOLD}
    return [getattr(modules[file], f"test_{name}") for file, names in TOLD.items() for name in names]


Days = Callable[[date], int]
"""How often the clocks run on a day."""


def every_day(_day: date) -> int:
    """Let the clocks run every day."""
    return 1


def twice_a_day(_day: date) -> int:
    """Let the clocks run in the morning and in the evening."""
    return 2


def on_some_days(seed: int) -> Days:
    """Let the clocks run on about one day in thirty, and on the last."""
    chance = Random(seed)
    chosen = {day for day in days(BEGIN, END) if not chance.randrange(30)}
    return lambda day: int(day in chosen or day == END)


def days(first: date, last: date) -> Iterator[date]:
    """Yield every day from one to another."""
    for place in range((last - first).days + 1):
        yield first + timedelta(days=place)


@dataclass
class Clocks:
    """Runs the day's clocks on some days and remembers when; ``come`` is the first day that lies ahead."""

    often: Days
    runs: list[datetime] = field(default_factory=list)
    come: date = BEGIN

    def until(self, day: date) -> None:
        """Let days pass up to one, its morning included."""
        for one in days(self.come, day):
            for hour in (6, 22)[: self.often(one)]:
                self.runs.append(moment(one, hour=hour))
                run_at(self.runs[-1])
        self.come = max(self.come, day + timedelta(days=1))


@dataclass(frozen=True)
class World:
    """How everything stands on the last day, how it came about, what was refused, and when the clocks ran."""

    cases: dict[str, dict[str, Any]]
    entries: dict[str, list[dict[str, Any]]]
    refused: list[tuple[date, str, str]]
    runs: list[datetime]


@contextmanager
def undone() -> Iterator[None]:
    """Let nothing stay of what is done within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lived(scripts: Sequence[Script], often: Days, since: date = BEGIN) -> World:
    """Let scripts be played while the clocks run from a day on, and return how everything stands on the last day."""
    clocks = Clocks(often, come=since)
    with undone():
        refused = play(scripts, before=clocks.until)
        clocks.until(END)
        with clock.simulated(moment(END, hour=23)):
            return World(cases(), entries(), refused, clocks.runs)


def run_at(at: datetime) -> None:
    with clock.simulated(at):
        assert run_day(at.date()).refused == []


# ── what is compared ─────────────────────────────────────────────────────────────────────────────────────────────────
def cases() -> dict[str, dict[str, Any]]:
    """Return of every case what the register, its pages and lists say of it."""
    lamps = Lamps(END, work_calendar())
    rows = {
        Deadline: ("clock", "status", "started_on", "warn_on", "due_on", "ended_on", "on_time", "provisional"),
        Todo: ("act", "key", "since", "due_on", "warn_on"),
        CaseReader: ("key",),
        CaseParty: ("place", "capacity", "person", "organisation"),
    }
    beside: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for model, columns in rows.items():
        for case, *values in model._default_manager.values_list("case", *columns):
            beside[case].add((model.__name__, *values))
    removed = Counter(FieldValue.objects.filter(value__isnull=True).values_list("entry__case", flat=True))
    return {
        case.number: {
            "state": (case.state, case.final, case.folded["since"], case.closed_on, case.rings_on),
            "clocks": {name: counted(one) for name, one in case.folded["clocks"].items()},
            "lamp": lamps.short(case.due_on, case.warn_on),
            "says": (
                sorted(case.folded["sources"]),
                named(case.folded["values"]),
                case.folded["milestones"],
                case.title,
            ),
            "beside": beside[case.pk],
            "removed": removed[case.number],
        }
        for case in Case.objects.unscoped("test").order_by("number")
    }


def named(value: Any) -> Any:
    """Return a value with the cases that it names by their numbers; their keys are given anew in each life."""
    if isinstance(value, list):
        return [named(one) for one in value]
    if isinstance(value, dict):
        return {name: named(one) for name, one in value.items() if name != "id" or "number" not in value}
    return value


def counted(one: dict[str, Any]) -> dict[str, Any]:
    """Return a clock without the numbers of the entries that moved it."""
    return {name: value for name, value in one.items() if name not in {"started_by", "ended_by"}}


def entries() -> dict[str, list[dict[str, Any]]]:
    """Return what was entered in every case, with when it was late."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in Entry.objects.unscoped("test").exclude(kind="body").order_by("case", "number"):
        outcome = json.loads(entry.outcome)
        found.setdefault(entry.case, []).append(
            {
                "kind": entry.kind,
                "act": entry.act,
                "at": entry.at.astimezone(clock.ZONE),
                "by_clock": entry.actor_id is None,
                "rung": step_of(entry),
                "late": datetime.fromisoformat(outcome["late"]) if "late" in outcome else None,
            }
        )
    return found


def step_of(entry: Entry) -> str:
    """Return the clock and the step of its ladder that a reminder was sent for."""
    if entry.act != "tick" or entry.key is None:
        return ""
    _tick, _case, clock_name, _started, step = entry.key.split(":")
    return f"{clock_name}.{step}"


def punctual(world: World) -> dict[str, list[dict[str, Any]]]:
    """Return the entries without when they were late."""
    return {case: [one | {"late": None} for one in listed] for case, listed in world.entries.items()}


def apart_from_reminders(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return cases and entries without what was sent to remind anybody."""
    bare = {
        number: case | {"clocks": {name: {**one, "rungs": []} for name, one in case["clocks"].items()}}
        for number, case in world.cases.items()
    }
    return bare, {case: [one for one in rows if one["act"] != "tick"] for case, rows in punctual(world).items()}


def reminders(world: World) -> dict[tuple[str, str, datetime], datetime | None]:
    """Return what was sent to remind, by case, step and moment, with when it was sent if late."""
    return {
        (case, one["rung"], one["at"]): one["late"]
        for case, rows in world.entries.items()
        for one in rows
        if one["act"] == "tick"
    }


def brought(world: World) -> set[tuple[str, str]]:
    """Return the kinds of cases with what the clocks did in them by themselves: acts, and steps of ladders."""
    return {
        (one["kind"], one["rung"] or one["act"])
        for rows in world.entries.values()
        for one in rows
        if one["by_clock"] and one["act"] in AUTOMATIC[one["kind"]] | {"tick"}
    }


AUTOMATIC = {
    kind: {act.name for act in procedure.acts.values() if act.when_over or act.when_closed}
    for kind, procedure in collected.procedures().items()
}
LADDERS = {
    (kind, f"{name}.{rung.name}")
    for kind, procedure in collected.procedures().items()
    for name, limit in procedure.clocks.items()
    for rung in limit.ladder
}


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> list[Script]:
    """Return the stories written down, each in a town that is ready for it."""
    # What a run does beside the clocks is left out.
    monkeypatch.setattr(daily, "seal", lambda: None)
    monkeypatch.setattr(daily, "sweep", lambda _at: 0)
    with clock.simulated(moment(END)):
        return written(stories())


def test_it_makes_no_difference_on_which_days_the_clocks_run(scripts: list[Script]) -> None:
    begun = [script.until(date(2026, 5, 1)) for script in scripts]
    demanded = [script.until(date(2026, 9, 1), but_not=("answer", "claim_done")) for script in scripts]

    worlds = (
        while_people_act(scripts),
        when_nobody_acts_any_more(begun, on_some_days(2), on_some_days(3)),
        when_nobody_acts_any_more(demanded, on_some_days(4)),
    )

    every_step = {(kind, act) for kind, acts in AUTOMATIC.items() for act in acts} | LADDERS
    assert set().union(*map(brought, worlds)) == every_step


def while_people_act(scripts: Sequence[Script]) -> World:
    """People act on the same days; only reminders of what they had done by then are not sent any more."""
    always, twice, seldom = (lived(scripts, often) for often in (every_day, twice_a_day, on_some_days(1)))

    assert (twice.cases, twice.entries, twice.refused) == (always.cases, always.entries, always.refused)
    assert apart_from_reminders(seldom) == apart_from_reminders(always)
    assert seldom.refused == always.refused
    in_time, late = reminders(always), reminders(seldom)
    assert set(in_time.values()) == {None}
    assert late.keys() < in_time.keys()
    for case, _step, at in in_time.keys() - late.keys():
        next_run = min(run for run in seldom.runs if run > at)
        assert any(at < one["at"] < next_run and one["act"] != "tick" for one in seldom.entries[case])
    says_so_when_late(seldom)
    return always


def when_nobody_acts_any_more(scripts: Sequence[Script], *ways: Days) -> World:
    """Stories broken off, so that cases stand in many states, are told; then the clocks run alone."""
    with undone():
        clocks = Clocks(every_day)
        play(scripts, before=clocks.until)
        always, *others = (lived([], often, clocks.come) for often in (every_day, *ways))

    for other in others:
        assert other.cases == always.cases
        assert punctual(other) == punctual(always)
        says_so_when_late(other)
    return always


def says_so_when_late(world: World) -> None:
    """What was done on a later day than its own says when: in that run, or before the next act of somebody."""
    for rows in world.entries.values():
        for one in rows:
            if one["by_clock"] and one["at"].time() == FIRST_MINUTE:
                on_its_day = [run for run in world.runs if run.date() == one["at"].date()]
                assert (one["late"] is None) or not on_its_day
