"""Jobs of the archives: thin, each calls one service."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yichuang.archives import services

_TRIES = 8
_SECONDS = 4


@app.task(name=services.TASK, queue="archives", retry=RetryStrategy(max_attempts=_TRIES, exponential_wait=_SECONDS))
def make_package(case_no: str) -> None:
    """The package of one archived case; it may be run again. What fails for good is left to `yichuang archive make --all`."""
    services.make_archived(case_no=case_no)
