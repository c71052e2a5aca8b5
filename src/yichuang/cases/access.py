"""The only way to one case or draft. What is absent and what is hidden give the same answer."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from yichuang.cases.errors import CaseNoMistypedError, CaseNotFoundError, DraftNotFoundError
from yichuang.cases.models import Case, Draft
from yichuang.cases.rules import is_case_no
from yichuang.core.actor import Actor, ActorKind, SignInRequiredError
from yichuang.core.prepared import run_prepared
from yichuang.core.rights import Right
from yichuang.core.sealed import unseal

_SHOWN = 40
"""How much of what cannot be a number is said back."""
_DEFERRED = {"identity_no", "phone", "form"}
_LOCKED = tuple(field.attname for field in Case._meta.concrete_fields if field.name not in _DEFERRED)  # noqa: SLF001
_LOCK = (
    f"SELECT {', '.join('c.' + name for name in _LOCKED)}, o.name, coalesce(nullif(o.paper_prefix, ''), o.short_name)"  # noqa: S608
    " FROM cases_case c JOIN organisations_organisation o ON o.id = c.organisation_id"
    " WHERE c.case_no = %(case_no)s FOR UPDATE OF c"
)

_WITH_BODIES = Case.objects.select_related("organisation", "handler__staff", "first_contact__staff", "about")


@dataclass(frozen=True, slots=True)
class Issuer:
    """The body in whose name papers are issued; `prefix` begins their numbers."""

    organisation_id: int
    name: str
    prefix: str


def get_case(actor: Actor, case_no: str) -> Case:
    """The case, if the actor is its applicant (or his agent), filed it for him, or may see the cases of its organisation.

    Raises:
        SignInRequiredError: nobody is signed in.
        CaseNoMistypedError: the number's check digit does not fit.
        CaseNotFoundError: there is none, or it may not be seen.
    """
    _check(actor, case_no)
    return _seen(actor, case_no, _WITH_BODIES.filter(case_no=case_no).first())


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
        raise CaseNoMistypedError(case_no=case_no[:_SHOWN])


def _seen(actor: Actor, case_no: str, case: Case | None) -> Case:
    if case is None or not may_see(actor, case):
        raise CaseNotFoundError(case_no=case_no)
    return case


def may_see(actor: Actor, case: Case) -> bool:
    """Whether the actor may know of the case."""
    if is_applicant(actor, case) or is_filing_client(actor, case):
        return True
    return actor.may(Right.VIEW_CASES, case.organisation_id)


def is_applicant(actor: Actor, case: Case) -> bool:
    """Whether the case is the actor's own application, or that of the one he acts for by a mandate that covers it."""
    if actor.owner_id is None or actor.owner_id != case.applicant_id:
        return False
    return actor.acting_for is None or actor.acting_for.covers(case.item_code)


def is_filing_client(actor: Actor, case: Case) -> bool:
    """Whether the actor is the other system that filed the case."""
    return actor.client is not None and actor.client.client_id == case.client_id


def own_cases(actor: Actor) -> QuerySet[Case]:
    """The cases of which `is_applicant` is true."""
    rows = Case.objects.filter(applicant_id=actor.owner_id) if actor.owner_id is not None else Case.objects.none()
    codes = actor.acting_for.item_codes if actor.acting_for else None
    return rows if codes is None else rows.filter(item_code__in=sorted(codes))


def own_drafts(actor: Actor) -> QuerySet[Draft]:
    """The drafts of the actor, or of the one he acts for as far as the mandate covers their items."""
    rows = Draft.objects.filter(owner_id=actor.owner_id) if actor.owner_id is not None else Draft.objects.none()
    codes = actor.acting_for.item_codes if actor.acting_for else None
    return rows if codes is None else rows.filter(version__item__task_code__in=sorted(codes))


def get_draft(actor: Actor, key: UUID, *, lock: bool = False) -> Draft:
    """The actor's own draft, or one of those he acts for. `lock` holds its row.

    Raises:
        DraftNotFoundError: there is none, or it is somebody else's.
    """
    rows = own_drafts(actor).filter(key=key)
    draft = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if draft is None:
        raise DraftNotFoundError
    return draft
