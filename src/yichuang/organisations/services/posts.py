"""Acts on posts and on who holds them."""

from datetime import date

from django.db import transaction

from yichuang.core.actor import Actor
from yichuang.core.rights import Right, Role
from yichuang.organisations.errors import (
    HoldingEndedError,
    HoldingNotFoundError,
    InactiveError,
    OfficeNotFoundError,
    OrganisationNotFoundError,
    PostNotFoundError,
    PostPlaceError,
    PostTakenError,
    StaffNotFoundError,
    WindowClosedError,
    WindowNotFoundError,
)
from yichuang.organisations.models import (
    Office,
    Organisation,
    Post,
    PostHolding,
    StaffMember,
    Window,
)
from yichuang.organisations.rules import Act, Thing, check_name, check_period
from yichuang.organisations.services.recording import (
    locked,
    record,
    refused_by,
    rename,
    snapshot,
)


@transaction.atomic
def create_post(
    *,
    actor: Actor,
    title: str,
    organisation_id: int,
    role: Role,
    office_id: int | None = None,
    window_id: int | None = None,
) -> int:
    """The post exists and is vacant; answers its id. Its rights are those of the role.

    Raises:
        NameMissingError: the title is empty.
        OrganisationNotFoundError, OfficeNotFoundError, WindowNotFoundError: no such thing.
        InactiveError, WindowClosedError: one of them is closed.
        PostPlaceError: office or window belong to another organisation.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    body = locked(Organisation.objects.all(), organisation_id, OrganisationNotFoundError)
    if not body.is_active:
        raise InactiveError(name=body.name)
    _check_office(office_id, organisation_id)
    _check_window(window_id, organisation_id)
    row = Post(
        title=check_name(title),
        organisation_id=organisation_id,
        role=role.value,
        office_id=office_id,
        window_id=window_id,
    )
    row.save()
    record(actor=actor, thing=Thing.POST, act=Act.OPENED, row=row, before=None)
    return row.pk


@transaction.atomic
def rename_post(*, actor: Actor, post_id: int, title: str) -> None:
    """The post has the new title.

    Raises:
        PostNotFoundError, NameMissingError: no such post, or the title is empty.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = locked(Post.objects.all(), post_id, PostNotFoundError)
    rename(actor=actor, thing=Thing.POST, row=row, field="title", value=title)


@transaction.atomic
def close_post(*, actor: Actor, post_id: int) -> None:
    """The post gives no rights any more and can have no new holder.

    Raises:
        PostNotFoundError, InactiveError: no such post, or closed before.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = locked(Post.objects.all(), post_id, PostNotFoundError)
    if not row.is_active:
        raise InactiveError(name=row.title)
    before = snapshot(row)
    row.is_active = False
    row.save(update_fields=["is_active"])
    record(actor=actor, thing=Thing.POST, act=Act.CLOSED, row=row, before=before)


@transaction.atomic
def assign_post(
    *,
    actor: Actor,
    post_id: int,
    staff_id: int,
    held_from: date,
    held_to: date | None = None,
) -> int:
    """The member of staff holds the post from the first to the last day, both included; answers the id.

    Without a last day until further notice. Rights begin on the first day by themselves.

    Raises:
        PostNotFoundError, StaffNotFoundError, InactiveError: no such post or person, or not active.
        WindowClosedError: the post's window is closed.
        HoldingPeriodError: the last day lies before the first.
        PostTakenError: the post has a holder on one of these days.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    check_period(held_from, held_to)
    post = locked(Post.objects.all(), post_id, PostNotFoundError)
    staff = locked(StaffMember.objects.all(), staff_id, StaffNotFoundError)
    if not post.is_active:
        raise InactiveError(name=post.title)
    if not staff.is_active:
        raise InactiveError(name=staff.name)
    _check_window(post.window_id, post.organisation_id)
    row = PostHolding(post=post, staff=staff, held_from=held_from, held_to=held_to)
    taken = PostTakenError(title=post.title)
    with refused_by({"organisations_postholding_one_holder": taken}):
        row.save()
    record(actor=actor, thing=Thing.HOLDING, act=Act.ASSIGNED, row=row, before=None)
    return row.pk


@transaction.atomic
def end_post_holding(*, actor: Actor, holding_id: int, held_to: date) -> None:
    """The post is held to that day, included; from the next day it gives its holder no rights.

    Raises:
        HoldingNotFoundError: there is none, or somebody stands in by it (`end_stand_in`).
        HoldingEndedError: it ends on an earlier day already.
        HoldingPeriodError: the day lies before its first.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = locked(PostHolding.objects.filter(is_stand_in=False), holding_id, HoldingNotFoundError)
    if row.held_to is not None and row.held_to < held_to:
        raise HoldingEndedError(held_to=row.held_to)
    check_period(row.held_from, held_to)
    before = snapshot(row)
    row.held_to = held_to
    row.save(update_fields=["held_to"])
    record(actor=actor, thing=Thing.HOLDING, act=Act.ENDED, row=row, before=before)


def _check_office(office_id: int | None, organisation_id: int) -> None:
    if office_id is None:
        return
    office = locked(Office.objects.all(), office_id, OfficeNotFoundError)
    if office.organisation_id != organisation_id:
        raise PostPlaceError
    if not office.is_active:
        raise InactiveError(name=office.name)


def _check_window(window_id: int | None, organisation_id: int) -> None:
    if window_id is None:
        return
    window = locked(Window.objects.all(), window_id, WindowNotFoundError)
    if window.organisation_id not in {None, organisation_id}:
        raise PostPlaceError
    if window.closed_on is not None:
        raise WindowClosedError(number=window.number)
