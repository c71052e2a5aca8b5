"""Acts on offices and windows."""

from datetime import date

from django.db import transaction

from yichuang.core.actor import Actor
from yichuang.core.clock import today
from yichuang.core.rights import Right
from yichuang.organisations.errors import (
    InactiveError,
    OfficeNameTakenError,
    OfficeNotFoundError,
    OrganisationNotFoundError,
    WindowClosedError,
    WindowInUseError,
    WindowNotFoundError,
    WindowNumberTakenError,
)
from yichuang.organisations.models import Office, Organisation, PostHolding, Window
from yichuang.organisations.rules import (
    Act,
    Place,
    Thing,
    WindowEnglish,
    WindowKind,
    check_name,
    check_window_kind,
)
from yichuang.organisations.services.recording import locked, record, refused_by, snapshot

_PLACE = ["location_note", "hours", "phone"]
_ENGLISH = ["name_en", "location_en", "hours_en"]


@transaction.atomic
def open_office(*, actor: Actor, organisation_id: int, name: str, place: Place | None = None) -> int:
    """The organisation has an office of that name; answers its id.

    Raises:
        OrganisationNotFoundError, InactiveError: no such organisation, or it is closed.
        NameMissingError, OfficeNameTakenError: the name is empty or taken.
        TextTooLongError, PhoneShapeError: what is said of its place is wrong.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    _active_organisation(organisation_id)
    row = Office(organisation_id=organisation_id, name=check_name(name))
    _set_place(row, place)
    with refused_by({"organisations_office_name": OfficeNameTakenError(value=row.name)}):
        row.save()
    record(actor=actor, thing=Thing.OFFICE, act=Act.OPENED, row=row, before=None)
    return row.pk


@transaction.atomic
def rename_office(*, actor: Actor, office_id: int, name: str) -> None:
    """The office has the new name.

    Raises:
        OfficeNotFoundError, NameMissingError, OfficeNameTakenError: as the names say.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = locked(Office.objects.all(), office_id, OfficeNotFoundError)
    before = snapshot(row)
    row.name = check_name(name)
    with refused_by({"organisations_office_name": OfficeNameTakenError(value=row.name)}):
        row.save(update_fields=["name"])
    record(actor=actor, thing=Thing.OFFICE, act=Act.CHANGED, row=row, before=before)


@transaction.atomic
def change_office(*, actor: Actor, office_id: int, place: Place) -> None:
    """Way, hours and phone of the office are as given.

    Raises:
        OfficeNotFoundError, TextTooLongError, PhoneShapeError: as the names say.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = locked(Office.objects.all(), office_id, OfficeNotFoundError)
    before = snapshot(row)
    _set_place(row, place)
    row.save(update_fields=_PLACE)
    record(actor=actor, thing=Thing.OFFICE, act=Act.CHANGED, row=row, before=before)


@transaction.atomic
def close_office(*, actor: Actor, office_id: int) -> None:
    """The office takes no new posts.

    Raises:
        OfficeNotFoundError, InactiveError: no such office, or closed before.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = locked(Office.objects.all(), office_id, OfficeNotFoundError)
    if not row.is_active:
        raise InactiveError(name=row.name)
    before = snapshot(row)
    row.is_active = False
    row.save(update_fields=["is_active"])
    record(actor=actor, thing=Thing.OFFICE, act=Act.CLOSED, row=row, before=before)


@transaction.atomic
def open_window(  # noqa: PLR0913 - the columns of a window
    *,
    actor: Actor,
    number: str,
    name: str,
    kind: WindowKind = WindowKind.COMPREHENSIVE,
    organisation_id: int | None = None,
    location: str = "",
    place: Place | None = None,
    opened_on: date | None = None,
    english: WindowEnglish | None = None,
) -> int:
    """The window is open from that day (today unless given); answers its id.

    Law: OBE 37.

    Raises:
        WindowKindError: kind and organisation do not go together.
        OrganisationNotFoundError, InactiveError: no such organisation, or it is closed.
        NameMissingError, WindowNumberTakenError: number or name are empty, or the number is taken.
        TextTooLongError, PhoneShapeError: what is said of its place is wrong.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    check_window_kind(kind, organisation_id)
    if organisation_id is not None:
        _active_organisation(organisation_id)
    row = Window(
        number=check_name(number),
        name=check_name(name),
        kind=kind.value,
        organisation_id=organisation_id,
        location=location.strip(),
        opened_on=opened_on or today(),
    )
    _set_place(row, place)
    _set_english(row, english)
    with refused_by({"organisations_window_number": WindowNumberTakenError(value=row.number)}):
        row.save()
    record(actor=actor, thing=Thing.WINDOW, act=Act.OPENED, row=row, before=None)
    return row.pk


@transaction.atomic
def change_window(
    *,
    actor: Actor,
    window_id: int,
    name: str | None = None,
    location: str | None = None,
    place: Place | None = None,
    english: WindowEnglish | None = None,
) -> None:
    """Name, location, place (way, hours, phone) and what is said in English are as given; None leaves them.

    Raises:
        WindowNotFoundError, WindowClosedError, NameMissingError: as the names say.
        TextTooLongError, PhoneShapeError: what is said of its place is wrong.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = _open_window(window_id)
    before = snapshot(row)
    if name is not None:
        row.name = check_name(name)
    if location is not None:
        row.location = location.strip()
    _set_place(row, place)
    _set_english(row, english)
    row.save(update_fields=["name", "location", *_PLACE, *_ENGLISH])
    record(actor=actor, thing=Thing.WINDOW, act=Act.CHANGED, row=row, before=before)


@transaction.atomic
def close_window(*, actor: Actor, window_id: int) -> None:
    """The window is closed from today, and its number may be given to another.

    Raises:
        WindowNotFoundError, WindowClosedError: no such window, or closed before.
        WindowInUseError: a post at it is held today or later.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = _open_window(window_id)
    held = PostHolding.objects.filter(post__window_id=window_id, ended_at__isnull=True)
    held = held.filter(held_to__isnull=True) | held.filter(held_to__gte=today())
    titles = sorted(set(held.values_list("post__title", flat=True)))
    if titles:
        raise WindowInUseError(number=row.number, titles="、".join(titles))
    before = snapshot(row)
    row.closed_on = today()
    row.save(update_fields=["closed_on"])
    record(actor=actor, thing=Thing.WINDOW, act=Act.CLOSED, row=row, before=before)


def _set_place(row: Window | Office, place: Place | None) -> None:
    if place is not None:
        checked = place.checked()
        row.location_note, row.hours, row.phone = checked.location_note, checked.hours, checked.phone


def _set_english(row: Window, english: WindowEnglish | None) -> None:
    if english is not None:
        checked = english.checked()
        row.name_en, row.location_en, row.hours_en = checked.name, checked.location, checked.hours


def _open_window(window_id: int) -> Window:
    row = locked(Window.objects.all(), window_id, WindowNotFoundError)
    if row.closed_on is not None:
        raise WindowClosedError(number=row.number)
    return row


def _active_organisation(organisation_id: int) -> None:
    row = locked(Organisation.objects.all(), organisation_id, OrganisationNotFoundError)
    if not row.is_active:
        raise InactiveError(name=row.name)
