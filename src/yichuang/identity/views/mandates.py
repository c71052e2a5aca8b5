"""Pages about mandates: given and held, give, withdraw, act for somebody."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.core.actor import Actor, ActorKind
from yichuang.core.clock import today
from yichuang.core.errors import DomainError
from yichuang.core.paging import Page
from yichuang.identity import queries, services
from yichuang.identity.access import ACTING_FOR, actor_for_request
from yichuang.identity.errors import ApplicantOnlyError, MandateNotFoundError
from yichuang.identity.forms import ActForForm, MandateForm, matter_name
from yichuang.identity.queries import MandateView
from yichuang.identity.rules import IdentityType, MandateState, Matter, matters
from yichuang.identity.views.common import refused, shown, signed_in, within
from yichuang.ui.parts import Cell, Column, Definition, Row, Tone

_YEAR = timedelta(days=364)
_TICKED = 200
_TONES = {MandateState.VALID: Tone.GOOD, MandateState.AHEAD: Tone.INFO}


@never_cache
@require_safe
@signed_in
def mandates(request: HttpRequest) -> HttpResponse:
    """The mandates that one gave and holds, and for whom one may act now; `?next=` is where choosing leads."""
    actor = _applicant(request)
    account_id, acting = actor.account_id or 0, actor.acting_for
    principals = queries.list_principals(account_id, on=today())
    given = queries.list_mandates_given(account_id, cursor=request.GET.get("given"))
    held = queries.list_mandates_held(account_id, cursor=request.GET.get("held"))
    names = _names(code for one in (*given.rows, *held.rows) for code in one.item_codes or ())
    chosen = {"mandate": acting and str(acting.mandate_id), "next": request.GET.get("next", "")}
    context = {
        "columns": _columns(),
        "given": [_row(one, one.agent_name, account_id, names) for one in given.rows],
        "held": [_row(one, one.principal_name, account_id, names) for one in held.rows],
        "given_next": _more("given", given),
        "held_next": _more("held", held),
        "act_for_form": ActForForm(principals, initial=chosen) if principals else None,
        "has_ended": "ended" in request.GET,
    }
    return render(request, "identity/mandates.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def give(request: HttpRequest) -> HttpResponse:
    """Name an agent, the matters and the days; `?item=CODE` begins with one service."""
    actor = _applicant(request)
    if request.method != "POST":
        item = request.GET.get("item", "")
        days = {"valid_from": today(), "valid_to": today() + _YEAR}
        scope = {"scope": "items", "item_codes": [item]} if item else {}
        services_named = matters().named([item] if item else []).values()
        return shown(request, "give_mandate", MandateForm(initial=days | scope, services=services_named))
    ticked = matters().named(request.POST.getlist("item_codes")[:_TICKED])
    if "find" in request.POST:
        return _with_found(request, ticked)
    form = MandateForm(request.POST, services=ticked.values())
    if not form.is_valid():
        return shown(request, "give_mandate", form)
    asked = form.cleaned_data
    try:
        services.give_mandate(
            actor=actor,
            agent_type=IdentityType(asked["agent_type"]),
            agent_no=asked["agent_no"],
            agent_name=asked["agent_name"],
            item_codes=form.codes(),
            valid_from=asked["valid_from"],
            valid_to=asked["valid_to"],
        )
    except DomainError as error:
        return refused(request, "give_mandate", form, error)
    messages.success(request, gettext("The mandate is given. You can withdraw it here at any time."))
    return redirect("identity:mandates")


def _with_found(request: HttpRequest, ticked: Mapping[str, Matter]) -> HttpResponse:
    """The form as it was filled in, with the services that were looked for to be ticked; nothing is judged yet."""
    found = {one.code: one for one in matters().found(request.POST.get("search", ""))}
    typed = {**request.POST.dict(), "scope": "items", "item_codes": list(ticked)}
    form = MandateForm(initial=typed, services={**ticked, **found}.values())
    return shown(request, "give_mandate", form, has_found_nothing=not found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Show the mandate and ask once more; then it holds no more."""
    actor = _applicant(request)
    account_id = actor.account_id or 0
    mandate = queries.get_mandate(account_id, mandate_id)
    if request.method != "POST":
        context = {"mandate": mandate, "data": _definitions(mandate), "is_agent": mandate.agent_id == account_id}
        return render(request, "identity/withdraw_mandate.html", context)
    services.withdraw_mandate(actor=actor, mandate_id=mandate_id)
    if actor.acting_for is not None and actor.acting_for.mandate_id == mandate_id:
        request.session.pop(ACTING_FOR, None)
    messages.success(request, gettext("The mandate holds no more."))
    return redirect("identity:mandates")


@require_POST
@signed_in
def act_for(request: HttpRequest) -> HttpResponse:
    """Act for the principal of the `mandate` posted from now on, or for oneself again when it is empty.

    Raises:
        MandateNotFoundError: what was posted is no mandate's number.
    """
    actor, wanted = _applicant(request), request.POST.get("mandate", "")
    if wanted and not (wanted.isascii() and wanted.isdigit()):
        raise MandateNotFoundError
    principal = services.choose_principal(actor=actor, mandate_id=int(wanted) if wanted else None)
    if principal is None:
        request.session.pop(ACTING_FOR, None)
        messages.success(request, gettext("You act for yourself again."))
    else:
        request.session[ACTING_FOR] = principal.mandate_id
        messages.success(request, gettext("You now act for {name}.").format(name=principal.name))
    return redirect(within(request, request.POST.get("next", ""), reverse("identity:mandates")))


def _applicant(request: HttpRequest) -> Actor:
    actor = actor_for_request(request)
    if actor.kind is not ActorKind.APPLICANT:
        raise ApplicantOnlyError
    return actor


def _columns() -> list[Column]:
    labels = (
        gettext("Name"),
        gettext("Matters"),
        gettext("First day of the mandate"),
        gettext("Last day of the mandate"),
        gettext("State"),
        "",
    )
    return [Column(label or gettext("Possible act")) for label in labels]


def _row(one: MandateView, name: str, account_id: int, names: Mapping[str, str]) -> Row:
    state = one.state(today())
    is_open = state in _TONES
    act = gettext("Withdraw it") if one.principal_id == account_id else gettext("Lay it down")
    url = reverse("identity:withdraw_mandate", args=[one.id])
    return Row(
        (
            name,
            _matters(one, names),
            f"{one.valid_from:%Y-%m-%d}",
            f"{one.valid_to:%Y-%m-%d}",
            Cell(_state(one, state), tone=_TONES.get(state, Tone.NEUTRAL)),
            Cell(act, url=url) if is_open else "—",
        )
    )


def _state(one: MandateView, state: MandateState) -> str:
    if one.is_laid_down:
        return gettext("Laid down by the agent")
    if state is MandateState.VALID and not one.is_principal_active:
        return gettext("The principal's account is switched off")
    return gettext(state.label)


def _names(codes: Iterable[str]) -> Mapping[str, str]:
    """Services by code, in the reader's language."""
    return {code: matter_name(one) for code, one in matters().named(codes).items()}


def _matters(one: MandateView, names: Mapping[str, str]) -> str:
    if one.item_codes is None:
        return gettext("All services")
    listed = gettext(", ").join(names.get(code, code) for code in one.item_codes[:3])
    more = len(one.item_codes) - 3
    if more <= 0:
        return listed
    return gettext("{listed} and {more} more").format(listed=listed, more=more)


def _definitions(one: MandateView) -> list[Definition]:
    codes = one.item_codes or ()
    names = _names(codes)
    return [
        Definition(gettext("Principal"), one.principal_name),
        Definition(gettext("Agent"), one.agent_name),
        Definition(gettext("Matters"), "\n".join(names.get(code, code) for code in codes) or gettext("All services")),
        Definition(gettext("First day of the mandate"), f"{one.valid_from:%Y-%m-%d}"),
        Definition(gettext("Last day of the mandate"), f"{one.valid_to:%Y-%m-%d}"),
    ]


def _more(name: str, page: Page[MandateView]) -> str:
    return "" if page.next_cursor is None else f"?{name}={page.next_cursor}"
