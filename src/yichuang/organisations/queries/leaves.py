"""Reading who is away, and who holds which post on a day when leave is looked at."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q

from yichuang.organisations.models import StaffLeave

_HELD = (
    "h.held_from <= %(on)s AND (h.held_to IS NULL OR h.held_to >= %(on)s)"
    " AND (h.ended_at IS NULL OR h.held_to > %(on)s)"
)
_AWAY = "l.away_from <= %(on)s AND l.away_to >= %(on)s AND (l.ended_at IS NULL OR l.away_to > %(on)s)"
HELD_BY = f"""
    SELECT h.post_id, h.is_stand_in FROM organisations_postholding h WHERE h.staff_id = s.id AND {_HELD}
    UNION ALL
    SELECT d.id, true FROM organisations_post d
    JOIN organisations_postholding h ON h.post_id = d.id AND NOT h.is_stand_in AND {_HELD}
    JOIN organisations_staffleave l ON l.staff_id = h.staff_id AND {_AWAY}
    WHERE d.deputy_id = s.id AND NOT EXISTS (
        SELECT FROM organisations_postholding h WHERE h.post_id = d.id AND h.is_stand_in AND {_HELD})
"""  # noqa: S608 - made of the two conditions above only
"""SQL for `JOIN LATERAL (...)`: post_id and is_stand_in of all posts of the member of staff `s` on the day `%(on)s`.

The deputy stands in for a holder on leave where nobody else was appointed. Who is on leave (`AWAY_TO`) acts in none of them.
"""
AWAY_TO = f"SELECT max(l.away_to) AS away_to FROM organisations_staffleave l WHERE l.staff_id = s.id AND {_AWAY}"  # noqa: S608
"""SQL for the last day of the leave on which the member of staff `s` is on the day `%(on)s`; null when there is none."""


@dataclass(frozen=True, slots=True)
class LeaveView:
    """Days on which somebody is away, both included; what was ended at once counts no more on its last day."""

    id: int
    staff_id: int
    staff_name: str
    organisation_id: int
    organisation_name: str
    away_from: date
    away_to: date
    reason: str
    is_ended: bool


def list_leaves(
    *, on: date | None = None, organisation_id: int | None = None, staff_id: int | None = None
) -> tuple[LeaveView, ...]:
    """The leaves, first day first; with a day those that run on it or come later.

    Name the member of staff, or a day: both lists are short.
    """
    rows = StaffLeave.objects.select_related("staff__organisation").order_by("away_from", "pk")
    if on is not None:
        rows = rows.filter(Q(ended_at__isnull=True) | Q(away_to__gt=on), away_to__gte=on)
    if organisation_id is not None:
        rows = rows.filter(staff__organisation_id=organisation_id)
    if staff_id is not None:
        rows = rows.filter(staff_id=staff_id)
    return tuple(_leave(row) for row in rows)


def is_away(on: date | OuterRef) -> Q:
    """A leave that counts on that day."""
    return Q(away_from__lte=on, away_to__gte=on) & (Q(ended_at__isnull=True) | Q(away_to__gt=on))


def _leave(row: StaffLeave) -> LeaveView:
    return LeaveView(
        id=row.pk,
        staff_id=row.staff_id,
        staff_name=row.staff.name,
        organisation_id=row.staff.organisation_id,
        organisation_name=row.staff.organisation.name,
        away_from=row.away_from,
        away_to=row.away_to,
        reason=row.reason,
        is_ended=row.ended_at is not None,
    )
