"""Worked examples: cases through the services on days of real calendars, with promised, statutory, original and step days.

The items: 10 working days promised, 20 by statute; steps: acceptance 1, review 5, decision 3.
"""

from collections.abc import Sequence

import pytest

from tests.support.acts import at, case, last_row, paper_of
from tests.support.cases import do, make_case, make_desk, submission
from tests.support.catalogue import make_content, wd
from tests.support.lives import Days, begin, days_of
from yichuang.cases import queries, services
from yichuang.cases.errors import DayNotComeError, ExtendedAlreadyError, NoticeTooLateError
from yichuang.cases.rules import Act, State
from yichuang.catalogue.rules import Handling
from yichuang.core.actor import SYSTEM
from yichuang.deadlines.rules import Procedure

pytestmark = pytest.mark.django_db
ACCEPTED: list[tuple[str, str, Days]] = [
    # ALL 42, 82; CIV 201: the day of acceptance is not counted, days off are not.
    ("an ordinary Monday", "2026-03-02T10:00", ("2026-03-16", "2026-03-30", "2026-03-16", "2026-03-30")),
    (
        "a Friday, one minute before midnight",
        "2026-03-06T23:59",
        ("2026-03-20", "2026-04-03", "2026-03-20", "2026-04-03"),
    ),
    (
        "a Saturday, which is no working day",
        "2026-03-07T00:01",
        ("2026-03-20", "2026-04-03", "2026-03-20", "2026-04-03"),
    ),
    ("over Qingming", "2026-03-30T10:00", ("2026-04-14", "2026-04-28", "2026-04-14", "2026-04-28")),
    ("over Labour Day with its Saturday", "2026-04-24T10:00", ("2026-05-12", "2026-05-26", "2026-05-12", "2026-05-26")),
    ("before Spring Festival", "2026-02-06T10:00", ("2026-02-27", "2026-03-12", "2026-02-27", "2026-03-12")),
    ("a make-up Saturday", "2026-02-14T10:00", ("2026-03-06", "2026-03-20", "2026-03-06", "2026-03-20")),
    ("a make-up Sunday in September", "2026-09-20T10:00", ("2026-10-10", "2026-10-23", "2026-10-10", "2026-10-23")),
    ("October with two holidays, 2026", "2026-09-24T16:30", ("2026-10-15", "2026-10-29", "2026-10-15", "2026-10-29")),
    (
        "October with two holidays in one, 2025",
        "2025-09-28T10:00",
        ("2025-10-17", "2025-10-31", "2025-10-17", "2025-10-31"),
    ),
    ("New Year 2026/2027", "2026-12-21T10:00", ("2027-01-05", "2027-01-19", "2027-01-05", "2027-01-19")),
    (
        "New Year 2025/2026 with its Sunday",
        "2025-12-22T10:00",
        ("2026-01-06", "2026-01-20", "2026-01-06", "2026-01-20"),
    ),
]


@pytest.mark.parametrize(("day", "accepted_at", "days"), ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_the_clocks_run_from_the_day_after_acceptance(day: str, accepted_at: str, days: Days) -> None:
    with at("2025-09-01T09:00"):
        desk = make_desk()
    with at(accepted_at):
        number = make_case(desk, State.ACCEPTED)

    assert days_of(number) == days, day
    assert str(case(number).next_due_on) == days[0]
    assert case(number).is_due_provisional is days[0].startswith("2027")


RECEIVED: list[tuple[str, str, str, str]] = [
    # ALL 32(1)(4): received, the last day for a notice, the day on which it counts as accepted.
    ("an ordinary week", "2026-03-02T10:00", "2026-03-09", "2026-03-10"),
    ("over a make-up Saturday", "2026-02-25T10:00", "2026-03-03", "2026-03-04"),
    ("over Spring Festival", "2026-02-13T17:00", "2026-02-27", "2026-02-28"),
    ("over two holidays", "2026-09-28T10:00", "2026-10-10", "2026-10-11"),
    ("over New Year 2026/2027", "2026-12-28T10:00", "2027-01-05", "2027-01-06"),
]


@pytest.mark.parametrize(("week", "received_at", "day_5", "day_6"), RECEIVED, ids=[row[0] for row in RECEIVED])
def test_on_day_5_a_notice_is_in_time_and_on_day_6_the_case_counts_as_accepted(
    week: str, received_at: str, day_5: str, day_6: str
) -> None:
    with at(received_at):
        desk = make_desk()
        told, untold = (make_case(desk, State.RECEIVED) for _ in range(2))

    with at(f"{day_5}T23:59"):
        do(desk, Act.REQUEST_CORRECTION, told)
        with pytest.raises(DayNotComeError):
            services.deem_accepted(actor=SYSTEM, case_no=untold)
    with at(f"{day_6}T00:00"):
        with pytest.raises(NoticeTooLateError) as refusal:
            do(desk, Act.REQUEST_CORRECTION, untold)
        assert str(refusal.value.details["due_on"]) == day_5
        assert services.run_timers(actor=SYSTEM) == 1

    accepted, row = case(untold), last_row(untold)
    assert (accepted.state, accepted.accepted_at) == ("accepted", accepted.submitted_at), week
    assert (row.act, row.actor_kind, row.law, row.details["is_deemed"]) == ("deem_accepted", "system", ["ALL 32"], True)
    assert case(told).state == "correction_requested"


def test_taking_an_application_in_late_does_not_give_the_centre_more_time() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        late, untaken = (make_case(desk, State.SUBMITTED) for _ in range(2))
    with at("2026-03-06T10:00"):
        do(desk, Act.RECEIVE, late)

    assert str(case(late).next_due_on) == "2026-03-09"
    with at("2026-03-10T00:00"):
        assert services.run_timers(actor=SYSTEM) == 2
    for number in (late, untaken):
        accepted = case(number)
        assert (accepted.state, accepted.accepted_at) == ("accepted", accepted.submitted_at)
        assert days_of(number) == ("2026-03-16", "2026-03-30", "2026-03-16", "2026-03-30")
    assert str(case(late).received_at) == "2026-03-06 02:00:00+00:00"
    assert case(untaken).received_at == case(untaken).submitted_at


def test_deemed_acceptance_counts_from_the_day_of_receipt_and_not_from_day_5() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = make_case(desk, State.RECEIVED)
    with at("2026-03-10T00:00"):
        services.run_timers(actor=SYSTEM)

    assert days_of(number) == ("2026-03-16", "2026-03-30", "2026-03-16", "2026-03-30")
    assert (paper_of(number).kind, str(case(number).step_due_on)) == ("acceptance", "2026-03-17")


def test_a_correction_gives_no_second_notice_and_starts_the_five_days_again() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = make_case(desk, State.CORRECTION_REQUESTED)
    assert str(case(number).next_due_on) == "2026-03-16"

    with at("2026-03-16T23:59"):
        do(desk, Act.CORRECT, number)
    assert str(case(number).next_due_on) == "2026-03-23"
    with at("2026-03-30T10:00"):
        assert services.run_timers(actor=SYSTEM) == 0
        do(desk, Act.ACCEPT, number)
    assert days_of(number)[:2] == ("2026-04-14", "2026-04-28")


Story = Sequence[tuple[str, str]]
STOPPED: list[tuple[str, Story, Days]] = [
    # ALL 45: what is done from day a to day b takes out the working days after a, up to and including b.
    (
        "a test of a week",
        [("2026-03-02", "accept"), ("2026-03-04", "test"), ("2026-03-11", "resume")],
        ("2026-03-23", "2026-04-07", "2026-03-16", "2026-03-30"),
    ),
    (
        "begun and ended on one day",
        [("2026-03-02", "accept"), ("2026-03-04", "test"), ("2026-03-04", "resume")],
        ("2026-03-16", "2026-03-30", "2026-03-16", "2026-03-30"),
    ),
    (
        "over Spring Festival",
        [("2026-02-06", "accept"), ("2026-02-10", "test"), ("2026-02-26", "resume")],
        ("2026-03-09", "2026-03-23", "2026-02-27", "2026-03-12"),
    ),
    (
        "over days off alone",
        [("2026-09-28", "accept"), ("2026-09-30", "test"), ("2026-10-07", "resume")],
        ("2026-10-16", "2026-10-30", "2026-10-16", "2026-10-30"),
    ),
    (
        "public notice, which stops the promised clock alone (BZ 19)",
        [("2026-03-02", "accept"), ("2026-03-04", "public_notice"), ("2026-03-11", "resume")],
        ("2026-03-23", "2026-03-30", "2026-03-16", "2026-03-30"),
    ),
    (
        "a visit on site, which stops nothing",
        [("2026-03-02", "accept"), ("2026-03-04", "site_visit"), ("2026-03-11", "resume")],
        ("2026-03-16", "2026-03-30", "2026-03-16", "2026-03-30"),
    ),
    (
        "still under way",
        [("2026-03-02", "accept"), ("2026-03-04", "test")],
        ("-", "-", "2026-03-16", "2026-03-30"),
    ),
    (
        "a public notice still under way",
        [("2026-03-02", "accept"), ("2026-03-04", "public_notice")],
        ("-", "2026-03-30", "2026-03-16", "2026-03-30"),
    ),
    (
        "two, one after the other",
        [
            ("2026-03-02", "accept"),
            ("2026-03-04", "test"),
            ("2026-03-06", "resume"),
            ("2026-03-09", "appraisal"),
            ("2026-03-11", "resume"),
        ],
        ("2026-03-20", "2026-04-03", "2026-03-16", "2026-03-30"),
    ),
    (
        "two that touch",
        [
            ("2026-03-02", "accept"),
            ("2026-03-04", "test"),
            ("2026-03-06", "resume"),
            ("2026-03-06", "appraisal"),
            ("2026-03-11", "resume"),
        ],
        ("2026-03-23", "2026-04-07", "2026-03-16", "2026-03-30"),
    ),
    (
        "begun on the last promised day, ended on a Sunday, and another begun there",
        [("2026-03-02", "accept"), ("2026-03-16", "test"), ("2026-03-22", "resume"), ("2026-03-22", "appraisal")],
        ("-", "-", "2026-03-16", "2026-03-30"),
    ),
    (
        "begun on the last promised day",
        [("2026-03-02", "accept"), ("2026-03-16", "test"), ("2026-03-18", "resume")],
        ("2026-03-18", "2026-04-01", "2026-03-16", "2026-03-30"),
    ),
    (
        "begun when the promised day had passed",
        [("2026-03-02", "accept"), ("2026-03-17", "test"), ("2026-03-19", "resume")],
        ("2026-03-16", "2026-04-01", "2026-03-16", "2026-03-30"),
    ),
    # ALL 42: ten working days more, as if the limit had been longer from the beginning.
    (
        "extended",
        [("2026-03-02", "accept"), ("2026-03-10", "extend")],
        ("2026-03-30", "2026-04-14", "2026-03-16", "2026-03-30"),
    ),
    (
        "a stop, then the extension",
        [("2026-03-02", "accept"), ("2026-03-04", "test"), ("2026-03-11", "resume"), ("2026-03-12", "extend")],
        ("2026-04-07", "2026-04-21", "2026-03-16", "2026-03-30"),
    ),
    (
        "the extension, then a stop",
        [("2026-03-02", "accept"), ("2026-03-10", "extend"), ("2026-03-25", "test"), ("2026-04-01", "resume")],
        ("2026-04-07", "2026-04-21", "2026-03-16", "2026-03-30"),
    ),
    (
        "extended during a stop",
        [("2026-03-02", "accept"), ("2026-03-04", "test"), ("2026-03-05", "extend"), ("2026-03-11", "resume")],
        ("2026-04-07", "2026-04-21", "2026-03-16", "2026-03-30"),
    ),
    (
        "extended over New Year 2026/2027",
        [("2026-12-14", "accept"), ("2026-12-28", "extend")],
        ("2027-01-12", "2027-01-26", "2026-12-28", "2027-01-12"),
    ),
]


@pytest.mark.parametrize(("name", "story", "days"), STOPPED, ids=[row[0] for row in STOPPED])
def test_a_stop_and_an_extension_move_the_days_and_the_original_ones_stay(name: str, story: Story, days: Days) -> None:
    with at("2026-02-02T09:00"):
        desk, number = make_desk(), ""
    for day, what in story:
        with at(f"{day}T10:00"):
            if what == "accept":
                number = make_case(desk, State.ACCEPTED)
            elif what in {"resume", "extend"}:
                do(desk, Act(what), number)
            else:
                begin(desk, number, Procedure(what))

    assert days_of(number) == days, name


def test_the_clock_of_a_step_begins_with_it_and_stands_still_with_the_promise() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = make_case(desk, State.RECEIVED)
    told = [str(case(number).step_due_on)]
    for day, act in (("03", Act.ACCEPT), ("04", Act.STOP), ("06", Act.RESUME), ("10", Act.REVIEW), ("11", Act.GRANT)):
        with at(f"2026-03-{day}T10:00"):
            do(desk, act, number)
        told.append(str(case(number).step_due_on))

    assert told == ["2026-03-03", "2026-03-10", "None", "2026-03-12", "2026-03-13", "None"]


def test_a_preliminary_review_has_its_own_twenty_days_whatever_was_read_meanwhile() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk(
            make_content(
                handling=Handling(upper_body="示例省市场监督管理局"), promised_limit=wd(30), statutory_limit=wd(45)
            )
        )
        number = make_case(desk, State.ACCEPTED)
    told = [(str(case(number).step_due_on), str(case(number).next_due_on))]
    with at("2026-03-05T10:00"):
        do(desk, Act.REVIEW, number)
        told.append((str(case(number).step_due_on), str(case(number).next_due_on)))
    with at("2026-03-20T10:00"):
        do(desk, Act.SEND_UP, number)
        told.append((str(case(number).statutory_due_on), str(case(number).next_due_on)))
    with at("2026-04-10T10:00"):
        do(desk, Act.BRING_BACK, number)

    assert told == [("2026-03-30", "2026-03-30")] * 2 + [("None", "2026-03-30")]
    assert str(case(number).statutory_due_on) == "2026-05-27"


def test_a_deferred_material_has_ten_days_and_the_commitment_sixty() -> None:
    with at("2026-09-22T10:00"):
        desk = make_desk()
        application = submission(desk, materials={"M1": []})
        number = services.submit_application(actor=desk.clerk, submission=application).case_no
        do(desk, Act.RECEIVE, number)
        services.accept_case(actor=desk.clerk, case_no=number, deferred=["M2"])

    assert [str(one.due_on) for one in queries.get_case_view(desk.clerk, number).pledges] == ["2026-10-13"]
    with at("2026-10-13T23:59"):
        assert services.run_timers(actor=SYSTEM) == 0
    with at("2026-10-14T00:00"):
        assert services.run_timers(actor=SYSTEM) == 1
    row = last_row(number)
    assert (row.act, row.after, row.details["outcome"]) == ("lapse", "lapsed", "withdrawn")


def test_delivery_is_due_ten_working_days_after_the_decision() -> None:
    with at("2026-09-21T10:00"):
        desk = make_desk()
        granted, denied = make_case(desk, State.GRANTED), make_case(desk, State.DENIED)

    assert [str(case(one).next_due_on) for one in (granted, denied)] == ["2026-10-12"] * 2


def test_an_extension_does_not_come_twice_even_after_a_stop() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = make_case(desk, State.IN_REVIEW)
        for act in (Act.EXTEND, Act.STOP, Act.RESUME):
            do(desk, act, number)
        with pytest.raises(ExtendedAlreadyError):
            do(desk, Act.EXTEND, number)


def test_there_are_more_than_thirty_of_these() -> None:
    assert len(ACCEPTED) + len(RECEIVED) + len(STOPPED) > 30
