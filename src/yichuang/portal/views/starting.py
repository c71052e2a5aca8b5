"""Beginning an application, coming back to it, giving it up."""

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.cases.errors import DraftStaleError
from yichuang.cases.queries import DraftRow, get_draft_view, list_drafts
from yichuang.cases.rules import Channel
from yichuang.cases.services import discard_draft, save_draft, start_draft
from yichuang.catalogue.queries import VersionView, published_version
from yichuang.core.actor import Actor
from yichuang.identity.access import actor_for_request
from yichuang.portal.drafts import first_open
from yichuang.portal.forms import PartyForm, StartForm
from yichuang.portal.forms.files import can_be_sent
from yichuang.portal.views.common import applicant_only
from yichuang.portal.words import local
from yichuang.ui.parts import Crumb


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_only
def start(request: HttpRequest, item_code: str) -> HttpResponseBase:
    """What to have ready, drafts to go on with, and a button that begins; the same button pressed twice begins once."""
    actor, version = actor_for_request(request), published_version(item_code)
    form = StartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = start_draft(actor=actor, key=form.cleaned_data["key"], version_id=version.id, channel=Channel.ONLINE)
        _fill_from_account(actor, key)
        return redirect("portal:draft_applicant", key)
    context = {
        "version": version,
        "content": version.content,
        "drafts": _drafts_of(actor, version),
        "form": StartForm(initial={"key": uuid.uuid4()}),
        "to_send": [material for material in version.content.materials if can_be_sent(material)],
        "crumbs": [
            Crumb(gettext("Home"), "/"),
            Crumb(local(version.content, "name"), reverse("portal:item", args=[item_code])),
            Crumb(gettext("Apply online")),
        ],
    }
    return render(request, "portal/start.html", context)


@require_safe
@applicant_only
def resume(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """On to the first page of the draft on which something is missing or wrong."""
    draft = get_draft_view(actor_for_request(request), key)
    if draft.case_no:
        return redirect("portal:case", draft.case_no)
    return redirect(first_open(draft).url)


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


def _drafts_of(actor: Actor, version: VersionView) -> list[DraftRow]:
    """The actor's open drafts of the same item, under whichever version."""
    rows = list_drafts(actor)
    return [row for row in rows if get_draft_view(actor, row.key).version.item_id == version.item_id]
