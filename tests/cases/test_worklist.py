"""The worklist in each order and by each filter, and the numbers of the today page that lead to it."""

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.acts import at
from tests.support.catalogue import make_instant_content, make_published_item, wd
from yichuang.cases import queries, services
from yichuang.cases.models import Case, Pledge
from yichuang.cases.queries import DueRange, Promise, Tile, WorklistFilter, WorklistOrder
from yichuang.cases.queries import today as today_module
from yichuang.cases.rules import OPEN_STATES, Act, Channel, DueKind, State, Whose
from yichuang.catalogue.rules import CaseType, Commitment, Handling
from yichuang.core.actor import SYSTEM, Actor, RightMissingError
from yichuang.core.paging import CursorError
from yichuang.core.rights import Role
from yichuang.organisations.rules import OrganisationKind

pytestmark = pytest.mark.django_db


def shown(actor: Actor, wanted: WorklistFilter) -> list[str]:
    return [row.case_no for row in queries.worklist(actor, wanted, size=2000).rows]


def paged(actor: Actor, wanted: WorklistFilter, size: int = 2) -> list[str]:
    """The list read page by page."""
    numbers: list[str] = []
    cursor: str | None = None
    while True:
        page = queries.worklist(actor, wanted, cursor=cursor, size=size)
        numbers += [row.case_no for row in page.rows]
        if page.next_cursor is None:
            return numbers
        cursor = page.next_cursor


def test_a_row_says_what_is_next_and_what_is_due() -> None:
    desk = cases.make_desk()
    cases.make_case(desk, State.CORRECTION_REQUESTED)

    (row,) = queries.worklist(desk.clerk, WorklistFilter()).rows

    assert (row.item_code, row.item_name_en) == (desk.version.item_code, "Food business licence")
    assert (row.next, row.due_kind, row.corrections) == (Act.CORRECT, DueKind.CORRECTION, 1)
    assert (row.handler_id, row.handler_name) == (desk.clerk.account_id, "窗口甲")
    assert (row.channel, row.case_type) == (Channel.WINDOW, CaseType.PROMISED)


@pytest.mark.parametrize("order", WorklistOrder)
def test_each_order_goes_on_where_the_page_ended(order: WorklistOrder) -> None:
    desk = cases.make_desk()
    numbers = []
    for day, state in (("02", State.ACCEPTED), ("03", State.SUBMITTED), ("03", State.RECEIVED), ("04", State.ISSUED)):
        with at(f"2026-03-{day}T09:00"):
            numbers.append(cases.make_case(desk, state))
    accepted, submitted, received, issued = numbers
    Case.objects.filter(case_no=received).update(next_due_on=None)
    expected = {
        WorklistOrder.DUE: [submitted, accepted, issued, received],
        WorklistOrder.NEWEST: sorted(numbers, reverse=True),
        WorklistOrder.NUMBER: sorted(numbers),
    }

    assert paged(desk.clerk, WorklistFilter(order=order), size=1) == expected[order]
    assert paged(desk.clerk, WorklistFilter(order=order), size=3) == expected[order]


def test_cases_due_on_one_day_are_each_shown_once() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        numbers = [cases.make_case(desk) for _ in range(5)]

    assert paged(desk.clerk, WorklistFilter()) == numbers


def test_a_cursor_of_another_order_is_refused() -> None:
    desk = cases.make_desk()
    for _ in range(2):
        cases.make_case(desk)
    by_due = queries.worklist(desk.clerk, WorklistFilter(), size=1).next_cursor
    by_number = queries.worklist(desk.clerk, WorklistFilter(order=WorklistOrder.NUMBER), size=1).next_cursor

    with pytest.raises(CursorError):
        queries.worklist(desk.clerk, WorklistFilter(order=WorklistOrder.NEWEST), cursor=by_due)
    with pytest.raises(CursorError):
        queries.worklist(desk.clerk, WorklistFilter(), cursor=by_number)


def test_filters_narrow_by_hand_item_and_type() -> None:
    desk = cases.make_desk()
    instant = replace(desk, version=cases.make_desk(make_instant_content(), task_code="B2").version)
    mine, free = cases.make_case(desk), cases.make_case(desk, State.ACCEPTED)
    manager = centre_manager()
    other = services.submit_application(
        actor=SYSTEM, submission=cases.submission(instant, party=cases.party_of(desk.applicant))
    ).case_no

    assert shown(desk.clerk, WorklistFilter(handler=Whose.MINE)) == [mine]
    assert shown(desk.clerk, WorklistFilter(handler=Whose.NOBODY)) == [free]
    assert shown(manager, WorklistFilter(item_code=instant.version.item_code)) == [other]
    assert shown(manager, WorklistFilter(case_type=CaseType.INSTANT)) == [other]
    assert set(shown(manager, WorklistFilter(case_type=CaseType.PROMISED))) == {mine, free}
    assert shown(SYSTEM, WorklistFilter(handler=Whose.MINE)) == []


def test_filters_by_due_date_count_working_days() -> None:
    """Friday 6 March 2026: overdue is what was due before, soon is up to Tuesday."""
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        overdue, later = cases.make_case(desk), cases.make_case(desk, State.ACCEPTED)
    with at("2026-03-05T09:00"):
        today = cases.make_case(desk)
    with at("2026-03-06T09:00"):
        monday = cases.make_case(desk)
    on_wednesday = cases.make_case(desk)
    Case.objects.filter(case_no=on_wednesday).update(next_due_on="2026-03-11")

    with at("2026-03-06T12:00"):
        found = {due: shown(desk.clerk, WorklistFilter(due=due)) for due in DueRange}

    assert found[DueRange.OVERDUE] == [overdue]
    assert found[DueRange.TODAY] == [today]
    assert found[DueRange.SOON] == [today, monday]
    assert found[DueRange.ALL] == [overdue, today, monday, on_wednesday, later]


def test_corrected_cases_are_found_when_they_are_back() -> None:
    desk = cases.make_desk()
    cases.make_case(desk, State.RECEIVED)
    back, out = cases.make_case(desk, State.CORRECTION_REQUESTED), cases.make_case(desk, State.CORRECTION_REQUESTED)
    cases.do(desk, Act.CORRECT, back, actor=desk.applicant)

    assert shown(desk.clerk, WorklistFilter(is_returned=True)) == [back]
    assert out not in shown(desk.clerk, WorklistFilter(states=(State.RECEIVED,)))


def test_closed_cases_wait_for_the_archive_the_oldest_first() -> None:
    desk = cases.make_desk()
    numbers = [cases.make_case(desk, state) for state in (State.REFUSED, State.DELIVERED, State.DELIVERED)]
    cases.make_case(desk, State.ARCHIVED)
    cases.make_case(desk)
    closed = WorklistFilter(states=(State.DELIVERED, State.REFUSED))

    assert paged(desk.records, closed) == numbers
    assert paged(desk.records, replace(closed, order=WorklistOrder.NEWEST)) == sorted(numbers, reverse=True)
    (first, *_others) = queries.worklist(desk.records, closed).rows
    assert (first.next, first.due_kind) == (Act.ARCHIVE, None)


def centre_manager() -> Actor:
    authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    return identity.staff_actor(Role.CENTRE_MANAGER, Role.WINDOW_CLERK, organisation_id=authority)


def everyone(desk: cases.Desk) -> list[Actor]:
    all_roles = identity.staff_actor(*Role, organisation_id=desk.organisation_id)
    return [desk.clerk, desk.reviewer, desk.official, desk.records, all_roles, centre_manager(), SYSTEM]


def test_each_number_of_the_day_is_the_length_of_its_list() -> None:
    desk = cases.make_desk()
    instant = cases.make_desk(make_instant_content(), task_code="B2")
    with at("2026-02-10T09:00"):
        cases.make_case(desk, State.SPECIAL)
    with at("2026-03-02T09:00"):
        make_promises(desk)
        for state in State:
            cases.make_case(desk, state)
        for one in (desk, instant):
            cases.make_case(one, State.ACCEPTED)
    with at("2026-03-04T09:00"):
        back = cases.make_case(desk, State.CORRECTION_REQUESTED)
        cases.do(desk, Act.CORRECT, back, actor=desk.applicant)
        cases.make_case(desk)
        seen: dict[Tile, int] = {}
        for actor in everyone(desk):
            for counted in queries.today_counts(actor):
                assert counted.number == len(shown(actor, counted.filter)), (actor.name, counted.tile)
                seen[counted.tile] = max(seen.get(counted.tile, 0), counted.number)

    assert set(seen) == set(Tile)
    assert min(seen.values()) > 0


def make_promises(desk: cases.Desk) -> tuple[str, str]:
    """A case in which a material follows within two working days, and one that was granted on a commitment."""
    content = desk.version.content.model_copy(update={"handling": PROMISING})
    promising = replace(desk, version=make_published_item("P1", content, desk.organisation_id))
    deferred = services.submit_application(
        actor=desk.clerk, submission=cases.submission(promising, materials={"M1": []})
    ).case_no
    committed = cases.make_case(promising, State.RECEIVED)
    cases.do(desk, Act.RECEIVE, deferred)
    services.accept_case(actor=desk.clerk, case_no=deferred, deferred=["M2"])
    cases.do(desk, Act.COMMIT, committed)
    return deferred, committed


PROMISING = Handling(deferral_limit=wd(2), commitment=Commitment(terms=("符合卫生要求",), consequence="撤销准予决定"))


def test_promises_are_found_while_they_are_open() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        deferred, committed = make_promises(desk)
        cases.make_case(desk, State.ACCEPTED)
        found = [shown(desk.clerk, WorklistFilter(promise=one)) for one in (DEFERRED, COMMITTED)]
    cases.do(desk, Act.SUPPLY, deferred)
    cases.do(desk, Act.VERIFY, committed)

    assert found == [[deferred], [committed]]
    assert [shown(desk.clerk, WorklistFilter(promise=one)) for one in (DEFERRED, COMMITTED)] == [[], []]


DEFERRED, COMMITTED = Promise.DEFERRED_SOON, Promise.COMMITMENT


def test_a_promise_is_not_soon_before_its_last_days() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        deferred, _committed = make_promises(desk)
        Pledge.objects.filter(case__case_no=deferred).update(due_on="2026-03-05")

        early = shown(desk.clerk, WorklistFilter(promise=DEFERRED))
    with at("2026-03-03T09:00"):
        soon = shown(desk.clerk, WorklistFilter(promise=DEFERRED))

    assert (early, soon) == ([], [deferred])


def test_what_came_back_without_an_opinion_waits_for_the_reviewer() -> None:
    desk = cases.make_desk()
    back, reviewed = cases.make_case(desk, State.ACCEPTED), cases.make_case(desk, State.IN_REVIEW)
    cases.do(desk, Act.STOP, back)
    cases.do(desk, Act.RESUME, back)
    counts = {one.tile: one.filter for who in (desk.reviewer, desk.official) for one in queries.today_counts(who)}

    assert shown(desk.reviewer, counts[Tile.TO_REVIEW]) == [back]
    assert shown(desk.official, counts[Tile.TO_DECIDE]) == [reviewed]


def test_the_numbers_are_those_of_the_actors_rights() -> None:
    desk = cases.make_desk()
    everyones = {Tile.MINE, Tile.OVERDUE, Tile.SOON}

    def tiles(actor: Actor) -> set[Tile]:
        return {one.tile for one in queries.today_counts(actor)} - everyones

    assert tiles(desk.reviewer) == {Tile.TO_REVIEW, Tile.PROCEDURE_LATE, Tile.ABOVE, Tile.TO_VERIFY}
    assert tiles(desk.official) == {Tile.TO_DECIDE, Tile.TO_ISSUE}
    assert tiles(desk.records) == {Tile.TO_ARCHIVE}
    with pytest.raises(RightMissingError):
        queries.today_counts(desk.applicant)
    with pytest.raises(RightMissingError):
        queries.today_counts(desk.clerk, organisation_id=bodies.make_organisation())


def test_a_number_stops_at_its_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(today_module, "COUNT_MAX", 2)
    desk = cases.make_desk()
    for _ in range(3):
        cases.make_case(desk)

    counts = {one.tile: (one.number, one.is_capped) for one in queries.today_counts(desk.clerk)}

    assert (counts[Tile.NEW], counts[Tile.TO_ISSUE]) == ((2, True), (0, False))


@pytest.mark.parametrize("number", [1, 6])
@pytest.mark.parametrize("order", WorklistOrder)
def test_the_worklist_takes_one_query(
    order: WorklistOrder, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One more where the calendar says what soon is."""
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        for _ in range(number):
            cases.make_case(desk)

        with django_assert_num_queries(1):
            assert len(queries.worklist(desk.clerk, WorklistFilter(order=order)).rows) == number
        with django_assert_num_queries(3):
            assert len(queries.worklist(desk.clerk, WorklistFilter(due=DueRange.SOON, order=order)).rows) == number
        with django_assert_num_queries(3):
            assert queries.today_counts(desk.clerk)[0].number == number


def test_every_open_state_has_its_cases_in_the_list() -> None:
    desk = cases.make_desk()
    for state in OPEN_STATES:
        cases.make_case(desk, state)

    assert {row.state for row in queries.worklist(desk.clerk, WorklistFilter()).rows} == set(OPEN_STATES)
