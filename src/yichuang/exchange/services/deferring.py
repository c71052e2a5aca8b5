"""Jobs that are committed with the act that asks for them."""

from collections.abc import Sequence
from datetime import datetime

from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

QUEUE = "exchange"
DELIVER = "exchange.deliver"


def defer_deliveries(delivery_ids: Sequence[int], at: datetime | None = None) -> None:
    """A job each will send the deliveries, at once or at that instant, if this transaction commits."""
    if not delivery_ids:
        return
    arguments: list[JSONDict] = [{"delivery_id": one} for one in delivery_ids]
    app.configure_task(DELIVER, queue=QUEUE, schedule_at=at).batch_defer(*arguments)
