"""Fifty processes act at the same moment, on the database that is in use: nothing is lost, nothing happens twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.world.story import DATA, Story, told
from tests.world.town import Town, proposal_data
from zhixing.cases.models import Case
from zhixing.cases.rebuilding import rebuild
from zhixing.register.log import one_moment, records, sequence, verify_database
from zhixing.register.models import Entry
from zhixing.register.verifier import verify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.slow]

PROCESSES = 50
ROOT = Path(__file__).parent.parent.parent
Answers = list[Any]


def raced(*rounds: list[dict[str, Any]]) -> list[Answers]:
    """Let fifty processes make their calls of each round at the same moment; return what each was answered."""
    connection.close()
    ran = subprocess.run(
        [sys.executable, "-m", "tests.cases.racing", str(connection.settings_dict["NAME"])],
        input=json.dumps(rounds),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert ran.stderr == ""
    answers: list[Answers] = json.loads(ran.stdout)
    return answers


def calls(act: str, who: int, case: Case | None = None, *, key: str = "{act}-{place}", **call: Any) -> list[Any]:
    """Return the same call for every process, under keys of their own unless told otherwise."""
    number = {"case": case.number} if case else {}
    keys = [key.format(act=act, place=place) for place in range(PROCESSES)]
    return [{"act": act, "who": who, "key": one, **number, **call} for one in keys]


@pytest.fixture
def story(town: Town) -> Story:
    """Return a story that waits for the reply to be drafted."""
    return told(town, "contact")


def test_fifty_processes_at_once(story: Story) -> None:
    """One round after the other, because the processes are dear to start."""
    town, handling, proposal = story.town, story.handling, story.proposal
    people = {name: person.pk for name, person in town.people.items()}
    seen = handling.entries
    contacts = calls("contact", people["han"], handling, data=DATA["contact"], seen=1)
    notes = calls("note", people["chen"], proposal, data={"text": "备注"})

    conflicting, commuting, verifying, repeated, opened_once, opened = raced(
        calls("draft_reply", people["han"], handling, data=DATA["draft_reply"], seen=seen),
        contacts,
        [*contacts_again(contacts)[:24], *notes[:24], {"act": "verify", "who": 0}, {"act": "verify", "who": 0}],
        calls("sign_reply", people["hu"], handling, data=DATA["sign_reply"], key="once"),
        calls("submit", people["an"], data=proposal_data(), key="once"),
        calls("submit", people["bo"], data=proposal_data()),
    )

    assert Counter(map(str, conflicting)) == {str([handling.number, seen + 1, "drafted"]): 1, "conflict": 49}
    assert sorted(entry for _case, entry, _state in commuting) == list(range(seen + 2, seen + 52))
    assert [answer for answer in verifying if isinstance(answer, str)] == []
    assert verifying[48:] == [[0] * 5] * 2
    assert repeated == [[handling.number, seen + 76, "reply_review"]] * PROCESSES
    assert opened_once == [opened_once[0]] * PROCESSES
    assert len({case for case, _entry, _state in opened}) == PROCESSES
    assert Case.objects.unscoped("test").count() == 2 + 1 + PROCESSES
    assert Entry.objects.unscoped("test").filter(act="submit").count() == 1 + 1 + PROCESSES
    assert rebuild(check=True) == []
    assert verify_database().broken == []


def test_register_is_verified_as_of_one_moment(story: Story) -> None:
    """What others enter meanwhile has neither values nor a line in the log that the check would miss."""
    han, handling = story.town.people["han"].pk, story.handling
    call = calls("contact", han, handling, data=DATA["contact"])[:1]

    with one_moment():
        entries, values, log, seals = records()
        read = list(entries)
        with ThreadPoolExecutor(1) as elsewhere:
            assert elsewhere.submit(meanwhile, call).result() == [[handling.number, 4, "accepted"]]
        report = verify(read, values, log, seals)

    assert report.broken == []
    assert verify_database().entries == report.entries + 1


def meanwhile(call: list[Any]) -> Answers:
    """Let another process act, and put its entry in the log."""
    try:
        done = raced(call)
        sequence()
        return done[0]
    finally:
        connection.close()


def contacts_again(contacts: list[Any]) -> list[Any]:
    """Return the calls under other keys."""
    return [{**call, "key": f"again-{place}"} for place, call in enumerate(contacts)]
