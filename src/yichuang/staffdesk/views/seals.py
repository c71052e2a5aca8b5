"""The register of seals: which body has which, who keeps them, what they were used for. Law: ALL 32, 39; OSR 9."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.documents.rules import PaperKind
from yichuang.organisations.queries import OrganisationView, list_departments
from yichuang.seals import access, services
from yichuang.seals.queries import SealView, bodies_that_seal, count_uses, history_of, uses_of
from yichuang.seals.rules import SealKind, SealState
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.seals import BodyForm, SealFilterForm, SealForm
from yichuang.staffdesk.views.seal_parts import (
    form_for,
    history_moment,
    keepers_for,
    seal_details,
    seal_panels,
    seal_row,
    signers,
    state_of,
    use_row,
)
from yichuang.staffdesk.views.shown import Refused, label, organisation_choices, page, whole
from yichuang.ui.parts import Column

_UNPROCESSABLE = 422
_KEPT = Right.KEEP_SEALS
_USES = 20
_USUAL = {"body": "", "state": SealState.IN_USE.value}


@desk(_KEPT)
def show_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The seals that the actor keeps the register of, and the bodies whose papers wait for one."""
    form = SealFilterForm({**_USUAL, **request.GET.dict()}, bodies=organisation_choices(_bodies(actor)))
    uses = count_uses()
    names = [gettext("Seal"), gettext("Kind of seal"), gettext("Keeper"), gettext("In use from"), gettext("State")]
    context = {
        "form": form,
        "waiting": _waiting(actor),
        "columns": [*(Column(name) for name in names), Column(gettext("Uses"), is_number=True)],
        "rows": [seal_row(one, uses.get(one.id, 0)) for one in access.list_seals(actor) if _is_wanted(one, form)],
    }
    return page(request, "seals", context)


@desk(_KEPT, methods=BOTH)
def create(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new seal: first the body, since its posts keep it, then the seal."""
    bodies = _bodies(actor)
    body = next((one for one in bodies if one.id == whole(request.GET.get("body"))), None)
    if body is None:
        chosen = BodyForm(request.GET if "body" in request.GET else None, bodies=organisation_choices(bodies))
        return page(request, "seal_new", {"form": chosen})
    form = _new_form(request, body)
    if request.method != "POST":
        return page(request, "seal_new", {"form": form, "body": body})
    if not form.is_valid():
        return page(request, "seal_new", {"form": form, "body": body}, Refused("new", form, _UNPROCESSABLE))
    try:
        seal_id = _register(actor, body, form)
    except ForbiddenError:
        raise
    except DomainError as error:
        form.refuse(error)
        return page(request, "seal_new", {"form": form, "body": body}, Refused("new", form, status_of(error)))
    messages.success(request, gettext("The seal is registered."))
    return redirect("staffdesk:seal", seal_id=seal_id)


@desk(_KEPT)
def show(request: HttpRequest, actor: Actor, seal_id: int) -> HttpResponse:
    """One seal with its keeper, its history and its latest uses."""
    return _seal(request, actor, seal_id)


@desk(_KEPT, methods=WRITE)
def act(request: HttpRequest, actor: Actor, seal_id: int, name: str) -> HttpResponse:
    """The act is done to the seal; what was refused stands on its page with its status."""
    if name not in _DOERS:
        raise PageNotFoundError
    form = form_for(name, access.get_seal(actor, seal_id), request.POST)
    if not form.is_valid():
        return _seal(request, actor, seal_id, Refused(name, form, _UNPROCESSABLE))
    try:
        _DOERS[name](actor, seal_id, form)
    except ForbiddenError:
        raise
    except DomainError as error:
        form.refuse(error)
        return _seal(request, actor, seal_id, Refused(name, form, status_of(error)))
    messages.success(request, gettext("Done."))
    return redirect("staffdesk:seal", seal_id=seal_id)


def _seal(request: HttpRequest, actor: Actor, seal_id: int, refused: Refused | None = None) -> HttpResponse:
    seal = access.get_seal(actor, seal_id)
    state, tone = state_of(seal)
    acts = seal_panels(seal, refused)
    found = uses_of(seal_id, cursor=request.GET.get("cursor"), size=_USES)
    names = (gettext("Sealed at"), gettext("Case"), gettext("Sealed paper"), gettext("Sealed by"), gettext("Authority"))
    context = {
        "seal": seal,
        "state": state,
        "state_tone": tone,
        "kind": label(seal.kind),
        "details": seal_details(seal, actor),
        "acts": acts,
        # The seal ended while somebody else did something to it: there is no form left for the refusal to stand in.
        "refused": refused if refused and not acts else None,
        "use_columns": [Column(name) for name in names],
        "uses": [use_row(one, actor) for one in found.rows],
        "next_cursor": found.next_cursor,
        "history": [history_moment(row) for row in reversed(history_of(seal_id))],
    }
    return page(request, "seal", context, refused)


def _is_wanted(seal: SealView, form: SealFilterForm) -> bool:
    """Whether the filter lets the seal through; what cannot be read of it narrows nothing."""
    wanted = form.cleaned_data if form.is_valid() else {"body": "", "state": ""}
    return wanted["body"] in {"", str(seal.organisation_id)} and wanted["state"] in {"", seal.state.value}


def _bodies(actor: Actor) -> list[OrganisationView]:
    reached = actor.organisations_for(_KEPT)
    return [one for one in list_departments() if reached is None or one.id in reached]


def _waiting(actor: Actor) -> list[OrganisationView]:
    """The bodies that could not seal every paper today."""
    able = bodies_that_seal([kind.value for kind in PaperKind], clock.today())
    return [one for one in _bodies(actor) if one.id not in able]


def _new_form(request: HttpRequest, body: OrganisationView) -> SealForm:
    return SealForm(
        request.POST if request.method == "POST" else None,
        keepers=keepers_for(body.id),
        signers=signers(),
        initial={"in_use_from": clock.today()},
    )


def _register(actor: Actor, body: OrganisationView, form: SealForm) -> int:
    typed = form.cleaned_data
    kind = SealKind(typed["kind"])
    return services.register_seal(
        actor=actor,
        organisation_id=body.id,
        kind=kind,
        purpose=typed["purpose"] or kind.usual_purpose,
        keeper_id=int(typed["keeper"]),
        in_use_from=typed["in_use_from"],
        name=typed["name"],
        signed_by=typed["signed_by"],
    )


def _hand(actor: Actor, seal_id: int, form: ActForm) -> None:
    typed = form.cleaned_data
    services.hand_seal(actor=actor, seal_id=seal_id, keeper_id=int(typed["keeper"]), reason=typed["reason"])


def _break(actor: Actor, seal_id: int, form: ActForm) -> None:
    services.break_seal(actor=actor, seal_id=seal_id, reason=form.cleaned_data["reason"])


def _withdraw(actor: Actor, seal_id: int, form: ActForm) -> None:
    services.withdraw_seal(actor=actor, seal_id=seal_id, reason=form.cleaned_data["reason"])


_DOERS: Mapping[str, Callable[[Actor, int, ActForm], None]] = {"hand": _hand, "break": _break, "withdraw": _withdraw}
