"""`zhixing daily`: the day's clocks, run twice, run late, and not for days to come."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings as DjangoSettings

from tests.cli.conftest import Zhixing
from tests.files.contents import PDF
from tests.world.story import told
from tests.world.town import Town, moment
from zhixing.assembly import clock
from zhixing.files.handing_in import hand_in
from zhixing.register.models import Entry, Seal

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def acts(kind: str = "handling") -> list[str]:
    return list(Entry.objects.unscoped("test").filter(kind=kind).order_by("pk").values_list("act", flat=True))


def test_a_day_on_which_nothing_is_due(town: Town, zhixing: Zhixing) -> None:
    told(town, "assign")

    assert zhixing("daily", "--on", "2026-03-03") == (0, "2026-03-03: 0 reminders, 0 automatic acts\n", "")
    assert acts() == ["open"]
    assert Seal.objects.count() == 1


def test_reminders_are_sent_once_however_often_it_runs(town: Town, zhixing: Zhixing) -> None:
    told(town, "accept")

    said = [zhixing("daily", "--on", "2026-05-18").out for _ in range(2)]

    assert said == [
        "2026-05-18: 1 reminders, 0 automatic acts\n",
        "2026-05-18: 0 reminders, 0 automatic acts\n",
    ]
    assert acts() == ["open", "accept", "tick"]


def test_missed_days_are_caught_up(town: Town, zhixing: Zhixing) -> None:
    told(town, "release_reply")

    said = zhixing("daily")

    assert said == (0, "2026-06-30: 1 reminders, 1 automatic acts\n", "")
    assert acts()[-2:] == ["tick", "lapse"]
    assert acts("proposal")[-1] == "all_answered"
    assert zhixing("daily").out == "2026-06-30: 0 reminders, 0 automatic acts\n"


def test_days_to_come_are_refused(town: Town, zhixing: Zhixing) -> None:
    with clock.simulated(moment(date(2026, 3, 3))):
        said = zhixing("daily", "--on", "2026-03-04")

    assert said == (1, "", "2026-03-04 has not come yet (today is 2026-03-03). Give an earlier day.\n")


def test_a_seal_is_made_when_something_is_new(town: Town, zhixing: Zhixing) -> None:
    told(town, "submit")
    zhixing("daily")
    zhixing("daily")

    assert Seal.objects.count() == 1
    assert json.loads(Seal.objects.get().heads)[0]["body"] == "331097"


def test_wrong_calls(town: Town, zhixing: Zhixing) -> None:
    said = zhixing("daily", "--on", "soon")

    assert (said.code, said.out) == (2, "")
    assert "expected a day such as 2026-06-17" in said.err


def test_files_that_no_act_named_are_removed(
    town: Town, zhixing: Zhixing, settings: DjangoSettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    hand_in("没用.pdf", [PDF], person=None, at=clock.now() - timedelta(days=31))

    said = [zhixing("daily", "--on", "2026-03-03").out for _ in range(2)]

    none_due = "2026-03-03: 0 reminders, 0 automatic acts\n"
    assert said == [f"{none_due}1 files that no act named were removed\n", none_due]
