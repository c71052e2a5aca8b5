"""Reading offices and windows."""

from dataclasses import dataclass
from datetime import date

from yichuang.organisations.errors import WindowNotFoundError
from yichuang.organisations.models import Office, Window
from yichuang.organisations.rules import WindowKind


@dataclass(frozen=True, slots=True)
class OfficeView:
    """A part of an organisation."""

    id: int
    organisation_id: int
    name: str
    is_active: bool
    location_note: str = ""
    hours: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class WindowView:
    """A counter; `organisation_id` is None for a comprehensive one, `closed_on` for an open one.

    `location_note` is the way to it in words, `hours` when it is open, both as the public reads them.
    """

    id: int
    number: str
    name: str
    kind: WindowKind
    organisation_id: int | None
    organisation_name: str
    location: str
    opened_on: date
    closed_on: date | None
    location_note: str = ""
    hours: str = ""
    phone: str = ""
    name_en: str = ""
    location_en: str = ""
    hours_en: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.closed_on is None


def get_window(window_id: int) -> WindowView:
    """The window, also when it is closed.

    Raises:
        WindowNotFoundError: there is none.
    """
    row = Window.objects.select_related("organisation").filter(pk=window_id).first()
    if row is None:
        raise WindowNotFoundError
    return _window(row)


def list_windows(organisation_id: int | None = None, *, include_closed: bool = False) -> tuple[WindowView, ...]:
    """The open windows by number; with an organisation its own and the comprehensive ones."""
    rows = Window.objects.select_related("organisation").order_by("number", "pk")
    if not include_closed:
        rows = rows.filter(closed_on__isnull=True)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id) | rows.filter(organisation=None)
    return tuple(_window(row) for row in rows)


def windows_for_item(organisation_id: int) -> tuple[WindowView, ...]:
    """Where an item of that organisation can be applied for: its own open windows, then the comprehensive ones.

    Law: OBE 37.
    """
    return tuple(sorted(list_windows(organisation_id), key=lambda window: window.organisation_id is None))


def list_offices(organisation_id: int, *, include_closed: bool = False) -> tuple[OfficeView, ...]:
    """The offices of an organisation by name."""
    rows = Office.objects.filter(organisation_id=organisation_id).order_by("name")
    if not include_closed:
        rows = rows.filter(is_active=True)
    return tuple(_office(row) for row in rows)


def _office(row: Office) -> OfficeView:
    return OfficeView(
        id=row.pk,
        organisation_id=row.organisation_id,
        name=row.name,
        is_active=row.is_active,
        location_note=row.location_note,
        hours=row.hours,
        phone=row.phone,
    )


def _window(row: Window) -> WindowView:
    return WindowView(
        id=row.pk,
        number=row.number,
        name=row.name,
        kind=WindowKind(row.kind),
        organisation_id=row.organisation_id,
        organisation_name="" if row.organisation is None else row.organisation.name,
        location=row.location,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        location_note=row.location_note,
        hours=row.hours,
        phone=row.phone,
        name_en=row.name_en,
        location_en=row.location_en,
        hours_en=row.hours_en,
    )
