"""What is recorded of sign-ins."""

from django.db import transaction

from yichuang.core.sealed import blind_index
from yichuang.identity.models import Account, login_key
from yichuang.identity.rules import EventKind
from yichuang.identity.services.recording import record


@transaction.atomic
def record_sign_in(*, account_id: int, ip: str | None) -> None:
    """It is on record that the account signed in from that address."""
    record(kind=EventKind.SIGNED_IN, account_id=account_id, actor_id=account_id, ip=ip)


@transaction.atomic
def record_sign_out(*, account_id: int, ip: str | None) -> None:
    """It is on record that the account signed out."""
    record(kind=EventKind.SIGNED_OUT, account_id=account_id, actor_id=account_id, ip=ip)


@transaction.atomic
def record_sign_in_failure(*, login: str, ip: str | None, is_locked: bool) -> None:
    """It is on record that a sign-in failed, or that this failure locked the login.

    What was typed is kept as a keyed digest only: it may be a password typed in the wrong place.
    """
    key = login_key(login)
    account_id = Account.objects.filter(login=key).values_list("pk", flat=True).first()
    kind = EventKind.LOCKED if is_locked else EventKind.SIGN_IN_FAILED
    record(kind=kind, account_id=account_id, login_digest=blind_index(key), ip=ip)
