"""One signal: what was found and why, the story of its case, what was done, and the acts that are possible next."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.console.access import WRITE, staff
from yichuang.console.errors import NothingHereError
from yichuang.console.forms import ActForm
from yichuang.console.rules import Standing, possible_acts, possible_measure_acts
from yichuang.console.views.deeds import DEEDS, MEASURE_DEEDS, Deed, measure_form
from yichuang.console.views.stories import story_of
from yichuang.console.words import (
    LIGHT_TONES,
    MEASURE_TONES,
    STATE_TONES,
    Names,
    day,
    fact_lines,
    label,
    law_texts,
    light_text,
    moment,
    rule_title,
    show,
    who_text,
)
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.identity.queries import get_account_view
from yichuang.supervision.queries import (
    EntryView,
    MeasureView,
    SignalView,
    get_signal_view,
    list_entries,
    list_measures,
    list_rules,
)
from yichuang.supervision.rules import MeasureKind, SignalState, answers_for
from yichuang.supervision.services import Moved, strikes
from yichuang.ui.parts import Definition, Moment, Tone

_LOUD = frozenset({SignalState.CONFIRMED, SignalState.UPHELD, SignalState.CARDED, SignalState.ORDERED})


@dataclass(frozen=True, slots=True)
class Panel:
    """An act on the page: its form and where it is sent. `is_open`: it was refused, or is the only one."""

    name: str
    deed: Deed
    url: str
    form: ActForm
    is_open: bool = False

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        return gettext(self.deed.title)

    @property
    def text(self) -> str:
        """What follows from it, in the reader's language."""
        return gettext(self.deed.text)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was issued, with the acts that are possible on it."""

    title: str
    number: str
    url: str
    state: str
    tone: Tone
    is_late: bool
    facts: list[Definition]
    panels: list[Panel]


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not taken: the address it was sent to, and the status to answer with."""

    url: str
    form: ActForm
    status: int


@staff()
def signal(request: HttpRequest, actor: Actor, signal_id: int) -> HttpResponse:
    """The signal with everything that belongs to it, for the supervisor and for whom it concerns."""
    return _page(request, actor, get_signal_view(actor, signal_id))


@staff(methods=WRITE)
def act(request: HttpRequest, actor: Actor, signal_id: int, name: str) -> HttpResponse:
    """The act is done, or the form comes again with what was typed."""
    if name not in DEEDS:
        raise NothingHereError
    view = get_signal_view(actor, signal_id)
    return _acted(request, actor, view, signal_id, DEEDS[name], DEEDS[name].form)


@staff(methods=WRITE)
def measure_act(request: HttpRequest, actor: Actor, signal_id: int, measure_id: int, name: str) -> HttpResponse:
    """The same for an act on one of its papers."""
    view = get_signal_view(actor, signal_id)
    measure = next((one for one in list_measures(actor, signal_id) if one.id == measure_id), None)
    if measure is None or name not in MEASURE_DEEDS:
        raise NothingHereError
    return _acted(request, actor, view, measure_id, MEASURE_DEEDS[name], measure_form(name, measure.kind))


def _acted(
    request: HttpRequest, actor: Actor, view: SignalView, subject_id: int, deed: Deed, kind: type[ActForm]
) -> HttpResponse:
    form = kind(request.POST, ident=_ident(request.path))
    if not form.is_valid() or "change" in request.POST:
        return _page(request, actor, view, Refused(request.path, form, 200 if form.is_valid() else 422))
    if deed.is_grave and "sure" not in request.POST:
        return _confirm(request, actor, view, deed, form)
    try:
        done = deed.do(actor, subject_id, form.cleaned_data)
    except DomainError as error:
        form.refuse(error)
        return _page(request, actor, view, Refused(request.path, form, status_of(error)))
    messages.success(request, _done_text(done))
    return redirect("console:signal", view.id)


def _done_text(done: Moved) -> str:
    state = label(done.state)
    if done.number:
        return gettext("Done: {act}, {number}. The signal is now “{state}”.").format(
            act=label(done.act), number=done.number, state=state
        )
    return gettext("Done: {act}. The signal is now “{state}”.").format(act=label(done.act), state=state)


def _confirm(request: HttpRequest, actor: Actor, view: SignalView, deed: Deed, form: ActForm) -> HttpResponse:
    """What is about to be done, to be read once more."""
    given = [Definition(str(bound.label), form.cleaned_data.get(bound.name) or "-") for bound in form.visible_fields()]
    context = {
        "reader": actor,
        "title": gettext(deed.title),
        "text": gettext(deed.text),
        "kind": deed.kind,
        "signal_title": rule_title(view.rule),
        "body": Names().body(view.organisation_id),
        "back": reverse("console:signal", args=[view.id]),
        "given": given,
        "sent": [(name, value) for name, value in request.POST.items() if name in form.fields],
        "url": request.path,
    }
    return show(request, "confirm", context)


def _page(request: HttpRequest, actor: Actor, view: SignalView, refused: Refused | None = None) -> HttpResponse:
    names = Names()
    standing = Standing(view.organisation_id, view.owner_id, view.answered_by, view.state, view.answer_by)
    is_ours = answers_for(actor, view.organisation_id, view.owner_id) and not actor.may(Right.SUPERVISE)
    panels = _panels(actor, view, standing, refused)
    papers = [_paper(actor, view, standing, one, refused) for one in list_measures(actor, view.id)]
    context = {
        "reader": actor,
        "is_ours": is_ours,
        "title": rule_title(view.rule),
        "light": light_text(view.light),
        "light_tone": LIGHT_TONES[view.light],
        "state": label(view.state),
        "state_tone": STATE_TONES.get(view.state, Tone.INFO),
        "found": _found(view, names),
        "why": _why(view),
        "case_no": view.case_no,
        "story": story_of(actor, view.case_no, view.case_seq) if view.case_no else None,
        "panels": panels,
        "papers": papers,
        "can_act": bool(panels) or any(one.panels for one in papers),
        "entries": [_entry(one) for one in reversed(list_entries(actor, view.id))],
        "waits_until": _waits_until(actor, view),
    }
    return show(request, "signal", context, refused.status if refused else 200)


def _found(view: SignalView, names: Names) -> list[Definition]:
    found = [Definition(gettext("Department"), names.body(view.organisation_id))]
    if view.item_code:
        found.append(Definition(gettext("Item"), names.item(view.item_code), note=view.item_code))
    if view.case_no:
        found.append(Definition(gettext("Case"), view.case_no, url=reverse("staffdesk:case", args=[view.case_no])))
    if view.owner_id is not None:
        found.append(Definition(gettext("Whom it concerns"), get_account_view(view.owner_id).name))
    found.append(Definition(gettext("Lit on"), day(view.lit_on)))
    found += [Definition(term, value) for term, value in fact_lines(view.facts)]
    if view.state is SignalState.NOTIFIED and view.answer_by:
        found.append(Definition(gettext("To be answered by"), day(view.answer_by)))
    return found


def _why(view: SignalView) -> list[Definition]:
    """The rule: what it protects, on what it rests, with which parameters it runs."""
    rule = next((one for one in list_rules() if one.id == view.rule), None)
    if rule is None:
        return [Definition(gettext("Rule"), view.rule)]
    parameters = gettext(", ").join(f"{one.name} = {one.value}" for one in rule.parameters if one.name != "is_on")
    return [
        Definition(gettext("Rule"), gettext(rule.title), note=rule.id),
        Definition(gettext("What it protects"), gettext(rule.protects)),
        Definition(gettext("Rests on"), law_texts(rule.basis)),
        Definition(gettext("Category"), label(rule.category)),
        *([Definition(gettext("Parameters"), parameters)] if parameters else []),
    ]


def _panels(actor: Actor, view: SignalView, standing: Standing, refused: Refused | None) -> list[Panel]:
    return [
        _panel(name, DEEDS[name], DEEDS[name].form, reverse("console:act", args=[view.id, name]), refused)
        for name in possible_acts(actor, standing, clock.today())
    ]


def _panel(name: str, deed: Deed, kind: type[ActForm], url: str, refused: Refused | None) -> Panel:
    if refused is not None and refused.url == url:
        return Panel(name, deed, url, refused.form, is_open=True)
    return Panel(name, deed, url, kind(ident=_ident(url)))


def _ident(url: str) -> str:
    return "act" + url.replace("/", "-").rstrip("-")


def _paper(actor: Actor, view: SignalView, standing: Standing, one: MeasureView, refused: Refused | None) -> Paper:
    number = strikes(one.rule, one.organisation_id) if one.kind is MeasureKind.INQUIRY else 0
    names = possible_measure_acts(actor, standing, one.kind, one.state, number)
    is_late = one.is_open and one.due_on < clock.today()
    return Paper(
        title=label(one.kind),
        number=one.number,
        url=reverse("console:paper", args=[view.id, one.paper_id]) if one.paper_id else "",
        state=label(one.state),
        tone=MEASURE_TONES.get(one.state, Tone.INFO),
        is_late=is_late,
        facts=_measure_facts(one, number),
        panels=[
            _panel(
                name,
                MEASURE_DEEDS[name],
                measure_form(name, one.kind),
                reverse("console:measure_act", args=[view.id, one.id, name]),
                refused,
            )
            for name in names
        ],
    )


def _measure_facts(one: MeasureView, number: int) -> list[Definition]:
    is_file = one.kind is MeasureKind.HANDOVER
    told = [
        (gettext("Department") if is_file else gettext("To"), one.target),
        (gettext("Problem"), one.problem),
        (gettext("Remedy"), one.remedy),
        (gettext("Who answers for it"), one.person),
        (gettext("Issued at"), moment(one.issued_at)),
        (gettext("To be answered by"), "" if is_file else day(one.due_on)),
        (gettext("What the body answered"), one.answer),
        (gettext("Times sent back"), one.returns or ""),
        (gettext("Strikes on this problem"), number or ""),
    ]
    return [Definition(term, value) for term, value in told if value]


def _entry(one: EntryView) -> Moment:
    who = " · ".join(part for part in (who_text(one.actor_name), one.post_title) if part)
    number = str(one.details.get("number", ""))
    text = "\n".join(part for part in (number, one.reason) if part)
    tone = Tone.BAD if one.after in _LOUD else STATE_TONES.get(one.after, Tone.INFO)
    return Moment(f"{one.seq}. {label(one.act)}", clock.local(one.at), who, text, tone)


def _waits_until(actor: Actor, view: SignalView) -> str:
    """The day until which the supervisor waits for an answer; empty when nothing is waited for."""
    is_waiting = view.state is SignalState.NOTIFIED and view.answer_by is not None and clock.today() <= view.answer_by
    return day(view.answer_by) if is_waiting and actor.may(Right.SUPERVISE, view.organisation_id) else ""
