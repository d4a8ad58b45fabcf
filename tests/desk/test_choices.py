"""The page of a committee's choices: what is in force, what was the default, who adopted it; looking adopts nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.desk.people import Desks, statements
from zhixing.cases import adopting, kinds
from zhixing.cases.models import Adoption
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

PAGE = "/desk/settings/"


def page(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def test_stranger_is_sent_to_sign_in() -> None:
    assert Client().get(PAGE).headers["Location"] == f"/login/?next={PAGE}"


def test_shipped_rules_are_shown_and_not_adopted_by_looking(desks: Desks) -> None:
    client = desks.of("chen")
    text = page(client)

    assert "Not needed yet; it is adopted with the first case." in text
    assert text.count("All as shipped.") == len(list(kinds.everyone()))
    assert "Reply, months" in text
    assert "provincial and city rules" in text
    assert not Adoption.objects.exists()
    assert f'href="{PAGE}"' in client.get("/rules/").content.decode()


def test_what_the_committee_changed_is_said(desks: Desks) -> None:
    body, ding = desks.town.body, desks.town.actor("ding")
    source = '[settings]\nreply_months = 2\n[lists.ways]\nvisit = "走访"\nvideo = "视频"\n'
    adopting.adopt(body, "handling", at=None, actor=ding, source=source)

    handling = next(one for one in desks.of("an").get(PAGE).context["parts"] if one["key"] == "handling")

    assert handling["adopted"] == "Adopted on 2026-06-15 by 丁衡."
    row = next(one for one in handling["numbers"] if one["title"] == "Reply, months")
    assert (row["value"], row["default"], row["bounds"], row["changed"]) == (2, 3, "1 to 6", True)
    ways = next(one for one in handling["lists"] if one["title"] == "Way")
    assert (ways["codes"], ways["changed"]) == ("走访, 视频", True)
    assert handling["changes"][0] == (
        "Setting “Reply, months”: by default 3 (source: provincial and city rules); the committee chose 2, from 1 to 6."
    )


def test_broken_file_is_said_and_breaks_no_page(desks: Desks, settings: Settings, tmp_path: Path) -> None:
    settings.ZHIXING_PROCEDURES = tmp_path
    folder = tmp_path / desks.town.body.slug
    folder.mkdir()
    (folder / "handling.toml").write_text("[settings]\nreply_months = 99\n", encoding="utf-8")

    text = page(desks.of("chen"))

    assert "The committee’s own file has faults and cannot be adopted." in text
    assert "Reply, months must be a whole number from 1 to 6." in text
    assert text.count("All as shipped.") == len(list(kinds.everyone())) - 1


def test_page_takes_few_statements(desks: Desks) -> None:
    before = statements(desks.of("chen"), PAGE)
    for _time in range(3):
        adopting.adopt(desks.town.body, "handling", at=None, actor=None, source="[settings]\nreply_months = 2\n")

    assert statements(desks.of("chen"), PAGE) == before


# --- Choosing ---

NUMBERS = {
    "accept_days": 3,
    "object_days": 5,
    "objection_days": 5,
    "objections_most": 1,
    "contact_days": 15,
    "reply_months": 1,
    "extension_months": 3,
    "extensions_most": 1,
    "review_days": 5,
    "feedback_days": 15,
    "details_months": 12,
    "rework_days": 30,
}
CHOOSE = "/desk/settings/handling/"


def send(client: Client, **values: object) -> Any:
    return client.post(CHOOSE, {**NUMBERS, "seen": client.get(CHOOSE).context["seen"], **values})


def reply_months(desks: Desks) -> int:
    return adopting.standing(desks.town.body, "handling").settings.get("reply_months", 3)


def test_numbers_are_shown_tried_and_then_adopted(desks: Desks) -> None:
    _case, handling = desks.rated()
    director = desks.of("ding")

    shown = send(director, do="show")

    assert shown.context["changes"] == ["Setting “Reply, months”: value was 3; is now 1."]
    assert shown.context["trial"][1] == f"Reply: another due date in 1 cases: {handling.official_number}."
    assert reply_months(desks) == 3
    done = send(director, do="adopt", shown=shown.context["shown"])
    assert (done.status_code, done.headers["Location"]) == (302, "/desk/settings/")
    assert reply_months(desks) == 1
    last = Adoption.objects.latest("pk")
    assert (last.kind, last.adopted_by) == ("handling", desks.town.people["ding"])
    entry = Entry.objects.of_body(desks.town.body).filter(case="331097-0").latest("pk")
    assert (entry.act, entry.actor_id) == ("adopt", desks.town.people["ding"].pk)
    assert "changed" in page(director)


def test_nothing_is_adopted_that_was_not_shown(desks: Desks) -> None:
    director = desks.of("ding")
    shown = send(director, do="show").context["shown"]

    other = send(director, do="adopt", shown=shown, reply_months=2)
    unseen = send(director, do="adopt", shown="")

    assert (other.status_code, unseen.status_code) == (200, 200)
    assert other.context["changes"] == ["Setting “Reply, months”: value was 3; is now 2."]
    assert not Adoption.objects.filter(adopted_by__isnull=False).exists()


def test_who_was_quicker_is_said(desks: Desks) -> None:
    director = desks.of("ding")
    shown = send(director, do="show")
    adopting.adopt(desks.town.body, "handling", at=None, actor=None, source="[settings]\nreview_days = 4\n")

    late = send(director, do="adopt", seen=shown.context["seen"], shown=shown.context["shown"])

    assert "Somebody has adopted other rules since you opened this page." in late.content.decode()
    assert reply_months(desks) == 3


def test_number_out_of_bounds_is_refused_and_kept(desks: Desks) -> None:
    refused = send(desks.of("ding"), do="show", reply_months=9)

    assert refused.status_code == 422
    assert refused.context["form"]["reply_months"].value() == "9"
    assert list(refused.context["form"].errors) == ["reply_months"]


def test_numbers_in_force_change_nothing(desks: Desks) -> None:
    same = send(desks.of("ding"), do="show", reply_months=3)

    assert "Nothing: these numbers are in force already." in same.content.decode()
    assert same.context["shown"] == ""


def test_lists_stay_when_numbers_change(desks: Desks) -> None:
    ways = '[lists.ways]\nvisit = "走访"\n'
    adopting.adopt(desks.town.body, "handling", at=None, actor=None, source=ways)
    director = desks.of("ding")

    send(director, do="adopt", shown=send(director, do="show").context["shown"])

    assert list(adopting.standing(desks.town.body, "handling").procedure.lists["ways"]) == ["visit"]
    assert reply_months(desks) == 1


def test_only_the_office_chooses(desks: Desks) -> None:
    assert [desks.of(name).get(CHOOSE).status_code for name in ("ding", "chen", "hu", "an")] == [200, 403, 403, 403]
    assert desks.of("ding").get("/desk/settings/opera/").status_code == 404
    assert "Choose numbers" in page(desks.of("ding"))
    assert "Choose numbers" not in page(desks.of("chen"))
