"""Standard texts: the wordings that clerks and officials pick for papers."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from yichuang.cases.errors import TextNotFoundError
from yichuang.cases.queries import TextView, list_texts
from yichuang.cases.rules import TextKind
from yichuang.cases.services import retire_text, save_text
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.organisations.queries import list_departments
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.forms.texts import TextForm
from yichuang.staffdesk.services import seed_texts
from yichuang.staffdesk.views.shown import Refused, label, page, whole

_UNPROCESSABLE = 422


@desk(Right.KEEP_TEXTS, methods=BOTH)
def show_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The texts by kind; sent, a new one is kept."""
    if request.method != "POST":
        given = request.GET.get("kind", "")
        kind = given if given in {one.value for one in TextKind} else TextKind.PROBLEM.value
        return _page(request, actor, _new_form(actor, initial={"kind": kind}))
    form = _new_form(actor, request.POST)
    if not form.is_valid():
        return _page(request, actor, form, _UNPROCESSABLE)
    given_to = form.cleaned_data.get("organisation", _only_place(actor))
    try:
        save_text(
            actor=actor,
            organisation_id=whole(given_to),
            kind=TextKind(form.cleaned_data["kind"]),
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
        )
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        form.refuse(error)
        return _page(request, actor, form, status_of(error))
    messages.success(request, gettext("The text is kept."))
    return redirect("staffdesk:texts")


@desk(Right.KEEP_TEXTS, methods=BOTH)
def edit(request: HttpRequest, actor: Actor, text_id: int) -> HttpResponse:
    """One text; sent, its wording is the new one.

    Raises:
        TextNotFoundError: there is none that the actor sees.
    """
    text = next((one for one in list_texts(actor, has_retired=True) if one.id == text_id), None)
    if text is None:
        raise TextNotFoundError
    form = TextForm(
        request.POST if request.method == "POST" else None,
        is_new=False,
        initial={"title": text.title, "text": text.text},
    )
    status = _changed(actor, text, form) if form.is_bound else 200
    if not status:
        messages.success(request, gettext("The text is kept."))
        return redirect("staffdesk:texts")
    context = {"form": form, "text": text, "kind": label(text.kind)}
    return page(request, "text", context, Refused("text", form, status))


@desk(Right.KEEP_TEXTS, methods=WRITE)
def retire(request: HttpRequest, actor: Actor, text_id: int) -> HttpResponse:
    """The text is no longer offered."""
    retire_text(actor=actor, text_id=text_id)
    messages.success(request, gettext("The text is no longer offered."))
    return redirect("staffdesk:texts")


@desk(Right.KEEP_TEXTS, methods=WRITE)
def seed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The standard wordings are texts of the centre."""
    number = seed_texts(actor=actor)
    messages.success(request, gettext("{number} texts were added.").format(number=number))
    return redirect("staffdesk:texts")


def _changed(actor: Actor, text: TextView, form: TextForm) -> int:
    """The status of what was refused; 0 when the text is changed."""
    if not form.is_valid():
        return _UNPROCESSABLE
    try:
        save_text(
            actor=actor,
            organisation_id=text.organisation_id,
            kind=text.kind,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            text_id=text.id,
        )
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        form.refuse(error)
        return status_of(error)
    return 0


def _new_form(actor: Actor, data: object = None, initial: Mapping[str, str] | None = None) -> TextForm:
    return TextForm(data, organisations=_places(actor), initial=dict(initial or {}))


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Where the actor may keep texts; the whole centre has no number."""
    reached = actor.organisations_for(Right.KEEP_TEXTS)
    found = [
        (str(one.id), one.short_name or one.name) for one in list_departments() if reached is None or one.id in reached
    ]
    return [("", gettext("The whole centre")), *found] if reached is None else found


def _only_place(actor: Actor) -> str:
    return next((value for value, _name in _places(actor)), "")


def _page(request: HttpRequest, actor: Actor, form: TextForm, status: int = 200) -> HttpResponse:
    texts = list_texts(actor)
    names = dict(_places(actor))
    is_centre = actor.organisations_for(Right.KEEP_TEXTS) is None
    context = {
        "groups": [
            (kind.value, label(kind), [_shown(one, names) for one in texts if one.kind is kind]) for kind in TextKind
        ],
        "form": form,
        "can_seed": is_centre and not any(one.organisation_id is None for one in texts),
    }
    return page(request, "texts", context, Refused("text", form, status))


def _shown(text: TextView, names: dict[str, str]) -> dict[str, object]:
    place = str(text.organisation_id or "")
    return {
        "id": text.id,
        "title": text.title,
        "text": text.text if text.text != text.title else "",
        "place": names.get(place, gettext("The whole centre") if not place else ""),
        "may_keep": place in names,
    }
