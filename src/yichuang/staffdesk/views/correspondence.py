"""Messages and questions that wait for an answer, and answering, passing on and publishing them."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.correspondence import services
from yichuang.correspondence.queries import (
    ConsultationRow,
    ConsultationView,
    EventRow,
    WaitingRow,
    count_waiting,
    get_consultation,
    list_consultations,
    list_events,
    list_waiting,
    propose_wording,
)
from yichuang.correspondence.rules import ConsultationState
from yichuang.organisations.queries import list_departments
from yichuang.staffdesk.access import WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.correspondence import AnswerForm, PassOnForm, PublishForm, WithdrawForm
from yichuang.staffdesk.views.shown import (
    Panel,
    Refused,
    centre_calendar,
    departments_for,
    due_words,
    label,
    moment,
    organisation_choices,
    page,
    whole,
)
from yichuang.ui.parts import Cell, Choice, Column, Definition, Moment, Row, Tone

_UNPROCESSABLE = 422
_RIGHTS = (Right.ANSWER, Right.PUBLISH_ANSWERS)


@desk(Right.ANSWER)
def show_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The conversations in which the applicant spoke last, or the questions of anybody, waiting or answered."""
    view = request.GET.get("view", "")
    organisation_id, cursor = whole(request.GET.get("organisation")), request.GET.get("cursor")
    counts, here = count_waiting(actor), reverse("staffdesk:correspondence")
    messages_title = gettext("Messages on cases ({number})").format(number=counts.conversations)
    questions_title = gettext("Questions of the public ({number})").format(number=counts.consultations)
    context = {
        "views": [
            Choice(messages_title, here, view not in {"questions", "answered"}),
            Choice(questions_title, f"{here}?view=questions", view == "questions"),
            Choice(gettext("Answered questions"), f"{here}?view=answered", view == "answered"),
        ],
        "view": view,
        "here": here,
        "departments": organisation_choices(departments_for(actor, Right.ANSWER)),
        "organisation": organisation_id,
        **_list(actor, view, organisation_id, cursor),
    }
    return page(request, "correspondence", context)


@desk(*_RIGHTS)
def question(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One question with what happened to it and what the actor may do."""
    return _question_page(request, actor, get_consultation(actor, number))


@desk(*_RIGHTS, methods=WRITE)
def act(request: HttpRequest, actor: Actor, number: str, name: str) -> HttpResponse:
    """It is done and the question shown again; a refusal stands on the page with what was typed."""
    view = get_consultation(actor, number)
    form = _form(name, actor, view, request)
    if not form.is_valid():
        return _question_page(request, actor, view, Refused(name, form, _UNPROCESSABLE))
    try:
        told = _DOERS[name](actor, view, form)
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        form.refuse(error)
        fresh = get_consultation(actor, number)
        return _question_page(request, actor, fresh, Refused(name, form, status_of(error)))
    messages.success(request, told)
    return redirect("staffdesk:question", number=view.number)


def _list(actor: Actor, view: str, organisation_id: int | None, cursor: str | None) -> dict[str, object]:
    if view not in {"questions", "answered"}:
        talks = list_waiting(actor, organisation_id=organisation_id, cursor=cursor)
        names = [
            gettext("Case number"),
            gettext("Item"),
            gettext("Department"),
            gettext("Waiting since"),
            gettext("Said"),
        ]
        return {
            "columns": [Column(name) for name in names],
            "rows": [_talk_row(one) for one in talks.rows],
            "next_cursor": talks.next_cursor,
        }
    state = ConsultationState.WAITING if view == "questions" else ConsultationState.ANSWERED
    asked = list_consultations(actor, state=state, organisation_id=organisation_id, cursor=cursor)
    names = [
        gettext("Number of the question"),
        gettext("Question"),
        gettext("Department"),
        gettext("Asked at"),
        gettext("Due"),
    ]
    names.append(gettext("Public"))
    return {
        "columns": [Column(name) for name in names],
        "rows": [_question_row(one) for one in asked.rows],
        "next_cursor": asked.next_cursor,
    }


def _talk_row(one: WaitingRow) -> Row:
    url = f"{reverse('staffdesk:case', args=[one.case_no])}?tab=talk#tabs"
    return Row(
        (Cell(one.case_no, url=url), one.item_name, one.organisation_name, moment(one.waiting_since), one.excerpt)
    )


def _question_row(one: ConsultationRow) -> Row:
    due = due_words(one.due_on, centre_calendar()) if one.state is ConsultationState.WAITING else None
    return Row(
        (
            Cell(one.number, url=reverse("staffdesk:question", args=[one.number])),
            Cell(one.title, note=one.item_name),
            one.organisation_name,
            Cell(moment(one.asked_at), note=one.asker),
            Cell(due.text, tone=due.tone, note=str(one.due_on)) if due else Cell(str(one.due_on)),
            _public(one),
        ),
        is_marked=one.is_overdue and due is not None,
    )


def _public(one: ConsultationRow | ConsultationView) -> str:
    if one.is_public:
        return gettext("Published")
    return gettext("May be published") if one.wants_public else gettext("Not to be published")


def _question_page(
    request: HttpRequest, actor: Actor, view: ConsultationView, refused: Refused | None = None
) -> HttpResponse:
    is_waiting = view.state is ConsultationState.WAITING
    due = due_words(view.due_on, centre_calendar()) if is_waiting else None
    context = {
        "asked": view,
        "state": label(view.state),
        "state_tone": Tone.WARN if is_waiting else Tone.GOOD,
        "due": due,
        "facts": [
            Definition(gettext("Department"), view.organisation_name),
            Definition(gettext("Item"), view.item_name or "–"),
            Definition(gettext("Asked by"), f"{view.name} {view.phone}"),
            Definition(gettext("Asked at"), moment(view.asked_at)),
            *([Definition(gettext("First contact"), view.first_contact)] if view.first_contact else []),
            Definition(gettext("To answer by"), view.due_on.isoformat()),
            Definition(gettext("Public"), _public(view)),
        ],
        "answered_at": moment(view.answer.at) if view.answer else "",
        "acts": _panels(actor, view, refused),
        "events": [_event(one) for one in list_events(actor, view.number)],
    }
    return page(request, "question", context, refused)


def _event(one: EventRow) -> Moment:
    who = " · ".join(
        part for part in (one.actor or gettext("Whoever asked"), one.post_title, one.organisation_name) if part
    )
    return Moment(title=label(one.act), at=one.at, who=who, text=one.reason)


def _panels(actor: Actor, view: ConsultationView, refused: Refused | None) -> list[Panel]:
    offered = []
    if view.may_answer:
        offered += [("answer", gettext("Answer the question"), "primary"), ("pass_on", gettext("Pass on"), "secondary")]
    if view.may_publish:
        title = gettext("Change what is public") if view.is_public else gettext("Make public")
        offered.append(("publish", title, "primary"))
        if view.is_public:
            offered.append(("withdraw", gettext("Withdraw from the public"), "danger"))
    if refused and refused.name not in {name for name, _title, _kind in offered}:
        offered.insert(0, (refused.name, gettext("Not possible any more"), "secondary"))
    return [
        Panel(
            name=name,
            title=title,
            url=reverse("staffdesk:question_act", args=[view.number, name]),
            form=refused.form if refused and refused.name == name else _form(name, actor, view),
            button=title,
            kind=kind,
            is_open=refused.name == name if refused else place == 0,
            text=gettext("No name, number or phone of anybody may stand in it.") if name == "publish" else "",
        )
        for place, (name, title, kind) in enumerate(offered)
    ]


def _form(name: str, actor: Actor, view: ConsultationView, request: HttpRequest | None = None) -> ActForm:
    data = request.POST if request else None
    match name:
        case "answer":
            return AnswerForm(data, ident=name)
        case "pass_on":
            others = [one for one in list_departments() if one.id != view.organisation_id]
            return PassOnForm(data, departments=organisation_choices(others), ident=name)
        case "publish":
            wording = propose_wording(actor, view.number) if data is None else None
            initial = (
                {"title": wording.title, "question": wording.question, "answer": wording.answer} if wording else {}
            )
            return PublishForm(data, initial=initial, ident=name)
        case "withdraw":
            return WithdrawForm(data, ident=name)
        case _:
            raise PageNotFoundError


Doer = Callable[[Actor, ConsultationView, ActForm], str]


def _answer(actor: Actor, view: ConsultationView, form: ActForm) -> str:
    given = form.cleaned_data
    services.answer(actor=actor, number=view.number, text=given["text"], key=given["key"])
    return gettext("The answer is sent.")


def _pass_on(actor: Actor, view: ConsultationView, form: ActForm) -> str:
    given = form.cleaned_data
    services.pass_on(actor=actor, number=view.number, organisation_id=given["organisation"], reason=given["reason"])
    return gettext("The question is passed on.")


def _publish(actor: Actor, view: ConsultationView, form: ActForm) -> str:
    given = form.cleaned_data
    services.publish_answer(
        actor=actor,
        number=view.number,
        title=given["title"],
        question=given["question"],
        answer_text=given["answer"],
    )
    return gettext("It is public.")


def _withdraw(actor: Actor, view: ConsultationView, form: ActForm) -> str:
    services.withdraw_publication(actor=actor, number=view.number, reason=form.cleaned_data["reason"])
    return gettext("It is public no more.")


_DOERS: Mapping[str, Doer] = {
    "answer": _answer,
    "pass_on": _pass_on,
    "publish": _publish,
    "withdraw": _withdraw,
}
