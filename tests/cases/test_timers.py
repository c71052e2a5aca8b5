"""What falls due by the law: all of it, in order, once; whatever stood still, ran twice, or was overtaken by somebody."""

import pytest

from tests.support.acts import at, case, last_row, traces
from tests.support.cases import also, do, make_case, make_desk
from tests.support.lives import GRANTING, RENEWING, deferring, renewing
from yichuang.cases import services
from yichuang.cases.models import LedgerRow
from yichuang.cases.rules import SYSTEM_ACTS, Act, State
from yichuang.cases.services import DueTimer, due_timers
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, RightMissingError

pytestmark = pytest.mark.django_db


def run() -> list[tuple[str, str, Act]]:
    """What the timers did now, in their order: day, case, act."""
    told: list[DueTimer] = []
    number = services.run_timers(actor=SYSTEM, each=told.append)
    assert number == len(told)
    return [(str(one.due_on), one.case_no, one.act) for one in told]


def test_a_standstill_of_a_fortnight_is_made_good_once_and_in_order() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        awaited = deferring(desk)
    with at("2026-03-03T10:00"):
        asked = make_case(desk, State.CORRECTION_REQUESTED)
    with at("2026-03-04T10:00"):
        first, second = (make_case(desk, State.RECEIVED) for _ in range(2))
    with at("2026-03-06T10:00"):
        later, untaken = make_case(desk, State.RECEIVED), make_case(desk, State.SUBMITTED)

    with at("2026-03-19T02:00"):
        assert [str(one.due_on) for one in due_timers(clock.today())] == [
            "2026-03-11", "2026-03-11", "2026-03-13", "2026-03-13", "2026-03-16", "2026-03-17",
        ]  # fmt: skip
        assert run() == [
            ("2026-03-11", first, Act.DEEM_ACCEPTED),
            ("2026-03-11", second, Act.DEEM_ACCEPTED),
            ("2026-03-13", later, Act.DEEM_ACCEPTED),
            ("2026-03-13", untaken, Act.DEEM_ACCEPTED),
            ("2026-03-16", awaited, Act.LAPSE),
            ("2026-03-17", asked, Act.LAPSE),
        ]
        before = traces()
        assert (run(), due_timers(clock.today()), traces()) == ([], [], before)
    assert [case(one).state for one in (first, later, awaited, asked, untaken)] == [
        "accepted", "accepted", "lapsed", "lapsed", "accepted",
    ]  # fmt: skip


def test_nothing_falls_due_on_its_last_day() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        make_case(desk, State.RECEIVED)
        make_case(desk, State.CORRECTION_REQUESTED)
        deferring(desk)

    with at("2026-03-09T23:59"):
        assert run() == []
    with at("2026-03-16T23:59"):
        assert [act for _day, _case, act in run()] == [Act.DEEM_ACCEPTED]


def test_what_somebody_did_meanwhile_is_left_alone() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        first, second = (make_case(desk, State.CORRECTION_REQUESTED) for _ in range(2))

    done: list[str] = []

    def each(timer: DueTimer) -> None:
        done.append(timer.case_no)
        do(desk, Act.CORRECT, second)  # after the list was made, before its turn

    with at("2026-03-17T02:00"):
        assert services.run_timers(actor=SYSTEM, each=each) == 1
        assert services.run_timers(actor=SYSTEM) == 0
    assert (done, case(first).state, case(second).state) == ([first], "lapsed", "received")


def test_a_run_that_breaks_half_way_is_ended_by_the_next() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        numbers = [make_case(desk, State.RECEIVED) for _ in range(3)]

    def break_off(_timer: DueTimer) -> None:
        raise KeyboardInterrupt

    with at("2026-03-10T02:00"):
        with pytest.raises(KeyboardInterrupt):
            services.run_timers(actor=SYSTEM, each=break_off)
        assert run() == [("2026-03-09", one, Act.DEEM_ACCEPTED) for one in numbers[1:]]
    assert LedgerRow.objects.filter(act="deem_accepted").count() == 3


def test_a_renewal_nobody_decided_counts_as_granted_the_day_after_the_expiry() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk(GRANTING)
        renewal = also(desk, RENEWING, "A2")
        original = make_case(desk, State.DELIVERED)
    assert str(case(original).valid_until) == "2026-05-01"
    with at("2026-04-01T10:00"):
        in_time = renewing(renewal, original)
    with at("2026-04-02T10:00"):
        late = renewing(renewal, original)
        do(desk, Act.RECEIVE, late)

    with at("2026-05-01T23:59"):
        assert run() == [("2026-04-09", in_time, Act.DEEM_ACCEPTED), ("2026-04-10", late, Act.DEEM_ACCEPTED)]
    with at("2026-05-02T00:00"):
        assert run() == [("2026-05-01", in_time, Act.DEEM_RENEWED)]
        assert run() == []
    assert (case(in_time).state, case(in_time).standing, str(case(in_time).valid_until)) == (
        "granted", "", "2026-07-01",
    )  # fmt: skip
    assert (str(case(original).valid_until), last_row(original).act) == ("2026-07-01", "renew")
    assert case(late).state == "accepted"


def test_a_renewal_does_not_revive_what_was_revoked() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk(GRANTING)
        original = make_case(desk, State.DELIVERED)
        number = renewing(also(desk, RENEWING, "A2"), original)
        do(desk, Act.REVOKE, original)

    with at("2026-05-02T00:00"):
        assert [act for _day, _case, act in run()] == [Act.DEEM_ACCEPTED]
        before = traces()
        assert (run(), traces()) == ([], before)
    assert (case(number).state, case(original).standing) == ("accepted", "revoked")


def test_nobody_but_the_system_runs_the_timers() -> None:
    desk = make_desk()

    with pytest.raises(RightMissingError):
        services.run_timers(actor=desk.head)


def test_what_the_timers_do_is_what_only_the_law_does() -> None:
    assert {Act.DEEM_ACCEPTED, Act.LAPSE, Act.DEEM_RENEWED} == SYSTEM_ACTS
