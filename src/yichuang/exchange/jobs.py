"""What runs in the background: sending, catching up, forgetting."""

from procrastinate.contrib.django import app

from yichuang.exchange import services


@app.task(name="exchange.deliver", queue="exchange")
def deliver(delivery_id: int) -> None:
    """One attempt at one delivery; the next one is a job of its own."""
    services.deliver(delivery_id)


@app.periodic(cron="* * * * *")
@app.task(name="exchange.sweep", queue="exchange", queueing_lock="exchange.sweep")
def sweep(timestamp: int) -> None:
    """Deliveries whose job was lost get one again, each minute."""
    services.sweep()


@app.periodic(cron="30 3 * * *")
@app.task(name="exchange.forget", queue="exchange", queueing_lock="exchange.forget")
def forget(timestamp: int) -> None:
    """What need not be kept is gone, each night."""
    services.forget_old()
