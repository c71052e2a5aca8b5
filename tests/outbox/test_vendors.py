"""What gateways are told, and how their answers are read."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from smtplib import SMTPConnectError, SMTPRecipientsRefused
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings
from typing_extensions import override

from yichuang.outbox.errors import SendingFailedError, SendingRefusedError
from yichuang.outbox.rules import MessageKind
from yichuang.outbox.vendors import Outgoing, sender_for
from yichuang.outbox.vendors.gateway import HttpSender
from yichuang.outbox.vendors.log import LogSender
from yichuang.outbox.vendors.smtp import SmtpSender

MESSAGE = Outgoing("42", MessageKind.SMS, "13800001234", "办结", "您的办件{reference}已办结。", "202601010000018")
MAIL = Outgoing("43", MessageKind.EMAIL, "li@example.cn", "办\n结", "已办结。", "")
BODY = {"phones": ["{address}"], "content": "【{title}】{text}", "id": "{reference}", "retry": 0}


class Receiver(BaseHTTPRequestHandler):
    """Answers with the status that it is told and keeps what it was sent."""

    status = 200
    got: list[tuple[dict[str, str], Any]] = []

    def do_POST(self) -> None:
        """Keep and answer."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append((dict(self.headers), json.loads(body)))
        self.send_response(type(self).status)
        self.end_headers()

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver(settings: Settings) -> Iterator[type[Receiver]]:
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    Receiver.status, Receiver.got = 200, []
    thread = Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_GATEWAY = {"url": url, "token": "secret", "body": BODY, "timeout_s": 2}
    yield Receiver
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_body_is_filled_as_the_gateway_wants_it(receiver: type[Receiver]) -> None:
    HttpSender().send(MESSAGE)

    headers, body = receiver.got[0]
    assert body == {"phones": ["13800001234"], "content": "【办结】您的办件{reference}已办结。", "id": "42", "retry": 0}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer secret", "outbox-42")


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (400, SendingRefusedError),
        (302, SendingRefusedError),
        (429, SendingFailedError),
        (408, SendingFailedError),
        (500, SendingFailedError),
        (503, SendingFailedError),
    ],
)
def test_the_status_says_whether_to_try_again(receiver: type[Receiver], status: int, failure: type[Exception]) -> None:
    receiver.status = status

    with pytest.raises(failure, match=f"HTTP {status}"):
        HttpSender().send(MESSAGE)


def test_a_gateway_that_is_not_there_is_tried_again(settings: Settings) -> None:
    settings.SMS_GATEWAY = {"url": "http://127.0.0.1:9/", "token": "", "body": BODY, "timeout_s": 1}

    with pytest.raises(SendingFailedError, match="ConnectError"):
        HttpSender().send(MESSAGE)


def test_an_address_of_a_gateway_that_is_none_is_not_tried_again(settings: Settings) -> None:
    settings.SMS_GATEWAY = {"url": "http://exa mple:port/", "token": "", "body": BODY, "timeout_s": 1}

    with pytest.raises(SendingRefusedError):
        HttpSender().send(MESSAGE)


def test_a_mail_carries_its_reference(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "示例区政务服务中心 <noreply@example.gov.cn>"

    SmtpSender().send(MAIL)

    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.to) == ("办 结", "已办结。", ["li@example.cn"])
    assert sent.extra_headers["Message-ID"] == "<outbox-43@example.gov.cn>"


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (SMTPRecipientsRefused({"li@example.cn": (550, b"no such user")}), SendingRefusedError),
        (SMTPRecipientsRefused({"li@example.cn": (451, b"later")}), SendingFailedError),
        (SMTPConnectError(421, "busy"), SendingFailedError),
        (TimeoutError(), SendingFailedError),
    ],
)
def test_what_a_mail_server_says_decides(
    monkeypatch: pytest.MonkeyPatch, error: Exception, failure: type[Exception]
) -> None:
    def refuse(*_arguments: object) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)

    with pytest.raises(failure) as caught:
        SmtpSender().send(MAIL)
    assert "example.cn" not in str(caught.value)


def test_the_settings_choose_the_gateways(settings: Settings) -> None:
    settings.OUTBOX_SMS, settings.OUTBOX_EMAIL = "http", "smtp"

    chosen = [type(sender_for(kind)) for kind in MessageKind]

    assert chosen == [HttpSender, SmtpSender]
    settings.OUTBOX_SMS = settings.OUTBOX_EMAIL = "log"
    assert {type(sender_for(kind)) for kind in MessageKind} == {LogSender}
