"""`zhixing act`: one act through the one door, and its refusals by code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings as DjangoSettings

from tests.cli.conftest import Zhixing
from tests.files.contents import PDF, PNG
from tests.throwaway.kinds import PERMIT
from tests.world.story import LATER, Story, told
from tests.world.tables import contents
from tests.world.town import Town, proposal_data
from zhixing.cases import kinds
from zhixing.cases.models import Case
from zhixing.files import blobs
from zhixing.files.handing_in import hand_in
from zhixing.files.models import StoredFile

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
            "1 entries need mending; what was typed is kept. Handling (lead) unit: no unit 天外局 is in force.",
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


# --- Files by their paths ---


@pytest.fixture
def _permits(settings: DjangoSettings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "files"
    kinds.register(PERMIT)
    yield
    kinds.forget("permit")


def permit_data(**changes: Any) -> str:
    data = {"title": "西门", "street": "安澜西路", "purpose": "开会", "wanted_from": "2026-12-01", "places": 1}
    return json.dumps(data | {"kept_by": ["市教育局"]} | changes)


@pytest.mark.usefixtures("_permits")
def test_files_are_given_by_their_paths(town: Town, zhixing: Zhixing, tmp_path: Path) -> None:
    (tmp_path / "扫描件.pdf").write_bytes(PDF)
    (tmp_path / "照片.png").write_bytes(PNG)

    code, answer = acted(
        zhixing, "new:permit", "ask", "--as", "an", "--data", permit_data(scan=[str(tmp_path / "扫描件.pdf")])
    )
    photo = json.dumps({"decision": "yes", "evidence": str(tmp_path / "照片.png")})
    decided = acted(zhixing, answer["number"], "decide", "--as", "zhu", "--data", photo)
    shown = {who: json.loads(zhixing("case", answer["number"], "--as", who, "--json").out) for who in ("an", "zhu")}

    assert (code, decided[0]) == (0, 0)
    scan = shown["an"]["entries"][0]["data"]["scan"]
    assert [(one["name"], one["size"], one["type"]) for one in scan] == [("扫描件.pdf", len(PDF), "application/pdf")]
    assert blobs.place(scan[0]["digest"]).read_bytes() == PDF
    assert shown["zhu"]["entries"][1]["data"]["evidence"][0]["name"] == "照片.png"
    assert "evidence" not in shown["an"]["entries"][1]["data"]


@pytest.mark.usefixtures("_permits")
def test_files_handed_in_before_are_given_by_their_digests(town: Town, zhixing: Zhixing) -> None:
    kept = hand_in("扫描件.pdf", [PDF], person=town.people["an"].pk, at=LATER)

    code, _answer = acted(zhixing, "new:permit", "ask", "--as", "an", "--data", permit_data(scan=[kept.digest]))

    assert code == 0


@pytest.mark.usefixtures("_permits")
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("nowhere.pdf", None, "nowhere.pdf cannot be read (No such file or directory). Give the path of a file."),
        ("x.exe", b"MZ", "Files such as x.exe are not taken."),
    ],
)
def test_file_that_will_not_do_is_said(
    town: Town, zhixing: Zhixing, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    answer = zhixing("act", "new:permit", "ask", "--as", "an", "--data", permit_data(scan=[str(tmp_path / name)]))

    assert answer.code == 1
    assert said in answer.err
    assert not Case.objects.unscoped("test").exists()
    assert not StoredFile.objects.exists()
