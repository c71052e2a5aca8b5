"""Jobs of the documents: thin, each calls one service."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yichuang.documents import services

_TRIES = 8
_SECONDS = 4


@app.task(name=services.SEAL_TASK, queue="papers", retry=RetryStrategy(max_attempts=_TRIES, exponential_wait=_SECONDS))
def seal_paper(paper_id: int) -> None:
    """The paper is rendered and sealed; it may be run again. What waits for a seal is sealed when it is asked for."""
    services.paper_pdf(paper_id)
