"""Due dates of cases: worked examples around the holidays, and the edge of the known calendars."""

from datetime import date, datetime

import pytest

from tests.support import cases
from tests.support.acts import at, case, last_row, paper_of, traces
from tests.support.catalogue import make_content
from yichuang.cases import queries
from yichuang.cases.errors import ActNotAllowedError
from yichuang.cases.rules import Act, State
from yichuang.deadlines.errors import CalendarMissingError
from yichuang.deadlines.rules import SHANGHAI, Term, Unit

pytestmark = pytest.mark.django_db


def test_limits_that_pass_national_day_2026() -> None:
    """Accepted on 25 September 2026; 1 to 7 October are days off, Saturday 10 October is worked for them.

    Working days after it: 28, 29, 30 September (3), 8, 9, 10 October (6), 12 to 16 (11), so the tenth is Thursday 15
    October and the twentieth Thursday 29 October.
    """
    desk = cases.make_desk()
    with at("2026-09-25T16:30"):
        case_no = cases.make_case(desk, State.ACCEPTED)

    filed = case(case_no)
    assert (filed.promised_due_on, filed.statutory_due_on) == (date(2026, 10, 15), date(2026, 10, 29))
    assert (filed.next_due_on, filed.is_due_provisional) == (date(2026, 10, 15), False)


def test_limits_that_pass_a_new_year_not_yet_announced_are_provisional() -> None:
    desk = cases.make_desk()
    with at("2026-12-28T10:00"):
        case_no = cases.make_case(desk, State.ACCEPTED)

    filed, row = case(case_no), last_row(case_no)
    assert (filed.promised_due_on, filed.is_due_provisional) == (date(2027, 1, 12), True)
    assert row.details["is_provisional"] is True
    assert paper_of(case_no).data["is_provisional"] is True


def test_limits_within_the_announced_year_are_not_provisional() -> None:
    desk = cases.make_desk()
    with at("2026-12-03T10:00"):
        case_no = cases.make_case(desk, State.ACCEPTED)

    assert (case(case_no).statutory_due_on, case(case_no).is_due_provisional) == (date(2026, 12, 31), False)


def test_a_due_date_past_the_last_calendar_leaves_the_case_received() -> None:
    desk = cases.make_desk()
    with at("2027-12-20T10:00"):
        case_no = cases.make_case(desk, State.RECEIVED)
        before = traces()

        with pytest.raises(CalendarMissingError):
            cases.do(desk, Act.ACCEPT, case_no)

    assert traces() == before
    assert (case(case_no).state, case(case_no).accepted_at) == ("received", None)
    assert dict(before.numbers) == {"receipt": 1}


def test_the_number_that_was_not_used_goes_to_the_next_acceptance() -> None:
    desk = cases.make_desk()
    with at("2027-12-01T10:00"):
        earlier = cases.make_case(desk, State.RECEIVED)
    with at("2027-12-20T10:00"):
        case_no = cases.make_case(desk, State.RECEIVED)
        with pytest.raises(CalendarMissingError):
            cases.do(desk, Act.ACCEPT, case_no)
    with at("2027-12-01T11:00"):
        cases.do(desk, Act.ACCEPT, earlier)

    assert paper_of(earlier).serial == 1


def test_an_application_past_the_last_calendar_is_not_taken() -> None:
    desk = cases.make_desk()
    before = traces()

    with at("2028-01-03T10:00"), pytest.raises(CalendarMissingError):
        cases.make_case(desk)

    assert traces() == before


def test_a_limit_in_calendar_days_moves_to_the_next_working_day() -> None:
    twenty = Term(20, Unit.CALENDAR_DAY)
    steps = tuple(step.model_copy(update={"limit": Term(1, Unit.CALENDAR_DAY)}) for step in make_content().steps)
    desk = cases.make_desk(make_content(statutory_limit=twenty, promised_limit=twenty, steps=steps))
    with at("2026-09-17T09:00"):
        case_no = cases.make_case(desk, State.ACCEPTED)

    assert case(case_no).statutory_due_on == date(2026, 10, 8)


def test_the_due_dates_are_explained_day_by_day() -> None:
    desk = cases.make_desk()
    with at("2026-09-25T16:30"):
        case_no = cases.make_case(desk, State.ACCEPTED)

    explained = queries.explain_due(desk.applicant, case_no)

    assert explained.promised is not None
    assert explained.statutory is not None
    assert (explained.promised.due_on, explained.statutory.due_on) == (date(2026, 10, 15), date(2026, 10, 29))
    assert [day.ordinal for day in explained.promised.days if day.counted] == [*range(1, 11)]
    off = [day.day.day for day in explained.promised.days if day.name == "国庆节" and not day.counted]
    assert off == [1, 2, 3, 4, 5, 6, 7]


def test_nothing_is_due_by_law_before_acceptance() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)

    assert queries.explain_due(desk.clerk, case_no) == queries.DueExplanation(None, None)


def test_the_next_due_day_follows_the_acts() -> None:
    desk = cases.make_desk()
    due = {}
    with at("2026-03-02T09:00"):
        case_no = cases.make_case(desk)
        due["submitted"] = case(case_no).next_due_on
        for act in (Act.RECEIVE, Act.REQUEST_CORRECTION, Act.CORRECT, Act.ACCEPT, Act.REVIEW, Act.GRANT, Act.ISSUE):
            cases.do(desk, act, case_no)
            due[act.value] = case(case_no).next_due_on
        cases.do(desk, Act.DELIVER, case_no)

    assert due == {
        "submitted": date(2026, 3, 3),
        "receive": date(2026, 3, 9),
        "request_correction": date(2026, 3, 16),
        "correct": date(2026, 3, 9),
        "accept": date(2026, 3, 16),
        "review": date(2026, 3, 16),
        "grant": date(2026, 3, 16),
        "issue": date(2026, 3, 16),
    }
    assert case(case_no).next_due_on is None


def test_what_is_closed_does_not_come_back() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ARCHIVED)

    with pytest.raises(ActNotAllowedError) as refusal:
        cases.do(desk, Act.DELIVER, case_no)
    assert refusal.value.details["possible"] == (Act.VERIFY, Act.REVOKE, Act.RECALL, Act.CANCEL)


def test_an_application_without_notice_in_time_counts_as_accepted_since_it_was_received() -> None:
    """ALL 32(4): received on Monday 2026-11-02, no notice until 2026-11-09, accepted by the clerk on 2026-11-12."""
    desk = cases.make_desk()
    with at("2026-11-02T10:00"):
        case_no = cases.make_case(desk, State.RECEIVED)

    with at("2026-11-12T10:00"):
        cases.do(desk, Act.ACCEPT, case_no)

    view = queries.get_case_view(desk.clerk, case_no)
    assert view.accepted_at == datetime(2026, 11, 2, 10, 0, tzinfo=SHANGHAI)
    assert view.promised_due_on == date(2026, 11, 16)
    assert view.ledger[-1].details["is_deemed"] is True


def test_an_application_accepted_in_time_runs_from_its_acceptance() -> None:
    desk = cases.make_desk()
    with at("2026-11-02T10:00"):
        case_no = cases.make_case(desk, State.RECEIVED)

    with at("2026-11-09T17:00"):
        cases.do(desk, Act.ACCEPT, case_no)

    view = queries.get_case_view(desk.clerk, case_no)
    assert view.promised_due_on == date(2026, 11, 23)
    assert view.ledger[-1].details["is_deemed"] is False
