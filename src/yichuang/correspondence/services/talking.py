"""Writing to each other about a case."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from yichuang.core import clock
from yichuang.core.actor import Actor, PostHeld, SignInRequiredError
from yichuang.correspondence.access import case_to_read, case_to_write
from yichuang.correspondence.errors import ConversationClosedError, TextMissingError, TextTooLongError
from yichuang.correspondence.models import Conversation, Message
from yichuang.correspondence.rules import TEXT_MAX, WRITE_AFTER_CLOSING, NoticeKind, Side, may_write
from yichuang.correspondence.services.notices import mark_read
from yichuang.correspondence.services.telling import NewNotice, give

if TYPE_CHECKING:
    from yichuang.cases.models import Case

_EXCERPT = 80


@transaction.atomic
def say(*, actor: Actor, case_no: str, text: str, key: UUID) -> int:
    """The message stands in the conversation about the case and the other side has a notice; its id.

    The same key again gives the same message. The applicant may write while the case is open and 30 days after; the
    department by whoever may answer there.

    Raises:
        TextMissingError, TextTooLongError: nothing, or more than 2000 characters.
        ConversationClosedError: it is too late for the applicant.
        RightMissingError: staff without the right to answer.
        Otherwise as `access.case_to_read`.
    """
    text = cleaned(text)
    case, side, post = case_to_write(actor, case_no)
    talk = _locked(case)
    known = Message.objects.filter(conversation=talk, key=key).first()
    if known is not None:
        return known.pk
    now = clock.now()
    if side is Side.APPLICANT and not may_write(case.closed_at, now):
        raise ConversationClosedError(days=WRITE_AFTER_CLOSING.days)
    message = _add(talk, actor, side, post, key=key, text=text, at=now)
    _tell(case, side, message)
    return message.pk


@transaction.atomic
def mark_conversation_read(*, actor: Actor, case_no: str) -> int:
    """Everything said so far, and every notice about the case, is read for the reader's side; how many notices were new.

    Raises as `access.case_to_read`.
    """
    case, side = case_to_read(actor, case_no)
    talk = Conversation.objects.select_for_update(of=("self",)).filter(case=case).first()
    if talk is not None:
        newest = Message.objects.filter(conversation=talk).order_by("-pk").values_list("pk", flat=True).first() or 0
        field = "seen_by_applicant" if side is Side.APPLICANT else "seen_by_staff"
        setattr(talk, field, newest)
        if side is Side.STAFF:
            talk.first_contact_id = talk.first_contact_id or actor.account_id
        talk.save(update_fields=[field, "first_contact"])
    return mark_read(actor=actor, case_no=case.case_no)


def tidied(text: str) -> str:
    """The text with line ends of one kind, without null characters, and without blanks around it."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def cleaned(text: str, limit: int = TEXT_MAX) -> str:
    """What somebody wrote, without what no reader sees: ends of blanks and null characters.

    Raises:
        TextMissingError, TextTooLongError: nothing, or more than `limit` characters.
    """
    text = tidied(text)
    if not text:
        raise TextMissingError
    if len(text) > limit:
        raise TextTooLongError(limit=limit, length=len(text))
    return text


def _locked(case: "Case") -> Conversation:
    fresh = Conversation(
        case=case, case_no=case.case_no, item_name=case.item_name, organisation_id=case.organisation_id
    )
    Conversation.objects.bulk_create([fresh], ignore_conflicts=True)
    return Conversation.objects.select_for_update(of=("self",)).get(case=case)


def _add(
    talk: Conversation, actor: Actor, side: Side, post: PostHeld | None, *, key: UUID, text: str, at: datetime
) -> Message:
    if actor.account_id is None:
        raise SignInRequiredError
    message = Message.objects.create(
        conversation=talk,
        key=key,
        side=side.value,
        account_id=actor.account_id,
        author=actor.name,
        post_title=post.recorded_title if post else "",
        organisation_name=post.organisation_name if post else "",
        text=text,
        at=at,
    )
    talk.excerpt = text[:_EXCERPT]
    if side is Side.APPLICANT:
        talk.waiting_since, talk.seen_by_applicant = talk.waiting_since or at, message.pk
    else:
        talk.waiting_since, talk.seen_by_staff = None, message.pk
        talk.first_contact_id = talk.first_contact_id or actor.account_id
    talk.save(update_fields=["excerpt", "waiting_since", "seen_by_applicant", "seen_by_staff", "first_contact"])
    return message


def _tell(case: "Case", side: Side, message: Message) -> None:
    account_id, kind = case.handler_id, NoticeKind.WRITTEN
    if side is Side.STAFF:
        account_id, kind = case.applicant_id, NoticeKind.MESSAGE
    if account_id is None:
        return
    notice = NewNotice(
        account_id=account_id,
        kind=kind,
        source=f"message:{message.pk}",
        at=message.at,
        filling={"case_no": case.case_no, "item": case.item_name},
        case_no=case.case_no,
        item_code=case.item_code,
    )
    give([notice])
