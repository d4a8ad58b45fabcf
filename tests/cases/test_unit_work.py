"""Where a case stands on a unit's way: what is done, what is next, what was left out."""

from __future__ import annotations

import tomllib

import pytest

from zhixing.cases import kinds
from zhixing.cases.unit_work import Status, UnitWork, statuses

ACCEPTED = {"open": 1, "accept": 2}


def work(slug: str) -> UnitWork:
    """Return how a unit works on a kind."""
    found = kinds.get(slug).work
    assert found is not None
    return found


def way(slug: str, state: str, last: dict[str, int]) -> dict[str, Status]:
    """Return how each step stands, by its name."""
    found = work(slug)
    return dict(zip((step.name for step in found.steps), statuses(found, state=state, last=last), strict=True))


@pytest.mark.parametrize(
    ("state", "last", "now", "done"),
    [
        ("assigned", {"open": 1}, "receive", []),
        ("return_requested", {"open": 1, "object": 2}, "receive", []),
        ("accepted", ACCEPTED, "contact", ["receive"]),
        ("accepted", {"open": 1, "object": 2, "decide_objection": 3}, "contact", ["receive"]),
        ("accepted", ACCEPTED | {"contact": 3}, "draft", ["receive", "contact"]),
        ("drafted", ACCEPTED | {"contact": 3, "draft_reply": 4}, "check", ["receive", "contact", "draft"]),
        # A reply cannot be signed without a contact, so that is what comes next.
        ("drafted", ACCEPTED | {"draft_reply": 4, "check_draft": 5}, "contact", ["receive", "draft", "check"]),
        (
            "drafted",
            ACCEPTED | {"contact": 3, "draft_reply": 4, "check_draft": 5},
            "sign",
            ["receive", "contact", "draft", "check"],
        ),
        # What was checked before the draft was written anew is not checked.
        (
            "drafted",
            ACCEPTED | {"contact": 3, "draft_reply": 7, "check_draft": 5},
            "check",
            ["receive", "contact", "draft"],
        ),
        ("rework", ACCEPTED | {"contact": 3, "draft_reply": 4, "check_draft": 5}, "draft", ["receive", "contact"]),
    ],
)
def test_how_far_a_handling_is(state: str, last: dict[str, int], now: str, done: list[str]) -> None:
    found = way("handling", state, last)

    assert [name for name, status in found.items() if status == "now"] == [now]
    assert [name for name, status in found.items() if status == "done"] == done


def test_what_was_passed_by_is_not_said_to_be_done() -> None:
    signed = ACCEPTED | {"contact": 3, "draft_reply": 4, "sign_reply": 5, "release_reply": 6}

    assert way("handling", "replied", signed)["check"] == "left"
    assert way("handling", "answered", signed | {"lapse": 7})["rate"] == "left"
    assert way("handling", "answered", signed | {"rate": 7})["rate"] == "done"


def test_how_far_a_cohandling_is() -> None:
    assert way("cohandling", "accepted", ACCEPTED)["opinion"] == "now"
    given = ACCEPTED | {"give_opinion": 3}
    assert way("cohandling", "opinion_given", given)["lead"] == "now"
    assert way("cohandling", "opinion_given", given | {"receive_draft": 4})["countersign"] == "now"
    assert way("cohandling", "lapsed", ACCEPTED) == {
        "receive": "done",
        "opinion": "left",
        "lead": "left",
        "countersign": "left",
    }


@pytest.mark.parametrize("slug", ["handling", "cohandling"])
def test_a_way_names_what_its_procedure_knows(slug: str) -> None:
    found, procedure = work(slug), kinds.get(slug).procedure
    known = tomllib.loads(procedure.read_text(encoding="utf-8"))

    acts = {act for step in found.steps for act in (*step.acts, step.since) if act}
    states = {state for step in found.steps for state in (*step.states, *step.during)}
    assert acts <= set(known["acts"])
    assert states <= set(known["states"])
    # Every state in which anything is awaited lies on the way.
    assert {name for name, state in known["states"].items() if state.get("next")} <= found.states
