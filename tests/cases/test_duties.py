"""Who must do what next: every state, both kinds of item."""

from datetime import date

import pytest

from yichuang.cases.rules import CLOSED_STATES, Act, DutyCode, State, Who, next_duty, possible_acts
from yichuang.catalogue.rules import CaseType

DUE = date(2026, 3, 16)
S, D, P, INSTANT = State, DutyCode, CaseType.PROMISED, CaseType.INSTANT
TABLE: list[tuple[State, CaseType, Who, Act | None, DutyCode, bool]] = [
    (S.SUBMITTED, P, Who.CENTRE, Act.RECEIVE, D.RECEIVE, True),
    (S.RECEIVED, P, Who.CENTRE, Act.ACCEPT, D.CHECK, True),
    (S.CORRECTION_REQUESTED, P, Who.APPLICANT, Act.CORRECT, D.CORRECT, True),
    (S.ACCEPTED, P, Who.CENTRE, Act.REVIEW, D.REVIEW, True),
    (S.IN_REVIEW, P, Who.CENTRE, Act.GRANT, D.DECIDE, True),
    (S.GRANTED, P, Who.CENTRE, Act.ISSUE, D.ISSUE, True),
    (S.DENIED, P, Who.CENTRE, Act.DELIVER, D.DELIVER, True),
    (S.ISSUED, P, Who.CENTRE, Act.DELIVER, D.DELIVER, True),
    (S.DELIVERED, P, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.REFUSED, P, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.SPECIAL, P, Who.CENTRE, Act.RESUME, D.END_PROCEDURE, True),
    (S.SENT_UP, P, Who.UPPER, Act.BRING_BACK, D.ANSWER_ABOVE, True),
    (S.NOT_REQUIRED, P, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.WITHDRAWN, P, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.TERMINATED, P, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.LAPSED, P, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.ARCHIVED, P, Who.NOBODY, None, D.NOTHING, False),
    (S.SUBMITTED, INSTANT, Who.CENTRE, Act.RECEIVE, D.RECEIVE, True),
    (S.RECEIVED, INSTANT, Who.CENTRE, Act.ACCEPT, D.CHECK, True),
    (S.CORRECTION_REQUESTED, INSTANT, Who.APPLICANT, Act.CORRECT, D.CORRECT, True),
    (S.ACCEPTED, INSTANT, Who.CENTRE, Act.GRANT, D.DECIDE_ON_THE_SPOT, True),
    (S.IN_REVIEW, INSTANT, Who.CENTRE, Act.GRANT, D.DECIDE, True),
    (S.GRANTED, INSTANT, Who.CENTRE, Act.ISSUE, D.ISSUE, True),
    (S.DENIED, INSTANT, Who.CENTRE, Act.DELIVER, D.DELIVER, True),
    (S.ISSUED, INSTANT, Who.CENTRE, Act.DELIVER, D.DELIVER, True),
    (S.DELIVERED, INSTANT, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.REFUSED, INSTANT, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.SPECIAL, INSTANT, Who.CENTRE, Act.RESUME, D.END_PROCEDURE, True),
    (S.SENT_UP, INSTANT, Who.UPPER, Act.BRING_BACK, D.ANSWER_ABOVE, True),
    (S.NOT_REQUIRED, INSTANT, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.WITHDRAWN, INSTANT, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.TERMINATED, INSTANT, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.LAPSED, INSTANT, Who.CENTRE, Act.ARCHIVE, D.ARCHIVE, False),
    (S.ARCHIVED, INSTANT, Who.NOBODY, None, D.NOTHING, False),
]


@pytest.mark.parametrize(("state", "case_type", "who", "act", "code", "has_day"), TABLE)
def test_every_state_has_one_duty(
    state: State, case_type: CaseType, who: Who, act: Act | None, code: DutyCode, has_day: bool
) -> None:
    duty = next_duty(state, case_type, DUE)

    assert (duty.who, duty.act, duty.code, duty.due_on) == (who, act, code, DUE if has_day else None)
    assert bool(duty.law) is (state is not State.ARCHIVED)


def test_the_table_has_every_state_and_kind_of_item() -> None:
    assert {(row[0], row[1]) for row in TABLE} == {(state, kind) for state in State for kind in CaseType}


@pytest.mark.parametrize(("state", "case_type"), [(state, kind) for state in State for kind in CaseType])
def test_the_act_of_a_duty_is_possible(state: State, case_type: CaseType) -> None:
    duty = next_duty(state, case_type, DUE)

    assert duty.act is None or duty.act in possible_acts(state, case_type)


def test_a_decision_that_is_the_result_is_delivered_itself() -> None:
    duty = next_duty(State.GRANTED, CaseType.PROMISED, DUE, has_results=False)

    assert (duty.act, duty.code, duty.law) == (Act.DELIVER, DutyCode.DELIVER, ("ALL 44",))


def test_corrections_are_checked_without_asking_again() -> None:
    assert next_duty(State.RECEIVED, CaseType.PROMISED, DUE, is_corrected=True).code is DutyCode.CHECK_CORRECTIONS


def test_in_review_without_opinion_the_case_is_reviewed_and_then_sent_up_where_a_higher_body_decides() -> None:
    unread = next_duty(State.IN_REVIEW, CaseType.PROMISED, DUE, has_opinion=False, goes_up=True)
    read = next_duty(State.IN_REVIEW, CaseType.PROMISED, DUE, goes_up=True)

    assert (unread.act, unread.code) == (Act.REVIEW, DutyCode.REVIEW)
    assert (read.act, read.code, read.law) == (Act.SEND_UP, DutyCode.SEND_UP, ("ALL 35", "ALL 43"))


def test_a_duty_is_overdue_the_day_after_its_day() -> None:
    duty = next_duty(State.SUBMITTED, CaseType.PROMISED, DUE)

    assert [duty.is_overdue(day) for day in (DUE, date(2026, 3, 17))] == [False, True]
    assert not any(next_duty(state, CaseType.PROMISED, DUE).is_overdue(date(2030, 1, 1)) for state in CLOSED_STATES)
