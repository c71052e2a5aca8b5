"""Moving many cases at once: each is moved as if it had been moved alone, and nobody at the desk is held up."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.support import cases
from tests.support.catalogue import make_content
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.queries.days import calendar
from yichuang.cases.queries.news import list_news
from yichuang.cases.rules import Act, State
from yichuang.cases.rules.ledger import COLUMNS
from yichuang.cases.services import recount_case, recount_cases, verify_ledger
from yichuang.cases.services.recounting_many import Mover
from yichuang.cases.services.writing import READING
from yichuang.catalogue.rules import Handling
from yichuang.core.actor import SYSTEM
from yichuang.deadlines.rules import DayKind, plain_kind
from yichuang.deadlines.services import set_day
from yichuang.organisations.rules import NATIONAL

MONDAY = "2026-08-31T10:00:00+08:00"
TUESDAY = "2026-09-01T15:00:00+08:00"
Lived = tuple[Act, ...]
EXTENDED: Lived = (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.EXTEND)
ROADS: tuple[Lived, ...] = (
    *(cases.ROAD[state] for state in (State.SUBMITTED, State.RECEIVED, State.CORRECTION_REQUESTED, State.ACCEPTED)),
    *(cases.ROAD[state] for state in (State.IN_REVIEW, State.GRANTED, State.DENIED, State.ISSUED)),
    (Act.RECEIVE, Act.REQUEST_CORRECTION, Act.CORRECT),
    EXTENDED,
    (*EXTENDED, Act.STOP),
    (*EXTENDED, Act.STOP, Act.RESUME),
    (Act.RECEIVE, Act.ACCEPT, Act.STOP),
)


def _lives(desk: cases.Desk, above: cases.Desk) -> list[str]:
    """A case for each road: what happens after acceptance happens a day later."""
    numbers = []
    roads = [(desk, road) for road in ROADS]
    roads += [(above, cases.ROAD[state]) for state in (State.ACCEPTED, State.IN_REVIEW, State.SENT_UP)]
    with time_machine.travel(MONDAY, tick=False) as traveller:
        for who, road in roads:
            traveller.move_to(MONDAY)
            numbers.append(cases.make_case(who))
            for act in road:
                cases.do(who, act, numbers[-1])
                if act in {Act.ACCEPT, Act.STOP}:
                    traveller.shift(timedelta(days=1))
    return numbers


def _desks() -> tuple[cases.Desk, cases.Desk]:
    desk = cases.make_desk()
    handling = Handling(upper_body="示例省市场监督管理局")
    return desk, cases.make_desk(make_content(handling=handling), "A2")


def _change(dice: random.Random) -> None:
    """A day of the next weeks that was worked is a holiday, or the other way round."""
    day = date(2026, 9, 1) + timedelta(days=dice.randrange(40))
    usual = plain_kind(day)
    kind = DayKind.HOLIDAY if calendar().is_working_day(day) else usual if usual.is_working else DayKind.MAKE_UP_WORKDAY
    set_day(actor=SYSTEM, region_code=NATIONAL, day=day, kind=kind, name="调休", source="国务院通知")


def _make_holiday(day: date) -> None:
    set_day(actor=SYSTEM, region_code=NATIONAL, day=day, kind=DayKind.HOLIDAY, name="纪念日", source="国务院通知")


def _read(number: str) -> dict[str, object]:
    columns = set(READING) - {"digest", "certificate_no"}
    return dict(Case.objects.values(*columns).get(case_no=number))


def _rows(number: str) -> list[dict[str, object]]:
    columns = set(COLUMNS) - {"case_no", "at"}
    found = LedgerRow.objects.filter(case_no=number, act=Act.RECOUNT.value).order_by("seq")
    return [dict(row) for row in found.values(*columns)]


@pytest.mark.django_db
def test_a_calendar_that_did_not_change_moves_nothing() -> None:
    _lives(*_desks())

    assert recount_cases(actor=SYSTEM) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(2))
def test_each_of_many_is_moved_as_if_it_had_been_moved_alone(seed: int) -> None:
    dice, desks = random.Random(seed), _desks()
    together, alone = _lives(*desks), _lives(*desks)
    ids = [Case.objects.get(case_no=number).pk for number in together]

    with time_machine.travel(TUESDAY, tick=False):
        for _ in range(3):
            _change(dice)
            lot = Mover(calendar()).move(ids)
            singles = [recount_case(actor=SYSTEM, case_no=number) for number in alone]

            assert lot.number == len([one for one in singles if one is not None])
            assert [_read(number) for number in together] == [_read(number) for number in alone]
            assert [_rows(number) for number in together] == [_rows(number) for number in alone]
    assert verify_ledger(actor=SYSTEM).broken == ()


@pytest.mark.django_db
def test_a_lot_costs_three_statements_on_cases_however_many_it_has() -> None:
    _lives(*_desks())
    with time_machine.travel(TUESDAY, tick=False):
        _change(random.Random(1))
        ids = list(Case.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as captured:
            moved = Mover(calendar()).move(ids).number

    assert moved == 12
    assert len([one for one in captured if "cases_case" in one["sql"]]) == 3  # read, lock, write


@pytest.mark.django_db
def test_each_moved_case_is_news_once() -> None:
    numbers = _lives(*_desks())
    with time_machine.travel(TUESDAY, tick=False):
        _change(random.Random(1))
        moved = recount_cases(actor=SYSTEM)

    rows = LedgerRow.objects.filter(act=Act.RECOUNT.value)
    assert moved == len(rows) == len({row.case_no for row in rows})
    assert {row.transaction_id for row in rows} != {None}
    assert {row.case_no for row in rows} <= set(numbers)


@pytest.mark.django_db(transaction=True)
def test_a_case_with_which_somebody_is_busy_is_left_to_the_end() -> None:
    with time_machine.travel(MONDAY, tick=False):
        desk = cases.make_desk()
        numbers = [cases.make_case(desk, State.ACCEPTED) for _ in range(2)]
        _make_holiday(date(2026, 9, 3))
        busy, free = (Case.objects.get(case_no=number).pk for number in numbers)
        with _held_elsewhere(busy):
            lot = Mover(calendar()).move([busy, free])

        assert (lot.number, lot.busy) == (1, [busy])
        assert recount_cases(actor=SYSTEM) == 1
    assert [row.act for row in list_news(0, 0, size=100)].count(Act.RECOUNT) == 2


@pytest.mark.django_db
def test_what_was_done_since_the_cases_were_read_holds() -> None:
    with time_machine.travel(MONDAY, tick=False):
        desk = cases.make_desk()
        closed, accepted, left = (
            cases.make_case(desk, state) for state in (State.ACCEPTED, State.RECEIVED, State.ACCEPTED)
        )
        _make_holiday(date(2026, 9, 3))
        mover = Mover(calendar())
        plans = mover.plan([Case.objects.get(case_no=number).pk for number in (closed, accepted, left)])
        cases.do(desk, Act.WITHDRAW, closed)
        cases.do(desk, Act.ACCEPT, accepted)

        done = mover.carry_out(plans)

    # The second was accepted under the calendar that is in force: it is due on the day that this gives.
    assert (len(plans), done.number, done.busy) == (3, 1, [])
    last = [LedgerRow.objects.filter(case_no=number).order_by("-seq")[0].act for number in (closed, accepted, left)]
    assert last == [Act.WITHDRAW.value, Act.ACCEPT.value, Act.RECOUNT.value]
    assert verify_ledger(actor=SYSTEM).broken == ()


@contextmanager
def _held_elsewhere(case_id: int) -> Iterator[None]:
    """Somebody else has the case locked."""
    is_held, is_done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=case_id)
            is_held.set()
            is_done.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert is_held.wait(10)
    yield
    is_done.set()
    holder.join()
