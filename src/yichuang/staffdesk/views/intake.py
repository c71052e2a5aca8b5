"""Intake at the window: choose the item; give up a draft; move it to the newest version; decide an instant item at once."""

import uuid
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from yichuang.cases.errors import DraftSubmittedError, NotConfirmedError
from yichuang.cases.queries import DraftView, get_draft_view, list_drafts
from yichuang.cases.rules import Act, Channel
from yichuang.cases.services import discard_draft, move_draft, remove_material, start_draft
from yichuang.catalogue.errors import ItemNotFoundError, ItemNotOpenError
from yichuang.catalogue.queries import ItemRow, VersionView, get_version, list_items, published_version, search_items
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import message_of, status_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.forms.fields import in_language
from yichuang.staffdesk.forms.intake import WORD, SpotIntakeForm
from yichuang.staffdesk.services import case_no_of, decide_on_the_spot, receive_draft
from yichuang.staffdesk.views.act_forms import asks_amount
from yichuang.staffdesk.views.acts import tell_on_the_spot
from yichuang.staffdesk.views.intake_form import is_word_wanted
from yichuang.staffdesk.views.shown import Refused, label, moment, page, term_text, whole

_SHOWN = 20
_RECENT = "recent_items"
_RECENT_MAX = 6


@desk(Right.RECEIVE)
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Items that the window may take in, found by name, initials or code, and those taken last; what was begun."""
    sought = request.GET.get("q", "").strip()
    reached = actor.organisations_for(Right.RECEIVE)
    only = next(iter(reached)) if reached and len(reached) == 1 else None
    find = search_items(sought, organisation_id=only, size=_SHOWN) if sought else list_items(organisation_id=only)
    context = {
        "sought": sought,
        "recent": [] if sought else [(_version(one), str(uuid.uuid4())) for one in _recent(request, actor)],
        "found": [
            (_item(row), str(uuid.uuid4())) for row in find.rows if reached is None or row.organisation_id in reached
        ],
        "has_more": find.next_cursor is not None,
        "drafts": [(draft, moment(draft.saved_at)) for draft in list_drafts(actor) if draft.channel is Channel.WINDOW],
    }
    return page(request, "intake", context)


@desk(Right.RECEIVE, methods=WRITE)
def start(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A draft for the chosen item exists; the same key again leads to the same draft."""
    version_id, key = whole(request.POST.get("version")) or 0, _key(request.POST.get("key"))
    draft = start_draft(actor=actor, key=key, version_id=version_id, channel=Channel.WINDOW)
    code = get_version(version_id).item_code
    known = [one for one in _recent_codes(request) if one != code]
    request.session[_RECENT] = [code, *known][:_RECENT_MAX]
    return redirect("staffdesk:intake_form", key=draft)


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


@desk(Right.RECEIVE, methods=WRITE)
def move(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """The draft stands under the newest version, with what was typed; the page says what to look at."""
    moved = move_draft(actor=actor, key=key)
    changed = [*moved.new_questions, *moved.to_check, *moved.new_materials]
    names = gettext(", ").join(in_language(one.name, one.name_en) for one in changed)
    told = gettext("The draft stands under version {number} now.").format(number=moved.number)
    look = gettext("Please look at: {names}").format(names=names)
    messages.success(request, f"{told} {look}" if names else told)
    return redirect("staffdesk:intake_form", key=key)


@desk(Right.RECEIVE, methods=BOTH)
def spot(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """Receipt, acceptance and grant of an instant item in one go, confirmed once; what is refused stops it there."""
    draft = get_draft_view(actor, key)
    if draft.case_no:
        return redirect("staffdesk:case", case_no=draft.case_no)
    given = {WORD: WORD in request.GET}
    form = SpotIntakeForm(
        request.POST or None,
        is_word_wanted=is_word_wanted(draft),
        asks_amount=asks_amount(actor),
        initial=given,
        ident="spot",
    )
    return _decide_now(request, actor, draft, form) if form.is_valid() else _spot_page(request, draft, form)


def _spot_page(request: HttpRequest, draft: DraftView, form: SpotIntakeForm, status: int = 200) -> HttpResponse:
    context = {
        "draft": draft,
        "form": form,
        "applicant": draft.party.get("name", "") or "–",
        "acts": [label(act) for act in (Act.RECEIVE, Act.ACCEPT, Act.GRANT)],
        "results": [in_language(one.name, one.name_en) for one in draft.version.content.results],
    }
    return page(request, "intake_spot", context, Refused("spot", form, status))


def _decide_now(request: HttpRequest, actor: Actor, draft: DraftView, form: SpotIntakeForm) -> HttpResponse:
    key, token = draft.key, str(form.cleaned_data["key"])
    has_word = bool(form.cleaned_data.get(WORD))
    try:
        case_no = receive_draft(actor=actor, draft=key, key=token, is_confirmed_otherwise=has_word).case_no
    except NotConfirmedError as error:
        form.refuse(error)
        return _spot_page(request, draft, form, status_of(error))
    except DraftSubmittedError:
        return redirect("staffdesk:case", case_no=case_no_of(actor, key))
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        told = gettext("Nothing is received yet: {reason}").format(reason=message_of(error))
        messages.error(request, told)
        return redirect("staffdesk:intake_form", key=key)
    try:
        done = decide_on_the_spot(actor=actor, case_no=case_no, cents=form.cents, key=f"{token}:grant")
        tell_on_the_spot(request, done)
    except DomainError as error:
        told = gettext("Received under the number {case_no}; it goes no further: {reason}")
        messages.warning(request, told.format(case_no=case_no, reason=message_of(error)))
    return redirect("staffdesk:case", case_no=case_no)


def _recent_codes(request: HttpRequest) -> list[str]:
    stored = request.session.get(_RECENT, [])
    return [one for one in stored if isinstance(one, str)] if isinstance(stored, list) else []


def _recent(request: HttpRequest, actor: Actor) -> Sequence[VersionView]:
    """The items that this session took in last, as far as they are still open."""
    found = []
    for code in _recent_codes(request):
        try:
            version = published_version(code)
        except (ItemNotOpenError, ItemNotFoundError):
            continue
        if actor.may(Right.RECEIVE, version.organisation_id):
            found.append(version)
    return found


def _version(version: VersionView) -> dict[str, object]:
    content = version.content
    return {
        "version_id": version.id,
        "code": version.item_code,
        "name": in_language(content.name, content.name_en),
        "organisation": "",
        "handling": label(content.case_type),
        "limit": term_text(content.promised_limit),
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
