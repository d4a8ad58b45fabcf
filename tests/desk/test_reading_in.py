"""A member's Word file read into the form: empty boxes are filled, written ones are not, and nothing read is lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests.desk.people import Desks, said
from tests.proposals.word_files import no_headings, paper, plain, refused
from zhixing.desk.models import Draft

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

NEW = "/desk/proposals/new/submit/"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(desks: Desks, file: SimpleUploadedFile | None, *, url: str = NEW, **fields: str) -> HttpResponse:
    data = {"do": "read", "draft-page": "one", "draft-turn": "1", "draft-revision": "", **fields}
    return desks.of("an").post(url, data | ({"draft-document": file} if file else {}))


def document(data: bytes, name: str = "提案.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, DOCX)


def form_values(desks: Desks, url: str = NEW) -> dict[str, object]:
    form = desks.of("an").get(url).context["form"]
    return {name: form[name].value() for name in ("title", "situation", "analysis", "suggestions")}


def test_empty_boxes_are_filled(desks: Desks) -> None:
    made = plain(0)

    response = read(desks, document(made.data))

    assert (response.status_code, response["Location"]) == (302, NEW)
    assert said(response) == ["“提案.docx” was read in. Compare it with the file before you go on."]
    assert form_values(desks) == {name: made.fields[name] for name in ("title", "situation", "analysis", "suggestions")}


def test_boxes_that_hold_text_are_not_overwritten(desks: Desks) -> None:
    made = plain(0)

    response = read(desks, document(made.data), situation="我已经写了一段。", category="society")

    assert "nothing was overwritten" in said(response)[0]
    assert form_values(desks)["situation"] == "我已经写了一段。"
    (other,) = desks.of("an").get(NEW).context["others"]
    assert (other.source, other.untouched) == ("提案.docx", True)
    assert {one.name for one in other.differences} == {"title", "situation", "analysis", "suggestions"}
    assert "".join(run.text for run in other.differences[1].there) == made.fields["situation"]


def test_a_file_is_taken_over_box_by_box(desks: Desks) -> None:
    made = plain(0)
    read(desks, document(made.data), situation="我已经写了一段。")
    client = desks.of("an")
    page = client.get(NEW)
    (other,) = page.context["others"]

    sent = {"draft-page": "two", "draft-turn": "1", "draft-revision": page.context["saved"].revision}
    client.post(NEW, {**sent, "do": f"{other.take}:title", "situation": "我已经写了一段。"})

    assert Draft.objects.get(beside="").data == {"title": made.fields["title"], "situation": "我已经写了一段。"}


def test_what_was_not_understood_stands_beside_until_it_is_put_away(desks: Desks) -> None:
    made = no_headings(0)

    read(desks, document(made.data))

    page = desks.of("an").get(NEW)
    (other,) = page.context["others"]
    assert other.differences == []
    assert "The three parts could not be told apart" in page.text
    assert made.fields["body"] == page.context["form"]["situation"].value()


def test_names_and_units_are_left_to_be_chosen(desks: Desks) -> None:
    made = paper(0)

    read(desks, document(made.data))

    remarks = {one["what"]: one["text"] for one in desks.of("an").get(NEW).context["others"][0].remarks}
    assert remarks["Proposers the file names, not filled in:"] == "、".join(made.fields["proposers"])


def test_what_was_read_does_not_keep_one_from_submitting(desks: Desks) -> None:
    made = plain(0)
    read(desks, document(made.data), situation="我已经写了一段。")
    client = desks.of("an")
    page = client.get(NEW)
    on = {"draft-page": "two", "draft-turn": "1", "draft-revision": page.context["saved"].revision}

    refused_form = client.post(NEW, {**on, "do": "act", "key": "k", "seen": "0", "situation": "我已经写了一段。"})

    # Only what is missing is said.
    assert "another text of this draft" not in refused_form.text
    assert "Fill in Title." in refused_form.text


def test_read_twice_stands_once(desks: Desks) -> None:
    made = plain(0)

    read(desks, document(made.data), situation="我已经写了一段。")
    read(desks, document(made.data), situation="我已经写了一段。")

    assert Draft.objects.exclude(beside="").count() == 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Choose a file first, then read it in."),
        (document(b"x", "提案.doc"), "“提案.doc” cannot be read in; only .docx can."),
        (document(b"no word file"), ""),
        (document(refused(0).data), ""),
    ],
)
def test_a_file_that_will_not_do_is_said_and_the_text_is_kept(
    desks: Desks, file: SimpleUploadedFile | None, sentence: str
) -> None:
    response = read(desks, file, situation="我已经写了一段。")

    assert response.status_code == 302
    assert sentence in said(response)[0]
    assert Draft.objects.get().data == {"situation": "我已经写了一段。"}


def test_only_acts_that_read_files_offer_it(desks: Desks) -> None:
    client = desks.of("an")

    assert 'name="draft-document" accept=".docx"' in client.get(NEW).text
    assert 'name="draft-document"' not in client.get("/desk/leads/new/offer/").text
    response = read(desks, document(plain(0).data), url="/desk/leads/new/offer/", title="关于夜间公交")

    assert said(response) == ["No file can be read in here. Fill the form in."]
