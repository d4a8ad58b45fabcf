"""Which pages a device may keep, whose they are, and what a browser is told for the home screen."""

from __future__ import annotations

import json

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client

from tests.desk.people import Desks, stranger

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def reader(response: HttpResponse) -> str:
    return response["Zhixing-Reader"]


def test_reading_pages_may_be_kept_for_one_reader(desks: Desks) -> None:
    case, handling = desks.assigned()
    pages = ("/desk/", "/desk/proposals/", f"/cases/{case.number}/", "/desk/proposals/new/submit/", "/help/")
    answers = [desks.of("an").get(page) for page in pages]

    assert [answer["Zhixing-Keep"] for answer in answers] == ["yes"] * 5
    assert len({reader(answer) for answer in answers}) == 1
    assert reader(desks.of("liao").get(f"/cases/{handling.number}/")) != reader(answers[0])
    assert len(reader(answers[0])) == 24


@pytest.mark.parametrize(
    "page", ["/account/notices/", "/password/", "/desk/figures/", "/desk/dragons/", "/desk/drafts/", "/rules/"]
)
def test_other_pages_and_errors_are_not_kept(desks: Desks, page: str) -> None:
    answer = desks.of("an").get(page)

    assert "Zhixing-Keep" not in answer
    assert len(reader(answer)) == 24


def test_an_act_s_form_and_a_refused_form_are_not_kept(desks: Desks) -> None:
    _case, handling = desks.assigned()

    assert "Zhixing-Keep" not in desks.of("liao").get(f"/cases/{handling.number}/acts/accept/")
    assert "Zhixing-Keep" not in desks.of("an").post("/desk/proposals/new/submit/")
    assert "Zhixing-Keep" not in desks.of("an").get("/desk/", headers={"hx-request": "true"})


def test_a_page_of_nobody_s_is_marked_so(desks: Desks) -> None:
    assert reader(Client().get("/login/")) == "-"
    assert reader(stranger(desks).get("/desk/")) == "-"
    assert "Zhixing-Reader" not in desks.of("an").get("/desk/proposals/export.csv")


def test_a_page_that_nobody_opened_sets_no_cookie(desks: Desks) -> None:
    page = "/desk/proposals/new/submit/"

    assert "zhixing_csrf" in desks.of("an").get(page).cookies
    assert set(desks.of("an").get(page, headers={"zhixing-ahead": "yes"}).cookies) == set()
    assert set(Client().get("/login/", headers={"zhixing-ahead": "yes"}).cookies) == set()


def test_the_manifest_names_the_house_and_its_icons() -> None:
    answer = Client(headers={"accept-language": "zh-hans"}).get("/manifest.webmanifest")
    told = answer.json()

    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["start_url"], told["display"], told["theme_color"]) == (
        "知行", "/desk/", "standalone", "#9e1b1f",
    )  # fmt: skip
    assert [(icon["src"], icon["sizes"]) for icon in told["icons"][:3]] == [
        ("/static/common/seal.svg", "any"),
        ("/static/common/seal-192.png", "192x192"),
        ("/static/common/seal-512.png", "512x512"),
    ]
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in told["icons"])


def test_the_worker_is_asked_for_anew_each_time_and_names_files_that_are_there() -> None:
    answer = Client().get("/sw.js")
    told = json.loads(answer.text.split("const TOLD = ")[1].split(";\n")[0])

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert all(finders.find(path.removeprefix("/static/")) for path in told["files"])
    assert (told["reader"], told["keep"], told["nobody"]) == ("Zhixing-Reader", "Zhixing-Keep", "-")
    assert told["ahead"] == "Zhixing-Ahead"


def test_the_page_for_an_absent_one_tells_nothing_of_anybody(desks: Desks) -> None:
    text = Client().get("/offline/").text

    assert "This page is not on this device" in Client(headers={"accept-language": "en"}).get("/offline/").text
    assert "安澜市" not in text


def test_a_browser_may_run_our_own_worker_alone(desks: Desks) -> None:
    policy = desks.of("an").get("/desk/")["Content-Security-Policy"]

    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy
