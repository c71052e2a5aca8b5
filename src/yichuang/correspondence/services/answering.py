"""Answering questions, passing them on, and publishing them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Cast
from django.utils import translation

from yichuang.core import clock, search
from yichuang.core.actor import Actor, PostHeld, SignInRequiredError
from yichuang.core.errors import FieldProblem
from yichuang.core.rights import Right
from yichuang.correspondence import access
from yichuang.correspondence.errors import (
    AlreadyAnsweredError,
    NotAnsweredError,
    NotPublishedError,
    PersonalDataError,
    PublicationUnwantedError,
    SameOrganisationError,
)
from yichuang.correspondence.models import Answer, Consultation, ConsultationEvent
from yichuang.correspondence.queries.wording import notice_title, short_text
from yichuang.correspondence.rules import (
    TEXT_MAX,
    TITLE_MAX,
    ConsultationAct,
    ConsultationState,
    NoticeKind,
    personal_data,
)
from yichuang.correspondence.services.talking import cleaned
from yichuang.correspondence.services.telling import NewNotice, give, sender_names
from yichuang.organisations.queries import get_organisation
from yichuang.outbox.rules import MessageKind, can_receive
from yichuang.outbox.services import send_message


@transaction.atomic
def answer(*, actor: Actor, number: str, text: str, key: UUID) -> str:
    """The question is answered, once and for good, and whoever asked is told; the number of the question.

    Those with an account have a notice; others a text message that the answer can be read with number and phone. The same
    key again changes nothing.

    Raises:
        TextMissingError, TextTooLongError: nothing, or more than 2000 characters.
        AlreadyAnsweredError: somebody was first; it says who.
        RightMissingError: staff without the right to answer there.
        Otherwise as `access.get_consultation`.
    """
    text = cleaned(text)
    if actor.account_id is None:
        raise SignInRequiredError
    row, post = _locked(actor, number, Right.ANSWER)
    given = Answer.objects.filter(consultation=row).first()
    if given is not None and given.key == key:
        return row.number
    if given is not None:
        raise AlreadyAnsweredError(number=row.number, name=given.author)
    now = clock.now()
    Answer.objects.create(
        consultation=row,
        key=key,
        text=text,
        account_id=actor.account_id,
        author=actor.name,
        post_title=post.recorded_title if post else "",
        organisation_id=row.organisation_id,
        at=now,
    )
    row.state, row.answered_at = ConsultationState.ANSWERED.value, now
    _met_by(row, actor)
    row.save(update_fields=["state", "answered_at", "first_contact"])
    _record(row, ConsultationAct.ANSWER, actor, post)
    _tell(row)
    return row.number


@transaction.atomic
def pass_on(*, actor: Actor, number: str, organisation_id: int, reason: str) -> None:
    """Another department has the question; its due date stays what the asker was told.

    Raises:
        TextMissingError, TextTooLongError: no reason, or more than 500 characters.
        AlreadyAnsweredError: it needs nobody any more.
        SameOrganisationError: it is there already.
        OrganisationNotFoundError: there is no such department.
        RightMissingError: staff without the right to answer where it is.
        Otherwise as `access.get_consultation`.
    """
    reason = cleaned(reason, limit=500)
    row, post = _locked(actor, number, Right.ANSWER)
    given = Answer.objects.filter(consultation=row).first()
    if given is not None:
        raise AlreadyAnsweredError(number=row.number, name=given.author)
    if organisation_id == row.organisation_id:
        raise SameOrganisationError
    row.organisation_id = get_organisation(organisation_id).id
    _met_by(row, actor)
    row.save(update_fields=["organisation", "first_contact"])
    _record(row, ConsultationAct.PASS_ON, actor, post, reason=reason)


@transaction.atomic
def publish_answer(*, actor: Actor, number: str, title: str, question: str, answer_text: str) -> None:
    """The public reads that wording; what was asked and answered stays as it was. Publishing again changes the wording.

    Law: PIPL 51.

    Raises:
        PublicationUnwantedError: whoever asked did not agree.
        NotAnsweredError: there is no answer.
        PersonalDataError: the wording shows personal data; each place is named.
        TextMissingError, TextTooLongError: see `cleaned`.
        RightMissingError: staff without the right to publish there.
        Otherwise as `access.get_consultation`.
    """
    wording = {
        "title": " ".join(cleaned(title, TITLE_MAX).split()),
        "question": cleaned(question),
        "answer": cleaned(answer_text, TEXT_MAX),
    }
    row, post = _locked(actor, number, Right.PUBLISH_ANSWERS)
    if not row.wants_public:
        raise PublicationUnwantedError
    if row.state != ConsultationState.ANSWERED.value:
        raise NotAnsweredError(number=row.number)
    problems = _personal_problems(wording, row.name)
    if problems:
        raise PersonalDataError(problems)
    text = search.normalised(" ".join([*wording.values(), row.item_name]))
    Consultation.objects.filter(pk=row.pk).update(
        is_public=True,
        published_at=row.published_at if row.is_public else clock.now(),
        public_title=wording["title"],
        public_question=wording["question"],
        public_answer=wording["answer"],
        search_text=text,
        search=Cast(Value(search.tsvector_literal(text)), SearchVectorField()),
    )
    _record(row, ConsultationAct.PUBLISH, actor, post, wording=wording)


@transaction.atomic
def withdraw_publication(*, actor: Actor, number: str, reason: str) -> None:
    """The public reads the question no more; its wording is kept for a later publication.

    Raises:
        TextMissingError, TextTooLongError: no reason, or more than 500 characters.
        NotPublishedError: it is not public.
        RightMissingError: staff without the right to publish there.
        Otherwise as `access.get_consultation`.
    """
    reason = cleaned(reason, limit=500)
    row, post = _locked(actor, number, Right.PUBLISH_ANSWERS)
    if not row.is_public:
        raise NotPublishedError(number=row.number)
    row.is_public = False
    row.save(update_fields=["is_public"])
    _record(row, ConsultationAct.WITHDRAW, actor, post, reason=reason)


def _locked(actor: Actor, number: str, right: Right) -> tuple[Consultation, PostHeld | None]:
    row = access.get_consultation(actor, number, lock=True)
    return row, actor.require(right, row.organisation_id)


def _met_by(row: Consultation, actor: Actor) -> None:
    """Whoever is the first of the staff to do something about the question answers for it from then on (首问负责)."""
    row.first_contact_id = row.first_contact_id or actor.account_id


def _record(
    row: Consultation,
    act: ConsultationAct,
    actor: Actor,
    post: PostHeld | None,
    *,
    reason: str = "",
    wording: Mapping[str, str] | None = None,
) -> None:
    ConsultationEvent.objects.create(
        consultation=row,
        act=act.value,
        account_id=actor.account_id,
        actor_name=actor.name,
        post_title=post.recorded_title if post else "",
        organisation_id=row.organisation_id,
        reason=reason,
        wording=wording or {},
        at=clock.now(),
    )


def _personal_problems(wording: Mapping[str, str], name: str) -> Sequence[FieldProblem]:
    return [
        FieldProblem(field, f"correspondence.{found.kind.value}", found.kind.label, found.value)
        for field, text in wording.items()
        for found in personal_data(text, name)
    ]


def _tell(row: Consultation) -> None:
    organisation = get_organisation(row.organisation_id)
    filling = {"number": row.number, "organisation": organisation.name}
    if row.account_id is not None:
        source = f"consultation:{row.pk}"
        at = row.answered_at or clock.now()
        kind = NoticeKind.ANSWERED
        give([NewNotice(row.account_id, kind, source, at, filling, item_code=row.item_code)])
    elif can_receive(MessageKind.SMS, row.phone):
        with translation.override(settings.LANGUAGE_CODE):
            values: dict[str, object] = {**filling, **sender_names()}
            send_message(
                kind=MessageKind.SMS,
                address=row.phone,
                title=notice_title(NoticeKind.ANSWERED, values),
                text=short_text(NoticeKind.ANSWERED, values),
                subject=row.number,
            )
