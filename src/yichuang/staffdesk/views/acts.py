"""What is done when an act on a case is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from yichuang.cases import services
from yichuang.cases.queries import CaseView, get_case_view
from yichuang.cases.rules import Act, TextKind
from yichuang.core.actor import Actor, RightMissingError
from yichuang.core.errors import DomainError, NotFoundError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.missing import MissingForm, with_more_lines
from yichuang.staffdesk.services import Rehearsed, decide_on_the_spot, rehearse
from yichuang.staffdesk.views.act_forms import Asked, spot_form
from yichuang.staffdesk.views.case_hints import for_reader
from yichuang.staffdesk.views.case_panels import ON_THE_SPOT, texts_for
from yichuang.staffdesk.views.cases import case_page
from yichuang.staffdesk.views.confirming import act_page, confirm_page, refused_page
from yichuang.staffdesk.views.desk_acts import DESK_ACTS
from yichuang.staffdesk.views.kept_forms import forget_form, keep_form, kept_form
from yichuang.staffdesk.views.paper_preview import must_read
from yichuang.staffdesk.views.shown import Refused, label

_UNPROCESSABLE = 422
_NAMES = frozenset(act.value for act in DESK_ACTS)


@desk(Right.VIEW_CASES, methods=BOTH)
def act(request: HttpRequest, actor: Actor, case_no: str, name: str) -> HttpResponse:
    """The act is done and the case shown again; a refusal stands on the page with its status and what was typed.

    What is to be read first is tried and shown on a page of its own, and nothing is done before that. Fetched, the address leads
    to the form of the act.
    """
    view = get_case_view(actor, case_no)
    if name not in _NAMES:
        raise PageNotFoundError
    at = _Act(request, actor, view, Act(name))
    if request.method != "POST":
        return _read_again(at, request.GET["read"]) if "read" in request.GET else _asked_for(at)
    form = at.form(request.POST, request.FILES)
    if isinstance(form, MissingForm) and "more" in request.POST:
        return act_page(request, view, at.act, _with_more_lines(request, form))
    if not form.is_valid():
        return at.refused(form)
    is_read = "preview" not in request.POST and bool(request.POST.get("confirmed"))
    try:
        if must_read(at.act, view, form) and not is_read and not at.tried(form).done.is_repeat:
            key = keep_form(request, at.place)
            return redirect(f"{request.path}?{urlencode({'read': key})}")
        done = at.do(form)
    except (RightMissingError, NotFoundError):
        raise
    except DomainError as error:
        return at.refused(form, error)
    forget_form(request, str(form.cleaned_data["key"]))
    _tell_done(request, view, get_case_view(actor, case_no), done)
    return redirect("staffdesk:case", case_no=case_no)


@dataclass(frozen=True, slots=True)
class _Act:
    """An act that somebody is about to do to a case."""

    request: HttpRequest
    actor: Actor
    view: CaseView
    act: Act

    @property
    def place(self) -> str:
        """What tells it from other acts of which something is kept."""
        return f"{self.view.case_no}/{self.act}"

    def form(
        self, data: QueryDict | None = None, files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None
    ) -> ActForm:
        """Its form, empty or with what was sent."""
        texts = texts_for(self.actor, self.view, [self.act])
        return DESK_ACTS[self.act].form(Asked(self.actor, self.act, self.view, texts, data, files))

    def do(self, form: ActForm) -> services.ActDone:
        """It is done with what stands in the (valid) form."""
        key = str(form.cleaned_data["key"])
        return DESK_ACTS[self.act].service(actor=self.actor, case_no=self.view.case_no, key=key, **form.given())

    def tried(self, form: ActForm) -> Rehearsed:
        """What it would do."""
        return rehearse(actor=self.actor, case_no=self.view.case_no, act=lambda: self.do(form))

    def refused(self, form: ActForm, error: DomainError | None = None) -> HttpResponse:
        """The form again, with the case as it is now, and what was refused besides what the form itself found."""
        fresh = get_case_view(self.actor, self.view.case_no)
        if error is not None:
            form.refuse(for_reader(error, fresh))
        status = status_of(error) if error else _UNPROCESSABLE
        return refused_page(self.request, self.actor, fresh, self.act.value, form, status)


def _read_again(at: _Act, key: str) -> HttpResponse:
    """What was kept to be read before it is done; the form of the act where nothing is kept (any more)."""
    data = kept_form(at.request, at.place, key)
    form = at.form(data) if data is not None else None
    if form is None or not form.is_valid():
        return _asked_for(at)
    try:
        tried = at.tried(form)
    except (RightMissingError, NotFoundError):
        raise
    except DomainError as error:
        return at.refused(form, error)
    if tried.done.is_repeat:
        return redirect("staffdesk:case", case_no=at.view.case_no)
    return confirm_page(at.request, at.view, at.act, form, tried)


@desk(Right.VIEW_CASES, Right.DECIDE_INSTANT, methods=WRITE)
def decide_now(request: HttpRequest, actor: Actor, case_no: str) -> HttpResponse:
    """The case is accepted and granted in one; what is refused is told at the form, and nothing is done then."""
    view = get_case_view(actor, case_no)
    form = spot_form(actor, ON_THE_SPOT, request.POST)
    if not form.is_valid():
        return case_page(request, actor, view, refused=Refused(ON_THE_SPOT, form, _UNPROCESSABLE))
    try:
        done = decide_on_the_spot(actor=actor, case_no=case_no, cents=form.cents, key=str(form.cleaned_data["key"]))
    except (RightMissingError, NotFoundError):
        raise
    except DomainError as error:
        fresh = get_case_view(actor, case_no)
        form.refuse(for_reader(error, fresh))
        return case_page(request, actor, fresh, refused=Refused(ON_THE_SPOT, form, status_of(error)))
    tell_on_the_spot(request, done)
    return redirect("staffdesk:case", case_no=case_no)


def tell_on_the_spot(request: HttpRequest, done: Sequence[services.ActDone]) -> None:
    """The next page says which acts were done."""
    acts = gettext(", ").join(label(one.act) for one in done)
    told = gettext("Done: {act}. The case is now “{state}”.").format(act=acts, state=label(done[-1].state))
    messages.success(request, told)


def _tell_done(request: HttpRequest, before: CaseView, view: CaseView, done: services.ActDone) -> None:
    """The next page says what was done, where the case stands, and whether the reader has it or has it no longer."""
    told = gettext("Done: {act}. The case is now “{state}”.").format(act=label(done.act), state=label(done.state))
    if view.duty.act is None:
        messages.success(request, told)
        return
    following = gettext("Next: {duty}.").format(duty=label(view.duty.code))
    messages.success(request, " ".join(part for part in (told, following, _whose(before, view)) if part))


def _whose(before: CaseView, view: CaseView) -> str:
    """What became of the reader's part in the case; nothing where it was not his before and is not now."""
    if view.handling.is_mine:
        return gettext("It stays in your hands.") if before.handling.is_mine else gettext("It is in your hands now.")
    was_waiting = before.handling.is_mine or before.duty.act in before.possible
    return gettext("It has left your list.") if was_waiting and view.duty.act not in view.possible else ""


def _asked_for(at: _Act) -> HttpResponse:
    """The form of an act that has a page of its own, or the case with the act unfolded, or with why it is not there."""
    if DESK_ACTS[at.act].opens and at.act in at.view.possible:
        return act_page(at.request, at.view, at.act, at.form())
    return redirect(f"{reverse('staffdesk:case', args=[at.view.case_no])}?{urlencode({'act': at.act.value})}#acts")


def _with_more_lines(request: HttpRequest, form: MissingForm) -> MissingForm:
    texts = {TextKind.PROBLEM: form.offered["problem"], TextKind.REMEDY: form.offered["remedy"]}
    ident = Act.REQUEST_CORRECTION.value
    return MissingForm(names=form.named, texts=texts, initial=with_more_lines(request.POST), ident=ident)
