"""Intake at the window: choose the item, then one page gives the receipt."""

import uuid
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from yichuang.cases.errors import DraftSubmittedError
from yichuang.cases.queries import DraftView, get_draft_view, list_drafts
from yichuang.cases.rules import Channel
from yichuang.cases.services import discard_draft, remove_material, start_draft
from yichuang.catalogue.queries import ItemRow, list_items, search_items
from yichuang.catalogue.rules import Material
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.forms.fields import PREFIX, in_language, necessity_of
from yichuang.staffdesk.forms.intake import PARTY, IntakeForm, read_intake
from yichuang.staffdesk.services import Refusal, case_no_of, take_in
from yichuang.staffdesk.views.shown import Refused, label, page, term_text, whole

_SHOWN = 20


@desk(Right.RECEIVE)
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Items that the window may take in, found by name, initials or code; and what was begun and not finished."""
    sought = request.GET.get("q", "").strip()
    reached = actor.organisations_for(Right.RECEIVE)
    only = next(iter(reached)) if reached and len(reached) == 1 else None
    find = search_items(sought, organisation_id=only, size=_SHOWN) if sought else list_items(organisation_id=only)
    context = {
        "sought": sought,
        "found": [
            (_item(row), str(uuid.uuid4())) for row in find.rows if reached is None or row.organisation_id in reached
        ],
        "has_more": find.next_cursor is not None,
        "drafts": [draft for draft in list_drafts(actor) if draft.channel is Channel.WINDOW],
    }
    return page(request, "intake", context)


@desk(Right.RECEIVE, methods=WRITE)
def start(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A draft for the chosen item exists; the same key again leads to the same draft."""
    version_id, key = whole(request.POST.get("version")), _key(request.POST.get("key"))
    draft = start_draft(actor=actor, key=key, version_id=version_id or 0, channel=Channel.WINDOW)
    return redirect("staffdesk:intake_form", key=draft)


@desk(Right.RECEIVE, methods=BOTH)
def form(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """Party, answers and materials on one page; sent, they are a case with its receipt, or saved for later."""
    draft = get_draft_view(actor, key)
    if draft.case_no:
        return redirect("staffdesk:case", case_no=draft.case_no)
    if request.method != "POST":
        return _form_page(request, draft, IntakeForm(draft=draft))
    filled = IntakeForm(request.POST, request.FILES, draft=draft)
    try:
        taken = take_in(
            actor=actor,
            draft=key,
            intake=read_intake(request, draft),
            key=request.POST.get("key", "")[:36],
            is_received="receive" in request.POST,
        )
    except DraftSubmittedError:
        return redirect("staffdesk:case", case_no=case_no_of(actor, key))
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        filled.refuse_all((Refusal(error),))
        return _form_page(request, draft, filled, status_of(error))
    if taken.refusals:
        return _refused(request, actor, key, taken.refusals)
    return _gone_on(request, actor, key, taken.done.case_no if taken.done else "")


@desk(Right.RECEIVE, methods=WRITE)
def remove_file(request: HttpRequest, actor: Actor, key: UUID, code: str, upload_id: int) -> HttpResponse:
    """The file stands no longer in the draft."""
    remove_material(actor=actor, key=key, code=code, upload_id=upload_id)
    return redirect("staffdesk:intake_form", key=key)


@desk(Right.RECEIVE, methods=WRITE)
def discard(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """The draft is gone with what was typed."""
    discard_draft(actor=actor, key=key)
    messages.success(request, gettext("The draft is discarded."))
    return redirect("staffdesk:intake")


def _gone_on(request: HttpRequest, actor: Actor, key: UUID, case_no: str) -> HttpResponse:
    if not case_no:
        messages.success(request, gettext("Saved. Nothing is received yet."))
        return redirect("staffdesk:intake_form", key=key)
    told = gettext("Received under the number {case_no}. Print the receipt and hand it over.")
    messages.success(request, told.format(case_no=case_no))
    return redirect("staffdesk:case", case_no=case_no)


def _refused(request: HttpRequest, actor: Actor, key: UUID, refusals: tuple[Refusal, ...]) -> HttpResponse:
    """The page again: what was typed is saved, so it goes on from the new revision."""
    draft = get_draft_view(actor, key)
    data = request.POST.copy()
    data["revision"] = str(draft.revision)
    filled = IntakeForm(data, draft=draft)
    filled.refuse_all(refusals)
    return _form_page(request, draft, filled, status_of(refusals[0].error))


def _form_page(request: HttpRequest, draft: DraftView, filled: IntakeForm, status: int = 200) -> HttpResponse:
    content = draft.version.content
    context = {
        "draft": draft,
        "form": filled,
        "party": [filled[name] for name in PARTY],
        "groups": [
            (in_language(group.title, group.title_en), [filled[PREFIX + field.id] for field in group.fields])
            for group in content.form
        ],
        "materials": [_material(filled, draft, material) for material in filled.materials],
        "limit": term_text(content.promised_limit),
        "handling": label(content.case_type),
        "max_bytes": settings.UPLOAD_MAX_BYTES,
    }
    return page(request, "intake_form", context, Refused("intake", filled, status))


def _material(filled: IntakeForm, draft: DraftView, material: Material) -> dict[str, object]:
    return {
        "code": material.code,
        "name": in_language(material.name, material.name_en),
        "necessity": necessity_of(material),
        "note": material.standard,
        "paper": filled[f"paper-{material.code}"],
        "file": filled[f"file-{material.code}"],
        "uploads": draft.materials.get(material.code, ()),
    }


def _item(row: ItemRow) -> dict[str, object]:
    return {
        "version_id": row.version_id,
        "code": row.code,
        "name": in_language(row.name, row.name_en),
        "organisation": row.organisation_name,
        "handling": label(row.case_type),
        "limit": term_text(row.promised_limit),
    }


def _key(given: str | None) -> UUID:
    try:
        return UUID(given or "")
    except ValueError:
        return uuid.uuid4()
