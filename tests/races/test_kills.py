"""A process killed at any statement of an act or of the work that follows: one act, one number, one paper, one PDF."""

import os
import signal
import traceback
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connections

from tests.support.cases import do, make_case, make_desk
from tests.support.jobs import forget_jobs, waiting_jobs
from yichuang.cases import services
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import Act, State
from yichuang.config.news import seal_papers
from yichuang.core.actor import SYSTEM
from yichuang.documents.models import Paper, PaperFile
from yichuang.documents.services import paper_pdf
from yichuang.documents.vendors import typesetting
from yichuang.seals.models import SealUse

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 80
FAILED = 3
_LONGEST = 60
"""Seconds after which a child that waits for what it will never get is ended, so that the test fails instead of waiting with it."""


def is_killed(after: int, work: Callable[[], object]) -> bool:
    """Whether a process that does the work died after that many statements and commits; false: it came to the end."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        signal.alarm(_LONGEST)
        try:
            _arm(after)
            work()
        except BaseException:  # noqa: BLE001 - the child must not go on as a second test run
            traceback.print_exc()
            os._exit(FAILED)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in {0, signal.SIGKILL}
    return status == signal.SIGKILL


def _arm(after: int) -> None:
    left = [after]
    for owner, name in ((psycopg.Cursor, "execute"), (psycopg.Cursor, "executemany"), (psycopg.Connection, "commit")):
        _kill_in(owner, name, left)


def _kill_in(owner: Any, name: str, left: list[int]) -> None:
    plain = getattr(owner, name)

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = plain(self, *args, **kwargs)
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, counted)


@pytest.mark.parametrize(
    ("act", "state", "kind"),
    [(Act.ACCEPT, State.RECEIVED, "acceptance"), (Act.GRANT, State.IN_REVIEW, "decision_granted")],
)
def test_an_act_killed_anywhere_is_there_once_after_the_restart(act: Act, state: State, kind: str) -> None:
    desk = make_desk()
    services.take_news("papers", seal_papers, from_now=True)
    after, is_dead, partly = 0, True, set[tuple[int, int, int]]()

    while is_dead:
        after += 1
        assert after < MOST
        number = make_case(desk, state)
        services.take_news("papers", seal_papers)
        forget_jobs()

        def work(number: str = number) -> None:
            do(desk, act, number, key="one")
            services.take_news("papers", seal_papers)

        is_dead = is_killed(after, work)
        rows, papers = (
            LedgerRow.objects.filter(case_no=number, act=act.value),
            Paper.objects.filter(subject=number, kind=kind),
        )
        partly.add((rows.count(), papers.count(), len(waiting_jobs())))
        answer = do(desk, act, number, key="one")
        services.take_news("papers", seal_papers)

        assert (rows.count(), papers.get().serial) == (1, after)
        assert answer.papers == (papers.get().pk,)
        assert Case.objects.get(case_no=number).seq == answer.seq == rows.get().seq
        assert waiting_jobs() == ["yichuang.documents.jobs.seal_paper"]

    # It died before the commit, between the commit and the job, and after the job was there; never in between.
    assert partly == {(0, 0, 0), (1, 1, 0), (1, 1, 1)}
    assert services.verify_ledger(actor=SYSTEM).broken == ()
    forget_jobs()


def test_a_paper_whose_sealing_is_killed_anywhere_has_one_file_and_one_use_of_the_seal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = make_desk(has_seal=True)
    number = make_case(desk, State.ACCEPTED)
    paper_ids = {one.kind: one.pk for one in Paper.objects.filter(subject=number)}
    drawn = _drawn(monkeypatch, paper_ids["receipt"])
    # The typesetter's threads do not live on in a child, which would wait for them for ever.
    monkeypatch.setattr(typesetting, "paper", lambda **_kwargs: drawn)
    paper_id = paper_ids["acceptance"]
    after, is_dead, partly = 0, True, set[tuple[int, int]]()

    while is_dead:
        after += 1
        assert after < MOST
        is_dead = is_killed(after, lambda: paper_pdf(paper_id))
        partly.add((PaperFile.objects.count(), SealUse.objects.count()))

    assert partly == {(1, 1), (2, 2)}
    stored = paper_pdf(paper_id)
    assert stored.startswith(b"%PDF")
    assert paper_pdf(paper_id) == stored
    assert (PaperFile.objects.count(), SealUse.objects.count()) == (2, 2)


def _drawn(monkeypatch: pytest.MonkeyPatch, paper_id: int) -> Any:
    """What the typesetter makes of the paper, which is sealed with it."""
    made, plain = list[Any](), typesetting.paper

    def kept(**kwargs: Any) -> Any:
        made.append(plain(**kwargs))
        return made[-1]

    with monkeypatch.context() as patch:
        patch.setattr(typesetting, "paper", kept)
        paper_pdf(paper_id)
    return made[0]
