"""Each gateway against a small server of the test's own: what it sends, and what it makes of the answers."""

from __future__ import annotations

import json
import smtplib
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from zhixing.notices.gateways.dingtalk import DingTalkGateway, signed
from zhixing.notices.gateways.filing import FileGateway
from zhixing.notices.gateways.gateway import Outgoing, Undeliverable
from zhixing.notices.gateways.mail import MailGateway
from zhixing.notices.gateways.sms import TextMessageGateway
from zhixing.notices.gateways.wecom import WeComGateway
from zhixing.notices.vocabulary import Reason

MESSAGE = Outgoing(id="zhixing-7", to="13900000001", subject="待办：加装电梯", text="安澜市政协：请签收{to}。")


@dataclass
class Server:
    """Answers one after the other what it is told, and keeps what it was asked."""

    url: str = ""
    answers: list[tuple[int, str]] = field(default_factory=list)
    asked: list[tuple[str, str, str, str]] = field(default_factory=list)

    def say(self, *answers: Any, status: int = 200) -> None:
        self.answers += [(status, text if isinstance(text, str) else json.dumps(text)) for text in answers]


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            head = f"{self.headers.get('Content-Type')} {self.headers.get('Authorization', '')}".strip()
            told.asked.append((self.command, self.path, head, body))
            status, text = told.answers.pop(0)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST  # noqa: N815 - the name http.server looks for

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        told.url = f"http://127.0.0.1:{listening.server_port}"
        yield told
        listening.shutdown()
        thread.join()


def refusal(gateway: Any) -> tuple[Reason, bool]:
    with pytest.raises(Undeliverable) as raised:
        gateway.send(MESSAGE)
    return raised.value.reason, raised.value.temporary


def text_messages(server: Server, **changes: Any) -> TextMessageGateway:
    usual: dict[str, Any] = {"url": f"{server.url}/send", "values": {"to": "{to}", "text": "{text}", "id": "{id}"}}
    return TextMessageGateway(**usual | changes)


def test_a_text_message_as_json(server: Server) -> None:
    server.say({"ok": True})

    text_messages(server, token="t0", signature="【政协】").send(MESSAGE)

    ((method, path, head, body),) = server.asked
    assert (method, path, head) == ("POST", "/send", "application/json Bearer t0")
    # A place in the text itself is text, not a place.
    assert json.loads(body) == {"to": "13900000001", "text": "【政协】安澜市政协：请签收{to}。", "id": "zhixing-7"}


def test_a_text_message_in_the_shape_a_gateway_wants(server: Server) -> None:
    server.say("<result>0</result>")
    values = {"account": "cppcc", "list": [{"mobile": "+86{to}", "n": 1}], "content": "{text}"}

    text_messages(server, values=values, expects="<result>0").send(MESSAGE)

    assert json.loads(server.asked[0][3])["list"] == [{"mobile": "+8613900000001", "n": 1}]


def test_a_text_message_as_a_form(server: Server) -> None:
    server.say("OK")

    text_messages(server, form=True).send(MESSAGE)

    assert server.asked[0][2] == "application/x-www-form-urlencoded"
    assert parse_qs(server.asked[0][3])["text"] == ["安澜市政协：请签收{to}。"]


def test_the_signature_is_part_of_the_one_message(server: Server) -> None:
    assert (text_messages(server).longest, text_messages(server, signature="【安澜市政协】").longest) == (70, 63)


@pytest.mark.parametrize(
    ("status", "reason", "temporary"),
    [
        (302, Reason.REFUSED, False),
        (400, Reason.REFUSED, False),
        (401, Reason.SETTINGS, True),
        (429, Reason.BUSY, True),
        (503, Reason.UNREACHABLE, True),
    ],
)
def test_what_a_status_means(server: Server, status: int, reason: Reason, temporary: bool) -> None:  # noqa: FBT001 - from the table
    server.say("no", status=status)

    assert refusal(text_messages(server)) == (reason, temporary)
    assert len(server.asked) == 1


def test_an_answer_that_does_not_say_so_is_a_refusal_in_the_gateways_words(server: Server) -> None:
    server.say('{"code": 7, "msg": "余额不足"}')

    with pytest.raises(Undeliverable) as raised:
        text_messages(server, expects='"code": 0').send(MESSAGE)

    assert (raised.value.reason, "余额不足" in raised.value.detail) == (Reason.REFUSED, True)


def test_nobody_answers() -> None:
    gateway = TextMessageGateway(url="http://127.0.0.1:9/?token=secret", values={"to": "{to}", "text": "{text}"})

    with pytest.raises(Undeliverable) as raised:
        gateway.send(MESSAGE)

    assert (raised.value.reason, raised.value.temporary) == (Reason.UNREACHABLE, True)
    assert "secret" not in str(raised.value)


def wecom(server: Server) -> WeComGateway:
    return WeComGateway(url=server.url, corp="ww1", agent=1000002, secret="s0")


def test_wecom_asks_for_a_token_once(server: Server) -> None:
    gateway = wecom(server)
    server.say({"errcode": 0, "access_token": "A"}, {"errcode": 0}, {"errcode": 0})

    gateway.send(MESSAGE)
    gateway.send(MESSAGE)

    assert [urlsplit(path).path for _method, path, _head, _body in server.asked] == [
        "/cgi-bin/gettoken",
        "/cgi-bin/message/send",
        "/cgi-bin/message/send",
    ]
    assert parse_qs(urlsplit(server.asked[0][1]).query) == {"corpid": ["ww1"], "corpsecret": ["s0"]}
    assert parse_qs(urlsplit(server.asked[1][1]).query) == {"access_token": ["A"]}
    assert json.loads(server.asked[1][3]) == {
        "touser": "13900000001",
        "msgtype": "text",
        "agentid": 1000002,
        "text": {"content": "安澜市政协：请签收{to}。"},
        "enable_duplicate_check": 1,
    }


def test_wecom_asks_for_a_new_token_when_it_has_run_out(server: Server) -> None:
    gateway = wecom(server)
    server.say(
        {"errcode": 0, "access_token": "A"}, {"errcode": 42001}, {"errcode": 0, "access_token": "B"}, {"errcode": 0}
    )

    gateway.send(MESSAGE)

    assert server.asked[-1][1].endswith("access_token=B")


@pytest.mark.parametrize(
    ("answer", "reason", "temporary"),
    [
        ({"errcode": 81013, "errmsg": "no such user"}, Reason.WRONG_ADDRESS, False),
        ({"errcode": 0, "invaliduser": "13900000001"}, Reason.WRONG_ADDRESS, False),
        ({"errcode": 45009}, Reason.BUSY, True),
        ({"errcode": 60020, "errmsg": "not allow to access from your ip"}, Reason.SETTINGS, True),
        ({"hello": 1}, Reason.REFUSED, True),
        ("<html>", Reason.REFUSED, True),
    ],
)
def test_what_wecom_answers(server: Server, answer: Any, reason: Reason, temporary: bool) -> None:  # noqa: FBT001 - from the table
    server.say({"errcode": 0, "access_token": "A"}, answer)

    assert refusal(wecom(server)) == (reason, temporary)


def test_wecom_with_a_wrong_secret(server: Server) -> None:
    server.say({"errcode": 40001, "errmsg": "invalid credential"})

    assert refusal(wecom(server)) == (Reason.SETTINGS, True)


def test_dingtalk_signs_and_calls_the_receiver(server: Server) -> None:
    server.say({"errcode": 0})

    DingTalkGateway(url=f"{server.url}/robot/send?access_token=r0", secret="SECx", clock=lambda: 1750000000.5).send(
        MESSAGE
    )

    asked = parse_qs(urlsplit(server.asked[0][1]).query)
    assert (asked["access_token"], asked["timestamp"]) == (["r0"], ["1750000000500"])
    assert json.loads(server.asked[0][3]) == {
        "msgtype": "text",
        "text": {"content": "@13900000001 安澜市政协：请签收{to}。"},
        "at": {"atMobiles": ["13900000001"], "isAtAll": False},
    }


def test_the_signature_of_dingtalk() -> None:
    # printf '1577262236757\nthis is secret' | openssl dgst -sha256 -hmac 'this is secret' -binary | base64
    assert signed("https://x/send?access_token=t", secret="this is secret", millisecond=1577262236757) == (
        "https://x/send?access_token=t&timestamp=1577262236757&sign=hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D"
    )


@pytest.mark.parametrize(
    ("answer", "reason"),
    [({"errcode": 130101}, Reason.BUSY), ({"errcode": 310000, "errmsg": "sign not match"}, Reason.SETTINGS)],
)
def test_what_dingtalk_answers(server: Server, answer: Any, reason: Reason) -> None:
    server.say(answer)

    assert refusal(DingTalkGateway(url=f"{server.url}/send?access_token=r0", secret="s")) == (reason, True)


def test_a_mail() -> None:
    MailGateway(sender="zhixing@example.cn").send(MESSAGE)

    (sent,) = mail.outbox
    assert (sent.from_email, sent.to, sent.subject, sent.body) == (
        "zhixing@example.cn",
        ["13900000001"],
        "待办：加装电梯",
        "安澜市政协：请签收{to}。",
    )


@pytest.mark.parametrize(
    ("failure", "reason", "temporary"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), Reason.WRONG_ADDRESS, False),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"later")}), Reason.BUSY, True),
        (smtplib.SMTPAuthenticationError(535, b"no"), Reason.SETTINGS, True),
        (smtplib.SMTPServerDisconnected("gone"), Reason.UNREACHABLE, True),
        (ConnectionRefusedError(111, "refused"), Reason.UNREACHABLE, True),
    ],
)
def test_what_a_mail_server_answers(
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    reason: Reason,
    temporary: bool,  # noqa: FBT001 - from the table
) -> None:
    def fail(_backend: EmailBackend, _messages: object) -> int:
        raise failure

    monkeypatch.setattr(EmailBackend, "send_messages", fail)

    assert refusal(MailGateway(sender="zhixing@example.cn")) == (reason, temporary)


def test_a_file_that_its_owner_alone_may_read(tmp_path: Path) -> None:
    path = tmp_path / "outbox" / "sms.jsonl"
    gateway = FileGateway(path=path)

    gateway.send(MESSAGE)
    gateway.send(MESSAGE)

    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"id": "zhixing-7", "to": "13900000001", "subject": "待办：加装电梯", "text": "安澜市政协：请签收{to}。"}
    ] * 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("in the way", encoding="utf-8")

    assert refusal(FileGateway(path=tmp_path / "outbox" / "sms.jsonl")) == (Reason.UNREACHABLE, True)
