"""Files that acts carry, end to end on a kind no room declares: named once, read by whom the field is for, removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings as DjangoSettings

from tests.cases.test_throwaway_kind import ASKED, asked, whole
from tests.files.contents import JPEG, PDF, PNG
from tests.throwaway.kinds import PERMIT
from tests.throwaway.models import Permit
from tests.world.town import Town, moment
from zhixing.assembly import clock
from zhixing.cases import adopting, exporting, kinds, reading, trying
from zhixing.cases.acts import open_case, perform
from zhixing.cases.daily import run_day
from zhixing.cases.models import Case
from zhixing.files import blobs, verifying
from zhixing.files.handing_in import hand_in
from zhixing.files.models import StoredFile, Upload
from zhixing.files.naming import note_named
from zhixing.files.sweeping import sweep
from zhixing.procedure.facts import FileReference, Refused

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

Committing = Callable[..., Any]
DECIDED = date(2026, 6, 11)


@pytest.fixture(autouse=True)
def _permits(settings: DjangoSettings, tmp_path: Path) -> Iterator[None]:
    """Let there be permits during a test, and a folder for their files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    kinds.register(PERMIT)
    yield
    kinds.forget("permit")


def handed(town: Town, who: str, name: str = "扫描件.pdf", content: bytes = PDF) -> FileReference:
    return hand_in(name, [content], person=town.people[who].pk, at=clock.now())


def decided(town: Town, case: Case, *files: FileReference) -> Case:
    data = {"decision": "no", "reason": "西门施工。", "evidence": [one.digest for one in files]}
    return perform(case, "decide", actor=town.actor("zhu"), data=data, at=moment(DECIDED)).case


def redacted(town: Town, case: Case, entry: int, field: str) -> None:
    data = {"entry": entry, "field": field, "reason": "含个人信息"}
    perform(case, "redact", actor=town.actor("zhu"), data=data)


def faults(refused: Refused) -> list[tuple[str, str]]:
    return [(name, sentence.say("en")) for name, sentence in refused.faults]


def test_act_records_digest_name_size_and_type(town: Town) -> None:
    scan, photo = handed(town, "an"), handed(town, "an", "现场.png", PNG)

    case = asked(town, scan=[scan.digest, {"digest": photo.digest, "name": "西门.png"}])

    assert {value.name: value.raw for value in reading.timeline(case, town.actor("an"))[0].values}["scan"] == [
        {"digest": scan.digest, "name": "扫描件.pdf", "size": len(PDF), "type": "application/pdf"},
        {"digest": photo.digest, "name": "西门.png", "size": len(PNG), "type": "image/png"},
    ]
    assert Permit.objects.get(case=case).scan == "扫描件.pdf、西门.png"
    assert list(StoredFile.objects.values_list("named", flat=True)) == [True, True]
    assert verifying.faults() == []
    whole()


def test_the_same_call_again_answers_as_the_first_time(town: Town) -> None:
    data = {"title": "西门", "street": "安澜西路", "purpose": "开会", "wanted_from": "2026-07-01", "places": "1"}
    data |= {"kept_by": ["市教育局"], "scan": [handed(town, "an").digest]}
    calls = [
        open_case("permit", "ask", actor=town.actor("an"), data=data, at=moment(ASKED), key="once") for _time in "12"
    ]

    assert calls[0].case.number == calls[1].case.number


def test_file_of_somebody_else_cannot_be_named(town: Town) -> None:
    theirs = handed(town, "bo")

    with pytest.raises(Refused) as refused:
        asked(town, scan=[theirs.as_json()])

    assert faults(refused.value) == [
        ("scan", "Scan: the file 扫描件.pdf was not handed in, or was not kept so long. Choose it again.")
    ]
    assert list(StoredFile.objects.values_list("named", flat=True)) == [False]


def test_ending_the_field_does_not_take_is_refused(town: Town) -> None:
    word = hand_in("表.csv", [b"a,b"], person=town.people["an"].pk, at=clock.now())

    with pytest.raises(Refused) as refused:
        asked(town, scan=[word.digest])

    assert faults(refused.value) == [("scan", "Scan does not take 表.csv. Hand it in as one of: pdf, jpg, png, txt.")]


def test_named_file_is_never_swept_and_an_unnamed_one_is(town: Town) -> None:
    scan, left = handed(town, "an"), handed(town, "an", "没用.jpg", JPEG)
    asked(town, scan=[scan.digest])

    with clock.simulated(clock.now() + timedelta(days=31)):
        reports = [run_day(clock.today()), run_day(clock.today())]

    assert [report.files for report in reports] == [1, 0]
    assert blobs.place(scan.digest).is_file()
    assert not blobs.place(left.digest).exists()
    assert list(Upload.objects.all()) == []
    assert verifying.faults() == []


def test_register_keeps_a_file_whose_index_was_lost(town: Town) -> None:
    scan = handed(town, "an")
    asked(town, scan=[scan.digest])
    StoredFile.objects.update(named=False)

    assert sweep(clock.now() + timedelta(days=31)) == 0
    assert blobs.place(scan.digest).is_file()


def test_file_removed_in_that_very_moment_is_a_conflict(town: Town) -> None:
    scan = handed(town, "an")

    def removing(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
        if sql.startswith('UPDATE "files_storedfile"'):
            execute('DELETE FROM "files_upload"', (), False, context)
            execute('DELETE FROM "files_storedfile"', (), False, context)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(removing), pytest.raises(Refused) as refused:
        asked(town, scan=[scan.digest])

    assert (refused.value.code, refused.value.article) == ("conflict", "parking/2")
    assert not Case.objects.unscoped("test").filter(kind="permit").exists()


def test_values_of_other_types_name_no_file() -> None:
    assert note_named(["[]", 7, None, [], [{"id": 1, "name": "市教育局"}], {"digest": "x"}])


# --- Who may read it ---


def test_closed_field_tells_others_nothing_of_its_files(town: Town) -> None:
    case = decided(town, asked(town, scan=[handed(town, "an").digest]), handed(town, "zhu", "内部照片.jpg", JPEG))

    shown = {
        who: [value.name for view in reading.timeline(case, town.actor(who)) for value in view.values]
        for who in ("an", "zhu")
    }
    rows = list(exporting.rows(PERMIT, Case.objects.visible_to(town.actor("an"))))

    assert "evidence" in shown["zhu"]
    assert "evidence" not in shown["an"]
    assert "scan" in shown["an"]
    assert Permit.objects.get(case=case).evidence == ""
    assert [(row["scan"], row["evidence"]) for row in rows] == [("扫描件.pdf", "")]
    assert "内部照片" not in json.dumps(case.folded, ensure_ascii=False)


# --- Redaction ---


def test_redaction_removes_the_content_once_committed(
    town: Town, django_capture_on_commit_callbacks: Committing
) -> None:
    scan = handed(town, "an")
    case = asked(town, scan=[scan.digest])

    with django_capture_on_commit_callbacks(execute=True):
        redacted(town, case, 1, "scan")
        assert blobs.place(scan.digest).is_file()

    assert not blobs.place(scan.digest).exists()
    assert list(StoredFile.objects.all()) == []
    assert Permit.objects.get(case=case).scan == ""
    assert verifying.faults() == []
    whole()


def test_redaction_leaves_what_another_entry_names(town: Town, django_capture_on_commit_callbacks: Committing) -> None:
    scan = handed(town, "an")
    first, second = asked(town, scan=[scan.digest]), asked(town, scan=[scan.digest])

    with django_capture_on_commit_callbacks(execute=True):
        redacted(town, first, 1, "scan")
    assert blobs.place(scan.digest).is_file()

    with django_capture_on_commit_callbacks(execute=True):
        redacted(town, second, 1, "scan")
    assert not blobs.place(scan.digest).exists()


def test_redaction_that_was_cut_off_is_finished_by_the_day(town: Town) -> None:
    scan = handed(town, "an")
    redacted(town, asked(town, scan=[scan.digest]), 1, "scan")

    assert sweep(clock.now()) == 1
    assert not blobs.place(scan.digest).exists()


# --- Verification ---


def test_verification_finds_what_is_missing_and_what_was_altered(town: Town) -> None:
    scan, photo = handed(town, "an"), handed(town, "an", "现场.png", PNG)
    case = asked(town, scan=[scan.digest, photo.digest])
    blobs.place(scan.digest).unlink()
    blobs.place(photo.digest).write_bytes(PNG[:-1] + b"\x01")

    assert verifying.faults() == [
        {"case": case.number, "entry": 1, "what": "the file '扫描件.pdf' of 'scan' is missing from the store"},
        {
            "case": case.number,
            "entry": 1,
            "what": "the file '现场.png' of 'scan' does not match its digest: it was altered",
        },
    ]


def test_changed_procedure_is_tried_on_files_as_they_were_recorded(town: Town) -> None:
    scan = handed(town, "an")
    case = asked(town, scan=[scan.digest])
    Upload.objects.all().delete()  # Nobody could name the file any more.
    text = adopting.shipped("permit")
    assert text.count('accepts = ["pdf", "jpg", "png", "txt"]') == 1
    narrowed = text.replace('accepts = ["pdf", "jpg", "png", "txt"]', 'accepts = ["jpg"]')

    same, changed = (
        trying.tried(town.body, adopting.proposed(town.body, "permit", source=one)[1], session=town.session)
        for one in (text, narrowed)
    )

    assert (same.cases, same.inexact, same.refusals) == (1, (), ())
    assert [(one.act, one.sentence.say("en"), one.cases) for one in changed.refusals] == [
        ("ask", "Scan does not take 扫描件.pdf. Hand it in as one of: jpg.", (case.number,))
    ]
