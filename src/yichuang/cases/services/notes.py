"""Remarks of staff for colleagues."""

from django.db import transaction

from yichuang.cases import access
from yichuang.cases.errors import NoteInvalidError
from yichuang.cases.models import Note
from yichuang.core import clock
from yichuang.core.actor import Actor, SignInRequiredError
from yichuang.core.rights import Right

NOTE_MAX = 2000


@transaction.atomic
def add_note(*, actor: Actor, case_no: str, text: str) -> int:
    """The remark stands under the case, for staff only; the same as one's last remark stands there once.

    Raises:
        NoteInvalidError: it is empty or longer than `NOTE_MAX` characters.
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: see `access.get_case`.
        RightMissingError: the actor does not see the case as staff.
    """
    case, _issuer = access.lock_case(actor, case_no)
    actor.require(Right.VIEW_CASES, case.organisation_id)
    if actor.account_id is None:
        raise SignInRequiredError
    text = text.strip()
    if not text or len(text) > NOTE_MAX or "\x00" in text:
        raise NoteInvalidError(limit=NOTE_MAX)
    last = Note.objects.filter(case=case).order_by("-pk").first()
    if last is not None and (last.account_id, last.text) == (actor.account_id, text):
        return last.pk
    note = Note.objects.create(case=case, account_id=actor.account_id, author=actor.name, text=text, at=clock.now())
    return note.pk
