"""The applicant's word on what a clerk writes for him: he sees it on the second screen, and confirms it. Law: ALL 31."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from yichuang.cases.errors import DraftStaleError, NotFilledInError
from yichuang.cases.models import Draft
from yichuang.cases.rules import PartyPart, check_form
from yichuang.cases.services.drafts import open_draft
from yichuang.cases.services.filing import draft_confirmed_at
from yichuang.cases.services.parties import check_party
from yichuang.cases.services.submissions import submission_of
from yichuang.catalogue.queries import get_version
from yichuang.core import clock
from yichuang.core.actor import Actor

_PARTS: Mapping[str, str] = MappingProxyType({f"party-{part.value}": part for part in PartyPart})


@transaction.atomic
def note_shown(*, actor: Actor, key: UUID, is_asked: bool = False) -> int:
    """The applicant sees the draft on the second screen; its revision is given back. `is_asked`: and is asked to confirm it.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
        NotFilledInError: he would be asked to confirm what is not filled in.
    """
    draft = open_draft(actor, key)
    if is_asked:
        _require_filled_in(draft)
    if draft.shown_at is None:
        draft.shown_at = clock.now()
        draft.save(update_fields=["shown_at"])
    return draft.revision


@transaction.atomic
def confirm_draft(*, actor: Actor, key: UUID, revision: int) -> datetime:
    """The applicant has confirmed the draft as it is at that revision; the instant is given back.

    A later save makes the confirmation void. Confirmed again, the first instant stays.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
        DraftStaleError: what was shown is no longer what the draft holds.
    """
    draft = open_draft(actor, key)
    if draft.revision != revision:
        raise DraftStaleError(revision=draft.revision, saved_at=draft.saved_at)
    if (confirmed_at := draft_confirmed_at(draft)) is not None:
        return confirmed_at
    draft.confirmed_revision, draft.confirmed_at = revision, clock.now()
    draft.save(update_fields=["confirmed_revision", "confirmed_at"])
    return draft.confirmed_at


def _require_filled_in(draft: Draft) -> None:
    """Every answer and everything about the applicant is there and right.

    Raises:
        NotFilledInError: it names what is not.
    """
    content, submission = get_version(draft.version_id).content, submission_of(draft)
    labels: dict[str, str] = {**_PARTS, **{field.id: field.label for field in content.fields}}
    problems = [*check_party(submission.party)[1], *check_form(content, submission.form)[1]]
    if problems:
        raise NotFilledInError(names=[labels.get(one.field, one.field) for one in problems])
