"""Reading accounts. Personal data come out masked, except from `get_person`, whose callers record the look."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yichuang.core.identifiers import normalised
from yichuang.core.masking import mask_identity_no, mask_name, mask_phone
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.core.prepared import run_prepared
from yichuang.core.sealed import blind_index
from yichuang.identity.errors import AccountNotFoundError
from yichuang.identity.models import Account, login_key
from yichuang.identity.rules import AccountKind, IdentityType, NoticeWay, takes_messages


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account with personal data masked. `login` of an applicant who signs in by phone is the masked phone."""

    id: int
    login: str
    kind: AccountKind
    name: str
    identity_type: IdentityType | None
    identity_no: str
    phone: str
    email: str
    staff_id: int | None
    organisation_id: int | None
    is_active: bool
    language: str
    must_change_password: bool
    created_at: datetime
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class Person:
    """Who an applicant is, unmasked."""

    account_id: int
    name: str
    identity_type: IdentityType | None
    identity_no: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class NoticeTarget:
    """How somebody wants to be told of news, and where: without address only on this site."""

    way: NoticeWay
    address: str
    language: str


def get_account_view(account_id: int) -> AccountView:
    """The account, masked, also when it is switched off.

    Raises:
        AccountNotFoundError: there is none.
    """
    row = Account.objects.select_related("staff").filter(pk=account_id).first()
    if row is None:
        raise AccountNotFoundError
    return _view(row)


def get_person(account_id: int) -> Person:
    """The applicant unmasked, to fill a form or a case with. Who shows this to others records it (`record_unmasking`).

    Raises:
        AccountNotFoundError: there is none, or it is switched off.
    """
    row = Account.objects.select_related("staff").filter(pk=account_id, is_active=True).first()
    if row is None:
        raise AccountNotFoundError
    return Person(
        account_id=row.pk,
        name=row.name if row.staff is None else row.staff.name,
        identity_type=IdentityType(row.identity_type) if row.identity_type else None,
        identity_no=row.identity_no,
        phone=row.phone,
        email=row.email,
    )


def find_applicant_by_identity_no(
    identity_no: str, identity_type: IdentityType = IdentityType.RESIDENT_CARD
) -> AccountView | None:
    """The active applicant with exactly that number, masked; None when there is none."""
    digest = blind_index(normalised(identity_no))
    rows = Account.objects.select_related("staff").filter(identity_type=identity_type.value, identity_digest=digest)
    row = rows.exclude(identity_digest="").filter(is_active=True, kind=AccountKind.APPLICANT.value).first()
    return None if row is None else _view(row)


def find_applicant_id(identity_type: IdentityType, identity_no: str) -> int | None:
    """The account of the active applicant with exactly that number; None when there is none."""
    values = {"kind": AccountKind.APPLICANT.value, "type": identity_type.value}
    rows = run_prepared(_APPLICANT, values | {"digest": blind_index(normalised(identity_no))})
    return int(rows[0][0]) if rows else None


_APPLICANT = (
    "SELECT id FROM identity_account WHERE kind = %(kind)s AND is_active AND identity_type = %(type)s"
    " AND identity_digest = %(digest)s AND identity_digest <> ''"
)


def find_account_by_login(login: str) -> AccountView | None:
    """The account with that login, typed in any form, also when switched off."""
    row = Account.objects.select_related("staff").filter(login=login_key(login)).first()
    return None if row is None else _view(row)


def find_account_of_staff(staff_id: int) -> AccountView | None:
    """The account of a member of staff, also when switched off."""
    row = Account.objects.select_related("staff").filter(staff_id=staff_id).first()
    return None if row is None else _view(row)


def account_ids_of_staff(staff_ids: Iterable[int]) -> dict[int, int]:
    """The accounts of these members of staff by the ids of the staff, also when switched off; who has none is left out."""
    return dict(Account.objects.filter(staff_id__in=list(staff_ids)).values_list("staff_id", "pk"))


def list_accounts(
    *,
    kind: AccountKind | None = None,
    organisation_ids: Collection[int] | None = None,
    text: str = "",
    cursor: str | None = None,
    size: int = 50,
) -> Page[AccountView]:
    """The accounts, newest first, masked. `text` is a whole login, phone, identity number or staff number.

    With organisations only the accounts of their staff. Who may see the list is `access.list_managed_accounts`.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    rows = Account.objects.select_related("staff")
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if organisation_ids is not None:
        rows = rows.filter(staff__organisation_id__in=organisation_ids)
    if text.strip():
        digest = blind_index(normalised(text))
        rows = rows.filter(
            Q(login=login_key(text))
            | Q(phone_digest=digest)
            | Q(identity_digest=digest)
            | Q(staff__staff_no=text.strip())
        )
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = [_view(row) for row in rows.order_by("-pk")[: size + 1]]
    return page_of(found, size, [(row.id,) for row in found])


def notice_of(account_id: int) -> NoticeTarget:
    """Where news for the account go: as its owner chose, only here where that cannot reach anybody.

    Raises:
        AccountNotFoundError: there is none, or it is switched off.
    """
    row = Account.objects.filter(pk=account_id, is_active=True).first()
    if row is None:
        raise AccountNotFoundError
    if row.notice == NoticeWay.EMAIL.value and row.email:
        return NoticeTarget(NoticeWay.EMAIL, row.email, row.language)
    if row.notice == NoticeWay.SMS.value and takes_messages(row.phone):
        return NoticeTarget(NoticeWay.SMS, row.phone, row.language)
    return NoticeTarget(NoticeWay.HERE, "", row.language)


def _view(row: Account) -> AccountView:
    staff = row.staff
    return AccountView(
        id=row.pk,
        login=mask_phone(row.phone) if row.login.startswith("#") else row.login,
        kind=AccountKind(row.kind),
        name=_masked_name(row) if staff is None else staff.name,
        identity_type=IdentityType(row.identity_type) if row.identity_type else None,
        identity_no=_masked_identity(row),
        phone=mask_phone(row.phone) if row.phone else "",
        email=_masked_email(row.email),
        staff_id=row.staff_id,
        organisation_id=None if staff is None else staff.organisation_id,
        is_active=row.is_active,
        language=row.language,
        must_change_password=row.must_change_password,
        created_at=row.created_at,
        last_login=row.last_login,
    )


def _is_body(row: Account) -> bool:
    """Name and code of a body are public: they are nobody's personal data."""
    return row.identity_type == IdentityType.CREDIT_CODE.value


def _masked_name(row: Account) -> str:
    return row.name if _is_body(row) else mask_name(row.name)


def _masked_identity(row: Account) -> str:
    return row.identity_no if _is_body(row) else mask_identity_no(row.identity_no)


def _masked_email(email: str) -> str:
    name, at, host = email.partition("@")
    return f"{name[:1]}***@{host}" if at else ""
