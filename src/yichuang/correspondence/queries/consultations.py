"""Questions as their asker and the department read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from yichuang.core import clock
from yichuang.core.actor import Actor, SignInRequiredError
from yichuang.core.masking import mask_name, mask_phone
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.core.rights import Right
from yichuang.core.sealed import blind_index
from yichuang.correspondence import access
from yichuang.correspondence.errors import ConsultationNotFoundError
from yichuang.correspondence.models import Answer, Consultation, ConsultationEvent, Conversation
from yichuang.correspondence.queries.conversations import answering_reach
from yichuang.correspondence.queries.paging import day_and_id
from yichuang.correspondence.rules import ConsultationAct, ConsultationState, hidden, normal_no, phone_key


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """A question in a list of its asker or of the department. `asker` is masked for the department."""

    number: str
    title: str
    organisation_id: int
    organisation_name: str
    item_code: str
    item_name: str
    asker: str
    asked_at: datetime
    due_on: date
    is_overdue: bool
    state: ConsultationState
    wants_public: bool
    is_public: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as it was given. `author` is the member of staff, as on papers."""

    text: str
    author: str
    post_title: str
    organisation_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """A question with its answer. Name and phone are masked, unless the reader asked it.

    `first_contact` names who of the staff met it first; for staff only.
    """

    number: str
    title: str
    text: str
    organisation_id: int
    organisation_name: str
    item_code: str
    item_name: str
    name: str
    phone: str
    asked_at: datetime
    due_on: date
    is_due_provisional: bool
    is_overdue: bool
    state: ConsultationState
    wants_public: bool
    is_public: bool
    answer: AnswerView | None
    is_own: bool
    may_answer: bool
    may_publish: bool
    first_contact: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened to a question. `actor` is empty for whoever asked."""

    act: ConsultationAct
    actor: str
    post_title: str
    organisation_name: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """What the public reads, or could read: a proposal with personal data masked."""

    title: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """What waits for answers where the actor may answer."""

    conversations: int
    consultations: int
    overdue: int


def get_consultation(actor: Actor, number: str) -> ConsultationView:
    """The question for its asker or for staff. Raises as `access.get_consultation`."""
    return _view(actor, access.get_consultation(actor, number))


def find_consultation(number: str, phone: str) -> ConsultationView:
    """The question with that number, for whoever gave that phone when asking without an account.

    Raises:
        ConsultationNotFoundError: number and phone do not belong together; the answer does not say which is wrong.
    """
    digest = blind_index(phone_key(phone))
    rows = Consultation.objects.select_related("organisation").filter(number=normal_no(number), phone_index=digest)
    row = rows.exclude(phone_index="").first()
    if row is None:
        raise ConsultationNotFoundError
    return _view(None, row)


def list_my_consultations(actor: Actor, *, cursor: str | None = None, size: int = 20) -> Page[ConsultationRow]:
    """The actor's own questions, the newest first. An agent sees those of his principal that his mandate covers.

    Raises:
        SignInRequiredError: nobody is signed in.
        CursorError: the cursor is not one of this list.
    """
    if actor.owner_id is None:
        raise SignInRequiredError
    rows = Consultation.objects.filter(account_id=actor.owner_id)
    codes = actor.acting_for.item_codes if actor.acting_for else None
    if codes is not None:
        rows = rows.filter(item_code__in=sorted(codes))
    return _newest(rows, cursor, size, masks=False)


def list_consultations(
    actor: Actor,
    *,
    state: ConsultationState = ConsultationState.WAITING,
    organisation_id: int | None = None,
    cursor: str | None = None,
    size: int = 30,
) -> Page[ConsultationRow]:
    """The questions where the actor may answer: waiting ones by their due date, answered ones with the newest first.

    Raises:
        RightMissingError, SignInRequiredError: the actor answers nowhere (or not there).
        CursorError: the cursor is not one of this list.
    """
    rows = Consultation.objects.filter(answering_reach(actor, organisation_id), state=state.value)
    if state is ConsultationState.ANSWERED:
        return _newest(rows, cursor, size, masks=True)
    if cursor:
        due_on, last_id = day_and_id(cursor)
        rows = rows.filter(due_on__gte=due_on).exclude(due_on=due_on, pk__lte=last_id)
    found = list(rows.select_related("organisation").order_by("due_on", "pk")[: size + 1])
    keys = [(row.due_on.isoformat(), row.pk) for row in found]
    return page_of([_row(row, masks=True) for row in found], size, list(keys))


def count_waiting(actor: Actor) -> WaitingCounts:
    """How much waits for answers where the actor may answer; nothing for those who answer nowhere."""
    if not actor.may(Right.ANSWER):
        return WaitingCounts(0, 0, 0)
    reach = answering_reach(actor, None)
    waiting = Consultation.objects.filter(reach, state=ConsultationState.WAITING.value)
    return WaitingCounts(
        conversations=Conversation.objects.filter(reach, waiting_since__isnull=False).count(),
        consultations=waiting.count(),
        overdue=waiting.filter(due_on__lt=clock.today()).count(),
    )


def list_events(actor: Actor, number: str) -> tuple[EventRow, ...]:
    """What happened to the question, in order; for staff. Raises as `access.get_consultation`."""
    row = access.get_consultation(actor, number)
    events = ConsultationEvent.objects.filter(consultation=row).select_related("organisation").order_by("pk")
    return tuple(
        EventRow(
            ConsultationAct(one.act), one.actor_name, one.post_title, one.organisation.short_name, one.reason, one.at
        )
        for one in events
    )


def propose_wording(actor: Actor, number: str) -> Wording:
    """What could be published: the present public wording, else the originals with personal data masked.

    Raises as `access.get_consultation`.
    """
    row = access.get_consultation(actor, number)
    if row.public_title:
        return Wording(row.public_title, row.public_question, row.public_answer)
    answer = Answer.objects.filter(consultation=row).first()
    texts = (row.title, row.text, answer.text if answer else "")
    return Wording(*(hidden(text, row.name) for text in texts))


def _newest(rows: QuerySet[Consultation], cursor: str | None, size: int, *, masks: bool) -> Page[ConsultationRow]:
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = list(rows.select_related("organisation").order_by("-pk")[: size + 1])
    return page_of([_row(row, masks=masks) for row in found], size, [(row.pk,) for row in found])


def _row(row: Consultation, *, masks: bool) -> ConsultationRow:
    return ConsultationRow(
        number=row.number,
        title=row.title,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.short_name,
        item_code=row.item_code,
        item_name=row.item_name,
        asker=mask_name(row.name) if masks else row.name,
        asked_at=row.asked_at,
        due_on=row.due_on,
        is_overdue=_is_overdue(row),
        state=ConsultationState(row.state),
        wants_public=row.wants_public,
        is_public=row.is_public,
    )


def _is_overdue(row: Consultation) -> bool:
    until = clock.today() if row.answered_at is None else clock.local(row.answered_at).date()
    return until > row.due_on


def _view(actor: Actor | None, row: Consultation) -> ConsultationView:
    is_own = actor is None or access.is_asker(actor, row)
    answer = Answer.objects.select_related("organisation").filter(consultation=row).first()
    is_waiting = row.state == ConsultationState.WAITING.value
    rights = _rights(actor, row, (Right.ANSWER, Right.PUBLISH_ANSWERS))
    return ConsultationView(
        number=row.number,
        title=row.title,
        text=row.text,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        item_code=row.item_code,
        item_name=row.item_name,
        name=row.name if is_own else mask_name(row.name),
        phone=row.phone if is_own else mask_phone(row.phone),
        asked_at=row.asked_at,
        due_on=row.due_on,
        is_due_provisional=row.is_due_provisional,
        is_overdue=_is_overdue(row),
        state=ConsultationState(row.state),
        wants_public=row.wants_public,
        is_public=row.is_public,
        answer=None if answer is None else _answer(answer),
        is_own=is_own,
        may_answer=is_waiting and Right.ANSWER in rights,
        may_publish=not is_waiting and row.wants_public and Right.PUBLISH_ANSWERS in rights,
        first_contact="" if is_own else _first_contact(row),
    )


def _first_contact(row: Consultation) -> str:
    account = row.first_contact
    return account.staff.name if account is not None and account.staff is not None else ""


def _rights(actor: Actor | None, row: Consultation, rights: Iterable[Right]) -> set[Right]:
    return {right for right in rights if actor is not None and actor.may(right, row.organisation_id)}


def _answer(row: Answer) -> AnswerView:
    return AnswerView(row.text, row.author, row.post_title, row.organisation.name, row.at)
