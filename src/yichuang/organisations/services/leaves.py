"""Acts on the days on which staff are away."""

from datetime import date

from django.db import transaction

from yichuang.core.actor import Actor
from yichuang.core.clock import now, today
from yichuang.core.rights import Right
from yichuang.organisations.errors import (
    InactiveError,
    LeaveEndedError,
    LeaveNotFoundError,
    LeaveTakenError,
    StaffNotFoundError,
)
from yichuang.organisations.models import StaffLeave, StaffMember
from yichuang.organisations.rules import Act, Thing, check_leave_period, check_reason
from yichuang.organisations.services.recording import locked, record, refused_by, snapshot


@transaction.atomic
def enter_leave(*, actor: Actor, staff_id: int, away_from: date, away_to: date, reason: str) -> int:
    """The member of staff is away on these days, both included; answers the leave's id.

    On them the posts they hold give them no rights, and the deputy of each stands in unless somebody else was appointed.
    By themselves for days to come, or by whoever keeps organisations.

    Raises:
        RightMissingError: the actor is neither.
        StaffNotFoundError, InactiveError: no such person, or released.
        ReasonMissingError, TextTooLongError: the reason is empty or too long.
        HoldingPeriodError, LeavePeriodError, LeaveDaysError: the days are in the wrong order, too early or too many.
        LeaveTakenError: they are away on one of these days already.
    """
    is_manager = _require(actor, staff_id)
    reason = check_reason(reason)
    check_leave_period(away_from, away_to, today(), is_own=not is_manager)
    staff = locked(StaffMember.objects.all(), staff_id, StaffNotFoundError)
    if not staff.is_active:
        raise InactiveError(name=staff.name)
    row = StaffLeave(staff=staff, away_from=away_from, away_to=away_to, reason=reason)
    with refused_by({"organisations_staffleave_once": LeaveTakenError(name=staff.name)}):
        row.save()
    record(actor=actor, thing=Thing.LEAVE, act=Act.REGISTERED, row=row, before=None)
    return row.pk


@transaction.atomic
def end_leave(*, actor: Actor, leave_id: int) -> None:
    """The member of staff is back from this moment, or does not go.

    By themselves, or by whoever keeps organisations.

    Raises:
        RightMissingError, OnLeaveError: the actor is neither.
        LeaveNotFoundError: there is no such leave.
        LeaveEndedError: it is over.
    """
    staff_id = StaffLeave.objects.filter(pk=leave_id).values_list("staff_id", flat=True).first()
    _require(actor, staff_id)
    row = locked(StaffLeave.objects.all(), leave_id, LeaveNotFoundError)
    if row.ended_at is not None or row.away_to < today():
        raise LeaveEndedError(away_to=row.away_to)
    before = snapshot(row)
    row.ended_at = now()
    row.away_to = max(row.away_from, today())
    row.save(update_fields=["ended_at", "away_to"])
    record(actor=actor, thing=Thing.LEAVE, act=Act.ENDED, row=row, before=before)


def _require(actor: Actor, staff_id: int | None) -> bool:
    """Whether the actor keeps organisations; else it is their own leave."""
    if actor.may(Right.MANAGE_ORGANISATIONS):
        return True
    if staff_id is None or actor.staff_id != staff_id:
        actor.require(Right.MANAGE_ORGANISATIONS)
    return False
