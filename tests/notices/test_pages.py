"""The pages: one's own choice, what could not be delivered, and the committee's default."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings as DjangoSettings

from tests.desk.people import Desks, said, statements
from tests.notices.conftest import Post
from tests.world.town import OPENED
from zhixing.assembly.models import Person
from zhixing.assembly.models import Post as HeldPost
from zhixing.notices.models import Choice, CommitteeDefault, Message
from zhixing.notices.vocabulary import Channel, Reason, Status, Wants

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

OWN, OFFICE, DEFAULT = "/account/notices/", "/office/notices/", "/office/notices/default/"
NOTHING = {f"{channel.value}_wants": "nothing" for channel in Channel}


def hold(desks: Desks, name: str, organisation: str, kind: str) -> Client:
    """Let somebody new hold a post, and return their browser."""
    person = desks.town.people[name] = Person.objects.create(name=f"新任{name}"[:6], phone="13900000005")
    HeldPost.objects.create(person=person, organisation=desks.town.organisations[organisation], kind=kind, since=OPENED)
    return desks.of(name)


def failed(post: Post, *, who: str = "liao") -> Message:
    """Return a message that could not be delivered."""
    post.want(who, Channel.SMS)
    case, _handling = post.desks.assigned()
    return Message.objects.create(
        body=post.desks.town.body,
        person=post.desks.town.people[who],
        case=case,
        entry=1,
        channel=Channel.SMS,
        act="submit",
        made_at=post.start,
        next_at=post.start,
        status=Status.FAILED,
        tries=6,
        reason=Reason.BUSY,
        detail="HTTP 429",
        masked="139****0001",
    )


def test_one_chooses_for_oneself(post: Post) -> None:
    client = post.desks.of("liao")

    response = client.post(OWN, NOTHING | {"mail_wants": "turn", "mail_address": "liao@example.cn"})

    assert (response.status_code, response["Location"]) == (302, OWN)
    chosen = Choice.objects.filter(person=post.desks.town.people["liao"]).exclude(wants=Wants.NOTHING)
    assert list(chosen.values_list("channel", "wants", "address")) == [("mail", "turn", "liao@example.cn")]
    page = client.get(OWN).content.decode()
    assert 'value="liao@example.cn"' in page


@pytest.mark.parametrize(
    ("field", "address", "sentence"),
    [
        ("sms", "", "Say where to send it, or choose “Nothing”."),
        ("sms", "call me", "Give a phone number: digits alone, with + before a country&#x27;s code."),
        ("mail", "liao", "Give an e-mail address such as name@example.cn."),
        ("wecom", "liao wen", "Give the user name as WeCom has it, without spaces."),
        ("dingtalk", "12", "Give a phone number: digits alone, with + before a country&#x27;s code."),
    ],
)
def test_an_address_that_cannot_be_one_is_told_and_kept_in_the_form(
    post: Post, field: str, address: str, sentence: str
) -> None:
    response = post.desks.of("liao").post(OWN, NOTHING | {f"{field}_wants": "all", f"{field}_address": address})

    page = response.content.decode()
    assert (response.status_code, sentence in page, Choice.objects.count()) == (422, True, 0)
    assert not address or f'value="{address}"' in page


def test_the_number_on_file_does(post: Post) -> None:
    post.desks.town.people["liao"].phone = "139 0000 0001"
    post.desks.town.people["liao"].save()
    client = post.desks.of("liao")

    assert "Leave it empty to use the number on file, 139****0001." in client.get(OWN).content.decode()
    assert client.post(OWN, NOTHING | {"sms_wants": "all"}).status_code == 302


def test_what_the_committee_set_is_shown_and_may_be_taken_again(post: Post) -> None:
    clerk = hold(post.desks, "wei", "office", "clerk")
    assert clerk.post(DEFAULT, {"who": ["clerk"], "wants": "turn"}).status_code == 302
    assert list(CommitteeDefault.objects.values_list("who", "wants")) == [("clerk", "turn")]

    page = clerk.get(OWN).content.decode()
    assert "Your committee sends text messages to your number on file: Only what I have to do." in page

    clerk.post(OWN, NOTHING)
    assert Choice.objects.get(channel="sms").wants == Wants.NOTHING
    assert "Your committee sends" not in clerk.get(OWN).content.decode()
    clerk.post(OWN, NOTHING | {"sms_wants": ""})
    assert not Choice.objects.filter(channel="sms").exists()


def test_without_a_gateway_there_is_nothing_to_choose(post: Post, settings: DjangoSettings) -> None:
    settings.ZHIXING_NOTICES_FILE = False
    client = hold(post.desks, "wei", "office", "clerk")

    assert "This installation sends nothing outside." in client.get(OWN).content.decode()
    assert "This installation has no gateway for text messages yet" in client.get(DEFAULT).content.decode()


def test_the_office_sees_to_whom_and_why_but_neither_address_nor_a_title_it_may_not_read(post: Post) -> None:
    message = failed(post)
    page = hold(post.desks, "wei", "office", "sysadmin").get(OFFICE).content.decode()

    shown = ["廖闻", "Text message", "139****0001", "The gateway was too busy. Try again later.", "HTTP 429"]
    assert [text for text in shown if text not in page] == []
    assert [text for text in ("13900000001", message.case.title) if text in page] == []


def test_a_reader_of_the_case_sees_its_title(post: Post) -> None:
    message = failed(post)
    town = post.desks.town
    HeldPost.objects.create(
        person=town.people["chen"], organisation=town.organisations["office"], kind="clerk", since=OPENED
    )

    assert message.case.title in post.desks.of("chen").get(OFFICE).content.decode()


def test_try_again_and_noted(post: Post) -> None:
    message = failed(post)
    client = hold(post.desks, "wei", "office", "clerk")

    again = client.post(f"{OFFICE}{message.pk}/again/", follow=True)
    message.refresh_from_db()
    assert (said(again), message.status, message.tries) == (["It is sent once more."], Status.WAITING, 0)
    late = client.post(f"{OFFICE}{message.pk}/noted/", follow=True)
    assert said(late) == ["Somebody has dealt with it already."]

    Message.objects.unscoped("test").update(status=Status.FAILED)
    noted = client.post(f"{OFFICE}{message.pk}/noted/", follow=True)
    message.refresh_from_db()
    assert (said(noted), message.status) == (["It is noted and off the list."], Status.NOTED)
    assert message.noted_by == post.desks.town.people["wei"]
    assert "Everything was delivered." in noted.content.decode()


def test_another_committees_message_is_not_there(post: Post) -> None:
    from tests.factories.assembly import make_body  # noqa: PLC0415 - beside its only use

    message = failed(post)
    Message.objects.unscoped("test").update(body=make_body())
    client = hold(post.desks, "wei", "office", "clerk")

    assert client.post(f"{OFFICE}{message.pk}/again/").status_code == 404
    assert "Everything was delivered." in client.get(OFFICE).content.decode()


@pytest.mark.parametrize(
    ("organisation", "kind", "status"),
    [
        ("office", "clerk", 200),
        ("office", "secretary_general", 200),
        ("office", "chair", 403),
        ("committee", "clerk", 403),
        ("committee", "sysadmin", 200),
        ("housing", "liaison", 403),
    ],
)
def test_who_looks_after_notices(post: Post, organisation: str, kind: str, status: int) -> None:
    message = failed(post)
    client = hold(post.desks, "wei", organisation, kind)

    assert [client.get(url).status_code for url in (OFFICE, DEFAULT)] == [status] * 2
    answers = [client.post(f"{OFFICE}{message.pk}/{act}/").status_code for act in ("again", "noted")]
    assert answers == [302 if status == 200 else 403] * 2
    assert ("Undelivered notices" in client.get("/desk/").content.decode()) == (status == 200)


def test_a_longer_list_takes_no_more_statements(post: Post) -> None:
    client = hold(post.desks, "wei", "office", "clerk")
    failed(post)
    one = statements(client, OFFICE)
    failed(post)
    failed(post)

    assert statements(client, OFFICE) == one
