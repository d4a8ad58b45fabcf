"""What a Word file gives to the form of a proposal, and what a title is hinted at."""

from __future__ import annotations

import pytest

from tests.proposals.word_files import collective, joint, no_title, paper, plain
from zhixing.cases.kinds import Reading
from zhixing.procedure import reader
from zhixing.proposals.kinds import PROCEDURES, TITLE_HINTS
from zhixing.proposals.reading_in import read_proposal

PROCEDURE = reader.read(PROCEDURES / "proposal.toml")


def read(data: bytes) -> Reading:
    found = read_proposal("提案.docx", data, PROCEDURE)
    assert isinstance(found, Reading)
    return found


def test_three_parts_and_the_title() -> None:
    made = plain(1)

    found = read(made.data)

    assert found.data == {name: made.fields[name] for name in ("title", "situation", "analysis", "suggestions")}


def test_what_a_form_ticks_is_taken_where_it_is_certain() -> None:
    made = paper(0)

    found = read(made.data)

    assert found.data.get("publishable") == {True: "yes", False: "no", None: None}[made.fields.get("publishable")]
    said = {remark.what.en: remark.text for remark in found.remarks}
    assert said["Proposers the file names, not filled in:"] == "、".join(made.fields["proposers"])


@pytest.mark.parametrize("make", [joint, collective])
def test_nobody_is_filled_in(make: object) -> None:
    found = read(make(0).data)  # type: ignore[operator] - both make a file of a number

    assert found.data.keys() <= {"title", "situation", "analysis", "suggestions", "category", "publishable"}


def test_a_title_that_is_only_likely_is_said_to_be_so() -> None:
    found = read(no_title(0).data)

    suggested = [remark.text for remark in found.remarks if "looks like" in remark.what.en]
    assert suggested in ([], [found.data.get("title")])


def test_what_is_no_word_file_is_refused_in_words() -> None:
    refused = read_proposal("提案.docx", b"nothing", PROCEDURE)

    assert not isinstance(refused, Reading)
    assert refused.zh.endswith("。")


@pytest.mark.parametrize(
    ("title", "speaks"),
    [
        ("关于完善老旧小区加装电梯后续管护机制的提案", [False, False]),
        ("关于加强和改进城区停车管理工作的建议", [False, False]),
        ("老旧小区加装电梯", [True, False]),
        ("关于解决停车问题和噪声问题的建议", [False, True]),
        ("关于增加公厕以及修缮公园的建议", [False, True]),
    ],
)
def test_hints_at_a_title(title: str, speaks: list[bool]) -> None:
    assert [hint.speaks(title) for hint in TITLE_HINTS] == speaks
