"""What whoever looks after notices has to look after, as their inbox shows it."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings as DjangoSettings

from tests.notices.conftest import Post
from tests.notices.test_pages import DEFAULT, OFFICE, failed, hold
from zhixing.notices.channels import gateways

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def test_what_was_not_delivered_waits_for_the_office_and_the_administrator(post: Post) -> None:
    failed(post)
    words = ("1 notice was not delivered", OFFICE)

    for client in (post.desks.of("shen"), hold(post.desks, "neu", "office", "sysadmin")):
        assert words in [(duty.sentence, duty.url) for duty in client.get("/desk/").context["duties"]]
    assert post.desks.of("chen").get("/desk/").context["duties"] == []


def test_that_no_way_leads_out_is_said(post: Post, settings: DjangoSettings) -> None:
    settings.ZHIXING_NOTICES_FILE = False
    gateways.cache_clear()

    duties = post.desks.of("shen").get("/desk/").context["duties"]

    assert DEFAULT in [duty.url for duty in duties]
