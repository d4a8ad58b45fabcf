"""What a message says, and what it never says."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pytest_django.fixtures import Settings as DjangoSettings

from tests.desk.people import DRAFT, REPLY, SECRET_WORDS
from tests.factories.accounts import make_account
from tests.notices.conftest import Post
from zhixing.cases import kinds
from zhixing.cases.adopting import checked
from zhixing.notices.vocabulary import Channel
from zhixing.notices.wording import GENERIC, _fitted, texts

TITLE = "关于完善老旧小区加装电梯后续管护机制的建议"
PLACES = {"body", "kind", "number", "title", "act", "awaits", "due"}
NAMES = {"turn", "read", "group", "due", "subject_turn", "subject_read", "letter"}
pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def shipped() -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Every text of the file: kind, act, name, and the text by language."""
    for kind, acts in texts().items():
        if kind == GENERIC:
            yield from (("", "", name, text) for name, text in acts.items())
        else:
            yield from ((kind, act, name, text) for act, named in acts.items() for name, text in named.items())


@pytest.mark.parametrize(("kind", "act", "name", "text"), list(shipped()))
def test_every_text_is_in_both_languages_and_asks_only_for_what_may_be_said(
    kind: str, act: str, name: str, text: dict[str, str]
) -> None:
    also = {"letter": {"text", "link"}, "due": {"day"}}.get(name, set())

    assert name in NAMES
    assert set(text) == {"zh-hans", "en"}
    for words in text.values():
        places = {place for _text, place, _format, _conversion in string.Formatter().parse(words) if place}
        assert places <= PLACES | also
        assert name != "group" or places <= {"body", "number"}
    if kind:
        procedure = kinds.get(kind).procedure
        assert act in checked(procedure.read_text(encoding="utf-8"), file=str(procedure)).acts


def test_in_chinese(post: Post) -> None:
    post.want("liao", Channel.SMS)
    post.want("an", Channel.SMS)

    _case, handling = post.desks.assigned()
    post.work()

    assert post.texts() == [
        f"安澜市政协：您的提案“{TITLE}”已立案，编号 1005001。请登录查看。",
        f"安澜市政协：“{TITLE}”有新进展：交办。请登录查看。",
        f"安澜市政协：交办提案“{TITLE}”，请签收（3月5日前）。",
    ]
    assert handling.title == TITLE


def test_in_the_readers_language(post: Post) -> None:
    account = make_account("liao", person=post.desks.town.people["liao"])
    account.language = "en"
    account.save()
    post.want("liao", Channel.MAIL, address="liao@example.cn")

    post.desks.assigned()
    post.work()

    (mail,) = post.sent(Channel.MAIL)
    assert mail["subject"] == f"To do: {TITLE}"
    assert mail["text"] == (
        f"安澜市政协: proposal “{TITLE}” is assigned to you. Please receive it (by 5 Mar).\n\n"
        "Number: 1005001-1\n\n"
        "Sent by the system; please do not answer. To get no more of these, see “How I am told”.\n"
    )


def test_a_letter_links_where_the_installation_knows_its_address(post: Post, settings: DjangoSettings) -> None:
    settings.ZHIXING_SITE = "https://zhixing.example"
    post.want("liao", Channel.WECOM, address="liaowen")

    _case, handling = post.desks.assigned()
    post.work()

    assert f"\nhttps://zhixing.example/cases/{handling.number}/\n" in post.texts(Channel.WECOM)[0]


def test_a_group_that_reads_along_gets_the_number_alone(post: Post) -> None:
    post.want("liao", Channel.DINGTALK)

    post.desks.assigned()
    post.work()

    (message,) = post.sent(Channel.DINGTALK)
    assert (message["subject"], message["text"]) == ("", "安澜市政协：1005001-1 有新消息，请登录查看。")


LONG = "关于加快推进全市老旧小区加装电梯并建立健全后续运行管护长效机制解决上下楼难的建议"


def test_the_longest_title_a_proposal_may_have_fits_into_one_message(post: Post) -> None:
    post.want("liao", Channel.SMS)

    post.desks.assigned(title=LONG)
    post.work()

    (text,) = post.texts()
    assert (len(LONG), len(text), LONG in text) == (40, 64, True)


def test_a_title_is_cut_where_it_must_be_and_never_to_nothing() -> None:
    text = "政协：“{title}”待您办理。"
    places = {"title": "关于完善电梯管护机制的建议"}

    assert _fitted(text, places, 26) == "政协：“关于完善电梯管护机制的建议”待您办理。"
    assert _fitted(text, places, 20) == "政协：“关于完善电梯管护机…”待您办理。"
    assert _fitted(text, places, 10) == "政协：“关于完善电梯管护…”待您办理。"
    assert _fitted(text, places, None) == "政协：“关于完善电梯管护机制的建议”待您办理。"


def test_nothing_that_was_written_in_the_case_leaves_the_house(post: Post) -> None:
    for who in ("an", "bo", "chen", "ding", "liao", "han", "hu", "gu", "pan", "zhu"):
        for channel, address in ((Channel.SMS, "13900000009"), (Channel.MAIL, "a@example.cn")):
            post.want(who, channel, address=address)

    case, handling = post.desks.rated("dissatisfied")
    post.work()
    post.desks.act(case, "note", "chen", {"text": "内部备注，勿外传"}, on=date(2026, 5, 6))
    post.work()

    said = str([message for channel in Channel for message in post.sent(channel)])
    assert TITLE in said
    assert [text for text in (DRAFT, REPLY, SECRET_WORDS, "内部", "共管", "座谈", "同意立案") if text[:6] in said] == []
    assert handling.state == "rework"


def test_a_removed_title_is_not_sent(post: Post) -> None:
    post.want("liao", Channel.SMS)
    case, _handling = post.desks.assigned()
    data: dict[str, Any] = {"entry": 1, "field": "title", "reason": "涉及个人隐私"}
    post.desks.act(case, "redact", "ding", data, on=date(2026, 3, 3))

    post.work()

    assert [text for text in post.texts() if "加装电梯" in text] == []
    assert any("（已遮盖）" in text for text in post.texts())
