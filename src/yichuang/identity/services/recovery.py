"""A new password for somebody who forgot theirs, by a code to the phone or mailbox of the account."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import override

from yichuang.core.clock import now
from yichuang.core.errors import gettext_noop
from yichuang.core.problems import filled
from yichuang.core.sealed import blind_index
from yichuang.identity.errors import RecoveryCodeError
from yichuang.identity.models import Account, RecoveryCode, login_key
from yichuang.identity.rules import CODE_MINUTES, CODE_TRIES, EventKind, Limited, NoticeWay, takes_messages
from yichuang.identity.services.limits import count_try
from yichuang.identity.services.passwords import set_password
from yichuang.identity.services.recording import locked, record
from yichuang.identity.vendors.lockout import unlock
from yichuang.outbox.rules import MessageKind
from yichuang.outbox.services import send_message

_TITLE = gettext_noop("Code for a new password")
_TEXT = gettext_noop(
    "{centre}: your code to set a new password is {code}, valid for {minutes} minutes. Tell it to nobody, not even to "
    "staff. If you did not ask for it, do nothing."
)


def start_recovery(*, login: str, ip: str | None) -> None:
    """A code is on its way to the phone or mailbox of the account with that login, if there is one: nobody learns which.

    An earlier code of the account works no more. Staff have no phone here: whoever keeps accounts resets theirs.

    Raises:
        TooOftenError: too many codes for the login, or from the address.
    """
    key = login_key(login)
    count_try(what=Limited.RECOVER_ADDRESS, by=ip)
    count_try(what=Limited.RECOVER_LOGIN, by=key)
    _open(key, f"{secrets.randbelow(10**6):06d}", ip)


def finish_recovery(*, login: str, code: str, password: str, ip: str | None) -> None:
    """The account with that login has the password; its sessions end, its lock is lifted, the code works no more.

    Raises:
        TooOftenError: too many codes were tried from the address.
        RecoveryCodeError: wrong, old or used up, or no such account; a wrong one counts as a try of the open code.
        PasswordError: the password is too weak; the code stays open.
    """
    count_try(what=Limited.TRY_CODE, by=ip)
    key = login_key(login)
    account_id = Account.objects.filter(login=key, is_active=True).values_list("pk", flat=True).first()
    if account_id is None or not _use(account_id, "".join(code.split()), password, ip):
        raise RecoveryCodeError(minutes=CODE_MINUTES, tries=CODE_TRIES)


def close_codes(account_id: int) -> None:
    """No code that was sent for the account works any more."""
    RecoveryCode.objects.filter(account_id=account_id, closed_at__isnull=True).update(closed_at=now())


@transaction.atomic
def _open(key: str, code: str, ip: str | None) -> None:
    found = Account.objects.filter(login=key, is_active=True).values_list("pk", flat=True).first()
    digest = _digest(found or 0, code)
    if found is None:
        return
    row = locked(found)
    target = _target(row)
    if target is None:
        return
    close_codes(row.pk)
    expires_at = now() + timedelta(minutes=CODE_MINUTES)
    RecoveryCode.objects.create(account=row, digest=digest, opened_at=now(), expires_at=expires_at)
    with override(row.language or settings.LANGUAGE_CODE):
        text = filled(_TEXT, {"centre": settings.CENTRE_NAME, "code": code, "minutes": CODE_MINUTES})
        title = filled(_TITLE, {})
    kind, address = target
    send_message(kind=kind, address=address, text=text, title=title, subject=f"account:{row.pk}", not_after=expires_at)
    record(kind=EventKind.CODE_SENT, account_id=row.pk, actor_id=None, what=kind.value, ip=ip)


@transaction.atomic
def _use(account_id: int, code: str, password: str, ip: str | None) -> bool:
    """Whether the code was right and the password is set; a wrong try is counted, so nothing may be raised for it."""
    row = locked(account_id)
    held = RecoveryCode.objects.filter(account_id=account_id, closed_at__isnull=True, expires_at__gt=now()).first()
    if held is None:
        return False
    if not constant_time_compare(held.digest, _digest(account_id, code)):
        held.tries_left -= 1
        held.closed_at = now() if held.tries_left == 0 else None
        held.save(update_fields=["tries_left", "closed_at"])
        record(kind=EventKind.CODE_FAILED, account_id=account_id, actor_id=None, ip=ip)
        return False
    set_password(row, password, must_change=False)
    close_codes(account_id)
    unlock(row.login)
    record(kind=EventKind.PASSWORD_RECOVERED, account_id=account_id, actor_id=account_id, ip=ip)
    return True


def _target(row: Account) -> tuple[MessageKind, str] | None:
    """Where the code goes: the way the owner prefers, else the one there is."""
    by_phone = (MessageKind.SMS, row.phone) if takes_messages(row.phone) else None
    by_mail = (MessageKind.EMAIL, row.email) if row.email else None
    return (by_mail or by_phone) if row.notice == NoticeWay.EMAIL.value else (by_phone or by_mail)


def _digest(account_id: int, code: str) -> str:
    return blind_index(f"recovery {account_id} {code}")
