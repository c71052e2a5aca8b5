"""What each reader sees of cases, in which order, and for how many queries."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.acts import at
from yichuang.cases import queries, services
from yichuang.cases.errors import CaseNotFoundError
from yichuang.cases.queries import WorklistFilter
from yichuang.cases.rules import Act, PartyKind, State
from yichuang.core.actor import ANONYMOUS, SYSTEM, RightMissingError, SignInRequiredError
from yichuang.core.paging import CursorError, encode_cursor
from yichuang.core.rights import Role
from yichuang.identity.rules import IdentityType

pytestmark = pytest.mark.django_db
ALL = WorklistFilter()


def enterprise(desk: cases.Desk) -> str:
    """A case of a body with a credit code."""
    party = services.Party(
        PartyKind.ENTERPRISE, "示例区某某食品有限公司", IdentityType.CREDIT_CODE, bodies.credit_code(77), "0990-1234567"
    )
    return services.submit_application(actor=desk.clerk, submission=cases.submission(desk, party=party)).case_no


def test_the_applicant_sees_everything_of_his_own_case() -> None:
    desk = cases.make_desk()
    case_no, person = cases.make_case(desk, State.RECEIVED), cases.party_of(desk.applicant)

    view = queries.get_case_view(desk.applicant, case_no)

    assert view.party == queries.PartyView(
        PartyKind.PERSON, person.name, person.identity_type, person.identity_no, person.phone, is_masked=False
    )
    assert [one.value for one in view.answers] == ["张示例", identity.identity_no(7)]
    assert view.form == {"name": "张示例", "identity_no": identity.identity_no(7)}
    assert (view.is_own, view.possible) == (True, (Act.FIX, Act.WITHDRAW))
    assert [one.act for one in view.ledger] == [Act.SUBMIT, Act.RECEIVE]


@pytest.mark.parametrize("reader", ["clerk", "reviewer", "official", "records"])
def test_officials_see_personal_data_masked(reader: str) -> None:
    desk = cases.make_desk()
    case_no, person = cases.make_case(desk), cases.party_of(desk.applicant)

    view = queries.get_case_view(getattr(desk, reader), case_no)

    masked = person.identity_no[:6] + "*" * 10 + person.identity_no[-2:]
    assert (view.party.name, view.party.identity_no) == ("张**", masked)
    assert (view.party.phone, view.party.is_masked) == (person.phone[:3] + "****" + person.phone[-4:], True)
    assert [one.value for one in view.answers] == ["张**", "990101**********" + identity.identity_no(7)[-2:]]
    assert (view.form, view.is_own) == ({}, False)


def test_a_body_is_not_masked() -> None:
    desk = cases.make_desk()

    party = queries.get_case_view(desk.clerk, enterprise(desk)).party

    assert (party.name, party.identity_no) == ("示例区某某食品有限公司", bodies.credit_code(77))
    assert party.phone == "099****4567"


def test_unmasking_needs_the_right_for_it() -> None:
    desk = cases.make_desk()
    case_no, person = cases.make_case(desk), cases.party_of(desk.applicant)

    party, answers = queries.unmask_party(desk.clerk, case_no)

    assert (party.name, party.identity_no, party.is_masked) == (person.name, person.identity_no, False)
    assert [one.value for one in answers] == ["张示例", identity.identity_no(7)]
    with pytest.raises(RightMissingError):
        queries.unmask_party(desk.records, case_no)


@pytest.mark.parametrize(
    ("reader", "state", "acts"),
    [
        ("clerk", State.SUBMITTED, (Act.RECEIVE, Act.REFUSE, Act.FIX, Act.NOT_REQUIRED, Act.WITHDRAW, Act.RECUSE)),
        (
            "clerk",
            State.RECEIVED,
            (
                *(Act.REQUEST_CORRECTION, Act.ACCEPT, Act.REFUSE, Act.FIX, Act.NOT_REQUIRED),
                *(Act.WITHDRAW, Act.RECUSE),
            ),
        ),
        ("reviewer", State.RECEIVED, (Act.RECUSE,)),
        ("reviewer", State.ACCEPTED, (Act.REVIEW, Act.RECUSE)),
        ("official", State.ACCEPTED, (Act.STOP, Act.TERMINATE, Act.RECUSE)),
        ("head", State.ACCEPTED, (Act.STOP, Act.EXTEND, Act.TERMINATE, Act.RECUSE)),
        ("reviewer", State.IN_REVIEW, (Act.REVIEW, Act.TELL_HEARING, Act.RECUSE)),
        ("official", State.IN_REVIEW, (Act.GRANT, Act.DENY, Act.STOP, Act.TERMINATE, Act.RECUSE)),
        ("reviewer", State.SPECIAL, (Act.RESUME, Act.RECUSE)),
        ("reviewer", State.SENT_UP, (Act.ACKNOWLEDGE, Act.BRING_BACK, Act.RECUSE)),
        ("clerk", State.GRANTED, (Act.ISSUE,)),
        ("applicant", State.CORRECTION_REQUESTED, (Act.CORRECT, Act.WITHDRAW)),
        ("clerk", State.CORRECTION_REQUESTED, (Act.CORRECT, Act.WITHDRAW, Act.RECUSE)),
        ("head", State.DELIVERED, (Act.REVOKE, Act.RECALL, Act.CANCEL)),
        ("records", State.DELIVERED, (Act.ARCHIVE,)),
    ],
)
def test_the_view_names_what_its_reader_may_do(reader: str, state: State, acts: tuple[Act, ...]) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, state)

    assert queries.get_case_view(getattr(desk, reader), case_no).possible == acts


def test_files_of_other_cases_are_not_there() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    with pytest.raises(CaseNotFoundError):
        queries.case_upload(desk.clerk, case_no, 1)


def test_the_worklist_has_what_is_due_first_on_top() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        later = cases.make_case(desk, State.ACCEPTED)
        soon = cases.make_case(desk, State.RECEIVED)
        first, second = cases.make_case(desk), cases.make_case(desk)
        cases.make_case(desk, State.DELIVERED)
        cases.make_case(desk, State.REFUSED)

    page = queries.worklist(desk.clerk, ALL)

    assert [row.case_no for row in page.rows] == [first, second, soon, later]
    assert page.next_cursor is None
    assert (page.rows[0].party_name, page.rows[0].state) == ("张**", State.SUBMITTED)
    assert str(page.rows[3].promised_due_on) == "2026-03-16"


def test_the_worklist_goes_on_where_the_page_ended() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        numbers = [cases.make_case(desk) for _ in range(5)]
    seen: list[str] = []
    cursor: str | None = None

    while True:
        page = queries.worklist(desk.clerk, ALL, cursor=cursor, size=2)
        seen += [row.case_no for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
        assert len(page.rows) == 2

    assert seen == numbers


def test_the_worklist_can_be_narrowed() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B2")
    received = cases.make_case(desk, State.RECEIVED)
    cases.make_case(desk)
    elsewhere = cases.make_case(other)

    def shown(wanted: WorklistFilter) -> list[str]:
        return [row.case_no for row in queries.worklist(SYSTEM, wanted).rows]

    assert shown(WorklistFilter(states=(State.RECEIVED,))) == [received]
    assert shown(WorklistFilter(organisation_id=other.organisation_id)) == [elsewhere]
    assert len(shown(ALL)) == 3


def test_the_worklist_shows_the_readers_departments_only() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B2")
    own = cases.make_case(desk)
    cases.make_case(other)

    assert [row.case_no for row in queries.worklist(desk.reviewer, ALL).rows] == [own]
    with pytest.raises(RightMissingError):
        queries.worklist(desk.reviewer, WorklistFilter(organisation_id=other.organisation_id))
    with pytest.raises(RightMissingError):
        queries.worklist(desk.applicant, ALL)
    with pytest.raises(SignInRequiredError):
        queries.worklist(ANONYMOUS, ALL)


@pytest.mark.parametrize("cursor", ["x", encode_cursor("2026-03-02"), encode_cursor("soon", 1), encode_cursor(1, "x")])
def test_a_broken_cursor_is_refused(cursor: str) -> None:
    desk = cases.make_desk()

    with pytest.raises(CursorError):
        queries.worklist(desk.clerk, ALL, cursor=cursor)
    with pytest.raises(CursorError):
        queries.list_my_cases(desk.applicant, cursor=cursor)


def test_my_cases_are_mine_and_newest_first() -> None:
    desk = cases.make_desk()
    numbers = [cases.make_case(desk) for _ in range(3)]
    other = replace(desk, applicant=identity.applicant_actor("李示例"))
    cases.make_case(other)

    first = queries.list_my_cases(desk.applicant, size=2)
    second = queries.list_my_cases(desk.applicant, size=2, cursor=first.next_cursor)

    assert [row.case_no for row in (*first.rows, *second.rows)] == numbers[::-1]
    assert (first.rows[0].party_name, second.next_cursor) == ("张示例", None)
    with pytest.raises(SignInRequiredError):
        queries.list_my_cases(ANONYMOUS)


def test_cases_are_found_by_whole_number_name_or_identity() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B2")
    case_no, person = cases.make_case(desk), cases.party_of(desk.applicant)
    enterprise(desk)

    def found(text: str) -> list[str]:
        return [row.case_no for row in services.search_cases(actor=desk.clerk, text=text)]

    assert found(f" {case_no} ") == found(person.name) == found(person.identity_no.lower()) == [case_no]
    assert found("张示") == found("") == found("999999") == []
    assert queries.find_cases(other.clerk, case_no) == ()


def test_progress_is_shown_to_whoever_knows_number_and_name() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)
    spaced = f"{case_no[:8]}-{case_no[8:]}"

    progress = queries.find_progress(spaced, " 张示例 ")

    assert progress is not None
    assert (progress.case_no, progress.party_name, progress.state) == (case_no, "张**", State.ACCEPTED)
    assert [act for act, _at in progress.steps] == [Act.SUBMIT, Act.RECEIVE, Act.ACCEPT]


@pytest.mark.parametrize("name", ["", "张", "李示例", "张**", "张示例 李"])
def test_progress_with_another_name_is_not_shown(name: str) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    assert queries.find_progress(case_no, name) is None
    assert queries.find_progress("20260101", "张示例") is None


def test_whether_there_were_cases_before() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        cases.make_case(desk)

    assert queries.has_cases_before(datetime(2026, 3, 2, 1, 0, 1, tzinfo=UTC))
    assert not queries.has_cases_before(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))


def test_a_supervisor_of_another_body_sees_no_ledger() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    other = identity.staff_actor(Role.SUPERVISOR, organisation_id=bodies.make_organisation())

    with pytest.raises(CaseNotFoundError):
        queries.list_ledger(other, case_no)


@pytest.mark.parametrize("number", [1, 6])
def test_lists_take_one_query_however_long(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    desk = cases.make_desk()
    for _ in range(number):
        cases.make_case(desk)

    with django_assert_num_queries(1):
        assert len(queries.worklist(desk.clerk, ALL).rows) == number
    with django_assert_num_queries(1):
        assert len(queries.list_my_cases(desk.applicant).rows) == number


@pytest.mark.parametrize(("state", "number"), [(State.SUBMITTED, 6), (State.ARCHIVED, 5)])
def test_a_case_takes_few_queries_however_long_its_life(
    state: State, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Case with its organisation, version (kept in the process once committed), materials, papers, ledger.

    Until it is known whether something is missing, also whether the calendar has changed.
    """
    desk = cases.make_desk()
    case_no = cases.make_case(desk, state)

    with django_assert_num_queries(number):
        queries.get_case_view(desk.clerk, case_no)


@pytest.mark.parametrize(
    ("act", "state", "number"), [(Act.RECEIVE, State.SUBMITTED, 9), (Act.REVIEW, State.ACCEPTED, 6)]
)
def test_an_act_takes_as_many_queries_as_it_needs(
    act: Act, state: State, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Counted with two savepoints of the test's own transaction, and with the version, which is kept once it is committed."""
    desk = cases.make_desk()
    case_no = cases.make_case(desk, state)

    done: list[Any] = []
    with django_assert_num_queries(number):
        done.append(cases.do(desk, act, case_no))
    assert done[0].act is act
