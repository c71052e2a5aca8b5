"""The second screen of the clerk's window: pairing it, and a panel that pages of intake and cases take in.

The panel is fetched from `screen_panel` with `?draft=KEY` or `?case=NUMBER` and then asks every two seconds whether anything changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from yichuang.cases.queries import DraftView, get_draft_view
from yichuang.cases.rules import check_form
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, NotFoundError, gettext_noop
from yichuang.core.problems import message_of, status_of
from yichuang.core.rights import Right
from yichuang.hall import services as hall
from yichuang.hall.queries import ClerkScreen, screen_of, windows_for
from yichuang.hall.rules import MATERIALS, PARTY, Stage, group_of
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.forms.fields import in_language
from yichuang.staffdesk.forms.intake import WORD, SpotIntakeForm
from yichuang.staffdesk.forms.screen import PairForm
from yichuang.staffdesk.views.intake_form import is_word_wanted
from yichuang.staffdesk.views.shown import Refused, counted, label, page, whole
from yichuang.ui.parts import Tone

_TONES: Mapping[Stage, Tone] = {
    Stage.CONFIRM: Tone.INFO,
    Stage.CONFIRMED: Tone.GOOD,
    Stage.OBJECTED: Tone.BAD,
}
_UNPROCESSABLE = 422
_LACKING = (
    gettext_noop("{number} answer is still missing or wrong. Complete and save it, then ask the applicant to confirm."),
    gettext_noop(
        "{number} answers are still missing or wrong. Complete and save them, then ask the applicant to confirm."
    ),
)


@dataclass(frozen=True, slots=True)
class About:
    """What the page is about that takes the panel in: a draft, a case, or neither.

    `has_word`: the page asks for the clerk's word that the applicant confirmed the draft otherwise.
    """

    draft: UUID | None
    case_no: str
    has_word: bool = False

    @property
    def query(self) -> str:
        """The same as part of an address."""
        return f"draft={self.draft}" if self.draft else f"case={self.case_no}" if self.case_no else ""


@desk(Right.RECEIVE, methods=BOTH)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The clerk's screen, and the windows whose screen may be paired, taken over or set free."""
    windows = windows_for(actor)
    form = PairForm(request.POST if request.method == "POST" else None, windows=windows, ident="pair")
    status = 200
    if form.is_bound:
        status = _pair(actor, form)
        if not status:
            messages.success(request, gettext("The second screen is paired with the window."))
            return redirect("staffdesk:screen")
    own = screen_of(actor)
    others = [one.window for one in windows if one.has_screen and (own is None or one.window.id != own.window_id)]
    context = {
        "form": form,
        "windows": windows,
        "others": others,
        "screen_address": f"{settings.PUBLIC_BASE_URL}/screen/",
        **_panel_context(actor, own, _about(request)),
    }
    return page(request, "screen", context, Refused("pair", form, status) if form.is_bound else None)


@desk(Right.RECEIVE)
def panel(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The panel alone, or nothing (204) as long as it is what the page shows (`seen`)."""
    context = _panel_context(actor, screen_of(actor), _about(request))
    if request.GET.get("seen") == context["mark"]:
        return HttpResponse(status=204)
    return render(request, "staffdesk/parts/screen_panel.html", context)


@desk(Right.RECEIVE, methods=WRITE)
def act(request: HttpRequest, actor: Actor, name: str) -> HttpResponseBase:
    """One act on the screen; the answer is the panel, or the page that the button stood on."""
    about, problem = _about(request), ""
    try:
        _act_of(name)(actor, about, whole(request.POST.get("window")) or 0)
    except DomainError as error:
        problem = message_of(error)
    if request.headers.get("HX-Request"):
        context = {**_panel_context(actor, screen_of(actor), about), "problem": problem}
        return render(request, "staffdesk/parts/screen_panel.html", context)
    if problem:
        messages.error(request, problem)
    back = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_safe else "staffdesk:screen")


Done = Callable[[Actor, About, int], None]


class ScreenActUnknownError(NotFoundError):
    """There is no such act."""


def _act_of(name: str) -> Done:
    acts: Mapping[str, Done] = {
        "take": lambda actor, _about, window: hall.take_screen(actor=actor, window_id=window),
        "unpair": lambda actor, _about, window: hall.unpair_screen(actor=actor, window_id=window),
        "clear": lambda actor, _about, _window: hall.clear(actor=actor),
        "show": lambda actor, about, _window: hall.show_draft(actor=actor, draft_key=about.draft or _NONE),
        "ask": lambda actor, about, _window: hall.ask_confirmation(actor=actor, draft_key=about.draft or _NONE),
        "receipt": lambda actor, about, _window: hall.show_receipt(actor=actor, case_no=about.case_no),
        "rate": lambda actor, about, _window: hall.ask_rating(actor=actor, case_no=about.case_no),
    }
    if name not in acts:
        raise ScreenActUnknownError
    return acts[name]


_NONE = UUID(int=0)


def _pair(actor: Actor, form: PairForm) -> int:
    """The status of what was refused; 0 when the screen is paired."""
    if not form.is_valid():
        return _UNPROCESSABLE
    try:
        hall.pair_screen(actor=actor, window_id=form.cleaned_data["window"], code=form.cleaned_data["code"])
    except DomainError as error:
        form.refuse(error)
        return status_of(error)
    return 0


def _panel_context(actor: Actor, own: ClerkScreen | None, about: About) -> dict[str, object]:
    is_this = own is not None and own.draft_key is not None and own.draft_key == about.draft
    draft = _draft(actor, about.draft)
    lacking = _lacking(draft) if own and draft else 0
    is_wanted = draft is not None and is_word_wanted(draft)
    mark = f"{own.revision}-{own.stage}-{own.is_confirmed}-{own.is_live}" if own else "none"
    return {
        "screen": own,
        "about": about,
        "is_this": is_this,
        "stage": label(own.stage) if own else "",
        "tone": _TONES.get(own.stage, Tone.NEUTRAL) if own else Tone.NEUTRAL,
        "objection": _part_title(actor, own) if own and own.objection else "",
        "lacking": counted(lacking, *_LACKING) if lacking else "",
        "mark": f"{mark}-{lacking}-{is_wanted}" if lacking or is_wanted else mark,
        "is_word_wanted": is_wanted,
        "is_late": is_wanted != about.has_word,
        "word": SpotIntakeForm(is_word_wanted=True)[WORD],
    }


def _draft(actor: Actor, key: UUID | None) -> DraftView | None:
    try:
        draft = get_draft_view(actor, key) if key else None
    except NotFoundError:
        return None
    return draft if draft and not draft.case_no else None


def _lacking(draft: DraftView) -> int:
    """How many answers that are asked for are missing or wrong in the draft as it is saved, the applicant's own data included."""
    party = sum(1 for name in ("name", "identity_no", "phone") if not draft.party.get(name))
    return party + len(check_form(draft.version.content, draft.form)[1])


def _part_title(actor: Actor, own: ClerkScreen) -> str:
    """What the applicant called wrong, by the name that it has on the screen."""
    if own.objection == PARTY:
        return gettext("Who applies")
    if own.objection == MATERIALS:
        return gettext("Materials")
    number = group_of(own.objection)
    try:
        form = get_draft_view(actor, own.draft_key).version.content.form if own.draft_key else ()
    except NotFoundError:
        form = ()
    if number is None or number > len(form):
        return gettext("something else")
    return in_language(form[number - 1].title, form[number - 1].title_en)


def _about(request: HttpRequest) -> About:
    given = request.POST if request.method == "POST" else request.GET
    try:
        draft = UUID(given.get("draft", ""))
    except ValueError:
        draft = None
    return About(draft, given.get("case", "")[:15], bool(given.get("word")))
