"""Looks at personal data: none without a record."""

from django.db import transaction

from yichuang.core.actor import Actor, ActorKind, PostHeld, SignInRequiredError
from yichuang.core.rights import Right
from yichuang.identity.errors import NotYoursError, ReasonMissingError
from yichuang.identity.queries import Person, get_person
from yichuang.identity.rules import EventKind
from yichuang.identity.services.recording import record


@transaction.atomic
def record_unmasking(
    *, actor: Actor, subject: str, what: str, reason: str = "", organisation_id: int | None = None
) -> None:
    """It is on record that the actor saw personal data unmasked: of which subject (such as "case:17") and what.

    Applicants see only what is theirs, which the caller has made sure of; staff need the right in the organisation.

    Law: PIPL 51.

    Raises:
        SignInRequiredError, RightMissingError: the actor may not see it.
    """
    if actor.kind is ActorKind.ANONYMOUS:
        raise SignInRequiredError
    post = None
    if actor.kind is ActorKind.STAFF:
        post = actor.require(Right.UNMASK_PERSON, organisation_id=organisation_id)
    _record(actor, subject, what, reason, post)


@transaction.atomic
def reveal_account(*, actor: Actor, account_id: int, reason: str = "") -> Person:
    """The person behind an account, unmasked; the look is on record. One's own needs no right and no reason.

    Law: PIPL 45 (access to one's own data), 51.

    Raises:
        AccountNotFoundError: there is none, or it is switched off.
        SignInRequiredError, RightMissingError, NotYoursError: the actor may not see it.
        ReasonMissingError: staff gave no reason.
    """
    post = None
    if actor.account_id is None or actor.account_id != account_id:
        if actor.kind is ActorKind.APPLICANT:
            raise NotYoursError
        post = actor.require(Right.UNMASK_PERSON)
        if not reason.strip():
            raise ReasonMissingError
    person = get_person(account_id)
    _record(actor, f"account:{account_id}", "name, identity_no, phone, email", reason, post)
    return person


def _record(actor: Actor, subject: str, what: str, reason: str, post: PostHeld | None) -> None:
    record(
        kind=EventKind.UNMASKED,
        account_id=actor.account_id,
        actor_id=actor.account_id,
        subject=subject,
        what=what,
        reason=reason.strip(),
        post=post,
    )
