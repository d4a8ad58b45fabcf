"""Rows, cases and one's own organisations in a form: filled without a script, kept, refused row by row, and read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django.fixtures import Settings as DjangoSettings

from tests.desk.people import Desks, statements
from tests.desk.test_acting import hidden, send
from tests.files.contents import PNG
from tests.throwaway.kinds import PERMIT
from tests.world.town import moment
from zhixing.cases import kinds
from zhixing.cases.acts import open_case
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case
from zhixing.desk.models import Draft

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

REPORT = """
[acts.report]
title = { zh-hans = "报告", en = "Report" }
by = ["office", "holder"]
from = ["asked"]
commutes = true
article = "parking/9"

[acts.report.fields.visits]
type = "rows"
title = { zh-hans = "逐次", en = "Visits" }
required = true
most = 3

[acts.report.fields.visits.columns]
what = { type = "prose", required = true, most = 20, title = { zh-hans = "事项", en = "What" } }
verdict = { type = "choice", choices = "verdicts", title = { zh-hans = "结论", en = "Verdict" } }
why = { type = "text", required_when = { verdict = "#bad" }, title = { zh-hans = "理由", en = "Why" } }

[acts.report.fields.like]
type = "case"
kinds = ["permit"]
title = { zh-hans = "同类", en = "Like" }

[acts.report.fields.others]
type = "cases"
kinds = ["permit"]
title = { zh-hans = "相关", en = "Others" }

[acts.report.fields.house]
type = "organisation"
own = ["clerk", "chair"]
title = { zh-hans = "单位", en = "House" }

[acts.report.fields.photos]
type = "files"
title = { zh-hans = "照片", en = "Photos" }

[lists.verdicts]
good = { zh-hans = "好", en = "Good" }
poor = { zh-hans = "差", en = "Poor" }
none = { zh-hans = "无", en = "None at all" }

[flags.verdicts]
poor = ["bad"]
none = ["bad"]
"""


def begun(_case: Case | None, _actor: object) -> list[dict[str, str]]:
    """Begin with two rows."""
    return [{"what": "第一次"}, {"what": "第二次"}]


@pytest.fixture
def kind(settings: DjangoSettings, tmp_path: Path) -> Iterator[Kind]:
    """Let there be permits that are reported on, during a test, and a folder for their files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    file = tmp_path / "permit.toml"
    file.write_text(PERMIT.procedure.read_text() + REPORT)
    made = replace(PERMIT, procedure=file)
    kinds.register(made)
    yield made
    kinds.forget("permit")


def asked(desks: Desks, title: str = "西门停车证") -> Case:
    """Return a permit that An has asked for."""
    data = {
        "title": title,
        "street": "安澜西路",
        "purpose": "参加界别协商。",
        "wanted_from": "2026-07-01",
        "places": "2",
        "kept_by": ["市住房和城乡建设局"],
    }
    return open_case("permit", "ask", actor=desks.town.actor("an"), data=data, at=moment(date(2026, 6, 8))).case


@pytest.mark.usefixtures("kind")
def test_rows_are_entered_and_read(desks: Desks) -> None:
    case, other, third = asked(desks), asked(desks, "东门停车证"), asked(desks, "南门停车证")
    rows = {
        "visits-0-what": "一访",
        "visits-0-verdict": "good",
        "visits-1-what": "",
        "visits-2-what": "二访",
        "visits-2-verdict": "poor",
        "visits-2-why": "车位已满",
    }

    url = f"/cases/{case.number}/acts/report/"
    response = send(desks.of("an"), url, **rows, like=other.number, others=[other.number, f" {third.number}"])

    assert response.status_code == 302
    entry = desks.of("an").get(f"/cases/{case.number}/").context["timeline"][0]
    visits, like, others = entry.fields
    assert visits.table.columns == ["What", "Verdict", "Why"]
    assert [[cell.value for cell in row] for row in visits.table.rows] == [
        ["一访", "Good", ""],
        ["二访", "Poor", "车位已满"],
    ]
    assert [link.url for link in like.links] == [f"/cases/{other.number}/"]
    assert [link.url for link in others.links] == [f"/cases/{other.number}/", f"/cases/{third.number}/"]


@pytest.mark.usefixtures("kind")
def test_a_fault_stands_at_its_row_and_nothing_is_lost(desks: Desks) -> None:
    case = asked(desks)
    url = f"/cases/{case.number}/acts/report/"
    typed = {"visits-0-what": "一访", "visits-3-what": "二访", "visits-3-verdict": "poor"}

    response = send(desks.of("an"), url, **typed)

    assert response.status_code == 422
    field = response.context["form"]["visits"]
    assert [list(row.faults) for row in field.rows] == [[], ["Row 2: Fill in Why."], []]
    assert field.whole_faults == []
    assert [row.form["what"].value() for row in field.rows] == ["一访", "二访", None]
    assert 'href="#field-visits-2"' in response.text
    assert Draft.objects.get().data == {
        "visits": [
            {"what": "一访", "verdict": None, "why": None},
            {"what": "二访", "verdict": "poor", "why": None},
        ]
    }
    assert desks.of("an").get(url).context["form"]["visits"].rows[1].form["verdict"].value() == "poor"


@pytest.mark.usefixtures("kind")
def test_too_many_rows_are_a_fault_of_the_whole(desks: Desks) -> None:
    case = asked(desks)

    typed = {f"visits-{place}-what": "访" for place in range(4)}
    response = send(desks.of("an"), f"/cases/{case.number}/acts/report/", **typed)

    assert response.context["form"]["visits"].whole_faults == ["Visits needs 1 to 3 rows and has 4."]


@pytest.mark.usefixtures("kind")
def test_the_button_adds_a_row_and_keeps_what_was_typed(desks: Desks) -> None:
    case = asked(desks)
    url = f"/cases/{case.number}/acts/report/"
    opened = desks.of("an").get(url)
    assert len(opened.context["form"]["visits"].rows) == 2

    typed = {"visits-0-what": "一访", "visits-1-what": ""}
    response = desks.of("an").post(url, hidden(opened) | typed | {"do": "row:visits"})

    rows = response.context["form"]["visits"].rows
    assert response.status_code == 200
    assert [row.form["what"].value() for row in rows] == ["一访", None, None]
    assert [row.form["what"].field.widget.attrs.get("autofocus") for row in rows] == [None, True, None]
    assert hidden(response)["seen"] == hidden(opened)["seen"]
    assert Draft.objects.get().data["visits"][0]["what"] == "一访"


@pytest.mark.usefixtures("kind")
def test_the_button_that_adds_a_row_keeps_files_chosen_with_it(desks: Desks) -> None:
    url = f"/cases/{asked(desks).number}/acts/report/"
    client = desks.of("an")
    opened = client.get(url)
    more = {"visits-0-what": "一访", "do": "row:visits"}

    added = client.post(url, hidden(opened) | more | {"photos-new": SimpleUploadedFile("现场.png", PNG)})

    assert [one["name"] for one in shown(added)] == ["现场.png"]
    faulty = client.post(
        url,
        hidden(added)
        | more
        | {"photos": [one["token"] for one in shown(added)], "photos-new": SimpleUploadedFile("无.exe", PNG)},
    )
    form = faulty.context["form"]
    assert faulty.status_code == 422
    assert len(form.errors["photos"]) == 1
    assert [row.form["what"].value() for row in form["visits"].rows] == ["一访", None]
    assert [one["name"] for one in shown(faulty)] == ["现场.png"]
    assert shown(client.get(url)) == shown(faulty), "the draft holds it too"


def shown(response: HttpResponse) -> list[dict[str, Any]]:
    """Return the files that a form keeps."""
    bound = response.context["form"]["photos"]
    kept: list[dict[str, Any]] = bound.field.widget.get_context("photos", bound.value(), {})["widget"]["kept"]
    return kept


def test_a_form_begins_with_rows_the_kind_works_out(desks: Desks, kind: Kind) -> None:
    kinds.register(replace(kind, begins_with={"report": {"visits": begun, "gone": begun}}))
    case = asked(desks)

    field = desks.of("an").get(f"/cases/{case.number}/acts/report/").context["form"]["visits"]

    assert [row.form["what"].value() for row in field.rows] == ["第一次", "第二次", None]


@pytest.mark.usefixtures("kind")
def test_what_is_offered(desks: Desks) -> None:
    case, other = asked(desks), asked(desks, "东门停车证")
    url = f"/cases/{case.number}/acts/report/"

    form = desks.of("zhu").get(url).context["form"]

    assert form.fields["like"].widget.offered == [(other.number, "东门停车证")]
    assert form["house"].value() == str(desks.town.organisations["office"].pk)
    assert desks.of("an").get(url).context["form"]["house"].value() is None
    assert form["visits"].rows[0].form["why"].help_text == "Wanted when Verdict is “Poor” or “None at all”."


@pytest.mark.usefixtures("kind")
def test_the_form_takes_the_same_statements_whatever_may_be_named(desks: Desks) -> None:
    case = asked(desks)
    asked(desks, "一号")
    url = f"/cases/{case.number}/acts/report/"
    one = statements(desks.of("zhu"), url)
    asked(desks, "二号")
    asked(desks, "三号")

    assert statements(desks.of("zhu"), url) == one == 13
