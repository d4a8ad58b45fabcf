"""Which gateways the settings make, and what is said of settings that are half there."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings as DjangoSettings

from zhixing.notices.channels import any_open, gateways
from zhixing.notices.gateways.dingtalk import DingTalkGateway
from zhixing.notices.gateways.mail import MailGateway
from zhixing.notices.gateways.sms import TextMessageGateway
from zhixing.notices.gateways.wecom import WeComGateway
from zhixing.notices.vocabulary import Channel

SMS = {"url": "https://sms.example/send", "values": "", "token": "t", "form": False, "expects": "", "signature": ""}
WECOM = {"url": "https://wecom.example/", "corp": "ww1", "agent": 7, "secret": "s"}
DINGTALK = {"url": "https://ding.example/robot/send?access_token=r", "secret": "s"}


@pytest.fixture(autouse=True)
def real(settings: DjangoSettings) -> DjangoSettings:
    """An installation in production without a gateway."""
    settings.ZHIXING_NOTICES_FILE = False
    return settings


def test_nothing_is_sent_anywhere_unless_it_is_named() -> None:
    assert gateways() == {}
    assert not any_open()


def test_each_gateway_from_its_settings(real: DjangoSettings) -> None:
    real.ZHIXING_SMS, real.ZHIXING_WECOM, real.ZHIXING_DINGTALK = SMS, WECOM, DINGTALK
    real.ZHIXING_MAIL_FROM, real.EMAIL_HOST = "zhixing@example.cn", "mail.example.cn"

    values = {"to": "{to}", "text": "{text}", "id": "{id}"}
    assert gateways() == {
        Channel.SMS: TextMessageGateway(url="https://sms.example/send", values=values, token="t"),
        Channel.WECOM: WeComGateway(url="https://wecom.example", corp="ww1", agent=7, secret="s"),
        Channel.DINGTALK: DingTalkGateway(url=DINGTALK["url"], secret="s"),
        Channel.MAIL: MailGateway(sender="zhixing@example.cn"),
    }


def test_a_file_stands_in_for_all_of_them(real: DjangoSettings) -> None:
    real.ZHIXING_SMS, real.ZHIXING_NOTICES_FILE = SMS, True

    assert {channel: gateway.path.name for channel, gateway in gateways().items()} == {
        channel: f"{channel.value}.jsonl" for channel in Channel
    }
    assert [channel for channel, gateway in gateways().items() if gateway.overheard] == [Channel.DINGTALK]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ZHIXING_SMS", SMS | {"values": "{to}"}, "ZHIXING_SMS_VALUES must be a JSON object"),
        ("ZHIXING_SMS", SMS | {"values": '["{to}", "{text}"]'}, "ZHIXING_SMS_VALUES must be a JSON object"),
        ("ZHIXING_SMS", SMS | {"values": '{"to": "{to}"}'}, "ZHIXING_SMS_VALUES must be a JSON object"),
        ("ZHIXING_WECOM", WECOM | {"corp": ""}, "ZHIXING_WECOM_SECRET needs"),
        ("ZHIXING_DINGTALK", DINGTALK | {"secret": ""}, "ZHIXING_DINGTALK_URL is the robot's whole address"),
        ("ZHIXING_DINGTALK", DINGTALK | {"url": "https://ding.example/"}, "ZHIXING_DINGTALK_URL is the robot's whole"),
        ("ZHIXING_MAIL_FROM", "zhixing@example.cn", "ZHIXING_MAIL_FROM needs ZHIXING_MAIL_HOST"),
    ],
)
def test_settings_that_are_half_there_are_told_at_the_start(
    real: DjangoSettings, name: str, value: Any, said: str
) -> None:
    real.EMAIL_HOST = ""
    setattr(real, name, value)

    found = [message for message in run_checks() if message.id == "zhixing.notices.E001"]

    assert [said in str(message.msg) for message in found] == [True]
