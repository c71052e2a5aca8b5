"""Accounts: who has one, and what is done to them."""

from collections.abc import Callable, Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.core.actor import Actor, RightMissingError
from yichuang.core.errors import DomainError, ForbiddenError
from yichuang.core.paging import Page
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.identity import queries, services
from yichuang.identity.access import get_managed_account, list_managed_accounts
from yichuang.identity.queries import AccountView
from yichuang.identity.rules import AccountKind, EventKind
from yichuang.organisations.errors import StaffNotFoundError
from yichuang.organisations.queries import OrganisationView, list_organisations
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.accounts import AccountFilterForm, NewAccountForm, ResetForm, SwitchForm, UnlockForm
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.views.shown import Panel, Refused, label, moment, organisation_choices, page, whole
from yichuang.ui.parts import Cell, Column, Definition, Moment, Row, Tone

_UNPROCESSABLE = 422
_KEPT = Right.MANAGE_ACCOUNTS
_USUAL = {"kind": AccountKind.STAFF.value}
_ORGANISATION = 2
_EVENT_TONES = {
    EventKind.LOCKED: Tone.BAD,
    EventKind.SWITCHED_OFF: Tone.BAD,
    EventKind.SIGN_IN_FAILED: Tone.WARN,
    EventKind.CODE_FAILED: Tone.WARN,
    EventKind.UNMASKED: Tone.WARN,
}
_LOCKING = {EventKind.LOCKED, EventKind.UNLOCKED, EventKind.SIGNED_IN}
_FORMS: Mapping[str, type[ActForm]] = {
    "switch_off": SwitchForm,
    "switch_on": SwitchForm,
    "reset": ResetForm,
    "unlock": UnlockForm,
}
_DOERS: Mapping[str, Callable[[Actor, int, ActForm], None]] = {
    "switch_off": lambda actor, at, form: services.set_active(
        actor=actor, account_id=at, is_active=False, reason=form.cleaned_data["reason"]
    ),
    "switch_on": lambda actor, at, form: services.set_active(
        actor=actor, account_id=at, is_active=True, reason=form.cleaned_data["reason"]
    ),
    "reset": lambda actor, at, form: services.reset_password(
        actor=actor, account_id=at, password=form.cleaned_data["password"]
    ),
    "unlock": lambda actor, at, _form: services.unlock_account(actor=actor, account_id=at),
}


@desk(_KEPT)
def show_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The accounts that the actor keeps, newest first, personal data masked."""
    reached = actor.organisations_for(_KEPT)
    bodies = {one.id: one for one in list_organisations(is_active=None) if reached is None or one.id in reached}
    choices = organisation_choices(list(bodies.values()))
    form = AccountFilterForm(
        {**_USUAL, **request.GET.dict()}, organisations=choices, has_applicants=reached is None, initial=_USUAL
    )
    given = form.cleaned_data if form.is_valid() else {}
    kind = AccountKind(given.get("kind") or AccountKind.STAFF.value)
    found = _accounts(actor, kind, given.get("q", ""), whole(given.get("organisation")), request.GET.get("cursor"))
    names = [gettext("Login"), gettext("Name"), gettext("Organisation"), gettext("State"), gettext("Last signed in")]
    is_staff = kind is AccountKind.STAFF
    context = {
        "form": form,
        "columns": [Column(name) for place, name in enumerate(names) if is_staff or place != _ORGANISATION],
        "rows": [_row(row, bodies, is_staff=is_staff) for row in found.rows],
        "next_cursor": found.next_cursor,
    }
    return page(request, "accounts", context)


def _accounts(actor: Actor, kind: AccountKind, text: str, chosen: int | None, cursor: str | None) -> Page[AccountView]:
    if kind is AccountKind.APPLICANT or chosen is None:
        return list_managed_accounts(actor=actor, kind=kind, text=text, cursor=cursor)
    actor.require(_KEPT, organisation_id=chosen)
    return queries.list_accounts(kind=kind, organisation_ids=[chosen], text=text, cursor=cursor)


@sensitive_post_parameters("password")
@desk(_KEPT, methods=BOTH)
def create(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new account for a member of staff."""
    initial = {"staff_no": request.GET.get("staff_no", "")}
    form = NewAccountForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST":
        return page(request, "account_new", {"form": form})
    if not form.is_valid():
        return page(request, "account_new", {"form": form}, Refused("new", form, _UNPROCESSABLE))
    try:
        account_id = _created(actor, form)
    except ForbiddenError:
        raise
    except DomainError as error:
        form.refuse(error)
        return page(request, "account_new", {"form": form}, Refused("new", form, status_of(error)))
    messages.success(request, gettext("The account is made."))
    return redirect("staffdesk:account", account_id=account_id)


@desk(_KEPT)
def show(request: HttpRequest, actor: Actor, account_id: int) -> HttpResponse:
    """One account with what happened to it."""
    return _account(request, actor, account_id)


@sensitive_post_parameters("password")
@desk(_KEPT, methods=WRITE)
def act(request: HttpRequest, actor: Actor, account_id: int, name: str) -> HttpResponse:
    """The act is done and the account shown again; a refusal stands on the page with its status."""
    if name not in _DOERS:
        raise PageNotFoundError
    form = _FORMS[name](request.POST, ident=name)
    if not form.is_valid():
        return _account(request, actor, account_id, Refused(name, form, _UNPROCESSABLE))
    try:
        _DOERS[name](actor, account_id, form)
    except ForbiddenError as error:
        if isinstance(error, RightMissingError):
            raise
        form.refuse(error)
        return _account(request, actor, account_id, Refused(name, form, status_of(error)))
    except DomainError as error:
        form.refuse(error)
        return _account(request, actor, account_id, Refused(name, form, status_of(error)))
    messages.success(request, gettext("Done."))
    return redirect("staffdesk:account", account_id=account_id)


def _account(request: HttpRequest, actor: Actor, account_id: int, refused: Refused | None = None) -> HttpResponse:
    view = get_managed_account(actor=actor, account_id=account_id)
    events = queries.list_events(account_id=account_id, cursor=request.GET.get("cursor"), size=30)
    context = {
        "account": view,
        "state": gettext("In use") if view.is_active else gettext("Switched off"),
        "state_tone": Tone.GOOD if view.is_active else Tone.BAD,
        "details": _details(view),
        "acts": _panels(view, refused),
        "is_locked": next((row.kind for row in events.rows if row.kind in _LOCKING), None) is EventKind.LOCKED,
        "events": _moments(view, events.rows),
        "next_cursor": events.next_cursor,
    }
    return page(request, "account", context, refused)


def _panels(view: AccountView, refused: Refused | None) -> list[Panel]:
    switch = ("switch_off", gettext("Switch off")) if view.is_active else ("switch_on", gettext("Switch on"))
    chosen = [
        switch,
        ("reset", gettext("Reset the password")),
        ("unlock", gettext("Lift the lock after wrong passwords")),
    ]
    return [_panel(view.id, name, title, refused) for name, title in chosen]


def _panel(account_id: int, name: str, title: str, refused: Refused | None) -> Panel:
    is_refused = refused is not None and refused.name == name
    return Panel(
        name=name,
        title=title,
        url=reverse("staffdesk:account_act", args=[account_id, name]),
        form=refused.form if refused is not None and is_refused else _FORMS[name](ident=name),
        button=title,
        kind="danger" if name == "switch_off" else "primary",
        is_open=is_refused,
    )


def _created(actor: Actor, form: NewAccountForm) -> int:
    given = form.cleaned_data
    if form.staff is None:
        raise StaffNotFoundError
    return services.create_staff_account(
        actor=actor, staff_id=form.staff.id, login=given["login"], password=given["password"]
    )


def _moments(view: AccountView, rows: Sequence[queries.EventRow]) -> list[Moment]:
    """The events with who else did them and from where."""
    others = {row.actor_id for row in rows if row.actor_id is not None and row.actor_id != view.id}
    names = {one: queries.get_account_view(one).name for one in others}
    return [_moment(row, names.get(row.actor_id or 0, "")) for row in rows]


def _moment(row: queries.EventRow, who: str) -> Moment:
    case_no = row.subject.removeprefix("case:") if row.subject.startswith("case:") else ""
    origin = gettext("from {address}").format(address=row.ip) if row.ip else ""
    return Moment(
        label(row.kind),
        row.at,
        who=gettext(", ").join(part for part in (who, origin) if part),
        text="\n".join(part for part in (row.what, row.reason) if part),
        tone=_EVENT_TONES.get(row.kind, Tone.INFO),
        url=reverse("staffdesk:case", args=[case_no]) if case_no else "",
        url_label=gettext("Case {number}").format(number=case_no) if case_no else "",
    )


def _details(view: AccountView) -> list[Definition]:
    known = [
        Definition(gettext("Login"), view.login),
        Definition(gettext("Name"), view.name),
        Definition(label(view.identity_type), view.identity_no),
        Definition(gettext("Phone number"), view.phone),
        Definition(gettext("Made"), moment(view.created_at)),
        Definition(gettext("Last signed in"), moment(view.last_login)),
        Definition(gettext("Must change the password"), gettext("Yes") if view.must_change_password else ""),
    ]
    return [one for one in known if one.term and one.detail]


def _row(view: AccountView, bodies: Mapping[int, OrganisationView], *, is_staff: bool) -> Row:
    state = Cell(gettext("In use"), tone=Tone.GOOD) if view.is_active else Cell(gettext("Switched off"), tone=Tone.BAD)
    login = Cell(view.login, url=reverse("staffdesk:account", args=[view.id]))
    body = bodies.get(view.organisation_id or 0)
    last = moment(view.last_login) or gettext("never")
    organisation = (body.short_name or body.name) if body else "–"
    return Row((login, view.name, organisation, state, last) if is_staff else (login, view.name, state, last))
