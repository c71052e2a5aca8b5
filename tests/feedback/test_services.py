import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, hall, identity
from yichuang.cases.errors import CaseNotFoundError
from yichuang.cases.rules import State
from yichuang.core.actor import ANONYMOUS, Actor, RightMissingError, SignInRequiredError
from yichuang.core.errors import DomainError
from yichuang.core.sealed import seal
from yichuang.feedback import queries, services
from yichuang.feedback.errors import (
    AlreadyRatedError,
    LevelUnknownError,
    NotClosedError,
    NotServedError,
    RatingTextTooLongError,
    TooLateError,
)
from yichuang.feedback.models import Rating
from yichuang.feedback.rules import Level, RatingChannel, Refusal, Tag
from yichuang.feedback.services import Opinion
from yichuang.hall import services as hall_services
from yichuang.hall.errors import ScreenNotFoundError, TurnOverError
from yichuang.hall.queries import screen_view
from yichuang.hall.rules import Stage

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
GOOD = Opinion(1, ("kind", "slow"), "  谢谢\n您  ")
pytestmark = pytest.mark.django_db


def asked() -> tuple[hall.Counter, str]:
    counter = hall.make_counter()
    case_no = hall.take_in(counter, hall.start_draft(counter))
    hall_services.ask_rating(actor=counter.clerk, case_no=case_no)
    return counter, case_no


def rate_here(counter: hall.Counter, opinion: Opinion = GOOD, key: uuid.UUID | None = None) -> None:
    services.rate_at_window(token=counter.token, revision=counter.revision, opinion=opinion, key=key or uuid.uuid4())


def closed() -> tuple[cases.Desk, str]:
    desk = cases.make_desk()
    return desk, cases.make_case(desk, State.DELIVERED)


def test_a_visit_is_rated_at_the_screen() -> None:
    counter, case_no = asked()

    rate_here(counter)

    row = Rating.objects.get()
    assert (row.case_no, row.level, row.tags, row.text) == (case_no, 1, ["kind"], "谢谢 您")
    assert (row.window_id, row.clerk_id, row.organisation_id, row.item_code) == (
        counter.window_id,
        counter.clerk.account_id,
        counter.desk.organisation_id,
        "A1",
    )
    assert screen_view(counter.token).stage is Stage.THANKS


def test_the_text_is_sealed_in_the_database() -> None:
    counter, _case_no = asked()
    rate_here(counter)

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM feedback_rating")
        stored = bytes(cursor.fetchone()[0])

    assert "谢谢".encode() not in stored
    assert stored[:2] == seal(b"")[:2]


def test_the_same_key_again_changes_nothing() -> None:
    counter, _case_no = asked()
    key, revision = uuid.uuid4(), counter.revision
    services.rate_at_window(token=counter.token, revision=revision, opinion=GOOD, key=key)

    services.rate_at_window(token=counter.token, revision=revision, opinion=Opinion(5), key=key)

    assert list(Rating.objects.values_list("level", flat=True)) == [1]


def test_a_visit_is_rated_once_and_the_next_day_is_another_visit() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter, case_no = asked()
        rate_here(counter)
        hall_services.ask_rating(actor=counter.clerk, case_no=case_no)
        with pytest.raises(AlreadyRatedError):
            rate_here(counter)

        time.shift(timedelta(hours=23))
        hall_services.ask_rating(actor=counter.clerk, case_no=case_no)
        rate_here(counter, Opinion(2))

    assert sorted(Rating.objects.values_list("level", flat=True)) == [1, 2]


def test_a_rating_counts_only_for_what_the_screen_asks_about() -> None:
    counter, _case_no = asked()
    looked_at = counter.revision
    other = cases.make_case(counter.desk, State.RECEIVED)
    hall_services.ask_rating(actor=counter.clerk, case_no=other)

    with pytest.raises(TurnOverError):
        services.rate_at_window(token=counter.token, revision=looked_at, opinion=GOOD, key=uuid.uuid4())
    with pytest.raises(ScreenNotFoundError):
        services.rate_at_window(token="another", revision=counter.revision, opinion=GOOD, key=uuid.uuid4())

    assert not Rating.objects.exists()


def test_nobody_rates_at_the_screen_after_the_question_lapsed() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter, _case_no = asked()
        time.shift(timedelta(minutes=2))

        with pytest.raises(TurnOverError):
            rate_here(counter)


def test_a_case_that_was_not_received_cannot_be_rated_at_the_window() -> None:
    counter = hall.make_counter()
    case_no = cases.make_case(counter.desk)
    hall_services.ask_rating(actor=counter.clerk, case_no=case_no)

    with pytest.raises(NotServedError):
        rate_here(counter)

    assert screen_view(counter.token).stage is Stage.RATE


@pytest.mark.parametrize(
    ("opinion", "error"),
    [
        (Opinion(0), LevelUnknownError),
        (Opinion(6), LevelUnknownError),
        (Opinion(1, (), "长" * 301), RatingTextTooLongError),
    ],
)
def test_a_rating_that_is_not_right_leaves_the_question(opinion: Opinion, error: type[DomainError]) -> None:
    counter, _case_no = asked()

    with pytest.raises(error):
        rate_here(counter, opinion)

    assert not Rating.objects.exists()
    assert screen_view(counter.token).stage is Stage.RATE


def test_the_applicant_rates_a_closed_case_online_once() -> None:
    desk, case_no = closed()
    assert queries.may_rate(desk.applicant, case_no) is None

    services.rate(actor=desk.applicant, case_no=case_no, opinion=Opinion(4, ("slow",), "等了三天"), key=uuid.uuid4())

    said = queries.rating_of(desk.applicant, case_no)
    assert said is not None
    assert (said.channel, said.level, said.tags, said.text) == (
        RatingChannel.ONLINE,
        Level.DISSATISFIED,
        (Tag.SLOW,),
        "等了三天",
    )
    assert queries.may_rate(desk.applicant, case_no) is Refusal.RATED
    with pytest.raises(AlreadyRatedError):
        services.rate(actor=desk.applicant, case_no=case_no, opinion=GOOD, key=uuid.uuid4())


def test_the_same_key_online_gives_the_first_answer() -> None:
    desk, case_no = closed()
    key = uuid.uuid4()
    services.rate(actor=desk.applicant, case_no=case_no, opinion=Opinion(2), key=key)

    services.rate(actor=desk.applicant, case_no=case_no, opinion=Opinion(5), key=key)

    assert list(Rating.objects.values_list("level", flat=True)) == [2]


def test_a_key_of_another_case_rates_nothing() -> None:
    desk, first = closed()
    second = cases.make_case(desk, State.DELIVERED)
    key = uuid.uuid4()
    services.rate(actor=desk.applicant, case_no=first, opinion=GOOD, key=key)

    with pytest.raises(AlreadyRatedError):
        services.rate(actor=desk.applicant, case_no=second, opinion=GOOD, key=key)


def test_an_open_case_cannot_be_rated_online() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)

    assert queries.may_rate(desk.applicant, case_no) is Refusal.NOT_CLOSED
    with pytest.raises(NotClosedError):
        services.rate(actor=desk.applicant, case_no=case_no, opinion=GOOD, key=uuid.uuid4())


def test_after_sixty_days_it_is_too_late() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        desk, case_no = closed()
        time.shift(timedelta(days=60, seconds=1))

        assert queries.may_rate(desk.applicant, case_no) is Refusal.TOO_LATE
        with pytest.raises(TooLateError):
            services.rate(actor=desk.applicant, case_no=case_no, opinion=GOOD, key=uuid.uuid4())


@pytest.mark.parametrize(
    ("who", "error"),
    [
        (lambda _desk: ANONYMOUS, SignInRequiredError),
        (lambda _desk: identity.applicant_actor("李示例"), CaseNotFoundError),
        (lambda desk: desk.clerk, NotServedError),
        (lambda desk: desk.official, NotServedError),
    ],
    ids=["nobody", "stranger", "clerk", "official"],
)
def test_only_the_applicant_rates_online(who: Callable[[cases.Desk], Actor], error: type[DomainError]) -> None:
    desk, case_no = closed()

    with pytest.raises(error):
        services.rate(actor=who(desk), case_no=case_no, opinion=GOOD, key=uuid.uuid4())

    assert not Rating.objects.exists()


def test_staff_never_see_what_somebody_said_of_a_case() -> None:
    desk, case_no = closed()
    services.rate(actor=desk.applicant, case_no=case_no, opinion=Opinion(5), key=uuid.uuid4())

    assert queries.rating_of(desk.clerk, case_no) is None
    assert queries.may_rate(desk.clerk, case_no) is Refusal.NOT_SERVED


def test_the_summary_counts_each_level_where_the_actor_sees_cases(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        desk = cases.make_desk()
        for level in (1, 1, 3, 4, 5):
            case_no = cases.make_case(desk, State.DELIVERED)
            services.rate(actor=desk.applicant, case_no=case_no, opinion=Opinion(level), key=uuid.uuid4())
            time.shift(timedelta(days=10))
        elsewhere = cases.make_desk(task_code="B1")

        with django_assert_num_queries(1):
            found = queries.summary(desk.official, desk.organisation_id, days=30)

        assert [found.counts[level] for level in Level] == [0, 0, 1, 1, 1]
        assert (found.total, found.bad, found.satisfied_percent) == (3, 2, 33)
        assert queries.summary(desk.official, days=365).total == 5
        assert queries.summary(elsewhere.official, days=365).total == 0
        assert queries.summary(elsewhere.official, days=365).satisfied_percent is None
        with pytest.raises(RightMissingError):
            queries.summary(elsewhere.official, desk.organisation_id)
        with pytest.raises(RightMissingError):
            queries.summary(desk.applicant)


@pytest.mark.django_db(transaction=True)
def test_five_ratings_of_one_case_at_once_leave_one() -> None:
    desk, case_no = closed()
    gate = Barrier(5)

    def say(level: int) -> str:
        gate.wait()
        try:
            services.rate(actor=desk.applicant, case_no=case_no, opinion=Opinion(level), key=uuid.uuid4())
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(5) as pool:
        answers = sorted(one.result() for one in [pool.submit(say, level) for level in range(1, 6)])

    assert answers == ["", *["feedback.already_rated"] * 4]
    assert Rating.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_taps_on_a_face_at_once_rate_once() -> None:
    counter, _case_no = asked()
    revision, gate, key = counter.revision, Barrier(2), uuid.uuid4()

    def tap() -> str:
        gate.wait()
        try:
            services.rate_at_window(token=counter.token, revision=revision, opinion=GOOD, key=key)
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = {one.result() for one in [pool.submit(tap), pool.submit(tap)]}

    assert answers <= {"", "hall.turn_over"}
    assert "" in answers
    assert Rating.objects.count() == 1
