"""Acts on passwords."""

from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.db import transaction

from yichuang.core.actor import Actor
from yichuang.core.clock import now
from yichuang.core.errors import FieldProblem
from yichuang.identity.access import require_management
from yichuang.identity.errors import OwnAccountError, PasswordError, PasswordWrongError
from yichuang.identity.models import Account
from yichuang.identity.rules import EventKind, password_problems
from yichuang.identity.services.recording import locked, record


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def weaknesses(password: str, known: tuple[str, ...]) -> tuple[FieldProblem, ...]:
    """Why the password is too weak for somebody with those numbers; empty when it is not."""
    is_common = password.strip().lower() in _common_passwords()
    return password_problems(password, known=known, is_common=is_common)


@transaction.atomic
def change_password(*, actor: Actor, present: str, password: str) -> None:
    """The actor's own account has the new password; its sessions elsewhere end.

    Raises:
        AccountNotFoundError: the actor has no account.
        PasswordWrongError: the present password is another.
        PasswordError: the new one is too weak, or the same.
    """
    row = locked(actor.account_id or 0)
    if not check_password(present, row.password):
        raise PasswordWrongError
    if present == password:
        text = PasswordError.text
        raise PasswordError(problems=[FieldProblem("password", "identity.password_same", text)])
    set_password(row, password, must_change=False)
    record(kind=EventKind.PASSWORD_CHANGED, account_id=row.pk, actor_id=actor.account_id)


@transaction.atomic
def reset_password(*, actor: Actor, account_id: int, password: str) -> None:
    """The account has the new password, which its owner must change after signing in; its sessions end.

    Raises:
        AccountNotFoundError: there is none.
        OwnAccountError: it is the actor's own; one's own password is changed with `change_password`.
        PasswordError: the password is too weak.
    """
    row = locked(account_id)
    require_management(actor, row.staff_id)
    if actor.account_id == account_id:
        raise OwnAccountError
    set_password(row, password, must_change=True)
    record(kind=EventKind.PASSWORD_RESET, account_id=row.pk, actor_id=actor.account_id)


def set_password(row: Account, password: str, *, must_change: bool) -> None:
    """The (locked) account has the password, and every session that began with another ends.

    Raises:
        PasswordError: it is too weak.
    """
    problems = weaknesses(password, (row.login, row.phone, row.identity_no))
    if problems:
        raise PasswordError(problems=problems)
    row.password = make_password(password)
    row.must_change_password = must_change
    row.password_changed_at = now()
    row.save(update_fields=["password", "must_change_password", "password_changed_at"])
