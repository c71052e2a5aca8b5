"""Other systems: their keys, rights and limits, and what they are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.exchange import queries, services
from yichuang.exchange.rules import DeliveryState
from yichuang.organisations.queries import list_departments
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.base import DeskForm, EmptyForm
from yichuang.staffdesk.forms.clients import (
    ClientForm,
    NewClientForm,
    NothingForm,
    RevokeForm,
    RotateForm,
    WebhookForm,
)
from yichuang.staffdesk.views.client_parts import (
    DELIVERY_TONES,
    client_details,
    client_panels,
    client_row,
    client_state,
    history,
    key_row,
    webhook_parts,
)
from yichuang.staffdesk.views.shown import Refused, label, organisation_choices, page, whole
from yichuang.ui.parts import Choice, Column, Tone

_UNPROCESSABLE = 422
_KEPT = Right.MANAGE_CLIENTS
_DELIVERIES = 20
_FORMS: Mapping[str, type[DeskForm]] = {
    "change": ClientForm,
    "rotate": RotateForm,
    "revoke": RevokeForm,
    "add_webhook": WebhookForm,
    "remove_webhook": NothingForm,
}


@dataclass(frozen=True, slots=True)
class _Secret:
    """What is shown this once: a key, or the secret of a webhook."""

    title: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class _DeliveryLine:
    """A delivery in the list."""

    row: queries.DeliveryRow
    kind: str
    state: str
    tone: Tone
    url: str


@desk(_KEPT)
def show_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The other systems that the actor keeps, newest first."""
    is_revoked = request.GET.get("show") == "revoked"
    found = queries.list_clients(actor, is_active=not is_revoked, cursor=request.GET.get("cursor"))
    names = (gettext("Name"), gettext("Bounded to"), gettext("What it may do"), gettext("State"), gettext("Last used"))
    context = {
        "views": [
            Choice(gettext("In use"), "?", not is_revoked),
            Choice(gettext("Revoked"), "?show=revoked", is_revoked),
        ],
        "columns": [Column(name) for name in names],
        "rows": [client_row(one) for one in found.rows],
        "next_cursor": found.next_cursor,
    }
    return page(request, "clients", context)


@desk(_KEPT, methods=BOTH)
def create(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new client; its key is shown this once."""
    form = NewClientForm(request.POST if request.method == "POST" else None, organisations=_bounds(actor))
    if request.method != "POST":
        return page(request, "client_new", {"form": form})
    if not form.is_valid():
        return page(request, "client_new", {"form": form}, Refused("new", form, _UNPROCESSABLE))
    given = _given(form)
    try:
        made = services.create_client(actor=actor, organisation_id=whole(form.cleaned_data["organisation"]), **given)
    except ForbiddenError:
        raise
    except DomainError as error:
        form.refuse(error)
        return page(request, "client_new", {"form": form}, Refused("new", form, status_of(error)))
    return _told(request, actor, made.client_id, _key(made))


@desk(_KEPT)
def show(request: HttpRequest, actor: Actor, client_id: int) -> HttpResponse:
    """One client with its keys, webhooks and deliveries."""
    return _client(request, actor, client_id)


@desk(_KEPT, methods=WRITE)
def act(request: HttpRequest, actor: Actor, client_id: int, name: str, at: int) -> HttpResponse:
    """The act is done on the client, its webhook or its delivery; what was refused stands on the page with its status."""
    if name not in _DOERS:
        raise PageNotFoundError
    form = _FORMS.get(name, EmptyForm)(request.POST, ident=f"{name}-{at}")
    if name in _FORMS and not form.is_valid():
        return _client(request, actor, client_id, Refused(f"{name}-{at}", form, _UNPROCESSABLE))
    try:
        secret = _DOERS[name](actor, at, form)
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        form.is_valid()
        form.refuse(error)
        return _client(request, actor, client_id, Refused(f"{name}-{at}", form, status_of(error)))
    if secret is not None:
        return _told(request, actor, client_id, secret)
    messages.success(request, gettext("Done."))
    return redirect("staffdesk:client", client_id=client_id)


def _client(request: HttpRequest, actor: Actor, client_id: int, refused: Refused | None = None) -> HttpResponse:
    view = queries.get_client(actor, client_id)
    chosen = next((one for one in DeliveryState if one.value == request.GET.get("state")), None)
    found = queries.list_deliveries(actor, client_id, state=chosen, cursor=request.GET.get("cursor"), size=_DELIVERIES)
    state, tone = client_state(view.row)
    every = [Choice(gettext("All"), "?#deliveries", chosen is None)]
    context = {
        "client": view.row,
        "state": state,
        "state_tone": tone,
        "details": client_details(view.row),
        "refused": refused if refused and refused.name.partition("-")[0] not in _FORMS else None,
        "acts": client_panels(view.row, refused),
        "key_columns": [Column(name) for name in (gettext("Key"), gettext("Made"), gettext("Accepted until"))],
        "keys": [key_row(one) for one in view.keys],
        "webhooks": webhook_parts(view, refused),
        "states": every
        + [Choice(label(one), f"?state={one.value}#deliveries", one is chosen) for one in DeliveryState],
        "deliveries": [_line(client_id, one) for one in found.rows],
        "next_cursor": found.next_cursor,
        "history": history(actor, client_id),
    }
    return page(request, "client", context, refused)


def _told(request: HttpRequest, actor: Actor, client_id: int, secret: _Secret) -> HttpResponse:
    return page(request, "client_secret", {"client": queries.get_client(actor, client_id).row, "secret": secret})


def _key(made: services.NewClient) -> _Secret:
    told = gettext("Hand it over in a safe way. Only a digest of it is kept: who loses it needs a new one.")
    return _Secret(gettext("The key of the system"), told, made.key)


def _bounds(actor: Actor) -> list[tuple[str, str]]:
    reached = actor.organisations_for(_KEPT)
    bodies = organisation_choices([one for one in list_departments() if reached is None or one.id in reached])
    return [("", gettext("The whole centre")), *bodies] if reached is None else bodies


def _given(form: DeskForm) -> dict[str, Any]:
    typed = form.cleaned_data
    return {
        "name": typed["name"],
        "rights": [Right(one) for one in typed["rights"]],
        "limit_per_minute": typed["limit_per_minute"],
        "expires_on": typed["expires_on"],
    }


def _line(client_id: int, one: queries.DeliveryRow) -> _DeliveryLine:
    url = reverse("staffdesk:client_act", args=[client_id, "resend", one.id])
    return _DeliveryLine(one, label(one.kind), label(one.state), DELIVERY_TONES[one.state], url)


def _change(actor: Actor, at: int, form: DeskForm) -> None:
    services.change_client(actor=actor, client_id=at, **_given(form))


def _rotate(actor: Actor, at: int, form: DeskForm) -> _Secret:
    return _key(services.rotate_key(actor=actor, client_id=at, grace_hours=form.cleaned_data["grace_hours"]))


def _revoke(actor: Actor, at: int, form: DeskForm) -> None:
    services.revoke_client(actor=actor, client_id=at, reason=form.cleaned_data["reason"])


def _add_webhook(actor: Actor, at: int, form: DeskForm) -> _Secret:
    typed = form.cleaned_data
    made = services.add_webhook(actor=actor, client_id=at, url=typed["url"], kinds=typed["kinds"])
    told = gettext("The receiver checks with it that a message comes from this centre: {url}")
    return _Secret(gettext("The secret of the webhook"), told.format(url=made.webhook.url), made.secret)


def _remove_webhook(actor: Actor, at: int, _form: DeskForm) -> None:
    services.remove_webhook(actor=actor, webhook_id=at)


def _resume_webhook(actor: Actor, at: int, _form: DeskForm) -> None:
    services.resume_webhook(actor=actor, webhook_id=at)


def _test_webhook(actor: Actor, at: int, _form: DeskForm) -> None:
    services.test_webhook(actor=actor, webhook_id=at)


def _resend(actor: Actor, at: int, _form: DeskForm) -> None:
    services.resend(actor=actor, delivery_id=at)


_DOERS: Mapping[str, Callable[[Actor, int, DeskForm], _Secret | None]] = {
    "change": _change,
    "rotate": _rotate,
    "revoke": _revoke,
    "add_webhook": _add_webhook,
    "remove_webhook": _remove_webhook,
    "resume_webhook": _resume_webhook,
    "test_webhook": _test_webhook,
    "resend": _resend,
}
