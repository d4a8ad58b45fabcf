"""`zhixing act`: one act through the one door, and its refusals by code."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_django.fixtures import Settings as DjangoSettings

from tests.cli.conftest import Zhixing
from tests.world.story import Story, told
from tests.world.tables import contents
from tests.world.town import Town, proposal_data
from zhixing.cases.models import Case

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def story(town: Town) -> Story:
    return told(town, "file")


def acted(zhixing: Zhixing, *words: object) -> tuple[int, Any]:
    said = zhixing("act", *words, "--json")
    return said.code, json.loads(said.out)


def test_act_is_performed(story: Story, zhixing: Zhixing) -> None:
    code, answer = acted(zhixing, "1005001", "assign", "--as", "chen", "--data", '{"unit": "市教育局"}')

    assert (code, answer) == (0, {"ok": True, "state": "assigned", "entry": 4, "number": story.proposal.number})
    assert story.proposal.state == "assigned"


def test_act_in_words(story: Story, zhixing: Zhixing) -> None:
    said = zhixing("act", "1005001", "assign", "--as", "chen", "--data", '{"unit": "市教育局"}')

    assert said == (0, f"{story.proposal.number}: entry 4, now assigned\n", "")


def test_case_is_opened(town: Town, zhixing: Zhixing) -> None:
    code, answer = acted(zhixing, "new:proposal", "submit", "--as", "an", "--data", json.dumps(proposal_data()))

    assert (code, answer["ok"], answer["state"], answer["entry"]) == (0, True, "submitted", 1)
    assert Case.objects.unscoped("test").get(number=answer["number"]).title == proposal_data()["title"]


UNIT = '{"unit": "市教育局"}'


@pytest.mark.parametrize(
    ("words", "code", "article", "reason"),
    [
        (["1005001", "assign", "--as", "an", "--data", UNIT], "not_allowed", "proposal-work-rules/27", "Only "),
        (["1005001", "conclude", "--as", "chen"], "wrong_state", "proposal-work-rules/32", "The case is Filed"),
        (["1005001", "assign", "--as", "chen"], "invalid", "proposal-work-rules/27", "1 entries need mending"),
        (
            ["1005001", "assign", "--as", "chen", "--data", '{"unit": "天外局"}'],
            "invalid",
            "proposal-work-rules/27",
            "1 entries need mending; what was typed is kept. Handling unit: no unit 天外局 is in force.",
        ),
        (
            ["1005001", "assign", "--as", "chen", "--data", UNIT, "--seen", "2"],
            "conflict",
            "proposal-work-rules/27",
            "The case has moved on",
        ),
        (["1005001", "fly", "--as", "chen"], "unknown", "proposal-work-rules/1", "There is no act fly."),
        (["1005009", "assign", "--as", "chen"], "unknown", None, "There is no case 1005009"),
        (["1005001", "assign", "--as", "bo", "--data", UNIT], "unknown", None, "There is no case 1005001"),
        (["new:opera", "sing", "--as", "an"], "unknown", None, "There is no kind"),
    ],
)
def test_refusals(
    story: Story, zhixing: Zhixing, words: list[str], code: str, article: str | None, reason: str
) -> None:
    before = contents()

    ended, answer = acted(zhixing, *words)

    assert contents() == before
    assert ended == 1
    assert list(answer) == ["ok", "reason", "article", "code"]
    assert (answer["ok"], answer["code"], answer["article"]) == (False, code, article)
    assert answer["reason"].startswith(reason)


def test_refusal_in_words_goes_to_standard_error(story: Story, zhixing: Zhixing) -> None:
    said = zhixing("act", "1005001", "conclude", "--as", "chen")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("The case is Filed;")
    assert said.err.endswith("(proposal-work-rules/32)\n")


def test_a_key_makes_a_call_safe_to_repeat(story: Story, zhixing: Zhixing) -> None:
    words = ["1005001", "assign", "--as", "chen", "--data", UNIT, "--key", "k1"]

    first, second = acted(zhixing, *words), acted(zhixing, *words)
    other = acted(zhixing, "1005001", "assign", "--as", "chen", "--data", '{"unit": "市委宣传部"}', "--key", "k1")

    assert first == second
    assert first[0] == 0
    assert (other[0], other[1]["code"]) == (1, "conflict")


def test_a_case_seen_as_it_is(story: Story, zhixing: Zhixing) -> None:
    assert acted(zhixing, "1005001", "assign", "--as", "chen", "--data", UNIT, "--seen", "3")[1]["ok"] is True


@pytest.mark.parametrize(
    "words",
    [
        ["1005001", "assign"],
        ["1005001", "assign", "--as", "chen", "--data", "{"],
        ["1005001", "assign", "--as", "chen", "--data", "[]"],
        ["1005001", "assign", "--as", "chen", "--seen", "first"],
        ["1005001", "--as", "chen"],
    ],
)
def test_wrong_calls(story: Story, zhixing: Zhixing, words: list[str]) -> None:
    said = zhixing("act", *words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: zhixing act")


def test_nobody_acts_from_the_command_line_in_production(
    story: Story, zhixing: Zhixing, settings: DjangoSettings
) -> None:
    settings.ZHIXING_MODE = "production"

    said = zhixing("act", "1005001", "assign", "--as", "chen", "--data", UNIT)

    assert said.code == 1
    assert said.err.startswith("In production nobody is known")
    assert story.proposal.state == "filed"
