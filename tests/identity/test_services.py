"""Acts on accounts on the real database."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection

from tests.support import identity as make
from tests.support import organisations as bodies
from yichuang.core.actor import ANONYMOUS, SYSTEM, Actor, RightMissingError, SignInRequiredError
from yichuang.core.clock import today
from yichuang.core.rights import Right, Role
from yichuang.identity import errors, queries, services
from yichuang.identity.models import Account, AccountEvent
from yichuang.identity.rules import EventKind, IdentityType, Language
from yichuang.identity.vendors.hashers import CentreArgon2PasswordHasher
from yichuang.organisations import services as organisation_services
from yichuang.organisations.rules import OrganisationKind

pytestmark = pytest.mark.django_db

_MANAGED: dict[str, Callable[[Actor, int], object]] = {
    "create": lambda actor, staff_id: services.create_staff_account(
        actor=actor, staff_id=staff_id, login=f"newcomer{staff_id}", password=make.PASSWORD
    ),
    "set_active": lambda actor, staff_id: services.set_active(
        actor=actor, account_id=make.make_staff_account(staff_id), is_active=False
    ),
    "reset": lambda actor, staff_id: services.reset_password(
        actor=actor, account_id=make.make_staff_account(staff_id), password="another-horse-43"
    ),
    "unlock": lambda actor, staff_id: services.unlock_account(
        actor=actor, account_id=make.make_staff_account(staff_id)
    ),
}


@pytest.fixture
def authority_id() -> int:
    return bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)


@pytest.mark.parametrize("act", _MANAGED.values(), ids=_MANAGED.keys())
def test_accounts_are_kept_by_those_who_have_the_right_there(
    act: Callable[[Actor, int], object], authority_id: int
) -> None:
    department, other = bodies.make_organisation(), bodies.make_organisation()
    clerk = make.staff_actor(Role.WINDOW_CLERK, organisation_id=authority_id)
    elsewhere = make.staff_actor(Role.SYSTEM_ADMINISTRATOR, organisation_id=other)
    here = make.staff_actor(Role.SYSTEM_ADMINISTRATOR, organisation_id=department)
    manager = make.staff_actor(Role.CENTRE_MANAGER, organisation_id=authority_id)

    for actor in (clerk, elsewhere, make.applicant_actor()):
        with pytest.raises(RightMissingError) as caught:
            act(actor, bodies.make_staff(department))
        assert caught.value.details == {"right": Right.MANAGE_ACCOUNTS}
    with pytest.raises(SignInRequiredError):
        act(ANONYMOUS, bodies.make_staff(department))
    act(manager, bodies.make_staff(department))
    act(here, bodies.make_staff(department))


def test_applicants_accounts_are_kept_for_the_whole_centre_only() -> None:
    department = make.staff_actor(Role.SYSTEM_ADMINISTRATOR, organisation_id=bodies.make_organisation())
    applicant = make.make_applicant()

    with pytest.raises(RightMissingError):
        services.set_active(actor=department, account_id=applicant, is_active=False)

    assert queries.get_account_view(applicant).is_active


def test_personal_data_are_sealed_at_rest() -> None:
    number, phone = make.identity_no(500), make.phone(500)
    account_id = services.register_applicant(
        name="欧阳示例",
        identity_type=IdentityType.RESIDENT_CARD,
        identity_no=number,
        phone=phone,
        password=make.PASSWORD,
        email="ouyang@example.org",
    )

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(a)::text || encode(a.name, 'escape') || encode(a.identity_no, 'escape')"
            " || encode(a.phone, 'escape') || encode(a.email, 'escape') FROM identity_account a WHERE id = %s",
            [account_id],
        )
        (stored,) = cursor.fetchone()
    for plain in ("欧阳", number, number[6:14], phone, "ouyang"):
        assert plain not in stored
    assert queries.get_person(account_id).name == "欧阳示例"


def test_an_account_is_shown_masked() -> None:
    account_id = services.register_applicant(
        name="欧阳示例",
        identity_type=IdentityType.RESIDENT_CARD,
        identity_no="11010519491231002X",
        phone="10012345678",
        password=make.PASSWORD,
    )

    view = queries.get_account_view(account_id)

    assert (view.name, view.identity_no) == ("欧***", "110105**********2X")
    assert (view.phone, view.login) == ("100****5678", "100****5678")


def test_one_identity_number_has_one_account() -> None:
    services.register_applicant(
        name="张示例",
        identity_type=IdentityType.RESIDENT_CARD,
        identity_no="11010519491231002X",
        phone=make.phone(601),
        password=make.PASSWORD,
    )

    with pytest.raises(errors.IdentityTakenError):
        services.register_applicant(
            name="张示例",
            identity_type=IdentityType.RESIDENT_CARD,
            identity_no="１10105 19491231002x",
            phone=make.phone(602),
            password=make.PASSWORD,
        )

    assert Account.objects.count() == 1


def test_one_phone_signs_in_to_one_account() -> None:
    def register(number: int) -> int:
        return services.register_applicant(
            name="张示例",
            identity_type=IdentityType.RESIDENT_CARD,
            identity_no=make.identity_no(number),
            phone="10012345678",
            password=make.PASSWORD,
        )

    first = register(601)
    with pytest.raises(errors.LoginTakenError):
        register(602)

    assert list(Account.objects.values_list("pk", flat=True)) == [first]


def test_a_wrong_registration_names_every_field_and_leaves_nothing() -> None:
    with pytest.raises(errors.RegistrationError) as caught:
        services.register_applicant(
            name="", identity_type=IdentityType.CREDIT_CODE, identity_no="x", phone="y", password="short-9ch"
        )

    assert [problem.field for problem in caught.value.problems] == ["name", "identity_no", "phone", "password"]
    assert caught.value.problems[3].value == ""
    assert Account.objects.count() == 0


def test_a_common_password_is_refused() -> None:
    with pytest.raises(errors.RegistrationError) as caught:
        services.register_applicant(
            name="张示例",
            identity_type=IdentityType.RESIDENT_CARD,
            identity_no=make.identity_no(1),
            phone=make.phone(1),
            password="1q2w3e4r5t",
        )

    assert [problem.code for problem in caught.value.problems] == ["identity.password_common"]


def test_an_enterprise_registers_with_its_credit_code() -> None:
    code = bodies.credit_code(77)

    account_id = services.register_applicant(
        name="示例区样例餐饮有限公司",
        identity_type=IdentityType.CREDIT_CODE,
        identity_no=code,
        phone="0990-1234567",
        password=make.PASSWORD,
    )

    found = queries.find_applicant_by_identity_no(code.lower(), IdentityType.CREDIT_CODE)
    assert found is not None
    assert (found.id, found.identity_no, found.name) == (account_id, code, "示例区样例餐饮有限公司")


def test_an_applicant_registers_nobody_else() -> None:
    with pytest.raises(RightMissingError):
        services.register_applicant(
            actor=make.applicant_actor(),
            name="李示例",
            identity_type=IdentityType.RESIDENT_CARD,
            identity_no=make.identity_no(700),
            phone=make.phone(700),
            password=make.PASSWORD,
        )


def test_a_member_of_staff_has_one_account() -> None:
    staff = bodies.make_staff(bodies.make_organisation(), "王示例")
    make.make_staff_account(staff)

    with pytest.raises(errors.StaffAccountTakenError) as caught:
        make.make_staff_account(staff)

    assert str(caught.value) == "王示例 has an account already."


def test_a_first_password_must_be_changed() -> None:
    staff = bodies.make_staff(bodies.make_organisation())
    account_id = services.create_staff_account(actor=SYSTEM, staff_id=staff, login="clerk.one", password=make.PASSWORD)
    actor = queries.actor_of(account_id, on=today())

    assert queries.get_session(account_id, on=today()).must_change_password
    services.change_password(actor=actor, present=make.PASSWORD, password="another-horse-43")

    assert not queries.get_session(account_id, on=today()).must_change_password
    assert check_password("another-horse-43", Account.objects.get(pk=account_id).password)


def test_the_present_password_is_asked() -> None:
    actor = make.applicant_actor()
    before = Account.objects.get(pk=actor.account_id or 0).password

    with pytest.raises(errors.PasswordWrongError):
        services.change_password(actor=actor, present="wrong-horse-42", password="another-horse-43")
    with pytest.raises(errors.PasswordError):
        services.change_password(actor=actor, present=make.PASSWORD, password=make.PASSWORD)

    assert Account.objects.get(pk=actor.account_id or 0).password == before


def test_a_new_password_ends_other_sessions() -> None:
    account_id = make.make_applicant()
    before = queries.get_session(account_id, on=today()).auth_hash

    services.reset_password(actor=SYSTEM, account_id=account_id, password="another-horse-43")

    assert queries.get_session(account_id, on=today()).auth_hash != before


def test_nobody_switches_off_their_own_account(authority_id: int) -> None:
    manager = make.staff_actor(Role.CENTRE_MANAGER, organisation_id=authority_id)

    with pytest.raises(errors.OwnAccountError):
        services.set_active(actor=manager, account_id=manager.account_id or 0, is_active=False)
    with pytest.raises(errors.OwnAccountError):
        services.reset_password(actor=manager, account_id=manager.account_id or 0, password="another-horse-43")


def test_a_look_at_somebodys_data_needs_right_and_reason_and_is_recorded() -> None:
    department = bodies.make_organisation()
    clerk = make.staff_actor(Role.WINDOW_CLERK, organisation_id=department)
    editor = make.staff_actor(Role.CATALOGUE_EDITOR, organisation_id=department)
    applicant = make.make_applicant("张示例")

    with pytest.raises(RightMissingError):
        services.reveal_account(actor=editor, account_id=applicant, reason="核对")
    with pytest.raises(errors.NotYoursError):
        services.reveal_account(actor=make.applicant_actor(), account_id=applicant)
    with pytest.raises(errors.ReasonMissingError):
        services.reveal_account(actor=clerk, account_id=applicant, reason=" ")
    assert AccountEvent.objects.filter(kind=EventKind.UNMASKED.value).count() == 0
    person = services.reveal_account(actor=clerk, account_id=applicant, reason="核对原件")

    (event,) = queries.list_events(subject=f"account:{applicant}").rows
    assert person.name == "张示例"
    assert (event.kind, event.actor_id, event.reason) == (EventKind.UNMASKED, clerk.account_id, "核对原件")


def test_unmasking_in_a_case_needs_the_right_in_its_organisation() -> None:
    department, other = bodies.make_organisation(), bodies.make_organisation()
    clerk = make.staff_actor(Role.WINDOW_CLERK, organisation_id=department)

    with pytest.raises(RightMissingError):
        services.record_unmasking(actor=clerk, subject="case:1", what="phone", organisation_id=other)
    services.record_unmasking(actor=clerk, subject="case:1", what="phone", organisation_id=department)

    assert [row.what for row in queries.list_events(subject="case:1").rows] == ["phone"]


def test_a_failed_sign_in_keeps_no_word_of_what_was_typed() -> None:
    services.record_sign_in_failure(login="my-secret-password", ip="192.0.2.1", is_locked=False)

    (stored,) = AccountEvent.objects.values()
    assert "secret" not in str(stored)
    assert len(stored["login_digest"]) == 32
    assert [row.account_id for row in queries.list_events().rows] == [None]


def test_a_language_is_remembered() -> None:
    actor = make.applicant_actor()

    services.set_language(actor=actor, language=Language.ENGLISH)

    assert queries.get_session(actor.account_id or 0, on=today()).language == "en"


def test_the_password_hash_is_argon2_with_19_mib() -> None:
    hashed = CentreArgon2PasswordHasher().encode("correct-horse-42", "saltsaltsalt")

    assert hashed.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_released_member_of_staff_gets_no_account() -> None:
    department = bodies.make_organisation()
    staff = bodies.make_staff(department, "赵示例")
    holding = bodies.hold(bodies.make_post(department, Role.REVIEWER), staff)
    organisation_services.end_post_holding(actor=SYSTEM, holding_id=holding, held_to=today() - timedelta(days=1))
    organisation_services.release_staff(actor=SYSTEM, staff_id=staff)

    with pytest.raises(errors.StaffReleasedError):
        make.make_staff_account(staff)

    assert queries.find_account_of_staff(staff) is None
