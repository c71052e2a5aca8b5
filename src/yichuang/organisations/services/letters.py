"""Acts on letters of authority."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import Right, Role
from yichuang.organisations.errors import (
    InactiveError,
    LetterHolderError,
    LetterNotFoundError,
    LetterNotNeededError,
    LetterNumberTakenError,
    LetterWithdrawnError,
    PostNotFoundError,
    StaffNotFoundError,
)
from yichuang.organisations.models import AuthorityLetter, Post, PostHolding, StaffMember
from yichuang.organisations.rules import Act, LetterTerms, SignedCopy, Thing, check_reason, needs_letter
from yichuang.organisations.services.recording import locked, record, refused_by, snapshot


@transaction.atomic
def grant_letter(*, actor: Actor, post_id: int, staff_id: int, terms: LetterTerms, copy: SignedCopy) -> int:
    """The person may do in the post what the letter says, on its days; answers the letter's id.

    It is theirs alone: whoever stands in for them acts by a letter of their own.

    Raises:
        RightMissingError: the actor keeps no letters there.
        PostNotFoundError, StaffNotFoundError, InactiveError: no such post or person, or not active.
        InvalidError: one of those that `LetterTerms.checked` names.
        LetterNotNeededError: the post acts by its own rights.
        LetterHolderError: on some of the days the person neither holds the post nor stands in, and is not its deputy.
        LetterNumberTakenError: the organisation has a letter with this number.
    """
    actor.require(Right.KEEP_LETTERS)
    terms = terms.checked()
    post = locked(Post.objects.select_related("organisation"), post_id, PostNotFoundError)
    actor.require(Right.KEEP_LETTERS, organisation_id=post.organisation_id)
    staff = locked(StaffMember.objects.all(), staff_id, StaffNotFoundError)
    _check_holder(post, staff, terms.valid_from, terms.valid_to)
    row = AuthorityLetter(
        organisation=post.organisation,
        number=terms.number,
        post=post,
        staff=staff,
        rights=[right.value for right in terms.rights],
        item_codes=list(terms.item_codes),
        most_cents=terms.most_cents,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        issued_by=terms.issued_by,
        copy_id=copy.upload_id,
        copy_digest=copy.digest,
        copy_name=copy.name,
    )
    taken = LetterNumberTakenError(organisation=post.organisation.name, number=terms.number)
    with refused_by({"organisations_authorityletter_number": taken}):
        row.save()
    record(actor=actor, thing=Thing.LETTER, act=Act.GRANTED, row=row, before=None)
    return row.pk


@transaction.atomic
def withdraw_letter(*, actor: Actor, letter_id: int, reason: str) -> None:
    """Nobody acts by the letter from this moment; what was done by it stays as it is.

    Raises:
        RightMissingError: the actor keeps no letters there.
        ReasonMissingError, TextTooLongError: the reason is empty or too long.
        LetterNotFoundError: there is no such letter.
        LetterWithdrawnError: it was withdrawn before.
    """
    actor.require(Right.KEEP_LETTERS)
    reason = check_reason(reason)
    row = locked(AuthorityLetter.objects.all(), letter_id, LetterNotFoundError)
    actor.require(Right.KEEP_LETTERS, organisation_id=row.organisation_id)
    if row.withdrawn_at is not None:
        raise LetterWithdrawnError(number=row.number, day=clock.local(row.withdrawn_at).date())
    before = snapshot(row)
    row.withdrawn_at, row.withdrawn_reason = clock.now(), reason
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(actor=actor, thing=Thing.LETTER, act=Act.WITHDRAWN, row=row, before=before)


def _check_holder(post: Post, staff: StaffMember, valid_from: date, valid_to: date) -> None:
    if not post.is_active:
        raise InactiveError(name=post.title)
    if not staff.is_active:
        raise InactiveError(name=staff.name)
    if not needs_letter(Role(post.role)):
        raise LetterNotNeededError(title=post.title)
    held = PostHolding.objects.filter(post=post, staff=staff, ended_at__isnull=True, held_from__lte=valid_from)
    is_held = held.filter(Q(held_to__isnull=True) | Q(held_to__gte=valid_to)).exists()
    if not is_held and post.deputy_id != staff.pk:
        raise LetterHolderError(name=staff.name, title=post.title, valid_from=valid_from, valid_to=valid_to)
