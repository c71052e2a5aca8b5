"""Who is away on which days, and who then acts in the post."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from tests.support import identity
from tests.support import organisations as make
from yichuang.core.actor import SYSTEM, Actor, OnLeaveError, RightMissingError
from yichuang.core.errors import DomainError
from yichuang.core.rights import Right, Role
from yichuang.identity import queries as accounts
from yichuang.organisations import errors, queries, services
from yichuang.organisations.models import StaffLeave
from yichuang.organisations.rules import Act, Thing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 25)
DAY = timedelta(days=1)
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


@pytest.fixture
def deputy(department: int, holder: Actor) -> int:
    """The account of the deputy of the holder's post."""
    staff = make.make_staff(department, "王示例")
    services.name_deputy(actor=SYSTEM, post_id=holder.posts[0].post_id, staff_id=staff)
    return identity.make_staff_account(staff)


def _again(actor: Actor, on: date = TODAY) -> Actor:
    return accounts.actor_of(actor.account_id or 0, on=on)


def _away(actor: Actor, first: date = TODAY, last: date = TODAY + WEEK) -> int:
    return make.make_leave(actor.staff_id or 0, first, last)


def test_who_is_on_leave_has_no_rights_on_its_days_only(department: int, holder: Actor) -> None:
    _away(holder)

    days = (TODAY - DAY, TODAY, TODAY + WEEK, TODAY + WEEK + DAY)
    actors = [_again(holder, day) for day in days]
    assert [actor.may(Right.REVIEW, department) for actor in actors] == [True, False, False, True]
    assert [actor.on_leave_to for actor in actors] == [None, TODAY + WEEK, TODAY + WEEK, None]


def test_who_is_on_leave_is_told_until_when(department: int, holder: Actor) -> None:
    _away(holder)

    with pytest.raises(OnLeaveError) as caught:
        _again(holder).require(Right.REVIEW, department)

    assert caught.value.details == {"day": TODAY + WEEK}
    assert str(caught.value) == "You are on leave until 2026-10-02; the rights of your posts rest until then."


def test_the_deputy_stands_in_while_the_holder_is_away(department: int, holder: Actor, deputy: int) -> None:
    _away(holder, TODAY + DAY)

    days = (TODAY, TODAY + DAY, TODAY + WEEK, TODAY + WEEK + DAY)
    held = [accounts.actor_of(deputy, on=day).posts for day in days]
    assert [len(posts) for posts in held] == [0, 1, 1, 0]
    (post,) = held[1]
    assert (post.post_id, post.is_stand_in) == (holder.posts[0].post_id, True)
    assert post.recorded_title == f"{holder.posts[0].title}（代）"
    assert post.rights == holder.posts[0].rights


def test_actors_still_take_one_statement(
    holder: Actor, deputy: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _away(holder)

    with django_assert_num_queries(2):
        found = [_again(holder), accounts.actor_of(deputy, on=TODAY)]

    assert [len(actor.posts) for actor in found] == [0, 1]


def test_who_was_appointed_stands_in_before_the_deputy(department: int, holder: Actor, deputy: int) -> None:
    appointed = make.make_staff(department, "赵示例")
    account = identity.make_staff_account(appointed)
    make.stand_in(holder.posts[0].post_id, appointed, TODAY, TODAY + DAY)
    _away(holder)

    days = (TODAY, TODAY + DAY, TODAY + 2 * DAY)
    assert [len(accounts.actor_of(deputy, on=day).posts) for day in days] == [0, 0, 1]
    assert [len(accounts.actor_of(account, on=day).posts) for day in days] == [1, 1, 0]


def test_a_deputy_who_is_away_too_does_not_stand_in(holder: Actor, deputy: int) -> None:
    _away(holder)
    _away(accounts.actor_of(deputy, on=TODAY), TODAY + DAY, TODAY + DAY)

    days = (TODAY, TODAY + DAY, TODAY + 2 * DAY)
    assert [len(accounts.actor_of(deputy, on=day).posts) for day in days] == [1, 0, 1]
    row = queries.get_post(holder.posts[0].post_id, TODAY + DAY)
    assert (row.stand_in_id, row.holder_away_to) == (None, TODAY + WEEK)


def test_the_deputy_of_a_vacant_post_does_not_stand_in(department: int) -> None:
    post = make.make_post(department, Role.REVIEWER)
    staff = make.make_staff(department)
    services.name_deputy(actor=SYSTEM, post_id=post, staff_id=staff)

    assert accounts.actor_of(identity.make_staff_account(staff), on=TODAY).posts == ()


def test_the_deputy_of_a_closed_post_does_not_stand_in(holder: Actor, deputy: int) -> None:
    _away(holder)

    services.close_post(actor=SYSTEM, post_id=holder.posts[0].post_id)

    assert accounts.actor_of(deputy, on=TODAY).posts == ()


def test_a_post_shows_who_is_away_and_the_deputy_in_one_statement(
    department: int, holder: Actor, deputy: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _away(holder)

    with django_assert_num_queries(1):
        (row,) = queries.list_posts(on=TODAY, organisation_id=department).rows

    assert (row.holder_name, row.holder_away_to, row.deputy_name) == ("李示例", TODAY + WEEK, "王示例")
    assert (row.stand_in_name, row.stand_in_to, row.stand_in_holding_id) == ("王示例", TODAY + WEEK, None)
    later = queries.get_post(row.id, TODAY + WEEK + DAY)
    assert (later.stand_in_name, later.holder_away_to, later.deputy_name) == ("", None, "王示例")


def test_a_leave_is_registered_with_its_reason(department: int, holder: Actor) -> None:
    at = make.make_leave(holder.staff_id or 0, TODAY, TODAY, " 病假 ")

    (view,) = queries.list_leaves(on=TODAY)
    assert view.id == at
    assert (view.staff_name, view.organisation_id, view.reason, view.is_ended) == ("李示例", department, "病假", False)
    (row,) = queries.list_history(thing=Thing.LEAVE, thing_key=str(at)).rows
    assert (row.act, row.before, (row.after or {})["away_to"]) == (Act.REGISTERED, None, "2026-09-25")


def test_staff_enter_their_own_leave_for_days_to_come(holder: Actor) -> None:
    staff = holder.staff_id or 0

    with pytest.raises(errors.LeavePeriodError) as caught:
        services.enter_leave(actor=holder, staff_id=staff, away_from=TODAY, away_to=TODAY, reason="事假")
    services.enter_leave(actor=holder, staff_id=staff, away_from=TODAY + DAY, away_to=TODAY + DAY, reason="事假")

    assert caught.value.details == {"first": TODAY + DAY}
    assert [row.away_from for row in queries.list_leaves(staff_id=staff)] == [TODAY + DAY]


def test_nobody_enters_or_ends_the_leave_of_a_colleague(department: int, holder: Actor) -> None:
    colleague = identity.staff_actor(Role.APPROVING_OFFICIAL, organisation_id=department)
    at = _away(holder)

    with pytest.raises(RightMissingError):
        services.enter_leave(
            actor=colleague,
            staff_id=holder.staff_id or 0,
            away_from=TODAY + 2 * WEEK,
            away_to=TODAY + 2 * WEEK,
            reason="假",
        )
    with pytest.raises(RightMissingError):
        services.end_leave(actor=colleague, leave_id=at)

    assert [row.away_to for row in queries.list_leaves(on=TODAY)] == [TODAY + WEEK]


def test_somebody_on_leave_keeps_organisations_no_longer_but_ends_their_own(department: int, holder: Actor) -> None:
    manager = identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=department)
    other, own = _away(holder), _away(manager)

    with pytest.raises(OnLeaveError):
        services.end_leave(actor=_again(manager), leave_id=other)
    services.end_leave(actor=_again(manager), leave_id=own)

    assert _again(manager).may(Right.MANAGE_ORGANISATIONS)


@pytest.mark.parametrize(
    ("first", "last", "reason", "error"),
    [
        (0, 0, " ", errors.ReasonMissingError),
        (0, 0, "长" * 201, errors.TextTooLongError),
        (-1, 0, "假", errors.LeavePeriodError),
        (1, 0, "假", errors.HoldingPeriodError),
        (0, 366, "假", errors.LeaveDaysError),
    ],
)
def test_what_is_wrong_with_a_leave_is_told(
    holder: Actor, first: int, last: int, reason: str, error: type[DomainError]
) -> None:
    with pytest.raises(error):
        make.make_leave(holder.staff_id or 0, TODAY + first * DAY, TODAY + last * DAY, reason)
    make.make_leave(holder.staff_id or 0, TODAY, TODAY + 365 * DAY)

    assert len(queries.list_leaves(on=TODAY)) == 1


def test_leaves_of_one_person_do_not_overlap(department: int, holder: Actor) -> None:
    _away(holder)

    with pytest.raises(errors.LeaveTakenError) as caught:
        _away(holder, TODAY + WEEK, TODAY + 2 * WEEK)
    _away(holder, TODAY + WEEK + DAY, TODAY + 2 * WEEK)
    _away(identity.staff_actor(Role.REVIEWER, organisation_id=department))

    assert caught.value.details == {"name": "李示例"}
    assert len(queries.list_leaves(on=TODAY)) == 3


@pytest.mark.parametrize("by", ["self", "manager"])
def test_a_leave_is_ended_at_once(department: int, holder: Actor, deputy: int, by: str) -> None:
    at = _away(holder)
    with time_machine.travel(datetime(2026, 9, 27, 1, 0, tzinfo=UTC), tick=False):
        back = TODAY + 2 * DAY
        actor = _again(holder, back) if by == "self" else SYSTEM

        services.end_leave(actor=actor, leave_id=at)

        assert [_again(holder, day).may(Right.REVIEW) for day in (back - DAY, back, back + DAY)] == [False, True, True]
        assert [len(accounts.actor_of(deputy, on=day).posts) for day in (back - DAY, back)] == [1, 0]
        assert queries.list_leaves(on=back) == ()
        assert [row.act for row in queries.list_history(thing=Thing.LEAVE, thing_key=str(at)).rows] == [
            Act.ENDED,
            Act.REGISTERED,
        ]
        with pytest.raises(errors.LeaveEndedError):
            services.end_leave(actor=SYSTEM, leave_id=at)
        make.make_leave(holder.staff_id or 0, back, back)


def test_a_leave_that_is_over_or_unknown_cannot_be_ended(holder: Actor) -> None:
    at = _away(holder, TODAY, TODAY)

    with pytest.raises(errors.LeaveNotFoundError):
        services.end_leave(actor=SYSTEM, leave_id=at + 1)
    with (
        time_machine.travel(datetime(2026, 9, 26, 1, 0, tzinfo=UTC), tick=False),
        pytest.raises(errors.LeaveEndedError),
    ):
        services.end_leave(actor=SYSTEM, leave_id=at)

    (view,) = queries.list_leaves()
    assert not view.is_ended


def test_only_a_colleague_who_does_not_hold_the_post_is_its_deputy(department: int, holder: Actor) -> None:
    post, stranger = holder.posts[0].post_id, make.make_staff(make.make_organisation(), "赵示例")

    with pytest.raises(errors.StandInElsewhereError):
        services.name_deputy(actor=SYSTEM, post_id=post, staff_id=stranger)
    with pytest.raises(errors.StandInSelfError):
        services.name_deputy(actor=SYSTEM, post_id=post, staff_id=holder.staff_id)

    assert queries.get_post(post, TODAY).deputy_id is None


def test_a_deputy_is_named_and_unnamed(holder: Actor, deputy: int) -> None:
    post = holder.posts[0].post_id
    before = queries.get_post(post, TODAY).deputy_name

    services.name_deputy(actor=SYSTEM, post_id=post, staff_id=None)

    assert (before, queries.get_post(post, TODAY).deputy_name) == ("王示例", "")
    changed = queries.list_history(thing=Thing.POST, thing_key=str(post)).rows[0]
    assert ((changed.before or {})["deputy_id"], (changed.after or {})["deputy_id"]) == (
        accounts.actor_of(deputy, on=TODAY).staff_id,
        None,
    )


def test_the_deputy_of_a_post_is_not_released(holder: Actor, deputy: int) -> None:
    staff = accounts.actor_of(deputy, on=TODAY).staff_id or 0

    with pytest.raises(errors.StaffInPostError) as caught:
        services.release_staff(actor=SYSTEM, staff_id=staff)

    assert caught.value.details == {"name": "王示例", "titles": holder.posts[0].title}


def test_the_database_itself_bounds_a_leave(holder: Actor) -> None:
    for first, last, reason in ((TODAY, TODAY - DAY, "假"), (TODAY, TODAY + 366 * DAY, "假"), (TODAY, TODAY, "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            StaffLeave.objects.create(staff_id=holder.staff_id or 0, away_from=first, away_to=last, reason=reason)

    assert StaffLeave.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_leaves_entered_at_once_one_is_refused() -> None:
    staff = make.make_staff(make.make_organisation())
    barrier, outcomes = threading.Barrier(2), list[str]()

    def enter(last: date) -> None:
        barrier.wait(timeout=5)
        try:
            make.make_leave(staff, TODAY, last)
            outcomes.append("entered")
        except errors.LeaveTakenError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=(TODAY + number * DAY,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)

    assert sorted(outcomes) == ["entered", "refused"]
    assert len(queries.list_leaves(staff_id=staff)) == 1
