"""Two workers at the same moment share what waits; nobody is told twice."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connections

from tests.notices.conftest import Post
from zhixing.assembly import clock
from zhixing.notices import delivering
from zhixing.notices.models import Message, Telling
from zhixing.notices.vocabulary import Channel, Status

pytestmark = [pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.database, pytest.mark.slow]

WORKERS, PROPOSALS = 3, 15


def test_each_message_goes_once(post: Post) -> None:
    post.want("chen", Channel.SMS)
    post.want("ding", Channel.SMS, address="13900000002")
    for _number in range(PROPOSALS):
        post.desks.submit()
    today, together = clock.today(), threading.Barrier(WORKERS)
    reports: list[delivering.Report] = []

    def work() -> None:
        try:
            together.wait()
            reports.append(delivering.run(at=clock.true_now(), on=today))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _worker in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    last = delivering.run(at=clock.true_now(), on=today)

    assert len(reports) == WORKERS
    assert sum(report.entries for report in [*reports, last]) == PROPOSALS
    assert sum(report.sent for report in [*reports, last]) == 2 * PROPOSALS
    assert Counter(message["to"] for message in post.sent()) == {"13900000001": PROPOSALS, "13900000002": PROPOSALS}
    assert len({message["id"] for message in post.sent()}) == 2 * PROPOSALS
    assert (Telling.objects.count(), Message.objects.unscoped("test").exclude(status=Status.SENT).count()) == (0, 0)
