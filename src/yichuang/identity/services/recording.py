"""What all acts here share: the row of events, the fetch under lock, the constraint that refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from yichuang.core.actor import PostHeld
from yichuang.core.clock import now
from yichuang.core.errors import DomainError
from yichuang.identity.errors import AccountNotFoundError
from yichuang.identity.models import Account, AccountEvent
from yichuang.identity.rules import EventKind


def record(  # noqa: PLR0913 - the columns of an event
    *,
    kind: EventKind,
    account_id: int | None,
    actor_id: int | None = None,
    login_digest: str = "",
    subject: str = "",
    what: str = "",
    reason: str = "",
    post: PostHeld | None = None,
    ip: str | None = None,
) -> None:
    """A row of events says what happened."""
    AccountEvent.objects.create(
        kind=kind.value,
        account_id=account_id,
        actor_id=actor_id,
        login_digest=login_digest,
        subject=subject[:100],
        what=what[:200],
        reason=reason[:500],
        organisation_name=post.organisation_name if post else "",
        post_title=post.recorded_title if post else "",
        ip=ip,
        at=now(),
    )


def locked(account_id: int) -> Account:
    """The account, locked until the transaction ends.

    Raises:
        AccountNotFoundError: there is none.
    """
    row = Account.objects.select_for_update(of=("self",), no_key=True).filter(pk=account_id).first()
    if row is None:
        raise AccountNotFoundError
    return row


@contextmanager
def refused_by(constraints: Mapping[str, DomainError]) -> Iterator[None]:
    """Inside, a breach of one of the named constraints is the domain error that belongs to it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diag = getattr(error.__cause__, "diag", None)
        refusal = constraints.get(getattr(diag, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise refusal from error
