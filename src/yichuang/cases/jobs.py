"""Work on cases that nobody waits for. Each job may be run again."""

from procrastinate.contrib.django import app

from yichuang.cases import services
from yichuang.core.actor import SYSTEM


@app.task(name="yichuang.cases.jobs.recount", queueing_lock="cases.recount", lock="cases.recount")
def recount() -> int:
    """Every open case is due on the day that the calendar in force says."""
    return services.recount_cases(actor=SYSTEM, hands=2)


@app.periodic(cron="*/15 * * * *")
@app.task(name="cases.run_timers", queue="timers", queueing_lock="cases.run_timers", lock="cases.run_timers")
def run_timers(timestamp: int) -> int:
    """What the law brings about because a day has passed is done."""
    return services.run_timers(actor=SYSTEM, hands=2)
