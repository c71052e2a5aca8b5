"""Work on cases that nobody waits for. Each job may be run again."""

from procrastinate.contrib.django import app

from yichuang.cases import services
from yichuang.core.actor import SYSTEM


@app.task(name="yichuang.cases.jobs.recount", queueing_lock="cases.recount", lock="cases.recount")
def recount() -> int:
    """Every open case is due on the day that the calendar in force says."""
    return services.recount_cases(actor=SYSTEM)
