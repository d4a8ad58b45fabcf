"""Handing a file in: what is taken, what is refused and how, and that it is nobody else's."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.checks import Error
from pytest_django.fixtures import Settings as DjangoSettings

from tests.files.contents import DOCX, JPEG, PDF, PROGRAM, ZIP
from zhixing.assembly import clock
from zhixing.assembly.models import Person
from zhixing.files import blobs
from zhixing.files.checks import check_endings
from zhixing.files.handing_in import cleaned, hand_in, handed_in, sizes_of
from zhixing.files.models import StoredFile, Upload
from zhixing.files.sweeping import sweep
from zhixing.procedure.facts import FileReference, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def an() -> int:
    return Person.objects.create(name="安行").pk


@pytest.fixture
def bo() -> int:
    return Person.objects.create(name="柏川").pk


def taken(name: str, content: bytes, person: int | None) -> FileReference:
    return hand_in(name, [content], person=person, at=clock.now())


def said(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        taken(name, content, None)
    assert refused.value.code == "invalid"
    assert list(StoredFile.objects.all()) == []
    assert [path for path in blobs.folder().rglob("*") if path.is_file()] == []
    return refused.value.sentence.say("en")


def test_file_is_stored_and_named_by_who_handed_it_in(an: int) -> None:
    reference = taken("扫描件.pdf", PDF, an)

    assert (reference.name, reference.size, reference.type) == ("扫描件.pdf", len(PDF), "application/pdf")
    assert blobs.place(reference.digest).read_bytes() == PDF
    assert handed_in(reference.digest, person=an) == reference
    assert StoredFile.objects.values_list("size", "type", "by", "named").get() == (
        len(PDF),
        "application/pdf",
        an,
        False,
    )
    assert sizes_of([reference.digest, "0" * 64], person=an) == {reference.digest: len(PDF)}


def test_knowing_a_digest_gives_nobody_the_file(an: int, bo: int) -> None:
    digest = taken("扫描件.pdf", PDF, an).digest

    assert handed_in(digest, person=bo) is None
    assert handed_in(digest, person=None) is None
    assert handed_in({"digest": digest, "name": "a.pdf", "size": 1, "type": "application/pdf"}, person=bo) is None
    assert sizes_of([digest], person=bo) == {}


def test_same_content_is_kept_once_for_all(an: int, bo: int) -> None:
    first, second, own = taken("一.pdf", PDF, an), taken("二.pdf", PDF, bo), taken("三.pdf", PDF, None)
    taken("四.pdf", PDF, None)

    assert len({first.digest, second.digest, own.digest}) == StoredFile.objects.count() == 1
    assert sorted(Upload.objects.values_list("name", flat=True)) == ["一.pdf", "二.pdf", "四.pdf"]
    assert (handed_in(first.digest, person=an) or first).name == "一.pdf"


def test_content_that_was_lost_is_put_back(an: int) -> None:
    digest = taken("一.pdf", PDF, an).digest
    blobs.place(digest).unlink()

    taken("一.pdf", PDF, an)

    assert blobs.place(digest).read_bytes() == PDF


def test_name_may_be_another_of_the_same_kind_alone(an: int) -> None:
    digest = taken("包.docx", DOCX, an).digest

    names = [
        (handed_in({"digest": digest, "name": name}, person=an) or FileReference("", "", 0, "")).name
        for name in ("附件一.DOCX", "附件一.zip", "病毒.exe", "附件一", "", "../x.docx", 7)
    ]
    assert names == ["附件一.DOCX", "包.docx", "包.docx", "包.docx", "包.docx", "x.docx", "包.docx"]


@pytest.mark.parametrize("wanted", [None, True, 7, "", "扫描件.pdf", ["a"], {"name": "a.pdf"}, {"digest": 7}, "A" * 64])
def test_what_is_no_digest_is_no_file(wanted: object, an: int) -> None:
    assert handed_in(wanted, person=an) is None  # type: ignore[arg-type]  # what JSON may hold


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("", PDF, "A file has no name. Give it one on your device and choose it again."),
        ("x.pdf", b"", "x.pdf is empty. Choose another file."),
        (
            "x.pdf",
            JPEG,
            "What x.pdf holds is not pdf, or it has a password. Save it as pdf without one and choose it again.",
        ),
        (
            "工资表.txt",
            PROGRAM,
            "What 工资表.txt holds is not txt, or it has a password. Save it as txt without one and choose it again.",
        ),
    ],
)
def test_refusals_say_what_to_do(name: str, content: bytes, sentence: str) -> None:
    assert said(name, content) == sentence


@pytest.mark.parametrize("name", ["x.exe", "x.html", "x.svg", "x", "x.pdf.js", ".pdf"])
def test_other_endings_are_refused_with_those_that_are_taken(settings: DjangoSettings, name: str) -> None:
    settings.ZHIXING_FILE_ENDINGS = ["pdf", "jpg"]

    assert said(name, PDF) == (
        f"Files such as {name.lstrip('.')} are not taken. Save it as one of: pdf, jpg; then choose it again."
    )


def test_limit_of_a_file_is_the_settings(settings: DjangoSettings) -> None:
    settings.ZHIXING_MAX_FILE = 2 * 2**20

    sentence = said("x.zip", ZIP + bytes(2 * 2**20))

    assert sentence == "x.zip is larger than 2 MB, the most a file may have. Make it smaller or part it."


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\桌面\\提案 扫描.pdf", "提案 扫描.pdf"),
        ("../../etc/x.pdf", "x.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("字" * 200 + ".pdf", "字" * 116 + ".pdf"),
    ],
)
def test_names_lose_what_deceives(name: str, kept: str) -> None:
    assert cleaned(name) == kept


def test_setting_names_known_endings_alone(settings: DjangoSettings) -> None:
    settings.ZHIXING_FILE_ENDINGS = ["pdf", "exe"]

    assert [(error.id, error.msg) for error in check_endings() if isinstance(error, Error)] == [
        ("zhixing.E020", "ZHIXING_FILE_ENDINGS names “exe”, which is not known.")
    ]


# --- What nobody named ---


def test_files_wait_thirty_days_and_are_removed_once(an: int, store: Path) -> None:
    now = clock.now()
    old = hand_in("旧.pdf", [PDF], person=an, at=now - timedelta(days=31))
    new = hand_in("新.jpg", [JPEG], person=an, at=now - timedelta(days=29))

    assert [sweep(now), sweep(now)] == [1, 0]

    assert handed_in(old.digest, person=an) is None
    assert handed_in(new.digest, person=an) == new
    assert [path.name for path in store.rglob("*") if path.is_file()] == [new.digest[2:]]


def test_file_that_another_still_waits_for_stays(an: int, bo: int) -> None:
    now = clock.now()
    digest = hand_in("旧.pdf", [PDF], person=an, at=now - timedelta(days=31)).digest
    hand_in("旧.pdf", [PDF], person=bo, at=now)

    assert sweep(now) == 0

    assert handed_in(digest, person=an) is None
    assert handed_in(digest, person=bo) is not None


def test_writing_that_died_is_cleared_away_after_a_day(store: Path) -> None:
    left = blobs.write([PDF], most=1000).path
    fresh = blobs.write([JPEG], most=1000).path
    yesterday = left.stat().st_mtime - 25 * 60 * 60

    os.utime(left, (yesterday, yesterday))

    sweep(clock.now())

    assert list((store / ".coming").iterdir()) == [fresh]
