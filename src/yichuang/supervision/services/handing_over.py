"""Strikes on one problem, and the file for discipline inspection after the third. Law: PRACT 001."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.documents.queries import PaperView
from yichuang.documents.rules import DisciplineFileData, EvidenceLine, InquiryLine, PaperKind
from yichuang.supervision import access
from yichuang.supervision.errors import StrikesMissingError, WordsMissingError
from yichuang.supervision.models import Measure, Signal
from yichuang.supervision.rules import (
    OPEN_MEASURES,
    RULES,
    STRIKES,
    MeasureAct,
    MeasureKind,
    MeasureState,
    SignalAct,
    SignalState,
    measure_state_after,
)
from yichuang.supervision.services.moving import Move, Moved, move_on
from yichuang.supervision.services.papers import issue_for

_UNANSWERED = "逾期未答复。"
_STRUCK = Q(state=MeasureState.RETURNED.value) | Q(returns__gt=0)


def strikes(rule: str, organisation_id: int, *, today: date | None = None) -> int:
    """How many written inquiries on the problem were not answered by their day, or not put right."""
    return len(_struck(rule, organisation_id, today or clock.today()))


def _struck(rule: str, organisation_id: int, today: date) -> list[Measure]:
    rows = Measure.objects.filter(rule=rule, organisation_id=organisation_id, kind=MeasureKind.INQUIRY.value)
    unanswered = Q(state=MeasureState.ISSUED.value, due_on__lt=today)
    rows = rows.exclude(state=MeasureState.HANDED_OVER.value).filter(_STRUCK | unanswered)
    return list(rows.order_by("issued_at", "pk"))


@transaction.atomic
def hand_over(*, actor: Actor, measure_id: int, to: str, reason: str, key: str = "") -> Moved:
    """The file for discipline inspection is made up and issued: every inquiry on the one problem, the signals with their digests.

    `to` names the body that receives it.

    Raises:
        WordsMissingError: nobody is named to whom it goes.
        StrikesMissingError: fewer than three inquiries on the problem were left unanswered or not put right.
        Otherwise as `moving.open_move`.
    """
    _lock_problem(actor, measure_id)
    signal, last = access.lock_measure(actor, measure_id)
    move = move_on(signal, actor=actor, act=SignalAct.HAND_OVER, reason=reason, key=key)
    if isinstance(move, Moved):
        return move
    struck = _struck(last.rule, last.organisation_id, clock.today())
    if len(struck) < STRIKES or last.pk not in {one.pk for one in struck}:
        raise StrikesMissingError(wanted=STRIKES, number=len(struck))
    if not to.strip():
        raise WordsMissingError
    evidence = _evidence(struck)
    paper = _issue_file(move, last, struck, to.strip(), evidence)
    file = Measure.objects.create(
        signal=signal,
        kind=MeasureKind.HANDOVER.value,
        state=MeasureState.ISSUED.value,
        number=paper.number,
        paper_id=paper.id,
        organisation_id=last.organisation_id,
        rule=last.rule,
        target=last.target,
        problem=last.problem,
        remedy=last.remedy,
        person=last.person,
        due_on=clock.today(),
        issued_at=clock.now(),
        issued_by_id=actor.account_id,
        evidence=evidence,
    )
    for one in struck:
        one.state = measure_state_after(MeasureState(one.state), MeasureAct.HAND_OVER).value
    Measure.objects.bulk_update(struck, ["state"])
    gone = [signal.pk, *_hand_over_others(actor, signal, struck, reason, file)]
    _take_along(gone, file)
    told = {"measure": file.pk, "paper": paper.id, "number": paper.number, "to": to.strip()}
    return move.finish({**told, "inquiries": [one.number for one in struck]})


def _issue_file(move: Move, last: Measure, struck: Sequence[Measure], to: str, evidence: dict[str, Any]) -> PaperView:
    data = DisciplineFileData(
        addressee=to,
        case_no=move.signal.case_no,
        item_name="",
        unit=last.target,
        problem=last.problem,
        responsible=last.person,
        grounds=move.reason,
        inquiries=tuple(
            InquiryLine(
                number=one.number,
                issued_on=clock.local(one.issued_at).date(),
                answer_by=one.due_on,
                outcome=_outcome(one),
            )
            for one in struck
        ),
        evidence=tuple(
            EvidenceLine(name=f"监察信号台账（{one['subject']}，{one['entries']}条）", digest=f"SM3 {one['digest']}")
            for one in evidence["signals"]
        ),
    )
    return issue_for(move, PaperKind.DISCIPLINE_FILE, data)


def _outcome(inquiry: Measure) -> str:
    """What came of it, in the words of the file: what the body said alone would read as if the matter were put right."""
    if not inquiry.answer:
        return _UNANSWERED
    return f"答复：{inquiry.answer}" + (f"（核查发现未整改到位，退回{inquiry.returns}次）" if inquiry.returns else "")


def _evidence(struck: Sequence[Measure]) -> dict[str, Any]:
    signals = {one.pk: one for one in Signal.objects.filter(pk__in=[measure.signal_id for measure in struck])}
    return {
        "inquiries": [
            {
                "number": one.number,
                "paper": one.paper_id,
                "issued_at": one.issued_at.isoformat(),
                "due_on": one.due_on.isoformat(),
                "answer": one.answer,
                "returns": one.returns,
                "person": one.person,
            }
            for one in struck
        ],
        "signals": [
            {
                "id": one.pk,
                "rule": one.rule,
                "basis": list(RULES[one.rule].basis) if one.rule in RULES else [],
                "subject": one.subject,
                "lit_on": one.lit_on.isoformat(),
                "entries": one.seq,
                "digest": one.digest,
            }
            for one in signals.values()
        ],
    }


def _hand_over_others(actor: Actor, signal: Signal, struck: Sequence[Measure], reason: str, file: Measure) -> list[int]:
    """The signals of the other inquiries go over with it, unless they are closed."""
    ids, gone = {one.signal_id for one in struck} - {signal.pk}, list[int]()
    for other in Signal.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"):
        if SignalState(other.state) in {SignalState.ORDERED, SignalState.REPORTED}:
            move = move_on(other, actor=actor, act=SignalAct.HAND_OVER, reason=reason)
            if isinstance(move, Move):
                move.finish({"measure": file.pk})
                gone.append(other.pk)
    return gone


def _take_along(signal_ids: Sequence[int], file: Measure) -> None:
    """What else is open on those signals waits for nobody here any more."""
    is_open = [state.value for state in OPEN_MEASURES]
    rows = Measure.objects.filter(signal_id__in=signal_ids, state__in=is_open).exclude(pk=file.pk)
    rows.update(state=MeasureState.HANDED_OVER.value)


def _lock_problem(actor: Actor, measure_id: int) -> None:
    """Two hand-overs of one problem wait for each other; then every signal of its inquiries is locked, in one order.

    So an answer that comes at the same moment is either part of the file or refused.
    """
    measure = access.get_measure(actor, measure_id)
    rule, organisation_id = measure.rule, measure.organisation_id
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 23))", [f"supervision {rule} {organisation_id}"]
        )
    rows = Measure.objects.filter(rule=rule, organisation_id=organisation_id, kind=MeasureKind.INQUIRY.value)
    ids = rows.exclude(state=MeasureState.HANDED_OVER.value).values("signal_id")
    list(Signal.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
