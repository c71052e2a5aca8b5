"""What was typed on a page of a draft is saved: by the button, while typing, and when two windows write at once."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext

from yichuang.cases.errors import Clash, DraftStaleError
from yichuang.cases.queries import DraftView, get_draft_view
from yichuang.cases.services import save_draft
from yichuang.core.problems import message_of
from yichuang.identity.access import actor_for_request
from yichuang.portal import drafts
from yichuang.portal.forms import AnswersForm, PartyForm
from yichuang.portal.summaries import answer_text
from yichuang.portal.views.common import CONFLICT, UNPROCESSABLE
from yichuang.portal.views.drafting import draft_page, onward
from yichuang.portal.words import local

PAGE = "portal/draft_form.html"
Form = PartyForm | AnswersForm
_STORED = "stored"


@dataclass(frozen=True, slots=True)
class Side:
    """One answer that two windows gave differently; `name` is the field by which one of them is chosen."""

    name: str
    label: str
    stored: str
    typed: str


def answer_post(request: HttpRequest, draft: DraftView, slug: str, make: Callable[[QueryDict], Form]) -> HttpResponse:
    """The answer to a page of a draft that was sent: by autosave, for its questions alone, or by a button."""
    if request.POST.get("part") == "questions":
        return _shown(request, draft, slug, make(request.POST))
    form = make(_with_choices(request.POST, draft))
    if "autosave" in request.POST:
        return _autosaved(request, draft, slug, form)
    return _saved(request, draft, slug, form)


def page_context(draft: DraftView, slug: str, form: Form) -> dict[str, object]:
    """What the page of a form needs."""
    return {
        "form": form,
        "places": form.places if isinstance(form, AnswersForm) else (),
        "revision": draft.revision,
        "seen": drafts.seen(draft, slug),
    }


def _shown(request: HttpRequest, draft: DraftView, slug: str, form: Form) -> HttpResponse:
    """The page as these answers make it; nothing is saved and nothing judged."""
    form.full_clean()
    form.errors.clear()
    return draft_page(request, draft, slug, PAGE, page_context(draft, slug, form))


def _autosaved(request: HttpRequest, draft: DraftView, slug: str, form: Form) -> HttpResponse:
    """What was typed stands in the draft, right or wrong.

    Raises:
        DraftStaleError: another window saved other answers on this page.
    """
    stale = _keep(request, draft, slug, form)
    if stale is not None:
        raise stale
    present = get_draft_view(actor_for_request(request), draft.key)
    return JsonResponse({"revision": present.revision, "seen": drafts.seen(present, slug)})


def _saved(request: HttpRequest, draft: DraftView, slug: str, form: Form) -> HttpResponse:
    """What was typed stands in the draft; on to the next page if it is right, or back to the list if so asked."""
    stale = _keep(request, draft, slug, form)
    fresh = get_draft_view(actor_for_request(request), draft.key)
    if stale is not None:
        return _both_sides(request, fresh, slug, form, stale)
    _tell_hidden(request, form)
    if request.POST.get("go") == "later":
        return onward(request, fresh, slug)
    if not form.is_valid():
        return draft_page(request, fresh, slug, PAGE, page_context(fresh, slug, form), status=UNPROCESSABLE)
    if isinstance(form, AnswersForm) and form.new:
        messages.info(request, gettext("Your answers lead to further questions. Please answer them too."))
        return redirect(request.get_full_path())
    return onward(request, fresh, slug)


def _both_sides(request: HttpRequest, draft: DraftView, slug: str, form: Form, stale: DraftStaleError) -> HttpResponse:
    """The page with what was typed, and beside it what another window saved meanwhile, to choose from."""
    form.full_clean()
    form.errors.clear()
    form.add_error(None, message_of(stale))
    sides = [_side(form, one) for one in stale.clashes if one.field in form.fields and not _is_hidden(form, one)]
    context = {**page_context(draft, slug, form), "sides": sides, "is_stale": True}
    return draft_page(request, draft, slug, PAGE, context, status=CONFLICT)


def _side(form: Form, clash: Clash) -> Side:
    label = str(form.fields[clash.field].label)
    if isinstance(form, AnswersForm):
        question = next(one for one in form.content.fields if one.id == clash.field)
        label = local(question, "label")
        return Side(
            _choice(clash.field), label, answer_text(question, clash.stored), answer_text(question, clash.typed)
        )
    empty = gettext("Not given")
    return Side(_choice(clash.field), label, str(clash.stored) or empty, str(clash.typed) or empty)


def _is_hidden(form: Form, clash: Clash) -> bool:
    return bool(form.fields[clash.field].widget.is_hidden)


def _with_choices(posted: QueryDict, draft: DraftView) -> QueryDict:
    """What was posted, with the saved answer in place of the typed one where that was chosen."""
    chosen = [name for name, value in posted.items() if name.startswith("side-") and value == _STORED]
    if not chosen:
        return posted
    data = posted.copy()
    for name in chosen:
        field = name.removeprefix("side-")
        prefix, held = ("party", draft.party) if posted.get("party-phone") is not None else ("answer", draft.form)
        value = held.get(field, "")
        data.setlist(f"{prefix}-{field}", value if isinstance(value, list) else [value])
    return data


def _choice(field: str) -> str:
    return f"side-{field}"


def _keep(request: HttpRequest, draft: DraftView, slug: str, form: Form) -> DraftStaleError | None:
    """The draft holds what was typed; else why not. What another page saved meanwhile is no obstacle."""
    stale = _try(request, draft, form, _number(request.POST.get("revision", "")))
    if stale is None:
        return None
    present = get_draft_view(actor_for_request(request), draft.key)
    if request.POST.get("seen") != drafts.seen(present, slug):
        return stale
    return _try(request, draft, form, present.revision)


def _try(request: HttpRequest, draft: DraftView, form: Form, revision: int) -> DraftStaleError | None:
    actor = actor_for_request(request)
    try:
        if isinstance(form, PartyForm):
            save_draft(actor=actor, key=draft.key, revision=revision, party=form.party())
        else:
            save_draft(actor=actor, key=draft.key, revision=revision, form=form.typed())
    except DraftStaleError as error:
        return error
    return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER else 0


_LONGEST_NUMBER = 10


def _tell_hidden(request: HttpRequest, form: Form) -> None:
    labels = form.hidden_in()
    if labels:
        text = gettext("Characters that cannot be seen were left out in: {labels}. Please check that it reads right.")
        messages.warning(request, text.format(labels=gettext(", ").join(labels)))
