"""Jobs of supervision: the day's lights and the counts. News of the ledger is taken by `config.news`."""

from procrastinate.contrib.django import app

from yichuang.core.actor import SYSTEM
from yichuang.supervision.services import count, watch_days


@app.periodic(cron="20 * * * *")
@app.task(name="supervision.watch", queue="supervision", queueing_lock="supervision.watch", lock="supervision.watch")
def watch(timestamp: int) -> None:
    """Open cases have the lights of the day; each hour, so that a standstill is made up for, and since the next day begins once."""
    watch_days(actor=SYSTEM)


@app.periodic(cron="40 17 * * *")  # in UTC: twenty to two in China
@app.task(name="supervision.count", queue="supervision", queueing_lock="supervision.count", lock="supervision.count")
def count_cases(timestamp: int) -> None:
    """Rules about many cases have looked at last night's counts."""
    count(actor=SYSTEM)
