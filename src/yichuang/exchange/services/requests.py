"""Counting the requests of clients, and answering the same request the same way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.exchange.errors import KeyMissingError, LimitExceededError, RepeatKeyReusedError
from yichuang.exchange.models import KeptAnswer
from yichuang.exchange.rules import Standing, check_repeat_key, standing_of

# One statement, so that workers that count at the same instant count one after the other. A request that was stamped
# before the minute turned and arrives after it belongs to the new minute.
_COUNT = """
    INSERT INTO exchange_clientminute AS kept (client_id, minute, number) VALUES (%(client_id)s, %(minute)s, 1)
    ON CONFLICT (client_id) DO UPDATE SET
        number = CASE WHEN kept.minute >= EXCLUDED.minute THEN kept.number + 1 ELSE 1 END,
        minute = greatest(kept.minute, EXCLUDED.minute)
    RETURNING number, (SELECT limit_per_minute FROM exchange_client WHERE id = %(client_id)s)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request that created something; `is_repeat` when it was given before."""

    status: int
    body: Any
    is_repeat: bool


def count_request(*, actor: Actor) -> Standing:
    """The request is counted, whatever comes of it; given is what the client has left in this minute.

    Raises:
        KeyMissingError: the actor is no client.
        LimitExceededError: the client is over its limit.
    """
    if actor.client is None:
        raise KeyMissingError
    now = clock.now()
    with connection.cursor() as cursor:
        minute = now.replace(second=0, microsecond=0)
        cursor.execute(_COUNT, {"client_id": actor.client.client_id, "minute": minute})
        counted, limit = cursor.fetchone()
    standing = standing_of(counted=counted, limit=limit, now=now)
    if standing.is_exceeded:
        raise LimitExceededError(limit=standing.limit, seconds=standing.reset_s)
    return standing


@transaction.atomic
def answer_once(*, actor: Actor, key: str, request_digest: str, run: Callable[[], tuple[int, Any]]) -> Answer:
    """What `run` answers, once a key: its work and its answer are committed together, or neither is.

    The same request with the same key, also one that comes while the first is under way, gets the first answer. A request
    that was refused leaves nothing, and its key may be used again.

    `run` gives a status and a JSON value.

    Raises:
        KeyMissingError: the actor is no client.
        RepeatKeyMissingError: there is no key, or it is no such key.
        RepeatKeyReusedError: the key came with another request before.
    """
    if actor.client is None:
        raise KeyMissingError
    kept = KeptAnswer(
        client_id=actor.client.client_id,
        key=check_repeat_key(key),
        request_digest=request_digest,
        at=clock.now(),
    )
    if not _claim(kept):
        return _first_answer(kept)
    kept.status, kept.body = run()
    rows = KeptAnswer.objects.filter(client_id=kept.client_id, key=kept.key)
    rows.update(status=kept.status, body=kept.body)
    return Answer(kept.status, kept.body, is_repeat=False)


def _claim(kept: KeptAnswer) -> bool:
    """Whether the key is ours. Waits for whoever has just claimed the same one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO exchange_keptanswer (client_id, key, request_digest, at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (client_id, key) DO NOTHING",
            [kept.client_id, kept.key, kept.request_digest, kept.at],
        )
        claimed: int = cursor.rowcount
    return claimed == 1


def _first_answer(kept: KeptAnswer) -> Answer:
    first = KeptAnswer.objects.get(client_id=kept.client_id, key=kept.key)
    if first.request_digest != kept.request_digest or first.status is None:
        raise RepeatKeyReusedError
    return Answer(first.status, first.body, is_repeat=True)
