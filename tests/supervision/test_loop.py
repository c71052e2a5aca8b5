"""What becomes of a signal: the table of moves, and everybody's part in it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from tests.support import identity
from tests.support.supervision_loop import DISCIPLINE, Place, issued, late, order
from yichuang.core import clock
from yichuang.core.actor import RightMissingError
from yichuang.core.rights import Role
from yichuang.documents.models import Paper
from yichuang.documents.queries import list_papers
from yichuang.supervision import queries, services
from yichuang.supervision.errors import (
    AnswerAwaitedError,
    AnswerLateError,
    DayNotAllowedError,
    KeyReusedError,
    MeasureMoveNotAllowedError,
    MoveNotAllowedError,
    NotConcernedError,
    OwnMatterError,
    SignalNotFoundError,
    StrikesMissingError,
    WordsMissingError,
)
from yichuang.supervision.models import Entry, Measure, Signal
from yichuang.supervision.rules import MOVES, Card, MeasureKind, SignalAct, SignalState, state_after


def test_every_pair_of_state_and_act_is_a_move_or_refused() -> None:
    for state, act in product([None, *SignalState], SignalAct):
        if (state, act) in MOVES:
            assert state_after(state, act) is MOVES[state, act]
        else:
            with pytest.raises(MoveNotAllowedError):
                state_after(state, act)


def test_every_state_is_reached_and_all_but_the_ends_are_left() -> None:
    reached, left = set(MOVES.values()), {state for state, _act in MOVES}

    assert reached == set(SignalState)
    assert set(SignalState) - left == {SignalState.CLOSED, SignalState.CANCELLED, SignalState.HANDED_OVER}


@pytest.mark.django_db
def test_a_signal_goes_from_the_light_to_the_checked_remedy() -> None:
    place = Place()
    place.confirmed()

    with clock.simulated(late(2)):
        services.give_card(actor=place.supervisor, signal_id=place.signal_id)
        issued = services.issue_measure(
            actor=place.supervisor, signal_id=place.signal_id, kind=MeasureKind.ORDER, order=order(), key="k1"
        )
    assert issued.measure_id is not None
    with clock.simulated(late(3)):
        services.answer_measure(actor=place.desk.official, measure_id=issued.measure_id, text="已作出决定")
        services.return_measure(
            actor=place.supervisor,
            measure_id=issued.measure_id,
            reason="未告知申请人",
            due_on=clock.today() + timedelta(days=3),
        )
        services.answer_measure(actor=place.desk.official, measure_id=issued.measure_id, text="已告知")
        services.close_measure(actor=place.supervisor, measure_id=issued.measure_id, reason="核查属实")

    acts = list(Entry.objects.filter(signal_id=place.signal_id).order_by("seq").values_list("act", flat=True))
    assert acts == ["raise", "notify", "explain", "confirm", "card", "measure", "report", "reject", "report", "check"]
    assert (place.state(), Signal.objects.get(pk=place.signal_id).card) == ("closed", Card.RED.value)
    assert queries.verify_entries() == ()
    (paper,) = list_papers(f"signal:{place.signal_id}")
    assert (paper.kind.value, paper.number, paper.organisation_id) == (
        "supervise_order",
        issued.number,
        place.authority,
    )
    assert "督〔2026〕1号" in issued.number


@pytest.mark.django_db
def test_the_same_request_gives_the_first_answer_and_another_with_its_key_is_refused() -> None:
    place = Place()

    with clock.simulated(late(1)):
        first = services.explain(actor=place.desk.official, signal_id=place.signal_id, reason="系统故障", key="k1")
        again = services.explain(actor=place.desk.official, signal_id=place.signal_id, reason="系统故障", key="k1")
        with pytest.raises(KeyReusedError):
            services.appeal(actor=place.desk.official, signal_id=place.signal_id, reason="系统故障", key="k1")

    assert (again.seq, again.is_repeat, first.is_repeat) == (first.seq, True, False)


@pytest.mark.django_db
def test_nobody_but_the_body_answers_and_nobody_but_a_supervisor_judges() -> None:
    place = Place()
    stranger = identity.staff_actor(Role.REVIEWER, organisation_id=place.desk.organisation_id, name="他人")

    with clock.simulated(late(1)):
        with pytest.raises(SignalNotFoundError):
            services.explain(actor=stranger, signal_id=place.signal_id, reason="与我无关")
        with pytest.raises(NotConcernedError):
            services.explain(actor=place.supervisor, signal_id=place.signal_id, reason="代为说明")
        services.appeal(actor=place.desk.official, signal_id=place.signal_id, reason="依法中止")
        for act in (services.uphold, services.cancel):
            with pytest.raises(RightMissingError):
                act(actor=place.desk.official, signal_id=place.signal_id, reason="同意")

    assert place.state() == "appealed"


@pytest.mark.django_db
def test_nobody_judges_what_he_answered_himself() -> None:
    place = Place()
    both = identity.staff_actor(Role.SUPERVISOR, Role.AGENCY_HEAD, organisation_id=place.authority, name="双岗庚")

    with clock.simulated(late(1)):
        services.explain(actor=both, signal_id=place.signal_id, reason="说明")
        with pytest.raises(OwnMatterError):
            services.confirm(actor=both, signal_id=place.signal_id)

    assert place.state() == "explained"


@pytest.mark.django_db
def test_words_and_days_are_asked_for() -> None:
    place = Place()

    with clock.simulated(late(1)):
        with pytest.raises(WordsMissingError):
            services.explain(actor=place.desk.official, signal_id=place.signal_id, reason="  ")
        with pytest.raises(AnswerAwaitedError):
            services.confirm(actor=place.supervisor, signal_id=place.signal_id)
    with clock.simulated(late(8)):
        with pytest.raises(AnswerLateError):
            services.explain(actor=place.desk.official, signal_id=place.signal_id, reason="迟了")
        services.confirm(actor=place.supervisor, signal_id=place.signal_id)
        with pytest.raises(DayNotAllowedError):
            services.issue_measure(
                actor=place.supervisor, signal_id=place.signal_id, kind=MeasureKind.ORDER, order=order(0)
            )
        with pytest.raises(WordsMissingError):
            services.issue_measure(
                actor=place.supervisor,
                signal_id=place.signal_id,
                kind=MeasureKind.RECOMMENDATION,
                order=replace(order(), points=()),
            )

    assert (place.state(), Measure.objects.count()) == ("confirmed", 0)


@pytest.mark.django_db
def test_a_false_alarm_counts_against_its_rule_and_is_not_raised_again() -> None:
    place = Place()

    with clock.simulated(late(1)):
        services.appeal(actor=place.desk.official, signal_id=place.signal_id, reason="依法延期")
        services.cancel(actor=place.supervisor, signal_id=place.signal_id, reason="规则未计延期")
        services.examine_cases([place.case_no])
        swept = services.sweep(actor=place.supervisor)

    record = next(one for one in queries.rule_records() if one.rule == "time.promised_passed")
    assert (record.raised, record.cancelled) == (1, 1)
    assert "time.promised_passed" not in swept.findings
    assert place.state() == "cancelled"


@pytest.mark.django_db
def test_the_third_inquiry_that_is_not_answered_goes_to_discipline_inspection() -> None:
    place = Place()
    place.confirmed()

    ids = []
    for time in range(3):
        with clock.simulated(late(2 + 10 * time)):
            issued = services.issue_measure(
                actor=place.supervisor,
                signal_id=place.signal_id,
                kind=MeasureKind.INQUIRY,
                order=order(5, person="吴示例"),
            )
            ids.append(issued.measure_id or 0)
            if time:
                with pytest.raises(StrikesMissingError):
                    services.hand_over(actor=place.supervisor, measure_id=ids[0], to=DISCIPLINE, reason="三次未答复")
    with clock.simulated(late(23)):
        services.answer_measure(actor=place.desk.official, measure_id=ids[2], text="已整改")
        services.return_measure(actor=place.supervisor, measure_id=ids[2], reason="未整改", due_on=late(30).date())
    with clock.simulated(late(40)):
        done = services.hand_over(actor=place.supervisor, measure_id=ids[2], to=DISCIPLINE, reason="三次未答复")

    file = Measure.objects.get(pk=done.measure_id or 0)
    assert (place.state(), file.kind, len(file.evidence["inquiries"])) == ("handed_over", "handover", 3)
    assert file.evidence["signals"][0]["rule"] == "time.promised_passed"
    assert [one.kind.value for one in list_papers(f"signal:{place.signal_id}")].count("discipline_file") == 1
    assert "移〔2026〕1号" in file.number
    told = [one["outcome"] for one in Paper.objects.get(pk=file.paper_id or 0).data["inquiries"]]
    assert told == ["逾期未答复。", "逾期未答复。", "答复：已整改（核查发现未整改到位，退回1次）"]
    assert set(Measure.objects.filter(pk__in=ids).values_list("state", flat=True)) == {"handed_over"}
    assert services.strikes("time.promised_passed", place.desk.organisation_id, today=date(2026, 8, 1)) == 0
    assert queries.verify_entries() == ()


@pytest.mark.django_db
def test_a_signal_is_closed_with_the_last_of_its_papers() -> None:
    place = Place()
    place.confirmed()
    first = issued(place, MeasureKind.ORDER, 2)
    second = issued(place, MeasureKind.INQUIRY, 2)

    with clock.simulated(late(3)):
        assert {one.id for one in queries.list_open_measures(place.supervisor)} == {first, second}
        services.answer_measure(actor=place.desk.official, measure_id=first, text="已作出决定")
        assert {one.id for one in queries.list_open_measures(place.supervisor)} == {second}
        assert [one.is_open for one in queries.list_measures(place.supervisor, place.signal_id)] == [False, True]
        done = services.close_measure(actor=place.supervisor, measure_id=first, reason="属实", key="k1")
        between = place.state()
        with pytest.raises(MeasureMoveNotAllowedError):
            services.close_measure(actor=place.supervisor, measure_id=second, reason="未答复")
        services.answer_measure(actor=place.desk.official, measure_id=second, text="已说明")
        last = services.close_measure(actor=place.supervisor, measure_id=second, reason="属实")
        again = services.close_measure(actor=place.supervisor, measure_id=first, reason="属实", key="k1")

    assert (done.act, between, last.act, place.state()) == (SignalAct.CHECK_ONE, "ordered", SignalAct.CHECK, "closed")
    assert (again.is_repeat, again.seq) == (True, done.seq)
    assert set(Measure.objects.values_list("state", flat=True)) == {"closed"}
    assert queries.verify_entries() == ()


@pytest.mark.django_db
def test_of_two_papers_answered_one_goes_back_and_the_other_is_closed() -> None:
    place = Place()
    place.confirmed()
    first, second = issued(place, MeasureKind.ORDER, 2), issued(place, MeasureKind.RECOMMENDATION, 2)

    with clock.simulated(late(3)):
        for one in (first, second):
            services.answer_measure(actor=place.desk.official, measure_id=one, text="已整改")
        services.return_measure(
            actor=place.supervisor, measure_id=first, reason="不实", due_on=clock.today() + timedelta(days=3)
        )
        services.close_measure(actor=place.supervisor, measure_id=second, reason="属实")

    assert place.state() == "ordered"
    assert dict(Measure.objects.values_list("pk", "state")) == {first: "returned", second: "closed"}


@pytest.mark.django_db
def test_an_inquiry_once_sent_back_counts_though_it_was_closed_and_other_papers_go_along() -> None:
    place = Place()
    place.confirmed()
    returned = issued(place, MeasureKind.INQUIRY, 2)
    waiting = issued(place, MeasureKind.ORDER, 2, days=100)
    with clock.simulated(late(3)):
        services.answer_measure(actor=place.desk.official, measure_id=returned, text="已整改")
        due_on = clock.today() + timedelta(days=3)
        services.return_measure(actor=place.supervisor, measure_id=returned, reason="不实", due_on=due_on)
        services.answer_measure(actor=place.desk.official, measure_id=returned, text="已整改")
        services.close_measure(actor=place.supervisor, measure_id=returned, reason="属实")
    last = [issued(place, MeasureKind.INQUIRY, 4, days=5) for _ in range(2)][1]

    with clock.simulated(late(20)):
        services.hand_over(actor=place.supervisor, measure_id=last, to=DISCIPLINE, reason="三次")

    states = dict(Measure.objects.values_list("pk", "state"))
    assert (states[returned], states[waiting], states[last]) == ("handed_over",) * 3
    assert list(Measure.objects.filter(state="issued").values_list("kind", flat=True)) == ["handover"]
