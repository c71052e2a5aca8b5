"""The only way to one case or draft. What is absent and what is hidden give the same answer."""

from uuid import UUID

from yichuang.cases.errors import CaseNoMistypedError, CaseNotFoundError, DraftNotFoundError
from yichuang.cases.models import Case, Draft
from yichuang.cases.rules import is_case_no
from yichuang.core.actor import Actor, ActorKind, SignInRequiredError
from yichuang.core.rights import Right


def get_case(actor: Actor, case_no: str, *, lock: bool = False) -> Case:
    """The case, if the actor is its applicant or may see the cases of its organisation. `lock` holds its row.

    Raises:
        SignInRequiredError: nobody is signed in.
        CaseNoMistypedError: the number's check digit does not fit.
        CaseNotFoundError: there is none, or it may not be seen.
    """
    if actor.kind is ActorKind.ANONYMOUS:
        raise SignInRequiredError
    if not is_case_no(case_no):
        raise CaseNoMistypedError(case_no=case_no)
    rows = Case.objects.select_for_update(of=("self",)) if lock else Case.objects.all()
    case = rows.filter(case_no=case_no).first()
    if case is None or not may_see(actor, case):
        raise CaseNotFoundError(case_no=case_no)
    return case


def may_see(actor: Actor, case: Case) -> bool:
    """Whether the actor may know of the case."""
    return is_applicant(actor, case) or actor.may(Right.VIEW_CASES, case.organisation_id)


def is_applicant(actor: Actor, case: Case) -> bool:
    """Whether the case is the actor's own application."""
    return actor.account_id is not None and actor.account_id == case.applicant_id


def get_draft(actor: Actor, key: UUID, *, lock: bool = False) -> Draft:
    """The actor's own draft. `lock` holds its row.

    Raises:
        DraftNotFoundError: there is none, or it is somebody else's.
    """
    rows = Draft.objects.select_for_update(of=("self",)) if lock else Draft.objects.all()
    draft = rows.filter(key=key, owner_id=actor.account_id).first() if actor.account_id is not None else None
    if draft is None:
        raise DraftNotFoundError
    return draft
