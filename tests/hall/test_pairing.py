import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from tests.support import hall, identity
from tests.support import organisations as bodies
from yichuang.core.actor import ANONYMOUS, SYSTEM, Actor, RightMissingError, SignInRequiredError
from yichuang.core.errors import DomainError
from yichuang.core.rights import Role
from yichuang.hall import queries, services
from yichuang.hall.errors import (
    CodeWrongError,
    NoScreenError,
    PairingLockedError,
    ScreenNotFoundError,
    TooManyScreensError,
    WindowClosedError,
    WindowNotYoursError,
)
from yichuang.hall.models import Screen
from yichuang.hall.rules import Stage
from yichuang.organisations.services import close_window

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_new_device_shows_six_digits_for_five_minutes() -> None:
    with time_machine.travel(NOW, tick=False):
        view = queries.screen_view(services.open_screen())

    assert re.fullmatch(r"[0-9]{6}", view.code)
    assert view.code_until == NOW + timedelta(minutes=5)
    assert (view.is_paired, view.stage) == (False, Stage.IDLE)


def test_only_a_digest_of_the_token_is_kept() -> None:
    token = services.open_screen(address="10.0.0.7")

    row = Screen.objects.get()
    assert (len(token), len(row.token_digest)) == (43, 64)
    assert token not in str(row.__dict__)
    assert "10.0.0.7" not in str(row.__dict__)


def test_a_stolen_digest_opens_nothing() -> None:
    services.open_screen()

    with pytest.raises(ScreenNotFoundError):
        queries.screen_view(Screen.objects.get().token_digest)
    with pytest.raises(ScreenNotFoundError):
        services.settle(token="")
    with pytest.raises(ScreenNotFoundError):
        services.confirm(token="guessed", revision=1)


def test_the_clerk_pairs_by_the_code() -> None:
    counter = hall.make_counter()

    view, own = queries.screen_view(counter.token), queries.screen_of(counter.clerk)
    assert (view.is_paired, view.code, view.window_id) == (True, "", counter.window_id)
    assert own is not None
    assert (own.window_id, own.stage, own.is_live) == (counter.window_id, Stage.IDLE, True)


def test_a_code_may_be_typed_with_spaces() -> None:
    counter = hall.make_counter(is_paired=False)
    code = hall.code_of(counter.token)

    services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=f" {code[:3]} {code[3:]} ")

    assert queries.screen_of(counter.clerk) is not None


def test_a_code_holds_for_five_minutes_and_is_renewed_by_itself() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter = hall.make_counter(is_paired=False)
        old = hall.code_of(counter.token)
        time.shift(timedelta(minutes=5))
        with pytest.raises(CodeWrongError):
            services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=old)
        assert queries.screen_view(counter.token).is_due

        view = services.settle(token=counter.token)

        assert view.code_until == NOW + timedelta(minutes=10)
        services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=view.code)
        assert queries.screen_of(counter.clerk) is not None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "００００００"])
def test_what_is_no_code_pairs_nothing(code: str) -> None:
    counter = hall.make_counter(is_paired=False)

    with pytest.raises(CodeWrongError):
        services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=code)


def test_guessing_is_locked_after_five_wrong_codes_even_for_the_right_one() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter = hall.make_counter(is_paired=False)
        code = hall.code_of(counter.token)
        for _ in range(5):
            with pytest.raises(CodeWrongError):
                services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=wrong(code))

        with pytest.raises(PairingLockedError) as locked:
            services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=code)
        assert locked.value.details == {"minutes": 5}

        time.shift(timedelta(minutes=5))
        code = services.settle(token=counter.token).code
        services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=code)
        assert queries.screen_of(counter.clerk) is not None


def test_one_clerks_wrong_codes_do_not_lock_another() -> None:
    counter = hall.make_counter(is_paired=False)
    other = hall.clerk_at(counter.window_id, counter.desk.organisation_id)
    code = hall.code_of(counter.token)
    for _ in range(5):
        with pytest.raises(CodeWrongError):
            services.pair_screen(actor=other, window_id=counter.window_id, code=wrong(code))

    services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=code)

    assert queries.screen_of(counter.clerk) is not None


def stranger(counter: hall.Counter) -> Actor:
    return hall.clerk_at(bodies.make_window(counter.desk.organisation_id), counter.desk.organisation_id)


def reviewer(counter: hall.Counter) -> Actor:
    return identity.staff_actor(
        Role.REVIEWER, organisation_id=counter.desk.organisation_id, window_id=counter.window_id
    )


@pytest.mark.parametrize(
    ("who", "error"),
    [
        (lambda _counter: ANONYMOUS, SignInRequiredError),
        (lambda counter: counter.desk.applicant, RightMissingError),
        (reviewer, RightMissingError),
        (stranger, WindowNotYoursError),
        (lambda _counter: SYSTEM, WindowNotYoursError),
    ],
)
@pytest.mark.parametrize("act", ["pair", "take", "unpair"])
def test_who_does_not_receive_at_the_window_gets_no_screen(
    who: Callable[[hall.Counter], Actor], error: type[DomainError], act: str
) -> None:
    counter = hall.make_counter()
    waiting = services.open_screen()
    actor = who(counter)

    with pytest.raises(error):
        match act:
            case "pair":
                services.pair_screen(actor=actor, window_id=counter.window_id, code=hall.code_of(waiting))
            case "take":
                services.take_screen(actor=actor, window_id=counter.window_id)
            case _:
                services.unpair_screen(actor=actor, window_id=counter.window_id)

    assert queries.screen_view(counter.token).clerk_id == counter.clerk.account_id
    assert not queries.screen_view(waiting).is_paired


def test_any_clerk_pairs_at_a_comprehensive_window() -> None:
    counter = hall.make_counter(is_paired=False)
    window_id = bodies.make_window()
    clerk = hall.clerk_at(None, counter.desk.organisation_id)

    services.pair_screen(actor=clerk, window_id=window_id, code=hall.code_of(counter.token))

    assert queries.screen_view(counter.token).window_id == window_id


def test_the_windows_to_choose_from_are_those_one_may_use_own_ones_first() -> None:
    counter = hall.make_counter()
    bodies.make_window(bodies.make_organisation())
    comprehensive = bodies.make_window()

    choices = [(one.window.id, one.has_screen) for one in queries.windows_for(counter.clerk)]

    assert choices == [(counter.window_id, True), (comprehensive, False)]
    assert queries.windows_for(counter.desk.reviewer) == ()


def test_a_second_screen_at_a_window_replaces_the_first() -> None:
    counter = hall.make_counter()
    draft = hall.start_draft(counter)
    services.show_draft(actor=counter.clerk, draft_key=draft)
    newer = services.open_screen()

    services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=hall.code_of(newer))

    old = services.settle(token=counter.token)
    assert (old.is_paired, old.stage, old.draft_key, len(old.code)) == (False, Stage.IDLE, None, 6)
    assert queries.screen_view(newer).window_id == counter.window_id


def test_the_database_refuses_two_screens_at_one_window() -> None:
    counter = hall.make_counter()
    services.open_screen()

    with pytest.raises(IntegrityError, match="hall_screen_window"), transaction.atomic():
        Screen.objects.filter(window=None).update(window_id=counter.window_id)


def test_a_code_pairs_once() -> None:
    counter = hall.make_counter(is_paired=False)
    code = hall.code_of(counter.token)
    services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=code)

    with pytest.raises(CodeWrongError):
        services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=code)


def test_the_next_clerk_takes_the_screen_over_empty() -> None:
    counter = hall.make_counter()
    services.show_draft(actor=counter.clerk, draft_key=hall.start_draft(counter))
    after = hall.clerk_at(counter.window_id, counter.desk.organisation_id)

    services.take_screen(actor=after, window_id=counter.window_id)

    view, own = queries.screen_view(counter.token), queries.screen_of(after)
    assert (view.stage, view.draft_key, view.clerk_id) == (Stage.IDLE, None, after.account_id)
    assert own is not None
    assert queries.screen_of(counter.clerk) is None
    with pytest.raises(NoScreenError):
        services.clear(actor=counter.clerk)


def test_a_clerk_who_pairs_elsewhere_leaves_the_old_window_an_empty_screen() -> None:
    counter = hall.make_counter()
    services.show_draft(actor=counter.clerk, draft_key=hall.start_draft(counter))
    other, window_id = services.open_screen(), bodies.make_window()

    services.pair_screen(actor=counter.clerk, window_id=window_id, code=hall.code_of(other))

    left = queries.screen_view(counter.token)
    assert (left.window_id, left.clerk_id, left.stage) == (counter.window_id, None, Stage.IDLE)


def test_a_window_without_screen_gives_none_to_take() -> None:
    counter = hall.make_counter(is_paired=False)

    with pytest.raises(NoScreenError):
        services.take_screen(actor=counter.clerk, window_id=counter.window_id)


def test_an_unpaired_screen_shows_a_code_again() -> None:
    counter = hall.make_counter()

    services.unpair_screen(actor=counter.clerk, window_id=counter.window_id)

    view = services.settle(token=counter.token)
    assert (view.is_paired, len(view.code)) == (False, 6)
    assert queries.screen_of(counter.clerk) is None


def test_a_screen_that_was_silent_for_a_day_belongs_to_nobody() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter = hall.make_counter()
        draft = hall.start_draft(counter)
        time.shift(timedelta(days=1))

        assert queries.screen_of(counter.clerk) is None
        with pytest.raises(NoScreenError):
            services.show_draft(actor=counter.clerk, draft_key=draft)
        view = services.settle(token=counter.token)

    assert (view.is_paired, view.window_id, len(view.code)) == (False, None, 6)


def test_a_screen_that_asks_stays_paired() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter = hall.make_counter()
        for _ in range(3):
            time.shift(timedelta(hours=20))
            services.settle(token=counter.token)

        assert queries.screen_view(counter.token).is_paired


def test_a_closed_window_loses_its_screen() -> None:
    counter = hall.make_counter(is_paired=False)
    window_id, clerk = bodies.make_window(), hall.clerk_at(None, counter.desk.organisation_id)
    services.pair_screen(actor=clerk, window_id=window_id, code=hall.code_of(counter.token))
    draft = hall.start_draft(counter, clerk)
    close_window(actor=SYSTEM, window_id=window_id)

    with pytest.raises(WindowClosedError):
        services.show_draft(actor=clerk, draft_key=draft)
    assert queries.screen_view(counter.token).is_due
    assert services.settle(token=counter.token).window_id is None


def test_one_address_cannot_open_screens_without_end() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        for _ in range(40):
            services.open_screen(address="10.0.0.7")
        with pytest.raises(TooManyScreensError):
            services.open_screen(address="10.0.0.7")
        services.open_screen(address="10.0.0.8")

        time.shift(timedelta(minutes=16))
        services.open_screen(address="10.0.0.7")

    assert Screen.objects.count() == 1


def test_paired_screens_are_never_swept_away() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter = hall.make_counter()
        time.shift(timedelta(hours=2))
        services.open_screen()

        assert queries.screen_view(counter.token).window_id == counter.window_id


@pytest.mark.django_db(transaction=True)
def test_two_screens_paired_with_one_window_at_once_leave_one() -> None:
    counter = hall.make_counter(is_paired=False)
    second = hall.clerk_at(counter.window_id, counter.desk.organisation_id)
    pairs = [(counter.clerk, hall.code_of(counter.token)), (second, hall.code_of(services.open_screen()))]
    gate = Barrier(2)

    def pair(actor: Actor, code: str) -> None:
        gate.wait()
        try:
            services.pair_screen(actor=actor, window_id=counter.window_id, code=code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(pair, *one) for one in pairs]:
            done.result()

    assert Screen.objects.filter(window_id=counter.window_id).count() == 1
    assert Screen.objects.filter(window=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_with_one_code_at_once_get_one_screen() -> None:
    counter = hall.make_counter(is_paired=False)
    window_id = bodies.make_window()
    second = hall.clerk_at(None, counter.desk.organisation_id)
    code = hall.code_of(counter.token)
    gate = Barrier(2)

    def pair(actor: Actor, at: int) -> bool:
        gate.wait()
        try:
            services.pair_screen(actor=actor, window_id=at, code=code)
        except CodeWrongError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(pair, counter.clerk, counter.window_id), pool.submit(pair, second, window_id)]

    assert sorted(one.result() for one in tries) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_are_all_counted() -> None:
    counter = hall.make_counter(is_paired=False)
    code, gate = hall.code_of(counter.token), Barrier(8)

    def guess() -> str:
        gate.wait()
        try:
            services.pair_screen(actor=counter.clerk, window_id=counter.window_id, code=wrong(code))
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(one.result() for one in [pool.submit(guess) for _ in range(8)])

    assert answers == ["hall.code_wrong"] * 5 + ["hall.pairing_locked"] * 3
