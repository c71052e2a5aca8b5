"""Supervise orders, recommendations and written inquiries: issued, answered, sent back, checked. Law: PRACT 001; GB39046 t.11."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.documents.queries import PaperView
from yichuang.documents.rules import FormInquiryData, PaperData, PaperKind, RecommendationData, SuperviseOrderData
from yichuang.organisations.queries import OrganisationView, get_organisation
from yichuang.supervision import access
from yichuang.supervision.errors import DayNotAllowedError, WordsMissingError
from yichuang.supervision.models import Measure, Signal
from yichuang.supervision.rules import (
    OPEN_MEASURES,
    STRIKES,
    MeasureAct,
    MeasureKind,
    MeasureState,
    SignalAct,
    measure_state_after,
)
from yichuang.supervision.services.handing_over import strikes
from yichuang.supervision.services.moving import Move, Moved, move_on, open_move
from yichuang.supervision.services.papers import issue_for

_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Order:
    """What a supervisor asks for: what is wrong, what is to be done, by when; of an inquiry also who answers for it.

    `points` are the recommendations of a recommendation, one each.
    """

    problem: str
    remedy: str
    due_on: date
    person: str = ""
    points: tuple[str, ...] = ()


@transaction.atomic
def issue_measure(*, actor: Actor, signal_id: int, kind: MeasureKind, order: Order, key: str = "") -> Moved:
    """The body has a supervise order, recommendation or written inquiry with a number, and a day by which it answers.

    Raises:
        WordsMissingError: what is wrong, or what is wanted, is missing.
        DayNotAllowedError: the day is not after today, or more than a year away.
        Otherwise as `moving.open_move`.
    """
    move = open_move(actor=actor, signal_id=signal_id, act=SignalAct.MEASURE, reason=order.problem, key=key)
    if isinstance(move, Moved):
        return move
    _require_words(kind, order)
    today = clock.today()
    if not today < order.due_on <= today + _LONGEST:
        raise DayNotAllowedError(latest=today + _LONGEST)
    signal = move.signal
    body = get_organisation(signal.organisation_id)
    paper = _issue(move, kind, order, body)
    measure = Measure.objects.create(
        signal=signal,
        kind=kind.value,
        state=MeasureState.ISSUED.value,
        number=paper.number,
        paper_id=paper.id,
        organisation_id=signal.organisation_id,
        rule=signal.rule,
        target=body.name,
        problem=order.problem.strip(),
        remedy=order.remedy.strip(),
        person=order.person.strip(),
        due_on=order.due_on,
        issued_at=clock.now(),
        issued_by_id=actor.account_id,
    )
    return move.finish(
        {
            "measure": measure.pk,
            "kind": kind.value,
            "paper": paper.id,
            "number": paper.number,
            "due_on": order.due_on.isoformat(),
        }
    )


def _require_words(kind: MeasureKind, order: Order) -> None:
    wanted = order.points if kind is MeasureKind.RECOMMENDATION else (order.remedy,)
    is_said = kind is MeasureKind.INQUIRY or (bool(wanted) and all(one.strip() for one in wanted))
    if kind is MeasureKind.HANDOVER or not order.problem.strip() or not is_said:
        raise WordsMissingError


_KINDS = {
    MeasureKind.ORDER: PaperKind.SUPERVISE_ORDER,
    MeasureKind.RECOMMENDATION: PaperKind.RECOMMENDATION,
    MeasureKind.INQUIRY: PaperKind.FORM_INQUIRY,
}


def _issue(move: Move, kind: MeasureKind, order: Order, body: OrganisationView) -> PaperView:
    common: dict[str, Any] = {
        "addressee": body.name,
        "case_no": move.signal.case_no,
        "item_name": "",
        "answer_by": order.due_on,
    }
    return issue_for(move, _KINDS[kind], _data(kind, order, common, move.signal))


def _data(kind: MeasureKind, order: Order, common: dict[str, Any], signal: Signal) -> PaperData:
    problem = order.problem.strip()
    if kind is MeasureKind.ORDER:
        return SuperviseOrderData(**common, matter=problem, requirement=order.remedy.strip())
    if kind is MeasureKind.RECOMMENDATION:
        return RecommendationData(
            **common, findings=problem, recommendations=tuple(one.strip() for one in order.points)
        )
    time = min(strikes(signal.rule, signal.organisation_id) + 1, STRIKES)
    return FormInquiryData(
        **common, problem=problem, promised_remedy=order.remedy.strip(), responsible=order.person.strip(), time=time
    )


@transaction.atomic
def answer_measure(
    *, actor: Actor, measure_id: int, text: str, remedy: str = "", person: str = "", key: str = ""
) -> Moved:
    """The body says what it has done, and of an inquiry what it promises and who answers for it.

    A late answer is taken too; that it was late stays on record.

    Raises:
        MeasureMoveNotAllowedError: it was answered, or is closed.
        Otherwise as `moving.open_move`.
    """
    signal, measure = access.lock_measure(actor, measure_id)
    move = move_on(signal, actor=actor, act=SignalAct.REPORT, reason=text, key=key)
    if isinstance(move, Moved):
        return move
    _move_measure(measure, MeasureAct.ANSWER)
    measure.answer = text.strip()
    measure.remedy, measure.person = remedy.strip() or measure.remedy, person.strip() or measure.person
    measure.save(update_fields=["state", "answer", "remedy", "person"])
    signal.answered_by = actor.account_id
    is_late = clock.today() > measure.due_on
    return move.finish({"measure": measure.pk, "number": measure.number, "is_late": is_late})


@transaction.atomic
def return_measure(*, actor: Actor, measure_id: int, reason: str, due_on: date, key: str = "") -> Moved:
    """It was not put right: the body has it again, with a new day. For an inquiry that is a strike. Raises as `issue_measure`."""
    signal, measure = access.lock_measure(actor, measure_id)
    move = move_on(signal, actor=actor, act=SignalAct.REJECT, reason=reason, key=key)
    if isinstance(move, Moved):
        return move
    today = clock.today()
    if not today < due_on <= today + _LONGEST:
        raise DayNotAllowedError(latest=today + _LONGEST)
    _move_measure(measure, MeasureAct.RETURN)
    measure.due_on, measure.returns = due_on, measure.returns + 1
    measure.save(update_fields=["state", "due_on", "returns"])
    return move.finish({"measure": measure.pk, "number": measure.number, "due_on": due_on.isoformat()})


@transaction.atomic
def close_measure(*, actor: Actor, measure_id: int, reason: str, key: str = "") -> Moved:
    """The remedy was checked and the measure is closed; with the last open one of its signal the signal is closed too.

    Raises as `answer_measure`.
    """
    signal, measure = access.lock_measure(actor, measure_id)
    act = SignalAct.CHECK_ONE if _has_others(measure) else SignalAct.CHECK
    move = move_on(signal, actor=actor, act=act, reason=reason, key=key)
    if isinstance(move, Moved):
        return move
    _move_measure(measure, MeasureAct.CLOSE)
    measure.save(update_fields=["state"])
    return move.finish({"measure": measure.pk, "number": measure.number})


def _has_others(measure: Measure) -> bool:
    """Whether another measure of the signal is still open. The signal is locked, so none comes or goes meanwhile."""
    is_open = [state.value for state in OPEN_MEASURES]
    return Measure.objects.filter(signal_id=measure.signal_id, state__in=is_open).exclude(pk=measure.pk).exists()


def _move_measure(measure: Measure, act: MeasureAct) -> None:
    measure.state = measure_state_after(MeasureState(measure.state), act).value
