"""What is done to an organisation and what belongs to it, each by its own form."""

from collections.abc import Callable, Mapping

from django.db import transaction

from yichuang.core.actor import Actor
from yichuang.core.rights import Role
from yichuang.organisations import services
from yichuang.organisations.errors import StaffNotFoundError
from yichuang.organisations.queries import find_staff_by_no
from yichuang.organisations.rules import Place, WindowEnglish, WindowKind
from yichuang.staffdesk.views import leaves, letters
from yichuang.staffdesk.views.shown import whole

Given = Mapping[str, object]
# The actor, the id of what it is done to, what was typed.
Doer = Callable[[Actor, int, Given], object]


def register(actor: Actor, given: Given) -> int:
    """The organisation is registered; answers its id."""
    return services.register_organisation(
        actor=actor,
        name=text(given, "name"),
        kind=given["kind"],  # type: ignore[arg-type]  # a member of OrganisationKind, put there by the view
        region_code=text(given, "region"),
        short_name=text(given, "short_name"),
        credit_code=text(given, "credit_code"),
        parent_id=whole(text(given, "parent")),
        paper_prefix=text(given, "paper_prefix"),
        address=text(given, "address"),
        phone=text(given, "phone"),
        name_en=text(given, "name_en"),
    )


def text(given: Given, name: str) -> str:
    """What was typed in that field."""
    return str(given.get(name) or "")


def _change(actor: Actor, at: int, given: Given) -> None:
    services.change_organisation(
        actor=actor,
        organisation_id=at,
        name=text(given, "name"),
        short_name=text(given, "short_name") or text(given, "name"),
        credit_code=text(given, "credit_code"),
        paper_prefix=text(given, "paper_prefix"),
        address=text(given, "address"),
        phone=text(given, "phone"),
        name_en=text(given, "name_en"),
    )


def _open_window(actor: Actor, at: int, given: Given) -> None:
    services.open_window(
        actor=actor,
        number=text(given, "number"),
        name=text(given, "name"),
        kind=WindowKind.DEDICATED if at else WindowKind.COMPREHENSIVE,
        organisation_id=at or None,
        location=text(given, "location"),
        place=_place(given),
        english=_english(given),
    )


def _change_window(actor: Actor, at: int, given: Given) -> None:
    services.change_window(
        actor=actor,
        window_id=at,
        name=text(given, "name"),
        location=text(given, "location"),
        place=_place(given),
        english=_english(given),
    )


def _english(given: Given) -> WindowEnglish:
    return WindowEnglish(text(given, "name_en"), text(given, "location_en"), text(given, "hours_en"))


def _place(given: Given) -> Place:
    return Place(text(given, "location_note"), text(given, "hours"), text(given, "phone"))


@transaction.atomic
def _change_office(actor: Actor, at: int, given: Given) -> None:
    services.rename_office(actor=actor, office_id=at, name=text(given, "name"))
    services.change_office(actor=actor, office_id=at, place=_place(given))


def _create_post(actor: Actor, at: int, given: Given) -> None:
    services.create_post(
        actor=actor,
        title=text(given, "title"),
        organisation_id=at,
        role=Role(text(given, "role")),
        office_id=whole(text(given, "office")),
        window_id=whole(text(given, "window")),
    )


def _assign(actor: Actor, at: int, given: Given) -> None:
    staff = find_staff_by_no(text(given, "staff_no"))
    if staff is None:
        raise StaffNotFoundError
    services.assign_post(
        actor=actor,
        post_id=at,
        staff_id=staff.id,
        held_from=given["held_from"],  # type: ignore[arg-type]  # a date field gives a date
        held_to=given["held_to"],  # type: ignore[arg-type]  # a date or None
    )


def _appoint_stand_in(actor: Actor, at: int, given: Given) -> None:
    services.appoint_stand_in(
        actor=actor,
        post_id=at,
        staff_id=int(text(given, "staff")),
        held_from=given["held_from"],  # type: ignore[arg-type]  # a date field gives a date
        held_to=given["held_to"],  # type: ignore[arg-type]
    )


def _end(actor: Actor, at: int, given: Given) -> None:
    services.end_post_holding(actor=actor, holding_id=at, held_to=given["held_to"])  # type: ignore[arg-type]


DOERS: Mapping[str, Doer] = {
    "change": _change,
    "close": lambda actor, at, _given: services.close_organisation(actor=actor, organisation_id=at),
    "open_office": lambda actor, at, given: services.open_office(
        actor=actor, organisation_id=at, name=text(given, "name"), place=_place(given)
    ),
    "change_office": _change_office,
    "close_office": lambda actor, at, _given: services.close_office(actor=actor, office_id=at),
    "open_window": _open_window,
    "change_window": _change_window,
    "close_window": lambda actor, at, _given: services.close_window(actor=actor, window_id=at),
    "create_post": _create_post,
    "rename_post": lambda actor, at, given: services.rename_post(actor=actor, post_id=at, title=text(given, "title")),
    "close_post": lambda actor, at, _given: services.close_post(actor=actor, post_id=at),
    "assign": _assign,
    "end": _end,
    "appoint_stand_in": _appoint_stand_in,
    "name_deputy": lambda actor, at, given: services.name_deputy(
        actor=actor, post_id=at, staff_id=whole(text(given, "staff"))
    ),
    "enter_leave": leaves.enter,
    "end_leave": lambda actor, at, _given: services.end_leave(actor=actor, leave_id=at),
    "grant_letter": letters.grant,
    "withdraw_letter": lambda actor, at, given: services.withdraw_letter(
        actor=actor, letter_id=at, reason=text(given, "reason")
    ),
    "end_stand_in": lambda actor, at, _given: services.end_stand_in(actor=actor, holding_id=at),
    "hire": lambda actor, at, given: services.hire_staff(
        actor=actor, staff_no=text(given, "staff_no"), name=text(given, "name"), organisation_id=at
    ),
    "rename_staff": lambda actor, at, given: services.rename_staff(actor=actor, staff_id=at, name=text(given, "name")),
    "release": lambda actor, at, _given: services.release_staff(actor=actor, staff_id=at),
}
