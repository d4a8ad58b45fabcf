"""`zhixing worker`: once, again and again until told to stop, and through a database that is away for a moment."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError
from pytest_django.fixtures import Settings as DjangoSettings

from tests.cli.conftest import Said
from tests.desk.people import Desks
from tests.world.town import Town
from zhixing.cli import worker
from zhixing.notices import delivering
from zhixing.notices.channels import gateways
from zhixing.notices.choosing import choose
from zhixing.notices.vocabulary import Channel, Wants

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


@pytest.fixture(autouse=True)
def outbox(settings: DjangoSettings, tmp_path: Path) -> Iterator[Path]:
    settings.ZHIXING_DATA = tmp_path
    gateways.cache_clear()
    yield tmp_path / "outbox" / "sms.jsonl"
    gateways.cache_clear()


def test_once(town: Town, zhixing: Callable[..., Said], outbox: Path) -> None:
    choose(town.people["chen"], {Channel.SMS: (Wants.TURN, "13900000001")})
    Desks(town).submit(on=date(2026, 1, 21))

    said = zhixing("worker", "--once")

    assert (said.code, said.out) == (0, "1 entries told of: 1 sent, 0 to be tried again, 0 not delivered\n")
    (line,) = outbox.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["to"] == "13900000001"
    assert zhixing("worker", "--once").out == "0 entries told of: 0 sent, 0 to be tried again, 0 not delivered\n"


def test_until_it_is_told_to_stop(zhixing: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def look() -> None:
        looks.append(len(looks))
        if len(looks) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(worker, "send_whatever_comes", look)
    monkeypatch.setattr(threading.Event, "wait", lambda event, _seconds: event.is_set())
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        said = zhixing("worker", "--every", "1")
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])

    assert (said.code, looks) == (0, [0, 1])


def test_a_database_that_is_away_for_a_moment_is_no_end(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(**_moment: object) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(delivering, "run", away)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)

    worker.send_whatever_comes()

    assert "looks again in a moment" in caplog.text
