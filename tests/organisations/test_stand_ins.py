"""Who stands in for the holder of a post, on which days, and what that allows."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from tests.support import identity
from tests.support import organisations as make
from yichuang.core.actor import SYSTEM, Actor, RightMissingError
from yichuang.core.rights import Right, Role
from yichuang.identity import queries as accounts
from yichuang.organisations import errors, queries, services
from yichuang.organisations.models import PostHolding
from yichuang.organisations.rules import Act, Thing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 25)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 9, 25, 1, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def department() -> int:
    return make.make_organisation("示例区市场监督管理局")


@pytest.fixture
def holder(department: int) -> Actor:
    return identity.staff_actor(Role.REVIEWER, organisation_id=department, name="李示例")


def _post(actor: Actor) -> int:
    return actor.posts[0].post_id


def test_the_holder_appoints_a_colleague_who_has_the_rights_on_these_days(department: int, holder: Actor) -> None:
    colleague = make.make_staff(department, "王示例")
    account = identity.make_staff_account(colleague)

    services.appoint_stand_in(
        actor=holder, post_id=_post(holder), staff_id=colleague, held_from=TODAY, held_to=TODAY + WEEK
    )

    days = (TODAY - timedelta(days=1), TODAY, TODAY + WEEK, TODAY + WEEK + timedelta(days=1))
    rights = [accounts.actor_of(account, on=day).may(Right.REVIEW, department) for day in days]
    assert rights == [False, True, True, False]
    (held,) = accounts.actor_of(account, on=TODAY).posts
    assert (held.is_stand_in, held.recorded_title) == (True, f"{holder.posts[0].title}（代）")
    assert accounts.actor_of(holder.account_id or 0, on=TODAY).may(Right.REVIEW, department)


def test_a_post_shows_its_holder_and_who_stands_in_in_one_statement(
    department: int, holder: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make.stand_in(_post(holder), make.make_staff(department, "王示例"), TODAY, TODAY + WEEK)

    with django_assert_num_queries(1):
        (row,) = queries.list_posts(on=TODAY, organisation_id=department).rows

    assert (row.holder_name, row.stand_in_name, row.stand_in_to) == ("李示例", "王示例", TODAY + WEEK)
    later = queries.get_post(row.id, on=TODAY + WEEK + timedelta(days=1))
    assert (later.holder_name, later.stand_in_name, later.stand_in_to) == ("李示例", "", None)


def test_stand_ins_of_today_and_later_are_listed_in_one_statement(
    department: int, holder: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    staff = make.make_staff(department, "王示例")
    late = make.stand_in(_post(holder), staff, TODAY + WEEK, TODAY + WEEK)
    early = make.stand_in(_post(holder), staff, TODAY, TODAY)
    make.stand_in(make.make_post(make.make_organisation(), Role.REVIEWER), _elsewhere(), TODAY, TODAY)

    with django_assert_num_queries(1):
        rows = queries.list_stand_ins(on=TODAY, organisation_id=department)

    assert [row.holding_id for row in rows] == [early, late]
    assert (rows[0].staff_name, rows[0].holder_name, rows[0].organisation_name) == (
        "王示例",
        "李示例",
        "示例区市场监督管理局",
    )
    assert queries.list_stand_ins(on=TODAY + WEEK + WEEK) == ()


def _elsewhere() -> int:
    last = queries.list_organisations()[-1].id
    return make.make_staff(last)


def test_only_a_colleague_stands_in(department: int, holder: Actor) -> None:
    stranger = make.make_staff(make.make_organisation(), "赵示例")
    own = queries.list_holdings(post_id=_post(holder))[0].staff_id

    with pytest.raises(errors.StandInElsewhereError) as caught:
        make.stand_in(_post(holder), stranger, TODAY, TODAY)
    with pytest.raises(errors.StandInSelfError):
        make.stand_in(_post(holder), own, TODAY, TODAY)

    assert caught.value.details == {"name": "赵示例", "organisation": "示例区市场监督管理局"}
    assert queries.list_stand_ins(on=TODAY) == ()


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [
        (-1, 5, errors.StandInPeriodError),
        (0, 90, errors.StandInPeriodError),
        (3, 2, errors.HoldingPeriodError),
    ],
)
def test_somebody_stands_in_from_today_on_and_for_ninety_days_at_most(
    department: int, holder: Actor, first: int, last: int, error: type[Exception]
) -> None:
    staff = make.make_staff(department)

    with pytest.raises(error):
        make.stand_in(_post(holder), staff, TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    make.stand_in(_post(holder), staff, TODAY, TODAY + timedelta(days=89))

    assert len(queries.list_stand_ins(on=TODAY)) == 1


def test_one_stands_in_at_a_time(department: int, holder: Actor) -> None:
    first, second = make.make_staff(department), make.make_staff(department)
    make.stand_in(_post(holder), first, TODAY, TODAY + WEEK)

    with pytest.raises(errors.StandInTakenError):
        make.stand_in(_post(holder), second, TODAY + WEEK, TODAY + WEEK)

    assert [row.staff_id for row in queries.list_stand_ins(on=TODAY)] == [first]


def test_others_appoint_nobody(department: int, holder: Actor) -> None:
    colleague = identity.staff_actor(Role.REVIEWER, organisation_id=department)
    staff = make.make_staff(department)

    with pytest.raises(RightMissingError):
        services.appoint_stand_in(
            actor=colleague, post_id=_post(holder), staff_id=staff, held_from=TODAY, held_to=TODAY
        )

    assert queries.list_stand_ins(on=TODAY) == ()


def test_who_stands_in_appoints_nobody_else(department: int, holder: Actor) -> None:
    staff = make.make_staff(department)
    account = identity.make_staff_account(staff)
    make.stand_in(_post(holder), staff, TODAY, TODAY + WEEK)
    actor = accounts.actor_of(account, on=TODAY)

    with pytest.raises(RightMissingError):
        services.appoint_stand_in(
            actor=actor,
            post_id=_post(holder),
            staff_id=make.make_staff(department),
            held_from=TODAY + WEEK + WEEK,
            held_to=TODAY + WEEK + WEEK,
        )


def test_nobody_lends_a_post_for_longer_than_they_hold_it(department: int) -> None:
    staff = make.make_staff(department)
    post = make.make_post(department, Role.REVIEWER)
    make.hold(post, staff, make.LONG_AGO, TODAY + WEEK)
    holder = accounts.actor_of(identity.make_staff_account(staff), on=TODAY)
    colleague, day = make.make_staff(department), timedelta(days=1)

    with pytest.raises(errors.StandInBeyondError) as caught:
        services.appoint_stand_in(
            actor=holder, post_id=post, staff_id=colleague, held_from=TODAY, held_to=TODAY + WEEK + day
        )
    services.appoint_stand_in(actor=holder, post_id=post, staff_id=colleague, held_from=TODAY, held_to=TODAY + WEEK)

    assert caught.value.details["held_to"] == TODAY + WEEK


@pytest.mark.parametrize("by", ["holder", "stand-in", "manager"])
def test_an_end_works_at_once_and_stays_in_history(department: int, holder: Actor, by: str) -> None:
    colleague = make.make_staff(department)
    account = identity.make_staff_account(colleague)
    holding = make.stand_in(_post(holder), colleague, TODAY, TODAY + WEEK)
    actors = {"holder": holder, "stand-in": accounts.actor_of(account, on=TODAY), "manager": SYSTEM}

    services.end_stand_in(actor=actors[by], holding_id=holding)

    assert accounts.actor_of(account, on=TODAY).posts == ()
    ended, assigned = queries.list_history(thing=Thing.HOLDING, thing_key=str(holding)).rows
    assert (ended.act, assigned.act, ended.actor_name) == (Act.ENDED, Act.ASSIGNED, actors[by].name)
    with pytest.raises(errors.HoldingEndedError):
        services.end_stand_in(actor=SYSTEM, holding_id=holding)
    make.stand_in(_post(holder), colleague, TODAY, TODAY + WEEK)


def test_an_appointment_that_has_not_begun_can_be_ended(department: int, holder: Actor) -> None:
    colleague = make.make_staff(department)
    account = identity.make_staff_account(colleague)
    holding = make.stand_in(_post(holder), colleague, TODAY + WEEK, TODAY + WEEK + WEEK)

    services.end_stand_in(actor=holder, holding_id=holding)

    assert accounts.actor_of(account, on=TODAY + WEEK).posts == ()
    assert queries.list_stand_ins(on=TODAY) == ()
    services.release_staff(actor=SYSTEM, staff_id=colleague)


def test_the_appointment_of_others_is_ended_by_nobody_else(department: int, holder: Actor) -> None:
    holding = make.stand_in(_post(holder), make.make_staff(department), TODAY, TODAY + WEEK)
    colleague = identity.staff_actor(Role.REVIEWER, organisation_id=department)
    own = queries.list_holdings(post_id=_post(colleague))[0].id

    for wrong in (holding, own):
        with pytest.raises((RightMissingError, errors.HoldingNotFoundError)):
            services.end_stand_in(actor=colleague, holding_id=wrong)

    assert len(queries.list_stand_ins(on=TODAY)) == 1
    assert queries.get_post(_post(colleague), on=TODAY).holder_id is not None


def test_a_stand_in_is_not_ended_as_a_holding(department: int, holder: Actor) -> None:
    holding = make.stand_in(_post(holder), make.make_staff(department), TODAY, TODAY + WEEK)

    with pytest.raises(errors.HoldingNotFoundError):
        services.end_post_holding(actor=SYSTEM, holding_id=holding, held_to=TODAY)


def test_a_closed_post_and_a_released_colleague_take_no_part(department: int, holder: Actor) -> None:
    released, colleague = make.make_staff(department), make.make_staff(department)
    closed = make.make_post(department, Role.REVIEWER)
    services.release_staff(actor=SYSTEM, staff_id=released)
    services.close_post(actor=SYSTEM, post_id=closed)

    for post, staff in ((_post(holder), released), (closed, colleague)):
        with pytest.raises(errors.InactiveError):
            make.stand_in(post, staff, TODAY, TODAY)


@pytest.mark.parametrize("held_to", [None, TODAY + timedelta(days=90)])
def test_the_database_itself_bounds_the_days(department: int, holder: Actor, held_to: date | None) -> None:
    staff = make.make_staff(department)

    with pytest.raises(IntegrityError), transaction.atomic():
        PostHolding.objects.create(
            post_id=_post(holder), staff_id=staff, held_from=TODAY, held_to=held_to, is_stand_in=True
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_appointed_at_once_one_is_refused() -> None:
    department = make.make_organisation()
    post = make.make_post(department, Role.REVIEWER)
    people = [make.make_staff(department) for _ in range(2)]
    barrier, outcomes = threading.Barrier(2), list[str]()

    def appoint(staff_id: int) -> None:
        barrier.wait(timeout=5)
        try:
            make.stand_in(post, staff_id, TODAY, TODAY + WEEK)
            outcomes.append("appointed")
        except errors.StandInTakenError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=appoint, args=(staff_id,)) for staff_id in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)

    assert sorted(outcomes) == ["appointed", "refused"]
    assert len(queries.list_stand_ins(on=TODAY, post_id=post)) == 1
