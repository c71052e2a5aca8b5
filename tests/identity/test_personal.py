"""What people see, correct and take out of what is held about them."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support import identity as make
from tests.support import organisations as bodies
from yichuang.core.actor import ANONYMOUS, SYSTEM, SignInRequiredError
from yichuang.core.clock import today
from yichuang.core.rights import Role
from yichuang.identity import errors, queries, services
from yichuang.identity.models import AccountEvent
from yichuang.identity.rules import EventKind, Language, LookBy, NoticeWay
from yichuang.identity.services import Correction

pytestmark = pytest.mark.django_db


def test_everything_held_is_shown_unmasked_to_oneself() -> None:
    account_id = make.make_applicant("张示例")
    person = queries.get_person(account_id)

    held = queries.held_about(account_id)

    assert (held.person, held.login) == (person, person.phone)
    assert (held.language, held.notice, held.last_login) == (None, NoticeWay.SMS, None)
    assert (held.mandates_given, held.mandates_held) == ((), ())
    assert [row.kind for row in held.events] == [EventKind.CREATED]


def test_what_is_held_takes_as_many_statements_for_much_as_for_little(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    account_id = make.make_applicant()
    for _ in range(3):
        services.record_sign_in(account_id=account_id, ip="192.0.2.1")

    with django_assert_num_queries(5):
        held = queries.held_about(account_id)

    assert len(held.events) == 4


def test_looks_name_organisation_and_post_but_no_official(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    department = bodies.make_organisation("示例区市场监督管理局")
    clerk = make.staff_actor(Role.WINDOW_CLERK, organisation_id=department, name="王示例")
    applicant = make.make_applicant()
    services.reveal_account(actor=clerk, account_id=applicant, reason="核对原件")
    for case_no in ("C1", "C2", "C3"):
        services.record_unmasking(
            actor=clerk, subject=f"case:{case_no}", what="party", reason="审查", organisation_id=department
        )
    services.reveal_account(actor=queries.actor_of(applicant, on=today()), account_id=applicant)

    with django_assert_num_queries(1):
        page = queries.looks_at(applicant, ["C1", "C3"], size=2)
    rest = queries.looks_at(applicant, ["C1", "C3"], size=2, cursor=page.next_cursor)

    rows = (*page.rows, *rest.rows)
    assert [(row.subject, row.reason) for row in rows] == [
        ("case:C3", "审查"),
        ("case:C1", "审查"),
        (f"account:{applicant}", "核对原件"),
    ]
    assert {(row.by, row.organisation_name, row.post_title) for row in rows} == {
        (LookBy.STAFF, "示例区市场监督管理局", clerk.posts[0].title)
    }
    assert "王示例" not in str(rows)
    assert rest.next_cursor is None


def test_a_look_recorded_without_post_still_names_the_organisation() -> None:
    department = bodies.make_organisation("示例区商务局")
    clerk = make.staff_actor(Role.WINDOW_CLERK, organisation_id=department)
    applicant = make.make_applicant()
    services.reveal_account(actor=clerk, account_id=applicant, reason="核对")
    AccountEvent.objects.update(organisation_name="", post_title="")

    (row,) = queries.looks_at(applicant).rows

    assert (row.organisation_name, row.post_title) == ("示例区商务局", "")


def test_looks_of_agents_and_systems_are_told_as_such() -> None:
    applicant, agent = make.make_applicant(), make.applicant_actor()
    for actor in (agent, SYSTEM):
        services.record_unmasking(actor=actor, subject="case:C1", what="file 1")

    assert [row.by for row in queries.looks_at(applicant, ["C1"]).rows] == [LookBy.SYSTEM, LookBy.AGENT]


def test_a_new_phone_is_the_new_login_and_is_recorded_without_its_digits(client: Client) -> None:
    account_id = make.make_applicant()
    actor, new = queries.actor_of(account_id, on=today()), make.phone(901)

    changed = services.correct_own_data(
        actor=actor, correction=Correction(phone=f" {new[:3]} {new[3:]} "), present=make.PASSWORD
    )

    assert changed == ("phone",)
    event = queries.list_events(account_id=account_id).rows[0]
    assert (event.kind, event.what) == (EventKind.CORRECTED, "phone")
    found = queries.find_account_by_login(new)
    assert found is not None
    assert found.id == account_id
    assert [row.id for row in queries.list_accounts(text=new).rows] == [account_id]


def test_a_chosen_login_stays_when_the_phone_changes() -> None:
    account_id = make.make_applicant(login="zhang.shili")
    actor = queries.actor_of(account_id, on=today())

    services.correct_own_data(actor=actor, correction=Correction(phone=make.phone(902)), present=make.PASSWORD)

    assert queries.held_about(account_id).login == "zhang.shili"


def test_a_new_phone_or_address_needs_the_password_and_a_language_does_not() -> None:
    actor = make.applicant_actor()
    before = queries.get_person(actor.account_id or 0)

    for correction in (Correction(phone=make.phone(903)), Correction(email="zhang@example.org")):
        with pytest.raises(errors.CorrectionError) as caught:
            services.correct_own_data(actor=actor, correction=correction, present="wrong-horse-42")
        assert [problem.field for problem in caught.value.problems] == ["present"]
    changed = services.correct_own_data(
        actor=actor, correction=Correction(phone=before.phone, language=Language.ENGLISH, notice=NoticeWay.HERE)
    )

    assert changed == ("language", "notice")
    assert queries.get_person(actor.account_id or 0) == before


def test_everything_wrong_in_a_correction_is_told_at_once() -> None:
    actor = make.applicant_actor()
    wrong = Correction(phone="123", email="<script>", notice=NoticeWay.EMAIL)

    with pytest.raises(errors.CorrectionError) as caught:
        services.correct_own_data(actor=actor, correction=wrong)

    assert [problem.field for problem in caught.value.problems] == ["phone", "email", "present"]


@pytest.mark.parametrize(
    ("correction", "field"),
    [
        (Correction(notice=NoticeWay.EMAIL), "email"),
        (Correction(phone="0990-1234567"), "notice"),
    ],
)
def test_a_way_that_reaches_nobody_is_refused(correction: Correction, field: str) -> None:
    with pytest.raises(errors.CorrectionError) as caught:
        services.correct_own_data(actor=make.applicant_actor(), correction=correction, present=make.PASSWORD)

    assert [problem.field for problem in caught.value.problems] == [field]


def test_a_phone_with_which_another_signs_in_is_refused() -> None:
    other = queries.get_person(make.make_applicant()).phone
    actor = make.applicant_actor()

    with pytest.raises(errors.LoginTakenError):
        services.correct_own_data(actor=actor, correction=Correction(phone=other), present=make.PASSWORD)

    assert queries.get_person(actor.account_id or 0).phone != other


def test_a_member_of_staff_without_phone_chooses_a_language() -> None:
    actor = make.staff_actor(Role.REVIEWER, organisation_id=bodies.make_organisation())

    changed = services.correct_own_data(actor=actor, correction=Correction(phone="", language=Language.ENGLISH))

    assert changed == ("language",)
    assert queries.notice_of(actor.account_id or 0).way is NoticeWay.HERE


def test_nobody_but_oneself_corrects_and_exports() -> None:
    for act in (
        lambda: services.correct_own_data(actor=ANONYMOUS, correction=Correction(email="")),
        lambda: services.export_own(actor=ANONYMOUS),
    ):
        with pytest.raises(SignInRequiredError):
            act()


def test_news_go_where_the_person_chose() -> None:
    actor = make.applicant_actor()
    account_id = actor.account_id or 0
    phone = queries.get_person(account_id).phone

    before = queries.notice_of(account_id)
    services.correct_own_data(
        actor=actor, correction=Correction(email="zhang@example.org", notice=NoticeWay.EMAIL), present=make.PASSWORD
    )

    after = queries.notice_of(account_id)
    assert (before.way, before.address) == (NoticeWay.SMS, phone)
    assert (after.way, after.address) == (NoticeWay.EMAIL, "zhang@example.org")


def test_the_export_holds_everything_and_is_recorded() -> None:
    actor = make.applicant_actor("𠮷示例")
    person = queries.get_person(actor.account_id or 0)

    exported = services.export_own(actor=actor)

    assert json.loads(json.dumps(exported))["name"] == "𠮷示例"
    assert (exported["identity_no"], exported["phone"], exported["notice"]) == (person.identity_no, person.phone, "sms")
    assert [event["kind"] for event in exported["events"]] == ["created"]
    assert queries.list_events(account_id=person.account_id).rows[0].kind is EventKind.EXPORTED


def test_ones_data_are_corrected_through_the_page(client: Client) -> None:
    account_id = make.make_applicant()
    phone = queries.get_person(account_id).phone
    client.post(reverse("identity:sign_in"), {"login": phone, "password": make.PASSWORD})
    given = {"phone": phone, "email": "zhang@example.org", "notice": "email", "language": "en"}

    refused = client.post(reverse("identity:correct"), given)
    done = client.post(reverse("identity:correct"), {**given, "present": make.PASSWORD})

    assert (refused.status_code, 'id="id_present_error"' in refused.content.decode()) == (422, True)
    assert done["Location"] == reverse("identity:account")
    assert queries.get_person(account_id).email == "zhang@example.org"
    assert phone in client.get(reverse("identity:correct")).content.decode()
