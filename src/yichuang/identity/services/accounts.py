"""Acts on accounts themselves."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from yichuang.core.actor import ANONYMOUS, Actor, ActorKind
from yichuang.core.clock import now, today
from yichuang.core.errors import FieldProblem
from yichuang.core.identifiers import check_phone
from yichuang.core.rights import Right
from yichuang.core.sealed import blind_index
from yichuang.identity.access import require_management
from yichuang.identity.errors import (
    AccountStateError,
    IdentityTakenError,
    LoginTakenError,
    OwnAccountError,
    PasswordError,
    RegistrationError,
    StaffAccountTakenError,
    StaffReleasedError,
)
from yichuang.identity.models import Account, login_key
from yichuang.identity.rules import (
    AccountKind,
    EventKind,
    IdentityType,
    Language,
    NoticeWay,
    check_identity,
    check_login,
    contact_problems,
    normal_name,
    registration_problems,
    takes_messages,
)
from yichuang.identity.services.passwords import weaknesses
from yichuang.identity.services.recording import locked, record, refused_by
from yichuang.identity.vendors.lockout import unlock
from yichuang.organisations import queries as organisations


@transaction.atomic
def register_applicant(  # noqa: PLR0913 - what an applicant is asked
    *,
    name: str,
    identity_type: IdentityType,
    identity_no: str,
    phone: str,
    password: str,
    login: str = "",
    email: str = "",
    language: Language | None = None,
    actor: Actor = ANONYMOUS,
) -> int:
    """The applicant has an account and signs in by phone, or by the login chosen; answers its id.

    Applicants register themselves; staff who take in applications, or keep accounts, may do it for them.

    Law: PIPL 31, GB 11643, GB 32100.

    Raises:
        RegistrationError: with every problem of every field.
        IdentityTakenError, LoginTakenError: somebody has this number, login or phone.
        RightMissingError: staff without these rights.
    """
    if actor.kind is not ActorKind.ANONYMOUS and not actor.may(Right.RECEIVE):
        actor.require(Right.MANAGE_ACCOUNTS)
    problems = check_registration(
        name=name, identity_type=identity_type, identity_no=identity_no, phone=phone, login=login, password=password
    )
    problems += tuple(wrong for wrong in contact_problems(phone=phone, email=email.strip()) if wrong.field == "email")
    if problems:
        raise RegistrationError(problems=problems)
    number, phone = check_identity(identity_type, identity_no), check_phone(phone)
    row = Account(
        login=login_key(login.strip() or phone),
        kind=AccountKind.APPLICANT.value,
        name=normal_name(name),
        identity_type=identity_type.value,
        identity_no=number,
        identity_digest=blind_index(number),
        phone=phone,
        phone_digest=blind_index(phone),
        email=email.strip(),
        notice=(NoticeWay.SMS if takes_messages(phone) else NoticeWay.HERE).value,
        language="" if language is None else language.value,
    )
    _create(row, password, actor)
    return row.pk


@transaction.atomic
def create_staff_account(
    *, actor: Actor, staff_id: int, login: str, password: str, must_change_password: bool = True
) -> int:
    """The member of staff has an account with a first password; answers its id.

    Raises:
        StaffNotFoundError, StaffReleasedError: no such person on the staff.
        LoginShapeError, PasswordError: login or password are not as they must be.
        LoginTakenError, StaffAccountTakenError: login or person have an account.
    """
    staff = organisations.get_staff(staff_id)
    require_management(actor, staff_id)
    if not staff.is_active:
        raise StaffReleasedError(name=staff.name)
    login = check_login(login)
    problems = weaknesses(password, (login, staff.staff_no))
    if problems:
        raise PasswordError(problems=problems)
    row = Account(
        login=login_key(login),
        kind=AccountKind.STAFF.value,
        staff_id=staff_id,
        must_change_password=must_change_password,
        notice=NoticeWay.HERE.value,
    )
    _create(row, password, actor, {"identity_account_staff": StaffAccountTakenError(name=staff.name)})
    return row.pk


@transaction.atomic
def set_active(*, actor: Actor, account_id: int, is_active: bool, reason: str = "") -> None:
    """The account is switched on or off; off ends its sessions with their next request.

    Raises:
        AccountNotFoundError, OwnAccountError, AccountStateError: as the names say.
    """
    row = locked(account_id)
    require_management(actor, row.staff_id)
    if actor.account_id == account_id:
        raise OwnAccountError
    if row.is_active == is_active:
        raise AccountStateError
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    kind = EventKind.SWITCHED_ON if is_active else EventKind.SWITCHED_OFF
    record(kind=kind, account_id=account_id, actor_id=actor.account_id, reason=reason)


@transaction.atomic
def unlock_account(*, actor: Actor, account_id: int) -> None:
    """The account's failed sign-ins are forgotten, from every address.

    Raises:
        AccountNotFoundError: there is none.
    """
    row = locked(account_id)
    require_management(actor, row.staff_id)
    unlock(row.login)
    record(kind=EventKind.UNLOCKED, account_id=account_id, actor_id=actor.account_id)


@transaction.atomic
def set_language(*, actor: Actor, language: Language) -> None:
    """The actor's pages come in that language.

    Raises:
        AccountNotFoundError: the actor has no account.
    """
    row = locked(actor.account_id or 0)
    row.language = language.value
    row.save(update_fields=["language"])


def check_registration(
    *, name: str, identity_type: IdentityType, identity_no: str, phone: str, password: str, login: str = ""
) -> tuple[FieldProblem, ...]:
    """Everything that is wrong with a registration, password included; nothing is looked up or kept. Law: PIPL 31."""
    problems = registration_problems(
        name=name, identity_type=identity_type, identity_no=identity_no, phone=phone, login=login, today=today()
    )
    return problems + weaknesses(password, (login, phone, identity_no))


def _create(
    row: Account, password: str, actor: Actor, refusals: dict[str, StaffAccountTakenError] | None = None
) -> None:
    row.password = make_password(password)
    row.created_at = row.password_changed_at = now()
    taken = {"identity_account_login": LoginTakenError(), "identity_account_identity": IdentityTakenError()}
    with refused_by({**taken, **(refusals or {})}):
        row.save()
    record(kind=EventKind.CREATED, account_id=row.pk, actor_id=actor.account_id or row.pk)
