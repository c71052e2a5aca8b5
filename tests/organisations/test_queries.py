"""Reading organisations."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.support import organisations as make
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.organisations import errors, queries, services
from yichuang.organisations.rules import OrganisationKind, Place

pytestmark = pytest.mark.django_db


def test_a_registered_region_leads_up_by_its_parents() -> None:
    make.make_regions()
    services.register_region(actor=SYSTEM, code="990190000000", name="示例直管", parent_code=make.PROVINCE)
    services.register_region(actor=SYSTEM, code="990190001000", name="示例镇", parent_code="990190000000")

    assert queries.region_chain("990190001000") == (
        "990190001000",
        "990190000000",
        make.PROVINCE,
        "000000000000",
    )


def test_a_region_that_is_not_registered_leads_up_by_its_digits() -> None:
    assert queries.region_chain(make.DISTRICT) == (make.DISTRICT, make.CITY, make.PROVINCE, "000000000000")
    assert queries.region_chain("000000000000") == ("000000000000",)


def test_a_chain_takes_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make.make_regions()

    with django_assert_num_queries(1):
        queries.region_chain(make.DISTRICT)


def test_a_code_of_another_form_has_no_chain() -> None:
    with pytest.raises(errors.RegionCodeError):
        queries.region_chain("990101")


def test_departments_are_the_bodies_that_decide() -> None:
    centre = make.make_centre()
    make.make_organisation("示例镇便民服务中心", OrganisationKind.TOWNSHIP_CENTRE)
    closed = make.make_organisation()
    services.close_organisation(actor=SYSTEM, organisation_id=closed)

    assert [row.id for row in queries.list_departments()] == [centre.authority_id, centre.department_id]


def test_an_organisation_is_found_by_full_or_short_name() -> None:
    market = make.make_organisation("示例区市场监督管理局", short_name="区市场监管局")

    found = [queries.find_organisation_by_name(name) for name in ("示例区市场监督管理局", " 区市场监管局 ", "区商务局")]

    assert [view and view.id for view in found] == [market, market, None]


def test_a_short_name_of_two_organisations_finds_none() -> None:
    make.make_organisation("示例区甲局", short_name="区局")
    make.make_organisation("示例区乙局", short_name="区局")

    assert queries.find_organisation_by_name("区局") is None


def test_windows_of_an_organisation_are_its_own_and_the_comprehensive_ones() -> None:
    centre = make.make_centre()
    make.make_window(make.make_organisation())

    found = {window.id for window in queries.list_windows(centre.department_id)}

    assert found == {centre.window_id, centre.dedicated_window_id}


def test_posts_come_in_pages_with_their_holders_in_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    department = make.make_organisation()
    posts = [make.make_post(department, Role.REVIEWER) for _ in range(3)]
    staff = make.make_staff(department, "李示例")
    make.hold(posts[0], staff, date(2026, 1, 1), date(2026, 1, 31))

    with django_assert_num_queries(1):
        page = queries.list_posts(on=date(2026, 1, 31), organisation_id=department, size=2)
    rest = queries.list_posts(on=date(2026, 2, 1), organisation_id=department, size=2, cursor=page.next_cursor)

    assert [(row.id, row.holder_name) for row in page.rows] == [(posts[0], "李示例"), (posts[1], "")]
    assert [row.id for row in rest.rows] == [posts[2]]
    assert rest.next_cursor is None
    assert queries.get_post(posts[0], on=date(2026, 2, 1)).holder_id is None


def test_staff_come_in_pages_by_number(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    department = make.make_organisation()
    people = [make.make_staff(department) for _ in range(3)]

    with django_assert_num_queries(1):
        page = queries.list_staff(organisation_id=department, size=2)
    rest = queries.list_staff(organisation_id=department, size=2, cursor=page.next_cursor)

    assert [row.id for row in (*page.rows, *rest.rows)] == people


def test_the_tree_counts_windows_posts_vacancies_and_staff_in_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    top = make.make_organisation("示例区行政审批局", OrganisationKind.CENTRE_AUTHORITY)
    below = services.register_organisation(
        actor=SYSTEM,
        name="示例区政务服务保障中心",
        kind=OrganisationKind.OTHER,
        region_code=make.DISTRICT,
        parent_id=top,
    )
    posts = [make.make_post(below, Role.WINDOW_CLERK) for _ in range(3)]
    staff = [make.make_staff(below) for _ in range(4)]
    make.hold(posts[0], staff[0], date(2026, 1, 1))
    make.hold(posts[1], staff[1], date(2026, 1, 1), date(2026, 1, 31))
    make.make_window(below)
    services.close_window(actor=SYSTEM, window_id=make.make_window(below))

    with django_assert_num_queries(1):
        (node,) = queries.counted_tree(on=date(2026, 2, 1))

    assert (node.name, node.windows, node.posts, node.vacant_posts, node.staff) == ("示例区行政审批局", 0, 0, 0, 0)
    (child,) = node.children
    assert (child.windows, child.posts, child.vacant_posts, child.staff) == (1, 3, 2, 4)
    assert queries.counted_tree(on=date(2026, 1, 31))[0].children[0].vacant_posts == 1


def test_an_item_can_be_applied_for_at_the_own_windows_then_the_comprehensive_ones(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    centre = make.make_centre()
    place = Place("2楼东侧，从南门上楼右转", "周一至周五 9:00—12:00，13:30—17:00", "12345")
    services.change_window(actor=SYSTEM, window_id=centre.dedicated_window_id, place=place)

    with django_assert_num_queries(1):
        own, comprehensive = queries.windows_for_item(centre.department_id)

    assert (own.id, comprehensive.id) == (centre.dedicated_window_id, centre.window_id)
    assert (own.location_note, own.hours, own.phone) == (
        "2楼东侧，从南门上楼右转",
        "周一至周五 9:00—12:00，13:30—17:00",
        "12345",
    )
    assert comprehensive.location_note == ""


def test_an_office_says_where_and_when_it_is_open() -> None:
    department = make.make_organisation()
    office = services.open_office(actor=SYSTEM, organisation_id=department, name="许可科")

    services.change_office(actor=SYSTEM, office_id=office, place=Place("3楼305", "工作日", "0990-1234567"))

    (view,) = queries.list_offices(department)
    assert (view.location_note, view.hours, view.phone) == ("3楼305", "工作日", "0990-1234567")
