"""Files at the desk: chosen in a form, kept while it has faults, taken away by a tick, and given to their readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django.fixtures import Settings as DjangoSettings

from tests.desk.people import Desks, said
from tests.files.contents import JPEG, PAGE, PDF, PNG
from tests.throwaway.kinds import PERMIT
from zhixing.accounts.models import AccessLog
from zhixing.assembly import clock
from zhixing.cases import kinds, reading
from zhixing.cases.acts import perform
from zhixing.cases.models import Case
from zhixing.desk.models import Draft
from zhixing.files import blobs
from zhixing.files.handing_in import hand_in
from zhixing.files.models import StoredFile, Upload

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

ASK = "/desk/permits/new/ask/"
SAVE = "/desk/drafts/save?kind=permit&act=ask&case="


@pytest.fixture(autouse=True)
def _permits(settings: DjangoSettings, tmp_path: Path) -> Iterator[None]:
    """Let there be permits during a test, and a folder for their files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    kinds.register(PERMIT)
    yield
    kinds.forget("permit")


def typed(desks: Desks, **changes: Any) -> dict[str, Any]:
    """Return a whole form of a permit."""
    data = {"title": "西门停车证", "street": "安澜西路", "purpose": "开会", "wanted_from": "2026-07-01", "places": "2"}
    return data | {"kept_by": [desks.town.organisations["school"].pk], "key": "k", "seen": "0"} | changes


def chosen(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def content_of(response: HttpResponse) -> bytes:
    """Return what a response streams; read to its end it is closed."""
    return b"".join(response.streaming_content)


def tokens(response: HttpResponse, field: str = "scan") -> list[str]:
    return re.findall(rf'<input type="hidden" name="{field}" value="([^"]*)">', response.text)


def recorded(case: Case, desks: Desks, who: str = "zhu") -> dict[str, list[str]]:
    """Return the names of the files that a case's entries name, by field."""
    values = [value for view in reading.timeline(case, desks.town.actor(who)) for value in view.values]
    return {one.name: [file["name"] for file in one.raw] for one in values if one.name in {"scan", "evidence"}}


def permit() -> Case:
    return Case.objects.unscoped("test").select_related("body").get(kind="permit")


# --- The form ---


def test_form_takes_files_and_offers_the_camera(desks: Desks) -> None:
    page = desks.of("an").get(ASK).text

    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" name="scan-new" multiple accept=".pdf,.jpg,.png,.txt,image/*"' in page


def test_files_are_recorded_with_the_act(desks: Desks) -> None:
    data = typed(desks, **{"scan-new": [chosen("扫描件.pdf", PDF), chosen("IMG_1.jpg", JPEG)]})

    response = desks.of("an").post(ASK, data)

    assert response.status_code == 302
    assert recorded(permit(), desks) == {"scan": ["扫描件.pdf", "IMG_1.jpg"]}


def test_files_are_kept_when_the_form_has_faults(desks: Desks) -> None:
    client = desks.of("an")

    refused = client.post(ASK, typed(desks, street="", **{"scan-new": [chosen("扫描件.pdf", PDF)]}))

    assert refused.status_code == 422
    assert [token.partition("/")[2] for token in tokens(refused)] == ["扫描件.pdf"]
    assert f'<span class="note">{len(PDF)}\xa0bytes</span>' in refused.text
    later = client.get(ASK)
    assert tokens(later) == tokens(refused), "the draft holds it too"
    more = typed(desks, scan=tokens(later), **{"scan-new": [chosen("现场.png", PNG)]})
    assert client.post(ASK, more).status_code == 302
    assert recorded(permit(), desks) == {"scan": ["扫描件.pdf", "现场.png"]}
    assert not Draft.objects.exists()


def test_file_is_taken_away_by_a_tick(desks: Desks) -> None:
    client = desks.of("an")
    files = [chosen("错了.pdf", PDF), chosen("现场.png", PNG)]
    wrong, right = tokens(client.post(ASK, typed(desks, street="", **{"scan-new": files})))

    client.post(ASK, typed(desks, scan=[wrong, right], **{"scan-drop": [wrong]}))

    assert recorded(permit(), desks) == {"scan": ["现场.png"]}


def test_last_file_is_taken_away_from_the_draft_too(desks: Desks) -> None:
    client = desks.of("an")
    (only,) = tokens(client.post(ASK, typed(desks, street="", **{"scan-new": [chosen("错了.pdf", PDF)]})))

    refused = client.post(ASK, typed(desks, street="", scan=[only], **{"scan-drop": [only]}))

    assert tokens(refused) == []
    assert "scan" not in Draft.objects.get().data


def test_file_that_is_refused_says_why_and_the_others_stay(desks: Desks) -> None:
    files = [chosen("扫描件.pdf", PDF), chosen("页面.html", PAGE), chosen("假.png", JPEG)]

    refused = desks.of("an").post(ASK, typed(desks, **{"scan-new": files}))

    assert refused.status_code == 422
    assert [sentence.partition(". ")[0] for sentence in refused.context["form"].errors["scan"]] == [
        "Files such as 页面.html are not taken",
        "What 假.png holds is not png, or it has a password",
    ]
    assert [token.partition("/")[2] for token in tokens(refused)] == ["扫描件.pdf"]
    assert not Case.objects.unscoped("test").filter(kind="permit").exists()


def test_file_too_many_is_said_at_its_field(desks: Desks) -> None:
    files = [chosen(f"{n}.txt", f"第{n}页".encode()) for n in range(4)]

    refused = desks.of("an").post(ASK, typed(desks, **{"scan-new": files}))

    assert refused.context["form"].errors["scan"] == ["Scan takes 3 files and has 4. Remove some."]
    assert len(tokens(refused)) == 4


def test_form_sent_twice_is_one_act(desks: Desks) -> None:
    client = desks.of("an")
    answers = [client.post(ASK, typed(desks, **{"scan-new": [chosen("扫描件.pdf", PDF)]})) for _time in "12"]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert StoredFile.objects.count() == 1


def test_nothing_is_stored_for_who_may_not_act(desks: Desks) -> None:
    answer = desks.of("liao").post(ASK, typed(desks, **{"scan-new": [chosen("扫描件.pdf", PDF)]}))

    assert answer.status_code == 422
    assert not StoredFile.objects.exists()


def test_digest_of_somebody_elses_file_is_worth_nothing(desks: Desks) -> None:
    theirs = hand_in("秘密.pdf", [PDF], person=desks.town.people["bo"].pk, at=clock.now())

    refused = desks.of("an").post(ASK, typed(desks, scan=[f"{theirs.digest}/秘密.pdf"]))

    assert refused.status_code == 422
    assert refused.context["form"].errors["scan"] == [
        "Scan: the file 秘密.pdf was not handed in, or was not kept so long. Choose it again."
    ]
    assert tokens(refused) == []


# --- Drafts ---


def test_button_keeps_the_files_with_the_draft(desks: Desks) -> None:
    client = desks.of("an")

    saved = client.post(ASK, typed(desks, do="save", **{"scan-new": [chosen("扫描件.pdf", PDF)]}))

    assert (saved.status_code, said(saved)) == (302, ["The draft is saved. Only you can read it."])
    assert [token.partition("/")[2] for token in tokens(client.get(ASK))] == ["扫描件.pdf"]


def test_button_shows_the_form_again_when_a_file_is_refused(desks: Desks) -> None:
    saved = desks.of("an").post(ASK, typed(desks, do="save", **{"scan-new": [chosen("假.png", JPEG)]}))

    assert saved.status_code == 422
    assert Draft.objects.get().data["street"] == "安澜西路"


def test_saving_while_writing_keeps_the_files_of_the_form(desks: Desks) -> None:
    client = desks.of("an")
    kept = tokens(client.post(ASK, typed(desks, street="", **{"scan-new": [chosen("扫描件.pdf", PDF)]})))

    client.post(SAVE, {"title": "西门", "scan": kept}, headers={"hx-request": "true"})
    without_script = client.post(SAVE, {"title": "西门", "scan": kept, "scan-new": [chosen("假.png", JPEG)]})

    assert Draft.objects.get().data == {"title": "西门", "scan": kept}
    assert said(without_script)[-2:] == [
        "What 假.png holds is not png, or it has a password. Save it as png without one and choose it again.",
        "The draft is saved. Only you can read it.",
    ]


def test_file_whose_time_is_over_is_not_shown_and_must_be_chosen_again(desks: Desks) -> None:
    client = desks.of("an")
    kept = tokens(client.post(ASK, typed(desks, street="", **{"scan-new": [chosen("扫描件.pdf", PDF)]})))
    Upload.objects.all().delete()

    assert tokens(client.get(ASK)) == []
    refused = client.post(ASK, typed(desks, scan=kept))

    assert refused.context["form"].errors["scan"] == [
        "Scan: the file 扫描件.pdf was not handed in, or was not kept so long. Choose it again."
    ]


# --- Giving out ---


def decided(desks: Desks) -> tuple[Case, str, str, str]:
    """Return a permit with an open scan, an open text and a closed photograph, and their addresses."""
    desks.of("an").post(
        ASK, typed(desks, **{"scan-new": [chosen("提案扫描.pdf", PDF), chosen("说明.txt", b"<b>x</b>")]})
    )
    case = permit()
    photo = hand_in("内部照片.png", [PNG], person=desks.town.people["zhu"].pk, at=clock.now())
    data = {"decision": "yes", "evidence": [photo.digest]}
    perform(case, "decide", actor=desks.town.actor("zhu"), data=data)
    named = [
        (view.number, value.name, file["digest"])
        for view in reading.timeline(case, desks.town.actor("zhu"))
        for value in view.values
        if value.name in {"scan", "evidence"}
        for file in value.raw
    ]
    scan, text, closed = (f"/cases/{case.number}/files/{entry}/{field}/{digest}/" for entry, field, digest in named)
    return case, scan, text, closed


def test_case_page_links_the_files_for_their_readers_alone(desks: Desks) -> None:
    case, scan, text, closed = decided(desks)

    office, member = (desks.of(who).get(f"/cases/{case.number}/").text for who in ("zhu", "an"))

    assert all(f'href="{url}"' in office for url in (scan, text, closed))
    assert all(f'href="{url}"' in member for url in (scan, text))
    assert "内部照片" in office
    assert "内部照片" not in member


def test_file_is_given_with_its_name_and_type(desks: Desks) -> None:
    _case, scan, text, _closed = decided(desks)

    shown, saved = desks.of("an").get(scan), desks.of("an").get(text)

    assert content_of(shown) == PDF
    name = "%E6%8F%90%E6%A1%88%E6%89%AB%E6%8F%8F.pdf"
    assert shown["Content-Disposition"] == f"inline; filename*=utf-8''{name}"
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert "script-src" not in shown["Content-Security-Policy"]
    assert "no-store" in shown["Cache-Control"]
    assert content_of(saved) == b"<b>x</b>"
    assert saved["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert (saved["Content-Type"], saved["X-Content-Type-Options"]) == ("text/plain", "nosniff")


def test_closed_file_is_absent_for_others(desks: Desks) -> None:
    case, scan, _text, closed = decided(desks)
    digest = closed.rstrip("/").rpartition("/")[2]
    absent = closed.replace(digest, "0" * 64)

    given = desks.of("zhu").get(closed)
    statuses = {who: desks.of(who).get(closed).status_code for who in ("an", "gu", "bo")}
    mine, none = (desks.of("an").get(url) for url in (closed, absent))

    assert content_of(given) == PNG
    assert statuses == {"an": 404, "gu": 404, "bo": 404}
    assert mine.context["exception"] == none.context["exception"]
    # Neither by another entry, nor by another field, nor by a case one cannot see.
    for url in (
        closed.replace("/evidence/", "/scan/"),
        f"/cases/{case.number}/files/1/scan/{digest}/",
        f"/cases/{case.number}/files/9/evidence/{digest}/",
    ):
        assert desks.of("an").get(url).status_code == 404
    assert desks.of("bo").get(scan).status_code == 404


def test_who_took_a_file_is_noted(desks: Desks) -> None:
    case, _scan, _text, closed = decided(desks)

    content_of(desks.of("zhu").get(closed))
    desks.of("an").get(closed)

    rows = AccessLog.objects.of_body(case.body).values_list("person", "what", "subject", "address")
    digest = closed.rstrip("/").rpartition("/")[2]
    assert list(rows) == [(desks.town.people["zhu"].pk, "file", f"{case.number} 2 evidence {digest[:16]}", "127.0.0.1")]


def test_file_that_is_lost_says_so_to_its_readers_alone(desks: Desks, caplog: pytest.LogCaptureFixture) -> None:
    _case, _scan, _text, closed = decided(desks)
    blobs.place(closed.rstrip("/").rpartition("/")[2]).unlink()

    office, member = (desks.of(who).get(closed) for who in ("zhu", "an"))

    assert (office.status_code, member.status_code) == (404, 404)
    assert office.context["exception"] == (
        "内部照片.png is missing from the store. Ask the administrator to look for it in a backup."
    )
    assert "missing" not in member.context["exception"]
    assert [record.levelname for record in caplog.records if record.name == "zhixing.desk.views.files"] == ["ERROR"]


def test_redacted_file_is_gone(desks: Desks) -> None:
    case, scan, _text, _closed = decided(desks)
    data = {"entry": 1, "field": "scan", "reason": "含个人信息"}
    perform(case, "redact", actor=desks.town.actor("zhu"), data=data, at=clock.now())

    assert desks.of("an").get(scan).status_code == 404
    assert "提案扫描" not in desks.of("an").get(f"/cases/{case.number}/").text


def test_form_of_an_act_on_a_case_takes_files(desks: Desks) -> None:
    desks.of("an").post(ASK, typed(desks))
    case = permit()
    url, office = f"/cases/{case.number}/acts/decide/", desks.of("zhu")
    page = office.get(url).text
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen

    done = office.post(url, {"decision": "yes", "seen": seen[1], "evidence-new": [chosen("照片.jpg", JPEG)]})

    assert 'enctype="multipart/form-data"' in page
    assert done.status_code == 302
    assert recorded(case, desks) == {"evidence": ["照片.jpg"]}
    assert case.opened_on == date(2026, 6, 15)


# --- Sent as soon as it is chosen ---

UPLOAD = "/desk/drafts/upload?kind=permit&act=ask&case="


def upload(desks: Desks, file: SimpleUploadedFile, who: str = "an", field: str = "scan") -> HttpResponse:
    return desks.of(who).post(UPLOAD, {"field": field, "file": file}, headers={"hx-request": "true"})


def test_one_file_is_stored_and_given_back_as_the_form_keeps_it(desks: Desks) -> None:
    response = upload(desks, chosen("扫描件.pdf", PDF))

    assert (response.status_code, [token.partition("/")[2] for token in tokens(response)]) == (200, ["扫描件.pdf"])
    assert StoredFile.objects.count() == 1
    assert not Draft.objects.exists()


def test_what_was_sent_is_named_by_the_act(desks: Desks) -> None:
    token = tokens(upload(desks, chosen("扫描件.pdf", PDF)))[0]

    assert desks.of("an").post(ASK, typed(desks, scan=token)).status_code == 302

    assert recorded(permit(), desks) == {"scan": ["扫描件.pdf"]}


@pytest.mark.parametrize(
    ("name", "content", "field", "sentence"),
    [
        ("表.xlsx", PDF, "scan", "Scan does not take 表.xlsx. Hand it in as one of: pdf, jpg, png, txt."),
        ("图.png", PDF, "scan", "图.png"),
        ("扫描件.pdf", PDF, "street", "No file is taken here, or none arrived."),
    ],
)
def test_a_file_that_will_not_do_is_answered_at_once(
    desks: Desks, name: str, content: bytes, field: str, sentence: str
) -> None:
    response = upload(desks, chosen(name, content), field=field)

    assert (response.status_code, response["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert sentence in response.text
    assert not StoredFile.objects.exists()


def test_whoever_may_not_perform_the_act_stores_nothing(desks: Desks) -> None:
    response = upload(desks, chosen("扫描件.pdf", PDF), who="hu")

    assert response.status_code == 403
    assert not StoredFile.objects.exists()
