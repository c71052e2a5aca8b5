"""What each act refuses by itself: exact code and details, and no trace. The order of states is another matter."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tests.support import cases, identity
from tests.support.acts import Deed, at, case, last_row, refuses
from tests.support.cases import Desk, do, make_case, make_desk
from tests.support.catalogue import make_content
from yichuang.cases import services
from yichuang.cases.rules import (
    Act,
    CancellationGround,
    Opinion,
    RecallGround,
    RevocationGround,
    State,
    TerminationGround,
)
from yichuang.cases.services import HearingPlan
from yichuang.catalogue.rules import Commitment, Handling
from yichuang.core import clock
from yichuang.core.rights import Role
from yichuang.deadlines.rules import Procedure

pytestmark = pytest.mark.django_db
COMMITTED = Handling(commitment=Commitment(terms=("场所符合要求",), consequence="撤销许可"))
ABOVE = Handling(upper_body="示例省市场监督管理局")


def stop(desk: Desk, number: str, **changes: Any) -> Deed:
    plan: dict[str, Any] = {
        "procedure": Procedure.APPRAISAL,
        "reason": "需鉴定",
        "expected_on": cases.soon(),
        **changes,
    }
    return lambda: services.begin_procedure(actor=desk.official, case_no=number, **plan)


def hearing(desk: Desk, *, days: int = 7, place: str = "听证室", chair: int | None = None) -> dict[str, Any]:
    at_noon = clock.local(clock.now()).replace(hour=12) + timedelta(days=days)
    plan = HearingPlan(held_at=at_noon, place=place, chair_id=chair or desk.head.account_id or 0, matter="拟不予许可")
    return {"procedure": Procedure.HEARING, "hearing": plan}


@pytest.mark.parametrize("missing", ["", "  \n "])
def test_what_the_law_wants_reasons_for_is_not_done_without(missing: str) -> None:
    desk = make_desk()
    submitted, received, accepted = (make_case(desk, one) for one in (State.SUBMITTED, State.RECEIVED, State.ACCEPTED))
    review, special, delivered = (make_case(desk, one) for one in (State.IN_REVIEW, State.SPECIAL, State.DELIVERED))
    away = make_case(desk, State.SENT_UP)
    who, official = desk.reviewer, desk.official
    deeds: list[Deed] = [
        lambda: services.tell_not_required(actor=desk.clerk, case_no=submitted, reason=missing),
        lambda: services.refuse_case(actor=desk.clerk, case_no=received, reason=missing, proper_body="某局"),
        lambda: services.review_case(actor=who, case_no=accepted, opinion=Opinion.DENY, text=missing),
        stop(desk, review, reason=missing),
        lambda: services.end_procedure(actor=who, case_no=special, result=missing),
        lambda: services.extend_limit(actor=desk.head, case_no=review, reason=missing),
        lambda: services.tell_hearing(actor=who, case_no=review, matter=missing),
        lambda: services.decide_case(actor=official, case_no=review, is_granted=False, reasons=[missing]),
        lambda: services.terminate_case(actor=official, case_no=review, ground=TerminationGround.GONE, reason=missing),
        lambda: services.acknowledge(actor=who, case_no=away, receipt_no=missing, received_by="某人"),
        lambda: services.bring_back(actor=who, case_no=away, is_granted=True, document_no=missing),
        lambda: services.bring_back(actor=who, case_no=away, is_granted=False, document_no="省批1号", text=missing),
        lambda: services.end_grant(
            actor=desk.head, case_no=delivered, act=Act.REVOKE, ground=RevocationGround.FRAUD, reason=missing
        ),
        lambda: services.recuse(actor=who, case_no=review, reason=missing),
    ]

    for deed in deeds:
        refuses(deed, "cases.reason_missing")


def test_an_end_needs_a_ground_of_its_own_kind() -> None:
    desk = make_desk()
    review, delivered = make_case(desk, State.IN_REVIEW), make_case(desk, State.DELIVERED)

    refuses(
        lambda: services.terminate_case(actor=desk.official, case_no=review, ground=None, reason="已注销"),
        "cases.ground_missing",
    )
    for act, ground in (
        (Act.REVOKE, RecallGround.LAW_CHANGED),
        (Act.CANCEL, None),
        (Act.RECALL, CancellationGround.ENDED),
    ):
        refuses(
            partial(services.end_grant, actor=desk.head, case_no=delivered, act=act, ground=ground, reason="查实"),
            "cases.ground_missing",
        )


def test_before_the_receipt_a_refusal_names_the_right_body() -> None:
    desk = make_desk()
    number = make_case(desk)

    refuses(
        lambda: services.refuse_case(actor=desk.clerk, case_no=number, reason="不属于本机关职权"),
        "cases.proper_body_missing",
    )
    services.refuse_case(actor=desk.clerk, case_no=number, reason="不属于本机关职权", proper_body="示例区水利局")
    assert case(number).state == State.REFUSED


def test_a_procedure_is_not_planned_into_the_past_and_sending_up_is_an_act_of_its_own() -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)

    refuses(stop(desk, number, expected_on=cases.soon(-1)), "cases.expected_day")
    refuses(stop(desk, number, procedure=Procedure.REFERRAL), "cases.procedure_unfit", procedure=Procedure.REFERRAL)


def test_a_hearing_is_told_seven_days_before_and_not_chaired_by_a_reviewer() -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)
    earliest = clock.today() + timedelta(days=7)

    refuses(stop(desk, number, procedure=Procedure.HEARING), "cases.hearing_plan")
    refuses(stop(desk, number, **hearing(desk, place=" ")), "cases.hearing_plan")
    refuses(stop(desk, number, **hearing(desk, days=6)), "cases.hearing_notice", days=7, earliest=earliest)
    refuses(stop(desk, number, **hearing(desk, chair=desk.reviewer.account_id)), "cases.chair_reviewed", name="审查乙")
    refuses(stop(desk, number, **hearing(desk, chair=desk.applicant.account_id)), "cases.handler_unfit")
    assert stop(desk, number, **hearing(desk, days=7))()


def test_whoever_was_in_the_chair_gives_no_opinion_afterwards() -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)
    chair = identity.staff_actor(Role.REVIEWER, organisation_id=desk.organisation_id, name="主持己")
    assert chair.account_id
    stop(desk, number, **hearing(desk, chair=chair.account_id))()
    with clock.simulated(clock.now() + timedelta(days=8)):
        do(desk, Act.RESUME, number)

    refuses(lambda: do(desk, Act.REVIEW, number, actor=chair), "cases.chair_reviews", name="主持己")
    assert do(desk, Act.REVIEW, number).state is State.IN_REVIEW


@pytest.mark.parametrize("people", [(), ("reviewer",), ("reviewer", "reviewer")])
@pytest.mark.parametrize(
    ("procedure", "law"),
    [
        (Procedure.SITE_VISIT, ["ALL 34"]),
        (Procedure.INSPECTION, ["ALL 45", "ALL 55"]),
        (Procedure.TEST, ["ALL 45", "ALL 55"]),
        (Procedure.QUARANTINE, ["ALL 45", "ALL 55"]),
    ],
)
def test_nobody_goes_on_site_inspects_tests_or_quarantines_alone(
    procedure: Procedure, law: list[str], people: tuple[str, ...]
) -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)
    accounts = [getattr(desk, one).account_id for one in people]

    refuses(stop(desk, number, procedure=procedure, people=accounts), "cases.too_few_on_site", number=2)
    both = [desk.reviewer.account_id, desk.official.account_id]
    assert stop(desk, number, procedure=procedure, people=both)()
    assert [one["name"] for one in last_row(number).details["people"]] == ["审查乙", "批准丙"]
    assert last_row(number).law == law


def test_what_the_law_sets_no_number_for_names_nobody() -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)

    assert stop(desk, number, procedure=Procedure.EXPERT_REVIEW)()
    assert "people" not in last_row(number).details


def test_a_limit_is_extended_once() -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)
    do(desk, Act.EXTEND, number)

    refuses(lambda: do(desk, Act.EXTEND, number), "cases.extended_already", extension="10wd")


def test_a_limit_is_extended_on_its_last_day_and_not_after() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = make_case(desk, State.IN_REVIEW)
    last_on = case(number).statutory_due_on
    assert str(last_on) == "2026-03-30"

    with at("2026-03-31T00:00"):
        refuses(lambda: do(desk, Act.EXTEND, number), "cases.extension_late", due_on=last_on)
    with at("2026-03-30T23:59"):
        assert do(desk, Act.EXTEND, number).state is State.IN_REVIEW


def test_while_the_statutory_clock_stands_still_the_limit_is_extended_though_the_promise_is_over() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = make_case(desk, State.IN_REVIEW)
    with at("2026-03-18T10:00"):
        do(desk, Act.STOP, number)
    assert (str(case(number).promised_due_on), case(number).statutory_due_on) == ("2026-03-16", None)

    with at("2026-04-30T10:00"):
        assert do(desk, Act.EXTEND, number).state is State.SPECIAL


def test_without_opinion_nothing_is_decided() -> None:
    desk = make_desk()
    number = make_case(desk, State.ACCEPTED)
    do(desk, Act.STOP, number)
    do(desk, Act.RESUME, number)

    for act in (Act.GRANT, Act.DENY):
        refuses(partial(do, desk, act, number), "cases.opinion_missing")


def test_nothing_is_decided_while_a_hearing_may_be_asked_for_or_is_awaited() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        silent, asking = (make_case(desk, State.IN_REVIEW) for _ in range(2))
        for number in (silent, asking):
            do(desk, Act.TELL_HEARING, number)
        refuses(lambda: do(desk, Act.TELL_HEARING, silent), "cases.hearing_told")
    until = case(silent).hearing_by
    assert str(until) == "2026-03-09"  # the fifth day is a Saturday (CIV 203)

    with at("2026-03-09T23:59"):
        for act in (Act.GRANT, Act.DENY):
            refuses(partial(do, desk, act, silent), "cases.hearing_open", until=until)
        do(desk, Act.ASK_HEARING, asking)
    with at("2026-03-10T00:00"):
        refuses(lambda: do(desk, Act.ASK_HEARING, silent), "cases.hearing_late", until=until)
        assert do(desk, Act.DENY, silent).state is State.DENIED
        refuses(lambda: do(desk, Act.DENY, asking), "cases.hearing_open")
        refuses(lambda: do(desk, Act.ASK_HEARING, asking), "cases.hearing_not_offered")


def test_a_higher_body_decides_first() -> None:
    desk = make_desk(make_content(handling=ABOVE))
    number = make_case(desk, State.IN_REVIEW)
    send: dict[str, Any] = {"actor": desk.official, "case_no": number, "carrier": "专人"}

    refuses(lambda: do(desk, Act.GRANT, number), "cases.upper_answer_missing", body=ABOVE.upper_body)
    refuses(lambda: services.send_up(**send, opinion=" ", expected_on=cases.soon()), "cases.reason_missing")
    refuses(lambda: services.send_up(**send, opinion="同意", expected_on=cases.soon(-1)), "cases.expected_day")
    do(desk, Act.SEND_UP, number)
    do(desk, Act.BRING_BACK, number)
    refuses(lambda: do(desk, Act.DENY, number), "cases.upper_answer_contradicted", document="省批〔2026〕1号")
    refuses(lambda: do(desk, Act.SEND_UP, number), "cases.not_referred")
    assert do(desk, Act.GRANT, number).state is State.GRANTED


def test_nothing_is_sent_up_without_opinion_or_where_it_is_decided_here() -> None:
    above, here = make_desk(make_content(handling=ABOVE)), make_desk(task_code="B1")
    unread = make_case(above, State.ACCEPTED)
    do(above, Act.STOP, unread)
    do(above, Act.RESUME, unread)
    own = make_case(here, State.IN_REVIEW)

    refuses(lambda: do(above, Act.SEND_UP, unread), "cases.opinion_missing")
    refuses(lambda: do(here, Act.SEND_UP, own), "cases.not_referred")


def test_whoever_stepped_aside_takes_no_further_part() -> None:
    desk = make_desk()
    number = make_case(desk, State.ACCEPTED)
    do(desk, Act.RECUSE, number)
    colleague = identity.staff_actor(Role.REVIEWER, organisation_id=desk.organisation_id, name="审查庚")

    for act in (Act.REVIEW, Act.RECUSE):
        refuses(partial(do, desk, act, number), "cases.recused", name="审查乙")
    refuses(stop(desk, number, **hearing(desk, chair=desk.reviewer.account_id)), "cases.recused", name="审查乙")
    both = [desk.reviewer.account_id, colleague.account_id]
    refuses(stop(desk, number, procedure=Procedure.SITE_VISIT, people=both), "cases.recused", name="审查乙")
    refuses(lambda: do(desk, Act.HAND_OVER, number), "cases.recused", name="审查乙")
    refuses(
        lambda: services.hand_over_case(
            actor=desk.clerk, case_no=number, to_account_id=desk.reviewer.account_id, reason="请办理"
        ),
        "cases.recused",
        name="审查乙",
    )
    assert do(desk, Act.REVIEW, number, actor=colleague).state is State.IN_REVIEW


@pytest.mark.parametrize("act", [Act.RECEIVE, Act.ACCEPT])
def test_nobody_reviews_what_he_received_where_the_item_says_so(act: Act) -> None:
    desk = make_desk(make_content(handling=Handling(are_duties_apart=True)))
    both = identity.staff_actor(
        Role.WINDOW_CLERK, Role.REVIEWER, organisation_id=desk.organisation_id, name="收件兼审查"
    )
    number = make_case(desk)
    for one in (Act.RECEIVE, Act.ACCEPT):
        do(desk, one, number, actor=both if one is act else None)

    refuses(lambda: do(desk, Act.REVIEW, number, actor=both), "cases.duties_apart")
    assert do(desk, Act.REVIEW, number).state is State.IN_REVIEW


def test_a_notice_lists_something_says_what_is_wrong_and_comes_once() -> None:
    desk = make_desk()
    number = make_case(desk, State.RECEIVED)

    def ask(*missing: services.Missing) -> Deed:
        return lambda: services.request_correction(actor=desk.clerk, case_no=number, missing=missing)

    refuses(ask(), "cases.nothing_missing")
    refuses(ask(services.Missing(item="平面图", problem="")), "cases.nothing_missing")
    do(desk, Act.REQUEST_CORRECTION, number)
    do(desk, Act.CORRECT, number)
    refuses(ask(services.Missing(item="平面图", problem="仍缺")), "cases.correction_once")


def test_a_promised_case_is_not_deemed_accepted_while_the_five_days_run() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = make_case(desk, State.RECEIVED)

    with at("2026-03-09T23:59"):
        refuses(lambda: do(desk, Act.DEEM_ACCEPTED, number), "cases.day_not_come", act=Act.DEEM_ACCEPTED)
    with at("2026-03-10T00:00"):
        assert do(desk, Act.DEEM_ACCEPTED, number).state is State.ACCEPTED
