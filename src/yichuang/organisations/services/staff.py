"""Acts on staff."""

from django.db import transaction

from yichuang.core.actor import Actor
from yichuang.core.clock import today
from yichuang.core.rights import Right
from yichuang.organisations.errors import (
    InactiveError,
    OrganisationNotFoundError,
    StaffInPostError,
    StaffNoTakenError,
    StaffNotFoundError,
)
from yichuang.organisations.models import Organisation, Post, PostHolding, StaffMember
from yichuang.organisations.rules import Act, Thing, check_name
from yichuang.organisations.services.recording import (
    locked,
    record,
    refused_by,
    rename,
    snapshot,
)


@transaction.atomic
def hire_staff(*, actor: Actor, staff_no: str, name: str, organisation_id: int) -> int:
    """The person is on the staff of the organisation; answers the id. Rights come with a post only.

    Raises:
        OrganisationNotFoundError, InactiveError: no such organisation, or it is closed.
        NameMissingError, StaffNoTakenError: number or name are empty, or the number is taken.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    body = locked(Organisation.objects.all(), organisation_id, OrganisationNotFoundError)
    if not body.is_active:
        raise InactiveError(name=body.name)
    row = StaffMember(staff_no=check_name(staff_no), name=check_name(name), organisation_id=organisation_id)
    taken = StaffNoTakenError(value=row.staff_no)
    with refused_by({"organisations_staffmember_staff_no": taken}):
        row.save()
    record(actor=actor, thing=Thing.STAFF, act=Act.REGISTERED, row=row, before=None)
    return row.pk


@transaction.atomic
def rename_staff(*, actor: Actor, staff_id: int, name: str) -> None:
    """The member of staff has the new name.

    Raises:
        StaffNotFoundError, NameMissingError: no such person, or the name is empty.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = locked(StaffMember.objects.all(), staff_id, StaffNotFoundError)
    rename(actor=actor, thing=Thing.STAFF, row=row, field="name", value=name)


@transaction.atomic
def release_staff(*, actor: Actor, staff_id: int) -> None:
    """The person is no longer on the staff and can hold no post.

    Raises:
        StaffNotFoundError, InactiveError: no such person, or released before.
        StaffInPostError: posts are held today or later, or the person is the deputy of one.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = locked(StaffMember.objects.all(), staff_id, StaffNotFoundError)
    if not row.is_active:
        raise InactiveError(name=row.name)
    held = PostHolding.objects.filter(staff_id=staff_id, ended_at__isnull=True)
    held = held.filter(held_to__isnull=True) | held.filter(held_to__gte=today())
    stood_for = Post.objects.filter(deputy_id=staff_id, is_active=True)
    titles = sorted({*held.values_list("post__title", flat=True), *stood_for.values_list("title", flat=True)})
    if titles:
        raise StaffInPostError(name=row.name, titles="、".join(titles))
    before = snapshot(row)
    row.is_active = False
    row.save(update_fields=["is_active"])
    record(actor=actor, thing=Thing.STAFF, act=Act.ENDED, row=row, before=before)
