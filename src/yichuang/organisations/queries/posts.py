"""Reading posts, staff and who holds what on which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from yichuang.core.paging import Page, decode_cursor, decode_id, page_of
from yichuang.core.rights import Role
from yichuang.organisations.errors import PostNotFoundError, StaffNotFoundError
from yichuang.organisations.models import Post, PostHolding, StaffLeave, StaffMember
from yichuang.organisations.queries.leaves import is_away
from yichuang.organisations.rules import needs_letter


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post, its holder on the day asked for (None when vacant) and who stands in on it (None when nobody does).

    A holder on leave is away to `holder_away_to`; the deputy then stands in unless somebody was appointed.
    """

    id: int
    title: str
    organisation_id: int
    organisation_name: str
    office_id: int | None
    window_id: int | None
    window_number: str
    role: Role
    is_active: bool
    holding_id: int | None
    holder_id: int | None
    holder_name: str
    stand_in_holding_id: int | None = None
    stand_in_id: int | None = None
    stand_in_name: str = ""
    stand_in_to: date | None = None
    deputy_id: int | None = None
    deputy_name: str = ""
    holder_away_to: date | None = None

    @property
    def needs_letter(self) -> bool:
        """Whether its holder acts in the body's name by a letter of authority only."""
        return needs_letter(self.role)


@dataclass(frozen=True, slots=True)
class StaffView:
    """A member of staff."""

    id: int
    staff_no: str
    name: str
    organisation_id: int
    organisation_name: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class HoldingView:
    """Who holds a post, or stands in, from a first to a last day, both included.

    `held_to` None means until further notice; what was ended at once counts no more on its last day.
    """

    id: int
    post_id: int
    post_title: str
    staff_id: int
    staff_name: str
    held_from: date
    held_to: date | None
    is_stand_in: bool = False
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class StandInRow:
    """Who stands in for whom (nobody when the post is vacant on the first day), both days included."""

    holding_id: int
    post_id: int
    post_title: str
    organisation_id: int
    organisation_name: str
    staff_id: int
    staff_name: str
    holder_name: str
    held_from: date
    held_to: date


def get_post(post_id: int, on: date) -> PostRow:
    """The post and who holds it on that day.

    Raises:
        PostNotFoundError: there is none.
    """
    row = _posts(on).filter(pk=post_id).first()
    if row is None:
        raise PostNotFoundError
    return _post(row)


def list_posts(
    *,
    on: date,
    organisation_id: int | None = None,
    window_id: int | None = None,
    cursor: str | None = None,
    size: int = 50,
) -> Page[PostRow]:
    """The active posts with their holders on that day, oldest post first.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    rows = _posts(on).filter(is_active=True)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    if window_id is not None:
        rows = rows.filter(window_id=window_id)
    if cursor:
        rows = rows.filter(pk__gt=decode_id(cursor))
    found = [_post(row) for row in rows.order_by("pk")[: size + 1]]
    return page_of(found, size, [(row.id,) for row in found])


def get_staff(staff_id: int) -> StaffView:
    """The member of staff, also when released.

    Raises:
        StaffNotFoundError: there is none.
    """
    row = StaffMember.objects.select_related("organisation").filter(pk=staff_id).first()
    if row is None:
        raise StaffNotFoundError
    return _staff(row)


def find_staff_by_no(staff_no: str) -> StaffView | None:
    """The member of staff with that number."""
    rows = StaffMember.objects.select_related("organisation").filter(staff_no=staff_no.strip())
    row = rows.first()
    return None if row is None else _staff(row)


def list_staff(
    *,
    organisation_id: int | None = None,
    is_active: bool | None = True,
    cursor: str | None = None,
    size: int = 50,
) -> Page[StaffView]:
    """The staff by number; `is_active=None` means also those released.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    rows = StaffMember.objects.select_related("organisation")
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    if cursor:
        rows = rows.filter(staff_no__gt=str(decode_cursor(cursor, 1)[0]))
    found = [_staff(row) for row in rows.order_by("staff_no")[: size + 1]]
    return page_of(found, size, [(row.staff_no,) for row in found])


def list_holdings(
    *, on: date | None = None, post_id: int | None = None, staff_id: int | None = None
) -> tuple[HoldingView, ...]:
    """The holdings of a post or of a member of staff, latest first; with a day only those valid on it, leave or not.

    Name at least one of them: each of the three lists is short.
    """
    rows = PostHolding.objects.select_related("post", "staff").order_by("-held_from", "-pk")
    if on is not None:
        rows = rows.filter(_valid(on))
    if post_id is not None:
        rows = rows.filter(post_id=post_id)
    if staff_id is not None:
        rows = rows.filter(staff_id=staff_id)
    return tuple(_holding(row) for row in rows)


def list_stand_ins(
    *, on: date, organisation_id: int | None = None, post_id: int | None = None, staff_id: int | None = None
) -> tuple[StandInRow, ...]:
    """Who stands in on that day or later, first day first: bounded by the posts there are."""
    rows = PostHolding.objects.filter(is_stand_in=True, ended_at__isnull=True, held_to__gte=on)
    if organisation_id is not None:
        rows = rows.filter(post__organisation_id=organisation_id)
    if post_id is not None:
        rows = rows.filter(post_id=post_id)
    if staff_id is not None:
        rows = rows.filter(staff_id=staff_id)
    holders = PostHolding.objects.filter(_valid(OuterRef("held_from")), post_id=OuterRef("post_id"), is_stand_in=False)
    names = rows.annotate(holder_name=Subquery(holders.values("staff__name")[:1])).order_by("held_from", "pk")
    return tuple(
        StandInRow(*row)
        for row in names.values_list(
            "id",
            "post_id",
            "post__title",
            "post__organisation_id",
            "post__organisation__name",
            "staff_id",
            "staff__name",
            Coalesce("holder_name", Value("")),
            "held_from",
            "held_to",
        )
    )


def _valid(on: date | OuterRef, prefix: str = "") -> Q:
    """Counts on that day; what was ended at once counts before its last day only."""
    ends = Q(**{f"{prefix}held_to__isnull": True}) | Q(**{f"{prefix}held_to__gte": on})
    stands = Q(**{f"{prefix}ended_at__isnull": True}) | Q(**{f"{prefix}held_to__gt": on})
    return Q(**{f"{prefix}held_from__lte": on}) & ends & stands


def _posts(on: date) -> QuerySet[Post, Any]:
    counts = _valid(on, "holdings__")
    away = StaffLeave.objects.filter(is_away(on))
    return Post.objects.annotate(
        held=FilteredRelation("holdings", condition=counts & Q(holdings__is_stand_in=False)),
        stood=FilteredRelation("holdings", condition=counts & Q(holdings__is_stand_in=True)),
        away_to=Subquery(away.filter(staff_id=OuterRef("held__staff_id")).values("away_to")[:1]),
        is_deputy_away=Exists(away.filter(staff_id=OuterRef("deputy_id"))),
    ).values(
        "id",
        "title",
        "organisation_id",
        "office_id",
        "window_id",
        "role",
        "is_active",
        "deputy_id",
        "away_to",
        "is_deputy_away",
        deputy_name=F("deputy__name"),
        organisation_name=F("organisation__name"),
        window_number=F("window__number"),
        holding_id=F("held__id"),
        holder_id=F("held__staff_id"),
        holder_name=F("held__staff__name"),
        stand_in_holding_id=F("stood__id"),
        stand_in_id=F("stood__staff_id"),
        stand_in_name=F("stood__staff__name"),
        stand_in_to=F("stood__held_to"),
    )


def _post(row: Mapping[str, Any]) -> PostRow:
    stand_in = row["stand_in_id"], row["stand_in_name"] or "", row["stand_in_to"]
    is_deputy = row["stand_in_id"] is None and row["away_to"] is not None and not row["is_deputy_away"]
    if is_deputy and row["deputy_id"] is not None:
        stand_in = row["deputy_id"], row["deputy_name"], row["away_to"]
    return PostRow(
        id=row["id"],
        title=row["title"],
        organisation_id=row["organisation_id"],
        organisation_name=row["organisation_name"],
        office_id=row["office_id"],
        window_id=row["window_id"],
        window_number=row["window_number"] or "",
        role=Role(row["role"]),
        is_active=row["is_active"],
        holding_id=row["holding_id"],
        holder_id=row["holder_id"],
        holder_name=row["holder_name"] or "",
        stand_in_holding_id=row["stand_in_holding_id"],
        stand_in_id=stand_in[0],
        stand_in_name=stand_in[1],
        stand_in_to=stand_in[2],
        deputy_id=row["deputy_id"],
        deputy_name=row["deputy_name"] or "",
        holder_away_to=row["away_to"],
    )


def _staff(row: StaffMember) -> StaffView:
    return StaffView(
        id=row.pk,
        staff_no=row.staff_no,
        name=row.name,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        is_active=row.is_active,
    )


def _holding(row: PostHolding) -> HoldingView:
    return HoldingView(
        id=row.pk,
        post_id=row.post_id,
        post_title=row.post.title,
        staff_id=row.staff_id,
        staff_name=row.staff.name,
        held_from=row.held_from,
        held_to=row.held_to,
        is_stand_in=row.is_stand_in,
        is_ended=row.ended_at is not None,
    )
