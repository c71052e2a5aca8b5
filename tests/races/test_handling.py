"""Hands on one case at the same moment, and followers of a ledger that is being written."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from tests.races.test_cases import done, errors, together
from tests.support import cases, identity
from yichuang.cases import services
from yichuang.cases.errors import CaseTakenError
from yichuang.cases.models import Case, Follower, LedgerRow
from yichuang.cases.queries import LedgerNews
from yichuang.cases.rules import Act, State
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_clerks_who_take_a_case_one_has_it_and_the_other_is_told_who() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)
    colleague = identity.staff_actor(Role.REVIEWER, organisation_id=desk.organisation_id, name="审查戊")

    results = together(
        lambda: services.take_case(actor=desk.reviewer, case_no=case_no, key="a"),
        lambda: services.take_case(actor=colleague, case_no=case_no, key="b"),
    )

    holder = Case.objects.get(case_no=case_no).handler_id
    names = {desk.reviewer.account_id: "审查乙", colleague.account_id: "审查戊"}
    (refusal,) = [result for result in results if isinstance(result, CaseTakenError)]
    assert refusal.details == {"name": names[holder]}
    assert LedgerRow.objects.filter(case_no=case_no, act="hand_over").count() == 1
    assert services.verify_ledger(actor=SYSTEM).broken == ()


def test_taking_twice_with_one_key_is_one_row() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)

    take = lambda: services.take_case(actor=desk.reviewer, case_no=case_no, key="one")  # noqa: E731
    answers = done(together(take, take, take))

    assert sorted(one.is_repeat for one in answers) == [False, True, True]
    assert len({one.digest for one in answers}) == 1


def test_of_handing_over_and_acting_at_once_both_stand_in_the_ledger() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)
    colleague = identity.staff_actor(Role.WINDOW_CLERK, organisation_id=desk.organisation_id)

    results = together(
        lambda: cases.do(desk, Act.ACCEPT, case_no),
        lambda: services.hand_over_case(actor=desk.clerk, case_no=case_no, to_account_id=colleague.account_id),
    )

    assert errors(results) == []
    case = Case.objects.get(case_no=case_no)
    last = LedgerRow.objects.filter(case_no=case_no).order_by("-seq")[0]
    assert case.handler_id == (colleague.account_id if last.act == "hand_over" else None)
    assert services.verify_ledger(actor=SYSTEM).broken == ()


def follow(name: str, *, size: int = 200, from_now: bool = False) -> list[str]:
    """What a follower takes now, as case numbers with the number of the row."""
    taken: list[str] = []

    def take(news: Sequence[LedgerNews]) -> None:
        taken.extend(f"{one.case_no}/{one.seq}" for one in news)

    number = services.take_news(name, take, size=size, from_now=from_now)
    assert number == len(taken)
    return taken


@contextmanager
def open_act(act: Callable[[], object]) -> Iterator[None]:
    """Inside the block the act is done in another transaction that is not committed; it is committed after it."""
    is_done, may_commit = threading.Event(), threading.Event()

    def run() -> None:
        try:
            with transaction.atomic():
                act()
                is_done.set()
                may_commit.wait(timeout=20)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert is_done.wait(timeout=20)
    try:
        yield
    finally:
        may_commit.set()
        thread.join(timeout=20)


def test_news_wait_for_older_transactions_and_none_is_skipped() -> None:
    desk = cases.make_desk()
    first, slow, quick = (cases.make_case(desk, State.ACCEPTED) for _ in range(3))
    assert len(follow("x")) == 9

    with open_act(lambda: cases.do(desk, Act.REVIEW, slow)):
        cases.do(desk, Act.REVIEW, quick)
        cases.do(desk, Act.REVIEW, first)
        assert LedgerRow.objects.filter(act="review").count() == 2
        assert follow("x") == []

    assert follow("x", size=2) == [f"{slow}/4", f"{quick}/4"]
    assert follow("x", size=2) == [f"{first}/4"]
    assert follow("x") == []


def test_news_that_could_not_be_taken_come_again() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    follow("x")
    cases.do(desk, Act.RECEIVE, case_no)

    def fail(_news: Sequence[LedgerNews]) -> None:
        Follower.objects.create(name="written by the failed one")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        services.take_news("x", fail)

    assert Follower.objects.count() == 1
    assert follow("x") == [f"{case_no}/2"]


def test_two_workers_of_one_follower_take_each_row_once() -> None:
    desk = cases.make_desk()
    numbers = [cases.make_case(desk) for _ in range(8)]

    def work() -> list[str]:
        taken: list[str] = []
        while some := follow("x", size=1):
            taken += some
        return taken

    results = together(work, work, work)

    taken = [one for result in results if isinstance(result, list) for one in result]
    assert errors(results) == []
    assert sorted(taken) == sorted(f"{number}/1" for number in numbers)


def test_a_follower_may_begin_with_what_comes_and_each_goes_its_own_way() -> None:
    desk = cases.make_desk()
    old = cases.make_case(desk)

    assert follow("new", from_now=True) == []
    new = cases.make_case(desk)

    assert follow("new", from_now=True) == [f"{new}/1"]
    assert follow("old") == [f"{old}/1", f"{new}/1"]


def test_what_was_left_out_is_no_news_and_what_comes_after_it_is() -> None:
    desk = cases.make_desk()
    cases.make_case(desk)
    follow("behind")
    cases.make_case(desk)

    services.leave_out_news("behind")
    services.leave_out_news("new")
    after = cases.make_case(desk)

    assert follow("behind") == follow("new") == [f"{after}/1"]


def test_news_say_what_happened_and_what_the_case_says_now() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)
    seen: list[LedgerNews] = []
    services.take_news("x", seen.extend)

    submitted, received = seen
    case = Case.objects.get(case_no=case_no)
    assert (submitted.act, submitted.before, submitted.after) == (Act.SUBMIT, None, State.SUBMITTED)
    assert (received.act, received.before, received.after) == (Act.RECEIVE, State.SUBMITTED, State.RECEIVED)
    assert (received.case_no, received.seq, received.at) == (case_no, 2, case.received_at)
    assert (received.applicant_id, received.handler_id) == (desk.applicant.account_id, desk.clerk.account_id)
    assert (received.organisation_id, received.client_id) == (desk.organisation_id, None)
    assert (received.item_code, received.item_name) == (desk.version.item_code, "食品经营许可")
    assert received.next_due_on == case.next_due_on
    assert list(received.details) == ["papers"]
