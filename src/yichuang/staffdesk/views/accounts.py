"""Accounts: who has one, and what is done to them."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.core.actor import Actor, RightMissingError
from yichuang.core.errors import DomainError, ForbiddenError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.identity import queries, services
from yichuang.identity.access import get_managed_account, list_managed_accounts
from yichuang.identity.rules import AccountKind
from yichuang.organisations.errors import StaffNotFoundError
from yichuang.organisations.queries import find_staff_by_no
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.accounts import NewAccountForm, ResetForm, SwitchForm, UnlockForm
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.views.shown import Panel, Refused, label, moment, page
from yichuang.ui.parts import Cell, Choice, Column, Definition, Moment, Row, Tone

_UNPROCESSABLE = 422
_KEPT = Right.MANAGE_ACCOUNTS
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
    given, sought = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    kind = AccountKind.APPLICANT if given == AccountKind.APPLICANT.value and reached is None else AccountKind.STAFF
    found = list_managed_accounts(actor=actor, kind=kind, text=sought, cursor=request.GET.get("cursor"))
    kinds = [AccountKind.STAFF, AccountKind.APPLICANT] if reached is None else []
    names = (gettext("Login"), gettext("Name"), gettext("State"), gettext("Last signed in"))
    context = {
        "sought": sought,
        "kinds": [Choice(label(one), f"?kind={one.value}", one is kind) for one in kinds],
        "columns": [Column(name) for name in names],
        "rows": [_row(row) for row in found.rows],
        "next_cursor": found.next_cursor,
    }
    return page(request, "accounts", context)


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
        "events": [
            Moment(
                label(row.kind),
                row.at,
                who=row.ip or "",
                text=" ".join(part for part in (row.subject, row.what, row.reason) if part),
            )
            for row in events.rows
        ],
        "next_cursor": events.next_cursor,
    }
    return page(request, "account", context, refused)


def _panels(view: queries.AccountView, refused: Refused | None) -> list[Panel]:
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
    staff = find_staff_by_no(given["staff_no"])
    if staff is None:
        raise StaffNotFoundError
    return services.create_staff_account(
        actor=actor, staff_id=staff.id, login=given["login"], password=given["password"]
    )


def _details(view: queries.AccountView) -> list[Definition]:
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


def _row(view: queries.AccountView) -> Row:
    state = Cell(gettext("In use"), tone=Tone.GOOD) if view.is_active else Cell(gettext("Switched off"), tone=Tone.BAD)
    login = Cell(view.login, url=reverse("staffdesk:account", args=[view.id]))
    return Row((login, view.name, state, moment(view.last_login) or "–"))
