"""Running deferred jobs in the test's own transaction, in the order of the queue, one after the other."""

import json
from typing import Any

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import JobRetry
from procrastinate.jobs import Job, Status

MOST = 1000


def run_jobs(*, is_waiting_skipped: bool = False) -> list[str]:
    """Every job that is due was run, also those that jobs deferred; the names of the tasks, in order.

    A job that fails is tried again later as its task says; `is_waiting_skipped` does that at once. A failure for good is
    raised.
    """
    manager, done = app.job_manager, []
    worker_id = async_to_sync(manager.register_worker)()
    for _ in range(MOST):
        if is_waiting_skipped:
            _execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
        job = async_to_sync(manager.fetch_job)(queues=None, worker_id=worker_id)
        if job is None:
            break
        done.append(job.task_name)
        _run(job)
    async_to_sync(manager.unregister_worker)(worker_id)
    return done


def waiting_jobs() -> list[str]:
    """The names of the tasks whose jobs have not been run."""
    return [row[0] for row in _execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")]


def forget_jobs() -> None:
    """No job is left over from another test."""
    _execute("DELETE FROM procrastinate_jobs")


def _run(job: Job) -> None:
    task, manager = app.tasks[job.task_name], app.job_manager
    try:
        task.func(**_arguments(job))
    except Exception as error:
        again: JobRetry | None = task.get_retry_exception(exception=error, job=job)
        if again is None:
            raise
        async_to_sync(manager.retry_job)(job=job, retry_at=again.retry_decision.retry_at)
        return
    async_to_sync(manager.finish_job)(job=job, status=Status.SUCCEEDED, delete_job=True)


def _arguments(job: Job) -> dict[str, Any]:
    """Through Django's connection JSON comes as text, through a worker's own as values."""
    given: Any = job.task_kwargs
    return dict(json.loads(given) if isinstance(given, str) else given)


def _execute(statement: str) -> list[tuple[str]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []
