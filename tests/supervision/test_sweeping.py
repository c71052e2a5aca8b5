"""A sweep gives what following along gave, doubles nothing, and bears everything that goes wrong."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Sum

from tests.support.cases import Desk, do, make_case, make_desk
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import Act, State, possible_acts
from yichuang.cases.services import recount_cases, take_news
from yichuang.catalogue.rules import CaseType
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.errors import DomainError
from yichuang.deadlines.rules import DayKind
from yichuang.deadlines.services import set_day
from yichuang.organisations.rules import NATIONAL
from yichuang.supervision import queries, services
from yichuang.supervision.models import CaseFact, Entry, MonthCount, Parked, Progress, Signal, Told
from yichuang.supervision.rules import COUNTERS, Light, read_book
from yichuang.supervision.services import examining, sweeping
from yichuang.supervision.services.telling import Ladder

MONDAY = datetime(2026, 3, 2, 9, tzinfo=clock.zone())
_ACTS = (
    Act.RECEIVE, Act.REQUEST_CORRECTION, Act.CORRECT, Act.ACCEPT, Act.REFUSE, Act.REVIEW, Act.STOP, Act.RESUME, Act.EXTEND, Act.GRANT,
    Act.DENY, Act.ISSUE, Act.DELIVER, Act.WITHDRAW, Act.ARCHIVE,
)  # fmt: skip


def day(number: int, hour: int = 9) -> datetime:
    """An hour of a day of the test."""
    return MONDAY + timedelta(days=number, hours=hour - 9)


def picture() -> tuple[set[tuple[Any, ...]], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Everything that is found and counted, without ids and instants."""
    signals = Signal.objects.exclude(state="void").values_list(
        "rule", "subject", "place", "lit_on", "case_seq", "owner_id", "light"
    )
    names = [one.name for one in CaseFact._meta.fields if one.name != "edition"]
    facts = list(CaseFact.objects.order_by("case_id").values_list(*names))
    counts = [
        row
        for row in MonthCount.objects.order_by("month", "item_code", "channel").values_list("month", *COUNTERS)
        if any(row[1:])
    ]
    return set(signals), facts, counts


def forget() -> None:
    """As if nobody had ever followed."""
    for table in (Told, Entry, Signal, CaseFact, MonthCount, Progress, Parked):
        table.objects.all().delete()


_ENDS = {Act.REFUSE, Act.WITHDRAW}


def live(desk: Desk, dice: random.Random) -> None:
    """A random life, followed act by act and watched each morning; what the services refuse is left out."""
    today = dice.randrange(5)
    with clock.simulated(day(today)):
        number = make_case(desk, State.ACCEPTED if dice.random() < 0.5 else State.RECEIVED)
        services.examine_cases([number])
    for _ in range(9):
        for _day in range(dice.choice((0, 0, 1, 2, 4, 9, 16))):
            today += 1
            with clock.simulated(day(today, 1)):
                services.watch_days(actor=SYSTEM)
        state = State(Case.objects.get(case_no=number).state)
        acts = [act for act in possible_acts(state, CaseType.PROMISED) if act in _ACTS]
        weights = [1 if act in _ENDS else 8 for act in acts]
        with clock.simulated(day(today, dice.randrange(9, 17))):
            try:
                do(desk, dice.choices(acts, weights)[0] if acts else Act.ARCHIVE, number)
            except DomainError:
                continue
            services.examine_cases([number])


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_a_sweep_finds_what_was_found_by_following_each_act_and_each_day(seed: int) -> None:
    dice = random.Random(seed)
    with clock.simulated(MONDAY):
        desk = make_desk()
    for _ in range(4):
        live(desk, dice)
    with clock.simulated(day(120)):
        services.watch_days(actor=SYSTEM)
        followed = picture()

        forget()
        services.sweep(actor=SYSTEM)

    swept = picture()
    assert {row[0] for row in followed[0]} - {"publication.incomplete"}
    assert without_counts(swept[0]) == without_counts(followed[0])
    assert swept[1:] == followed[1:]


def without_counts(signals: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Those of single cases: counts are looked at by the sweep only."""
    return {row for row in signals if row[0] in {rule.id for rule in queries.list_rules() if rule.way.value == "story"}}


@pytest.mark.django_db
def test_before_every_red_there_was_a_blue() -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        for _ in range(3):
            make_case(desk, State.ACCEPTED)
    for one in range(50):
        with clock.simulated(day(one, 1)):
            services.watch_days(actor=SYSTEM)

    by_case: dict[str, dict[str, Any]] = {}
    for case_no, rule, lit_on in Signal.objects.values_list("case_no", "rule", "lit_on"):
        by_case.setdefault(case_no, {})[rule] = lit_on
    assert len(by_case) == 3
    for lights in by_case.values():
        assert lights["time.remaining"] < lights["time.promised_passed"] < lights["time.statutory_passed"]


@pytest.mark.django_db
def test_a_reminder_is_settled_by_the_decision_and_tells_nobody_above() -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        number = make_case(desk, State.IN_REVIEW)
    with clock.simulated(day(10)):
        services.watch_days(actor=SYSTEM)
        reminder = Signal.objects.get(rule="time.remaining")
        do(desk, Act.GRANT, number)
        services.examine_cases([number])

    reminder.refresh_from_db()
    assert (reminder.state, reminder.light) == ("settled", Light.BLUE.value)
    assert set(Told.objects.filter(signal=reminder).values_list("account_id", flat=True)) == {desk.official.account_id}


@pytest.mark.django_db
def test_the_ladder_climbs_from_the_handler_to_the_head() -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        make_case(desk, State.ACCEPTED)
    with clock.simulated(day(40)):
        services.watch_days(actor=SYSTEM)

    told = {
        rule: set(Told.objects.filter(signal__rule=rule).values_list("account_id", flat=True))
        for rule in ("time.remaining", "time.promised_passed", "time.statutory_passed")
    }
    people = {one.account_id for one in (desk.reviewer, desk.official, desk.head)}
    assert told["time.remaining"] == {desk.reviewer.account_id}
    assert told["time.promised_passed"] == people - {desk.head.account_id}
    assert told["time.statutory_passed"] == people


@pytest.mark.django_db
def test_a_signal_that_is_no_longer_so_is_withdrawn_and_raised_again() -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        number = make_case(desk, State.ACCEPTED)
    rows = LedgerRow.objects.filter(case_no=number, act="accept")
    with clock.simulated(day(15)):
        services.watch_days(actor=SYSTEM)
        before = rows.get().at
        rows.update(at=before + timedelta(days=5))
        services.examine_cases([number])
        assert Signal.objects.get(rule="time.promised_passed").state == "void"

        rows.update(at=before)
        services.examine_cases([number])

    assert Signal.objects.get(rule="time.promised_passed").state == "notified"
    assert queries.verify_entries() == ()


@pytest.mark.django_db
def test_a_signal_that_is_raised_again_is_answered_within_days_of_its_own() -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        number = make_case(desk, State.ACCEPTED)
    rows = LedgerRow.objects.filter(case_no=number, act="accept")
    with clock.simulated(day(15)):
        services.watch_days(actor=SYSTEM)
        signal = Signal.objects.get(rule="time.promised_passed")
        before = rows.get().at
        rows.update(at=before + timedelta(days=5))
        services.examine_cases([number])
    first_day = signal.answer_by
    Told.objects.filter(signal=signal).delete()

    with clock.simulated(day(30)):
        rows.update(at=before)
        services.examine_cases([number])
        services.explain(actor=desk.official, signal_id=signal.pk, reason="系统故障")

    signal.refresh_from_db()
    assert (first_day, signal.answer_by, signal.state) == (date(2026, 3, 24), date(2026, 4, 9), "explained")
    assert desk.official.account_id in set(Told.objects.filter(signal=signal).values_list("account_id", flat=True))


@pytest.mark.django_db(transaction=True)
def test_the_follower_takes_each_act_and_a_sweep_after_it_finds_nothing_new() -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        make_case(desk, State.DELIVERED)
        make_case(desk, State.REFUSED)
        while take_news("supervision", services.take_news_rows):
            pass
        followed = picture()
        swept = services.sweep(actor=SYSTEM)

    assert (len(followed[1]), swept.raised) == (2, 0)
    assert picture() == followed
    assert MonthCount.objects.aggregate(filed=Sum("filed"), refused=Sum("refused"), granted=Sum("granted")) == {
        "filed": 2, "refused": 1, "granted": 1,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_case_that_cannot_be_examined_is_parked_and_the_others_go_on() -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        bad, good = make_case(desk, State.ACCEPTED), make_case(desk, State.ACCEPTED)
        LedgerRow.objects.filter(case_no=bad, act="accept").update(
            details={"is_deemed": True, "missing": 3}, act="stop"
        )
        LedgerRow.objects.filter(case_no=bad, act="stop").update(details={"clocks": ["no such clock"]})
        services.sweep(actor=SYSTEM)
        (parked,) = queries.list_parked()
        assert list(CaseFact.objects.values_list("case_no", flat=True)) == [good]

        LedgerRow.objects.filter(case_no=bad, act="stop").update(act="accept", details={})
        swept = services.sweep(actor=SYSTEM)

    assert (parked.case_no, parked.attempts) == (bad, 2)
    assert "no such clock" in parked.reason
    assert (swept.parked, CaseFact.objects.count()) == (0, 2)


@pytest.mark.django_db
def test_a_sweep_that_is_killed_leaves_no_half_lot_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        for _ in range(4):
            make_case(desk, State.ACCEPTED)
    monkeypatch.setattr(sweeping, "LOT", 2)
    with clock.simulated(day(40)):
        lots = sweeping._read_all(clock.today(), Ladder(clock.today()))
        next(lots)

        def killed(*_given: object, **_named: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(examining, "bring_into_line", killed)
            with pytest.raises(KeyboardInterrupt):
                next(lots)
        assert (CaseFact.objects.count(), Signal.objects.values("case_no").distinct().count()) == (2, 2)

        swept = services.sweep(actor=SYSTEM)

    assert (swept.cases, CaseFact.objects.count()) == (2, 4)
    assert Signal.objects.filter(rule="time.statutory_passed").count() == 4
    assert MonthCount.objects.aggregate(filed=Sum("filed"))["filed"] == 4


@pytest.mark.django_db
def test_closed_cases_are_read_again_only_under_other_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        make_case(desk, State.DELIVERED)
        first, second = services.sweep(actor=SYSTEM), services.sweep(actor=SYSTEM)
        other = read_book({"anomaly.minutes_after_acceptance": {"minutes": 1}})
        for module in (examining, sweeping):
            monkeypatch.setattr(module, "book", lambda: other)
        third, fourth = services.sweep(actor=SYSTEM), services.sweep(actor=SYSTEM)

    assert [one.cases for one in (first, second, third, fourth)] == [1, 0, 1, 0]
    assert first.findings["anomaly.minutes_after_acceptance"] == 1
    assert third.findings["anomaly.minutes_after_acceptance"] == 1


@pytest.mark.django_db
def test_a_clock_that_was_set_back_or_forward_is_told() -> None:
    with clock.simulated(MONDAY):
        make_case(make_desk())
        assert queries.clock_findings() == ()
    with clock.simulated(MONDAY - timedelta(hours=1)):
        (back,) = queries.clock_findings()
    with clock.simulated(day(30)):
        (forward,) = queries.clock_findings()

    assert (back.id, back.level) == ("supervision.clock_back", "error")
    assert (forward.id, forward.level) == ("supervision.clock_forward", "warning")


@pytest.mark.django_db
def test_a_changed_calendar_withdraws_what_is_no_longer_so_and_leaves_counts_consistent() -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        number = make_case(desk, State.ACCEPTED)
    with clock.simulated(datetime(2026, 3, 17, 8, tzinfo=clock.zone())):
        services.watch_days(actor=SYSTEM)
        assert Signal.objects.get(rule="time.promised_passed").state == "notified"
        set_day(
            actor=SYSTEM,
            region_code=NATIONAL,
            day=date(2026, 3, 13),
            kind=DayKind.HOLIDAY,
            name="纪念日",
            source="国务院通知",
        )
        recount_cases(actor=SYSTEM)
        services.examine_cases([number])
        before = picture()
        forget()
        services.sweep(actor=SYSTEM)

    assert picture() == before
    assert {row[0] for row in before[0]} == {"time.remaining", "time.step_overdue"}
