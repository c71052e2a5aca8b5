"""Conversations about cases: one of them, and those that wait for the department."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yichuang.cases.rules import PartyKind
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.masking import mask_name
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.core.rights import Right
from yichuang.correspondence.access import case_to_read
from yichuang.correspondence.models import Conversation, Message
from yichuang.correspondence.queries.paging import instant_and_id
from yichuang.correspondence.rules import Side, may_write, writes_until


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message. To the department the name of an applicant who is a person is masked."""

    id: int
    side: Side
    author: str
    post_title: str
    organisation_name: str
    text: str
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class ConversationView:
    """What was said, the oldest of the page first; `older_cursor` leads to what was said before.

    `side` is the reader's. `unread` counts the messages of this page. `writes_until` is None while the case is open.
    `first_contact` names who of the department met the applicant here first; for staff only.
    """

    case_no: str
    side: Side
    messages: tuple[MessageView, ...]
    older_cursor: str | None
    unread: int
    may_write: bool
    writes_until: datetime | None
    first_contact: str = ""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A conversation in which the applicant spoke last."""

    case_no: str
    item_name: str
    organisation_id: int
    organisation_name: str
    waiting_since: datetime
    excerpt: str


def conversation(actor: Actor, case_no: str, *, older: str | None = None, size: int = 50) -> ConversationView:
    """What was said about the case, the newest page first; reading marks nothing as read (`mark_conversation_read` does).

    Raises:
        CursorError: `older` is not a cursor of this list.
        Otherwise as `access.case_to_read`.
    """
    case, side = case_to_read(actor, case_no)
    rows = Message.objects.filter(conversation__case=case).select_related("conversation")
    if older:
        rows = rows.filter(pk__lt=decode_id(older))
    found = list(rows.order_by("-pk")[: size + 1])
    page = page_of(found, size, [(row.pk,) for row in found])
    masks = side is Side.STAFF and case.party_kind == PartyKind.PERSON.value
    views = tuple(_message(row, side, masks=masks) for row in reversed(page.rows))
    return ConversationView(
        case_no=case.case_no,
        side=side,
        messages=views,
        older_cursor=page.next_cursor,
        unread=sum(1 for view in views if view.is_new),
        may_write=(side is Side.STAFF and actor.may(Right.ANSWER, case.organisation_id))
        or (side is Side.APPLICANT and may_write(case.closed_at, clock.now())),
        writes_until=writes_until(case.closed_at),
        first_contact=_first_contact(case.pk) if side is Side.STAFF else "",
    )


def list_waiting(
    actor: Actor, *, organisation_id: int | None = None, cursor: str | None = None, size: int = 30
) -> Page[WaitingRow]:
    """The conversations in which the applicant spoke last, where the actor may answer; who waits longest is on top.

    Raises:
        RightMissingError, SignInRequiredError: the actor answers nowhere (or not there).
        CursorError: the cursor is not one of this list.
    """
    rows = Conversation.objects.filter(answering_reach(actor, organisation_id), waiting_since__isnull=False)
    if cursor:
        since, last_id = instant_and_id(cursor)
        rows = rows.filter(waiting_since__gte=since).exclude(waiting_since=since, pk__lte=last_id)
    ordered = rows.select_related("organisation").order_by("waiting_since", "pk")
    found = list(ordered[: size + 1])
    keys = [(row.waiting_since.isoformat() if row.waiting_since else "", row.pk) for row in found]
    return page_of([_waiting(row) for row in found], size, list(keys))


def answering_reach(actor: Actor, organisation_id: int | None) -> Q:
    """The condition for what the actor may answer, in that organisation or everywhere.

    Raises:
        RightMissingError, SignInRequiredError: nothing at all.
    """
    actor.require(Right.ANSWER, organisation_id)
    if organisation_id is not None:
        return Q(organisation_id=organisation_id)
    reach = actor.organisations_for(Right.ANSWER)
    return Q() if reach is None else Q(organisation_id__in=sorted(reach))


def _first_contact(case_id: int) -> str:
    rows = Conversation.objects.filter(case_id=case_id).values_list("first_contact__staff__name", flat=True)
    return rows.first() or ""


def _message(row: Message, reader: Side, *, masks: bool) -> MessageView:
    side, seen = Side(row.side), row.conversation.seen_by_applicant
    if reader is Side.STAFF:
        seen = row.conversation.seen_by_staff
    return MessageView(
        id=row.pk,
        side=side,
        author=mask_name(row.author) if masks and side is Side.APPLICANT else row.author,
        post_title=row.post_title,
        organisation_name=row.organisation_name,
        text=row.text,
        at=row.at,
        is_new=side is not reader and row.pk > seen,
    )


def _waiting(row: Conversation) -> WaitingRow:
    assert row.waiting_since is not None  # noqa: S101 - the list asks for it
    return WaitingRow(
        case_no=row.case_no,
        item_name=row.item_name,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.short_name,
        waiting_since=row.waiting_since,
        excerpt=row.excerpt,
    )
