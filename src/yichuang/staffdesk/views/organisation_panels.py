"""The forms on the page of an organisation, of a post, of a member of staff and of the windows."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.core.clock import today
from yichuang.organisations import queries
from yichuang.staffdesk.forms.authority import DeputyForm, LeaveForm, WithdrawLetterForm
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.organisations import (
    AssignForm,
    ChangeWindowForm,
    ConfirmForm,
    EndForm,
    NameForm,
    OfficeForm,
    OrganisationForm,
    PostForm,
    StaffForm,
    StandInForm,
    TitleForm,
    WindowForm,
)
from yichuang.staffdesk.views.letters import letter_form
from yichuang.staffdesk.views.shown import Panel, Refused

_FORMS: dict[str, type[ActForm]] = {
    "change": OrganisationForm,
    "close": ConfirmForm,
    "open_office": OfficeForm,
    "change_office": OfficeForm,
    "close_office": ConfirmForm,
    "open_window": WindowForm,
    "change_window": ChangeWindowForm,
    "close_window": ConfirmForm,
    "rename_post": TitleForm,
    "close_post": ConfirmForm,
    "assign": AssignForm,
    "end": EndForm,
    "end_stand_in": ConfirmForm,
    "enter_leave": LeaveForm,
    "end_leave": ConfirmForm,
    "withdraw_letter": WithdrawLetterForm,
    "hire": StaffForm,
    "rename_staff": NameForm,
    "release": ConfirmForm,
}
_OF_COLLEAGUES: dict[str, type[StandInForm] | type[DeputyForm]] = {
    "appoint_stand_in": StandInForm,
    "name_deputy": DeputyForm,
}
HOLDERS_ACTS = frozenset({"appoint_stand_in", "end_stand_in"})
"""What the holder of a post may do about it without keeping organisations."""
OWN_ACTS = frozenset({"enter_leave", "end_leave"})
"""What everybody may do about themselves, also on a day of leave."""
DANGER = frozenset(
    {
        "close",
        "close_office",
        "close_window",
        "close_post",
        "end",
        "end_stand_in",
        "release",
        "end_leave",
        "withdraw_letter",
    }
)


def form_for(
    name: str,
    at: int,
    data: Any = None,
    initial: dict[str, Any] | None = None,
    staff: Sequence[queries.StaffView] | None = None,
    files: Any = None,
) -> ActForm:
    """The form of an act on the thing of that id: empty, filled, or with what was sent."""
    ident = f"{name}-{at}"
    if name == "create_post":
        offices = [(str(one.id), one.name) for one in queries.list_offices(at)]
        windows = [(str(one.id), f"{one.number} {one.name}") for one in queries.list_windows(at)]
        return PostForm(data, offices=offices, windows=windows, ident=ident)
    if name == "grant_letter":
        return letter_form(queries.get_post(at, today()), data, files, initial)
    if name in _OF_COLLEAGUES:
        colleagues = _colleagues(at) if staff is None else staff
        chosen = [(str(one.id), f"{one.name} ({one.staff_no})") for one in colleagues]
        return _OF_COLLEAGUES[name](data, initial=initial or {}, colleagues=chosen, ident=ident)
    return _FORMS[name](data, initial=initial or {}, ident=ident)


def panel(
    name: str,
    at: int,
    title: str,
    place: str,
    refused: Refused | None = None,
    initial: dict[str, Any] | None = None,
    text: str = "",
    staff: Sequence[queries.StaffView] | None = None,
) -> Panel:
    """The form of an act as part of a page; `place` is the page to come back to, such as "post-7"."""
    is_refused = refused is not None and refused.name == f"{name}-{at}"
    return Panel(
        name=f"{name}-{at}",
        title=title,
        url=f"{reverse('staffdesk:organisation_act', args=[name, at])}?on={place}",
        form=refused.form if refused is not None and is_refused else form_for(name, at, initial=initial, staff=staff),
        button=title,
        kind="danger" if name in DANGER else "primary",
        text=text,
        is_open=is_refused,
    )


def organisation_panels(one: queries.OrganisationView, refused: Refused | None) -> list[Panel]:
    """What can be done to the organisation itself."""
    filled = {
        "name": one.name,
        "short_name": one.short_name,
        "name_en": one.name_en,
        "credit_code": one.credit_code,
        "paper_prefix": one.paper_prefix,
        "address": one.address,
        "phone": one.phone,
    }
    here = f"organisation-{one.id}"
    change = panel("change", one.id, gettext("Change the organisation"), here, refused, filled)
    if not one.is_active:
        return [change]
    return [
        change,
        panel("create_post", one.id, gettext("New post"), here, refused),
        panel("hire", one.id, gettext("New member of staff"), here, refused),
        panel("open_window", one.id, gettext("New dedicated window"), here, refused),
        panel("open_office", one.id, gettext("New office"), here, refused),
        panel("close", one.id, gettext("Close the organisation"), here, refused),
    ]


def office_panels(office: queries.OfficeView, one: queries.OrganisationView, refused: Refused | None) -> list[Panel]:
    """What can be done to an office of the organisation."""
    if not one.is_active:
        return []
    here, filled = f"organisation-{one.id}", _place(office) | {"name": office.name}
    return [
        panel("change_office", office.id, gettext("Change the office"), here, refused, filled),
        panel("close_office", office.id, gettext("Close the office"), here, refused),
    ]


def post_panels(
    post: queries.PostRow,
    holdings: Sequence[queries.HoldingView],
    staff: Sequence[queries.StaffView],
    refused: Refused | None,
) -> list[Panel]:
    """What can be done to a post; `staff` are the colleagues who can stand in."""
    if not post.is_active:
        return []
    running = [one for one in holdings if not one.is_ended and (one.held_to is None or one.held_to >= today())]
    day, here = today().isoformat(), f"post-{post.id}"
    colleagues = [one for one in staff if one.id != post.holder_id]
    return [
        panel("assign", post.id, gettext("Give the post to somebody"), here, refused, {"held_from": day}),
        panel(
            "appoint_stand_in",
            post.id,
            gettext("Let a colleague stand in"),
            here,
            refused,
            {"held_from": day},
            staff=colleagues,
        ),
        panel(
            "name_deputy",
            post.id,
            gettext("Name the deputy"),
            here,
            refused,
            {"staff": post.deputy_id},
            gettext(
                "The deputy stands in on every day on which the holder is on leave, unless somebody was appointed."
            ),
            staff=colleagues,
        ),
        *[_end_panel(one, here, refused) for one in running],
        panel("rename_post", post.id, gettext("Rename the post"), here, refused, {"title": post.title}),
        panel("close_post", post.id, gettext("Close the post"), here, refused),
    ]


def _end_panel(one: queries.HoldingView, here: str, refused: Refused | None) -> Panel:
    if one.is_stand_in:
        title = gettext("End the standing-in of {name}").format(name=one.staff_name)
        return panel("end_stand_in", one.id, title, here, refused, text=gettext("It ends at once."))
    title = gettext("End the holding of {name}").format(name=one.staff_name)
    return panel("end", one.id, title, here, refused, {"held_to": today().isoformat()})


def _colleagues(post_id: int) -> Sequence[queries.StaffView]:
    post = queries.get_post(post_id, today())
    found = queries.list_staff(organisation_id=post.organisation_id, size=500).rows
    return [one for one in found if one.id != post.holder_id]


def _place(one: queries.OfficeView | queries.WindowView) -> dict[str, Any]:
    return {"location_note": one.location_note, "hours": one.hours, "phone": one.phone}


def staff_panels(one: queries.StaffView, refused: Refused | None) -> list[Panel]:
    """What can be done about a member of staff."""
    if not one.is_active:
        return []
    here = f"staff-{one.id}"
    return [
        panel("rename_staff", one.id, gettext("Rename"), here, refused, {"name": one.name}),
        panel("release", one.id, gettext("Release from the staff"), here, refused),
    ]


def window_panels(window: queries.WindowView, refused: Refused | None) -> list[Panel]:
    """What can be done to a window."""
    if not window.is_open:
        return []
    filled = _place(window) | {"name": window.name, "location": window.location}
    filled |= {"name_en": window.name_en, "location_en": window.location_en, "hours_en": window.hours_en}
    here = f"window-{window.id}"
    return [
        panel("change_window", window.id, gettext("Change the window"), here, refused, filled),
        panel("close_window", window.id, gettext("Close the window"), here, refused),
    ]
