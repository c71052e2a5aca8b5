"""Reading accounts, above all who acts with which rights."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.support import identity as make
from tests.support import organisations as bodies
from yichuang.core.actor import SYSTEM, ActorKind, Scope
from yichuang.core.clock import today
from yichuang.core.rights import ROLE_RIGHTS, Right, Role
from yichuang.identity import errors, queries, services
from yichuang.identity.rules import AccountKind, IdentityType
from yichuang.organisations import services as organisation_services
from yichuang.organisations.rules import OrganisationKind

pytestmark = pytest.mark.django_db


def test_an_actor_with_several_posts_takes_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    centre = bodies.make_centre()
    staff = bodies.make_staff(centre.department_id, "李示例")
    window_post = bodies.make_post(
        centre.department_id, Role.WINDOW_CLERK, window_id=centre.dedicated_window_id, title="专业窗口岗"
    )
    centre_post = bodies.make_post(centre.authority_id, Role.RECORDS_CLERK, title="档案岗")
    for post in (window_post, centre_post):
        bodies.hold(post, staff)
    account_id = make.make_staff_account(staff)

    with django_assert_num_queries(1):
        actor = queries.actor_of(account_id, on=today())

    first, second = actor.posts
    assert (actor.name, actor.kind, actor.account_id) == ("李示例", ActorKind.STAFF, account_id)
    assert (first.post_id, first.title, first.window_id) == (window_post, "专业窗口岗", centre.dedicated_window_id)
    assert (first.scope, second.scope) == (Scope.ORGANISATION, Scope.CENTRE)
    assert (first.organisation_id, second.organisation_id) == (centre.department_id, centre.authority_id)
    assert first.rights == ROLE_RIGHTS[Role.WINDOW_CLERK]


def test_a_holding_gives_rights_from_its_first_to_its_last_day_only() -> None:
    department = bodies.make_organisation()
    staff = bodies.make_staff(department)
    bodies.hold(bodies.make_post(department, Role.REVIEWER), staff, date(2026, 3, 2), date(2026, 3, 31))
    account_id = make.make_staff_account(staff)

    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 1)]

    rights = [queries.actor_of(account_id, on=day).may(Right.REVIEW, department) for day in days]
    assert rights == [False, True, True, False]


def test_rights_of_a_department_do_not_reach_another() -> None:
    department, other = bodies.make_organisation(), bodies.make_organisation()

    actor = make.staff_actor(Role.WINDOW_CLERK, organisation_id=department)

    assert (actor.may(Right.ACCEPT, department), actor.may(Right.ACCEPT, other)) == (True, False)


def test_rights_of_the_centres_authority_reach_everywhere() -> None:
    authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)

    actor = make.staff_actor(Role.WINDOW_CLERK, organisation_id=authority)

    assert actor.may(Right.ACCEPT, bodies.make_organisation())


def test_a_closed_post_and_a_closed_organisation_give_no_rights() -> None:
    department, doomed = bodies.make_organisation(), bodies.make_organisation()
    staff = bodies.make_staff(department)
    posts = [bodies.make_post(body, Role.REVIEWER) for body in (department, doomed)]
    for post in posts:
        bodies.hold(post, staff)
    account_id = make.make_staff_account(staff)

    before = len(queries.actor_of(account_id, on=today()).posts)
    organisation_services.close_post(actor=SYSTEM, post_id=posts[0])
    organisation_services.close_organisation(actor=SYSTEM, organisation_id=doomed)

    assert (before, queries.actor_of(account_id, on=today()).posts) == (2, ())


def test_an_account_switched_off_is_no_actor() -> None:
    account_id = make.make_applicant()
    services.set_active(actor=SYSTEM, account_id=account_id, is_active=False)

    with pytest.raises(errors.AccountNotFoundError):
        queries.actor_of(account_id, on=today())
    with pytest.raises(errors.AccountNotFoundError):
        queries.actor_of(account_id + 1, on=today())


def test_an_applicant_acts_by_name_and_without_posts() -> None:
    actor = make.applicant_actor("张示例")

    assert (actor.name, actor.kind, actor.posts) == ("张示例", ActorKind.APPLICANT, ())


def test_an_applicant_is_found_by_number_in_any_writing() -> None:
    account_id = services.register_applicant(
        name="张示例",
        identity_type=IdentityType.RESIDENT_CARD,
        identity_no="11010519491231002X",
        phone=make.phone(800),
        password=make.PASSWORD,
    )

    found = queries.find_applicant_by_identity_no("110105 19491231 002x")

    assert found is not None
    assert found.id == account_id
    assert queries.find_applicant_by_identity_no("11010519491231002X", IdentityType.PASSPORT) is None
    assert queries.find_applicant_by_identity_no("") is None


def test_accounts_come_in_pages_newest_first(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ids = [make.make_applicant() for _ in range(3)]
    make.make_staff_account(bodies.make_staff(bodies.make_organisation()))

    with django_assert_num_queries(1):
        page = queries.list_accounts(kind=AccountKind.APPLICANT, size=2)
    rest = queries.list_accounts(kind=AccountKind.APPLICANT, size=2, cursor=page.next_cursor)

    assert [row.id for row in (*page.rows, *rest.rows)] == ids[::-1]
    assert rest.next_cursor is None


def test_accounts_are_found_by_phone_number_or_login() -> None:
    applicant = make.make_applicant(login="zhang.shili")
    make.make_applicant()
    person = queries.get_person(applicant)

    found = [
        queries.list_accounts(text=text).rows for text in (person.phone, person.identity_no, " Zhang.Shili", "zhang")
    ]

    assert [[row.id for row in rows] for rows in found] == [[applicant], [applicant], [applicant], []]


def test_the_accounts_of_many_members_of_staff_take_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    department = bodies.make_organisation()
    first, second, without = (bodies.make_staff(department, name) for name in ("李示例", "王示例", "赵示例"))
    accounts = {staff: make.make_staff_account(staff) for staff in (first, second)}

    with django_assert_num_queries(1):
        found = queries.account_ids_of_staff([first, second, without])

    assert found == accounts
