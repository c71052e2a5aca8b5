"""Asking a question, with or without an account."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from yichuang.catalogue.queries import get_item_by_code
from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.identifiers import check_phone
from yichuang.core.sealed import blind_index
from yichuang.correspondence.errors import QuestionInvalidError, TooManyQuestionsError
from yichuang.correspondence.models import Consultation, ConsultationEvent
from yichuang.correspondence.rules import (
    LARGEST_SERIAL,
    PER_ADDRESS_AND_HOUR,
    PER_PERSON_AND_DAY,
    ConsultationAct,
    consultation_no,
    phone_key,
    question_problems,
)
from yichuang.correspondence.services.talking import tidied
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import Term, due_date
from yichuang.identity.queries import get_person
from yichuang.organisations.queries import get_organisation, list_organisations
from yichuang.organisations.rules import OrganisationKind

_TRIES = 20


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: about an item, of a department, or of the centre. Name and phone only without an account."""

    title: str
    text: str
    item_code: str = ""
    organisation_id: int | None = None
    wants_public: bool = False
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was taken: its number, and the day by which it is answered."""

    number: str
    due_on: date
    organisation_name: str


@transaction.atomic
def ask(*, actor: Actor, question: Question, key: UUID, address: str = "") -> Asked:
    """The question waits for an answer within five working days (setting CONSULTATION_TERM); the same key asks once.

    `address` is the network address of whoever asks without an account; of it only a keyed digest is kept. Staff ask for
    somebody who came or called, whose name and phone they give.

    Law: PIPL 6.

    Raises:
        QuestionInvalidError: with every problem of every field.
        TooManyQuestionsError: five from one address within an hour, or twenty of one person within a day.
        ItemNotFoundError, OrganisationNotFoundError: there is none.
        NoCalendarError, CalendarMissingError: no due date can be given.
    """
    known = Consultation.objects.select_related("organisation").filter(key=key).first()
    if known is not None:
        return Asked(known.number, known.due_on, known.organisation.name)
    account_id = _account_of(actor, question)
    row = _row(question, account_id=account_id, key=key)
    if actor.kind in {ActorKind.ANONYMOUS, ActorKind.APPLICANT}:
        row.address_index = "" if account_id else blind_index(address)
        _throttle(row)
    if actor.kind is ActorKind.STAFF:
        row.first_contact_id = actor.account_id
    row = _numbered(row)
    ConsultationEvent.objects.create(
        consultation=row,
        act=ConsultationAct.ASK.value,
        account_id=actor.account_id,
        actor_name=actor.name if actor.kind is ActorKind.STAFF else "",
        organisation_id=row.organisation_id,
        at=row.asked_at,
    )
    return Asked(row.number, row.due_on, get_organisation(row.organisation_id).name)


def _account_of(actor: Actor, question: Question) -> int | None:
    """Whose question it is; nobody's account for one without, and for staff who ask for somebody."""
    if actor.kind is not ActorKind.APPLICANT:
        return None
    covers = actor.acting_for is None or actor.acting_for.covers(question.item_code)
    return actor.owner_id if covers else actor.account_id


def _row(question: Question, *, account_id: int | None, key: UUID) -> Consultation:
    problems = list(
        question_problems(
            title=question.title,
            text=question.text,
            name=question.name,
            phone=question.phone,
            is_anonymous=account_id is None,
        )
    )
    if problems:
        raise QuestionInvalidError(problems)
    organisation_id, item_name = _addressee(question)
    name = get_person(account_id).name if account_id else question.name.strip()
    phone = "" if account_id else check_phone(question.phone)
    now = clock.now()
    due = due_date(now, Term.parse(settings.CONSULTATION_TERM), calendar_for(settings.REGION_CODE))
    return Consultation(
        key=key,
        organisation_id=organisation_id,
        item_code=question.item_code,
        item_name=item_name,
        account_id=account_id,
        name=name,
        phone=phone,
        phone_index=blind_index(phone_key(phone)),
        title=tidied(question.title),
        text=tidied(question.text),
        wants_public=question.wants_public,
        asked_at=now,
        due_on=due.due_on,
        is_due_provisional=due.provisional,
    )


def _addressee(question: Question) -> tuple[int, str]:
    """The department of the item, the one named, else the body that runs the centre; and the name of the item."""
    if question.item_code:
        item = get_item_by_code(question.item_code)
        return item.organisation_id, item.name
    if question.organisation_id is not None:
        return get_organisation(question.organisation_id).id, ""
    for body in list_organisations(kind=OrganisationKind.CENTRE_AUTHORITY):
        return body.id, ""
    text = gettext_noop("Choose the department that you ask.")
    raise QuestionInvalidError([FieldProblem("organisation", "correspondence.no_addressee", text)])


def _throttle(row: Consultation) -> None:
    if row.account_id is not None:
        of_person = Consultation.objects.filter(account_id=row.account_id)
    else:
        of_person = Consultation.objects.filter(phone_index=row.phone_index).exclude(phone_index="")
        of_network = Consultation.objects.filter(address_index=row.address_index).exclude(address_index="")
        _limit(of_network, row.asked_at, PER_ADDRESS_AND_HOUR, timedelta(hours=1))
    _limit(of_person, row.asked_at, PER_PERSON_AND_DAY, timedelta(days=1))


def _limit(rows: QuerySet[Consultation], now: datetime, most: int, span: timedelta) -> None:
    """Nothing, unless there were so many within the span that ends now."""
    within = rows.filter(asked_at__gt=now - span).order_by("-asked_at").values_list("asked_at", flat=True)
    for oldest in within[most - 1 : most]:
        raise TooManyQuestionsError(seconds=int((oldest + span - now).total_seconds()) + 1)


def _numbered(row: Consultation) -> Consultation:
    """The row in its table under a number that nobody else has; or the rival's that came with the same key."""
    day = clock.local(row.asked_at).date()
    for _ in range(_TRIES):
        row.number = consultation_no(day, secrets.randbelow(LARGEST_SERIAL))
        Consultation.objects.bulk_create([row], ignore_conflicts=True)
        found = Consultation.objects.filter(key=row.key).first()
        if found is not None:
            return found
    message = "no number is free"
    raise RuntimeError(message)
