"""The pages of the second screen. Nobody signs in: the device shows itself by the token in its cookie."""

import uuid
from collections.abc import Callable, Mapping
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override as in_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from yichuang.core import clock
from yichuang.core.errors import ConflictError, InvalidError, NotFoundError
from yichuang.core.problems import message_of, status_of
from yichuang.feedback import services as feedback
from yichuang.feedback.errors import AlreadyRatedError
from yichuang.feedback.rules import TEXT_MAX
from yichuang.hall import services as hall
from yichuang.hall.errors import ScreenNotFoundError
from yichuang.hall.queries import ScreenView, screen_view, shown_case, shown_draft
from yichuang.hall.rules import DRAFT_STAGES, OTHER, Stage, is_part
from yichuang.screens.shown import draft_context, rate_context, receipt_context

COOKIE = "second_screen"
_COOKIE_AGE_S = 365 * 24 * 3600
_CHINESE = "zh-hans"
_RELOAD_S = 2
# Without JavaScript the page reloads itself; where something is chosen or written, seldom.
_RELOADS_S: Mapping[Stage, int] = {Stage.CONFIRM: 20, Stage.RATE: 60}


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The whole page. A device that is not known yet becomes one."""
    try:
        view = _view(request)
    except ScreenNotFoundError:
        return _opened(request)
    return _answer(request, view, "screens/screen.html")


@never_cache
@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """What stands on the screen, or nothing (204) as long as it is what the page shows (`seen`)."""
    try:
        view = _view(request)
    except ScreenNotFoundError:
        return HttpResponse(headers={"HX-Redirect": reverse("screens:show")})
    if request.GET.get("seen") == _mark(view):
        return HttpResponse(status=204)
    return _answer(request, view, "screens/parts/turn.html")


@never_cache
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The applicant says that what stands there is right."""
    return _done(request, lambda token, revision: hall.confirm(token=token, revision=revision))


@never_cache
@require_POST
def wrong(request: HttpRequest) -> HttpResponse:
    """The applicant says which part is wrong."""
    given = request.POST.get("part", "")
    part = given if is_part(given) else OTHER
    return _done(request, lambda token, revision: hall.say_wrong(token=token, revision=revision, part=part))


@sensitive_post_parameters()
@never_cache
@require_POST
def rate(request: HttpRequest) -> HttpResponse:
    """Somebody says how it was; without a level the page comes again with what was written."""
    given = request.POST
    opinion = feedback.Opinion(_whole(given.get("level")), given.getlist("tag"), given.get("text", ""))
    try:
        return _done(
            request,
            lambda token, revision: feedback.rate_at_window(
                token=token, revision=revision, opinion=opinion, key=_key(given.get("key"))
            ),
        )
    except InvalidError as error:
        view = _view(request)
        with in_language(view.language or _CHINESE):
            more = {"opinion": opinion, "problem": message_of(error)}
        return _answer(request, view, "screens/screen.html", more, status_of(error))


@never_cache
@require_POST
def skip(request: HttpRequest) -> HttpResponse:
    """Somebody does not like to say how it was."""
    return _done(request, lambda token, revision: hall.finish_rating(token=token, revision=revision))


@never_cache
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody still reads: a touch of the page, or the button."""
    answer = _done(request, lambda token, _revision: hall.stay(token=token))
    return HttpResponse(status=204) if request.headers.get("HX-Request") else answer


@never_cache
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The screen speaks another language until it is cleared."""
    chosen = request.POST.get("language", "")
    return _done(request, lambda token, _revision: hall.choose_language(token=token, language=chosen))


def _view(request: HttpRequest) -> ScreenView:
    """The screen of this device, with everything done that time has brought.

    Raises:
        ScreenNotFoundError: the device is not known.
    """
    token = _token(request)
    view = screen_view(token)
    return hall.settle(token=token) if view.is_due else view


def _done(request: HttpRequest, act: Callable[[str, int], object]) -> HttpResponse:
    """The act is done, unless the screen shows something else by now; either way the page comes as it stands."""
    token, revision = _token(request), _whole(request.POST.get("revision"))
    try:
        act(token, revision)
    except AlreadyRatedError:
        hall.finish_rating(token=token, revision=revision)
    except (ConflictError, NotFoundError):
        pass
    return redirect("screens:show")


def _answer(
    request: HttpRequest,
    view: ScreenView,
    template: str,
    more: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    with in_language(view.language or _CHINESE):
        stage, found = _context(request, view)
        context = {
            "view": view,
            "stage": stage.value if view.is_paired else "code",
            "mark": _mark(view) if stage is view.stage else "",
            "now": clock.local(clock.now()),
            "reload_s": _RELOADS_S.get(stage, _RELOAD_S),
            **found,
            **(more or {}),
        }
        return render(request, template, context, status=status)


def _context(request: HttpRequest, view: ScreenView) -> tuple[Stage, dict[str, object]]:
    """What really can be shown: a draft that is being saved just now, or that is gone, is shown a second later."""
    try:
        if view.stage in DRAFT_STAGES:
            draft = shown_draft(view) or shown_draft(_view(request))
            return (view.stage, draft_context(draft, view.objection)) if draft else (Stage.IDLE, {})
        if view.stage in {Stage.RECEIPT, Stage.RATE} and (case := shown_case(view)):
            is_receipt = view.stage is Stage.RECEIPT
            rating = {"key": str(uuid.uuid4()), "text_max": TEXT_MAX, "opinion": feedback.Opinion(0)}
            return view.stage, receipt_context(case) if is_receipt else {**rate_context(case), **rating}
    except NotFoundError:
        return Stage.IDLE, {}
    return view.stage, {"code": f"{view.code[:3]} {view.code[3:]}"}


def _mark(view: ScreenView) -> str:
    """What the page shows, in short; with the minute where a clock stands on it."""
    minute = f"{clock.local(clock.now()):%H%M}" if view.is_paired and view.stage is Stage.IDLE else ""
    return f"{view.revision}-{view.language}{'-ending' if view.is_ending else ''}-{minute}"


def _opened(request: HttpRequest) -> HttpResponse:
    """The device becomes known and comes back with its cookie; one that keeps none is told so."""
    if "new" in request.GET and COOKIE not in request.COOKIES:
        return render(request, "screens/no_cookie.html", {"reload_s": 0})
    response = redirect(f"{reverse('screens:show')}?new=1")
    response.set_cookie(
        COOKIE,
        hall.open_screen(address=request.META.get("REMOTE_ADDR", "")),
        max_age=_COOKIE_AGE_S,
        path=reverse("screens:show"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _token(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0


def _key(given: str | None) -> UUID:
    try:
        return UUID(given or "")
    except ValueError:
        return uuid.uuid4()
