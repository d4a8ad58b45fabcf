"""A field of type files: what is recorded of a file that was handed in, and what is said of one that will not do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.procedure.calendars import PUBLISHED
from tests.procedure.entering import FILES, Names
from tests.procedure.texts import procedure
from zhixing.procedure.facts import Facts, Given, Json
from zhixing.procedure.fields import Checked, check_one
from zhixing.procedure.model import Field
from zhixing.procedure.words import Words

A, B, C = FILES
SCAN = Field("scan", Words("附件", "Files"), "files", required=True, most=2, accepts=("pdf", "jpg"))
RECORDED = {
    A: {"digest": A, "name": "扫描件.pdf", "size": 1000, "type": "application/pdf"},
    B: {"digest": B, "name": "现场.jpg", "size": 1000, "type": "image/jpeg"},
    C: {"digest": C, "name": "Bild.JPG", "size": 1000, "type": "image/jpeg"},
}


def checked(value: Json, field: Field = SCAN) -> Checked:
    given = Given(on=date(2026, 6, 15), calendar=PUBLISHED, directory=Names(), guards={})
    return check_one(procedure(), field, value, facts=Facts(body=1), given=given)


@pytest.mark.parametrize(
    ("value", "digests"),
    [
        (A, [A]),
        ([B, A], [B, A]),
        ([{"digest": A, "name": "别的名字.pdf"}], [A]),
        ([A, A], [A]),
        ([C], [C]),
    ],
)
def test_files_are_recorded_with_name_size_and_type(value: Json, digests: list[str]) -> None:
    result = checked(value)

    assert result.faults == ()
    assert result.values == {"scan": [RECORDED[digest] for digest in digests]}


@pytest.mark.parametrize(
    ("value", "changes", "said"),
    [
        ([], {}, "Fill in Files."),
        (["d" * 64], {}, f"Files: the file {'d' * 64} was not handed in, or was not kept so long. Choose it again."),
        (
            [{"digest": "d" * 64, "name": "丢.pdf"}],
            {},
            "Files: the file 丢.pdf was not handed in, or was not kept so long. Choose it again.",
        ),
        (True, {}, "Files: the file True was not handed in, or was not kept so long. Choose it again."),
        ([B], {"accepts": ("pdf",)}, "Files does not take 现场.jpg. Hand it in as one of: pdf."),
        ([A, B, C], {}, "Files takes 2 files and has 3. Remove some."),
        ([A], {"least": 2}, "Files needs 2 files and has 1. Add to them."),
    ],
)
def test_what_will_not_do_is_said_with_the_remedy(value: Json, changes: dict[str, object], said: str) -> None:
    result = checked(value, replace(SCAN, **changes))

    assert [(name, sentence.say("en")) for name, sentence in result.faults] == [("scan", said)]


def test_field_without_bounds_takes_every_ending_and_twenty_files() -> None:
    assert checked([A, B, C], Field("scan", Words("附件", "Files"), "files")).faults == ()
