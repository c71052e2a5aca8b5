"""Reading posts, staff and who holds what on which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from yichuang.core.paging import Page, decode_cursor, decode_id, page_of
from yichuang.core.rights import Role
from yichuang.organisations.errors import PostNotFoundError, StaffNotFoundError
from yichuang.organisations.models import Post, PostHolding, StaffMember


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post and its holder on the day asked for (None when vacant)."""

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
    """Who holds a post from a first to a last day, both included; `held_to` None means until further notice."""

    id: int
    post_id: int
    post_title: str
    staff_id: int
    staff_name: str
    held_from: date
    held_to: date | None


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
    """The holdings of a post or of a member of staff, latest first; with a day only those valid on it.

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


def _valid(on: date, prefix: str = "") -> Q:
    ends = Q(**{f"{prefix}held_to__isnull": True}) | Q(**{f"{prefix}held_to__gte": on})
    return Q(**{f"{prefix}held_from__lte": on}) & ends


def _posts(on: date) -> QuerySet[Post, Any]:
    return Post.objects.annotate(held=FilteredRelation("holdings", condition=_valid(on, "holdings__"))).values(
        "id",
        "title",
        "organisation_id",
        "office_id",
        "window_id",
        "role",
        "is_active",
        organisation_name=F("organisation__name"),
        window_number=F("window__number"),
        holding_id=F("held__id"),
        holder_id=F("held__staff_id"),
        holder_name=F("held__staff__name"),
    )


def _post(row: Mapping[str, Any]) -> PostRow:
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
    )
