"""Webhooks: who is told what, how it is signed and repeated, where nothing is ever sent."""

import socket
import uuid
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.races.test_cases import together
from tests.support import exchange
from tests.support import organisations as bodies
from tests.support.acts import at
from tests.support.exchange import LOCAL, receiver
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Right
from yichuang.exchange import jobs, queries, services
from yichuang.exchange.errors import (
    AddressRefusedError,
    DeliveryNotFoundError,
    EventDataError,
    WebhookLimitError,
    WebhookNotFoundError,
    WebhookPausedError,
)
from yichuang.exchange.models import Delivery, Event, Webhook
from yichuang.exchange.rules import DeliveryState, signature
from yichuang.exchange.vendors import post

pytestmark = pytest.mark.django_db
KINDS = ["case.grant", "case.submit"]
PUBLIC = "https://partner.example/hook"


@pytest.fixture(autouse=True)
def _local_receivers(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = LOCAL


def hook(client: services.NewClient, url: str = PUBLIC, kinds: list[str] = KINDS) -> services.NewWebhook:
    return services.add_webhook(actor=exchange.actor_of(client), client_id=client.client_id, url=url, kinds=kinds)


def publish(client_id: int | None = None, organisation_id: int | None = None, **changes: Any) -> int:
    values: dict[str, Any] = {
        "kind": "case.grant",
        "subject": "202601010000018",
        "key": uuid.uuid4().hex,
        "data": {"item_code": "A1", "before": "in_review", "after": "granted", "seq": 4},
    }
    return services.publish_event(client_id=client_id, organisation_id=organisation_id, **{**values, **changes})


def sole_delivery() -> Delivery:
    return Delivery.objects.select_related("event", "webhook").get()


def test_a_delivery_is_signed_and_says_what_happened() -> None:
    client = exchange.new_client(*exchange.FILER)
    with receiver() as received:
        secret = hook(client, received.url).secret
        publish(client.client_id)

        state = services.deliver(sole_delivery().pk)

    ((headers, body),) = received.requests
    assert state is DeliveryState.DELIVERED
    assert headers["X-Yichuang-Id"] == str(sole_delivery().event.uid)
    assert headers["X-Yichuang-Signature"] == signature(
        secret=secret, event_id=headers["X-Yichuang-Id"], timestamp=headers["X-Yichuang-Timestamp"], body=body
    )
    assert b'"subject":"202601010000018"' in body
    row = queries.list_deliveries(exchange.actor_of(client), client.client_id).rows[0]
    assert (row.state, row.attempts, row.last_status, row.last_error) == (DeliveryState.DELIVERED, 1, 204, "")


def test_the_client_that_filed_and_those_that_see_the_organisation_are_told() -> None:
    organisation_id, elsewhere = bodies.make_organisation(), bodies.make_organisation()
    filer = exchange.new_client(*exchange.FILER)
    seer = exchange.new_client(*exchange.VIEWER, organisation_id=organisation_id)
    over_all = exchange.new_client(*exchange.VIEWER)
    for stranger in (
        exchange.new_client(*exchange.FILER),
        exchange.new_client(),
        exchange.new_client(*exchange.VIEWER, organisation_id=elsewhere),
    ):
        hook(stranger)
    told = [hook(client).webhook.id for client in (filer, seer, over_all)]
    hook(filer, kinds=["case.deny"])

    number = publish(filer.client_id, organisation_id)

    assert number == 3
    assert sorted(Delivery.objects.values_list("webhook_id", flat=True)) == sorted(told)


def test_an_event_is_told_once() -> None:
    client = exchange.new_client(*exchange.FILER)
    hook(client)

    numbers = [publish(client.client_id, key="case/1") for _ in range(3)]

    assert numbers == [1, 0, 0]
    assert (Event.objects.count(), Delivery.objects.count(), ProcrastinateJob.objects.count()) == (1, 1, 1)


def test_without_a_key_subject_and_number_say_what_the_event_is() -> None:
    client = exchange.new_client(*exchange.FILER)
    hook(client)

    numbers = [publish(client.client_id, key="", data={"seq": seq}) for seq in (4, 4, 5)]

    assert numbers == [1, 0, 1]


def test_what_is_the_offices_own_affair_is_not_told() -> None:
    client = exchange.new_client(*exchange.FILER)
    hook(client)

    assert publish(client.client_id, kind="case.hand_over") == 0
    assert Event.objects.count() == 0


def test_a_webhook_is_not_told_what_happened_before_it() -> None:
    client = exchange.new_client(*exchange.FILER)
    hook(client)

    assert publish(client.client_id, data={"seq": 1, "at": "2020-01-01T00:00:00+08:00"}) == 0


def test_nothing_about_persons_can_be_published() -> None:
    with pytest.raises(EventDataError):
        publish(data={"party_name": "张示例"})

    assert Event.objects.count() == 0


def failing(attempts: int) -> list[tuple[str, int]]:
    """The delivery fails that often, each time when its next attempt is due."""
    seen = []
    for _ in range(attempts):
        delivery = sole_delivery()
        moment = delivery.next_attempt_at
        assert moment is not None
        with at(clock.local(moment).replace(tzinfo=None).isoformat()):
            services.deliver(delivery.pk)
        after = sole_delivery()
        minutes = (after.next_attempt_at - moment).total_seconds() / 60 if after.next_attempt_at else 0
        seen.append((after.state, round(minutes)))
    return seen


def test_a_delivery_that_fails_is_tried_for_a_day_and_given_up() -> None:
    client = exchange.new_client(*exchange.FILER)
    with receiver(status=500) as received, at("2026-03-05T08:00"):
        hook(client, received.url)
        publish(client.client_id)

        seen = failing(8)

    waiting = DeliveryState.WAITING.value
    assert seen == [*[(waiting, minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)], (DeliveryState.FAILED.value, 0)]
    assert len(received.requests) == 8
    assert len({body for _headers, body in received.requests}) == 1
    assert sole_delivery().last_error == "HTTP 500"


def test_each_attempt_has_a_job_at_its_time() -> None:
    client = exchange.new_client(*exchange.FILER)
    with receiver(status=503) as received:
        hook(client, received.url)
        publish(client.client_id)
        services.deliver(sole_delivery().pk)

    first, second = ProcrastinateJob.objects.order_by("id")
    assert (first.task_name, first.args, first.scheduled_at) == (
        "exchange.deliver",
        {"delivery_id": sole_delivery().pk},
        None,
    )
    assert second.scheduled_at == sole_delivery().next_attempt_at


def test_an_attempt_is_not_made_before_its_time_nor_twice() -> None:
    client = exchange.new_client(*exchange.FILER)
    with receiver(status=500) as received:
        hook(client, received.url)
        publish(client.client_id)

        states = [services.deliver(sole_delivery().pk) for _ in range(3)]

    assert states == [DeliveryState.WAITING, None, None]
    assert len(received.requests) == 1


def test_after_ten_failures_in_a_row_the_webhook_rests_and_says_why() -> None:
    client = exchange.new_client(*exchange.FILER)
    actor = exchange.actor_of(client)
    with receiver(status=500) as received:
        webhook = hook(client, received.url).webhook
        for _ in range(12):
            publish(client.client_id)
        for delivery_id in list(Delivery.objects.order_by("pk").values_list("pk", flat=True)):
            services.deliver(delivery_id)
        paused = queries.get_webhook(actor, webhook.id)
        while_paused = publish(client.client_id)
        received.status = 204
        services.resume_webhook(actor=actor, webhook_id=webhook.id)
        for delivery_id in list(Delivery.objects.order_by("pk").values_list("pk", flat=True)):
            services.deliver(delivery_id)

    assert (paused.is_paused, paused.failures, paused.pause_reason) == (True, 10, "10 × HTTP 500.")
    assert while_paused == 1
    assert len(received.requests) == 10 + 13
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DELIVERED.value}
    acts = [row.act.value for row in queries.list_history(SYSTEM, client.client_id).rows]
    assert acts == ["webhook_resumed", "webhook_paused", "webhook_added", "created"]


def test_nothing_is_asked_of_a_paused_webhook() -> None:
    client = exchange.new_client(*exchange.FILER)
    webhook = hook(client).webhook
    Webhook.objects.filter(pk=webhook.id).update(paused_at="2026-03-05T00:00:00Z", pause_reason="10 × HTTP 500.")

    with pytest.raises(WebhookPausedError):
        services.test_webhook(actor=exchange.actor_of(client), webhook_id=webhook.id)


def test_a_delivery_can_be_sent_again() -> None:
    client = exchange.new_client(*exchange.FILER)
    with receiver() as received:
        hook(client, received.url)
        publish(client.client_id)
        services.deliver(sole_delivery().pk)

        services.resend(actor=exchange.actor_of(client), delivery_id=sole_delivery().pk)
        services.deliver(sole_delivery().pk)

    ids = [headers["X-Yichuang-Id"] for headers, _body in received.requests]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_others_reach_neither_webhook_nor_delivery() -> None:
    client, stranger = exchange.new_client(*exchange.FILER), exchange.client_actor(*exchange.VIEWER)
    webhook = hook(client).webhook
    publish(client.client_id)

    for act in (
        lambda: services.remove_webhook(actor=stranger, webhook_id=webhook.id),
        lambda: services.test_webhook(actor=stranger, webhook_id=webhook.id),
        lambda: services.resume_webhook(actor=stranger, webhook_id=webhook.id),
    ):
        with pytest.raises(WebhookNotFoundError):
            act()
    with pytest.raises(DeliveryNotFoundError):
        services.resend(actor=stranger, delivery_id=sole_delivery().pk)


def test_a_removed_webhook_is_told_nothing_more() -> None:
    client = exchange.new_client(*exchange.FILER)
    with receiver() as received:
        webhook = hook(client, received.url).webhook
        publish(client.client_id)
        services.remove_webhook(actor=exchange.actor_of(client), webhook_id=webhook.id)

        state = services.deliver(sole_delivery().pk)

    assert (state, received.requests, publish(client.client_id)) == (None, [], 0)
    assert sole_delivery().state == DeliveryState.FAILED.value


def test_a_revoked_client_is_told_nothing_more() -> None:
    client = exchange.new_client(*exchange.FILER)
    with receiver() as received:
        hook(client, received.url)
        publish(client.client_id)
        services.revoke_client(actor=SYSTEM, client_id=client.client_id)

        services.deliver(sole_delivery().pk)

    assert received.requests == []
    assert sole_delivery().state == DeliveryState.FAILED.value


def test_a_client_has_few_webhooks() -> None:
    client = exchange.new_client()
    for _ in range(5):
        hook(client)

    with pytest.raises(WebhookLimitError):
        hook(client)


def test_the_secret_is_sealed_and_never_told_again() -> None:
    client = exchange.new_client()
    new = hook(client)

    raw = Webhook.objects.extra(select={"raw": "secret"}).values_list("raw", flat=True)[0]

    assert new.secret.encode() not in bytes(raw)
    assert new.secret not in str(queries.list_webhooks(exchange.actor_of(client), client.client_id))
    assert new.secret not in str(queries.list_history(SYSTEM, client.client_id))


def test_redirections_are_not_followed() -> None:
    with receiver(status=302) as received, receiver() as other:
        received.location = other.url
        outcome = post(received.url, headers={}, body=b"{}")

    assert (outcome.status, outcome.is_delivered) == (302, False)
    assert other.requests == []


def resolving_to(*addresses: str) -> Any:
    """A resolver for which every name has those addresses."""

    def resolve(_host: object, port: object, *_rest: object, **_options: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return resolve


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.0.0.5"],
        ["169.254.169.254"],
        ["192.168.0.1"],
        ["1.1.1.1", "10.0.0.5"],
        ["::1"],
        ["::ffff:10.0.0.5"],
    ],
)
def test_a_name_that_leads_inside_is_not_reached(
    addresses: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_NETWORKS = []
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to(*addresses))

    outcome = post("https://partner.example/", headers={}, body=b"{}")

    assert (outcome.status, outcome.error) == (None, "the address is not public")


def test_a_local_receiver_is_not_reached_where_the_installation_does_not_allow_it(settings: Any) -> None:
    client = exchange.new_client(*exchange.FILER)
    with receiver() as received:
        hook(client, received.url)
        publish(client.client_id)
        settings.WEBHOOK_NETWORKS = []

        services.deliver(sole_delivery().pk)
        with pytest.raises(AddressRefusedError):
            hook(client, received.url)

    assert received.requests == []
    assert sole_delivery().last_error == "the address is not public"


def test_who_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.exchange.vendors.sending.TIMEOUT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        outcome = post(f"http://127.0.0.1:{silent.getsockname()[1]}/", headers={}, body=b"{}")

    assert (outcome.status, outcome.error) == (None, "no answer within 0 seconds")


def test_a_host_that_is_not_there_is_a_failure_with_its_reason() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]

    outcome = post(f"http://127.0.0.1:{port}/", headers={}, body=b"{}")

    assert outcome.status is None
    assert outcome.error.startswith("ConnectError")


def test_lost_jobs_are_found_again() -> None:
    client = exchange.new_client(*exchange.FILER)
    with at("2026-03-05T08:00"):
        hook(client)
        publish(client.client_id)

    with at("2026-03-05T08:02"):
        jobs.sweep(0)

    assert ProcrastinateJob.objects.filter(task_name="exchange.deliver").count() == 2


def test_what_need_not_be_kept_is_forgotten() -> None:
    client = exchange.new_client(*exchange.FILER)
    actor = exchange.actor_of(client)
    with at("2026-03-05T08:00"):
        services.answer_once(actor=actor, key="k", request_digest="d", run=lambda: (200, None))

    with at("2026-04-05T07:00"):
        numbers = [services.forget_old(), services.forget_old()]

    assert numbers == [1, 0]


def test_a_trial_needs_no_right_and_no_kind() -> None:
    client = exchange.new_client()
    with receiver() as received:
        webhook = hook(client, received.url).webhook
        delivery = services.test_webhook(actor=exchange.actor_of(client), webhook_id=webhook.id)

        services.deliver(delivery.id)

    assert b'"kind":"ping"' in received.requests[0][1]
    assert Right.VIEW_CASES not in exchange.actor_of(client).client.rights  # type: ignore[union-attr]  # it is a client


@pytest.mark.django_db(transaction=True)
def test_the_same_event_published_twice_at_once_is_told_once() -> None:
    client = exchange.new_client(*exchange.FILER)
    hook(client)

    results = together(*[lambda: publish(client.client_id, key="case/1")] * 3)

    assert sorted(results, key=str) == [0, 0, 1]
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_delivery_send_it_once() -> None:
    client = exchange.new_client(*exchange.FILER)
    with receiver() as received:
        hook(client, received.url)
        publish(client.client_id)
        delivery_id = sole_delivery().pk

        results = together(*[lambda: services.deliver(delivery_id)] * 3)

    assert len(received.requests) == 1
    assert sorted(map(str, results)) == ["None", "None", "delivered"]
