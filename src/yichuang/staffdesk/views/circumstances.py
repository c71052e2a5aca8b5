"""What is out of the ordinary in a case: procedures, promises, a hearing, a higher body, and what became of the grant."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, LedgerView, PledgeView, StopView, get_case_view, last_row
from yichuang.cases.rules import Act, Hearing, PledgeKind, Standing, State
from yichuang.catalogue.rules import Purpose
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import NotFoundError
from yichuang.deadlines.rules import Procedure
from yichuang.staffdesk.views.act_forms import stopped_text
from yichuang.staffdesk.views.particulars import hearing_text
from yichuang.staffdesk.views.shown import actor_text, day, label, term_text
from yichuang.ui.parts import Definition

_LONG = 300
_DONE = frozenset({State.DELIVERED, State.ARCHIVED})
_AT_WORK = frozenset({State.ACCEPTED, State.IN_REVIEW, State.SPECIAL, State.SENT_UP})


def circumstances(actor: Actor, view: CaseView) -> list[Definition]:
    """Everything of the kind that holds of the case; nothing for one on the straight road."""
    return [
        *_about(actor, view),
        *_wishes(view),
        *_procedures(view),
        *_higher_body(view),
        *_extension(view),
        *_promises(view),
        *_hearing(view),
        *_standing(view),
        *_recused(view),
    ]


def _about(actor: Actor, view: CaseView) -> Iterator[Definition]:
    """What the case is to change: the case that granted it, what that was, and until when it holds."""
    if view.purpose is Purpose.NEW:
        return
    if not view.about:
        yield Definition(label(view.purpose), gettext("something that was granted elsewhere"))
        return
    url = reverse("staffdesk:case", args=[view.about])
    try:
        original = get_case_view(actor, view.about)
    except NotFoundError:
        yield Definition(label(view.purpose), view.about)
        return
    until = gettext("valid until {day}").format(day=original.valid_until) if original.valid_until else ""
    told = (original.item_name, original.certificate_no, label(original.standing), until)
    yield Definition(label(view.purpose), view.about, note=gettext("; ").join(one for one in told if one), url=url)


def _wishes(view: CaseView) -> Iterator[Definition]:
    """What the applicant asked for when he applied, as long as it can be done."""
    if view.state not in {State.SUBMITTED, State.RECEIVED}:
        return
    names = [one.name for one in view.materials if one.code in view.deferred_wish]
    if names:
        yield Definition(gettext("Applicant promises to bring later"), gettext(", ").join(names))
    if view.wishes_commitment:
        yield Definition(gettext("Applicant wishes"), gettext("to be granted on a commitment"))


def _procedures(view: CaseView) -> Iterator[Definition]:
    """The special procedures: what came of those that are over, and the one that is under way, as the applicant was told."""
    for stop in view.stops:
        if stop.procedure is Procedure.REFERRAL:
            continue
        if stop.to_day is not None:
            yield _ended(view, stop)
            continue
        told = gettext("since {day}, expected until {expected}; approved by {name}")
        detail = told.format(day=stop.from_day, expected=stop.expected_on, name=actor_text(stop.approver_name))
        late = gettext("The expected day has passed.") if clock.today() > stop.expected_on else ""
        note = gettext("; ").join(part for part in (stopped_text(stop.procedure), _planned(view), late) if part)
        yield Definition(label(stop.procedure), detail, note=note)


def _ended(view: CaseView, stop: StopView) -> Definition:
    """A procedure that is over, with its result; of a hearing that was held the record is among the papers."""
    told = gettext("from {day} to {last}").format(day=stop.from_day, last=stop.to_day)
    row = next((one for one in view.ledger if one.act is Act.RESUME and _stop_of(one) == stop.seq), None)
    if row is not None and "is_held" in row.details and not row.details["is_held"]:
        return Definition(label(stop.procedure), told, note=gettext("Not held: {reason}").format(reason=stop.result))
    return Definition(label(stop.procedure), told, note=gettext("Result: {result}").format(result=short(stop.result)))


def short(text: str) -> str:
    """The beginning of a long text; the ledger and the papers have all of it."""
    return text if len(text) <= _LONG else f"{text[:_LONG].rstrip()}…"


def _stop_of(row: LedgerView) -> object:
    stop = row.details.get("stop")
    return stop.get("seq") if isinstance(stop, dict) else None


def _planned(view: CaseView) -> str:
    """The day, place and chair of a hearing, or who goes to a visit on site."""
    row = last_row(view.ledger, Act.STOP)
    if row is None:
        return ""
    hearing, people = row.details.get("hearing"), row.details.get("people")
    if isinstance(hearing, dict):
        return hearing_text(hearing)
    if isinstance(people, list):
        return gettext(", ").join(str(one["name"]) for one in people)
    return ""


def _higher_body(view: CaseView) -> Iterator[Definition]:
    body = view.version.content.handling.upper_body
    if not body:
        return
    sent, receipt, answer = (last_row(view.ledger, act) for act in (Act.SEND_UP, Act.ACKNOWLEDGE, Act.BRING_BACK))
    if sent is None:
        detail = gettext("decides; the case is to be sent up")
        yield Definition(body, detail, note=day(view.step_due_on) if view.state in _AT_WORK else "")
        return
    went = gettext("sent up on {day} ({carrier})").format(day=_day(sent), carrier=sent.details.get("carrier", ""))
    note = gettext("expected back by {day}").format(day=sent.details.get("expected_on", ""))
    if receipt is not None:
        taken = gettext("received there as {number}, by {name}")
        went += gettext("; ") + taken.format(number=receipt.details["receipt_no"], name=receipt.details["received_by"])
    if answer is not None:
        granted = gettext("grants it") if answer.details.get("is_granted") else gettext("denies it")
        note = gettext("Answer of {day}: {answer} ({document})").format(
            day=_day(answer), answer=granted, document=answer.details["document_no"]
        )
    yield Definition(body, went, note=note)


def _extension(view: CaseView) -> Iterator[Definition]:
    row = last_row(view.ledger, Act.EXTEND)
    if view.extension is None or row is None:
        return
    first_on = view.promised_first_on or view.statutory_first_on
    detail = gettext("by {term}, on {day} by {name}").format(
        term=term_text(view.extension), day=_day(row), name=actor_text(row.actor_name)
    )
    original = gettext("Originally due {day}").format(day=first_on) if first_on else ""
    yield Definition(
        gettext("Extended"), detail, note=gettext("; ").join(part for part in (row.reason, original) if part)
    )


def _promises(view: CaseView) -> Iterator[Definition]:
    for pledge in view.pledges:
        if pledge.kind is PledgeKind.DEFERRED:
            yield Definition(gettext("Follows later"), pledge.name, note=_kept(pledge))
        else:
            yield Definition(gettext("Granted on a commitment"), _checked(pledge))


def _kept(pledge: PledgeView) -> str:
    if pledge.is_kept is not None:
        return gettext("has come") if pledge.is_kept else gettext("did not come by {day}").format(day=pledge.due_on)
    return gettext("promised by {day}").format(day=pledge.due_on)


def _checked(pledge: PledgeView) -> str:
    if pledge.is_kept is not None:
        return gettext("checked: it is kept") if pledge.is_kept else gettext("checked: it is not kept")
    return gettext("to be checked by {day}").format(day=pledge.due_on)


def _hearing(view: CaseView) -> Iterator[Definition]:
    if view.hearing is Hearing.NONE:
        return
    is_open = view.hearing is Hearing.TOLD and view.hearing_by is not None
    note = gettext("until {day}").format(day=view.hearing_by) if is_open else ""
    yield Definition(gettext("Right to a hearing"), label(view.hearing), note=note)


def _standing(view: CaseView) -> Iterator[Definition]:
    if view.standing is Standing.NONE or (view.standing is Standing.VALID and view.state not in _DONE):
        return
    until = gettext("until {day}").format(day=view.valid_until) if view.valid_until else ""
    expired = view.valid_until is not None and view.valid_until < clock.today()
    is_valid = view.standing is Standing.VALID
    detail = gettext("Expired") if is_valid and expired else label(view.standing)
    yield Definition(gettext("What was granted"), detail, note=until if is_valid else "")


def _recused(view: CaseView) -> Iterator[Definition]:
    names = [str(row.details.get("name", "")) for row in view.ledger if row.act is Act.RECUSE]
    if names:
        yield Definition(gettext("Stepped aside"), gettext(", ").join(names))


def _day(row: LedgerView) -> str:
    return clock.local(row.at).date().isoformat()
