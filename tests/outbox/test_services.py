"""A message waits, is handed over, is tried again, fails for good, and is forgotten."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from tests.support.acts import at
from tests.support.jobs import waiting_jobs
from yichuang.core import clock
from yichuang.outbox import queries, services, vendors
from yichuang.outbox.errors import AddressError, MessageEmptyError, SendingFailedError, SendingRefusedError
from yichuang.outbox.models import Message
from yichuang.outbox.rules import MessageKind, MessageState
from yichuang.outbox.vendors import Outgoing

pytestmark = pytest.mark.django_db
RunJobs = Callable[..., list[str]]


@dataclass
class Gateway:
    """A gateway that fails as it is told, once for each failure."""

    failures: list[Exception] = field(default_factory=list)
    taken: list[Outgoing] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    name: str = "fake"

    def send(self, message: Outgoing) -> None:
        """Take it, or fail."""
        self.asked.append(message.reference)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(message)


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    fake = Gateway()
    monkeypatch.setattr(vendors, "sender_for", lambda _kind: fake)
    return fake


def send(text: str = "办件202601010000018已办结。", **changes: Any) -> int:
    given: dict[str, Any] = {"kind": MessageKind.SMS, "address": "13800001234", "text": text}
    return services.send_message(**{**given, **changes})


def test_a_message_is_sent_by_its_job(run_jobs: RunJobs, gateway: Gateway) -> None:
    message_id = send(subject="202601010000018", title="办结")
    waiting = [row.state for row in queries.list_messages().rows]

    assert run_jobs() == ["outbox.deliver"]

    row = queries.list_messages().rows[0]
    assert waiting == [MessageState.WAITING]
    assert (row.state, row.attempts, row.vendor, row.last_error) == (MessageState.SENT, 1, "fake", "")
    assert gateway.taken == [
        Outgoing(
            str(message_id), MessageKind.SMS, "13800001234", "办结", "办件202601010000018已办结。", "202601010000018"
        )
    ]


def test_a_message_of_an_act_that_was_undone_never_goes_out(run_jobs: RunJobs, gateway: Gateway) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError

    assert (run_jobs(), gateway.asked, Message.objects.count()) == ([], [], 0)


def test_a_failing_gateway_is_tried_again_with_the_same_reference(run_jobs: RunJobs, gateway: Gateway) -> None:
    gateway.failures = [SendingFailedError("HTTP 503"), SendingFailedError("ConnectTimeout")]
    message_id = send()

    run_jobs()
    first = queries.list_messages().rows[0]
    run_jobs(is_waiting_skipped=True)

    assert (first.state, first.attempts, first.last_error) == (MessageState.WAITING, 1, "HTTP 503")
    row = queries.list_messages().rows[0]
    assert (row.state, row.attempts, row.last_error) == (MessageState.SENT, 3, "")
    assert gateway.asked == [str(message_id)] * 3


def test_a_message_waits_a_minute_before_the_second_attempt(run_jobs: RunJobs, gateway: Gateway) -> None:
    gateway.failures = [SendingFailedError("HTTP 503")]
    send()

    run_jobs()

    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM scheduled_at - now()) FROM procrastinate_jobs")
        (seconds,) = cursor.fetchone()
    assert 55 < seconds <= 61
    assert run_jobs() == []


def test_after_six_attempts_a_message_has_failed(run_jobs: RunJobs, gateway: Gateway) -> None:
    gateway.failures = [SendingFailedError("HTTP 503")] * 10
    send()

    run_jobs(is_waiting_skipped=True)

    row = queries.list_messages(state=MessageState.FAILED).rows[0]
    assert (row.attempts, row.last_error, len(gateway.asked)) == (6, "HTTP 503", 6)
    assert waiting_jobs() == []


def test_what_a_gateway_refuses_is_not_tried_again(run_jobs: RunJobs, gateway: Gateway) -> None:
    gateway.failures = [SendingRefusedError("HTTP 400")]
    send()

    run_jobs(is_waiting_skipped=True)

    row = queries.list_messages().rows[0]
    assert (row.state, row.attempts, row.last_error) == (MessageState.FAILED, 1, "HTTP 400")


def test_what_was_sent_is_not_sent_again(gateway: Gateway) -> None:
    message_id = send()

    answers = [services.deliver_message(message_id=message_id) for _ in range(2)]

    assert [answer.state for answer in answers] == [MessageState.SENT, MessageState.SENT]
    assert len(gateway.asked) == 1


def test_a_message_that_is_of_no_use_any_more_is_not_sent(gateway: Gateway) -> None:
    message_id = send(not_after=clock.now() - timedelta(seconds=1))

    answer = services.deliver_message(message_id=message_id)

    assert answer == services.Delivery(MessageState.FAILED)
    assert (gateway.asked, Message.objects.get().last_error) == ([], "too late")


@pytest.mark.parametrize(
    ("changes", "refusal"), [({"address": "0"}, AddressError), ({"text": "  "}, MessageEmptyError)]
)
def test_what_cannot_be_sent_is_refused(changes: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        send(**changes)

    assert (Message.objects.count(), waiting_jobs()) == (0, [])


def test_address_and_text_are_sealed() -> None:
    send()

    with connection.cursor() as cursor:
        cursor.execute("SELECT address, text FROM outbox_message")
        address, text = (bytes(value) for value in cursor.fetchone())
    assert b"13800001234" not in address
    assert "办件".encode() not in text


def test_texts_are_forgotten_after_thirty_days(run_jobs: RunJobs, gateway: Gateway) -> None:
    with at("2026-01-05T09:00"):
        send("旧")
        run_jobs()
        waiting = send("还在等")
    with at("2026-01-20T09:00"):
        newer = send("新")
        services.deliver_message(message_id=newer)

    with at("2026-02-05T09:00"):
        forgotten = (services.forget_texts(), services.forget_texts())

    assert forgotten == (1, 0)
    assert [row.text for row in Message.objects.order_by("pk")] == ["", "还在等", "新"]
    assert Message.objects.get(pk=waiting).is_forgotten is False


def test_the_log_gateway_writes_neither_address_nor_text(
    run_jobs: RunJobs, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.OUTBOX_SMS = "log"
    caplog.set_level(logging.INFO, "yichuang.outbox")
    send("验证码 135790", subject="202601010000018")

    run_jobs()

    (line,) = caplog.records
    said = {name: vars(line)[name] for name in ("kind", "address", "subject")}
    assert said == {"kind": "sms", "address": "138****1234", "subject": "202601010000018"}
    assert "135790" not in str(vars(line))
    assert queries.list_messages().rows[0].vendor == "log"


def test_the_list_goes_on_where_the_page_ended(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ids = [send(f"第{number}条") for number in range(5)]
    seen: list[int] = []
    cursor: str | None = None

    while True:
        with django_assert_num_queries(1):
            page = queries.list_messages(cursor=cursor, size=2)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == ids[::-1]
    assert page.rows[0].address == "138****1234"
