"""The only way to one case or draft. What is absent and what is hidden give the same answer."""

from dataclasses import dataclass
from uuid import UUID

from yichuang.cases.errors import CaseNoMistypedError, CaseNotFoundError, DraftNotFoundError
from yichuang.cases.models import Case, Draft
from yichuang.cases.rules import is_case_no
from yichuang.core.actor import Actor, ActorKind, SignInRequiredError
from yichuang.core.prepared import run_prepared
from yichuang.core.rights import Right
from yichuang.core.sealed import unseal

_DEFERRED = {"identity_no", "phone", "form"}
_LOCKED = tuple(field.attname for field in Case._meta.concrete_fields if field.name not in _DEFERRED)  # noqa: SLF001
_LOCK = (
    f"SELECT {', '.join('c.' + name for name in _LOCKED)}, o.name, coalesce(nullif(o.paper_prefix, ''), o.short_name)"  # noqa: S608
    " FROM cases_case c JOIN organisations_organisation o ON o.id = c.organisation_id"
    " WHERE c.case_no = %(case_no)s FOR UPDATE OF c"
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """The body in whose name papers are issued; `prefix` begins their numbers."""

    organisation_id: int
    name: str
    prefix: str


def get_case(actor: Actor, case_no: str) -> Case:
    """The case, if the actor is its applicant or may see the cases of its organisation.

    Raises:
        SignInRequiredError: nobody is signed in.
        CaseNoMistypedError: the number's check digit does not fit.
        CaseNotFoundError: there is none, or it may not be seen.
    """
    _check(actor, case_no)
    return _seen(actor, case_no, Case.objects.select_related("organisation").filter(case_no=case_no).first())


def lock_case(actor: Actor, case_no: str) -> tuple[Case, Issuer]:
    """The case with its row locked until the transaction ends, and the body that acts on it. Raises as `get_case`.

    The sealed data that acts seldom need is read when it is asked for.
    """
    _check(actor, case_no)
    rows = run_prepared(_LOCK, {"case_no": case_no})
    if not rows:
        raise CaseNotFoundError(case_no=case_no)
    *values, name, prefix = rows[0]
    case = Case.from_db("default", list(_LOCKED), values)
    case.party_name = unseal(bytes(values[_LOCKED.index("party_name")])).decode()
    return _seen(actor, case_no, case), Issuer(case.organisation_id, name, prefix)


def _check(actor: Actor, case_no: str) -> None:
    if actor.kind is ActorKind.ANONYMOUS:
        raise SignInRequiredError
    if not is_case_no(case_no):
        raise CaseNoMistypedError(case_no=case_no)


def _seen(actor: Actor, case_no: str, case: Case | None) -> Case:
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
