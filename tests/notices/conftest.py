"""The town on a June afternoon, with messages written to a folder of the test's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings as DjangoSettings

from tests.desk.people import TODAY, Desks, at
from tests.world.town import build_town
from zhixing.assembly import clock
from zhixing.notices import delivering
from zhixing.notices.channels import gateways
from zhixing.notices.choosing import choose
from zhixing.notices.delivering import Report
from zhixing.notices.vocabulary import Channel, Wants

PHONE = "13900000001"


@dataclass
class Post:
    """The post of a test: what was sent, by channel, and the worker that sends it."""

    desks: Desks
    folder: Path
    start: datetime = field(default_factory=clock.true_now)

    def want(self, who: str, channel: Channel, wants: Wants = Wants.ALL, address: str = PHONE) -> None:
        """Let somebody choose."""
        choose(self.desks.town.people[who], {channel: (wants, address)})

    def work(self, *, after: timedelta = timedelta(seconds=1), on: date = TODAY) -> Report:
        """Let the worker run, some time after the test began."""
        return delivering.run(at=max(self.start + after, clock.true_now()), on=on)

    def sent(self, channel: Channel = Channel.SMS) -> list[dict[str, Any]]:
        """Return the messages of a channel."""
        path = self.folder / f"{channel.value}.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    def texts(self, channel: Channel = Channel.SMS) -> list[str]:
        """Return what the messages of a channel say."""
        return [message["text"] for message in self.sent(channel)]


@pytest.fixture(autouse=True)
def _gateways_of_this_test() -> Iterator[None]:
    """Let no test meet the gateways of another."""
    gateways.cache_clear()
    yield
    gateways.cache_clear()


@pytest.fixture
def post(db: None, settings: DjangoSettings, tmp_path: Path) -> Iterator[Post]:
    """The town's post on 15 June 2026."""
    settings.ZHIXING_DATA = tmp_path
    with at(TODAY):
        yield Post(Desks(build_town()), tmp_path / "outbox")
