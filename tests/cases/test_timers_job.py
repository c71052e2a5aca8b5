"""The job and the command that do what the law brings about."""

from collections.abc import Callable

import pytest
from procrastinate.contrib.django import app

from tests.config.test_commands import Output, printed, run
from tests.support import cases
from tests.support.acts import at, case
from tests.support.jobs import waiting_jobs
from yichuang.cases.models import LedgerRow
from yichuang.cases.rules import Act, State
from yichuang.cases.services import ActDone, DueTimer, run_timers, timers
from yichuang.core.actor import SYSTEM, Actor
from yichuang.deadlines.errors import CalendarMissingError
from yichuang.documents.models import Paper

pytestmark = pytest.mark.django_db
RECEIVED, A_WEEK_LATER = "2026-03-02T10:00", "2026-03-16T09:00"


def test_timers_run_each_quarter_of_an_hour_one_run_at_a_time() -> None:
    task = app.tasks["cases.run_timers"]
    (periodic,) = [one for one in app.periodic_registry.periodic_tasks.values() if one.task is task]

    assert (periodic.cron, task.queueing_lock, task.lock) == ("*/15 * * * *", "cases.run_timers", "cases.run_timers")


def test_the_job_does_what_is_due_and_the_next_one_nothing(run_jobs: Callable[..., list[str]]) -> None:
    with at(RECEIVED):
        number = cases.make_case(cases.make_desk(), State.RECEIVED)

    with at(A_WEEK_LATER):
        for timestamp in (1, 2):
            app.tasks["cases.run_timers"].defer(timestamp=timestamp)
            assert run_jobs() == ["cases.run_timers"]

    assert case(number).state == "accepted"
    assert LedgerRow.objects.filter(case_no=number, act=Act.DEEM_ACCEPTED.value).count() == 1
    assert waiting_jobs() == []


def test_a_dry_run_shows_what_is_due_and_does_nothing(capsys: Output) -> None:
    with at(RECEIVED):
        number = cases.make_case(cases.make_desk(), State.RECEIVED)

    with at(A_WEEK_LATER):
        status = run("timers", "--dry-run", "--json")

    due = {"due_on": "2026-03-09", "case_no": number, "act": "deem_accepted"}
    assert (status, printed(capsys)) == (0, {"timers": [due], "done": False})
    assert case(number).state == "received"


def test_the_command_does_what_is_due_and_says_what_it_did(capsys: Output) -> None:
    with at(RECEIVED):
        number = cases.make_case(cases.make_desk(), State.RECEIVED)

    with at(A_WEEK_LATER):
        run("timers")
        told = capsys.readouterr().out
        run("timers")

    assert told.split() == ["due_on", "case_no", "act", "2026-03-09", number, "deem_accepted"]
    assert capsys.readouterr().out.strip() == "Nothing is due."
    assert case(number).state == "accepted"


def test_a_case_that_cannot_be_done_does_not_keep_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    with at(RECEIVED):
        desk = cases.make_desk()
        first, second = (cases.make_case(desk, State.RECEIVED) for _ in range(2))
    do = timers._DO[Act.DEEM_ACCEPTED]

    def fail_on_first(*, actor: Actor, case_no: str) -> ActDone:
        if case_no == first:
            raise CalendarMissingError(year=2031, first_year=2024, last_year=2027)
        return do(actor=actor, case_no=case_no)

    logged: list[str] = []
    monkeypatch.setattr(timers._log, "exception", lambda _text, extra: logged.append(extra["case_no"]))
    monkeypatch.setitem(timers._DO, Act.DEEM_ACCEPTED, fail_on_first)
    with at(A_WEEK_LATER):
        done = run_timers(actor=SYSTEM)

    assert (done, case(first).state, case(second).state) == (1, "received", "accepted")
    assert logged == [first]


@pytest.mark.django_db(transaction=True)
def test_several_hands_do_each_case_once_and_day_by_day() -> None:
    with at(RECEIVED):
        desk = cases.make_desk()
        early = {cases.make_case(desk, State.RECEIVED) for _ in range(4)}
    with at("2026-03-03T10:00"):
        late = {cases.make_case(desk, State.RECEIVED) for _ in range(4)}
    told: list[DueTimer] = []

    number = run_timers(actor=SYSTEM, each=told.append, hands=2)  # by the true clock: the threads know no other

    assert number == 8
    assert ({one.case_no for one in told[:4]}, {one.case_no for one in told[4:]}) == (early, late)
    assert LedgerRow.objects.filter(act=Act.DEEM_ACCEPTED.value).count() == 8
    numbers = Paper.objects.filter(kind="acceptance").values_list("serial", flat=True)
    assert sorted(numbers) == list(range(1, 9))
