"""Jobs of the whole: news from the ledger to those who follow it, and housekeeping. The worker that runs all jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from yichuang.cases.services import forget_old_drafts, make_proofs, write_proofs
from yichuang.config import news
from yichuang.config.sessions import SessionStore
from yichuang.core import clock
from yichuang.core.actor import SYSTEM

AT_ONCE = 4
"""How many jobs one worker runs at the same time, so that a slow gateway does not hold up the news."""
_KEEP_FINISHED_HOURS = 7 * 24
_SECONDS_WITHOUT_SIGN = 60


@app.periodic(cron="* * * * * */5")
@app.task(name="config.take_news", queue="news", queueing_lock="config.take_news", lock="config.take_news")
def take_news(timestamp: int) -> None:
    """Tell everybody who follows the ledger what is new, every five seconds."""
    news.take_all()


@app.periodic(cron="* * * * *")
@app.task(name="config.retry_stalled", queue="housekeeping", queueing_lock="config.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs whose worker died while it ran them are run again: every job can bear that."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=_SECONDS_WITHOUT_SIGN):
        await manager.retry_job(job)


@app.periodic(cron="41 * * * *")
@app.task(name="config.forget_jobs", queue="housekeeping", queueing_lock="config.forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs that ended a week ago, whatever their end, are gone. Those that succeeded go at once."""
    await context.app.job_manager.delete_old_jobs(
        _KEEP_FINISHED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="11 * * * *")
@app.task(name="config.clear_sessions", queue="housekeeping", queueing_lock="config.clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Sessions that have ended are gone."""
    store: type[SessionBase] = SessionStore
    store.clear_expired()


@app.periodic(cron="31 * * * *")
@app.task(name="config.forget_drafts", queue="housekeeping", queueing_lock="config.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """Drafts that nobody has touched for half a year (setting DRAFTS_KEPT_DAYS) are gone."""
    forget_old_drafts(actor=SYSTEM, before=clock.now() - timedelta(days=settings.DRAFTS_KEPT_DAYS))


@app.periodic(cron="55 15 * * *")  # in UTC: five to midnight in China
@app.task(name="config.prove_ledger", queue="housekeeping", queueing_lock="config.prove_ledger")
def prove_ledger(timestamp: int) -> None:
    """The day's ledger rows stand in a signed text outside the database (setting PROOF_FOLDER)."""
    make_proofs(actor=SYSTEM)
    write_proofs(Path(settings.PROOF_FOLDER))


def is_worker_alive() -> bool:
    """Whether any worker gave a sign of life within the last minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - %s * interval '1 second')",
            [_SECONDS_WITHOUT_SIGN],
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def worker_app() -> Iterator[App]:
    """The queue as a worker needs it: with connections of its own, beside those of Django.

    Not `replace_connector`: then a job that defers another one would do so outside its own transaction.
    """
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=AT_ONCE + 1)
    yield app.with_connector(connector)


def run_worker() -> None:
    """Run jobs until told to stop (SIGTERM, SIGINT); those under way are finished first."""
    with worker_app() as own:
        own.run_worker(name="yichuang", concurrency=AT_ONCE, delete_jobs="successful", shutdown_graceful_timeout=20)
