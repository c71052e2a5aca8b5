"""The law and people at the same moment: one comes first, the other is told, and nothing is done twice."""

from collections.abc import Callable

import pytest

from tests.races.test_cases import done, errors, together
from tests.support.acts import at, case
from tests.support.cases import Desk, also, do, make_case, make_desk
from tests.support.lives import GRANTING, RENEWING, deferring, renewing
from yichuang.cases import services
from yichuang.cases.errors import ActNotAllowedError, RenewedAlreadyError
from yichuang.cases.models import CaseStop, LedgerRow, Pledge
from yichuang.cases.rules import Act, State
from yichuang.core.actor import SYSTEM, Actor
from yichuang.documents.models import Paper

pytestmark = pytest.mark.django_db(transaction=True)


def on(day: str, deed: Callable[[], object]) -> Callable[[], object]:
    """The deed on that day; each thread has its own clock."""

    def act() -> object:
        with at(day):
            return deed()

    return act


def deed(desk: Desk, act: Act, number: str, actor: Actor | None = None) -> Callable[[], object]:
    return lambda: do(desk, act, number, actor=actor)


def kinds(number: str) -> list[str]:
    return sorted(Paper.objects.filter(subject=number).values_list("kind", flat=True))


def assert_whole() -> None:
    """No chain of the ledger is broken and the papers of each kind are numbered without gap."""
    assert services.verify_ledger(actor=SYSTEM).broken == ()
    serials: dict[str, list[int]] = {}
    for kind, serial in Paper.objects.order_by("serial").values_list("kind", "serial"):
        serials.setdefault(kind, []).append(serial)
    assert all(found == list(range(1, len(found) + 1)) for found in serials.values())


@pytest.mark.parametrize(
    ("one", "other", "papers"),
    [
        (Act.GRANT, Act.DENY, {"decision_granted", "decision_denied"}),
        (Act.GRANT, Act.WITHDRAW, {"decision_granted", "closure"}),
        (Act.DENY, Act.TERMINATE, {"decision_denied", "closure"}),
    ],
)
def test_of_two_ends_at_once_one_stands(one: Act, other: Act, papers: set[str]) -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)

    results = together(deed(desk, one, number, actor=desk.head), deed(desk, other, number))

    assert errors(results) == [ActNotAllowedError]
    assert [step.state for step in done(results)] == [case(number).state]
    assert len(papers & set(kinds(number))) == 1
    assert_whole()


def test_a_stop_and_an_extension_at_once_both_hold() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = make_case(desk, State.ACCEPTED)

    day = "2026-03-04T10:00"
    results = together(on(day, deed(desk, Act.STOP, number)), on(day, deed(desk, Act.EXTEND, number)))

    assert errors(results) == []
    assert (case(number).state, case(number).extension, case(number).promised_due_on) == ("special", "10wd", None)
    with at("2026-03-11T10:00"):
        do(desk, Act.RESUME, number)
    assert (str(case(number).promised_due_on), CaseStop.objects.count()) == ("2026-04-07", 1)
    assert_whole()


def test_of_a_correction_and_the_lapse_at_once_one_holds() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = make_case(desk, State.CORRECTION_REQUESTED)

    late = "2026-03-17T10:00"
    results = together(
        on(late, deed(desk, Act.CORRECT, number)),
        on(late, lambda: services.lapse_case(actor=SYSTEM, case_no=number)),
    )

    assert errors(results) == [ActNotAllowedError]
    assert case(number).state in {"received", "lapsed"}
    assert ("closure" in kinds(number)) is (case(number).state == "lapsed")
    assert_whole()


def test_of_a_supply_and_the_lapse_at_once_one_holds() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = deferring(desk)

    late = "2026-03-17T10:00"
    results = together(
        on(late, deed(desk, Act.SUPPLY, number)), on(late, lambda: services.lapse_case(actor=SYSTEM, case_no=number))
    )

    pledge = Pledge.objects.get()
    assert (pledge.kept_seq is None) is not (pledge.broken_seq is None)
    assert len(errors(results)) == 1
    assert case(number).state == ("accepted" if pledge.kept_seq else "lapsed")
    assert_whole()


def test_of_two_renewals_granted_at_once_one_renews() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk(GRANTING)
        renewal = also(desk, RENEWING, "A2")
        original = make_case(desk, State.DELIVERED)
    with at("2026-03-03T10:00"):
        numbers = [renewing(renewal, original) for _ in range(2)]
        for number in numbers:
            for act in (Act.RECEIVE, Act.ACCEPT, Act.REVIEW):
                do(renewal, act, number)

    day = "2026-03-04T10:00"
    results = together(*[on(day, deed(renewal, Act.GRANT, number)) for number in numbers])

    assert errors(results) == [RenewedAlreadyError]
    assert str(case(original).valid_until) == "2026-07-01"
    assert LedgerRow.objects.filter(case_no=original, act="renew").count() == 1
    assert Paper.objects.filter(kind="renewal").count() == 1
    assert_whole()


def test_two_runs_of_the_timers_at_once_do_each_thing_once() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        numbers = [make_case(desk, State.RECEIVED) for _ in range(6)]

    late = "2026-03-10T02:00"
    results = together(*[on(late, lambda: services.run_timers(actor=SYSTEM))] * 2)

    assert errors(results) == []
    assert sum(result for result in results if isinstance(result, int)) == 6
    assert sorted(LedgerRow.objects.filter(act="deem_accepted").values_list("case_no", flat=True)) == numbers
    assert sorted(Paper.objects.filter(kind="acceptance").values_list("serial", flat=True)) == list(range(1, 7))
    assert_whole()
