"""Requests of clients: counted exactly by several workers at once, and answered once a key."""

import pytest

from tests.races.test_cases import errors, together
from tests.support import exchange
from tests.support.acts import at
from yichuang.core.actor import SYSTEM
from yichuang.core.errors import ConflictError
from yichuang.exchange import services
from yichuang.exchange.errors import (
    KeyMissingError,
    LimitExceededError,
    RepeatKeyMissingError,
    RepeatKeyReusedError,
)
from yichuang.exchange.models import ClientMinute, KeptAnswer


@pytest.mark.django_db
def test_a_client_has_its_limit_in_each_minute() -> None:
    actor = exchange.client_actor(limit_per_minute=2)

    with at("2026-03-05T08:00"):
        left = [services.count_request(actor=actor).remaining for _ in range(2)]
        with pytest.raises(LimitExceededError) as refused:
            services.count_request(actor=actor)
    with at("2026-03-05T08:01"):
        anew = services.count_request(actor=actor).remaining

    assert (left, anew) == ([1, 0], 1)
    assert refused.value.details == {"limit": 2, "seconds": 60}


@pytest.mark.django_db
def test_a_late_request_of_the_last_minute_does_not_begin_anew() -> None:
    actor = exchange.client_actor(limit_per_minute=9)

    with at("2026-03-05T08:01"):
        services.count_request(actor=actor)
    with at("2026-03-05T08:00"):
        late = services.count_request(actor=actor)

    assert late.remaining == 7


@pytest.mark.django_db
def test_counting_is_one_statement_and_one_row(django_assert_num_queries: pytest.FixtureRequest) -> None:
    actor, other = exchange.client_actor(), exchange.client_actor()

    for minute in range(3):
        with at(f"2026-03-05T08:0{minute}"), django_assert_num_queries(1):  # type: ignore[operator]  # a fixture
            services.count_request(actor=actor)
    services.count_request(actor=other)

    assert ClientMinute.objects.count() == 2


@pytest.mark.django_db
def test_only_clients_are_counted() -> None:
    with pytest.raises(KeyMissingError):
        services.count_request(actor=SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_instant_are_all_counted() -> None:
    actor = exchange.client_actor(limit_per_minute=5)

    with at("2026-03-05T08:00"):
        services.count_request(actor=actor)

    def ask() -> object:
        with at("2026-03-05T08:00"):
            return services.count_request(actor=actor)

    results = together(*[ask] * 8)

    assert errors(results) == [LimitExceededError] * 4
    assert ClientMinute.objects.get(client_id=actor.client.client_id if actor.client else 0).number == 9


class Work:
    """Something that must be done once."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> tuple[int, object]:
        self.times += 1
        return 201, {"id": self.times}


@pytest.mark.django_db
def test_the_same_request_is_answered_the_same_way_and_done_once() -> None:
    actor, work = exchange.client_actor(), Work()

    answers = [services.answer_once(actor=actor, key="k", request_digest="d", run=work) for _ in range(3)]

    assert work.times == 1
    assert [(one.status, one.body, one.is_repeat) for one in answers] == [
        (201, {"id": 1}, False),
        (201, {"id": 1}, True),
        (201, {"id": 1}, True),
    ]


@pytest.mark.django_db
def test_a_key_is_good_for_one_request_of_one_client() -> None:
    actor, other, work = exchange.client_actor(), exchange.client_actor(), Work()
    services.answer_once(actor=actor, key="k", request_digest="d", run=work)

    with pytest.raises(RepeatKeyReusedError):
        services.answer_once(actor=actor, key="k", request_digest="another", run=work)
    of_other = services.answer_once(actor=other, key="k", request_digest="d", run=work)

    assert (work.times, of_other.is_repeat) == (2, False)


@pytest.mark.django_db
def test_a_refused_request_leaves_its_key_free() -> None:
    actor, work = exchange.client_actor(), Work()

    def refuse() -> tuple[int, object]:
        raise ConflictError

    with pytest.raises(ConflictError):
        services.answer_once(actor=actor, key="k", request_digest="d", run=refuse)
    answer = services.answer_once(actor=actor, key="k", request_digest="other", run=work)

    assert answer.is_repeat is False
    assert KeptAnswer.objects.count() == 1


@pytest.mark.django_db
def test_without_a_key_nothing_is_done() -> None:
    actor, work = exchange.client_actor(), Work()

    with pytest.raises(RepeatKeyMissingError):
        services.answer_once(actor=actor, key="", request_digest="d", run=work)

    assert work.times == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_request_sent_twice_at_once_is_done_once() -> None:
    actor, work = exchange.client_actor(), Work()

    results = together(*[lambda: services.answer_once(actor=actor, key="k", request_digest="d", run=work)] * 4)

    assert work.times == 1
    assert errors(results) == []
    assert sorted(one.is_repeat for one in results if isinstance(one, services.Answer)) == [False, True, True, True]


@pytest.mark.django_db
def test_the_kept_answer_is_sealed() -> None:
    actor = exchange.client_actor()

    services.answer_once(actor=actor, key="k", request_digest="d", run=lambda: (201, {"name": "张示例.pdf"}))

    raw = KeptAnswer.objects.extra(select={"raw": "body"}).values_list("raw", flat=True)[0]
    assert "张示例".encode() not in bytes(raw)
