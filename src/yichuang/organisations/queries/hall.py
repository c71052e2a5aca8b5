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


@dataclass(frozen=True, slots=True)
class WindowView:
    """A counter; `organisation_id` is None for a comprehensive one, `closed_on` for an open one."""

    id: int
    number: str
    name: str
    kind: WindowKind
    organisation_id: int | None
    organisation_name: str
    location: str
    opened_on: date
    closed_on: date | None

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


def list_offices(organisation_id: int, *, include_closed: bool = False) -> tuple[OfficeView, ...]:
    """The offices of an organisation by name."""
    rows = Office.objects.filter(organisation_id=organisation_id).order_by("name")
    if not include_closed:
        rows = rows.filter(is_active=True)
    return tuple(OfficeView(row.pk, row.organisation_id, row.name, row.is_active) for row in rows)


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
    )
