"""Reading organisations and their history."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from yichuang.core.identifiers import normalised
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.organisations.errors import OrganisationNotFoundError
from yichuang.organisations.models import Organisation, OrganisationHistory
from yichuang.organisations.rules import Act, OrganisationKind, Thing

_DECIDING = [kind.value for kind in OrganisationKind if kind.decides]


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """A body; `paper_prefix` opens the numbers of its papers, such as 示市监."""

    id: int
    name: str
    short_name: str
    credit_code: str
    region_code: str
    kind: OrganisationKind
    parent_id: int | None
    paper_prefix: str
    address: str
    phone: str
    is_active: bool
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class CountedNode:
    """An organisation with those under it, and how many open windows, active posts, vacant posts and staff it has."""

    id: int
    name: str
    short_name: str
    kind: OrganisationKind
    is_active: bool
    windows: int
    posts: int
    vacant_posts: int
    staff: int
    children: "tuple[CountedNode, ...]" = ()


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One act: what was so before and after (None when it did not exist)."""

    id: int
    thing: Thing
    thing_key: str
    act: Act
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    account_id: int | None
    actor_name: str
    at: datetime


def get_organisation(organisation_id: int) -> OrganisationView:
    """The organisation, also when it is no longer active.

    Raises:
        OrganisationNotFoundError: there is none.
    """
    row = Organisation.objects.filter(pk=organisation_id).first()
    if row is None:
        raise OrganisationNotFoundError
    return _view(row)


def list_departments() -> tuple[OrganisationView, ...]:
    """The active bodies that decide in their own name (departments and the centre's authority), oldest first."""
    rows = Organisation.objects.filter(is_active=True, kind__in=_DECIDING).order_by("pk")
    return tuple(_view(row) for row in rows)


def list_organisations(
    *, kind: OrganisationKind | None = None, is_active: bool | None = True
) -> tuple[OrganisationView, ...]:
    """The organisations of the centre, oldest first; `is_active=None` means all of them."""
    rows = Organisation.objects.order_by("pk")
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    return tuple(_view(row) for row in rows)


_COUNTED = """
    SELECT o.parent_id, o.id, o.name, o.short_name, o.kind, o.is_active,
           (SELECT count(*) FROM organisations_window w WHERE w.organisation_id = o.id AND w.closed_on IS NULL),
           count(p.id), count(p.id) FILTER (WHERE p.id IS NOT NULL AND NOT EXISTS (
               SELECT FROM organisations_postholding h WHERE h.post_id = p.id AND NOT h.is_stand_in
               AND h.held_from <= %(on)s AND (h.held_to IS NULL OR h.held_to >= %(on)s))),
           (SELECT count(*) FROM organisations_staffmember s WHERE s.organisation_id = o.id AND s.is_active)
    FROM organisations_organisation o
    LEFT JOIN organisations_post p ON p.organisation_id = o.id AND p.is_active
    GROUP BY o.id ORDER BY o.id
"""


def counted_tree(on: date) -> tuple[CountedNode, ...]:
    """Every organisation, active or not, under its own, with its counts on that day. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"on": on})
        rows = cursor.fetchall()
    below: dict[int | None, list[tuple[Any, ...]]] = {}
    for parent_id, *values in rows:
        below.setdefault(parent_id, []).append(tuple(values))
    return _counted(below, None)


def find_organisation_by_name(name: str) -> OrganisationView | None:
    """The active organisation of that full name, else the only one of that short name."""
    name = name.strip()
    rows = Organisation.objects.filter(Q(name=name) | Q(short_name=name), is_active=True)
    found = list(rows.order_by("pk")[:3])
    full = [row for row in found if row.name == name]
    if full:
        return _view(full[0])
    return _view(found[0]) if len(found) == 1 else None


def find_organisation_by_credit_code(credit_code: str) -> OrganisationView | None:
    """The organisation with that unified social credit code."""
    code = normalised(credit_code)
    row = Organisation.objects.filter(credit_code=code).first() if code else None
    return None if row is None else _view(row)


def english_names() -> Mapping[str, str]:
    """The English name of each body that has one, by its full and its short name; at most a minute old in each process."""
    database = str(connection.settings_dict["NAME"])
    kept = _english.get(database)
    if kept is None or time.monotonic() - kept[0] > _KEPT_S:
        rows = list(Organisation.objects.exclude(name_en="").values_list("name", "short_name", "name_en"))
        names = {short: english for _name, short, english in rows} | {name: english for name, _short, english in rows}
        kept = _english[database] = (time.monotonic(), names)
    return kept[1]


def forget_english_names() -> None:
    """This process reads the English names again when they are next asked for."""
    _english.clear()


_KEPT_S = 60
_english: dict[str, tuple[float, dict[str, str]]] = {}


def list_history(*, thing: Thing, thing_key: str, cursor: str | None = None, size: int = 50) -> Page[HistoryRow]:
    """The acts on one thing, newest first.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    rows = OrganisationHistory.objects.filter(thing=thing.value, thing_key=thing_key)
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = [_history(row) for row in rows.order_by("-pk")[: size + 1]]
    return page_of(found, size, [(row.id,) for row in found])


def _counted(below: dict[int | None, list[tuple[Any, ...]]], parent_id: int | None) -> tuple[CountedNode, ...]:
    return tuple(
        CountedNode(
            id=row[0],
            name=row[1],
            short_name=row[2],
            kind=OrganisationKind(row[3]),
            is_active=row[4],
            windows=row[5],
            posts=row[6],
            vacant_posts=row[7],
            staff=row[8],
            children=_counted(below, row[0]),
        )
        for row in below.get(parent_id, [])
    )


def _view(row: Organisation) -> OrganisationView:
    return OrganisationView(
        id=row.pk,
        name=row.name,
        short_name=row.short_name,
        credit_code=row.credit_code,
        region_code=row.region_id,
        kind=OrganisationKind(row.kind),
        parent_id=row.parent_id,
        paper_prefix=row.paper_prefix,
        address=row.address,
        phone=row.phone,
        is_active=row.is_active,
        name_en=row.name_en,
    )


def _history(row: OrganisationHistory) -> HistoryRow:
    return HistoryRow(
        id=row.pk,
        thing=Thing(row.thing),
        thing_key=row.thing_key,
        act=Act(row.act),
        before=row.before,
        after=row.after,
        account_id=row.account_id,
        actor_name=row.actor_name,
        at=row.at,
    )
