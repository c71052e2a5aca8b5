"""Beginning an application, coming back to it, moving it to the newest version, giving it up."""

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.cases.errors import AboutUnfitError, DraftStaleError
from yichuang.cases.queries import (
    CaseRow,
    find_open_draft,
    get_draft_view,
    hindrance_of,
    list_grants,
    list_my_cases,
    own_party,
)
from yichuang.cases.rules import Channel, Named, PartyKind
from yichuang.cases.services import DraftMoved, discard_draft, move_draft, save_draft, start_draft
from yichuang.catalogue.queries import VersionView, published_version
from yichuang.core.actor import Actor
from yichuang.core.problems import message_of
from yichuang.documents.services import upload_limits
from yichuang.identity.access import actor_for_request
from yichuang.portal import drafts, handled, reading
from yichuang.portal.drafts import Standing, first_open
from yichuang.portal.forms import PartyForm, StartForm
from yichuang.portal.summaries import needed_boxes
from yichuang.portal.views.common import UNPROCESSABLE, applicant_only
from yichuang.portal.words import local
from yichuang.ui.parts import Crumb, Definition
from yichuang.ui.templatetags.ui_forms import size_text


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_only
def start(request: HttpRequest, item_code: str) -> HttpResponseBase:
    """What to have ready, a draft to go on with, and a button that begins; the same button pressed twice begins once."""
    actor, version = actor_for_request(request), published_version(item_code)
    form = StartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            key = start_draft(
                actor=actor,
                key=form.cleaned_data["key"],
                version_id=version.id,
                channel=Channel.ONLINE,
                copy_from=form.copy_from,
                about=form.about,
            )
        except AboutUnfitError as error:
            context = {**_start_page(actor, version), "unfit": message_of(error)}
            return render(request, "portal/start.html", context, status=UNPROCESSABLE)
        _fill_from_account(actor, key)
        if form.copy_from:
            messages.info(request, gettext("The answers of the earlier case are filled in. Please check each of them."))
        return redirect("portal:draft_applicant", key)
    return render(request, "portal/start.html", _start_page(actor, version, request.GET.get("about", "")))


def _start_page(actor: Actor, version: VersionView, about: str = "") -> dict[str, object]:
    content, principal, own = version.content, actor.acting_for, own_party(actor)
    return {
        "version": version,
        "content": content,
        "draft": find_open_draft(actor, version.item_code),
        "earlier": _earlier(actor, version),
        "form": StartForm(initial={"key": uuid.uuid4()}),
        "about": next((one for one in list_grants(actor, version) if one.case_no == about), None),
        "facts": _facts(version),
        "boxes": (boxes := needed_boxes(version)),
        "has_files": any(box.is_wanted for box in boxes),
        "max_size": size_text(upload_limits().max_bytes),
        "name": own["name"],
        "principal": principal.name if principal else "",
        "hindrance": hindrance_of(actor, version, kind=PartyKind(own["kind"])),
        "agent_name": actor.name,
        "crumbs": [
            Crumb(gettext("Home"), "/"),
            Crumb(local(content, "name"), reverse("portal:item", args=[version.item_code])),
            Crumb(gettext("Apply online")),
        ],
    }


def _facts(version: VersionView) -> list[Definition]:
    content = version.content
    told = [
        Definition(gettext("To fill in"), _length_text(len(content.form), len(content.fields))),
        Definition(gettext("Decision within"), reading.limit_text(content)),
        Definition(gettext("Fees"), _fees(version)),
        Definition(gettext("When to apply"), handled.when_to_apply(content)),
    ]
    return [one for one in told if one.detail]


def _length_text(pages: int, questions: int) -> str:
    if not questions:
        return ""
    return gettext("{questions} questions on {pages} pages").format(questions=questions, pages=pages)


def _fees(version: VersionView) -> str:
    content = version.content
    if content.is_free is not False:
        return reading.fee_text(content)
    named = [f"{local(fee, 'name')}: {local(fee, 'standard')}" for fee in content.fees]
    return "\n".join(named) or reading.fee_text(content)


def _earlier(actor: Actor, version: VersionView) -> CaseRow | None:
    """The newest case of the same owner and service, whose answers can be used again."""
    return next((row for row in list_my_cases(actor).rows if row.item_code == version.item_code), None)


@require_safe
@applicant_only
def resume(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """On to the first page of the draft on which something is missing or wrong."""
    draft = get_draft_view(actor_for_request(request), key)
    if draft.case_no:
        return redirect("portal:case", draft.case_no)
    if draft.is_outdated and drafts.standing(draft) is Standing.RENEWED:
        return redirect("portal:draft_renew", key)
    return redirect(first_open(draft).url)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_only
def renew(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The draft of a replaced version moves to the newest; what changed is told afterwards.

    Raises:
        DraftNotFoundError, DraftSubmittedError, ItemNotOpenError: see `cases.services.move_draft`.
    """
    actor = actor_for_request(request)
    draft = get_draft_view(actor, key)
    if draft.case_no:
        return redirect("portal:submitted", draft.case_no)
    if request.method == "POST":
        moved = move_draft(actor=actor, key=key)
        if moved.is_moved:
            request.session[_told(key)] = _changes(moved)
        return redirect("portal:draft_renewed", key)
    if drafts.standing(draft) is not Standing.RENEWED:
        return redirect(first_open(draft).url)
    newest = published_version(draft.version.item_code)
    return _renew_page(request, key, {"newest": newest, "content": newest.content, "old": draft.version})


@require_safe
@applicant_only
def renewed(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """What the move to the newest version changed in the draft."""
    draft = get_draft_view(actor_for_request(request), key)
    if draft.case_no:
        return redirect("portal:submitted", draft.case_no)
    changes = request.session.get(_told(key))
    if not isinstance(changes, dict):
        return redirect(first_open(draft).url)
    context = {"changes": changes, "content": draft.version.content, "newest": draft.version, "next": first_open(draft)}
    return _renew_page(request, key, context)


def _renew_page(request: HttpRequest, key: UUID, context: dict[str, object]) -> HttpResponse:
    return render(request, "portal/draft_renew.html", {"key": key, **context})


def _told(key: UUID) -> str:
    return f"renewed:{key}"


def _changes(moved: DraftMoved) -> dict[str, list[list[str]]]:
    """The names of what changed, in both languages, to be told on the next page."""
    parts = {
        "new_questions": moved.new_questions,
        "to_check": moved.to_check,
        "gone_questions": moved.gone_questions,
        "new_materials": moved.new_materials,
        "gone_materials": moved.gone_materials,
    }
    return {name: [_both(one) for one in found] for name, found in parts.items() if found}


def _both(one: Named) -> list[str]:
    return [one.name, one.name_en or one.name]


@require_POST
@applicant_only
def discard(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The draft is thrown away."""
    discard_draft(actor=actor_for_request(request), key=key)
    messages.success(request, gettext("The draft has been deleted."))
    return redirect("portal:cases")


def _fill_from_account(actor: Actor, key: UUID) -> None:
    """A fresh draft begins with the data of the account."""
    draft = get_draft_view(actor, key)
    if draft.revision != 1:
        return
    party = PartyForm(party=draft.party, is_judged=True).party()
    try:
        save_draft(actor=actor, key=key, revision=draft.revision, party=party)
    except DraftStaleError:
        return  # the same button pressed again was faster
