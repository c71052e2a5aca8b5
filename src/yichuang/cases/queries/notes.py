"""Reading the remarks of staff."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.cases import access
from yichuang.cases.models import Note
from yichuang.core.actor import Actor
from yichuang.core.rights import Right


@dataclass(frozen=True, slots=True)
class NoteView:
    """A remark: who, when, what."""

    id: int
    author: str
    is_own: bool
    text: str
    at: datetime


def list_notes(actor: Actor, case_no: str, *, limit: int = 200) -> tuple[NoteView, ...]:
    """The remarks under a case in order, the newest `limit` of them.

    Raises:
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: see `access.get_case`.
        RightMissingError: the actor does not see the case as staff.
    """
    case = access.get_case(actor, case_no)
    actor.require(Right.VIEW_CASES, case.organisation_id)
    rows = list(Note.objects.filter(case=case).order_by("-pk")[:limit])
    return tuple(
        NoteView(row.pk, row.author, row.account_id == actor.account_id, row.text, row.at) for row in reversed(rows)
    )
