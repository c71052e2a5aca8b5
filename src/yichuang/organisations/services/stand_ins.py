"""Acts on who stands in for the holder of a post (A/B posts): for some days, or whenever the holder is on leave."""

from datetime import date

from django.db import transaction

from yichuang.core.actor import Actor
from yichuang.core.clock import now, today
from yichuang.core.rights import Right
from yichuang.organisations.errors import (
    HoldingEndedError,
    HoldingNotFoundError,
    InactiveError,
    PostNotFoundError,
    StaffNotFoundError,
    StandInBeyondError,
    StandInElsewhereError,
    StandInSelfError,
    StandInTakenError,
)
from yichuang.organisations.models import Post, PostHolding, StaffMember
from yichuang.organisations.queries import list_holdings
from yichuang.organisations.rules import Act, Thing, check_stand_in_period
from yichuang.organisations.services.recording import locked, record, refused_by, snapshot


@transaction.atomic
def appoint_stand_in(*, actor: Actor, post_id: int, staff_id: int, held_from: date, held_to: date) -> int:
    """A colleague has the post's rights on these days, both included, beside its holder; answers the holding's id.

    By the holder of the post, for days on which they hold it, or by whoever keeps organisations. Every act of the
    stand-in is recorded as one.

    Raises:
        RightMissingError: the actor neither holds the post nor keeps organisations.
        PostNotFoundError, StaffNotFoundError, InactiveError: no such post or person, or not active.
        HoldingPeriodError, StandInPeriodError: the days are in the wrong order, past or too many.
        StandInElsewhereError, StandInSelfError: not a colleague, or the holder.
        StandInBeyondError: the holder who appoints does not hold the post to the last day.
        StandInTakenError: somebody stands in on one of these days.
    """
    is_holder = any(held.post_id == post_id and not held.is_stand_in for held in actor.posts)
    is_manager = actor.may(Right.MANAGE_ORGANISATIONS)
    if not is_holder and not is_manager:
        actor.require(Right.MANAGE_ORGANISATIONS)
    check_stand_in_period(held_from, held_to, today())
    post = locked(Post.objects.select_related("organisation"), post_id, PostNotFoundError)
    staff = locked(StaffMember.objects.all(), staff_id, StaffNotFoundError)
    _check_colleague(post, staff)
    _check_holder(post, staff, held_from, held_to, is_own=not is_manager)
    row = PostHolding(post=post, staff=staff, held_from=held_from, held_to=held_to, is_stand_in=True)
    with refused_by({"organisations_postholding_one_stand_in": StandInTakenError(title=post.title)}):
        row.save()
    record(actor=actor, thing=Thing.HOLDING, act=Act.ASSIGNED, row=row, before=None)
    return row.pk


@transaction.atomic
def end_stand_in(*, actor: Actor, holding_id: int) -> None:
    """Nobody stands in by that appointment any more, from this moment.

    By the holder of the post, by who stands in, or by whoever keeps organisations.

    Raises:
        RightMissingError: the actor is none of these.
        HoldingNotFoundError: there is no such appointment.
        HoldingEndedError: it has ended.
    """
    found = PostHolding.objects.filter(pk=holding_id, is_stand_in=True).values_list("post_id", flat=True).first()
    if all(held.post_id != found for held in actor.posts):
        actor.require(Right.MANAGE_ORGANISATIONS)
    row = locked(PostHolding.objects.filter(is_stand_in=True), holding_id, HoldingNotFoundError)
    if row.ended_at is not None or row.held_to is None or row.held_to < today():
        raise HoldingEndedError(held_to=row.held_to)
    before = snapshot(row)
    row.ended_at = now()
    row.held_to = max(row.held_from, today())
    row.save(update_fields=["ended_at", "held_to"])
    record(actor=actor, thing=Thing.HOLDING, act=Act.ENDED, row=row, before=before)


@transaction.atomic
def name_deputy(*, actor: Actor, post_id: int, staff_id: int | None) -> None:
    """The colleague stands in for the holder of the post (B岗) on every day of leave; None: nobody does of themselves.

    Raises:
        RightMissingError: the actor does not keep organisations.
        PostNotFoundError, StaffNotFoundError, InactiveError: no such post or person, or not active.
        StandInElsewhereError, StandInSelfError: not a colleague, or the holder.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    post = locked(Post.objects.select_related("organisation"), post_id, PostNotFoundError)
    if staff_id is not None:
        staff = locked(StaffMember.objects.all(), staff_id, StaffNotFoundError)
        _check_colleague(post, staff)
        _check_holder(post, staff, today(), date.max, is_own=False)
    before = snapshot(post)
    post.deputy_id = staff_id
    post.save(update_fields=["deputy"])
    record(actor=actor, thing=Thing.POST, act=Act.CHANGED, row=post, before=before)


def _check_colleague(post: Post, staff: StaffMember) -> None:
    if not post.is_active:
        raise InactiveError(name=post.title)
    if not staff.is_active:
        raise InactiveError(name=staff.name)
    if staff.organisation_id != post.organisation_id:
        raise StandInElsewhereError(name=staff.name, organisation=post.organisation.name)


def _check_holder(post: Post, staff: StaffMember, held_from: date, held_to: date, *, is_own: bool) -> None:
    """The holder does not stand in, and lends the post only while holding it."""
    held = [one for one in list_holdings(post_id=post.pk) if not one.is_stand_in]
    overlapping = [
        one for one in held if one.held_from <= held_to and (one.held_to is None or one.held_to >= held_from)
    ]
    if any(one.staff_id == staff.pk for one in overlapping):
        raise StandInSelfError(name=staff.name, title=post.title)
    if is_own:
        last = max((one.held_to or date.max for one in held if one.held_from <= today()), default=date.min)
        if last < held_to:
            raise StandInBeyondError(title=post.title, held_to=last)
