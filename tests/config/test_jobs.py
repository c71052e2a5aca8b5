"""The queue, the news, and the worker: what runs, who is told when it does not, and what the application's role may do."""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from procrastinate.contrib.django import app
from pytest_django import DjangoAssertNumQueries, Settings

from tests.config.test_commands import printed, run
from tests.support import cases
from tests.support.correspondence import deliver_news, news_of
from yichuang.cases.queries import LedgerNews
from yichuang.cases.rules import Act, State
from yichuang.config import checks, commands, context, jobs, news, serving
from yichuang.config.news import NewsNotTakenError, Subscriber
from yichuang.core.actor import ANONYMOUS
from yichuang.outbox.rules import MessageKind
from yichuang.outbox.services import send_message

pytestmark = pytest.mark.django_db
Output = pytest.CaptureFixture[str]


def statement(text: str, *values: str | datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_every_job_has_a_name_and_a_queue() -> None:
    own = {task.name: task.queue for task in app.tasks.values() if not task.name.startswith("builtin:")}

    assert {"config.take_news": "news", "outbox.deliver": "messages"}.items() <= own.items()
    assert {name for name, queue in own.items() if not queue} == set()


def test_news_are_taken_every_five_seconds_one_at_a_time() -> None:
    task = app.tasks["config.take_news"]
    (periodic,) = [one for one in app.periodic_registry.periodic_tasks.values() if one.task is task]

    assert (periodic.cron, task.queueing_lock, task.lock) == ("* * * * * */5", "config.take_news", "config.take_news")


def test_one_follower_that_fails_does_not_keep_the_others_from_their_news(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def take_news(name: str, take: Callable[[Sequence[LedgerNews]], None], *, size: int, from_now: bool) -> int:
        take(())
        told.append(f"{name} {size} {from_now}")
        return 3

    def fail(_rows: Sequence[LedgerNews]) -> None:
        raise ValueError

    monkeypatch.setattr(news, "take_news", take_news)

    with pytest.raises(NewsNotTakenError, match="broken"):
        news.take_all([Subscriber("broken", fail), Subscriber("well", lambda _rows: None, is_from_now=True)])

    assert told == ["well 200 True"]


def test_a_follower_that_is_behind_goes_on_until_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [200, 200, 17]
    monkeypatch.setattr(news, "take_news", lambda *_names, **_options: numbers.pop(0))

    assert news.take_all([Subscriber("one", lambda _rows: None)]) == 417


def test_other_systems_are_told_of_each_act_and_nothing_about_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(news, "publish_event", lambda **event: told.append(event))
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)
    (row,) = news_of(case_no, Act.RECEIVE)

    news.tell_other_systems([row])

    (event,) = told
    data = dict(event.pop("data"))
    assert event == {
        "kind": "case.receive",
        "subject": case_no,
        "client_id": None,
        "organisation_id": desk.organisation_id,
    }
    assert (data["before"], data["after"], data["item_code"]) == ("submitted", "received", row.item_code)
    assert datetime.fromisoformat(data["at"]) == row.at
    assert "张示例" not in str(data)


def test_the_exchange_takes_what_it_is_told() -> None:
    desk = cases.make_desk()

    news.tell_other_systems(news_of(cases.make_case(desk, State.DELIVERED)))


def test_readiness_tells_when_no_worker_is_alive(client: Client) -> None:
    statement("DELETE FROM procrastinate_workers")
    without = client.get("/readyz")
    statement("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '61 seconds')")
    with_a_dead_one = client.get("/readyz")
    statement("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '59 seconds')")
    with_one = client.get("/readyz")

    assert [answer.status_code for answer in (without, with_a_dead_one, with_one)] == [200, 200, 200]
    assert [answer.content.decode() for answer in (without, with_a_dead_one, with_one)] == [
        "ok\nno job worker has been alive for a minute",
        "ok\nno job worker has been alive for a minute",
        "ok",
    ]


@pytest.mark.parametrize(
    ("sms", "email", "url", "found"),
    [
        ("log", "log", "", ["config.W009"]),
        ("http", "log", "https://sms.example.cn", ["config.W009"]),
        ("http", "smtp", "https://sms.example.cn", []),
        ("http", "smtp", "", ["config.E008"]),
        ("pigeon", "smtp", "", ["config.E008"]),
        ("log", "http", "", ["config.E008"]),
    ],
)
def test_gateways_that_cannot_work_are_found(
    settings: Settings, sms: str, email: str, url: str, found: list[str]
) -> None:
    settings.OUTBOX_SMS, settings.OUTBOX_EMAIL = sms, email
    settings.SMS_GATEWAY = {"url": url}

    assert [one.id for one in checks._check_gateways()] == found


def test_the_operator_reads_messages(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "prepare_embedded", lambda: None)
    for number in range(3):
        send_message(kind=MessageKind.SMS, address="13800001234", text=f"验证码{number}", subject=f"S{number}")

    status = run("outbox", "--last", "2", "--json")
    rows = printed(capsys)["messages"]
    run("outbox", "--subject", "S0")

    assert status == 0
    assert [(row["address"], row["text"], row["state"]) for row in rows] == [
        ("138****1234", "验证码2", "waiting"),
        ("138****1234", "验证码1", "waiting"),
    ]
    text = capsys.readouterr().out
    assert "验证码0" in text
    assert "13800001234" not in text


def test_the_bell_costs_nothing_until_a_page_shows_it(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    desk = cases.make_desk()
    deliver_news(cases.make_case(desk, State.ACCEPTED))
    request = RequestFactory().get("/")
    setattr(request, "actor", desk.applicant)  # noqa: B010 - as the middleware does

    with django_assert_num_queries(0):
        values = context.unread(request)
        setattr(request, "actor", ANONYMOUS)  # noqa: B010
        assert context.unread(request)["unread_notices"]() == 0
    setattr(request, "actor", desk.applicant)  # noqa: B010
    with django_assert_num_queries(1):
        shown = Template("{{ unread_notices }} {{ unread_notices }}").render(Context(values))
    assert shown == "2 2"


def test_a_process_that_dies_is_started_again_after_a_growing_pause(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(serving, "_FIRST_PAUSE_S", 0.01)
    kept = serving.Kept([sys.executable, "-c", "raise SystemExit(7)"])
    first = kept.process.pid

    deadline = time.monotonic() + 20
    while kept.process.pid == first and time.monotonic() < deadline:
        kept.look()
        time.sleep(0.01)
    second = kept.process.pid
    kept.process.wait()
    kept.look()

    assert second != first
    assert kept.pause == pytest.approx(0.04)
    assert capsys.readouterr().err.count("jobs: ended with 7") == 2


def test_a_process_that_does_not_listen_is_ended() -> None:
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    kept = serving.Kept([sys.executable, "-c", script])
    time.sleep(0.5)

    kept.tell_to_stop()
    serving.end(kept.process, 0.2)

    assert kept.process.returncode == -9


@pytest.mark.django_db(transaction=True)
def test_the_ledger_is_proved_every_night(settings: Settings, tmp_path: Path) -> None:
    settings.PROOF_FOLDER = tmp_path / "proofs"
    (periodic,) = [
        one for one in app.periodic_registry.periodic_tasks.values() if one.task.name == "config.prove_ledger"
    ]

    jobs.prove_ledger(timestamp=0)
    jobs.prove_ledger(timestamp=0)

    assert periodic.cron == "55 15 * * *"
    assert [path.name[:12] for path in sorted((tmp_path / "proofs").iterdir())] == ["proof-000001", "proof-000002"]


def test_sessions_that_have_ended_are_forgotten() -> None:
    for key, year in (("old", 2020), ("new", 2999)):
        statement(
            "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, '', %s)",
            key,
            datetime(year, 1, 1, tzinfo=UTC),
        )

    jobs.clear_sessions.func(timestamp=0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key FROM django_session")
        assert cursor.fetchall() == [("new",)]
