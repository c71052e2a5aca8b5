"""Jobs of the outbox: thin, each calls one service."""

from typing import Any

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from typing_extensions import override

from yichuang.outbox import rules, services


class MessageWaitsError(Exception):
    """The message has not gone out; `wait` says when to try again."""

    def __init__(self, delivery: services.Delivery) -> None:
        """Keep the answer of the service."""
        self.delivery = delivery
        super().__init__(f"try again in {delivery.wait}")


class _AsTheServiceSays(BaseRetryStrategy):
    @override
    def get_retry_decision(self, *, exception: BaseException, job: Any) -> RetryDecision | None:
        # What the service did not foresee, such as a database that went away, is tried again by the same waits.
        if isinstance(exception, MessageWaitsError):
            wait = exception.delivery.wait
        else:
            wait = rules.wait_after(job.attempts + 1)
        return None if wait is None else RetryDecision(retry_in={"seconds": int(wait.total_seconds())})


@app.task(name=services.TASK, queue="messages", retry=_AsTheServiceSays())
def deliver(message_id: int) -> None:
    """Hand one message to its gateway."""
    delivery = services.deliver_message(message_id=message_id)
    if delivery.wait is not None:
        raise MessageWaitsError(delivery)


@app.periodic(cron="23 * * * *")
@app.task(name="outbox.forget_texts", queue="housekeeping", queueing_lock="outbox.forget_texts")
def forget_texts(timestamp: int) -> None:
    """Forget the texts of old messages."""
    services.forget_texts()
